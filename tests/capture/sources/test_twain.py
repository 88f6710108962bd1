"""TWAIN against an imitation of a data source manager that enforces the seven states; no real Windows has run this here."""

from __future__ import annotations

import ctypes
import sys

import pytest
from fake_twain import CLOSE, READY, Source, System
from hypothesis import given
from hypothesis import strategies as st

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
from desk_app.capture.sources.twain import driver as twain_driver
from desk_app.capture.sources.twain import structures
from desk_app.capture.sources.twain.driver import TwainDriver
from desk_app.capture.sources.twain.manager import TwainMissing
from desk_app.capture.sources.twain.windows import windows_system
from desk_app.lanes import CancelToken

FEEDER = ScanOptions(dpi=100, paper=PaperSource.FEEDER, width_mm=50.8, height_mm=25.4)
FLATBED = ScanOptions(dpi=100, width_mm=50.8, height_mm=25.4)
NAME = "Fake 1000"


class Scan:
    """A whole run, with what came and the error at its end."""

    def __init__(self, source: Source, options: ScanOptions = FLATBED, *, cancel_after: int = 0) -> None:
        self.system = System(Source(name="Another"), source)
        self.pages: list[Page] = []
        self.error: DeviceError | None = None
        cancel = CancelToken()
        run = Run(cancel, lambda: None)
        try:
            for page in TwainDriver(lambda: self.system).scan(source.name, "", options, run):
                assert isinstance(page, Bitmap)
                self.pages.append(files.read_frame(png(page)))
                if len(self.pages) == cancel_after:
                    cancel.cancel()
        except DeviceError as error:
            self.error = error
        run.close()
        # However it ended, the ladder was climbed down again and nothing of the source's memory kept.
        assert self.system.state == 2
        assert self.system.closed
        assert self.system.memory == {}


def test_a_flatbed_yields_one_page_upright_in_its_colours_and_size() -> None:
    scan = Scan(Source())
    (page,) = scan.pages

    assert scan.error is None
    assert (page.width_px, page.height_px) == (200, 100)
    assert page.pixels[5, 5].tolist() == [200, 30, 40]
    assert page.pixels[5, -5].tolist() == [20, 40, 220]


def test_it_scans_without_a_window_and_gives_others_their_messages() -> None:
    source = Source()
    scan = Scan(source)

    assert source.shown is False
    assert scan.system.dispatched == [1]


def test_a_source_that_cannot_do_without_its_window_shows_it() -> None:
    source = Source(controllable=False)
    scan = Scan(source)

    assert source.shown is True
    assert len(scan.pages) == 1


def test_a_whole_page_has_its_size_and_resolution() -> None:
    (page,) = Scan(Source(), ScanOptions(dpi=200)).pages

    assert page.dpi == 200
    assert abs(page.width_px - 1654) <= 1
    assert abs(page.height_px - 2339) <= 1


def test_a_resolution_it_does_not_have_is_replaced_by_a_usual_one() -> None:
    (page,) = Scan(Source(), ScanOptions(dpi=240, width_mm=50, height_mm=50)).pages

    assert page.dpi == 300


def test_grey_is_asked_for_as_grey() -> None:
    (page,) = Scan(Source(), ScanOptions(dpi=100, colour=False, width_mm=50, height_mm=50)).pages

    assert (page.pixels[:, :, 0] == page.pixels[:, :, 2]).all()


def test_a_feeder_gives_all_its_sheets() -> None:
    assert len(Scan(Source(sheets=4), FEEDER).pages) == 4


def test_both_sides_come_where_it_has_a_duplex_unit() -> None:
    options = ScanOptions(dpi=75, paper=PaperSource.FEEDER_DUPLEX, width_mm=50, height_mm=50)

    assert len(Scan(Source(sheets=3, duplex=True), options).pages) == 6
    assert len(Scan(Source(sheets=3), options).pages) == 3


def test_a_flatbed_asked_to_feed_scans_one_page_from_the_glass() -> None:
    assert len(Scan(Source(feeder=False), FEEDER).pages) == 1


def test_a_sheet_fed_scanner_asked_for_its_glass_feeds() -> None:
    assert len(Scan(Source(sheets=2, glass=False), FLATBED).pages) == 2


def test_no_more_sheets_are_fed_than_were_asked_for() -> None:
    source = Source(sheets=9)
    scan = Scan(source, ScanOptions(dpi=75, paper=PaperSource.FEEDER, most_pages=2, width_mm=50, height_mm=50))

    assert len(scan.pages) == 2
    assert source.taken == 2


def test_an_empty_feeder_is_said_before_anything_moves() -> None:
    source = Source(sheets=0)
    scan = Scan(source, FEEDER)

    assert isinstance(scan.error, FeederEmpty)
    assert source.shown is None


@pytest.mark.parametrize(
    ("condition", "error", "reason"),
    [
        (1, DeviceFailed, "bummer"),
        (2, DeviceFailed, "low_memory"),
        (5, DeviceFailed, "operation_error"),
        (16, DeviceFailed, "denied"),
        (20, PaperJam, "paper_jam"),
        (21, PaperJam, "paper_double_feed"),
        (23, DeviceMissing, "check_device_online"),
        (24, CoverOpen, "interlock"),
        (25, PaperJam, "damaged_corner"),
        (29, FeederEmpty, "no_media"),
        (77, DeviceFailed, "condition_77"),
    ],
)
@pytest.mark.parametrize("at", [1, 3])
def test_each_condition_says_what_to_do_and_leaves_what_came_whole(
    condition: int, error: type[DeviceError], reason: str, at: int
) -> None:
    scan = Scan(Source(sheets=5, faults={at: condition}), FEEDER)

    assert type(scan.error) is error
    assert scan.error.reason == reason
    assert len(scan.pages) == at - 1


@pytest.mark.parametrize(("condition", "error"), [(4, DeviceBusy), (23, DeviceMissing), (1, DeviceFailed)])
def test_a_source_that_does_not_open_says_why(condition: int, error: type[DeviceError]) -> None:
    assert type(Scan(Source(open_error=condition)).error) is error


def test_a_source_whose_device_is_switched_off_is_missing() -> None:
    scan = Scan(Source(online=False))

    assert isinstance(scan.error, DeviceMissing)
    assert scan.error.reason == "offline"


def test_somebody_who_cancels_at_the_scanner_ends_the_run() -> None:
    scan = Scan(Source(sheets=5, cancel_at=3), FEEDER)

    assert scan.error is None
    assert len(scan.pages) == 2


def test_somebody_who_closes_the_source_s_window_ends_the_run() -> None:
    scan = Scan(Source(own_messages=(CLOSE,), controllable=False))

    assert scan.error is None
    assert scan.pages == []


def test_cancelling_ends_between_two_sheets_and_gives_the_source_back() -> None:
    scan = Scan(Source(sheets=5), FEEDER, cancel_after=2)

    assert len(scan.pages) == 2


def test_a_source_that_never_gets_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twain_driver, "_READY_S", 0.05)

    scan = Scan(Source(own_messages=()))

    assert isinstance(scan.error, DeviceFailed)
    assert scan.error.reason == "not_ready"


def test_a_source_nobody_installed_is_missing() -> None:
    run = Run(CancelToken(), lambda: None)
    with pytest.raises(DeviceMissing):
        list(TwainDriver(lambda: System(Source())).scan("Elsewhere", "Canon", FLATBED, run))
    run.close()


def test_sources_are_found_by_name_and_windows_own_bridge_is_left_out() -> None:
    run = Run(CancelToken(), lambda: None)
    system = System(Source(name="WIA-Canon LiDE"), Source(), Source(name="Kodak i2620"))

    found = list(TwainDriver(lambda: system).find(run))
    run.close()

    assert [(device.kind, device.address, device.name) for device in found] == [
        ("twain", NAME, NAME),
        ("twain", "Kodak i2620", "Kodak i2620"),
    ]


def test_no_source_installed_is_no_device_found() -> None:
    assert list(TwainDriver(System).find(Run(CancelToken(), lambda: None))) == []


def _nothing_here() -> System:
    raise TwainMissing


def test_where_there_is_no_twain_nothing_is_found_and_the_device_is_missing() -> None:
    run = Run(CancelToken(), lambda: None)

    assert list(TwainDriver(_nothing_here).find(run)) == []
    with pytest.raises(DeviceMissing):
        list(TwainDriver(_nothing_here).scan(NAME, "", FLATBED, run))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows may have a manager")
def test_other_systems_have_no_twain() -> None:
    with pytest.raises(TwainMissing):
        windows_system()


def test_structures_are_as_wide_as_twain_packs_them() -> None:
    pointer = ctypes.sizeof(ctypes.c_void_p)
    widths = {
        structures.Identity: 156,
        structures.Status: 4,
        structures.Capability: 4 + pointer,
        structures.OneValue: 6,
        structures.UserInterface: 4 + pointer,
        structures.Event: 2 + pointer,
        structures.PendingTransfers: 6,
        structures.ImageLayout: 28,
    }

    assert {kind: ctypes.sizeof(kind) for kind in widths} == widths


@given(st.integers(-32768 * 65536, 32768 * 65536 - 1))
def test_fixed_point_numbers_come_back(scaled: int) -> None:
    assert structures.from_fix32(structures.to_fix32(scaled / 65536)) == scaled / 65536


def test_a_ready_picture_is_what_the_messages_say() -> None:
    assert structures.Message.TRANSFER_READY == READY
