"""Start to usable window, as a ratio to a bare PySide6 window in the same run, and what the imports cost.

    python tests/benchmarks/bench_start.py [--runs 7] [--imports 15]

Both programs are started in turn as whole processes (A B A B …). "Usable" is the moment at which the event loop has shown the
first page of a desk that was set up before and takes keys: the PIN can be typed while the store is opened behind it. "Names" is
the moment at which the store is open and the names of the people stand beside the PIN. Off screen unless QT_QPA_PLATFORM says
otherwise.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
app = QApplication([])
window = QWidget()
QVBoxLayout(window).addWidget(QLineEdit())
window.resize(1366, 768)
window.show()
QTimer.singleShot(0, lambda: (print("usable", time.process_time(), flush=True), app.quit()))
app.exec()
"""
OURS = """
import sys
import time
from pathlib import Path
import desk_app.__main__
from desk_app.commands.window import open_window
from desk_app import config
settings = config.Settings(data_dir=Path(sys.argv[1]))
open_window(settings, on_stage=lambda stage: print(stage, time.process_time(), flush=True), stay=False)
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--imports", type=int, default=15)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "desk"
        _set_up(data)
        bare, ours, opened, work = [], [], [], []
        for run in range(chosen.runs + 1):
            a, b = _stages(BARE), _stages(OURS, str(data))
            if run:
                bare.append(a["usable"][0])
                ours.append(b["usable"][0])
                opened.append(b["open"][0])
                work.append(b["usable"][1] / a["usable"][1])
        ratios = [b / a for a, b in zip(bare, ours, strict=True)]
        _print("bare PySide6 window, s", bare)
        _print("desk-app sign-in, s", ours)
        _print("ratio", ratios)
        _print("ratio of processor time", work)
        _print("names of the people, s", opened)
        _print("ratio", [b / a for a, b in zip(bare, opened, strict=True)])
        _imports(str(data), chosen.imports)


def _set_up(data: Path) -> None:
    environment = {**os.environ, "DESK_APP_PIN": "2580", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    words = ["--unit", "H12.64", "--unit-name", "UBND xã Khánh An", "--desk", "Quầy 1", "--officer", "Trần Thị Hằng"]
    command = [sys.executable, "-m", "desk_app", "setup", "--data", str(data), *words]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def _environment() -> dict[str, str]:
    keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}  # the key lies in the protected file
    return {
        **os.environ,
        **keyring,
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHONPATH": str(ROOT),
    }


def _stages(code: str, *words: str) -> dict[str, tuple[float, float]]:
    """Seconds on the clock and of the processor from the start of the process to each stage it announces."""
    began = time.perf_counter()
    stages: dict[str, tuple[float, float]] = {}
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            stage, processor_s = line.split()
            stages[stage] = (time.perf_counter() - began, float(processor_s))
    if "usable" not in stages:
        raise SystemExit("the window did not come up")
    return stages


def _imports(data: str, most: int) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", OURS, data],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    rows = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \| (\s*)(\S+)", done.stderr)
    total = sum(int(own) for own, *_ in rows)
    print(
        f"imports: {len(rows)} modules, {total / 1000:.0f} ms of their own under -X importtime; the dearest packages:"
    )
    costs: dict[str, int] = {}
    for own, _, _, name in rows:
        top = ".".join(name.split(".")[:2]) if name.startswith(("desk_app", "PySide6")) else name.split(".")[0]
        costs[top] = costs.get(top, 0) + int(own)
    for name, cost in sorted(costs.items(), key=lambda item: -item[1])[:most]:
        print(f"  {cost / 1000:7.1f} ms  {name}")


def _print(what: str, values: list[float]) -> None:
    print(
        f"{what:<24} min {min(values):.3f}  median {statistics.median(values):.3f}  max {max(values):.3f}  (n={len(values)})"
    )


if __name__ == "__main__":
    main()
