"""The finished page before it has pixels: any part of it, at any resolution, is taken from the raw picture in one resampling."""

from __future__ import annotations

import dataclasses
import math

import cv2
import numpy as np

from desk_app.capture import steps
from desk_app.capture.page import Box, Pixels

_MARGIN_PX = 4
_PLAIN = 0.02
_SAME_SCALE = 0.01


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Canvas:
    """Where every pixel of the page comes from.

    Attributes:
        raw: uint8, H×W×3, RGB, as it came.
        small: a smaller copy of ``raw``; what is wanted coarse is taken from it.
        small_scale: how much smaller.
        placement: where the page lies in ``raw``.
        dpi: pixels per inch of the page.
        matrix: 3×3, raw pixels → pixels of the page before its quarter turn.
        flat_width_px, flat_height_px: of the page before its quarter turn.
        outside: colour of what the picture does not show.
        turn: quarter turns clockwise, 0 to 3.
    """

    raw: Pixels
    small: Pixels
    small_scale: float
    placement: steps.Placement
    dpi: int
    matrix: Pixels
    flat_width_px: int
    flat_height_px: int
    outside: tuple[float, ...]
    turn: int = 0

    @property
    def width_px(self) -> int:
        """Columns of the page as it will be."""
        return self.flat_height_px if self.turn % 2 else self.flat_width_px

    @property
    def height_px(self) -> int:
        """Rows of the page as it will be."""
        return self.flat_width_px if self.turn % 2 else self.flat_height_px

    @property
    def whole(self) -> Box:
        """All of the page."""
        return Box(0, 0, self.width_px, self.height_px)

    def turned(self, degrees: int) -> Canvas:
        """The same page, turned clockwise.

        Raises:
            ValueError: not a multiple of 90.
        """
        if degrees % 90:
            msg = f"{degrees} is not a quarter turn"
            raise ValueError(msg)
        return dataclasses.replace(self, turn=(self.turn + degrees // 90) % 4)

    def trimmed(self, across: int, down: int) -> Canvas:
        """Without so many columns on the left and right and rows above and below, of the page before its quarter turn."""
        width, height = self.flat_width_px - 2 * across, self.flat_height_px - 2 * down
        matrix = _moved(-across, -down) @ self.matrix
        return dataclasses.replace(self, matrix=matrix, flat_width_px=width, flat_height_px=height)

    def part(self, box: Box | None = None, *, scale: float = 1.0, channel: int | None = None) -> Pixels:
        """The pixels of a part.

        Args:
            box: in pixels of the page; all of it if None.
            scale: how big the result is, of the page's own resolution.
            channel: only this one (0 red, 1 green, 2 blue), as grey.
        """
        flat = self._flat(box or self.whole)
        width, height = max(1, round(flat.width * scale)), max(1, round(flat.height * scale))
        raw, to_raw, times = self.raw, np.eye(3), scale * self.dpi / self.placement.dpi
        if times <= self.small_scale * 1.01:
            raw, to_raw, times = self.small, _zoomed(1 / self.small_scale), times / self.small_scale
        matrix = _zoomed(scale) @ _moved(-flat.x, -flat.y) @ self.matrix @ to_raw
        outside = None if self.placement.outlined else self.outside
        pixels = _warped(raw, matrix, width, height, times=times, channel=channel, outside=outside)
        return _quarter_turned(pixels, self.turn)

    def _flat(self, box: Box) -> Box:
        """The same part before the quarter turn."""
        match self.turn:
            case 1:
                return Box(box.y, self.flat_height_px - box.right, box.height, box.width)
            case 2:
                return Box(self.flat_width_px - box.right, self.flat_height_px - box.bottom, box.width, box.height)
            case 3:
                return Box(self.flat_width_px - box.bottom, box.x, box.height, box.width)
            case _:
                return box


def lay_out(
    raw: Pixels, placement: steps.Placement, small: Pixels, small_scale: float, *, dpi: int, angle_deg: float = 0.0
) -> Canvas:
    """The page levelled by ``angle_deg`` (clockwise); a page turned within the picture gets room for all its corners."""
    width, height = placement.size_px(dpi)
    if not placement.outlined and abs(dpi / placement.dpi - 1) < _SAME_SCALE:
        height, width = raw.shape[:2]
    if abs(angle_deg) < steps.NOTICEABLE_DEG:
        angle_deg = 0.0
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - np.float32(0.5)
    placed = cv2.getPerspectiveTransform(placement.corners.astype(np.float32), target)
    if not placement.outlined:
        placed[2] = (0.0, 0.0, 1.0)  # rounding leaves crumbs that would cost a slower warp
    extra_x, extra_y = (0, 0) if placement.outlined else steps.overhang(width, height, angle_deg)
    matrix = _moved(extra_x, extra_y) @ steps.turn_matrix(width, height, angle_deg) @ placed
    outside = tuple(float(v) for v in np.percentile(small[::8, ::8], 80, axis=(0, 1)).ravel())
    return Canvas(raw, small, small_scale, placement, dpi, matrix, width + 2 * extra_x, height + 2 * extra_y, outside)


def _warped(
    raw: Pixels,
    matrix: Pixels,
    width: int,
    height: int,
    *,
    times: float,
    channel: int | None,
    outside: tuple[float, ...] | None,
) -> Pixels:
    """Fetch what a target of this size shows; only the piece of ``raw`` that is needed is touched.

    ``outside`` is shown beyond the picture; None goes on with its border.
    """
    left, top, right, bottom = _needed(raw, matrix, width, height)
    piece = raw[top:bottom, left:right]
    if channel is not None:
        piece = (
            np.ascontiguousarray(piece[:, :, channel]) if piece.size < 300_000 else cv2.extractChannel(piece, channel)
        )
    matrix = matrix @ _moved(left, top)
    if times <= 0.5:  # a warp alone would skip pixels and roughen thin strokes
        factor = min(int(1 / times), *piece.shape[:2])
        piece, matrix = steps.shrunk(piece, factor), matrix @ _zoomed(factor)
    shift = np.rint(matrix[:2, 2]).astype(int)
    if np.abs(matrix - _moved(*shift)).max() < _PLAIN and _covers(piece, shift, width, height):
        return piece[-shift[1] : height - shift[1], -shift[0] : width - shift[0]]
    border = cv2.BORDER_REPLICATE if outside is None else cv2.BORDER_CONSTANT
    fill = (0.0,) if outside is None else outside if channel is None else outside[channel : channel + 1]
    is_affine = np.array_equal(matrix[2], (0.0, 0.0, 1.0))
    warp = cv2.warpAffine if is_affine else cv2.warpPerspective
    warped: Pixels = warp(
        piece,
        matrix[:2] if is_affine else matrix,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=border,
        borderValue=fill,
    )
    return warped


def _needed(raw: Pixels, matrix: Pixels, width: int, height: int) -> tuple[int, int, int, int]:
    """The piece of the raw picture that a target of this size shows; at least one pixel."""
    corners = np.array([[-0.5, -0.5], [width, -0.5], [width, height], [-0.5, height]], np.float64)
    seen = cv2.perspectiveTransform(corners[None], np.linalg.inv(matrix))[0]
    high, wide = raw.shape[:2]
    left, top = (
        int(np.clip(math.floor(v) - _MARGIN_PX, 0, s - 1)) for v, s in zip(seen.min(axis=0), (wide, high), strict=True)
    )
    right, bottom = (int(math.ceil(v) + _MARGIN_PX) for v in seen.max(axis=0))
    return left, top, min(wide, max(left + 1, right)), min(high, max(top + 1, bottom))


def _covers(piece: Pixels, shift: Pixels, width: int, height: int) -> bool:
    high, wide = piece.shape[:2]
    return bool(shift[0] <= 0 and shift[1] <= 0 and width - shift[0] <= wide and height - shift[1] <= high)


def _quarter_turned(pixels: Pixels, turn: int) -> Pixels:
    if turn == 0:
        return pixels
    return cv2.rotate(pixels, (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)[turn - 1])


def _moved(x: float, y: float) -> Pixels:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def _zoomed(factor: float) -> Pixels:
    """(0, 0) is the middle of the first pixel, before and after."""
    half = 0.5 * factor - 0.5
    return np.array([[factor, 0, half], [0, factor, half], [0, 0, 1]], np.float64)
