"""Tells one sheet from several: others that lie apart from the best, and two side by side that look like one large one."""

from __future__ import annotations

import cv2
import numpy as np

from desk_app.capture.page import Pixels
from desk_app.capture.sheet.edges import Lines, beside_a_gap
from desk_app.capture.sheet.quads import clockwise

_CLEARLY_BETTER = 0.08
_EDGE_OF_A_GAP = 0.62
_WIDEST_GAP = 0.11
_SAME_PAPER = 0.85
_OTHER_THAN_PAPER, _CLEARLY_OTHER = 4, 9
_LEAST_ALIKE = 0.6


def apart(corners: Pixels, scores: Pixels, accepted: float) -> list[int]:
    """The best candidate and, of the rest, those good ones that lie beside it; k×4×2 and k."""
    order = [int(index) for index in np.argsort(-scores) if scores[index] >= accepted]
    if not order:
        return []
    shapes = {index: clockwise(corners[index]) for index in order}
    chosen = [order[0]]
    for index in order[1:]:
        good = scores[index] > accepted + _CLEARLY_BETTER
        if good and all(max(_overlap(shapes[index], shapes[other])) < 0.06 for other in chosen):
            chosen.append(index)
    return chosen


def _overlap(one: Pixels, other: Pixels) -> tuple[float, float]:
    """Which part of each is common to both."""
    common = float(cv2.intersectConvexConvex(one, other)[0])
    return common / cv2.contourArea(one), common / cv2.contourArea(other)


def split(lab: Pixels, lines: Lines, quad: Pixels) -> tuple[Pixels, Pixels] | None:
    """The two sheets that ``quad`` consists of when a gap runs across it; None when it is one sheet.

    Args:
        lab: as for ``find_lines``.
        lines: all that were found.
        quad: float32, 4×2.
    """
    corners = clockwise(quad)
    near = beside_a_gap(lab, lines)
    for turned in range(2):
        found = _split_across(lab, near, np.roll(corners, turned, axis=0))
        if found is not None:
            return found
    return None


def _split_across(lab: Pixels, near: Lines, corners: Pixels) -> tuple[Pixels, Pixels] | None:
    """A gap from the first side to the third: where one sheet ends and the next begins."""
    first, second, third, fourth = (corner.astype(np.float64) for corner in corners)
    at_first, at_third = (_meeting(near, *side) for side in ((first, second), (fourth, third)))
    cuts = np.flatnonzero((np.minimum(at_first, at_third) > 0.2) & (np.maximum(at_first, at_third) < 0.8))
    if len(cuts) < 2:
        return None
    starts = first + at_first[cuts, None] * (second - first)
    ends = fourth + at_third[cuts, None] * (third - fourth)
    left = ((first + fourth) / 2 * near.normals[cuts]).sum(axis=1) > near.distances[cuts]
    before = near.support(cuts, np.where(left, 0, 1), starts, ends)
    after = near.support(cuts, np.where(left, 1, 0), starts, ends)
    best: tuple[float, tuple[Pixels, Pixels]] | None = None
    for i in np.flatnonzero(before > _EDGE_OF_A_GAP):
        for j in np.flatnonzero(after > _EDGE_OF_A_GAP):
            gaps = at_first[cuts[j]] - at_first[cuts[i]], at_third[cuts[j]] - at_third[cuts[i]]
            if min(gaps) < -0.005 or max(gaps) > _WIDEST_GAP or max(gaps) < 0.008:
                continue
            shares = at_first[cuts[i]] + at_third[cuts[i]], 2 - at_first[cuts[j]] - at_third[cuts[j]]
            if min(shares) < _LEAST_ALIKE * max(shares):
                continue
            parts = np.array([first, starts[i], ends[i], fourth]), np.array([starts[j], second, third, ends[j]])
            worth = float(before[i] + after[j])
            if (best is None or worth > best[0]) and _is_gap(lab, starts[i], ends[i], starts[j], ends[j]):
                best = worth, (parts[0].astype(np.float32), parts[1].astype(np.float32))
    return best[1] if best else None


def _is_gap(lab: Pixels, start: Pixels, end: Pixels, next_start: Pixels, next_end: Pixels) -> bool:
    """Whether no paper is seen between two edges, not even at the ends, where a line of writing would leave its margins."""
    t = np.linspace(0.012, 0.988, 250, dtype=np.float32)[:, None]
    across = (next_start + next_end - start - end) / 2
    width = float(np.linalg.norm(across)) + 1e-6
    middle = (start + next_start) / 2 * (1 - t) + (end + next_end) / 2 * t
    height, wide = lab.shape[:2]
    seen = []
    for offset in (0.0, -width / 2 - 5, width / 2 + 5):
        at = np.rint(middle + offset * across / width).astype(np.int32)
        row = lab[np.clip(at[:, 1], 0, height - 1), np.clip(at[:, 0], 0, wide - 1)][None]
        seen.append(
            (cv2.blur(row, (3, 1)) if offset == 0 else cv2.medianBlur(np.repeat(row, 31, axis=0), 31)[15:16]).astype(
                np.int16
            )
        )
    differences = np.minimum(*(np.abs(seen[0] - paper).max(axis=2)[0] for paper in seen[1:]))
    between = differences >= max(_OTHER_THAN_PAPER, 0.4 * float(np.median(differences)))
    ends = min(float(between[:14].mean()), float(between[-14:].mean()))
    return bool(between.mean() > 0.9 and ends > 0.75 and np.median(differences) >= _CLEARLY_OTHER)


def _meeting(lines: Lines, start: Pixels, end: Pixels) -> Pixels:
    """At which part of the way from start to end each line is met; n."""
    steps = lines.normals @ (end - start)
    gap = lines.distances - lines.normals @ start
    where: Pixels = np.where(np.abs(steps) > 1e-6, gap / np.where(np.abs(steps) > 1e-6, steps, 1), -1.0)
    return where


def nearest(part: Pixels, corners: Pixels, scores: Pixels, accepted: float) -> int | None:
    """The best candidate that is nearly the same as ``part``, to be taken in its place; None when there is none."""
    shape = clockwise(part)
    for index in np.argsort(-scores):
        if scores[index] < accepted:
            return None
        if min(_overlap(shape, clockwise(corners[index]))) > _SAME_PAPER:
            return int(index)
    return None
