"""The finished page seen from afar, evenly lit: what the separation into layers is decided on."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture import light
from desk_app.capture.page import MM_PER_INCH, Box, Pixels, Rgb


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class View:
    """A coarse picture of the page as it will be.

    Attributes:
        pixels: uint8, H×W×3, RGB, evenly lit, the paper white even where it is coloured.
        lowest, chroma: of ``pixels``, as ``steps`` has them; uint8, H×W.
        ground: the bare paper in the same geometry.
        curve: of ``light.even_whole`` for the whole page.
        factor: pixels of the page to one of these.
        dpi: of ``pixels``.
        width_px, height_px: of the page.
    """

    pixels: Pixels
    lowest: Pixels
    chroma: Pixels
    ground: light.Ground
    curve: Pixels
    factor: int
    dpi: float
    width_px: int
    height_px: int

    @property
    def box(self) -> Box:
        """The part of the page that is seen, in its pixels: all but an incomplete last row or column."""
        return Box(0, 0, self.pixels.shape[1] * self.factor, self.pixels.shape[0] * self.factor)

    @property
    def mm(self) -> float:
        """Pixels per millimetre of paper."""
        return self.dpi / MM_PER_INCH

    @property
    def paper(self) -> Rgb:
        """The colour of the paper."""
        return light.tint(self.ground)

    def on_paper(self, colour: Rgb) -> Rgb:
        """A colour as it looks on this paper, from one seen as if the paper were white."""
        red, green, blue = (round(value * tint / 255) for value, tint in zip(colour, self.paper, strict=True))
        return red, green, blue

    def ground_under(self, box: Box, *, coloured: bool) -> light.Ground:
        """The bare paper under a part of the page; as if it were white unless ``coloured``."""
        part = light.under(
            self.ground,
            box.x / self.width_px,
            box.y / self.height_px,
            box.right / self.width_px,
            box.bottom / self.height_px,
        )
        return part if coloured else dataclasses.replace(part, coloured=False)

    def seen(self, box: Box) -> tuple[slice, slice]:
        """Where a part of the page lies in ``pixels``; rows and columns."""
        f = self.factor
        rows = slice(box.y // f, max(box.y // f + 1, min(self.pixels.shape[0], -(-box.bottom // f))))
        columns = slice(box.x // f, max(box.x // f + 1, min(self.pixels.shape[1], -(-box.right // f))))
        return rows, columns


def view_of(
    pixels: Pixels, ground: light.Ground, curve: Pixels, factor: int, dpi: float, width_px: int, height_px: int
) -> View:
    """A view with what is derived from its pixels."""
    red, green, blue = cv2.split(pixels)
    lowest = cv2.min(cv2.min(red, green), blue)
    chroma = cv2.subtract(cv2.max(cv2.max(red, green), blue), lowest)
    return View(pixels, lowest, chroma, ground, curve, factor, dpi, width_px, height_px)


def boxes_around(
    marks: Pixels, *, reach_mm: float, fewest_px: int, view: View, smallest_mm: float = 0.0, pad_mm: float = 0.0
) -> list[Box]:
    """Rectangles around marks that lie near each other, none overlapping, in pixels of the page.

    Args:
        marks: uint8, 0 or 1, as big as the view.
        reach_mm: marks this near belong together.
        fewest_px: what has fewer marks is a speck.
        view: what ``marks`` was found on.
        smallest_mm: what is smaller both ways is a speck.
        pad_mm: room around the marks.
    """
    px = 2 * max(1, round(reach_mm * view.mm / 2)) + 1
    rows, columns = np.nonzero(marks)
    if len(rows) < fewest_px:
        return []
    # Every second pixel is enough to tell what hangs together, once all is spread.
    near = np.ascontiguousarray(cv2.dilate(marks, np.ones((px, px), np.uint8))[::2, ::2])
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8, ltype=cv2.CV_32S)
    marked = np.bincount(labels[rows // 2, columns // 2], minlength=count)
    stats[:, :4] *= 2
    spread, pad = px // 2, round(pad_mm * view.mm)
    height, width = marks.shape
    found = []
    for number in range(1, count):
        x, y, wide, high = (int(value) for value in stats[number, :4])
        if marked[number] < fewest_px or max(wide, high) - 2 * spread < smallest_mm * view.mm:
            continue
        left, top = max(0, x + spread - pad), max(0, y + spread - pad)
        right, bottom = min(width, x + wide - spread + pad), min(height, y + high - spread + pad)
        found.append((left, top, max(left + 1, right), max(top + 1, bottom)))
    f = view.factor
    return [Box(x * f, y * f, (right - x) * f, (bottom - y) * f) for x, y, right, bottom in _merged(found)]


def _merged(boxes: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Unite rectangles until none overlaps another; top to bottom."""
    left = sorted(boxes, key=lambda box: (box[1], box[0]))
    done: list[tuple[int, int, int, int]] = []
    while left:
        box = left.pop()
        for other in (*left, *done):
            if box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]:
                (left if other in left else done).remove(other)
                left.append(
                    (min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3]))
                )
                break
        else:
            done.append(box)
    return sorted(done, key=lambda box: (box[1], box[0]))


def area_of(boxes: list[Box]) -> int:
    """Of all together, in square pixels of the page."""
    return sum(box.area for box in boxes)
