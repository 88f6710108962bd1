"""Layers → pixels: what a reader of the finished document will show, at any size."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from desk_app.capture.layers.container import Ink, LayeredPage, Picture
from desk_app.capture.page import Box, Pixels


def compose(page: LayeredPage, *, edge_px: int | None = None) -> Pixels:
    """Paint the page: uint8, H×W×3, RGB; with a longer side of at most ``edge_px``, else at its own resolution."""
    longest = max(page.width_px, page.height_px)
    scale = 1.0 if edge_px is None else min(1.0, edge_px / longest)
    width, height = max(1, round(page.width_px * scale)), max(1, round(page.height_px * scale))
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = page.paper
    for picture in page.pictures:
        where = _scaled(picture.box, scale, width, height)
        part = canvas[where.y : where.bottom, where.x : where.right]
        part[:] = _stretched(_picture(picture, where), where)
    for ink in page.inks:
        _print(canvas, ink, _scaled(ink.box, scale, width, height))
    return canvas


def _print(canvas: Pixels, ink: Ink, where: Box) -> None:
    """Lay the ink on; where a pixel is covered in part, the colours mix."""
    stencil = stencil_of(ink.data)
    part = canvas[where.y : where.bottom, where.x : where.right]
    if stencil.shape == part.shape[:2]:
        part[stencil > 0] = ink.rgb
        return
    covered = _stretched(stencil, where)
    for channel, level in enumerate(ink.rgb):
        below = part[:, :, channel]
        share = cv2.multiply(cv2.bitwise_not(covered), below, scale=1 / 255)
        part[:, :, channel] = cv2.add(share, cv2.convertScaleAbs(covered, alpha=level / 255))


def stencil_of(group4: bytes) -> Pixels:
    """The ink of a file of ``encode.group4``: uint8, H×W, 255 where it is."""
    with Image.open(io.BytesIO(group4), formats=["TIFF"]) as image:
        return 255 - np.asarray(image.convert("L"))


def _picture(picture: Picture, where: Box) -> Pixels:
    with Image.open(io.BytesIO(picture.data), formats=["JPEG"]) as image:
        image.draft("RGB" if image.mode == "RGB" else "L", (where.width, where.height))
        return np.asarray(image.convert("RGB"))


def _stretched(pixels: Pixels, where: Box) -> Pixels:
    if pixels.shape[:2] == (where.height, where.width):
        return pixels
    shrinks = pixels.shape[1] > where.width
    return cv2.resize(
        pixels, (where.width, where.height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )


def _scaled(box: Box, scale: float, width: int, height: int) -> Box:
    if scale == 1.0:
        return box
    left, top = min(width - 1, round(box.x * scale)), min(height - 1, round(box.y * scale))
    right, bottom = min(width, round(box.right * scale)), min(height, round(box.bottom * scale))
    return Box(left, top, max(1, right - left), max(1, bottom - top))
