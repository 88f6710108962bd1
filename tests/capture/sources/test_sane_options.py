"""What backends call the things we want; the lists are those of real drivers."""

from __future__ import annotations

import dataclasses
from typing import Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.capture.devices import PaperSource, ScanOptions
from desk_app.capture.sources.hosted.driver import Run
from desk_app.capture.sources.sane import options as wishes
from desk_app.capture.sources.sane.driver import SaneDriver
from desk_app.capture.sources.sane.library import Sane
from desk_app.capture.sources.sane.words import (
    Constraint,
    DeviceEntry,
    Kind,
    LibraryMissing,
    Option,
    Range,
    SaneError,
    Status,
    Unit,
    Value,
)
from desk_app.lanes import CancelToken

FLATBED, FEEDER, DUPLEX = PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX


class Device:
    """Options of a device, held to their constraints as strictly as SANE asks for."""

    def __init__(self, **options: Option | tuple[str, ...]) -> None:
        self.values: dict[str, Value] = {}
        self.options: dict[str, Option] = {}
        for number, (key, given_) in enumerate(options.items(), start=1):
            name = key.replace("_", "-")
            option = given_ if isinstance(given_, Option) else text(given_)
            self.options[name] = dataclasses.replace(option, index=number, name=name)

    def get(self, option: Option) -> Value:
        return self.values.get(option.name, 0)

    def set(self, option: Option, value: Value) -> None:
        assert option.settable
        limits = option.constraint
        if isinstance(limits, Range):
            assert not isinstance(value, str)
            steps = (value - limits.low) / limits.step if limits.step else 0
            allowed = limits.low <= value <= limits.high and abs(steps - round(steps)) < 1e-6
        else:
            allowed = limits is None or value in limits
        if not allowed:
            raise SaneError(Status.INVAL)
        self.values[option.name] = value


def option(kind: Kind, constraint: Constraint = None, *, unit: Unit = Unit.NONE, settable: bool = True) -> Option:
    return Option(0, "", kind, unit, 4, settable, True, constraint)


def text(values: tuple[str, ...]) -> Option:
    return option(Kind.STRING, values)


def choose(device: Device, paper: PaperSource) -> PaperSource:
    return wishes.choose_paper(device, paper)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "flatbed", "feeder", "duplex"),
    [
        (("Flatbed", "ADF", "ADF Duplex"), "Flatbed", "ADF", "ADF Duplex"),  # airscan, escl
        (("ADF Front", "ADF Back", "ADF Duplex"), None, "ADF Front", "ADF Duplex"),  # fujitsu, canon_dr
        (("Flatbed", "ADF Front", "ADF Back", "ADF Duplex", "Card Front", "Card Back", "Card Duplex"),
         "Flatbed", "ADF Front", "ADF Duplex"),  # canon_dr with a slot for cards
        (("Flatbed", "Automatic Document Feeder"), "Flatbed", "Automatic Document Feeder", None),  # test, epson2
        (("Flatbed", "Automatic Document Feeder", "ADF Duplex", "Transparency Unit"),
         "Flatbed", "Automatic Document Feeder", "ADF Duplex"),  # pixma
        (("FlatBed", "Automatic Document Feeder(left aligned)", "Automatic Document Feeder(left aligned,Duplex)"),
         "FlatBed", "Automatic Document Feeder(left aligned)", "Automatic Document Feeder(left aligned,Duplex)"),  # Brother
        (("Auto", "Flatbed", "ADF", "Duplex"), "Flatbed", "ADF", "Duplex"),  # hpaio
        (("Normal", "Transparency", "Negative"), "Normal", None, None),  # plustek
        (("Flatbed", "ADF Simplex", "ADF Duplex"), "Flatbed", "ADF Simplex", "ADF Duplex"),
        (("fb", "adf", "adf-duplex"), "fb", "adf", "adf-duplex"),
        ((), None, None, None),
    ],
)  # fmt: skip
def test_sources_are_known_however_they_are_spelt(
    texts: tuple[str, ...], flatbed: str | None, feeder: str | None, duplex: str | None
) -> None:
    assert [wishes.source_for(texts, paper) for paper in (FLATBED, FEEDER, DUPLEX)] == [flatbed, feeder, duplex]


@pytest.mark.parametrize(
    ("texts", "colour", "grey"),
    [
        (("Lineart", "Gray", "Color"), "Color", "Gray"),
        (("Lineart", "Halftone", "Gray", "Color"), "Color", "Gray"),
        (("Black & White", "Gray[Error Diffusion]", "True Gray", "24bit Color", "24bit Color[Fast]"), "24bit Color", "True Gray"),
        (("Binary", "Grayscale", "Colour"), "Colour", "Grayscale"),
        (("Lineart",), None, None),
        (("Gray8", "RGB24"), "RGB24", "Gray8"),
    ],
)  # fmt: skip
def test_modes_are_known_however_they_are_spelt(texts: tuple[str, ...], colour: str | None, grey: str | None) -> None:
    assert wishes.mode_for(texts, colour=True) == colour
    assert wishes.mode_for(texts, colour=False) == grey


def test_a_device_without_a_feeder_scans_from_its_glass() -> None:
    device = Device(source=("Flatbed", "Transparency"))

    assert choose(device, DUPLEX) is FLATBED
    assert device.values == {"source": "Flatbed"}


def test_a_device_that_only_feeds_feeds() -> None:
    device = Device(source=("ADF Front", "ADF Duplex"))

    assert choose(device, FLATBED) is FEEDER
    assert device.values == {"source": "ADF Front"}


def test_a_device_without_any_choice_scans_one_page() -> None:
    assert choose(Device(), FEEDER) is FLATBED


@pytest.mark.parametrize(
    ("switch", "both", "one"),
    [
        ({"duplex": option(Kind.BOOL)}, True, False),
        ({"adf_mode": ("Simplex", "Duplex")}, "Duplex", "Simplex"),
    ],
)
def test_both_sides_may_be_asked_for_by_a_switch_of_their_own(
    switch: dict[str, Option | tuple[str, ...]], both: Value, one: Value
) -> None:
    name = next(iter(switch)).replace("_", "-")
    device = Device(source=("Flatbed", "Automatic Document Feeder"), **switch)

    assert choose(device, DUPLEX) is DUPLEX
    assert device.values == {"source": "Automatic Document Feeder", name: both}
    assert choose(device, FEEDER) is FEEDER
    assert device.values == {"source": "Automatic Document Feeder", name: one}


def test_a_feeder_without_a_choice_of_sources_is_known_by_its_switch() -> None:
    device = Device(adf_mode=("Simplex", "Duplex"))

    assert choose(device, DUPLEX) is DUPLEX
    assert device.values == {"adf-mode": "Duplex"}


def test_resolutions_across_and_down_are_both_set() -> None:
    device = Device(
        x_resolution=option(Kind.INT, (100, 200, 300, 600)), y_resolution=option(Kind.FIXED, Range(50, 1200, 50))
    )

    assert wishes.choose_resolution(device, 310) == (300, 300)  # type: ignore[arg-type]


def test_lengths_in_pixels_are_counted_at_the_resolution() -> None:
    span = option(Kind.INT, Range(0, 5000, 1), unit=Unit.PIXEL)
    device = Device(tl_x=span, tl_y=span, br_x=span, br_y=span)

    wishes.choose_area(device, ScanOptions(width_mm=25.4, height_mm=50.8), (200, 300))  # type: ignore[arg-type]

    assert device.values == {"tl-x": 0, "tl-y": 0, "br-x": 200, "br-y": 600}


def test_the_paper_of_a_feeder_has_a_size_too() -> None:
    length = option(Kind.FIXED, Range(0, 400, 0), unit=Unit.MM)
    device = Device(page_width=length, page_height=length, tl_x=length, tl_y=length, br_x=length, br_y=length)

    wishes.choose_area(device, ScanOptions(), (300, 300))  # type: ignore[arg-type]

    assert (device.values["page-width"], device.values["br-y"]) == (210, 297)


def test_what_cannot_be_set_is_left() -> None:
    device = Device(mode=option(Kind.STRING, ("Gray", "Color"), settable=False), depth=option(Kind.INT, (1, 16)))

    wishes.choose_colour(device, colour=True)  # type: ignore[arg-type]

    assert device.values == {}


@given(
    st.floats(-1e4, 1e4),
    st.integers(-50, 50),
    st.integers(1, 2000),
    st.sampled_from((0.0, 0.5, 1.0, 3.0, 50.0)),
)
def test_the_nearest_value_is_allowed_and_none_is_nearer(value: float, low: int, width: int, step: float) -> None:
    limits = Range(low, low + width, step)
    chosen = wishes.nearest(option(Kind.FIXED, limits), value)

    assert limits.low <= chosen <= limits.high
    inside = min(max(value, limits.low), limits.high)
    assert abs(chosen - inside) <= (step / 2 if step <= width else width) + 1e-6


@given(st.lists(st.integers(1, 2400), min_size=1, max_size=9).map(tuple), st.integers(1, 2400))
def test_the_nearest_of_a_list_is_in_it(allowed: tuple[int, ...], value: int) -> None:
    chosen = wishes.nearest(option(Kind.INT, allowed), value)

    assert chosen in allowed
    assert abs(chosen - value) == min(abs(entry - value) for entry in allowed)


class Library:
    """A library that knows devices of all sorts."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def devices(self) -> list[DeviceEntry]:
        names = (
            "epson2:libusb:001:004",
            "v4l:/dev/video0",
            "airscan:e0:MFP",
            "airscan:w1:MFP",
            "escl:http://mfp",
            "gphoto2:x",
        )
        return [DeviceEntry(name, "Maker", "Model", "scanner") for name in names]


def test_cameras_and_what_is_found_without_sane_are_left_out() -> None:
    driver = SaneDriver(Library)  # type: ignore[arg-type]

    found = [device.address for device in driver.find(Run(CancelToken(), lambda: None))]

    assert found == ["epson2:libusb:001:004", "airscan:w1:MFP"]


def _not_installed() -> Sane:
    raise LibraryMissing


def test_where_sane_is_not_installed_nothing_is_found() -> None:
    assert list(SaneDriver(_not_installed).find(Run(CancelToken(), lambda: None))) == []  # type: ignore[arg-type]
