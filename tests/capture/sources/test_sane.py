"""SANE for real, against its own ``test`` backend: in a process of its own where whole scans are tried, here for its parts."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from pathlib import Path

import fake_escl
import numpy as np
import pytest

from desk_app.capture import files
from desk_app.capture.devices import PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import (
    CoverOpen,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    DeviceMissing,
    FeederEmpty,
    PaperJam,
)
from desk_app.capture.page import Pixels
from desk_app.capture.sources.hosted import source
from desk_app.capture.sources.hosted.bitmap import png
from desk_app.capture.sources.hosted.driver import Run
from desk_app.capture.sources.hosted.process import environment
from desk_app.capture.sources.hosted.source import HostedSource, Patience
from desk_app.capture.sources.sane import driver, library, options
from desk_app.capture.sources.sane.library import Device, sane
from desk_app.capture.sources.sane.words import DeviceEntry, Kind, Range, SaneError, Status
from desk_app.lanes import CancelToken


def _installed() -> bool:
    try:
        ctypes.CDLL(library.SONAME)
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(not _installed(), reason="SANE is not installed")

SMALL = ScanOptions(dpi=100, width_mm=50, height_mm=30)
LABEL = "Noname frontend-tester"
AIRSCAN = ("lib/*/sane/libsane-airscan.so*", "lib*/sane/libsane-airscan.so*")
ORDERS = ("RGB", "RBG", "GBR", "GRB", "BRG", "BGR")
# How the backend spells what is its own; these names have no standard.
CONFIG = {
    "number_of_devices": "2",
    "mode": "Gray",
    "depth": "8",
    "resolution_min": "1.0",
    "resolution_max": "1200.0",
    "resolution_quant": "1.0",
    "resolution": "50.0",
    "geometry_min": "0.0",
    "geometry_max": "300.0",
    "geometry_quant": "1.0",
    "tl_x": "0.0",
    "tl_y": "0.0",
    "br_x": "80.0",
    "br_y": "100.0",
    "test-picture": '"Color pattern"',
}


def configured(folder: Path, **settings: str) -> Path:
    """A configuration of SANE with its test backend alone."""
    (folder / "dll.conf").write_text("test\n", encoding="ascii")
    lines = {**CONFIG, **{key.replace("__", "-"): value for key, value in settings.items()}}
    (folder / "test.conf").write_text("".join(f"{key} {value}\n" for key, value in lines.items()), encoding="ascii")
    return folder


def scanner(folder: Path, address: str = "test:0", **settings: str) -> HostedSource:
    env = {**environment(), "SANE_CONFIG_DIR": str(configured(folder, **settings))}
    return HostedSource("sane", address, name=LABEL, env=env, patience=Patience(silence=20.0))


def scan(folder: Path, wanted: ScanOptions = SMALL, **settings: str) -> list[RawPage]:
    """A whole run; again when the reader thread of the backend locked up (see ``sane.driver``), which is not what is tried here."""
    source = scanner(folder, **settings)
    for _ in range(2):
        try:
            return list(source.pages(wanted, CancelToken()))
        except DeviceFailed as error:
            if error.reason != "hung":
                raise
    return list(source.pages(wanted, CancelToken()))


def pixels(page: RawPage) -> Pixels:
    return files.read_frame(page.data).pixels


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Device]:
    """The first device, opened in this very process."""
    monkeypatch.setenv("SANE_CONFIG_DIR", str(configured(tmp_path)))
    with sane() as opened, opened.opened("test:0") as found:
        yield found


def set_all(device: Device, **values: bool | float | str) -> None:
    for name, value in values.items():
        device.set(device.options[name.replace("_", "-")], value)


def one_page(device: Device) -> Pixels:
    run = Run(CancelToken(), lambda: None)
    try:
        bitmap = driver._page(device, options.resolution(device), run)
    finally:
        device.cancel()
    return files.read_frame(png(bitmap)).pixels


# whole scans, through a process of their own


def test_a_flatbed_yields_one_page_in_colour_at_the_resolution_asked_for(tmp_path: Path) -> None:
    (page,) = scan(tmp_path)
    read = files.read_frame(page.data)

    assert page.suffix == ".png"
    assert (read.width_px, read.height_px, read.dpi) == (196, 118, 100)
    assert len(np.unique(read.pixels.reshape(-1, 3), axis=0)) > 8


def test_a_whole_page_has_the_size_of_the_paper(tmp_path: Path) -> None:
    (page,) = scan(tmp_path, ScanOptions(dpi=150))
    read = files.read_frame(page.data)

    assert abs(read.width_px - 1240) <= 1
    assert abs(read.height_px - 1754) <= 1


def test_grey_is_scanned_grey(tmp_path: Path) -> None:
    (page,) = scan(tmp_path, ScanOptions(dpi=100, width_mm=50, height_mm=30, colour=False), mode="Color")

    seen = pixels(page)
    assert (seen[:, :, 0] == seen[:, :, 1]).all()
    assert len(np.unique(seen)) > 8


def test_a_feeder_of_ten_sheets_yields_ten_pages_and_ends(tmp_path: Path) -> None:
    pages = scan(tmp_path, ScanOptions(dpi=50, paper=PaperSource.FEEDER))

    assert len(pages) == 10
    assert [page.name for page in pages][-1] == "scan-010.png"


def test_a_scanner_without_a_duplex_unit_feeds_one_side_when_asked_for_both(tmp_path: Path) -> None:
    assert len(scan(tmp_path, ScanOptions(dpi=50, paper=PaperSource.FEEDER_DUPLEX))) == 10


def test_no_more_sheets_are_fed_than_were_asked_for(tmp_path: Path) -> None:
    assert len(scan(tmp_path, ScanOptions(dpi=50, paper=PaperSource.FEEDER, most_pages=3))) == 3


@pytest.mark.parametrize("order", ["RGB", "BRG"])
def test_three_passes_make_the_same_picture_as_one(order: str, tmp_path: Path) -> None:
    (one,) = scan(tmp_path)
    (three,) = scan(tmp_path, three__pass="true", three__pass__order=order)

    assert (pixels(one) == pixels(three)).all()


@pytest.mark.parametrize(
    ("status", "error", "reason"),
    [
        ("UNSUPPORTED", DeviceFailed, "unsupported"),
        ("CANCELLED", DeviceFailed, "cancelled"),
        ("DEVICE_BUSY", DeviceBusy, "device_busy"),
        ("INVAL", DeviceFailed, "inval"),
        ("EOF", DeviceFailed, "incomplete_page"),
        ("JAMMED", PaperJam, "jammed"),
        ("NO_DOCS", FeederEmpty, "no_docs"),
        ("COVER_OPEN", CoverOpen, "cover_open"),
        ("IO_ERROR", DeviceFailed, "io_error"),
        ("NO_MEM", DeviceFailed, "no_mem"),
        ("ACCESS_DENIED", DeviceFailed, "access_denied"),
    ],
)
def test_each_status_is_an_error_that_says_what_to_do(
    status: str, error: type[DeviceError], reason: str, tmp_path: Path
) -> None:
    with pytest.raises(error) as raised:
        scan(tmp_path, read__status__code=f'"SANE_STATUS_{status}"')

    assert type(raised.value) is error
    assert (raised.value.device, raised.value.reason) == (LABEL, reason)


def test_cancelling_between_two_sheets_ends_the_run(tmp_path: Path) -> None:
    cancel = CancelToken()
    pages = scanner(tmp_path).pages(ScanOptions(dpi=50, paper=PaperSource.FEEDER), cancel)

    next(pages)
    cancel.cancel()

    assert list(pages) == []


class AfterLooks(CancelToken):
    """Cancelled once somebody has looked so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    @property
    def is_cancelled(self) -> bool:
        self._looks -= 1
        return self._looks < 0


def test_cancelling_in_the_middle_of_a_page_gives_the_device_back_in_peace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[source.DriverProcess] = []
    original = HostedSource._started
    monkeypatch.setattr(HostedSource, "_started", lambda self: started.append(original(self)) or started[-1])
    slow = {"read__delay": "true", "read__delay__duration": "200000", "mode": "Color"}
    env = {**environment(), "SANE_CONFIG_DIR": str(configured(tmp_path, **slow))}
    endless = HostedSource("sane", "test:0", name=LABEL, env=env, patience=Patience(stop=60))

    assert list(endless.pages(ScanOptions(dpi=600), AfterLooks(12))) == []
    assert started[0]._process.returncode in (
        0,
        86,
    )  # by itself, at the latest when its own patience with the driver ended


def test_a_device_that_was_unplugged_is_missing(tmp_path: Path) -> None:
    with pytest.raises(DeviceMissing) as raised:
        list(scanner(tmp_path, "test:7").pages(SMALL, CancelToken()))

    assert raised.value.device == LABEL


def test_a_device_whose_address_changed_is_known_by_its_name(tmp_path: Path) -> None:
    assert len(list(scanner(tmp_path, "test:7", number_of_devices="1").pages(SMALL, CancelToken()))) == 1


def test_a_backend_that_is_not_there_is_a_missing_device(tmp_path: Path) -> None:
    with pytest.raises(DeviceMissing):
        list(scanner(tmp_path, "epson2:libusb:001:004").pages(SMALL, CancelToken()))


@pytest.mark.parametrize(
    "settings",
    [
        {"hand__scanner": "true"},
        {"read__limit": "true", "read__limit__size": "7"},
        {"ppl__loss": "5"},
        {"fuzzy__parameters": "true"},
        {"non__blocking": "true"},
        {"select__fd": "true"},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_odd_scanners_yield_the_same_kind_of_page(settings: dict[str, str], tmp_path: Path) -> None:
    (page,) = scan(tmp_path, ScanOptions(dpi=50, width_mm=40, height_mm=40), **settings)

    assert len(np.unique(pixels(page).reshape(-1, 3), axis=0)) > 8


def test_lines_that_are_longer_than_the_picture_are_cut(tmp_path: Path) -> None:
    (whole,) = scan(tmp_path)
    (lossy,) = scan(tmp_path, ppl__loss="9")

    assert pixels(lossy).shape[1] == pixels(whole).shape[1] - 9
    assert (pixels(lossy) == pixels(whole)[:, :-9]).all()


def test_a_hand_scanner_that_does_not_know_its_length_yields_what_it_saw(tmp_path: Path) -> None:
    (page,) = scan(tmp_path, hand__scanner="true")

    height, width, _ = pixels(page).shape
    assert width == round(110 * 100 / 25.4)
    assert height > 100


def test_the_nearest_resolution_is_taken_and_said(tmp_path: Path) -> None:
    steps = {"resolution_min": "100.0", "resolution_quant": "100.0", "resolution_max": "400.0", "resolution": "100.0"}
    (page,) = scan(tmp_path, ScanOptions(dpi=330, width_mm=50, height_mm=30), **steps)

    assert files.read_frame(page.data).dpi == 300
    assert files.read_frame(page.data).width_px == 590


def test_paper_larger_than_the_glass_is_scanned_as_far_as_the_glass_goes(tmp_path: Path) -> None:
    (page,) = scan(tmp_path, ScanOptions(dpi=50), geometry_max="120.0")

    height, width, _ = pixels(page).shape
    assert (width, height) == (round(120 / 25.4 * 50), round(120 / 25.4 * 50))


def test_scanners_are_found_by_their_maker_and_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(configured(tmp_path)))

    found = list(source.find("sane", CancelToken()))

    assert [(device.kind, device.address, device.name) for device in found] == [
        ("sane", "test:0", LABEL),
        ("sane", "test:1", LABEL),
    ]


# another backend, with a machine of ours at the other end


@pytest.fixture
def over_network(tmp_path: Path) -> Iterator[tuple[HostedSource, fake_escl.Machine, contextlib.ExitStack]]:
    """SANE's backend for network scanners, and the machine it scans with."""
    if not any(path for pattern in AIRSCAN for path in Path("/usr").glob(pattern)):
        pytest.skip("SANE's airscan backend is not installed")
    with contextlib.ExitStack() as on_air:
        machine = on_air.enter_context(fake_escl.serve(fake_escl.Machine(sheets=3)))
        (tmp_path / "dll.conf").write_text("airscan\n", encoding="ascii")
        known = f'[devices]\n"Fake" = {machine.address}, eSCL\n[options]\ndiscovery = disable\n'
        (tmp_path / "airscan.conf").write_text(known, encoding="ascii")
        env = {**environment(), "SANE_CONFIG_DIR": str(tmp_path)}
        yield HostedSource("sane", "airscan:e0:Fake", name="Fake", env=env), machine, on_air


def test_both_sides_of_every_sheet_come_from_a_scanner_with_a_duplex_unit(
    over_network: tuple[HostedSource, fake_escl.Machine, contextlib.ExitStack],
) -> None:
    network_scanner, machine, _ = over_network

    pages = list(network_scanner.pages(ScanOptions(dpi=75, paper=PaperSource.FEEDER_DUPLEX), CancelToken()))

    assert len(pages) == 6
    assert [job.duplex for job in machine.asked] == [True]
    assert {files.read_frame(page.data).width_px for page in pages} == {620}


def test_a_device_that_vanishes_in_the_middle_is_an_error(
    over_network: tuple[HostedSource, fake_escl.Machine, contextlib.ExitStack],
) -> None:
    network_scanner, machine, on_air = over_network
    machine.hold_at = 2
    pages = network_scanner.pages(ScanOptions(dpi=75, paper=PaperSource.FEEDER), CancelToken())
    came = [next(pages)]
    assert machine.holding.wait(60)

    on_air.close()
    with pytest.raises(DeviceError) as told:
        came.extend(pages)

    assert told.value.device == "Fake"
    assert 1 <= len(came) < 3
    assert pixels(came[-1]).shape[1] == 620


# parts, in this process


@pytest.mark.parametrize(
    ("mode", "picture", "value"),
    [
        ("Gray", "Solid white", 255),
        ("Gray", "Solid black", 0),
        ("Color", "Solid white", 255),
        ("Color", "Solid black", 0),
    ],
)
@pytest.mark.parametrize("depth", [1, 8, 16])
def test_black_is_black_and_white_is_white(device: Device, mode: str, picture: str, value: int, depth: int) -> None:
    set_all(device, mode=mode, depth=depth, test_picture=picture)

    assert np.unique(one_page(device)).tolist() == [value]


@pytest.mark.parametrize("mode", ["Gray", "Color"])
@pytest.mark.parametrize("depth", [1, 16])
def test_a_grid_looks_the_same_in_every_depth(device: Device, mode: str, depth: int) -> None:
    set_all(device, mode=mode, depth=8, test_picture="Grid")
    expected = one_page(device)
    set_all(device, depth=depth)

    assert np.unique(expected).tolist() == [0, 255]
    assert (one_page(device) == expected).all()


@pytest.mark.parametrize("depth", [1, 8, 16])
@pytest.mark.parametrize("order", ORDERS)
def test_three_passes_make_the_picture_of_one_in_every_depth(device: Device, depth: int, order: str) -> None:
    set_all(device, mode="Color", depth=depth, test_picture="Color pattern")
    expected = one_page(device)
    set_all(device, three_pass=True, three_pass_order=order)

    assert (one_page(device) == expected).all()


def test_options_say_what_they_take(device: Device) -> None:
    set_all(device, enable_test_options=True)
    known = device.options

    assert known["mode"].constraint == ("Gray", "Color")
    assert known["depth"].constraint == (1, 8, 16)
    assert known["resolution"].constraint == Range(1, 1200, 1)
    assert known["fixed-constraint-word-list"].constraint == pytest.approx((-32.7, 12.1, 42.0, 129.5), abs=1e-3)
    assert known["tl-x"].kind is Kind.FIXED


def test_setting_one_option_may_wake_others(device: Device) -> None:
    assert not device.options["three-pass"].settable

    set_all(device, mode="Color")

    assert device.options["three-pass"].settable


def test_values_come_back_as_they_were_set(device: Device) -> None:
    set_all(device, enable_test_options=True)
    set_all(device, mode="Color", depth=16, hand_scanner=True, fixed=-2.5, string="Một cửa", int=-7)
    known = device.options

    names = ("mode", "depth", "hand-scanner", "fixed", "string", "int")
    assert [device.get(known[name]) for name in names] == ["Color", 16, True, -2.5, "Một cửa", -7]


def test_a_value_that_is_not_allowed_is_refused(device: Device) -> None:
    with pytest.raises(SaneError) as refused:
        set_all(device, mode="Purple")

    assert refused.value.status == Status.INVAL


def test_an_unknown_device_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANE_CONFIG_DIR", str(configured(tmp_path)))

    with sane() as opened, pytest.raises(SaneError), opened.opened("test:99"):
        pass

    with sane() as opened:
        assert DeviceEntry("test:0", "Noname", "frontend-tester", "virtual device") in opened.devices()
