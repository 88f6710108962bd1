from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.capture import simulated
from desk_app.capture.page import Pixels
from desk_app.capture.sheet.outline import find_outline, find_outlines

SIZE = (1200, 900)


def laid(picture: Pixels, sheet: Pixels, middle: tuple[float, float], height: float, angle: float) -> Pixels:
    """Put a sheet onto a table, with a little shadow; gives its corners."""
    width = height * sheet.shape[1] / sheet.shape[0]
    corners = cv2.boxPoints((middle, (width, height), angle))
    corners = np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0)
    rows, columns = sheet.shape[:2]
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    mask = cv2.warpPerspective(np.full((rows, columns), 255, np.uint8), matrix, SIZE)
    picture[cv2.GaussianBlur(mask, (0, 0), 3) > 40] = (picture[cv2.GaussianBlur(mask, (0, 0), 3) > 40] * 0.7).astype(
        np.uint8
    )
    picture[mask > 127] = cv2.warpPerspective(sheet, matrix, SIZE, flags=cv2.INTER_AREA)[mask > 127]
    return corners


def table(level: tuple[int, int, int]) -> Pixels:
    return np.full((SIZE[1], SIZE[0], 3), level, np.uint8)


def seen(picture: Pixels) -> Pixels:
    noise = np.random.default_rng(0).normal(0, 2, picture.shape)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 0.8) + noise, 0, 255).astype(np.uint8)


def farthest(found: Pixels, truth: Pixels) -> float:
    return min(float(np.linalg.norm(np.roll(found, k, axis=0) - truth, axis=1).max()) for k in range(4))


@pytest.fixture(scope="module")
def sheet() -> Pixels:
    page = simulated.document_page(seed=1, dpi=75).astype(np.float32)
    return (page * 0.95).astype(np.uint8)


@pytest.mark.parametrize("level", [(120, 84, 52), (40, 40, 44), (170, 170, 174)], ids=["wood", "dark", "grey"])
@pytest.mark.parametrize("gap", [16, 60])
def test_two_sheets_side_by_side_are_two(sheet: Pixels, level: tuple[int, int, int], gap: int) -> None:
    picture = table(level)
    width = 700 * sheet.shape[1] / sheet.shape[0]
    truths = [
        laid(picture, sheet, (600 + side * (width + gap) / 2, 450), 700, angle)
        for side, angle in ((-1, -0.7), (1, 0.8))
    ]

    found = find_outlines(seen(picture))

    assert len(found) == 2
    for truth in truths:
        assert min(farthest(corners, truth) for corners in found) < 6


def test_a_single_sheet_is_one_though_a_bar_is_printed_across_it(sheet: Pixels) -> None:
    barred = sheet.copy()
    cv2.rectangle(barred, (60, 400), (sheet.shape[1] - 60, 410), (20, 20, 20), -1)
    picture = table((60, 60, 66))
    truth = laid(picture, barred, (600, 450), 820, 2)

    found = find_outlines(seen(picture))

    assert len(found) == 1
    assert farthest(found[0], truth) < 4


def test_the_first_of_several_is_what_find_outline_gives(sheet: Pixels) -> None:
    picture = table((60, 60, 66))
    laid(picture, sheet, (300, 450), 700, 3)
    laid(picture, sheet, (900, 450), 600, -5)
    photo = seen(picture)

    assert np.array_equal(find_outlines(photo)[0], find_outline(photo))


def test_white_paper_on_a_white_desk_is_found_by_its_faint_edge(sheet: Pixels) -> None:
    picture = table((226, 226, 222))
    truth = laid(picture, sheet, (600, 450), 800, 4)

    found = find_outline(seen(picture))

    assert found is not None
    assert farthest(found, truth) < 6


def test_coloured_paper_as_bright_as_the_desk_is_found_by_its_colour(sheet: Pixels) -> None:
    yellow = (sheet * np.float32([0.98, 0.96, 0.78])).astype(np.uint8)
    picture = table((222, 222, 220))
    truth = laid(picture, yellow, (600, 450), 800, -7)

    found = find_outline(seen(picture))

    assert found is not None
    assert farthest(found, truth) < 6


def test_stripes_of_a_cloth_are_no_edges(sheet: Pixels) -> None:
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    striped = np.where(((x + y) // 40 % 2)[:, :, None] > 0, (60, 120, 60), (150, 60, 140)).astype(np.uint8)
    truth = laid(striped, sheet, (600, 450), 720, 6)

    found = find_outline(seen(striped))

    assert found is not None
    assert farthest(found, truth) < 4


def test_a_thumb_on_the_edge_does_not_move_it(sheet: Pixels) -> None:
    picture = table((60, 60, 66))
    truth = laid(picture, sheet, (600, 450), 820, 1)
    cv2.line(picture, (600, 900), (600, 830), (200, 150, 120), 70)

    found = find_outline(seen(picture))

    assert found is not None
    assert farthest(found, truth) < 4


def test_a_sheet_whose_corner_lies_outside_the_picture_keeps_its_true_shape(sheet: Pixels) -> None:
    picture = table((60, 60, 66))
    truth = laid(picture, sheet, (600, 470), 880, 9)

    found = find_outline(seen(picture))

    assert (truth[:, 1] > SIZE[1]).any()
    assert found is not None
    assert farthest(found, truth) < 12


@given(width=st.integers(1, 90), height=st.integers(1, 90), seed=st.integers(0, 99), cells=st.integers(1, 9))
@settings(max_examples=40, deadline=None)
def test_any_picture_gets_an_answer(width: int, height: int, seed: int, cells: int) -> None:
    blocks = np.random.default_rng(seed).integers(0, 256, (cells, cells, 3), np.uint8)
    picture = cv2.resize(blocks, (width, height), interpolation=cv2.INTER_NEAREST)

    for corners in find_outlines(picture):
        assert corners.shape == (4, 2)
        assert np.isfinite(corners).all()
