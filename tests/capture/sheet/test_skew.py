from __future__ import annotations

import cv2
import numpy as np
import pytest

from desk_app.capture import simulated
from desk_app.capture.page import Pixels
from desk_app.capture.sheet.skew import skew_deg


def grey(page: Pixels) -> Pixels:
    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)


@pytest.fixture(scope="module")
def page() -> Pixels:
    return simulated.document_page(seed=3, dpi=100)


@pytest.mark.parametrize("angle", [-14.0, -7.3, -1.25, -0.4, 0.0, 0.15, 0.9, 3.3, 8.8, 13.5])
def test_the_angle_is_measured_to_a_tenth_of_a_degree(page: Pixels, angle: float) -> None:
    assert skew_deg(grey(simulated.scanned(page, 1, skew_deg=angle))) == pytest.approx(-angle, abs=0.1)


@pytest.mark.parametrize("angle", [-5.0, 0.0, 4.0])
def test_writing_that_runs_up_the_page_is_measured_too(page: Pixels, angle: float) -> None:
    sideways = np.ascontiguousarray(np.rot90(page))

    assert skew_deg(grey(simulated.scanned(sideways, 1, skew_deg=angle))) == pytest.approx(-angle, abs=0.15)


@pytest.mark.parametrize("seed", range(5))
def test_a_lone_signature_or_stamp_turns_nothing(seed: int) -> None:
    for stamp in (True, False):
        lone = simulated.document_page((), seed, stamp, signature=not stamp, dpi=100)
        assert skew_deg(grey(simulated.scanned(lone, seed, skew_deg=4))) == 0.0


def test_an_empty_page_turns_nothing() -> None:
    assert skew_deg(np.full((1169, 827), 255, np.uint8)) == 0.0
