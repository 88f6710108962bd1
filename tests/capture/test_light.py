from __future__ import annotations

import cv2
import numpy as np
import pytest

from desk_app.capture import light, simulated
from desk_app.capture.page import Pixels


def shaded(page: Pixels, *, deepest: float = 0.5, noise: float = 2.0) -> Pixels:
    """A shadow that falls in from the left, on yellowish light."""
    height, width = page.shape[:2]
    ramp = np.clip(np.linspace(deepest, 1.2, width), 0, 1)[None, :, None]
    seen = page * ramp * np.array([0.95, 0.92, 0.84])
    seen += np.random.default_rng(0).normal(0, noise, (height, width, 1))
    return np.clip(seen, 0, 255).astype(np.uint8)


def evened(page: Pixels, dpi: float = 100) -> Pixels:
    return light.even(page, light.find_ground(page, dpi=dpi))


@pytest.fixture(scope="module")
def page() -> Pixels:
    return simulated.document_page(seed=2, dpi=100)


def test_shadow_and_lamp_disappear_and_paper_becomes_white(page: Pixels) -> None:
    result = evened(shaded(page))

    bare = (page == 255).all(axis=2)
    inner = np.zeros_like(bare)
    inner[20:-20, 20:-20] = True
    assert (result[bare & inner].min(axis=1) > 240).mean() > 0.97


def test_stamp_and_pen_keep_their_colours(page: Pixels) -> None:
    result = evened(shaded(page)).astype(int)

    red = (page[:, :, 0] == 196) & (page[:, :, 1] == 30)
    blue = (page[:, :, 2] == 140) & (page[:, :, 0] == 22)
    assert red.sum() > 100
    assert blue.sum() > 30
    assert (result[red][:, 0] - result[red][:, 1]).mean() > 90
    assert (result[blue][:, 2] - result[blue][:, 0]).mean() > 50


@pytest.mark.parametrize("contrast", [0.1, 0.2])
def test_faint_pencil_is_not_bleached(contrast: float) -> None:
    sheet = np.full((1169, 827, 3), 255, np.uint8)
    cv2.putText(sheet, "da xem", (200, 500), cv2.FONT_HERSHEY_SIMPLEX, 2, (int(255 * (1 - contrast)),) * 3, 4)

    result = evened(shaded(sheet, noise=1.0))

    pencil, bare = sheet[:, :, 0] < 255, sheet[:, :, 0] == 255
    assert np.median(result[bare]) - np.median(result[pencil]) > 255 * contrast * 0.5


def test_a_portrait_glued_to_the_form_keeps_its_tones() -> None:
    sheet = np.full((1169, 827, 3), 250, np.uint8)
    sheet[700:860, 100:220] = 110

    result = evened(sheet)

    assert 85 < np.median(result[740:820, 130:190]) < 135


def test_coloured_paper_stays_coloured() -> None:
    pink = np.full((600, 400, 3), (240, 170, 180), np.uint8)

    result = evened(pink)

    assert result[300, 200, 0] - int(result[300, 200, 1]) > 40


def test_grey_pixels_stay_grey_pixels(page: Pixels) -> None:
    grey = cv2.cvtColor(shaded(page), cv2.COLOR_RGB2GRAY)

    result = evened(grey)

    assert result.shape == grey.shape
    assert np.median(result) == 255
