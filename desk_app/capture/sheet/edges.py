"""Straight lines in a picture that could be the edge of a sheet, and how much of each really looks like one, place by place."""

from __future__ import annotations

import dataclasses
import math

import cv2
import numpy as np

from desk_app.capture import steps
from desk_app.capture.page import Pixels

_MOST_SEGMENTS = 220
_MOST_LINES = 40
_STEP_PX = 4.0
_OFFSETS_PX = (3.0, 5.0, 8.0, 12.0)
_FAINTEST, _CLEAR = 2.2, 7.0
_SMOOTHED = 7
_LIFT = 2.6


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Lines as normals (cos, sin) and distances from the origin, n each, and running sums of the evidence along them.

    Attributes:
        normals: n×2.
        distances: n.
        evidence: 3×n×(m+1); for the sheet on the side the normal points to, and on the other: how much of the line, up
            to each place, separates paper from what lies around it; and how much of it lies in the picture.
        reach: the places run from -reach to +reach pixels along the line, from the foot of its normal.
        strength: n; the most evidence of either side.
    """

    normals: Pixels
    distances: Pixels
    evidence: Pixels
    reach: float
    strength: Pixels

    def chosen(self, which: Pixels) -> Lines:
        """Some of them."""
        return Lines(
            self.normals[which], self.distances[which], self.evidence[:, which], self.reach, self.strength[which]
        )

    def support(self, line: Pixels, side: Pixels, start: Pixels, end: Pixels) -> Pixels:
        """The share of each stretch (points k×2) of line number ``line`` that looks like a sheet's edge; k."""
        along = np.stack([-self.normals[line, 1], self.normals[line, 0]], axis=1)
        first, last = ((points * along).sum(axis=1) for points in (start, end))
        first, last = np.minimum(first, last), np.maximum(first, last)
        inset = 0.02 * (last - first)
        places = self.evidence.shape[2] - 1
        low, high = ((place + self.reach) / _STEP_PX for place in (first + inset, last - inset))
        low, high = (np.clip(np.rint(place), 0, places).astype(np.int64) for place in (low, high))
        found = self.evidence[side, line, high] - self.evidence[side, line, low]
        seen = self.evidence[2, line, high] - self.evidence[2, line, low]
        whole = np.maximum((last - first - 2 * inset) / _STEP_PX, 1)
        share: Pixels = found / np.maximum(seen, 1) * np.clip(seen / whole + 0.2, 0, 1)
        return np.minimum(share, 1.0)


def find_lines(lab: Pixels, rgb: Pixels, *, thorough: bool = False) -> Lines:
    """The lines with the most evidence, strongest first.

    Args:
        lab: uint8, H×W×3, smoothed, OpenCV's L*a*b*.
        rgb: the same picture, uint8, H×W×3.
        thorough: look at colour alone, too, and at more lines; for coloured paper and for striped cloth.
    """
    # The darkest channel parts white paper from any coloured ground.
    planes = [(steps.lowest(rgb), _LIFT)]
    if thorough:
        planes += [(np.ascontiguousarray(lab[..., channel]), lift) for channel, lift in ((0, 4.0), (1, 5.0), (2, 5.0))]
    segments, lengths = _segments([_lifted(*plane) for plane in planes])
    normals, distances = _merged(segments, lengths, 2 * _MOST_LINES if thorough else _MOST_LINES)
    reach = _STEP_PX * math.ceil(math.hypot(*lab.shape[:2]) / _STEP_PX)
    if len(normals) == 0:
        return Lines(normals, distances, np.zeros((3, 0, 1), np.float32), reach, distances)
    lines = _weighed(lab, normals, distances, reach, _OFFSETS_PX)
    return lines.chosen(np.argsort(-lines.strength))


def beside_a_gap(lab: Pixels, lines: Lines) -> Lines:
    """The same lines, judged by what lies directly beyond them: behind a narrow gap another sheet may begin."""
    return _weighed(lab, lines.normals, lines.distances, lines.reach, _OFFSETS_PX[:1])


def _weighed(lab: Pixels, normals: Pixels, distances: Pixels, reach: float, offsets: tuple[float, ...]) -> Lines:
    evidence = _evidence(lab, normals, distances, reach, offsets)
    summed = np.concatenate([np.zeros((3, len(normals), 1), np.float32), np.cumsum(evidence, axis=2)], axis=2)
    return Lines(normals, distances, summed, reach, summed[:2, :, -1].max(axis=0))


def _lifted(plane: Pixels, lift: float) -> Pixels:
    """The plane with its local contrast raised, in which white paper shows on a white desk."""
    soft = cv2.GaussianBlur(plane, (0, 0), 0.9)
    quarter = cv2.resize(soft, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around = cv2.resize(cv2.GaussianBlur(quarter, (0, 0), 3.5), soft.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.addWeighted(soft, lift, around, -lift, 128.0)


def _segments(planes: list[Pixels]) -> tuple[Pixels, Pixels]:
    """Straight pieces (k×4) and their lengths, longest first."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    found = [detector.detect(plane)[0] for plane in planes]
    pieces = [np.asarray(some, np.float32).reshape(-1, 4) for some in found if some is not None]
    segments = np.concatenate([np.zeros((0, 4), np.float32), *pieces])
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    order = np.argsort(-lengths)[: _MOST_SEGMENTS * len(planes)]
    order = order[lengths[order] > 0.03 * max(planes[0].shape)]
    return segments[order], lengths[order]


def _merged(segments: Pixels, lengths: Pixels, most: int) -> tuple[Pixels, Pixels]:
    """Collinear pieces as one line: normals (n×2) and distances (n), those with the longest pieces first."""
    directions = np.arctan2(segments[:, 3] - segments[:, 1], segments[:, 2] - segments[:, 0])
    middles = np.stack([(segments[:, 0] + segments[:, 2]) / 2, (segments[:, 1] + segments[:, 3]) / 2], axis=1)
    left = np.ones(len(segments), bool)
    lines: list[tuple[float, float, float]] = []
    for index in range(len(segments)):
        if not left[index]:
            continue
        if len(lines) == most:
            break
        cos, sin = math.cos(directions[index] + math.pi / 2), math.sin(directions[index] + math.pi / 2)
        distance = float(middles[index] @ (cos, sin))
        turned = np.abs((directions - directions[index] + math.pi / 2) % math.pi - math.pi / 2)
        same = left & (turned < math.radians(3)) & (np.abs(middles @ np.array([cos, sin]) - distance) < 2.6)
        left &= ~same
        lines.append(_fitted(segments[same], lengths[same]))
    table = np.array(lines, np.float64).reshape(-1, 3)
    return table[:, :2], table[:, 2]


def _fitted(segments: Pixels, lengths: Pixels) -> tuple[float, float, float]:
    """Normal and distance of the line through the ends of pieces, long ones counting more."""
    ends = segments.reshape(-1, 2).astype(np.float64)
    weights = np.repeat(lengths, 2).astype(np.float64)
    middle = (ends * weights[:, None]).sum(axis=0) / weights.sum()
    around = ends - middle
    spread = (around * weights[:, None]).T @ around
    angle = 0.5 * math.atan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    normal = (-math.sin(angle), math.cos(angle))
    return normal[0], normal[1], float(middle @ normal)


def _evidence(lab: Pixels, normals: Pixels, distances: Pixels, reach: float, offsets: tuple[float, ...]) -> Pixels:
    """Per side, line and place 0–1: brighter or of another colour within than without, both close to the line and farther off."""
    height, width = lab.shape[:2]
    places = np.arange(-reach, reach, _STEP_PX) + _STEP_PX / 2
    along = np.stack([-normals[:, 1], normals[:, 0]], axis=1)
    points = (normals * distances[:, None])[:, None] + places[None, :, None] * along[:, None]

    def look(offset: float) -> Pixels:
        at = (points + offset * normals[:, None]).astype(np.float32)
        x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
        return cv2.remap(lab, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)

    within = (points >= 1).all(axis=2) & (points[:, :, 0] < width - 1) & (points[:, :, 1] < height - 1)
    clear = _clear_contrast(lab)
    below, above = [look(-offset) for offset in offsets], [look(offset) for offset in offsets]
    sides = [_separation(inside, outside, clear) * within for inside, outside in ((above[0], below), (below[0], above))]
    return np.stack([*sides, within]).astype(np.float32)


def _separation(inside: Pixels, outside: list[Pixels], clear: float) -> Pixels:
    """0–1 for each line and place: nothing out there, near or farther off, looks like the paper in here.

    Between written words and lines paper shows through, so that the foot of a paragraph is no edge; on a table it does not.
    """
    paper = cv2.blur(inside, (_SMOOTHED, 1))
    shape = paper.shape[:2]
    least, closest, brighter = (np.full(shape, 255.0, np.float32) for _ in range(3))
    for look in outside:
        smooth = cv2.subtract(paper, cv2.blur(look, (_SMOOTHED, 1)))
        brighter = cv2.min(brighter, np.ascontiguousarray(smooth[..., 0]))
        least = cv2.min(least, _largest(cv2.absdiff(smooth, np.zeros_like(smooth))))
        closest = cv2.min(closest, _largest(cv2.absdiff(paper, look)))
    closest = cv2.erode(closest, np.ones((1, _SMOOTHED), np.uint8))
    share = np.clip(least / clear, 0, 1) ** 1.5 * np.clip(closest / (0.45 * clear), 0.2, 1)
    found: Pixels = share * (brighter > -clear)
    return found


def _largest(differences: Pixels) -> Pixels:
    """The largest of the three channels."""
    first, second, third = cv2.split(differences)
    return cv2.max(cv2.max(first, second), third)


def _clear_contrast(lab: Pixels) -> float:
    """What difference is no accident in this picture: little on a smooth desk, more on wood."""
    bright = lab[::3, ::3, 0].astype(np.int16)
    rough = float(np.median(np.abs(bright[4:] - bright[:-4])) + np.median(np.abs(bright[:, 4:] - bright[:, :-4])))
    return min(_CLEAR, max(_FAINTEST, 1.3 * rough + 1.6))
