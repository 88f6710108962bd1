"""Pure page operations: where the page lies in the picture, how big it is on paper, and what its pixels say."""

from __future__ import annotations

import dataclasses
import math

import cv2
import numpy as np

from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

_CARD_SHORT_MM, _CARD_LONG_MM = 53.98, 85.6
_PHONE_FOCAL = 0.78
NOTICEABLE_DEG = 0.05
"""Writing turned by less is level."""
_SLIVER_MM = 0.7


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where the page lies in the raw pixels and how big it is on paper.

    Attributes:
        corners: float32, 4×2, (x, y) in raw pixels, clockwise from the page's top left.
        width_mm, height_mm: of the paper.
        dpi: raw pixels per inch of paper, where the paper is nearest to the camera.
        outlined: a sheet was found within the picture; False: the picture is the page.
        assumed: the size is a guess from the shape, not from a scanner's resolution.
    """

    corners: Pixels
    width_mm: float
    height_mm: float
    dpi: float
    outlined: bool
    assumed: bool

    @property
    def is_small(self) -> bool:
        """Smaller than A5: a card, a ticket; it deserves more pixels per inch."""
        return max(self.width_mm, self.height_mm) < A4_SHORT_MM - 40

    def size_px(self, dpi: float) -> tuple[int, int]:
        """Width and height of the page at a resolution."""
        return max(1, round(self.width_mm * dpi / MM_PER_INCH)), max(1, round(self.height_mm * dpi / MM_PER_INCH))


def overview(pixels: Pixels, edge_px: int = 1200) -> tuple[Pixels, float]:
    """A smaller copy to look at, with a longer side of one to two times ``edge_px``, and the factor it was scaled by."""
    factor = max(pixels.shape[:2]) // edge_px
    return shrunk(pixels, factor), 1 / max(1, factor)


def shrunk(pixels: Pixels, factor: int) -> Pixels:
    """Average squares of ``factor`` pixels; many times faster than a resize by a broken number. Drops an incomplete last row."""
    if factor <= 1:
        return pixels
    height, width = (side // factor for side in pixels.shape[:2])
    whole = pixels[: height * factor, : width * factor]
    return cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)


def place_whole(width_px: int, height_px: int, dpi: int | None) -> Placement:
    """The picture is the page; without a resolution it is taken to be as big as fits on A4."""
    corners = np.array([[0, 0], [width_px, 0], [width_px, height_px], [0, height_px]], np.float32) - np.float32(0.5)
    known = float(dpi) if dpi else _dpi_if_a4(width_px, height_px)
    to_mm = MM_PER_INCH / known
    return Placement(corners, width_px * to_mm, height_px * to_mm, known, outlined=False, assumed=dpi is None)


def place_outlined(corners: Pixels, width_px: int, height_px: int, dpi: int | None) -> Placement:
    """The page is the sheet with these corners; without a resolution its shape tells whether it is A4 or a card."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    across, down = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    if dpi:
        to_mm = MM_PER_INCH / dpi
        return Placement(corners, across * to_mm, down * to_mm, float(dpi), outlined=True, assumed=False)
    is_cut = touches_border(corners, width_px, height_px)
    ratio = across / down if is_cut else aspect(corners, width_px, height_px)
    short, long = _paper_size(min(ratio, 1 / ratio))
    width_mm, height_mm = (short, long) if ratio < 1 else (long, short)
    nearest = max(across / width_mm, down / height_mm) * MM_PER_INCH
    return Placement(corners, width_mm, height_mm, nearest, outlined=True, assumed=True)


def scaled(corners: Pixels, factor: float) -> Pixels:
    """The same places in a copy of the picture that is ``factor`` as big; (0, 0) is the middle of the first pixel."""
    moved: Pixels = ((corners + 0.5) * factor - 0.5).astype(np.float32)
    return moved


def touches_border(corners: Pixels, width_px: int, height_px: int) -> bool:
    """Whether a sheet with these corners may go on outside the picture."""
    size = np.array([width_px, height_px], np.float32)
    margin = 0.006 * float(size.max())
    return bool(((corners < margin) | (corners > size - margin)).any())


def _dpi_if_a4(width_px: int, height_px: int) -> float:
    short, long = sorted((width_px, height_px))
    return max(short / A4_SHORT_MM, long / A4_LONG_MM) * MM_PER_INCH


def _paper_size(ratio: float) -> tuple[float, float]:
    """Short and long side in millimetres of a sheet with this ratio of short to long."""
    a4, card = A4_SHORT_MM / A4_LONG_MM, _CARD_SHORT_MM / _CARD_LONG_MM
    if abs(ratio - card) < min(0.04, abs(ratio - a4)):
        return _CARD_SHORT_MM, _CARD_LONG_MM
    if abs(ratio - a4) < 0.055:
        return A4_SHORT_MM, A4_LONG_MM
    return (A4_LONG_MM * ratio, A4_LONG_MM) if ratio < a4 else (A4_SHORT_MM, A4_SHORT_MM / ratio)


def aspect(corners: Pixels, width_px: int, height_px: int) -> float:
    """Width divided by height of the rectangle that these corners are a picture of (Zhang and He, 2006)."""
    shifted = np.column_stack([corners.astype(np.float64) - (width_px / 2, height_px / 2), np.ones(4)])
    tl, tr, br, bl = shifted
    k2 = float(np.dot(np.cross(tl, br), bl) / np.dot(np.cross(tr, br), bl))
    k3 = float(np.dot(np.cross(tl, br), tr) / np.dot(np.cross(bl, br), tr))
    n2, n3 = k2 * tr - tl, k3 * bl - tl
    long = max(width_px, height_px)
    focal_squared = (_PHONE_FOCAL * long) ** 2
    if abs(n2[2] * n3[2]) > 1e-4:
        solved = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2])
        if (0.5 * long) ** 2 < solved < (3 * long) ** 2:
            focal_squared = solved
    across = (n2[0] ** 2 + n2[1] ** 2) / focal_squared + n2[2] ** 2
    down = (n3[0] ** 2 + n3[1] ** 2) / focal_squared + n3[2] ** 2
    return math.sqrt(across / down)


def clear_border(pixels: Pixels, dpi: float, *, to: int = 255) -> None:
    """Paint the outermost 0.7 mm of a sheet, in place: slivers of the table, never writing."""
    px = max(1, round(_SLIVER_MM * dpi / MM_PER_INCH))
    for edge in (np.s_[:px], np.s_[-px:], np.s_[:, :px], np.s_[:, -px:]):
        pixels[edge] = to


def lowest(pixels: Pixels) -> Pixels:
    """The darkest of the three channels of each pixel; numpy's own ``min`` over the last axis takes ten times as long."""
    return pixels if pixels.ndim == 2 else cv2.min(cv2.min(pixels[:, :, 0], pixels[:, :, 1]), pixels[:, :, 2])


def chroma(pixels: Pixels) -> Pixels:
    """How far the three channels of each pixel lie apart."""
    top = cv2.max(cv2.max(pixels[:, :, 0], pixels[:, :, 1]), pixels[:, :, 2])
    return cv2.subtract(top, lowest(pixels))


def turn_matrix(width: int, height: int, angle_deg: float) -> Pixels:
    """3×3, clockwise about the middle, in coordinates whose y goes down."""
    turn = np.eye(3)
    turn[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), -angle_deg, 1.0)
    return turn


def overhang(width: int, height: int, angle_deg: float) -> tuple[int, int]:
    """How far the corners of the turned page stick out, to the side and up."""
    angle = abs(math.radians(angle_deg))
    wide = width * math.cos(angle) + height * math.sin(angle)
    high = width * math.sin(angle) + height * math.cos(angle)
    return max(0, math.ceil((wide - width) / 2)), max(0, math.ceil((high - height) / 2))
