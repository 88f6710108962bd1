"""Makes installer/locks/*.txt again from pyproject.toml: exact versions with hashes, one file for every system.

    python installer/lock.py [--upgrade]     (needs uv: pip install uv)

desk.txt is what a desk and its gateway need, dev.txt is that and the tools; both hold the same versions.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "installer" / "locks"
OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-header",
    "--no-config",
    "--quiet",
)
HEADER = "# Made by installer/lock.py from pyproject.toml. Do not edit.\n"


def main(arguments: Sequence[str]) -> int:
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        print("uv is needed: pip install uv", file=sys.stderr)
        return 1
    LOCKS.mkdir(exist_ok=True)
    everything = lock(uv, "dev", ("--all-extras",), arguments)
    desk = lock(uv, "desk", ("--extra=central", f"--constraints={everything}"), arguments)
    return max(check(everything), check(desk))


def lock(uv: str, name: str, selection: Sequence[str], arguments: Sequence[str]) -> Path:
    file = LOCKS / f"{name}.txt"
    command = [uv, "pip", "compile", "pyproject.toml", *selection, *OPTIONS, *arguments, f"--output-file={file}"]
    subprocess.run(command, cwd=ROOT, check=True)
    packages = file.read_text(encoding="utf-8").removeprefix(HEADER)
    file.write_text(HEADER + packages, encoding="utf-8", newline="\n")
    return file


def check(file: Path) -> int:
    """Complain about whatever would tie the lock to one machine or leave a package unchecked."""
    text = file.read_text(encoding="utf-8")
    faults = [line for line in text.splitlines() if re.search(r"://|^-|\s@\s", line)]
    entries = re.split(r"\n(?=[a-z])", text.removeprefix(HEADER))
    faults += [entry.split()[0] for entry in entries if entry.strip() and "--hash=sha256:" not in entry]
    for fault in faults:
        print(f"{file.name}: {fault}", file=sys.stderr)
    print(f"{file.name}: {len(entries)} packages")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
