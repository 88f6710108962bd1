"""The patch code T of separator sheets (Kodak A-61599) on scans: four long bars, narrow wide narrow wide from the edge inwards.

Columns of a small copy of the page are cut into dark and light runs. Where seven runs have the proportions of the patch, and many
neighbouring columns agree on one straight line, it is there. Ink of any other kind is too short, too thin or not solid enough.
"""

from __future__ import annotations

import dataclasses
import math
from typing import NamedTuple

import cv2
import numpy as np

from desk_app.capture.codes.places import LONG_SIDE_PX, shrunk
from desk_app.capture.page import MM_PER_INCH, Pixels
from desk_app.domain.codes import PATCH_SPACE_MM, PATCH_T_BARS_MM

FORMAT = "PatchT"

_LEAST_SIDE_PX = 160
_AROUND_PX = 72  # about two wide bars and their spaces on the small copy
_COARSER = 4
_LEAST_CONTRAST = 30
_MODULE_MM = PATCH_SPACE_MM
_SPACE = PATCH_SPACE_MM / _MODULE_MM
_BARS = tuple(bar / _MODULE_MM for bar in PATCH_T_BARS_MM)
# Widths of the seven runs in modules, from the edge of the sheet inwards, and the other way.
_INWARDS = np.array([_BARS[0], _SPACE, _BARS[1], _SPACE, _BARS[2], _SPACE, _BARS[3]])
_OUTWARDS = _INWARDS[::-1]
_WHOLE = float(_INWARDS.sum())
_OFF = 0.5  # of a module by which a run may differ: ink that spreads, pixels that are coarse
_QUIET = 1.6
_LEAST_LENGTH = 17.0  # modules, 35 mm; Kodak asks for 50 mm
_LEAST_CROSSED = 2
_LEAST_SHARE = 0.75
_MOST_SLOPE = math.tan(math.radians(6.5))
_MODULES_PER_SIDE = (70.0, 190.0)  # the longer side of a sheet from A5 to Legal, with some border
_FARTHEST_MM = 110.0
_SAME_LINE = 1.2
_MOST_OFF_SCALE = 0.25


@dataclasses.dataclass(frozen=True, slots=True)
class Patch:
    """Where a patch T lies.

    Attributes:
        corners: (x, y) in pixels of the picture, clockwise from the left top as the picture lies.
    """

    corners: tuple[tuple[float, float], ...]


class _Hit(NamedTuple):
    """A column that crosses the bars: its place, where they begin, their height, and whether they run from the upper edge."""

    x: float
    y: float
    height: float
    from_above: bool


def find(grey: Pixels, *, dpi: float | None = None) -> Patch | None:
    """The patch T on a scanned page, whichever of its edges is up; None where there is none.

    Args:
        grey: uint8, H×W; a small copy will do.
        dpi: of the picture where it is known; the bars must then be of their true size.
    """
    small = shrunk(grey, LONG_SIDE_PX)
    scale = small.shape[1] / grey.shape[1]
    if min(small.shape) < _LEAST_SIDE_PX:
        return None
    dark = _dark(small)
    for lying in (dark, np.ascontiguousarray(dark.T)):
        box = _bars_across(lying, dpi * scale if dpi else None)
        if box is not None:
            if lying is not dark:
                box = box[[0, 3, 2, 1], ::-1]
            return Patch(tuple((float(x / scale), float(y / scale)) for x, y in box))
    return None


def _dark(small: Pixels) -> Pixels:
    """Where there is ink: darker than the middle between what is darkest and lightest around."""
    soft = cv2.blur(small, (3, 3))
    tiny = cv2.resize(soft, (small.shape[1] // _COARSER, small.shape[0] // _COARSER), interpolation=cv2.INTER_AREA)
    kernel = np.ones((_AROUND_PX // _COARSER, _AROUND_PX // _COARSER), np.uint8)
    low, high = cv2.erode(tiny, kernel), cv2.dilate(tiny, kernel)
    middle = cv2.addWeighted(low, 0.5, high, 0.5, 0)
    middle[cv2.subtract(high, low) < _LEAST_CONTRAST] = 0
    level = cv2.resize(middle, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    ink: Pixels = (soft < level).view(np.uint8)
    return ink


def _bars_across(dark: Pixels, dpi: float | None) -> Pixels | None:
    """Corners of bars that lie across the picture, None without any."""
    height, width = dark.shape
    long_side = max(height, width)
    least, most = long_side / _MODULES_PER_SIDE[1], long_side / _MODULES_PER_SIDE[0]
    if dpi is not None:
        module = _MODULE_MM / MM_PER_INCH * dpi
        least, most = module * (1 - _MOST_OFF_SCALE), module * (1 + _MOST_OFF_SCALE)
    coarse, fine = max(2, round(least * _LEAST_LENGTH / 3)), max(2, round(least * 0.8))
    # A first look at a few columns, far enough apart to be quick and close enough for every patch to be crossed twice.
    wide = [x for x in range(coarse // 2, width, coarse) if _hits(dark[:, x], float(x), least, most, dpi)]
    if len(wide) < _LEAST_CROSSED:
        return None
    hits: list[_Hit] = []
    for x in range(max(0, wide[0] - coarse), min(width, wide[-1] + coarse), fine):
        hits.extend(_hits(dark[:, x], float(x), least, most, dpi))
    return _agreed(hits, fine)


def _hits(column: Pixels, x: float, least: float, most: float, dpi: float | None) -> list[_Hit]:
    """Where a column shows the seven runs, with light on both sides."""
    edges = np.flatnonzero(np.diff(column)) + 1
    if len(edges) < 8:
        return []
    ends = np.concatenate(([0], edges, [len(column)]))
    runs = np.diff(ends).astype(np.float64)
    begins_dark = bool(column[0])
    # Windows of seven runs that begin with a dark one and have a run before and behind.
    starts = np.arange(2 if begins_dark else 1, len(runs) - 7, 2)
    if not len(starts):
        return []
    windows = np.lib.stride_tricks.sliding_window_view(runs, 7)[starts]
    heights = windows.sum(axis=1)
    modules = heights / _WHOLE
    fits = (modules >= least) & (modules <= most)
    fits &= (runs[starts - 1] >= _QUIET * modules) & (runs[starts + 7] >= _QUIET * modules)
    found = []
    farthest = (_FARTHEST_MM / MM_PER_INCH * dpi) if dpi else np.inf
    for pattern, from_above in ((_INWARDS, True), (_OUTWARDS, False)):
        close = np.abs(windows / modules[:, None] - pattern).max(axis=1) < _OFF
        for at in np.flatnonzero(fits & close):
            y, height = float(ends[starts[at]]), float(heights[at])
            to_edge = y if from_above else len(column) - y - height
            if to_edge < min(len(column) / 2 - height / 2, farthest):
                found.append(_Hit(x, y, height, from_above))
    return found


def _agreed(hits: list[_Hit], step: int) -> Pixels | None:
    """The box around the hits that lie on one line and are many enough, None without such."""
    for from_above in (True, False):
        left = [hit for hit in hits if hit.from_above is from_above]
        while len(left) * step >= _LEAST_LENGTH * _modules(left):
            line = _longest_line(left)
            if _is_patch(line, step):
                return _box(line)
            left = [hit for hit in left if hit not in line]
    return None


def _modules(hits: list[_Hit]) -> float:
    return float(np.median([hit.height for hit in hits])) / _WHOLE if hits else np.inf


def _longest_line(hits: list[_Hit]) -> list[_Hit]:
    """The largest set of hits on one nearly level line, around one of a few of them."""
    best: list[_Hit] = [hits[0]]
    for hit in hits[:: max(1, len(hits) // 6)]:
        for other in hits[:: max(1, len(hits) // 12)]:
            if abs(other.x - hit.x) < 1:
                continue
            slope = (other.y - hit.y) / (other.x - hit.x)
            if abs(slope) > _MOST_SLOPE:
                continue
            near = _SAME_LINE * hit.height / _WHOLE
            line = [
                h
                for h in hits
                if abs(h.y - hit.y - slope * (h.x - hit.x)) < near and abs(h.height - hit.height) < 0.12 * hit.height
            ]
            if len(line) > len(best):
                best = line
    return best


def _is_patch(line: list[_Hit], step: int) -> bool:
    """Whether its longest unbroken part is long enough and nearly every column of it agrees."""
    xs = sorted(hit.x for hit in line)
    module = _modules(line)
    first = 0
    for at in range(1, len(xs) + 1):
        if at == len(xs) or xs[at] - xs[at - 1] > 4 * module:
            part = xs[first:at]
            length = part[-1] - part[0] + step
            if length >= _LEAST_LENGTH * module and len(part) * step >= _LEAST_SHARE * length:
                return True
            first = at
    return False


def _box(line: list[_Hit]) -> Pixels:
    xs = np.array([hit.x for hit in line])
    ys = np.array([hit.y for hit in line])
    slope, at = np.polyfit(xs, ys, 1) if len(set(xs)) > 1 else (0.0, ys[0])
    height = float(np.median([hit.height for hit in line]))
    left, right = xs.min(), xs.max()
    upper = [(left, at + slope * left), (right, at + slope * right)]
    return np.array([*upper, (right, upper[1][1] + height), (left, upper[0][1] + height)])
