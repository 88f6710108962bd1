"""Quadrilaterals that straight lines could form, and how much each looks like a sheet of paper."""

from __future__ import annotations

import dataclasses

import numpy as np

from desk_app.capture.page import Pixels
from desk_app.capture.sheet.edges import Lines

_SMALLEST_AREA = 0.05
_OUTSIDE = 0.15
_SAMPLES = 40
_BORDER_SUPPORT = 0.45
_MOST_OF_IT, _CUT_BONUS, _CUT_EDGES = 0.6, 0.027, 0.65
_LOOKED_AT, _MOST_LINES = 90, 22


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Quads:
    """Candidates: corners k×4×2, which sides are the picture's own border k×4, how much of each side is an edge k×4."""

    corners: Pixels
    on_border: Pixels
    support: Pixels

    def chosen(self, which: Pixels) -> Quads:
        """Some of them."""
        return Quads(self.corners[which], self.on_border[which], self.support[which])


def _with_borders(lines: Lines, width: int, height: int) -> tuple[Pixels, Pixels]:
    """Normals and distances of the lines and of the picture's four borders behind them."""
    normals = np.concatenate([lines.normals.reshape(-1, 2), [[1, 0], [1, 0], [0, 1], [0, 1]]])
    distances = np.concatenate([lines.distances.ravel(), [0, width - 1, 0, height - 1]])
    return normals, distances


def candidates(lines: Lines, width: int, height: int) -> Quads:
    """The plausible quadrilaterals of two and two opposite lines with the best edges."""
    lines = lines.chosen(np.arange(min(_MOST_LINES, len(lines.distances))))
    normals, distances = _with_borders(lines, width, height)
    pairs = _opposite(normals, distances, min(width, height))
    none = Quads(np.zeros((0, 4, 2), np.float32), np.zeros((0, 4), bool), np.zeros((0, 4), np.float32))
    if len(pairs) < 2:
        return none
    along = np.arctan2(normals[pairs[:, 0], 1], normals[pairs[:, 0], 0])
    i, j = np.triu_indices(len(pairs), 1)
    between = np.abs((along[i] - along[j] + np.pi / 2) % np.pi - np.pi / 2)
    i, j = i[between > np.radians(50)], j[between > np.radians(50)]
    sides = np.stack([pairs[i, 0], pairs[j, 0], pairs[i, 1], pairs[j, 1]], axis=1)
    borders = len(lines.distances)
    sides = sides[(sides >= borders).sum(axis=1) <= 2]
    corners = np.stack([crossing(normals, distances, sides[:, k - 1], sides[:, k]) for k in range(4)], axis=1)
    good = _plausible(corners, width, height)
    corners, sides = corners[good], sides[good]
    if len(corners) == 0:
        return none
    support = _support(lines, corners, sides)
    cheap = 0.45 * support.mean(axis=1) + 0.3 * support.min(axis=1) + 0.1 * np.sqrt(_areas(corners) / (width * height))
    best = np.argsort(-cheap)[:_LOOKED_AT]
    return Quads(corners.astype(np.float32), sides >= borders, support).chosen(best)


def _opposite(normals: Pixels, distances: Pixels, short_px: int) -> Pixels:
    """Pairs of lines that could be opposite sides: nearly parallel and apart; k×2."""
    i, j = np.triu_indices(len(distances), 1)
    cosine = (normals[i] * normals[j]).sum(axis=1)
    apart = np.abs(distances[i] - np.sign(cosine) * distances[j])
    good = (np.abs(cosine) > np.cos(np.radians(28))) & (apart > 0.12 * short_px)
    return np.stack([i[good], j[good]], axis=1)


def crossing(normals: Pixels, distances: Pixels, a: Pixels, b: Pixels) -> Pixels:
    """Where lines number a and b cross; k×2."""
    det = normals[a, 0] * normals[b, 1] - normals[a, 1] * normals[b, 0]
    det = np.where(np.abs(det) < 1e-6, np.nan, det)
    x = (distances[a] * normals[b, 1] - distances[b] * normals[a, 1]) / det
    y = (normals[a, 0] * distances[b] - normals[b, 0] * distances[a]) / det
    points: Pixels = np.stack([x, y], axis=1)
    return points


def _areas(corners: Pixels) -> Pixels:
    following = np.roll(corners, -1, axis=1)
    twice = (corners[:, :, 0] * following[:, :, 1] - corners[:, :, 1] * following[:, :, 0]).sum(axis=1)
    areas: Pixels = np.abs(twice) / 2
    return areas


def _plausible(corners: Pixels, width: int, height: int) -> Pixels:
    """Without the crooked, the tiny, the narrow and those that leave the picture; bool, k."""
    xs, ys = ([np.ascontiguousarray(corners[:, k, axis]) for k in range(4)] for axis in (0, 1))
    good = np.ones(len(corners), bool)
    for values, size in ((xs, width), (ys, height)):
        for value in values:  # a comparison with what is not a number is false, too
            good &= (value > -_OUTSIDE * size) & (value < (1 + _OUTSIDE) * size)
    across = [np.where(good, xs[(k + 1) % 4] - xs[k], 1) for k in range(4)]
    down = [np.where(good, ys[(k + 1) % 4] - ys[k], 1) for k in range(4)]
    lengths = [np.hypot(across[k], down[k]) + 1e-6 for k in range(4)]
    turns = [across[k] * down[(k + 1) % 4] - down[k] * across[(k + 1) % 4] for k in range(4)]
    sines = [turns[k] / (lengths[k] * lengths[(k + 1) % 4]) for k in range(4)]
    for k in range(4):
        good &= (np.abs(sines[k]) > 0.7) & (sines[k] * sines[0] > 0)
    for k in range(2):
        good &= np.minimum(lengths[k], lengths[k + 2]) > 0.5 * np.maximum(lengths[k], lengths[k + 2])
    longest = np.maximum(np.maximum(lengths[0], lengths[1]), np.maximum(lengths[2], lengths[3]))
    shortest = np.minimum(np.minimum(lengths[0], lengths[1]), np.minimum(lengths[2], lengths[3]))
    good &= shortest > 0.3 * longest
    good &= np.abs(turns[0] + turns[2]) / 2 > _SMALLEST_AREA * width * height
    return good


def _support(lines: Lines, corners: Pixels, sides: Pixels) -> Pixels:
    """How much of each side is an edge with paper on the inner side; a side on the picture's border counts as half one."""
    support = np.full(sides.shape, _BORDER_SUPPORT, np.float32)
    middles = corners.mean(axis=1)
    for k in range(4):
        real = sides[:, k] < len(lines.distances)
        line = sides[real, k]
        beyond = (middles[real] * lines.normals[line]).sum(axis=1) - lines.distances[line]
        side = np.where(beyond > 0, 0, 1)
        support[real, k] = lines.support(line, side, corners[real, k], corners[real, (k + 1) % 4])
    return support


def scores_of(lab: Pixels, quads: Quads) -> Pixels:
    """How much each looks like a sheet: edges all around, paper of one colour along its inside, and the larger the better."""
    if len(quads.corners) == 0:
        return np.zeros(0, np.float32)
    height, width = lab.shape[:2]
    start, end = quads.corners, np.roll(quads.corners, -1, axis=1)
    middle = quads.corners.mean(axis=1, keepdims=True)
    t = (np.arange(_SAMPLES, dtype=np.float32) + 0.5) / _SAMPLES
    points = start[:, :, None] + (end - start)[:, :, None] * t[None, None, :, None]
    inward = middle[:, :, None] - points
    inward /= np.linalg.norm(inward, axis=3, keepdims=True) + 1e-6
    at = np.rint(points + 5 * inward).astype(np.int32)
    inside = lab[np.clip(at[..., 1], 0, height - 1), np.clip(at[..., 0], 0, width - 1)].astype(np.int16)
    usual = np.median(inside.reshape(len(inside), -1, 3), axis=1)[:, None, None]
    off = np.abs(inside - usual)
    uniform = ((off[..., 0] < 40) & (off[..., 1:].max(axis=3) < 10)).mean(axis=(1, 2))
    area = _areas(quads.corners) / (width * height)
    support = quads.support
    scores: Pixels = 0.45 * support.mean(axis=1) + 0.3 * support.min(axis=1) + 0.25 * uniform + 0.1 * np.sqrt(area)
    # A sheet that fills the picture and leaves it on one or two sides has little edge to show.
    real = np.where(quads.on_border, 0, support).sum(axis=1) / np.maximum((~quads.on_border).sum(axis=1), 1)
    cut = (area > _MOST_OF_IT) & (real > _CUT_EDGES)
    raised: Pixels = scores + np.where(cut, _CUT_BONUS * quads.on_border.sum(axis=1), 0)
    return raised


def clockwise(quad: Pixels) -> Pixels:
    """The corners clockwise (as seen, y down), first the one nearest the top left."""
    middle = quad.mean(axis=0)
    order = np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))
    ordered = quad[order]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0).astype(np.float32)
