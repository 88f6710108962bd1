"""Both sides of a card beneath each other on one page of A4, as large as they are."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture import light, steps
from desk_app.capture.canvas import Canvas
from desk_app.capture.layers.build import picture_of
from desk_app.capture.layers.container import LayeredPage, Picture, pack
from desk_app.capture.layers.view import View
from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Box, Pixels

DPI = 300
NOT_TRUE_SCALE = "not_true_scale"
_MOST_MM = (A4_SHORT_MM - 20.0, A4_LONG_MM / 2 - 16.0)
_MARKED = 225
_ROOM_MM = 2.0
_QUALITIES = (70, 60, 50, 42)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One side, upright and evenly lit.

    Attributes:
        dpi: of ``pixels``.
    """

    pixels: Pixels
    dpi: float


@dataclasses.dataclass(frozen=True, slots=True)
class Laid:
    """The page with both sides on it.

    Attributes:
        quality: of the pictures.
        true_scale: False when a side was too big for half a page and had to shrink.
        within: the budget was kept.
    """

    data: bytes
    width_px: int
    height_px: int
    quality: int
    true_scale: bool
    within: bool


def side_of(canvas: Canvas, view: View | None) -> Side:
    """The card alone: the page itself where it is a card, else what lies on the page."""
    box = canvas.whole
    if view is not None and not _fits(box, canvas.dpi):
        box = _content(canvas, view)
    scale = min(1.0, DPI / canvas.dpi)
    pixels = canvas.part(box, scale=scale)
    if view is not None:
        pixels = light.even(pixels, view.ground_under(box, coloured=True), curve=view.curve)
        if canvas.placement.outlined and box == canvas.whole:
            steps.clear_border(pixels, canvas.dpi * scale)
    return Side(pixels, canvas.dpi * scale)


def lay_out(front: Side, back: Side, *, budget: int) -> Laid:
    """Lay one side in the middle of the upper half and the other in the middle of the lower half."""
    width, height = (round(mm * DPI / MM_PER_INCH) for mm in (A4_SHORT_MM, A4_LONG_MM))
    boxes, sizes = [], []
    for number, side in enumerate((front, back)):
        wide, high = (px * DPI / side.dpi for px in (side.pixels.shape[1], side.pixels.shape[0]))
        shrink = min(1.0, _MOST_MM[0] / MM_PER_INCH * DPI / wide, _MOST_MM[1] / MM_PER_INCH * DPI / high)
        sizes.append(shrink)
        wide, high = max(1, round(wide * shrink)), max(1, round(high * shrink))
        boxes.append(Box((width - wide) // 2, height // 4 + number * (height // 2) - high // 2, wide, high))
    laid = [(box, _shrunk(side.pixels, box)) for box, side in zip(boxes, (front, back), strict=True)]
    data, quality = b"", 0
    for quality in _QUALITIES:
        pictures: tuple[Picture, ...] = tuple(picture_of(box, pixels, quality) for box, pixels in laid)
        data = pack(LayeredPage(width_px=width, height_px=height, dpi=DPI, pictures=pictures))
        if len(data) <= budget:
            break
    return Laid(data, width, height, quality, min(sizes) == 1.0, len(data) <= budget)


def _fits(box: Box, dpi: float) -> bool:
    return box.width * MM_PER_INCH / dpi <= _MOST_MM[0] and box.height * MM_PER_INCH / dpi <= _MOST_MM[1]


def _content(canvas: Canvas, view: View) -> Box:
    """What is marked on the page, with a little room around it."""
    marked = (steps.lowest(view.pixels) < _MARKED).astype(np.uint8)
    edge = max(1, round(view.mm))
    inner = np.zeros_like(marked)
    inner[edge:-edge, edge:-edge] = cv2.morphologyEx(marked, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))[
        edge:-edge, edge:-edge
    ]
    x, y, wide, high = cv2.boundingRect(inner)
    if wide == 0 or high == 0:
        return canvas.whole
    room, f = round(_ROOM_MM * view.mm), view.factor
    left, top = max(0, x - room) * f, max(0, y - room) * f
    right, bottom = min(canvas.width_px, (x + wide + room) * f), min(canvas.height_px, (y + high + room) * f)
    return Box(left, top, right - left, bottom - top)


def _shrunk(pixels: Pixels, box: Box) -> Pixels:
    """Not more pixels than the page has there; fewer are stretched by the reader."""
    if pixels.shape[1] <= box.width:
        return pixels
    return cv2.resize(pixels, (box.width, box.height), interpolation=cv2.INTER_AREA)
