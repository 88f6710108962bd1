"""A run of a WIA scanner: connected, told what is wanted, one page after the other transferred until the feeder is empty."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

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
from desk_app.capture.sources.hosted.dib import from_bmp
from desk_app.capture.sources.hosted.driver import Run
from desk_app.capture.sources.wia import words
from desk_app.capture.sources.wia.automation import ComFailed, ComMissing, ComObject, create
from desk_app.capture.sources.wia.properties import Properties
from desk_app.capture.sources.wia.words import Code, Property

_ERRORS: dict[int, type[DeviceError]] = {
    Code.PAPER_JAM: PaperJam,
    Code.PAPER_PROBLEM: PaperJam,
    Code.MULTI_FEED: PaperJam,
    Code.MULTI_FEED_AS_WRITTEN: PaperJam,
    Code.PAPER_EMPTY: FeederEmpty,
    Code.COVER_OPEN: CoverOpen,
    Code.COVER_OPEN_AS_WRITTEN: CoverOpen,
    Code.BUSY: DeviceBusy,
    Code.DEVICE_LOCKED: DeviceBusy,
    Code.NETWORK_RESERVATION_FAILED: DeviceBusy,
    Code.NETWORK_RESERVATION_FAILED_AS_WRITTEN: DeviceBusy,
    Code.OFFLINE: DeviceMissing,
    Code.NO_DEVICE_AVAILABLE: DeviceMissing,
    Code.ITEM_DELETED: DeviceMissing,
    Code.DEVICE_COMMUNICATION: DeviceMissing,
    Code.CLASS_NOT_REGISTERED: DeviceMissing,
}
_WARM_UP_LOOKS, _WARM_UP_S = 60, 1.0
# A sheet may have left the tray and not been scanned yet, and have two sides.
_PAGES_BEHIND_AN_EMPTY_TRAY = 3


def _manager() -> ComObject:
    return create("WIA.DeviceManager")


class WiaDriver:
    """Scanners that Windows knows; ``hosted.driver.Driver``."""

    def __init__(self, manager: Callable[[], ComObject] = _manager) -> None:
        self._manager = manager

    def find(self, run: Run) -> Iterator[FoundDevice]:
        """Yield the scanners; none where there is no WIA."""
        try:
            for info in _scanners(self._manager()):
                run.moved()
                yield FoundDevice(kind="wia", address=str(info.get("DeviceID")), name=_name(info))
        except ComMissing:
            return
        except ComFailed as error:
            if error.code != Code.CLASS_NOT_REGISTERED:
                raise _translated(error, 0) from error

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        """Yield pages; see ``devices.PageSource``. A page that is under way cannot be stopped: WIA has no call for that."""
        count = 0
        try:
            device = _device(self._manager(), address, name)
            run.moved()
            for page in _pages(device, options, run):
                count += 1
                yield page
        except ComMissing as error:
            raise DeviceMissing(name or address, "wia_missing") from error
        except ComFailed as error:
            if error.code != Code.PAPER_EMPTY or count == 0:
                raise _translated(error, count) from error


def _scanners(manager: ComObject) -> Iterator[ComObject]:
    infos = manager.get("DeviceInfos")
    for position in range(1, int(infos.get("Count")) + 1):
        info = infos.get("Item", position)
        if info.get("Type") == words.SCANNER:
            yield info


def _name(info: ComObject) -> str:
    properties = info.get("Properties")
    return str(properties.get("Item", "Name").get("Value")) if properties.get("Exists", "Name") else ""


def _device(manager: ComObject, address: str, name: str) -> ComObject:
    """The device, connected; one that was plugged in elsewhere has another id and is known by its name, if that is unique."""
    infos = list(_scanners(manager))
    same = [info for info in infos if info.get("DeviceID") == address] or [
        info for info in infos if _name(info) == name
    ]
    if len(same) != 1:
        raise DeviceMissing(name or address, "not_found")
    device = same[0].get("Connect")
    if not isinstance(device, ComObject):
        raise DeviceFailed(name or address, "not_connected")
    return device


def _pages(device: ComObject, options: ScanOptions, run: Run) -> Iterator[Bitmap]:
    root = Properties(device)
    paper = _choose_paper(root, options.paper)
    items = device.get("Items")
    if int(items.get("Count")) < 1:
        raise DeviceFailed("", "no_item")
    item = items.get("Item", 1)
    _choose_picture(Properties(item), options)
    watch = _TrayWatch(root, paper)
    count = 0
    while not run.is_cancelled and watch.allows_another(count):
        yield _page(item, run)
        count += 1
        if paper is PaperSource.FLATBED or count == options.most_pages:
            return


def _choose_paper(root: Properties, wanted: PaperSource) -> PaperSource:
    """Set where paper comes from, as near as the device can, and say where that is."""
    can = root.number(Property.HANDLING_CAPABILITIES) or 0
    paper = wanted
    if paper is PaperSource.FEEDER_DUPLEX and not can & words.DUPLEX:
        paper = PaperSource.FEEDER
    if paper is not PaperSource.FLATBED and not can & words.FEEDER:
        paper = PaperSource.FLATBED
    if paper is PaperSource.FLATBED and can & words.FEEDER and not can & words.FLATBED:
        paper = PaperSource.FEEDER
    bits = {PaperSource.FLATBED: words.FLATBED, PaperSource.FEEDER: words.FEEDER}
    root.set_nearest(Property.HANDLING_SELECT, bits.get(paper, words.FEEDER | words.DUPLEX))
    # One with each transfer; two where both sides come together. Nought would mean all.
    if paper is not PaperSource.FLATBED and root.set_nearest(Property.PAGES, 1) == 0:
        root.set_nearest(Property.PAGES, 2)
    return paper


def _choose_picture(item: Properties, options: ScanOptions) -> None:
    """Intent first, for it sets the others; then resolution, for extents count its pixels."""
    item.set_nearest(Property.INTENT, words.COLOUR if options.colour else words.GREY)
    across = item.set_nearest(Property.X_RESOLUTION, options.dpi) or options.dpi
    down = item.set_nearest(Property.Y_RESOLUTION, across) or across
    item.set_nearest(Property.X_START, 0)
    item.set_nearest(Property.Y_START, 0)
    item.set_nearest(Property.X_EXTENT, options.width_mm * across / MM_PER_INCH)
    item.set_nearest(Property.Y_EXTENT, options.height_mm * down / MM_PER_INCH)


class _TrayWatch:
    """Whether another page may come from the feeder.

    The error of an empty feeder decides. But there are drivers with a flatbed that scan the bare glass, for ever, once the feeder
    is empty (Kodak documents it of its own): where there is a flatbed, an empty tray is taken seriously before the first page,
    and after a few pages more.
    """

    def __init__(self, root: Properties, paper: PaperSource) -> None:
        can = root.number(Property.HANDLING_CAPABILITIES) or 0
        self._root = root
        self._matters = paper is not PaperSource.FLATBED and bool(can & words.FLATBED)
        self._behind = 0

    def allows_another(self, count: int) -> bool:
        """Look before each page; FeederEmpty when there was never any paper."""
        if not self._matters:
            return True
        status = self._root.number(Property.HANDLING_STATUS)
        if status is None or status & words.FEED_READY:
            self._behind = 0
            return True
        if count == 0:
            raise FeederEmpty("", "paper_empty")
        self._behind += 1
        return self._behind <= _PAGES_BEHIND_AN_EMPTY_TRAY


def _page(item: ComObject, run: Run) -> Bitmap:
    image = _transferred(item, run)
    run.moved()
    # The layer gives its bytes one by one or as a file. The file goes once it was read; what is left of it, the desk sweeps up.
    with tempfile.TemporaryDirectory(prefix="page-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "page.bmp"
        image.get("SaveFile", str(path))
        return from_bmp(path.read_bytes())


def _transferred(item: ComObject, run: Run) -> ComObject:
    """The next page; waits for a lamp that warms up."""
    for _ in range(_WARM_UP_LOOKS):
        try:
            image = item.get("Transfer", words.FORMAT_BMP)
        except ComFailed as error:
            if error.code != Code.WARMING_UP:
                raise
            run.moved()
            if run.wait(_WARM_UP_S):
                break
        else:
            if not isinstance(image, ComObject):
                raise DeviceFailed("", "bad_picture")
            return image
    raise DeviceBusy("", "warming_up")


def _translated(error: ComFailed, count: int) -> DeviceError:
    """Our error for what WIA answered after so many pages; the desk puts the device's name to it."""
    known = error.code in set(Code)
    reason = Code(error.code).name.lower().removesuffix("_as_written") if known else f"{error.code:#010x}"
    kind = _ERRORS.get(error.code, DeviceFailed)
    return DeviceFailed("", reason) if kind is DeviceMissing and count else kind("", reason)
