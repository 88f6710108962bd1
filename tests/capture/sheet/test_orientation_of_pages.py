from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.capture import simulated
from desk_app.capture.page import Pixels
from desk_app.capture.sheet import orientation
from desk_app.capture.sheet.orientation import SURE, quarter_turn

CAPITALS = ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "ỦY BAN NHÂN DÂN XÃ MẪU SƠN", "GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT")


def page(lines: tuple[str, ...] = simulated.FORM, *, dpi: int = 100, marks: bool = True) -> Pixels:
    return simulated.scanned(simulated.document_page(lines, 3, marks, signature=marks, dpi=dpi), 3)


def turned(pixels: Pixels, degrees: int) -> Pixels:
    """As it lies when it must be turned clockwise by so much."""
    return np.ascontiguousarray(np.rot90(pixels, degrees // 90))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("lines", [simulated.FORM, CAPITALS], ids=["form", "capitals only"])
def test_a_page_is_set_upright_whichever_way_it_lies(lines: tuple[str, ...], degrees: int) -> None:
    turn = quarter_turn(turned(page(lines), degrees), 100)

    assert turn.degrees == degrees
    assert turn.certainty >= SURE
    assert not turn.should_ask


@pytest.mark.parametrize("dpi", [100, 150, 200])
def test_resolution_and_colour_of_the_picture_do_not_matter(dpi: int) -> None:
    upside_down = turned(page(dpi=dpi), 180)

    for pixels in (upside_down, cv2.cvtColor(upside_down, cv2.COLOR_RGB2GRAY)):
        assert quarter_turn(pixels, dpi).degrees == 180


def test_a_little_skew_is_borne() -> None:
    crooked = simulated.scanned(simulated.document_page(seed=4, dpi=100), 4, skew_deg=2.0)

    assert quarter_turn(turned(crooked, 270), 100).degrees == 270


def test_an_empty_page_is_left_alone_and_nobody_is_asked() -> None:
    turn = quarter_turn(np.full((1169, 827), 255, np.uint8), 100)

    assert (turn.degrees, turn.certainty, turn.should_ask) == (0, 0.0, False)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("stamp", [True, False])
def test_a_lone_signature_or_stamp_turns_nothing_whichever_way_it_lies(seed: int, stamp: bool) -> None:
    lone = simulated.document_page((), seed, stamp, signature=not stamp, dpi=100)

    for degrees in (0, 90, 180, 270):
        assert quarter_turn(turned(lone, degrees), 100).degrees == 0


def test_symmetric_marks_in_plenty_are_asked_about_and_left_as_they_are() -> None:
    marks = np.full((1169, 827), 255, np.uint8)
    for y in range(100, 1000, 30):
        for x in range(100, 700, 30):
            cv2.rectangle(marks, (x, y), (x + 9, y + 9), 0, 2)

    turn = quarter_turn(marks, 100)

    assert turn.degrees == 0
    assert turn.should_ask


def test_turning_the_page_turns_the_answer() -> None:
    form = page()

    certainties = [quarter_turn(turned(form, degrees), 100).certainty for degrees in (0, 90, 180, 270)]

    assert max(certainties) - min(certainties) < 0.01


@given(
    width=st.integers(1, 60), height=st.integers(1, 60), seed=st.integers(0, 99), dpi=st.sampled_from([20, 100, 600])
)
@settings(max_examples=40, deadline=None)
def test_any_picture_gets_an_answer(width: int, height: int, seed: int, dpi: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)

    turn = quarter_turn(noise, dpi)

    assert turn.degrees in (0, 90, 180, 270)
    assert 0 <= turn.certainty <= 1


def test_windows_of_a_turned_page_are_the_turned_windows() -> None:
    small = page()[:300, :300]

    upright, lying = (
        orientation.letter_windows(np.ascontiguousarray(each), 100) for each in (small, np.rot90(small, -1))
    )

    assert len(upright) == len(lying) > 10
    order = orientation.turned_windows()[1]
    assert np.abs(np.sort(upright[:, order].sum(axis=1)) - np.sort(lying.sum(axis=1))).max() < 3.0


def test_a_single_pixel_says_nothing_about_which_way_is_up() -> None:
    assert quarter_turn(np.zeros((1, 1, 3), np.uint8), 600) == orientation.Turn(0, 0.0, 0, 0)
