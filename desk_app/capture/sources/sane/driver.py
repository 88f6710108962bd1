"""A run of a SANE scanner: opened, told what is wanted, read until it has no more; what it answers becomes our errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from desk_app.capture.devices import FoundDevice, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import (
    CoverOpen,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    DeviceMissing,
    FeederEmpty,
    PaperJam,
)
from desk_app.capture.sources.hosted.bitmap import Bitmap
from desk_app.capture.sources.hosted.driver import Run
from desk_app.capture.sources.sane import options as wishes
from desk_app.capture.sources.sane.library import Device, Sane, sane
from desk_app.capture.sources.sane.picture import bitmap
from desk_app.capture.sources.sane.words import FrameFormat, LibraryMissing, SaneError, Status

MOST_BYTES = 400_000_000
"""Of one page, before it becomes a file."""

_ERRORS: dict[int, type[DeviceError]] = {
    Status.DEVICE_BUSY: DeviceBusy,
    Status.NO_DOCS: FeederEmpty,
    Status.JAMMED: PaperJam,
    Status.COVER_OPEN: CoverOpen,
}
# Asked for the end of a frame, backends with a reader thread cancel that thread. When it is just ending by itself, glibc 2.36 locks
# up, rarely and on a busy machine. A moment after the last byte it has ended.
_SETTLE_S = 0.02
# Cameras have a source of their own here; eSCL devices are found and spoken to without SANE.
_OTHERS = ("v4l:", "gphoto2:", "escl:", "airscan:e")
_NOT_THERE = (Status.INVAL, Status.UNSUPPORTED, Status.IO_ERROR)


class _Stopped(Exception):
    """Somebody asked to stop in the middle of a page."""


class SaneDriver:
    """Scanners that SANE knows; ``hosted.driver.Driver``."""

    def __init__(self, library: Callable[[], AbstractContextManager[Sane]] = sane) -> None:
        self._library = library

    def find(self, run: Run) -> Iterator[FoundDevice]:
        """Yield the scanners; none where SANE is not installed."""
        try:
            for entry in run.keep(self._library()).devices():
                if not entry.name.startswith(_OTHERS):
                    yield FoundDevice(kind="sane", address=entry.name, name=entry.label)
        except LibraryMissing:
            return
        except SaneError as error:
            raise _translated(error) from error

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        """Yield pages; see ``devices.PageSource``."""
        try:
            device = run.keep(_opened(run.keep(self._library()), address, name))
            run.moved()
            yield from _pages(device, options, run)
        except LibraryMissing as error:
            raise DeviceMissing(name or address, "sane_missing") from error
        except SaneError as error:
            raise _translated(error) from error


@contextmanager
def _opened(library: Sane, address: str, name: str) -> Iterator[Device]:
    with ExitStack() as stack:
        try:
            device = stack.enter_context(library.opened(address))
        except SaneError as error:
            if error.status not in _NOT_THERE:
                raise
            device = stack.enter_context(library.opened(_moved_to(library, address, name, error)))
        yield device


def _moved_to(library: Sane, address: str, name: str, error: SaneError) -> str:
    """Where the device is now: the only one of its backend and name, for a USB address changes whenever the plug was out."""
    backend = address.partition(":")[0]
    same = [
        entry.name for entry in library.devices() if entry.name.partition(":")[0] == backend and entry.label == name
    ]
    if len(same) != 1 or same[0] == address:
        raise DeviceMissing(name or address, error.word) from error
    return same[0]


def _pages(device: Device, options: ScanOptions, run: Run) -> Iterator[Bitmap]:
    paper = wishes.choose_paper(device, options.paper)
    wishes.choose_colour(device, colour=options.colour)
    dpi = wishes.choose_resolution(device, options.dpi)
    wishes.choose_area(device, options, dpi)
    run.afterwards(device.cancel)
    count = 0
    try:
        while not run.is_cancelled:
            page = _page(device, wishes.resolution(device), run)
            count += 1
            yield page
            if paper is PaperSource.FLATBED or count == options.most_pages:
                return
    except _Stopped:
        return
    except SaneError as error:
        if error.status != Status.NO_DOCS or count == 0:
            raise


def _page(device: Device, dpi: tuple[float, float], run: Run) -> Bitmap:
    """One page, of as many frames as it has."""
    frames: dict[FrameFormat, bytes] = {}
    while True:
        device.start()
        run.moved()
        parameters = device.parameters()
        frames[parameters.format] = _frame(device, parameters.bytes_per_line * parameters.lines, run)
        if parameters.last_frame:
            return bitmap(frames, parameters, dpi)
        if len(frames) >= len(FrameFormat):
            raise DeviceFailed("", "incomplete_page")


def _frame(device: Device, expected: int, run: Run) -> bytes:
    """All bytes of a frame, however many it says there will be: some scanners do not know, and some are wrong."""
    parts: list[bytes] = []
    size = 0
    while not run.is_cancelled:
        try:
            part = device.read()
        except SaneError as error:
            if error.status == Status.EOF:
                return b"".join(parts)
            if error.status == Status.NO_DOCS and size:
                raise DeviceFailed("", "incomplete_page") from error
            raise
        run.moved()
        parts.append(part)
        if size < expected <= size + len(part):
            run.wait(_SETTLE_S)
        size += len(part)
        if size > MOST_BYTES:
            raise DeviceFailed("", "too_large")
    raise _Stopped


def _translated(error: SaneError) -> DeviceError:
    """Our error for what SANE answered; the desk puts the device's name to it."""
    return _ERRORS.get(error.status, DeviceFailed)("", error.word)
