"""How far the lines of writing on a page are from level."""

from __future__ import annotations

import math

import cv2
import numpy as np

from desk_app.capture.page import Pixels

LIMIT_DEG = 15.0
_COARSE_DEG, _FINE_DEG = 0.75, 0.1
_STROKE_PX, _THIN_PX = 150.0, 4.0
_MOST_INK = 60_000
_LEAST_INK = 150
_MUCH_INK = 600
_CONFIDENT, _CONFIDENT_OF_LITTLE = 1.25, 1.65


def skew_deg(grey: Pixels) -> float:
    """The angle by which the page must be turned clockwise to be level; 0.0 when there is too little writing to tell.

    Args:
        grey: uint8, H×W, about 100 pixels per inch, paper bright and evenly lit.
    """
    ys, xs = np.nonzero(_ink(grey))
    if len(ys) < _LEAST_INK:
        return 0.0
    if len(ys) > _MOST_INK:
        chosen = np.random.default_rng(len(ys)).choice(len(ys), _MOST_INK, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    x, y = xs - float(xs.mean()), ys - float(ys.mean())
    coarse = np.arange(-LIMIT_DEG, LIMIT_DEG + 0.01, _COARSE_DEG)
    rows = np.array([_crispness(x, y, angle, bin_px=2.0) for angle in coarse])
    columns = np.array([_crispness(y, -x, angle, bin_px=2.0) for angle in coarse])
    needed = _CONFIDENT if len(ys) > _MUCH_INK else _CONFIDENT_OF_LITTLE  # a lone signature has a direction, too
    if max(rows.max() / np.median(rows), columns.max() / np.median(columns)) < needed:
        return 0.0
    if columns.max() / np.median(columns) > rows.max() / np.median(rows):
        x, y, rows = y, -x, columns  # writing that runs up or down the page
    near = float(coarse[int(np.argmax(rows))])
    if abs(near) >= LIMIT_DEG - 0.1:
        return 0.0
    fine = np.arange(near - 1.0, near + 1.01, _FINE_DEG)
    crispness = np.array([_crispness(x, y, angle, bin_px=1.0) for angle in fine])
    return -_peak(fine, crispness)


def _ink(grey: Pixels) -> Pixels:
    """Lower edges of dark marks: the feet of the letters stand on the line, so they tell its direction best."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 18)
    margin = max(2, round(0.02 * min(grey.shape)))
    dark[:margin], dark[-margin:], dark[:, :margin], dark[:, -margin:] = 0, 0, 0, 0
    alone = _feet(_without_strokes(dark))
    return alone if np.count_nonzero(alone) >= 2 * _LEAST_INK else _feet(dark)


def _feet(dark: Pixels) -> Pixels:
    feet = np.zeros(dark.shape, bool)
    feet[:-1] = (dark[:-1] > 0) & (dark[1:] == 0)
    return feet


def _without_strokes(dark: Pixels) -> Pixels:
    """Without single strokes of a pen across the page, which have a direction of their own: long and thin."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8, ltype=cv2.CV_32S)
    across = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    strokes = (across > _STROKE_PX) & (stats[:, cv2.CC_STAT_AREA] < _THIN_PX * across)
    strokes[0] = False
    if not strokes[:count].any():
        return dark
    clean = dark.copy()
    for index in np.flatnonzero(strokes):
        x, y, wide, high = (int(side) for side in stats[index, :4])
        part = np.s_[y : y + high, x : x + wide]
        clean[part][labels[part] == index] = 0
    return clean


def _crispness(x: Pixels, y: Pixels, angle_deg: float, *, bin_px: float) -> float:
    """How unevenly the marks fall into rows when the rows lie at this angle."""
    angle = math.radians(angle_deg)
    rows = (y * math.cos(angle) - x * math.sin(angle)) / bin_px
    counts = np.bincount((rows - rows.min()).astype(np.int64))
    return float((counts.astype(np.float64) ** 2).sum())


def _peak(angles: Pixels, values: Pixels) -> float:
    """The top of the parabola through the best value and its neighbours."""
    best = int(np.argmax(values))
    if not 0 < best < len(values) - 1:
        return float(angles[best])
    before, top, after = (float(value) for value in values[best - 1 : best + 2])
    bend = before - 2 * top + after
    shift = 0.0 if bend == 0 else 0.5 * (before - after) / bend
    return float(angles[best] + shift * (angles[1] - angles[0]))
