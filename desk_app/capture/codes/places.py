"""Where on a picture a barcode or a QR may be, from the directions of its edges, so that only there a closer look is taken.

Across a barcode all edges run the same way; a QR has as many edges, in two directions; writing has fewer, and paper none.
"""

from __future__ import annotations

import dataclasses
import math

import cv2
import numpy as np

from desk_app.capture.page import Pixels

LONG_SIDE_PX = 1_300
"""Of the small copy on which places are looked for; bars 0.25 mm wide still leave edges on it."""
_BLOCK = 8
_LEAST_SHARE = 0.10
_LEAST_ENERGY = 300.0
_COHERENT = 0.55
_DIRECTIONS = 8
_SAME_WAY = 0.88  # cosine of twice the angle; each direction reaches a little into its neighbours
_LEAST_BLOCKS = 14
_LEAST_BARS_PX = (70, 9)
_QUIET = 0.09


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A rectangle that may hold a code.

    Attributes:
        middle: (x, y) in pixels of the picture.
        size: its extent across the bars and along them, in pixels of the picture.
        angle_deg: direction across the bars, clockwise from the x axis; between -90 and 90.
        weight: how much edge it holds; the more, the sooner it is worth a look.
    """

    middle: tuple[float, float]
    size: tuple[float, float]
    angle_deg: float
    weight: float


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """How strong edges are in each block of a picture, and how they run.

    Attributes:
        scale: pixels of the picture per block.
        energy: float32, rows × columns.
        real, imaginary: of twice the direction, weighted with the energy.
    """

    scale: float
    energy: Pixels
    real: Pixels
    imaginary: Pixels


def shrunk(grey: Pixels, long_side_px: int) -> Pixels:
    """A copy whose longer side is at most so long; whole steps first, which are much quicker."""
    whole = max(grey.shape) // long_side_px
    if whole >= 2:
        grey = cv2.resize(grey, (grey.shape[1] // whole, grey.shape[0] // whole), interpolation=cv2.INTER_AREA)
    factor = long_side_px / max(grey.shape)
    if factor >= 1:
        return grey
    return cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)


def edges(small: Pixels, *, scale: float = 1.0) -> Edges:
    """The edges of a picture; takes a few milliseconds.

    Args:
        small: the picture, or a copy of it that ``shrunk`` made.
        scale: pixels of the picture per pixel of the copy.
    """
    gx, gy = cv2.spatialGradient(small)
    blocks = max(1, small.shape[1] // _BLOCK), max(1, small.shape[0] // _BLOCK)
    pairs = (gx, gx), (gy, gy), (gx, gy)
    products = (cv2.multiply(one, other, dtype=cv2.CV_32F) for one, other in pairs)
    xx, yy, xy = (cv2.resize(product, blocks, interpolation=cv2.INTER_AREA) for product in products)
    xx, yy, xy = (cv2.blur(p, (3, 3)) for p in (xx, yy, xy))
    energy = xx + yy
    # Noise has edges everywhere and in no direction; most of a page is paper, so the middle value is noise.
    energy = np.maximum(energy - float(np.median(energy)), 0)
    return Edges(scale * small.shape[1] / blocks[0], energy, xx - yy, 2 * xy)


def bars(found: Edges, *, most: int = 8) -> list[Place]:
    """Where all edges run one way over some length, the strongest first."""
    strength = np.hypot(found.real, found.imaginary)
    floor = max(_LEAST_SHARE * _strongest(found.energy), _LEAST_ENERGY)
    one_way = (found.energy > floor) & (strength > _COHERENT * found.energy)
    places: list[Place] = []
    for direction in range(_DIRECTIONS):
        twice = 2 * math.pi * direction / _DIRECTIONS
        along = found.real * math.cos(twice) + found.imaginary * math.sin(twice)
        mask: Pixels = (one_way & (along > _SAME_WAY * strength)).astype(np.uint8)
        mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
        large = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] >= _LEAST_BLOCKS]
        places.extend(_oriented(found, labels, stats[label], label) for label in large)
    places = [p for p in places if p.size[0] >= _LEAST_BARS_PX[0] and p.size[1] >= _LEAST_BARS_PX[1]]
    kept: list[Place] = []
    for place in sorted(places, key=lambda p: -p.weight):
        if len(kept) < most and not any(_same(place, other) for other in kept):
            kept.append(place)
    return kept


def _strongest(energy: Pixels) -> float:
    """What only three blocks in a thousand exceed."""
    off = energy.size * 3 // 1000
    return float(np.partition(energy, energy.size - 1 - off, axis=None)[energy.size - 1 - off])


def _same(place: Place, other: Place) -> bool:
    """Whether the middle of a place lies in another that has the same direction, as where two directions share a barcode."""
    turn = math.radians(other.angle_deg)
    dx, dy = place.middle[0] - other.middle[0], place.middle[1] - other.middle[1]
    across, along = dx * math.cos(turn) + dy * math.sin(turn), dy * math.cos(turn) - dx * math.sin(turn)
    apart = abs((place.angle_deg - other.angle_deg + 90) % 180 - 90)
    return abs(across) < other.size[0] / 2 and abs(along) < other.size[1] / 2 and apart < 30


def _oriented(found: Edges, labels: Pixels, stats: Pixels, label: int) -> Place:
    left, top, width, height = (int(v) for v in stats[:4])
    part = labels[top : top + height, left : left + width] == label
    window = np.s_[top : top + height, left : left + width]
    real, imaginary = float(found.real[window][part].sum()), float(found.imaginary[window][part].sum())
    angle = math.atan2(imaginary, real) / 2
    ys, xs = np.nonzero(part)
    across = (xs + 0.5) * math.cos(angle) + (ys + 0.5) * math.sin(angle)
    along = -(xs + 0.5) * math.sin(angle) + (ys + 0.5) * math.cos(angle)
    (a0, a1), (b0, b1) = _extent(across), _extent(along)
    u, v = (a0 + a1) / 2, (b0 + b1) / 2
    middle = (
        (left + u * math.cos(angle) - v * math.sin(angle)) * found.scale,
        (top + u * math.sin(angle) + v * math.cos(angle)) * found.scale,
    )
    size = (a1 - a0) * found.scale, (b1 - b0) * found.scale
    return Place(middle, size, math.degrees(angle), float(found.energy[window][part].sum()))


def _extent(values: Pixels) -> tuple[float, float]:
    ordered = np.sort(values)
    off = len(ordered) // 50
    return float(ordered[off]) - 0.5, float(ordered[-1 - off]) + 0.5


def squares(found: Edges, *, most: int = 3) -> list[Place]:
    """Where edges are densest in every direction: the likeliest places of a QR."""
    energy = np.minimum(found.energy, _strongest(found.energy))
    strength = np.hypot(found.real, found.imaginary)
    mixed = np.where(strength < 0.6 * found.energy, energy, 0.3 * energy)
    places: list[Place] = []
    longest = max(energy.shape)
    for share in (0.07, 0.12, 0.22):
        side = max(5, round(longest * share))
        mean = cv2.blur(mixed, (side, side), borderType=cv2.BORDER_CONSTANT)
        for _ in range(2):
            _, weight, _, (x, y) = cv2.minMaxLoc(mean)
            if weight <= max(_LEAST_ENERGY, 0.12 * float(energy.max())):
                break
            middle = (x + 0.5) * found.scale, (y + 0.5) * found.scale
            size = side * found.scale
            places.append(Place(middle, (size, size), 0.0, float(weight)))
            cv2.rectangle(mean, (x - side, y - side), (x + side, y + side), 0.0, -1)
    return sorted(places, key=lambda p: -p.weight)[:most]


def cut(
    grey: Pixels, place: Place, *, scale: float, quiet: float = _QUIET, inset: float = 0.06
) -> tuple[Pixels, Pixels]:
    """The place turned upright, its bars vertical, ``scale`` times as large; and the 2×3 matrix back to the picture."""
    across, along = place.size[0] * (1 + 2 * quiet), place.size[1] * (1 - 2 * inset)
    width, height = max(8, round(across * scale)), max(4, round(along * scale))
    turn = math.radians(place.angle_deg)
    cos, sin = math.cos(turn) / scale, math.sin(turn) / scale
    x0 = place.middle[0] - cos * (width - 1) / 2 + sin * (height - 1) / 2
    y0 = place.middle[1] - sin * (width - 1) / 2 - cos * (height - 1) / 2
    back = np.array([[cos, -sin, x0], [sin, cos, y0]])
    flags = cv2.WARP_INVERSE_MAP | (cv2.INTER_CUBIC if scale >= 1 else cv2.INTER_AREA)
    piece = cv2.warpAffine(grey, back, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return piece, back
