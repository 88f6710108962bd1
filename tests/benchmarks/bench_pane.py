"""How long the window stands still while a hundred pages are scanned, prepared and shown, with somebody typing and sorting.

    python tests/benchmarks/bench_pane.py [--pages 100] [--dpi 200] [--seconds 6]

A timer of the window's own thread fires every 5 ms; how late it fires is how long nothing was answered. Beside it stands how
long that thread itself worked in between (processor time), which does not depend on what else the machine does. Printed for an
idle window, for typing alone, and for the batch with typing and with work in the wide pane, all in one run on the same machine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402

from desk_app import app as desk_window  # noqa: E402
from desk_app import bootstrap, clock, config  # noqa: E402
from desk_app.commands import demo_day  # noqa: E402
from desk_app.desk.digitisation import IncomingFile  # noqa: E402
from desk_app.desk.first_run import FirstRun  # noqa: E402
from desk_app.domain.events import Author  # noqa: E402
from desk_app.domain.roles import Role  # noqa: E402
from desk_app.store.keys import ProtectedFile  # noqa: E402
from desk_app.ui import theme  # noqa: E402
from desk_app.ui.intake.screen import IntakeScreen  # noqa: E402
from desk_app.ui.main_window import MainWindow  # noqa: E402
from tests.pictures.mixed_stack import thirty_pages  # noqa: E402

EVERY_MS = 5
KEY_MS = 120


class Probe(QObject):
    """How late a timer of 5 ms fires."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self.busy_ms: list[float] = []
        self._worked_s = 0.0
        self._since = QElapsedTimer()
        self._timer = QTimer(self, interval=EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._fired)

    def measure(self, while_running: Callable[[], bool]) -> Probe:
        """Milliseconds beyond 5, for every time it fired, and milliseconds of work."""
        self.late_ms, self.busy_ms = [], []
        self._worked_s = time.thread_time()
        loop = QEventLoop()
        watch = QTimer(interval=50)
        watch.timeout.connect(lambda: None if while_running() else loop.quit())
        watch.start()
        self._since.start()
        self._timer.start()
        loop.exec()
        self._timer.stop()
        return self

    def _fired(self) -> None:
        self.late_ms.append(max(0.0, self._since.nsecsElapsed() / 1e6 - EVERY_MS))
        worked_s = time.thread_time()
        self.busy_ms.append((worked_s - self._worked_s) * 1000)
        self._worked_s = worked_s
        self._since.start()


def report(name: str, probe: Probe) -> None:
    """Two lines."""
    for what, found in (("late", probe.late_ms), ("own work", probe.busy_ms)):
        marks = np.percentile(found, [50, 95, 99, 99.9])
        over = sum(each > 50 for each in found)
        sys.stdout.write(
            f"{name:<30} {what:<8} p50 {marks[0]:6.1f}  p95 {marks[1]:6.1f}  p99 {marks[2]:6.1f}  p99.9 {marks[3]:6.1f}  "
            f"longest {max(found):7.1f} ms  over 50 ms: {over} of {len(found)}\n"
        )
    sys.stdout.flush()


def _for_seconds(seconds: float) -> Callable[[], bool]:
    end = clock.monotonic_s() + seconds
    return lambda: clock.monotonic_s() < end


def _typist(screen: IntakeScreen) -> QTimer:
    """Types a name, a letter every 120 ms, for ever."""
    line = screen.person.name.line
    letters = iter("Nguyen Thi Thu Nghiem " * 400)

    def press() -> None:
        if len(line.text()) > 60:
            line.clear()
        QTest.keyClicks(line, next(letters))

    timer = QTimer(screen, interval=KEY_MS)
    timer.timeout.connect(press)
    return timer


def _sorter(screen: IntakeScreen) -> QTimer:
    """Walks through the strip and now and then sends a page to a paper."""
    strip = screen.pages.strip
    steps = iter(range(10**6))

    def press() -> None:
        step = next(steps)
        QTest.keyClick(strip, Qt.Key.Key_Right if step % 5 else Qt.Key(Qt.Key.Key_1 + step // 5 % 6))

    timer = QTimer(screen, interval=KEY_MS)
    timer.timeout.connect(press)
    return timer


def batch(screen: IntakeScreen, pages: int, files: tuple[bytes, ...]) -> Callable[[], bool]:
    """Pages come as from a fast feeder, three a second; ends when the last is prepared."""
    screen.start_new()
    screen.choose_procedure("1.001193")
    sent = iter(range(pages))

    def send() -> None:
        number = next(sent, None)
        if number is None:
            feed.stop()
            return
        file = IncomingFile("", files[number % len(files)] + b"\0" * number, source="scanner")
        screen.visit.add_files([file], component=None, batch="run")

    feed = QTimer(screen, interval=330)
    feed.timeout.connect(send)
    QTest.qWait(500)
    feed.start()

    def running() -> bool:
        state = screen.visit.state
        return feed.isActive() or state.taking_in > 0 or state.preparing > 0

    return running


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=6.0)
    wanted = parser.parse_args()
    files = thirty_pages(wanted.dpi)
    application = desk_window._application(("desk-app",))
    theme.apply(application, "light")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = config.Settings(data_dir=Path(folder) / "desk", demo=True)
        first = FirstRun(
            unit="H12.64", unit_name="UBND xã Khánh An", desk="Quầy 2", officer=demo_day.OFFICER, pin="2580"
        )
        bootstrap.create_desk(settings, first, key_store=ProtectedFile()).program.close()
        shell = desk_window.Shell(application, settings, key_store=ProtectedFile())
        shell.begin(behind=False)
        shell.resize(1366, 768)
        shell.show()
        person = next(each for each in shell._running().desk.accounts.all() if each.role is Role.OFFICER)
        shell._enter(Author(account_id=person.id, name=person.name, role=person.role))
        window = shell.currentWidget()
        assert isinstance(window, MainWindow)
        screen = window.current
        assert isinstance(screen, IntakeScreen)
        QTest.qWait(1500)
        probe = Probe()
        report("idle", probe.measure(_for_seconds(wanted.seconds)))
        typing = _typist(screen)
        typing.start()
        report("typing, nothing else", probe.measure(_for_seconds(wanted.seconds)))
        report(f"typing, {wanted.pages} pages come", probe.measure(batch(screen, wanted.pages, files)))
        typing.stop()
        sorting = _sorter(screen)
        screen.wide.show(on=True)
        running = batch(screen, wanted.pages, files)
        screen.wide.show(on=True)
        sorting.start()
        report(f"sorting, {wanted.pages} pages come", probe.measure(running))
        sorting.stop()
        screen.visit.session.close()
        shell.close()
        shell.shut_down()


if __name__ == "__main__":
    main()
