"""A driver's process with drivers that behave, crash, hang and scribble; run by the tests of the desk's side.

The kind in the request says how the driver behaves.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desk_app.capture.devices import FoundDevice, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import PaperJam
from desk_app.capture.sources.hosted import child
from desk_app.capture.sources.hosted.bitmap import Bitmap
from desk_app.capture.sources.hosted.driver import Driver, Run

FEEDER_PAGES = 5


class Good:
    """Five small sheets of growing brightness in the feeder."""

    def find(self, run: Run) -> Iterator[FoundDevice]:
        yield FoundDevice(kind="good", address="one", name="Máy tốt", papers=(PaperSource.FEEDER,))
        yield from self.more(run)

    def more(self, run: Run) -> Iterator[FoundDevice]:
        yield FoundDevice(kind="good", address="two", name="Máy thứ hai")

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        for number in range(FEEDER_PAGES):
            self.before(number, run)
            yield sheet(number)

    def before(self, number: int, run: Run) -> None:
        """What happens before a sheet comes."""


class Killed(Good):
    def before(self, number: int, run: Run) -> None:
        if number == 3:
            until_told(run)
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


class Segfault(Good):
    def before(self, number: int, run: Run) -> None:
        if number == 1:
            until_told(run)
            faulthandler._sigsegv()


class Hung(Good):
    """Stops answering, deaf to being asked to stop."""

    def before(self, number: int, run: Run) -> None:
        if number == 2:
            threading.Event().wait()

    def more(self, run: Run) -> Iterator[FoundDevice]:
        threading.Event().wait()
        yield from ()


class Slow(Good):
    """Never has a second sheet, but listens."""

    def before(self, number: int, run: Run) -> None:
        while number == 1 and not run.wait(0.05):
            run.moved()
        if number == 1:
            Path(os.environ["LET_GO"]).write_text("let go", encoding="utf-8")


class Jam(Good):
    def before(self, number: int, run: Run) -> None:
        if number == 2:
            raise PaperJam("", "jammed")


class Bug(Good):
    def before(self, number: int, run: Run) -> None:
        if number == 1:
            raise ZeroDivisionError


class DiskFull(Good):
    def before(self, number: int, run: Run) -> None:
        if number == 1:
            raise OSError(28, "No space left on device")


class Broken(Good):
    """Gives what is no page, and goes on as if nothing had happened."""

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        for number in range(FEEDER_PAGES):
            yield sheet(number) if number != 1 else object()  # type: ignore[misc]


class Chatty(Good):
    """Prints where it should not, from C too, and reads what is not for it."""

    def before(self, number: int, run: Run) -> None:
        sys.stdout.write("debug: scanning\n")
        sys.stdout.flush()
        os.write(1, b"QMC1 debug from a library\n")
        assert os.read(0, 10) == b""


class Endless(Good):
    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        while True:
            yield sheet(1)


class Fork(Good):
    """Starts a helper that keeps the pipe open, then dies, as backends of SANE do."""

    def before(self, number: int, run: Run) -> None:
        if number == 1:
            until_told(run)
            if os.fork() == 0:
                threading.Event().wait(60)
            os.kill(os.getpid(), signal.SIGKILL)


class Litter(Good):
    """Puts a page into a temporary file, as drivers do, and dies over it."""

    def before(self, number: int, run: Run) -> None:
        if number == 1:
            until_told(run)
            path = Path(tempfile.gettempdir()) / "page.bmp"
            path.write_bytes(b"BM")
            Path(os.environ["GO"]).with_name("litter").write_text(str(path), encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


class Files(Good):
    """Hands over what the scanner made, as it is."""

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        yield RawPage(b"\xff\xd8\xff a picture", ".jpg", "vendor.jpg")


def until_told(run: Run) -> None:
    """Wait until the test has the pages that came so far."""
    while not Path(os.environ["GO"]).exists():
        run.wait(0.02)


def sheet(number: int) -> Bitmap:
    return Bitmap(40, 30, bytes([50 * number]) * 1200, 40, dpi=(300, 300))


BEHAVIOURS = (Good, Killed, Segfault, Hung, Slow, Jam, Bug, DiskFull, Broken, Chatty, Endless, Fork, Litter, Files)
KINDS: dict[str, Callable[[], Driver]] = {kind.__name__.lower(): kind for kind in BEHAVIOURS}


if __name__ == "__main__":
    pipes = child.private_pipes()
    os._exit(child.serve(KINDS, *pipes))
