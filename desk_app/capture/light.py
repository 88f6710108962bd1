"""Evens the light on a page: shadows and yellow lamps go, paper becomes white, stamps, blue ink and pencil stay as they are."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture.page import Pixels

_MAP_DPI = 25
_OBJECT, _OBJECT_OF_A_SCAN = 0.72, 0.93
_DEEPEST_SHADOW = 0.4
_LEVEL = 230
_MOST_WHITENED = 12
_NEUTRAL_CAST, _NEUTRAL_CAST_OF_A_SCAN = 0.25, 0.1


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


def find_ground(pixels: Pixels, *, dpi: float, scanned: bool = False) -> Ground:
    """Estimate the bare paper.

    Large dark objects that do not touch the border (portraits, filled boxes) lie *on* the paper and are bridged;
    darkness that comes in from the border is a shadow and is followed.

    Args:
        pixels: uint8, RGB or grey, the page alone.
        dpi: pixels per inch of ``pixels``.
        scanned: lit by a scanner: what is darker within the page lies on it, however pale, and a tint is the paper's own.
    """
    pixels = pixels if pixels.ndim == 3 else cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)
    scale = min(1.0, _MAP_DPI / dpi)
    height, width = (max(1, round(side * scale)) for side in pixels.shape[:2])
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (11, 11))
    closed = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    brightness = cv2.cvtColor(closed, cv2.COLOR_RGB2GRAY)
    level = int(np.percentile(brightness, 75))
    objects = _objects(brightness, (_OBJECT_OF_A_SCAN if scanned else _OBJECT) * level)
    weights = np.where(objects, 0.001, 1.0).astype(np.float32)
    if objects.any():
        filled, total = _spread(closed * weights[:, :, None]), _spread(weights)
        closed = np.where(objects[:, :, None], filled / total[:, :, None], closed).astype(np.uint8)
    paper = cv2.GaussianBlur(closed, (0, 0), 3.0, borderType=cv2.BORDER_REPLICATE)
    paper = np.maximum(paper, np.uint8(max(25, round(_DEEPEST_SHADOW * level))))
    typical = np.median(paper.reshape(-1, 3), axis=0)
    cast = float((typical.max() - typical.min()) / max(1.0, typical.max()))
    return Ground(paper, level, cast > (_NEUTRAL_CAST_OF_A_SCAN if scanned else _NEUTRAL_CAST))


def _spread(values: Pixels) -> Pixels:
    """Blurred over a third of the page; in a quarter of its pixels, which is fine enough for that."""
    height, width = values.shape[:2]
    size = max(1, width // 4), max(1, height // 4)
    wide = 2 * max(1, min(size) // 6) + 1
    small = cv2.GaussianBlur(cv2.resize(values, size, interpolation=cv2.INTER_AREA), (wide, wide), 0)
    spread: Pixels = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return spread


def _objects(brightness: Pixels, darker_than: float) -> Pixels:
    """Where something dark lies within the page; bool, h×w."""
    dark = (brightness < darker_than).astype(np.uint8)
    count, labels = cv2.connectedComponents(dark)
    if count < 2:
        return dark > 0
    border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    return (dark > 0) & ~np.isin(labels, border)


def even(pixels: Pixels, ground: Ground, *, curve: Pixels | None = None) -> Pixels:
    """Divide by the bare paper and set white just below its noise; takes and gives RGB or grey.

    ``curve`` is that of the whole page (``even_whole``), where ``pixels`` are only a part of it.
    """
    flat = _flat(pixels, ground)
    evened: Pixels = cv2.LUT(flat, _curve(flat) if curve is None else curve)
    return evened


def even_whole(pixels: Pixels, ground: Ground) -> tuple[Pixels, Pixels]:
    """The whole page as ``even`` gives it, and the curve (uint8, 256) with which to even its parts."""
    flat = _flat(pixels, ground)
    curve = _curve(flat)
    evened: Pixels = cv2.LUT(flat, curve)
    return evened, curve


def under(ground: Ground, left: float, top: float, right: float, bottom: float) -> Ground:
    """The paper under a part of the page; its borders as fractions of the page."""
    height, width = ground.paper.shape[:2]
    size = max(2, round((right - left) * width)), max(2, round((bottom - top) * height))
    zoom_x, zoom_y = (right - left) * width / size[0], (bottom - top) * height / size[1]
    matrix = np.array(
        [[zoom_x, 0, left * width + 0.5 * zoom_x - 0.5], [0, zoom_y, top * height + 0.5 * zoom_y - 0.5]], np.float64
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    paper = cv2.warpAffine(ground.paper, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return dataclasses.replace(ground, paper=paper)


def darkest_paper(ground: Ground, curve: Pixels, level: int) -> Pixels:
    """For each cell of the ground the raw green level that ``even`` would bring to ``level``: uint8, h×w."""
    flat = float(np.searchsorted(curve, level))
    paper = ground.paper[:, :, 1]
    if ground.coloured:
        paper = ground.paper.max(axis=2)
    levels: Pixels = cv2.convertScaleAbs(paper, alpha=flat / _LEVEL)
    return levels


def tint(ground: Ground) -> tuple[int, int, int]:
    """The colour of the paper itself, as ``even`` leaves it: white for all but coloured paper."""
    if not ground.coloured:
        return 255, 255, 255
    usual = np.median(ground.paper.reshape(-1, 3), axis=0).astype(np.float64)
    red, green, blue = (round(float(v)) for v in usual * (255 / usual.max()))
    return red, green, blue


def _flat(pixels: Pixels, ground: Ground) -> Pixels:
    """Levels as if the paper were one grey of ``_LEVEL``, its own colour kept where it has one."""
    height, width = pixels.shape[:2]
    paper = ground.paper
    if pixels.ndim == 2:
        paper = cv2.cvtColor(paper, cv2.COLOR_RGB2GRAY)
    elif ground.coloured:
        brightest = paper.max(axis=2, keepdims=True)
        paper = np.repeat(brightest, 3, axis=2)
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    flat: Pixels = cv2.divide(pixels, wide, scale=_LEVEL)
    return flat


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
