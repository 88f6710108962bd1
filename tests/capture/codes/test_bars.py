from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from desk_app.capture.codes import bars, places, zbar
from desk_app.capture.page import Pixels
from desk_app.domain import codes

OFFICIAL = "H12.64-261123-0107"
PROVISIONAL = "TAM-261123-K7QX-0003-F"


def drawn(text: str, *, kind: str = "Code128", module_px: int = 3, height_px: int = 90) -> Pixels:
    image = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, kind)).to_image(scale=1, add_quiet_zones=True)
    pixels = np.array(image)
    row = pixels[pixels.shape[0] // 2]
    return np.repeat(np.repeat(row[None], height_px, axis=0), module_px, axis=1)


def sheet(*pieces: Pixels, gap: int = 60) -> Pixels:
    page = np.full((900, 1100), 255, np.uint8)
    top = 120
    for piece in pieces:
        page[top : top + piece.shape[0], 100 : 100 + piece.shape[1]] = piece
        top += piece.shape[0] + gap
    return page


def read(page: Pixels) -> list[bars.Reading]:
    return [reading for place in places.bars(places.edges(page)) for reading in bars.read(page, place)]


def turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape
    side = int(np.hypot(height, width))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[:, 2] += ((side - width) / 2, (side - height) / 2)
    return cv2.warpAffine(page, matrix, (side, side), flags=cv2.INTER_LINEAR, borderValue=255)


@pytest.fixture
def without_zbar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zbar, "read", lambda grey: [])


def test_the_check_character_of_the_example_is_right() -> None:
    assert codes.is_provisional(PROVISIONAL)


@pytest.mark.parametrize("degrees", [0, 7, 33, 58, 90, 123, 180, 270, 311])
def test_a_barcode_is_read_at_any_angle(degrees: float) -> None:
    assert [r.text for r in read(turned(sheet(drawn(OFFICIAL)), degrees))] == [OFFICIAL]


def test_barcodes_above_one_another_are_read_each_for_itself() -> None:
    page = sheet(drawn(OFFICIAL), drawn(PROVISIONAL, module_px=2), gap=14)

    assert sorted(r.text for r in read(page)) == [OFFICIAL, PROVISIONAL]


@pytest.mark.parametrize(("degrees", "first"), [(0, (0, 0)), (180, (1, 1))])
def test_the_corners_go_clockwise_from_the_left_top_of_the_code(degrees: float, first: tuple[int, int]) -> None:
    page = np.rot90(sheet(drawn(OFFICIAL)), degrees // 90).copy()

    (found,) = read(page)

    xs, ys = [x for x, _ in found.corners], [y for _, y in found.corners]
    assert (found.corners[0][0] > np.mean(xs), found.corners[0][1] > np.mean(ys)) == tuple(bool(v) for v in first)
    top = page.shape[0] - 210 if degrees else 120
    assert min(ys) == pytest.approx(top, abs=14)
    assert max(ys) == pytest.approx(top + 90, abs=14)


def test_noise_and_fading_toner_are_overcome() -> None:
    rng = np.random.default_rng(3)
    page = sheet(drawn(OFFICIAL, module_px=2)).astype(np.float32)
    streaks = cv2.resize(rng.uniform(0.35, 0.9, (1, 30)).astype(np.float32), (page.shape[1], 1))
    worn = 255 - (255 - page) * streaks + rng.normal(0, 22, page.shape)

    assert [r.text for r in read(np.clip(worn, 0, 255).astype(np.uint8))] == [OFFICIAL]


def with_one_good_strip(text: str) -> list[bars.Reading]:
    """A barcode two strips high, of which only the lower one can be read."""
    code = drawn(text, height_px=28)
    page = sheet(code)
    page[118:133, 300:420] = 128
    place = places.Place((100 + code.shape[1] / 2, 134), (code.shape[1] * 0.9, 28), 0.0, 1.0)
    return bars.read(page, place, thorough=True)


def test_an_official_code_that_one_strip_alone_says_is_not_believed(without_zbar: None) -> None:
    assert with_one_good_strip(OFFICIAL) == []


def test_a_provisional_code_checks_itself_and_needs_one_strip(without_zbar: None) -> None:
    assert [(r.text, r.strips) for r in with_one_good_strip(PROVISIONAL)] == [(PROVISIONAL, 1)]


def test_zbar_is_a_second_witness_for_one_strip(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [OFFICIAL]
    corners = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
    monkeypatch.setattr(zbar, "read", lambda grey: [zbar.Reading("Code128", text, corners) for text in said])
    assert [r.text for r in with_one_good_strip(OFFICIAL)] == [OFFICIAL]

    said[:] = ["H12.64-261123-0701"]

    assert with_one_good_strip(OFFICIAL) == []
    assert read(sheet(drawn(OFFICIAL))) == []


def test_strips_that_disagree_are_no_reading(without_zbar: None) -> None:
    # Two codes printed over each other in alternate strips: nobody can say which one is meant.
    one, other = drawn(OFFICIAL, height_px=14), drawn("H12.64-261123-0108", height_px=14)
    page = sheet(*[one, other] * 3, gap=0)

    assert read(page) == []


def test_the_sign_of_other_programs_is_the_only_text_believed_without_a_check_digit() -> None:
    assert [(r.format, r.text) for r in read(sheet(drawn("PATCHT", kind="Code39")))] == [("Code39", "PATCHT")]
    assert read(sheet(drawn("PATCHX", kind="Code39"))) == []
    assert [(r.format, r.text) for r in read(sheet(drawn("PATCHT")))] == [("Code128", "PATCHT")]


def test_paper_without_bars_has_no_places() -> None:
    assert places.bars(places.edges(np.full((900, 600), 240, np.uint8))) == []
    assert places.squares(places.edges(np.full((900, 600), 240, np.uint8))) == []
