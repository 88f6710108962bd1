"""Finds the sheet in a photo: straight edges, the quadrilaterals they could form, and which of them looks most like paper."""

from __future__ import annotations

import itertools
import math
from typing import TypeAlias

import cv2
import numpy as np

from desk_app.capture import steps
from desk_app.capture.page import Pixels

_WORK_PX = 640
_MOST_LINES = 13
_SMALLEST_AREA = 0.06
_SAMPLES = 40
_CONTRAST = 7.0
_BORDER_SUPPORT = 0.45
_Line: TypeAlias = tuple[float, float, float, bool]
_ACCEPTED = 0.68


def find_outline(pixels: Pixels, *, scanned: bool = False) -> Pixels | None:
    """The four corners of the sheet, or None when the page fills the image or no sheet stands out.

    Args:
        pixels: uint8, H×W×3, RGB; a picture of about 1,200 pixels is enough.
        scanned: it comes from a scanner: around a sheet there can only be its lid, one grey or black all over, so that
            the ornamental border of a certificate is not taken for a table.

    Returns:
        float32, 4×2, (x, y) clockwise from the corner nearest the top left; corners may lie a little outside the image.
    """
    if _is_full_page(pixels):
        return None
    scale = min(1.0, _WORK_PX / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    lab = cv2.cvtColor(cv2.medianBlur(small, 5), cv2.COLOR_RGB2LAB)
    lines = _lines(lab)
    quads, on_border = _quads(lines, lab.shape[1], lab.shape[0])
    if len(quads) == 0:
        return None
    scores = _scores(lab, quads, on_border)
    best = int(np.argmax(scores))
    if scores[best] < _ACCEPTED or _fills(quads[best], lab.shape[1], lab.shape[0]):
        return None
    if scanned and not _lies_under_a_lid(lab, quads[best]):
        return None
    return _clockwise(_refined(pixels, steps.scaled(quads[best], 1 / scale), on_border[best]))


def _is_full_page(pixels: Pixels) -> bool:
    """Whether all four margins are the same bright, colourless white: a scan, with nothing around the page."""
    height, width = pixels.shape[:2]
    band = max(3, round(0.02 * min(height, width)))
    ring = np.concatenate(
        [
            pixels[:band].reshape(-1, 3),
            pixels[-band:].reshape(-1, 3),
            pixels[:, :band].reshape(-1, 3),
            pixels[:, -band:].reshape(-1, 3),
        ]
    )[::7].astype(np.int16)
    middle = np.median(ring, axis=0)
    same = (np.abs(ring - middle).max(axis=1) < 14).mean()
    return bool(middle.min() >= 225 and middle.max() - middle.min() < 16 and same > 0.93)


def _lines(lab: Pixels) -> list[tuple[float, float, float, float]]:
    """Long straight edges as (cos, sin, distance, strength) of their normals; collinear pieces are one line."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    found = []
    for channel in cv2.split(lab):
        segments = detector.detect(channel)[0]
        if segments is not None:
            found.append(np.asarray(segments, np.float32).reshape(-1, 4))
    if not found:
        return []
    segments = np.concatenate(found)
    lengths = np.hypot(segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1])
    shortest = 0.035 * max(lab.shape[:2])
    segments, lengths = segments[lengths > shortest], lengths[lengths > shortest]
    order = np.argsort(-lengths)[:400]
    return _merged(segments[order], lengths[order])


def _merged(segments: Pixels, lengths: Pixels) -> list[tuple[float, float, float, float]]:
    directions = np.arctan2(segments[:, 3] - segments[:, 1], segments[:, 2] - segments[:, 0])
    middles = np.stack([(segments[:, 0] + segments[:, 2]) / 2, (segments[:, 1] + segments[:, 3]) / 2], axis=1)
    left = np.ones(len(segments), bool)
    lines = []
    for index in range(len(segments)):
        if not left[index]:
            continue
        cos, sin = math.cos(directions[index] + math.pi / 2), math.sin(directions[index] + math.pi / 2)
        distance = float(middles[index] @ (cos, sin))
        turned = np.abs((directions - directions[index] + math.pi / 2) % math.pi - math.pi / 2)
        same = left & (turned < math.radians(3)) & (np.abs(middles @ np.array([cos, sin]) - distance) < 3.5)
        ends = segments[same].reshape(-1, 2)
        vx, vy, x0, y0 = (float(v) for v in np.ravel(cv2.fitLine(ends, cv2.DIST_L2, 0, 0.01, 0.01)))
        lines.append((-vy, vx, -vy * x0 + vx * y0, float(lengths[same].sum())))
        left &= ~same
    return lines


def _quads(lines: list[tuple[float, float, float, float]], width: int, height: int) -> tuple[Pixels, Pixels]:
    """Every plausible quadrilateral of two and two opposite lines, and which of its sides are the image's own border."""
    borders = [(1.0, 0.0, 0.0), (1.0, 0.0, width - 1.0), (0.0, 1.0, 0.0), (0.0, 1.0, height - 1.0)]
    angles = np.array([math.atan2(sin, cos) for cos, sin, _, _ in lines])
    weights = np.array([strength for *_, strength in lines])
    empty = np.zeros((0, 4, 2), np.float32), np.zeros((0, 4), bool)
    if not lines:
        return empty
    main = math.atan2(float((weights * np.sin(4 * angles)).sum()), float((weights * np.cos(4 * angles)).sum())) / 4
    turned = np.abs((angles - main + math.pi / 2) % math.pi - math.pi / 2)
    groups: list[list[_Line]] = []
    for along in (turned < math.radians(40), turned > math.radians(50)):
        strongest = sorted((lines[i] for i in np.flatnonzero(along)), key=lambda line: -line[3])[:_MOST_LINES]
        groups.append([(cos, sin, distance, False) for cos, sin, distance, _ in strongest])
    for cos, sin, distance in borders:
        away = abs((math.atan2(sin, cos) - main + math.pi / 2) % math.pi - math.pi / 2)
        if away < math.radians(20) or away > math.radians(70):
            groups[0 if away < math.radians(20) else 1].append((cos, sin, distance, True))
    pairs = [list(itertools.combinations(group, 2)) for group in groups]
    if not pairs[0] or not pairs[1]:
        return empty
    return _plausible(pairs, width, height)


def _plausible(pairs: list[list[tuple[_Line, _Line]]], width: int, height: int) -> tuple[Pixels, Pixels]:
    """Corners of all combinations at once, without the crooked, the tiny and those with more than one side on the border."""
    first, second = (np.array([[line[:3] for line in pair] for pair in side]) for side in pairs)
    first_border, second_border = (np.array([[line[3] for line in pair] for pair in side]) for side in pairs)
    i, j = (index.ravel() for index in np.meshgrid(range(len(first)), range(len(second)), indexing="ij"))
    a, b, c, d = first[i, 0], second[j, 0], first[i, 1], second[j, 1]
    quads = np.stack([_crossing(a, b), _crossing(b, c), _crossing(c, d), _crossing(d, a)], axis=1)
    on_border = np.stack([second_border[j, 0], first_border[i, 1], second_border[j, 1], first_border[i, 0]], axis=1)
    sides = np.roll(quads, -1, axis=1) - quads
    lengths = np.linalg.norm(sides, axis=2) + 1e-6
    cross = sides[:, :, 0] * np.roll(sides, -1, axis=1)[:, :, 1] - sides[:, :, 1] * np.roll(sides, -1, axis=1)[:, :, 0]
    sine = cross / (lengths * np.roll(lengths, -1, axis=1))
    area = (
        np.abs(
            (
                quads[:, :, 0] * np.roll(quads, -1, axis=1)[:, :, 1]
                - quads[:, :, 1] * np.roll(quads, -1, axis=1)[:, :, 0]
            ).sum(axis=1)
        )
        / 2
    )
    size = np.array([width, height])
    good = np.isfinite(quads).all(axis=(1, 2)) & (area > _SMALLEST_AREA * width * height) & (on_border.sum(axis=1) <= 1)
    good &= (np.abs(sine) > 0.75).all(axis=1) & ((sine > 0).all(axis=1) | (sine < 0).all(axis=1))
    good &= ((quads > -0.06 * size) & (quads < 1.06 * size)).all(axis=(1, 2))
    good &= (np.minimum(lengths[:, :2], lengths[:, 2:]) / np.maximum(lengths[:, :2], lengths[:, 2:]) > 0.55).all(axis=1)
    good &= lengths.min(axis=1) / lengths.max(axis=1) > 0.3
    return quads[good].astype(np.float32), on_border[good]


def _crossing(a: Pixels, b: Pixels) -> Pixels:
    """Where lines given by normal and distance cross; n×2."""
    det = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
    det = np.where(np.abs(det) < 1e-6, np.nan, det)
    x = (a[:, 2] * b[:, 1] - a[:, 1] * b[:, 2]) / det
    y = (a[:, 0] * b[:, 2] - a[:, 2] * b[:, 0]) / det
    return np.stack([x, y], axis=1)


def _scores(lab: Pixels, quads: Pixels, on_border: Pixels) -> Pixels:
    """How much each looks like a sheet: paper of one colour along its inside, something darker or other along its outside."""
    height, width = lab.shape[:2]
    middle = quads.mean(axis=1, keepdims=True)
    t = (np.arange(_SAMPLES, dtype=np.float32) + 0.5) / _SAMPLES
    start, end = quads, np.roll(quads, -1, axis=1)
    points = start[:, :, None] + (end - start)[:, :, None] * t[None, None, :, None]
    direction = (end - start) / (np.linalg.norm(end - start, axis=2, keepdims=True) + 1e-6)
    normal = np.stack([-direction[:, :, 1], direction[:, :, 0]], axis=2)
    inward = np.where(((middle - start) * normal).sum(axis=2, keepdims=True) > 0, normal, -normal)[:, :, None]

    def look(offset: float) -> Pixels:
        at = np.rint(points + offset * inward).astype(np.int32)
        return lab[np.clip(at[..., 1], 0, height - 1), np.clip(at[..., 0], 0, width - 1)].astype(np.int16)

    inside = look(4)
    brightness, other = _steps(inside, look(-4), look(-10))
    support = ((other > _CONTRAST) & (brightness > -_CONTRAST)).mean(axis=2)
    support = np.where(on_border, _BORDER_SUPPORT, support)
    paper = np.median(inside.reshape(len(quads), -1, 3), axis=1)[:, None, None]
    uniform = (np.abs(inside - paper).max(axis=3) < 28).mean(axis=(1, 2))
    area = np.abs((start[:, :, 0] * end[:, :, 1] - start[:, :, 1] * end[:, :, 0]).sum(axis=1)) / 2 / (width * height)
    scores: Pixels = 0.45 * support.mean(axis=1) + 0.3 * support.min(axis=1) + 0.25 * uniform + 0.1 * np.sqrt(area)
    return scores


def _steps(inside: Pixels, *outside: Pixels) -> tuple[Pixels, Pixels]:
    """How much brighter, and how different at all, the inside is from every one of the outsides: a printed frame is no edge."""
    differences = [inside - other for other in outside]
    brightness = np.minimum.reduce([difference[..., 0] for difference in differences])
    return brightness, np.minimum.reduce([np.abs(difference).max(axis=3) for difference in differences])


def _fills(quad: Pixels, width: int, height: int) -> bool:
    """Whether the outline is the image's border, near enough."""
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return bool(np.abs(_clockwise(quad) - frame).max() < 0.012 * max(width, height))


def _lies_under_a_lid(lab: Pixels, quad: Pixels) -> bool:
    """Whether all that is outside is one colourless tone, clearly darker than the sheet."""
    sheet = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillConvexPoly(sheet, np.rint(quad).astype(np.int32), 1)
    around = lab[cv2.dilate(sheet, np.ones((13, 13), np.uint8)) == 0].astype(np.int16)
    if len(around) < 50:
        return False
    middle = np.median(around, axis=0)
    same = (np.abs(around - middle).max(axis=1) < 16).mean() > 0.9
    darker = float(np.median(lab[..., 0][sheet > 0])) - middle[0] > 25
    return bool(same and darker and np.abs(middle[1:] - 128).max() < 10)


def _refined(pixels: Pixels, quad: Pixels, on_border: Pixels) -> Pixels:
    """Move each side to where the brightness really steps, to a fraction of a pixel."""
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), 1.0).astype(np.float32)
    height, width = grey.shape
    middle = quad.mean(axis=0)
    reach = np.arange(-6, 6.5, 0.5, dtype=np.float32)
    sides = []
    for index in range(4):
        start, end = quad[index], quad[(index + 1) % 4]
        along = (end - start) / (np.linalg.norm(end - start) + 1e-6)
        normal = np.array([-along[1], along[0]], np.float32)
        if normal @ (middle - start) < 0:
            normal = -normal
        sides.append((normal[0], normal[1], float(normal @ start)))
        if on_border[index]:
            continue
        base = start + np.linspace(0.04, 0.96, 80, dtype=np.float32)[:, None] * (end - start)
        at = base[:, None] + reach[None, :, None] * normal
        profile = cv2.remap(grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        steps = profile[:, 2:] - profile[:, :-2]
        best = np.argmax(np.abs(steps), axis=1)
        seen = base + reach[best + 1][:, None] * normal
        inside = (seen >= 0).all(axis=1) & (seen[:, 0] < width) & (seen[:, 1] < height)
        seen = seen[inside & (np.abs(steps[np.arange(len(best)), best]) > 3)]
        if len(seen) >= 20:
            vx, vy, x0, y0 = (
                float(v) for v in np.ravel(cv2.fitLine(seen.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01))
            )
            sides[-1] = (-vy, vx, -vy * x0 + vx * y0)
    lines = np.array(sides)
    corners = _crossing(np.roll(lines, 1, axis=0), lines).astype(np.float32)
    far = np.abs(corners - quad).max() > 0.03 * max(height, width)
    return quad if far or not np.isfinite(corners).all() else corners


def _clockwise(quad: Pixels) -> Pixels:
    """The corners clockwise (as seen, y down), first the one nearest the top left."""
    middle = quad.mean(axis=0)
    order = np.argsort(np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0]))
    ordered = quad[order]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0).astype(np.float32)
