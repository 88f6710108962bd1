"""WIA against an imitation of its automation layer that is as strict as COM; no real Windows has run this here."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from fake_wia import DeviceInfo, Scanner, Values, manager

from desk_app.capture import files
from desk_app.capture.devices import PaperSource, ScanOptions
from desk_app.capture.errors import (
    CoverOpen,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    DeviceMissing,
    FeederEmpty,
    PaperJam,
)
from desk_app.capture.page import Page
from desk_app.capture.sources.hosted.bitmap import Bitmap, png
from desk_app.capture.sources.hosted.driver import Run
from desk_app.capture.sources.wia import driver as wia_driver
from desk_app.capture.sources.wia.automation import ComMissing, ComObject, create
from desk_app.capture.sources.wia.driver import WiaDriver
from desk_app.lanes import CancelToken

FEEDER = ScanOptions(dpi=100, paper=PaperSource.FEEDER, width_mm=50, height_mm=30)
FLATBED = ScanOptions(dpi=100, width_mm=50, height_mm=30)
NAME = "Canon DR-C225"


def info(scanner: Scanner, **kwargs: int) -> DeviceInfo:
    return DeviceInfo(scanner, "{6BDD1FC6}\\0001", NAME, **kwargs)


def run() -> Run:
    return Run(CancelToken(), lambda: None)


def scan(scanner: Scanner, options: ScanOptions = FLATBED, **kwargs: int) -> list[Page]:
    pages = WiaDriver(manager(info(scanner, **kwargs))).scan("{6BDD1FC6}\\0001", NAME, options, run())
    return [read(page) for page in pages]


def read(page: object) -> Page:
    assert isinstance(page, Bitmap)
    return files.read_frame(png(page))


def test_a_flatbed_yields_one_page_upright_in_its_colours_and_size() -> None:
    (page,) = scan(Scanner())

    assert (page.width_px, page.height_px) == (148, 89)  # 50 × 30 mm at the nearest it can, 75 dpi
    assert page.pixels[5, 5].tolist() == [200, 30, 40]
    assert page.pixels[5, -5].tolist() == [20, 40, 220]


def test_the_nearest_resolution_counts_for_the_size_too() -> None:
    scanner = Scanner()
    (page,) = scan(scanner, ScanOptions(dpi=320))

    assert page.dpi == 300
    assert abs(page.width_px - 2480) <= 1
    assert abs(page.height_px - 3508) <= 1
    assert (scanner.item.properties[6149], scanner.item.properties[6150]) == (0, 0)


def test_a_resolution_in_steps_is_met_too() -> None:
    (page,) = scan(Scanner(resolutions=Values(1, (50, 1200, 50))), ScanOptions(dpi=290))

    assert page.dpi == 300


def test_paper_larger_than_the_glass_is_scanned_as_far_as_it_goes() -> None:
    (page,) = scan(Scanner(), ScanOptions(dpi=150, width_mm=500, height_mm=500))

    assert (page.width_px, page.height_px) == (round(216 / 25.4 * 150), round(300 / 25.4 * 150))


def test_grey_is_asked_for_as_grey() -> None:
    scanner = Scanner()
    (page,) = scan(scanner, ScanOptions(dpi=200, colour=False))

    assert scanner.item.properties[6146] == 2
    assert page.dpi == 200  # set after the intent, which resets it
    assert (page.pixels[:, :, 0] == page.pixels[:, :, 2]).all()


def test_a_feeder_is_scanned_until_it_says_it_is_empty() -> None:
    scanner = Scanner(sheets=4)

    assert len(scan(scanner, FEEDER)) == 4
    assert scanner.root[3088] == 1
    assert scanner.root[3096] == 1
    assert set(scanner.scanned) == {"feeder"}


def test_both_sides_come_where_the_scanner_has_a_duplex_unit() -> None:
    scanner = Scanner(can=7, sheets=3)
    options = ScanOptions(dpi=75, paper=PaperSource.FEEDER_DUPLEX)

    assert len(scan(scanner, options)) == 6
    assert scanner.root[3088] == 5


def test_a_scanner_that_gives_both_sides_together_is_asked_for_two() -> None:
    scanner = Scanner(can=7, sheets=1, pages_step=2)

    scan(scanner, ScanOptions(dpi=75, paper=PaperSource.FEEDER_DUPLEX))

    assert scanner.root[3096] == 2


def test_one_side_comes_where_it_has_none() -> None:
    scanner = Scanner(can=3, sheets=3)

    assert len(scan(scanner, ScanOptions(dpi=75, paper=PaperSource.FEEDER_DUPLEX))) == 3
    assert scanner.root[3088] == 1


def test_a_flatbed_asked_to_feed_scans_one_page_from_the_glass() -> None:
    assert len(scan(Scanner(can=2), FEEDER)) == 1


def test_a_sheet_fed_scanner_asked_for_its_glass_feeds() -> None:
    assert len(scan(Scanner(can=1, sheets=2), FLATBED)) == 2


def test_a_driver_without_paper_properties_is_a_flatbed() -> None:
    assert len(scan(Scanner(can=None), FEEDER)) == 1


def test_no_more_pages_are_fed_than_were_asked_for() -> None:
    scanner = Scanner(sheets=9)

    assert len(scan(scanner, ScanOptions(dpi=75, paper=PaperSource.FEEDER, most_pages=2))) == 2
    assert scanner.asked == 2


@pytest.mark.parametrize("can", [1, 3])
def test_an_empty_feeder_is_said_before_the_first_page(can: int) -> None:
    with pytest.raises(FeederEmpty) as raised:
        scan(Scanner(can=can, sheets=0), FEEDER)

    assert raised.value.reason == "paper_empty"


def test_a_driver_that_goes_on_with_the_bare_glass_is_stopped_after_a_few_pages() -> None:
    scanner = Scanner(sheets=3, glass_after_empty=True)

    assert len(scan(scanner, FEEDER)) <= 3 + 3
    assert scanner.scanned[:3] == ["feeder"] * 3


def test_a_sheet_that_left_the_tray_before_it_is_scanned_is_not_lost() -> None:
    scanner = Scanner(sheets=3)
    original, ready = scanner.next_page, scanner.root.get_Item("3087")

    def prefetching(properties: object) -> bytes:
        page = original(properties)  # type: ignore[arg-type]
        ready.value = int(scanner.left > 1)
        return page

    scanner.next_page = prefetching  # type: ignore[method-assign]

    assert len(scan(scanner, FEEDER)) == 3


@pytest.mark.parametrize(
    ("code", "error", "reason"),
    [
        (0x80210001, DeviceFailed, "general_error"),
        (0x80210002, PaperJam, "paper_jam"),
        (0x80210004, PaperJam, "paper_problem"),
        (0x80210005, DeviceMissing, "offline"),
        (0x80210006, DeviceBusy, "busy"),
        (0x80210008, DeviceFailed, "user_intervention"),
        (0x8021000A, DeviceMissing, "device_communication"),
        (0x8021000D, DeviceBusy, "device_locked"),
        (0x8021000E, DeviceFailed, "exception_in_driver"),
        (0x80210010, CoverOpen, "cover_open"),
        (0x80210016, CoverOpen, "cover_open"),
        (0x80210014, PaperJam, "multi_feed"),
        (0x80210020, PaperJam, "multi_feed"),
        (0x80070005, DeviceFailed, "access_denied"),
        (0x800706BA, DeviceFailed, "service_not_there"),
        (0x8000FFFF, DeviceFailed, "0x8000ffff"),
    ],
)
def test_each_error_says_what_to_do(code: int, error: type[DeviceError], reason: str) -> None:
    with pytest.raises(error) as raised:
        scan(Scanner(sheets=3, faults={1: code}), FEEDER)

    assert type(raised.value) is error
    assert raised.value.reason == reason


def test_a_jam_on_the_third_sheet_leaves_two_pages_whole() -> None:
    pages: list[Page] = []
    stream = WiaDriver(manager(info(Scanner(sheets=5, faults={3: 0x80210002})))).scan("", NAME, FEEDER, run())

    with pytest.raises(PaperJam):
        pages.extend(map(read, stream))

    assert len(pages) == 2


def test_a_cable_pulled_in_the_middle_is_a_failure_and_not_a_missing_device() -> None:
    stream = WiaDriver(manager(info(Scanner(sheets=5, faults={2: 0x8021000A})))).scan("", NAME, FEEDER, run())
    next(stream)

    with pytest.raises(DeviceFailed) as raised:
        next(stream)

    assert raised.value.reason == "device_communication"


def test_a_lamp_that_warms_up_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wia_driver, "_WARM_UP_S", 0.0)

    assert len(scan(Scanner(faults={1: 0x80210007, 2: 0x80210007}))) == 1


def test_a_lamp_that_never_warms_up_is_said_to_be_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wia_driver, "_WARM_UP_S", 0.0)

    with pytest.raises(DeviceBusy):
        scan(Scanner(faults=dict.fromkeys(range(1, 100), 0x80210007)))


@pytest.mark.parametrize(("code", "error"), [(0x80210006, DeviceBusy), (0x80210015, DeviceMissing)])
def test_a_device_that_cannot_be_connected_says_why(code: int, error: type[DeviceError]) -> None:
    with pytest.raises(error):
        scan(Scanner(), connect_error=code)


def test_cancelling_ends_between_two_pages() -> None:
    cancel = CancelToken()
    stream = WiaDriver(manager(info(Scanner(sheets=5)))).scan("", NAME, FEEDER, Run(cancel, lambda: None))
    next(stream)
    cancel.cancel()

    assert list(stream) == []


def test_scanners_are_found_and_cameras_left_out() -> None:
    camera = DeviceInfo(Scanner(), "camera", "Webcam", kind=2)

    found = list(WiaDriver(manager(camera, info(Scanner()))).find(run()))

    assert [(device.kind, device.address, device.name) for device in found] == [("wia", "{6BDD1FC6}\\0001", NAME)]


def test_a_scanner_plugged_in_elsewhere_is_known_by_its_name() -> None:
    stream = WiaDriver(manager(info(Scanner()))).scan("{6BDD1FC6}\\0007", NAME, FLATBED, run())

    assert len(list(stream)) == 1


@pytest.mark.parametrize("infos", [(), (info(Scanner()), info(Scanner()))], ids=["none", "two of them"])
def test_a_scanner_that_is_not_there_or_not_certain_is_missing(infos: tuple[DeviceInfo, ...]) -> None:
    with pytest.raises(DeviceMissing) as raised:
        list(WiaDriver(manager(*infos)).scan("{6BDD1FC6}\\0007", NAME, FLATBED, run()))

    assert raised.value.device == NAME


def _no_com() -> ComObject:
    raise ComMissing


def test_where_there_is_no_wia_nothing_is_found_and_the_device_is_missing() -> None:
    assert list(WiaDriver(_no_com).find(run())) == []
    with pytest.raises(DeviceMissing):
        list(WiaDriver(_no_com).scan("a", "b", FLATBED, run()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has COM")
@pytest.mark.parametrize("make", [lambda: create("WIA.DeviceManager")])
def test_other_systems_have_no_com(make: Callable[[], ComObject]) -> None:
    with pytest.raises(ComMissing):
        make()
