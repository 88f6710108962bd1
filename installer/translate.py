"""Brings the translations up to date: collects new texts of the window into the .ts file and compiles both .ts files.

    python installer/translate.py            collect, then compile; says what still has to be translated
    python installer/translate.py --check    changes nothing; exits 1 when something is missing, new or not compiled

The texts in the code are Vietnamese. ``desk_app_en.ts`` is their English, ``qt_vi.ts`` the Vietnamese of Qt's own dialogs, for
which Qt ships none. Both are edited by hand (or in Qt Linguist); the compiled .qm files beside them are committed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
ENGLISH = FOLDER / "desk_app_en.ts"
QT_VIETNAMESE = FOLDER / "qt_vi.ts"
SOURCES = ROOT / "desk_app" / "ui"
EXTRA_SOURCES = (ROOT / "desk_app" / "app.py",)


def collect(target: Path) -> None:
    """Merge the texts of the code into a .ts file; finished translations stay, vanished texts go."""
    sources = [*sorted(SOURCES.rglob("*.py")), *(path for path in EXTRA_SOURCES if path.exists())]
    names = [os.path.relpath(path, target.parent) for path in sources]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "vi_VN", "-target-language", "en", "-silent"]
    _run("pyside6-lupdate", *options, *names, "-ts", target.name, folder=target.parent)


def compile_to(source: Path, target: Path) -> None:
    """Compile a .ts file into a .qm file."""
    _run("pyside6-lrelease", "-silent", str(source), "-qm", str(target), folder=source.parent)


def unfinished(path: Path) -> list[str]:
    """Texts of a .ts file without a finished translation, as ``context: text``."""
    missing = []
    for context in ElementTree.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or not (translation.text or "").strip() or translation.get("type"):
                missing.append(f"{name}: {message.findtext('source', '')}")
    return missing


def texts(path: Path) -> set[tuple[str, str]]:
    """Context and text of every message of a .ts file."""
    found = set()
    for context in ElementTree.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name", "")
        found |= {(name, message.findtext("source", "")) for message in context.iter("message")}
    return found


def pairs(path: Path) -> list[tuple[str, str]]:
    """Each text of a .ts file with its translation."""
    root = ElementTree.parse(path).getroot()  # noqa: S314 - our own file
    return [(message.findtext("source", ""), message.findtext("translation", "")) for message in root.iter("message")]


def new_texts() -> set[tuple[str, str]]:
    """What the code says that ``desk_app_en.ts`` does not know, and what it knows that the code no longer says."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        fresh = Path(folder) / "fresh.ts"
        collect(fresh)
        return texts(fresh) ^ texts(ENGLISH)


def stale() -> list[Path]:
    """Compiled files that differ from what their source gives."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for source in (ENGLISH, QT_VIETNAMESE):
            fresh, kept = Path(folder) / f"{source.stem}.qm", source.with_suffix(".qm")
            compile_to(source, fresh)
            if not kept.exists() or kept.read_bytes() != fresh.read_bytes():
                found.append(kept)
    return found


def _run(tool: str, *arguments: str, folder: Path) -> None:
    beside = Path(sys.executable).parent / tool
    subprocess.run(
        [str(beside) if beside.exists() else tool, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL
    )


def main() -> int:
    """Do it; 0 when everything is translated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing")
    if parser.parse_args().check:
        trouble = [f"not in step with the code: {context}: {text}" for context, text in sorted(new_texts())]
        trouble += [f"not compiled: {path.name}" for path in stale()]
    else:
        collect(ENGLISH)
        for source in (ENGLISH, QT_VIETNAMESE):
            compile_to(source, source.with_suffix(".qm"))
        trouble = []
    trouble += [f"not translated: {text}" for path in (ENGLISH, QT_VIETNAMESE) for text in unfinished(path)]
    for line in trouble:
        print(line)
    return 1 if trouble else 0


if __name__ == "__main__":
    sys.exit(main())
