"""Evens the light on a page: shadows and yellow lamps go, paper becomes white, stamps, blue ink and pencil stay as they are."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture.page import Pixels

_MAP_DPI = 25
_OBJECT = 0.72
_DEEPEST_SHADOW = 0.4
_LEVEL = 230
_MOST_WHITENED = 12
_NEUTRAL_CAST = 0.25


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The bare paper under the writing.

    Attributes:
        paper: uint8, h×w×3, RGB, about 25 pixels per inch: what the paper would look like without anything on it.
        level: brightness of the paper as a whole, 0–255.
        coloured: the paper itself has a colour, which is kept.
    """

    paper: Pixels
    level: int
    coloured: bool


def find_ground(pixels: Pixels, *, dpi: float) -> Ground:
    """Estimate the bare paper.

    Large dark objects that do not touch the border (portraits, filled boxes) lie *on* the paper and are bridged;
    darkness that comes in from the border is a shadow and is followed.

    Args:
        pixels: uint8, RGB or grey, the page alone.
        dpi: pixels per inch of ``pixels``.
    """
    pixels = pixels if pixels.ndim == 3 else cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    scale = min(1.0, _MAP_DPI / dpi)
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    closed = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    brightness = cv2.cvtColor(closed, cv2.COLOR_RGB2GRAY)
    level = int(np.percentile(brightness, 75))
    objects = _objects(brightness, level)
    weights = np.where(objects, 0.001, 1.0).astype(np.float32)
    if objects.any():
        wide = 2 * max(3, min(small.shape[:2]) // 6) + 1
        filled = cv2.GaussianBlur(closed * weights[:, :, None], (wide, wide), 0)
        total = cv2.GaussianBlur(weights, (wide, wide), 0)
        closed = np.where(objects[:, :, None], filled / total[:, :, None], closed).astype(np.uint8)
    paper = cv2.GaussianBlur(closed, (0, 0), 3.0, borderType=cv2.BORDER_REPLICATE)
    paper = np.maximum(paper, np.uint8(max(25, round(_DEEPEST_SHADOW * level))))
    typical = np.median(paper.reshape(-1, 3), axis=0)
    cast = float((typical.max() - typical.min()) / max(1.0, typical.max()))
    return Ground(paper, level, cast > _NEUTRAL_CAST)


def _objects(brightness: Pixels, level: int) -> Pixels:
    """Where something dark lies within the page; bool, h×w."""
    dark = (brightness < _OBJECT * level).astype(np.uint8)
    count, labels = cv2.connectedComponents(dark)
    if count < 2:
        return dark > 0
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return (dark > 0) & ~np.isin(labels, border)


def even(pixels: Pixels, ground: Ground) -> Pixels:
    """Divide by the bare paper and set white just below its noise; takes and gives RGB or grey."""
    height, width = pixels.shape[:2]
    paper = ground.paper
    if pixels.ndim == 2:
        paper = cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY)
    elif ground.coloured:
        brightest = paper.max(axis=2, keepdims=True)
        paper = np.repeat(brightest, 3, axis=2)
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat = cv2.divide(pixels, wide, scale=_LEVEL)
    evened: Pixels = cv2.LUT(flat, _curve(flat))
    return evened


def _curve(flat: Pixels) -> Pixels:
    """Levels → levels: what is paper becomes 255, black nearly 0, straight between, so that faint pencil stays."""
    green = flat[::3, ::3, 1] if flat.ndim == 3 else flat[::3, ::3]
    counts = cv2.GaussianBlur(np.bincount(green.ravel(), minlength=256).astype(np.float32)[None], (5, 1), 0)[0]
    top = 200 + int(np.argmax(counts[200:251]))
    below = counts[:top][::-1] < 0.6 * counts[top]
    spread = int(np.argmax(below)) + 1 if below.any() else _MOST_WHITENED
    white = top - min(_MOST_WHITENED, max(4, round(1.6 * spread)))
    black = min(36, int(np.percentile(green, 0.3)) // 2)
    levels = (np.arange(256, dtype=np.float32) - black) * (255.0 / (white - black))
    curve: Pixels = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return curve
