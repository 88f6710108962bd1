"""What looks wrong with a page: blurred, blank, cut off; and what is on it: colour, two levels only."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from desk_app.capture import steps
from desk_app.capture.page import MM_PER_INCH, Pixels

BLURRED_EDGE_MM = 0.5
_ENOUGH_PIXELS = 1_500_000
_STRONG = 90
_FEWEST_EDGES = 60
_FAINT = 26
_HOLE_MM = (4.0, 9.0)
_COLOURED = 45


_WEIGHTS = {
    "no_sheet": 90,
    "cut": 85,
    "blank": 80,
    "corner_cut": 75,
    "blurred": 70,
    "glare": 70,
    "two_sheets": 65,
    "orientation_unsure": 60,
    "dark": 50,
    "low_resolution": 45,
    "skewed": 35,
}
_UNKNOWN_WEIGHT = 40


def score(flags: Iterable[str]) -> int:
    """How much a page deserves a second look, 0–100: the gravest flag counts most, each further one brings it nearer to 100."""
    trust = 1.0
    for flag in set(flags):
        trust *= 1 - _WEIGHTS.get(flag, _UNKNOWN_WEIGHT) / 100
    return round(100 * (1 - trust))


def edge_mm(grey: Pixels, dpi: float) -> float:
    """How wide the edges of strong writing are, in millimetres of paper; 0.0 where there is too little writing to tell.

    Edges that run across and those that run down are measured apart and the worse counts: a moved camera blurs only one kind.

    ``grey`` is uint8, H×W, evenly lit.
    """
    grey = _busiest(grey)
    window = np.ones((9, 9), np.uint8)
    contrast = cv2.subtract(cv2.dilate(grey, window), cv2.erode(grey, window))
    marked = contrast[contrast > _FAINT]
    if len(marked) < _FEWEST_EDGES:
        return 0.0
    strong = min(_STRONG, 0.7 * float(np.percentile(marked, 95)))
    slopes = [np.abs(cv2.Sobel(grey, cv2.CV_16S, *order, ksize=3)).astype(np.float32) / 8 for order in ((1, 0), (0, 1))]
    widths = []
    for slope, other in (slopes, slopes[::-1]):
        top = slope >= cv2.dilate(slope, np.ones((7, 7), np.uint8))
        at = top & (contrast > strong) & (slope > 2 * other) & (slope > strong / 25)
        if np.count_nonzero(at) >= _FEWEST_EDGES:
            widths.append(float(np.percentile(contrast[at] / slope[at], 30)))
    return max(widths) * MM_PER_INCH / dpi if widths else 0.0


def _busiest(grey: Pixels) -> Pixels:
    """The band of the page with the most writing, if the page is too big to be measured as a whole."""
    height, width = grey.shape
    rows = max(64, _ENOUGH_PIXELS // width)
    if rows >= height:
        return grey
    ink = np.concatenate([[0], np.cumsum(np.count_nonzero(grey[:, ::4] < 128, axis=1))])
    start = int(np.argmax(ink[rows:] - ink[:-rows]))
    return grey[start : start + rows]


def is_blank(pixels: Pixels, dpi: float) -> bool:
    """Whether nothing is written: specks, punch holes and what touches the border do not count; a pencilled word does.

    ``pixels`` is uint8, H×W×3, RGB, evenly lit, about 100 pixels per inch.
    """
    marked = (steps.lowest(pixels) < 255 - _FAINT).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    height, width = marked.shape
    mm = dpi / MM_PER_INCH
    for x, y, wide, high, area in stats[1:count]:
        touches = x == 0 or y == 0 or x + wide == width or y + high == height
        small = max(wide, high) < 1.2 * mm or area < 5
        if not (touches or small or _is_hole(wide / mm, high / mm, area / (wide * high))):
            return False
    return True


def _is_hole(width_mm: float, height_mm: float, filled: float) -> bool:
    """A dark disc of the size of a punch hole."""
    low, high = _HOLE_MM
    return low < width_mm < high and low < height_mm < high and abs(width_mm - height_mm) < 1.2 and filled > 0.7


def writing_leaves_the_page(pixels: Pixels, dpi: float) -> bool:
    """Whether several letters or lines are cut by one of the four borders.

    ``pixels`` is uint8, H×W×3, RGB, evenly lit, about 100 pixels per inch, as it was taken.
    """
    marked = (steps.lowest(pixels) < 150).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    height, width = marked.shape
    mm = dpi / MM_PER_INCH
    x, y, wide, high = (stats[1:count, column] for column in range(4))
    longest, shortest = np.maximum(wide, high), np.minimum(wide, high)
    letters = (longest <= 12 * mm) & (shortest >= 0.5 * mm) & (longest >= 1.2 * mm)
    borders = (x == 0, y == 0, x + wide == width, y + high == height)
    return bool(max(np.count_nonzero(letters & border) for border in borders) >= 5)


def looks_like_paper(ground: Pixels) -> bool:
    """Whether a picture's ground is of one tint and not a strong one; that of a table or of a room is not.

    ``ground`` is uint8, h×w×3: the picture without its writing, a few pixels per centimetre.
    """
    cells = ground.reshape(-1, 3).astype(np.float32) + 1
    tints = cells / cells.max(axis=1, keepdims=True)
    usual = np.median(tints, axis=0)
    alike = (np.abs(tints - usual).max(axis=1) < 0.12).mean()
    return bool(alike > 0.75 and usual.min() > 0.58)


def has_colour(pixels: Pixels) -> bool:
    """Whether there is red, blue or any other colour that says something: a stamp, a pen, a pattern.

    ``pixels`` is uint8, H×W×3, RGB, evenly lit, about 100 pixels per inch.
    """
    margin = max(2, min(pixels.shape[:2]) // 100)
    inner = np.ascontiguousarray(pixels[margin:-margin, margin:-margin])
    if inner.size == 0:
        return False
    coloured = (steps.chroma(inner) > _COLOURED).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(coloured, connectivity=8)
    areas = stats[1:count, cv2.CC_STAT_AREA]
    return bool(areas[areas >= 6].sum() >= 24)


def two_level_threshold(grey: Pixels) -> int | None:
    """The level between ink and paper when the page has nothing else (no grey, no pencil, no picture); None otherwise.

    ``grey`` is uint8, H×W, evenly lit, 200 to 300 pixels per inch.
    """
    core = (grey < 110).astype(np.uint8)
    inked = np.count_nonzero(core)
    if inked == 0 or inked > 0.35 * core.size:
        return None
    near = cv2.dilate(core, np.ones((7, 7), np.uint8))
    between = ((grey < 222) & (near == 0)).astype(np.uint8)
    between = cv2.morphologyEx(between, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    if np.count_nonzero(between) > max(40, 0.004 * inked):
        return None
    middle = np.count_nonzero((grey > 90) & (grey < 165))
    if middle > inked:
        return None
    otsu, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return int(min(185, max(140, otsu + 10)))
