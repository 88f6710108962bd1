"""Layers → the finished page, as small as its budget asks and no smaller than its pictures can bear."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture import encode, light, steps
from desk_app.capture.canvas import Canvas
from desk_app.capture.layers.container import Ink, LayeredPage, Picture, pack
from desk_app.capture.layers.separate import Separation
from desk_app.capture.layers.view import View
from desk_app.capture.page import Box, Pixels

PICTURE_DPI = 200
_QUALITIES = (62, 54, 46, 38)
_GROUND_QUALITY = 50
_COLOURLESS = 28


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """A layered page as one value.

    Attributes:
        quality: of its pictures; 0 without pictures.
        within: the budget was kept.
    """

    data: bytes
    quality: int
    within: bool


def build(canvas: Canvas, view: View, parts: Separation, *, budget: int) -> Built:
    """Encode the layers; pictures at the best quality that keeps within ``budget`` bytes, or at the lowest worth seeing."""
    inks = [Ink(s.box, s.rgb, encode.group4(s.mask, dpi=canvas.dpi)) for s in parts.coloured]
    if parts.black.any():
        level = parts.level
        x, y, width, height = cv2.boundingRect(parts.black)
        written = parts.black[y : y + height, x : x + width]
        inks.append(Ink(Box(x, y, width, height), view.on_paper((level,) * 3), encode.group4(written, dpi=canvas.dpi)))
    ground = [] if parts.shade is None else [_ground(view, parts.shade)]
    pictures = [(box, _pixels(canvas, view, box)) for box in parts.pictures]
    page = LayeredPage(
        width_px=canvas.width_px, height_px=canvas.height_px, dpi=canvas.dpi, paper=view.paper, inks=tuple(inks)
    )
    if not pictures:
        data = pack(dataclasses.replace(page, pictures=tuple(ground)))
        return Built(data, 0, len(data) <= budget)
    data, quality = b"", _QUALITIES[0]
    for quality in _QUALITIES:
        kept = [picture_of(box, pixels, quality) for box, pixels in pictures]
        data = pack(dataclasses.replace(page, pictures=(*ground, *kept)))
        if len(data) <= budget:
            break
    return Built(data, quality, len(data) <= budget)


def picture_of(box: Box, pixels: Pixels, quality: int) -> Picture:
    """A part of the page as a JPEG."""
    return Picture(box, encode.jpeg_plain(pixels, quality=quality), pixels.shape[1], pixels.shape[0])


def _pixels(canvas: Canvas, view: View, box: Box) -> Pixels:
    """What is seen there, evenly lit; grey if it has no colour."""
    seen = canvas.part(box, scale=min(1.0, PICTURE_DPI / canvas.dpi))
    even = light.even(seen, view.ground_under(box, coloured=True), curve=view.curve)
    if (
        view.paper == (255, 255, 255)
        and np.count_nonzero(steps.chroma(even) > _COLOURLESS) < 0.002 * even.shape[0] * even.shape[1]
    ):
        even = cv2.cvtColor(even, cv2.COLOR_RGB2GRAY)
    return even


def _ground(view: View, shade: Pixels) -> Picture:
    """The pale tints on the paper's own colour."""
    tinted: Pixels = np.rint(shade * (np.array(view.paper, np.float32) / 255)).astype(np.uint8)
    tinted = cv2.resize(
        tinted, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR
    )  # readers show coarse pixels as squares
    box = Box(
        0,
        0,
        min(view.width_px, shade.shape[1] * 4 * view.factor),
        min(view.height_px, shade.shape[0] * 4 * view.factor),
    )
    return picture_of(box, tinted, _GROUND_QUALITY)
