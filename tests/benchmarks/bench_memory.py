"""Peak memory of the demo journey: desk set up, gateway beside it, four dossiers with six pages, window open, every screen seen.

    python tests/benchmarks/bench_memory.py

The figure is the desk's own process (the gateway is another one), beside a bare PySide6 window in the same run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = """
import resource
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
app.processEvents()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
JOURNEY = """
import contextlib, resource, tempfile
from pathlib import Path
from desk_app import app, config
from desk_app.commands import demo, demo_day
from desk_app.commands.command import Console
from desk_app.store.keys import ProtectedFile
with contextlib.ExitStack() as stack:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    settings = config.Settings(data_dir=folder / "desk", demo=True)
    program = demo._create(settings)
    demo_day.open_counter(program)
    url = stack.enter_context(demo._gateway(folder, Console()))
    demo._enrol(program, folder, url)
    demo_day.morning(program)
    demo_day.line_down(program)
    program.close()
    print("after the day", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    app.show_once(settings, key_store=ProtectedFile())
    print("with the window", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main() -> None:
    bare_kib = int(_run(BARE).split()[-1])
    sys.stdout.write(f"{'bare PySide6 window':<22} {bare_kib / 1024:7.1f} MiB\n")
    for line in _run(JOURNEY).splitlines():
        name, _, kib = line.rpartition(" ")
        if kib.isdigit():
            sys.stdout.write(f"{name:<22} {int(kib) / 1024:7.1f} MiB  ratio {int(kib) / bare_kib:.2f}\n")


def _run(code: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


if __name__ == "__main__":
    main()
