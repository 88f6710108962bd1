from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from desk_app.capture import encode


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(np.bool_, st.tuples(st.integers(1, 40), st.integers(1, 70))))
def test_two_level_pages_come_back_bit_by_bit(ink: np.ndarray) -> None:
    data = encode.group4(ink, dpi=300)

    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "1"
        assert (np.array(image) == ~ink).all()


def test_the_strip_is_taken_out_with_its_size() -> None:
    ink = np.zeros((90, 61), bool)
    ink[10:20, 5:50] = True

    strip = encode.g4_strip(encode.group4(ink, dpi=200))

    assert (strip.width_px, strip.height_px) == (61, 90)
    assert 0 < len(strip.data) < 100


def test_other_files_have_no_strip() -> None:
    out = io.BytesIO()
    Image.new("L", (10, 10)).save(out, "TIFF")

    with pytest.raises(ValueError, match="Group 4"):
        encode.g4_strip(out.getvalue())


def test_quality_falls_until_the_budget_is_kept() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (300, 300, 3), np.uint8)

    roomy, high = encode.jpeg(noise, dpi=200, budget=10**6)
    tight, low = encode.jpeg(noise, dpi=200, budget=1000)

    assert (high, low) == (75, 46)
    assert len(tight) < len(roomy)


def test_the_budget_is_in_proportion_to_the_paper() -> None:
    a4 = encode.budget_bytes(1654, 2339, 200, per_a4=200_000)
    a5 = encode.budget_bytes(1166, 1654, 200, per_a4=200_000)

    assert a4 == pytest.approx(200_000, rel=0.01)
    assert a5 == pytest.approx(100_000, rel=0.01)
    assert encode.budget_bytes(300, 200, 300, per_a4=200_000) == 40_000
