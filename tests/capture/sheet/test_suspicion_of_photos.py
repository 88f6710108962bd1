from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.capture import simulated
from desk_app.capture.page import Pixels
from desk_app.capture.sheet import photo_flags, suspicion
from desk_app.ui import messages

SIZE = (900, 1200)
FLAGS = (
    "blurred",
    "blank",
    "dark",
    "cut",
    "low_resolution",
    "skewed",
    "no_sheet",
    "glare",
    "two_sheets",
    "corner_cut",
    "orientation_unsure",
)


@pytest.fixture(scope="module")
def photo() -> simulated.Photo:
    sheet = simulated.document_page(seed=1, dpi=100)
    return simulated.photograph_known(sheet, 2, -6, size_px=SIZE, table="dark", fill=0.8, shadow=0.4)


def lit(photo: simulated.Photo, u: float, v: float, radius: int = 60) -> Pixels:
    """The photo with a lamp mirrored at a place given as parts of the sheet's sides."""
    tl, tr, br, bl = photo.corners
    middle = tl * (1 - u) * (1 - v) + tr * u * (1 - v) + br * u * v + bl * (1 - u) * v
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    away = np.hypot(x - middle[0], y - middle[1]) / radius
    return np.clip(photo.pixels + 330 * np.exp(-(away**3))[:, :, None], 0, 255).astype(np.uint8)


def covered(photo: simulated.Photo, corner: int, colour: tuple[int, int, int]) -> Pixels:
    """The photo with a triangle laid over one corner of the sheet."""
    at, before, after = (photo.corners[(corner + step) % 4] for step in (0, -1, 1))
    out = at + (at - photo.corners.mean(axis=0)) * 0.05
    shape = np.array(
        [at + 0.2 * (before - at), out + 0.1 * (before - at), out, out + 0.1 * (after - at), at + 0.2 * (after - at)]
    )
    return cv2.fillConvexPoly(photo.pixels.copy(), cv2.convexHull(np.rint(shape).astype(np.int32)), colour)


@given(st.sets(st.sampled_from(FLAGS)), st.sampled_from(FLAGS))
def test_more_flags_never_make_a_page_less_suspicious(flags: set[str], another: str) -> None:
    score = suspicion.score(flags)

    assert 0 <= score <= 100
    assert suspicion.score(flags | {another}) >= score
    assert (score == 0) is (not flags)


def test_the_order_of_flags_and_their_repetition_do_not_matter() -> None:
    assert suspicion.score(("cut", "dark")) == suspicion.score(["dark", "cut", "cut"])


def test_a_missing_edge_is_worse_than_a_crooked_page() -> None:
    assert suspicion.score(["cut"]) > suspicion.score(["skewed"]) > 0


def test_a_flag_of_a_newer_program_counts_as_well() -> None:
    assert 0 < suspicion.score(["written by a later version"]) < 100


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_has_a_sentence_in_both_languages(flag: str) -> None:
    sentences = {messages.for_key(f"page.{flag}", language) for language in ("vi", "en")}

    assert len(sentences) == 2


def test_a_good_photo_has_nothing_wrong_with_it(photo: simulated.Photo) -> None:
    assert photo_flags.of_photo(photo.pixels, [photo.corners]) == ()


def test_without_a_sheet_there_is_nothing_to_say() -> None:
    assert photo_flags.of_photo(np.full((400, 300, 3), 255, np.uint8), []) == ()


def test_a_lamp_mirrored_in_the_writing_is_glare(photo: simulated.Photo) -> None:
    assert photo_flags.of_photo(lit(photo, 0.4, 0.3), [photo.corners]) == ("glare",)


def test_a_lamp_mirrored_in_the_empty_margin_hides_nothing(photo: simulated.Photo) -> None:
    assert not photo_flags.has_glare(lit(photo, 0.2, 0.93, radius=35), photo.corners)


def test_a_sheet_that_is_white_all_over_is_no_glare(photo: simulated.Photo) -> None:
    bright = np.clip(photo.pixels.astype(np.int16) * 3, 0, 255).astype(np.uint8)

    assert not photo_flags.has_glare(bright, photo.corners)


@pytest.mark.parametrize("corner", range(4))
@pytest.mark.parametrize("colour", [(46, 44, 48), (180, 120, 80)], ids=["table", "finger"])
def test_a_covered_corner_is_told(photo: simulated.Photo, corner: int, colour: tuple[int, int, int]) -> None:
    assert photo_flags.of_photo(covered(photo, corner, colour), [photo.corners]) == ("corner_cut",)


def test_a_soft_shadow_on_a_corner_covers_nothing(photo: simulated.Photo) -> None:
    mask = np.zeros(SIZE[::-1], np.float32)
    cv2.circle(mask, tuple(int(v) for v in photo.corners[1]), 150, 1.0, -1)
    shade = 1 - 0.35 * cv2.GaussianBlur(mask, (0, 0), 25)[:, :, None]

    assert not photo_flags.has_cut_corner((photo.pixels * shade).astype(np.uint8), photo.corners)


def test_a_corner_outside_the_picture_is_cut_not_covered(photo: simulated.Photo) -> None:
    left = int(photo.corners[:, 0].min()) + 40
    part = np.ascontiguousarray(photo.pixels[:, left:])
    moved = photo.corners - np.float32([left, 0])

    assert not photo_flags.has_cut_corner(part, moved)


def test_a_second_sheet_is_told(photo: simulated.Photo) -> None:
    elsewhere = photo.corners + np.float32([2000, 0])

    assert photo_flags.of_photo(photo.pixels, [photo.corners, elsewhere]) == ("two_sheets",)
