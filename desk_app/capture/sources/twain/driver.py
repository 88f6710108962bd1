"""Finding TWAIN sources and scanning with one, without its own window where it can do without."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desk_app import clock
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
from desk_app.capture.sources.hosted.bitmap import MM_PER_INCH, Bitmap
from desk_app.capture.sources.hosted.dib import from_dib
from desk_app.capture.sources.hosted.driver import Run
from desk_app.capture.sources.twain import structures as twain
from desk_app.capture.sources.twain.manager import Manager, System, TwainFailed, TwainMissing
from desk_app.capture.sources.twain.session import Session
from desk_app.capture.sources.twain.structures import Cap, Condition, Identity, ItemType
from desk_app.capture.sources.twain.windows import windows_system

_ERRORS: dict[int, type[DeviceError]] = {
    Condition.PAPER_JAM: PaperJam,
    Condition.PAPER_DOUBLE_FEED: PaperJam,
    Condition.DAMAGED_CORNER: PaperJam,
    Condition.NO_MEDIA: FeederEmpty,
    Condition.INTERLOCK: CoverOpen,
    Condition.MAX_CONNECTIONS: DeviceBusy,
    Condition.CHECK_DEVICE_ONLINE: DeviceMissing,
    Condition.NO_SOURCE: DeviceMissing,
}
_READY_S = 100.0
"""How long a source without a window may take until its first picture."""
_ALL = -1


class TwainDriver:
    """TWAIN sources of this process's width; ``hosted.driver.Driver``."""

    def __init__(self, system: Callable[[], System] = windows_system) -> None:
        self._system = system

    def find(self, run: Run) -> Iterator[FoundDevice]:
        """Yield the sources; none where there is no TWAIN. WIA's own bridge to TWAIN is left out: its devices are found as such."""
        try:
            manager = run.keep(Manager(self._system()))
            for source in manager.sources():
                run.moved()
                name = _name(source)
                if not name.lower().startswith("wia-"):
                    yield FoundDevice(kind="twain", address=name, name=name)
        except TwainMissing:
            return
        except TwainFailed as error:
            raise _translated(error) from error

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        """Yield pages; see ``devices.PageSource``."""
        try:
            manager = run.keep(Manager(self._system()))
            source = next((source for source in manager.sources() if _name(source) == address), None)
            if source is None:
                raise DeviceMissing(name or address, "not_installed")
            yield from _pages(run.keep(Session(manager, source)), options, run)
        except TwainMissing as error:
            raise DeviceMissing(name or address, "twain_missing") from error
        except TwainFailed as error:
            raise _translated(error) from error


def _name(source: Identity) -> str:
    return bytes(source.product).decode("mbcs" if _HAS_MBCS else "latin-1", "replace")


def _has_mbcs() -> bool:
    try:
        "".encode("mbcs")
    except LookupError:
        return False
    return True


_HAS_MBCS = _has_mbcs()


def _pages(session: Session, options: ScanOptions, run: Run) -> Iterator[Bitmap]:
    run.moved()
    if session.get(Cap.DEVICE_ONLINE) == 0:
        raise DeviceMissing("", "offline")
    paper = _choose_paper(session, options)
    _choose_picture(session, options)
    if paper is not PaperSource.FLATBED and session.get(Cap.FEEDER_LOADED) == 0:
        raise FeederEmpty("", "no_media")
    show = session.get(Cap.UI_CONTROLLABLE) == 0
    session.enable(show=show)
    until = float("inf") if show else clock.monotonic_s() + _READY_S
    if not session.wait_until_ready(lambda: _patient(run, until)):
        if not run.is_cancelled and clock.monotonic_s() > until:
            raise DeviceFailed("", "not_ready")
        return
    for count, picture in enumerate(session.pictures(), start=1):
        run.moved()
        yield from_dib(picture)
        if run.is_cancelled or count == options.most_pages or paper is PaperSource.FLATBED:
            return


def _patient(run: Run, until: float) -> bool:
    run.moved()
    return not run.is_cancelled and clock.monotonic_s() <= until


def _choose_paper(session: Session, options: ScanOptions) -> PaperSource:
    """Set where paper comes from, as near as the source can, and say where that is."""
    paper = options.paper
    wants_feeder = paper is not PaperSource.FLATBED
    session.set(Cap.FEEDER_ENABLED, ItemType.BOOL, wants_feeder)
    feeds = session.get(Cap.FEEDER_ENABLED) == 1
    if not feeds:
        paper = PaperSource.FLATBED
    elif not wants_feeder:
        paper = PaperSource.FEEDER  # it has nothing else
    if feeds:
        session.set(Cap.AUTO_FEED, ItemType.BOOL, value=True)
        session.set(Cap.DUPLEX_ENABLED, ItemType.BOOL, paper is PaperSource.FEEDER_DUPLEX)
    session.set(Cap.TRANSFER_COUNT, ItemType.INT16, 1 if not feeds else options.most_pages or _ALL)
    return paper


def _choose_picture(session: Session, options: ScanOptions) -> None:
    """Units first, for resolution and frame count in them."""
    session.set(Cap.INDICATORS, ItemType.BOOL, value=False)
    session.set(Cap.TRANSFER_MECHANISM, ItemType.UINT16, twain.NATIVE)
    session.set(Cap.PIXEL_TYPE, ItemType.UINT16, twain.COLOUR if options.colour else twain.GREY)
    session.set(Cap.BIT_DEPTH, ItemType.UINT16, 24 if options.colour else 8)
    session.set(Cap.UNITS, ItemType.UINT16, twain.INCHES)
    for cap in (Cap.X_RESOLUTION, Cap.Y_RESOLUTION):
        for dpi in (options.dpi, 300, 200):
            if session.set(cap, ItemType.FIX32, dpi):
                break
    session.set_frame(options.width_mm / MM_PER_INCH, options.height_mm / MM_PER_INCH)


def _translated(error: TwainFailed) -> DeviceError:
    """Our error for a condition; the desk puts the device's name to it."""
    return _ERRORS.get(error.condition, DeviceFailed)("", error.word)
