"""A QR that was not found in the picture itself, looked for in enlarged and sharpened pieces where edges are densest.

Measured on generated scans and camera frames: of the QR that zxing misses, strong sharpening of an enlarged piece finds half;
median filters, equalising and other thresholds find none that this does not.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import cv2
import numpy as np

from desk_app.capture.codes import places
from desk_app.capture.codes.places import Edges, Place
from desk_app.capture.page import Pixels

_REACH = 0.85
_MARGIN_PX = 10
_LARGEST_PX = 1_400
_DARK = (0.22, 0.72)
_MOST_PIXELS = 20_000_000
_QUICK_PIXELS = 4_000_000


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A changed piece of the picture.

    Attributes:
        grey: uint8.
        back: 2×3 matrix from places in it to places in the picture.
    """

    grey: Pixels
    back: Pixels


def pieces(grey: Pixels, edges: Edges, *, most: int, thorough: bool = False) -> Iterator[Piece]:
    """Where a QR may be, each place in two ways, the likeliest first."""
    likely = [p for p in places.squares(edges, most=most) if thorough or _is_dense(grey, p)]
    for factor, sigma, amount in ((2.0, 1.0, 3.0), (4.0, 1.5, 3.0)):
        for place in likely:
            yield _piece(grey, place, factor, sigma, amount)


def whole(grey: Pixels) -> Iterator[Piece]:
    """The whole picture enlarged, for whoever waits for a code that must be there."""
    for factor in (1.5, 2.0, 3.0):
        if grey.size * factor * factor <= _MOST_PIXELS:
            yield Piece(_sharpened(_resized(grey, factor), 1.2 * factor, 2.5), _scale(factor, 0, 0))
    if grey.size > _QUICK_PIXELS:
        half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        yield Piece(half, _scale(0.5, 0, 0))


def _is_dense(grey: Pixels, place: Place) -> bool:
    """Whether about half of it is ink, as in a QR and hardly ever in writing."""
    middle = _window(grey, place, 0.3, 0)[0]
    if min(middle.shape) < 8:
        return False
    small = cv2.resize(middle, (48, 48), interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return _DARK[0] < float(ink.mean()) < _DARK[1]


def _piece(grey: Pixels, place: Place, factor: float, sigma: float, amount: float) -> Piece:
    window, left, top = _window(grey, place, _REACH, _MARGIN_PX)
    factor = min(factor, max(1.0, _LARGEST_PX / max(window.shape)))
    return Piece(_sharpened(_resized(window, factor), sigma * factor, amount), _scale(factor, left, top))


def _window(grey: Pixels, place: Place, reach: float, margin: int) -> tuple[Pixels, int, int]:
    half = round(place.size[0] * reach) + margin
    x, y = (round(v) for v in place.middle)
    left, top = max(0, x - half), max(0, y - half)
    return grey[top : y + half, left : x + half], left, top


def _resized(grey: Pixels, factor: float) -> Pixels:
    return cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)


def _sharpened(grey: Pixels, sigma: float, amount: float) -> Pixels:
    """Unsharp mask."""
    return cv2.addWeighted(grey, 1 + amount, cv2.GaussianBlur(grey, (0, 0), sigma), -amount, 0)


def _scale(factor: float, left: int, top: int) -> Pixels:
    return np.array([[1 / factor, 0, left], [0, 1 / factor, top]])
