"""The side in which drivers run: takes one request, answers with pages, ends. Ends too when the desk does.

Drivers print to standard output and read standard input as they please, so both are taken from them before the first is loaded.
"""

from __future__ import annotations

import io
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from desk_app import clock
from desk_app.capture.devices import RawPage
from desk_app.capture.errors import DeviceError, DeviceFailed
from desk_app.capture.sources.hosted import words
from desk_app.capture.sources.hosted.bitmap import Bitmap, png
from desk_app.capture.sources.hosted.driver import Driver, Run
from desk_app.capture.sources.hosted.frames import MOST_BODY_BYTES, GarbageFrame, packed, read_frame
from desk_app.lanes import CancelToken, start_thread

GRACE_S = 3.0
"""How long a driver may take to let go of its device once the desk is gone."""

_TELL_EVERY_S = 0.5
# Not given back as error numbers by Python or by a signal.
_ORPHANED = 86
_PUZZLED = 87

Drivers = Mapping[str, Callable[[], Driver]]


def private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for ourselves alone, unbuffered; from now on both lead nowhere for everybody else."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    if sys.platform == "win32":
        import msvcrt

        for pipe in (requests, answers):
            msvcrt.setmode(pipe, os.O_BINARY)
    return io.FileIO(requests, "r"), io.FileIO(answers, "w")


def serve(drivers: Drivers, requests: BinaryIO, answers: BinaryIO, *, end: Callable[[int], object] = os._exit) -> int:
    """Answer one request; 0 when it was answered, be it with an error.

    ``end`` ends the process at once when the desk is gone and the driver does not come back.
    """
    speaker = _Speaker(answers)
    try:
        speaker.say(words.Hello())
        request = _first_request(requests)
        cancel = CancelToken()
        start_thread("desk", _listen, requests, cancel, end)
        run = Run(cancel, speaker.moved)
        _answer(request, drivers, speaker, run)
        run.close()
    except (GarbageFrame, _DeskGone):
        return _PUZZLED  # nobody there to tell, or nobody who can be understood
    finally:
        _sweep()
    return 0


def _sweep() -> None:
    """Leave no page behind in temporary files, should the desk not be there any more to do it."""
    import shutil
    import tempfile

    folder = tempfile.gettempdir()
    if Path(folder).name.startswith(words.FOLDER_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


class _DeskGone(Exception):
    """Nobody listens any more."""


class _Speaker:
    """The one who writes to the desk, from two threads."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._lock = threading.Lock()
        self._told_at = 0.0

    def say(self, answer: words.Answer) -> None:
        frame = words.answer_frame(answer)
        try:
            with self._lock:
                for part in (packed(frame), frame.body):
                    _write(self._answers, part)
        except OSError as error:
            raise _DeskGone from error

    def moved(self) -> None:
        """Tell that the driver moves, not more often than it is worth."""
        now = clock.monotonic_s()
        if now - self._told_at >= _TELL_EVERY_S:
            self._told_at = now
            self.say(words.Alive())


def _write(pipe: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[pipe.write(left) :]


def _first_request(requests: BinaryIO) -> words.Find | words.Scan:
    try:
        frame = read_frame(requests.read)
    except OSError as error:
        raise _DeskGone from error
    request = words.read_request(frame) if frame is not None else None
    if request is None or isinstance(request, words.Cancel):
        raise GarbageFrame("request")
    return request


def _listen(requests: BinaryIO, cancel: CancelToken, end: Callable[[int], object]) -> None:
    """Hear when to stop; whatever else is heard, the end included, means that the desk is gone or out of its mind."""
    try:
        frame = read_frame(requests.read)
        while frame is not None and isinstance(words.read_request(frame), words.Cancel):
            cancel.cancel()
            frame = read_frame(requests.read)
    except (GarbageFrame, OSError):
        pass
    cancel.cancel()
    threading.Event().wait(GRACE_S)
    _sweep()
    end(_ORPHANED)


def _answer(request: words.Find | words.Scan, drivers: Drivers, speaker: _Speaker, run: Run) -> None:
    try:
        driver = _made(request.kind, drivers)
        if isinstance(request, words.Find):
            for device in driver.find(run):
                speaker.say(words.Seen(device))
        else:
            _scan(driver, request, speaker, run)
    except DeviceError as error:
        speaker.say(words.Failed(type(error), error.reason))
    except _DeskGone:
        raise
    except Exception as error:  # noqa: BLE001 - the edge of the process: whatever a driver does becomes one sentence at the desk
        speaker.say(words.Failed(DeviceFailed, type(error).__name__))
    else:
        speaker.say(words.Done())


def _made(kind: str, drivers: Drivers) -> Driver:
    if kind not in drivers:
        raise DeviceFailed(kind, "no_driver")
    return drivers[kind]()


def _scan(driver: Driver, request: words.Scan, speaker: _Speaker, run: Run) -> None:
    """Scan the next page while the one before is written as a file and sent, so that a feeder does not stop between two sheets."""
    pages = driver.scan(request.address, request.name, request.options, run)
    sender = _Sender(speaker)
    try:
        for page in _until(pages, request.options.most_pages, run):
            sender.take(page)
            run.moved()
    finally:
        sender.finish()


def _until(pages: Iterator[Bitmap | RawPage], most: int, run: Run) -> Iterator[Bitmap | RawPage]:
    for count, page in enumerate(pages, start=1):
        yield page
        if count == most or run.is_cancelled:
            return


class _Sender:
    """Writes pages as files and sends them, on a thread of its own, one waiting at most: a page may have 26 MB and more."""

    def __init__(self, speaker: _Speaker) -> None:
        self._speaker = speaker
        self._waiting: queue.Queue[Bitmap | RawPage | None] = queue.Queue(maxsize=1)
        self._trouble: Exception | None = None
        self._thread = start_thread("sender", self._send_all)

    def take(self, page: Bitmap | RawPage) -> None:
        """Send this page after those before it."""
        self._waiting.put(page)
        self._complain()

    def finish(self) -> None:
        """Come back once everything was sent."""
        self._waiting.put(None)
        self._thread.join()
        self._complain()

    def _complain(self) -> None:
        if self._trouble is not None:
            raise self._trouble

    def _send_all(self) -> None:
        while (page := self._waiting.get()) is not None:
            if self._trouble is not None:
                continue  # keep taking, so that nobody waits for ever
            try:
                self._speaker.say(words.PageCame(_file(page)))
            except Exception as error:  # noqa: BLE001 - the edge of the thread: the other one raises it
                self._trouble = error


def _file(page: Bitmap | RawPage) -> RawPage:
    raw = page if isinstance(page, RawPage) else RawPage(png(page), ".png")
    if len(raw.data) > MOST_BODY_BYTES:
        raise DeviceFailed("", "too_large")
    return raw
