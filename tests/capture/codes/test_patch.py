from __future__ import annotations

import cv2
import numpy as np
import pytest

from desk_app.capture import simulated
from desk_app.capture.codes import patch
from desk_app.capture.codes.symbols import read_symbols
from desk_app.capture.page import MM_PER_INCH, Page, Pixels
from desk_app.domain import codes
from desk_app.domain.codes import CodeKind

N, W = codes.PATCH_T_BARS_MM[:2]


def page(
    *bars_mm: float, dpi: int = 150, top_mm: float = 10, long_mm: float = 130, size_mm: tuple[int, int] = (210, 297)
) -> Pixels:
    """White paper with bars across it, from the upper edge downwards."""
    mm = dpi / MM_PER_INCH
    pixels = np.full((round(size_mm[1] * mm), round(size_mm[0] * mm)), 250, np.uint8)
    left, at = (size_mm[0] - long_mm) / 2, top_mm
    for bar in bars_mm:
        pixels[round(at * mm) : round((at + bar) * mm), round(left * mm) : round((left + long_mm) * mm)] = 20
        at += bar + codes.PATCH_SPACE_MM
    return pixels


def skewed(pixels: Pixels, degrees: float) -> Pixels:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=250)


@pytest.mark.parametrize("dpi", [100, 150, 200, 300])
@pytest.mark.parametrize("degrees", [-5, 0, 2.5, 5])
def test_the_patch_is_found_at_every_resolution_and_askew(dpi: int, degrees: float) -> None:
    assert patch.find(skewed(page(N, W, N, W, dpi=dpi), degrees)) is not None


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_the_patch_is_found_whichever_edge_is_up(quarters: int) -> None:
    assert patch.find(np.rot90(page(N, W, N, W), quarters).copy(), dpi=150) is not None


@pytest.mark.parametrize(
    "bars",
    [(W, W, N, N), (W, N, N, W), (W, N, W, N), (N, W, W, N), (N, N, W, W), (N, N, N, N), (W, W, W, W), (N, W, N)],
)
def test_other_patches_are_other_things(bars: tuple[float, ...]) -> None:
    assert patch.find(page(*bars)) is None
    assert patch.find(np.rot90(page(*bars), 2).copy()) is None


def test_bars_must_be_long_straight_and_of_their_size() -> None:
    assert patch.find(page(N, W, N, W, long_mm=45)) is not None
    assert patch.find(page(N, W, N, W, long_mm=25)) is None
    assert patch.find(skewed(page(N, W, N, W), 12)) is None
    assert patch.find(page(N * 1.6, W * 1.6, N * 1.6, W * 1.6), dpi=150) is None
    assert patch.find(page(N, W, N, W), dpi=300) is None


def test_bars_in_the_middle_of_a_page_are_no_patch() -> None:
    assert patch.find(page(N, W, N, W, top_mm=130), dpi=150) is None


def test_noise_and_faint_toner_do_no_harm() -> None:
    rng = np.random.default_rng(1)
    faint = 150 + page(N, W, N, W).astype(np.float32) * 0.25 + rng.normal(0, 9, (1754, 1240))

    assert patch.find(np.clip(faint, 0, 255).astype(np.uint8)) is not None


def test_the_corners_lie_around_the_bars() -> None:
    for picture, box in ((page(N, W, N, W), (236, 59, 1004, 179)), (page(N, W, N, W).T.copy(), (59, 236, 179, 1004))):
        found = patch.find(picture)

        assert found is not None
        xs, ys = zip(*found.corners, strict=True)
        assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx(box, abs=14)
        assert found.corners[0] == pytest.approx((min(xs), min(ys)), abs=0.01)


def test_the_patch_is_one_of_the_symbols_of_a_page() -> None:
    (found,) = read_symbols(Page(np.repeat(page(N, W, N, W, dpi=200)[:, :, None], 3, axis=2), 200))

    assert (found.format, found.text, found.kind, found.verified) == ("PatchT", "PATCHT", CodeKind.SEPARATOR, True)
    assert max(y for _, y in found.corners) == pytest.approx(30.3 * 200 / MM_PER_INCH, abs=8)


def ruled(rng: np.random.Generator) -> Pixels:
    """A table whose rules and gaps are as thick as chance wants."""
    pixels = page()
    at = 8.0
    for _ in range(14):
        thick, gap = rng.uniform(0.3, 6), rng.uniform(0.8, 7)
        pixels[round(at * 5.9) : round((at + thick) * 5.9), 120:1100] = int(rng.integers(0, 120))
        at += thick + gap
    return pixels


def test_ruled_pages_with_bars_of_any_thickness_are_no_patch() -> None:
    assert [seed for seed in range(40) if patch.find(ruled(np.random.default_rng(seed)), dpi=150)] == []


def test_forms_barcodes_and_empty_paper_are_no_patch(form: Pixels) -> None:
    grey = cv2.cvtColor(form, cv2.COLOR_RGB2GRAY)
    bars = np.repeat(np.random.default_rng(2).integers(0, 2, (160, 1), np.uint8) * 255, 700, axis=1)
    with_bars = grey.copy()
    with_bars[100:740, 300:1000] = np.repeat(bars, 4, axis=0)[:640]

    for picture in (
        grey,
        np.rot90(grey).copy(),
        with_bars,
        np.full((300, 200), 255, np.uint8),
        np.zeros((9, 9), np.uint8),
    ):
        assert patch.find(picture) is None
    photo = cv2.cvtColor(simulated.photograph(form, 1, 10, size_px=(900, 1200)), cv2.COLOR_RGB2GRAY)
    assert patch.find(photo) is None
