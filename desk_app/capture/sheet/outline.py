"""Finds sheets in a photo: straight edges, the quadrilaterals they could form, and which of them look most like paper."""

from __future__ import annotations

import cv2
import numpy as np

from desk_app.capture import steps
from desk_app.capture.page import Pixels
from desk_app.capture.sheet import neighbours
from desk_app.capture.sheet.edges import find_lines
from desk_app.capture.sheet.quads import Quads, candidates, clockwise, crossing, scores_of

_WORK_PX, _SMALLEST_PX = 480, 32
_ACCEPTED, _CERTAIN = 0.70, 0.86
_REACH, _REACH_OF_HALVES = 2.0, 4.5


def find_outline(pixels: Pixels, *, scanned: bool = False) -> Pixels | None:
    """The four corners of the sheet, or None when the page fills the image or no sheet stands out.

    Args:
        pixels: uint8, H×W×3, RGB; a picture of about 1,200 pixels is enough, a camera's 640 do.
        scanned: it comes from a scanner: around a sheet there can only be its lid, one grey or black all over, so that
            the ornamental border of a certificate is not taken for a table.

    Returns:
        float32, 4×2, (x, y) clockwise from the corner nearest the top left; corners may lie a little outside the image.
    """
    found = _found(pixels, scanned=scanned)
    return found[0] if found else None


def find_outlines(pixels: Pixels, *, scanned: bool = False) -> list[Pixels]:
    """Every sheet that lies apart from the others, that of ``find_outline`` first; see there for the arguments."""
    return _found(pixels, scanned=scanned)


def _found(pixels: Pixels, *, scanned: bool) -> list[Pixels]:
    """The sheets, the most likely one first."""
    if min(pixels.shape[:2]) < _SMALLEST_PX or _is_full_page(pixels):
        return []
    scale = min(1.0, _WORK_PX / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    height, width = small.shape[:2]
    lab = cv2.cvtColor(cv2.medianBlur(small, 3), cv2.COLOR_RGB2LAB)
    lines = find_lines(lab, small)
    quads = candidates(lines, width, height)
    scores = scores_of(lab, quads)
    if scores.max(initial=0) < _CERTAIN:
        lines = find_lines(lab, small, thorough=True)
        quads = candidates(lines, width, height)
        scores = scores_of(lab, quads)
    chosen = neighbours.apart(quads.corners, scores, _ACCEPTED)
    if scanned:
        chosen = [index for index in chosen[:1] if _lies_under_a_lid(lab, quads.corners[index])]
    found = [(quads.corners[index], quads.on_border[index]) for index in chosen]
    halves = neighbours.split(lab, lines, found[0][0]) if len(found) == 1 and not scanned else None
    reach = _REACH if halves is None else _REACH_OF_HALVES
    if halves is not None:
        found = [_likest(half, quads, scores) for half in halves]
    return [
        clockwise(_refined(pixels, steps.scaled(corners, 1 / scale), on_border, reach / scale))
        for corners, on_border in found
        if not _fills(corners, width, height)
    ]


def _likest(half: Pixels, quads: Quads, scores: Pixels) -> tuple[Pixels, Pixels]:
    """The candidate that is nearly the same as one half of two sheets, else the half; and which sides are the picture's border."""
    same = neighbours.nearest(half, quads.corners, scores, _ACCEPTED)
    return (half, np.zeros(4, bool)) if same is None else (quads.corners[same], quads.on_border[same])


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


def _fills(quad: Pixels, width: int, height: int) -> bool:
    """Whether the outline is the image's border, near enough."""
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return bool(np.abs(clockwise(quad) - frame).max() < 0.012 * max(width, height))


def _lies_under_a_lid(lab: Pixels, quad: Pixels) -> bool:
    """Whether all that is outside is one colourless tone, clearly darker than the sheet."""
    sheet = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillConvexPoly(sheet, np.rint(quad).astype(np.int32), 1)
    around = lab[cv2.dilate(sheet, np.ones((11, 11), np.uint8)) == 0].astype(np.int16)
    if len(around) < 50:
        return False
    middle = np.median(around, axis=0)
    same = (np.abs(around - middle).max(axis=1) < 16).mean() > 0.9
    darker = float(np.median(lab[..., 0][sheet > 0])) - middle[0] > 25
    return bool(same and darker and np.abs(middle[1:] - 128).max() < 10)


def _refined(pixels: Pixels, quad: Pixels, on_border: Pixels, reach_px: float) -> Pixels:
    """Move each side, by ``reach_px`` at most, to where the brightness really steps, to a fraction of a pixel."""
    height, width = pixels.shape[:2]
    middle = quad.mean(axis=0)
    farthest = max(4.0, reach_px)
    reach = np.arange(-farthest, farthest + 0.5, 0.5, dtype=np.float32)
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
        base = start + np.linspace(0.03, 0.97, 96, dtype=np.float32)[:, None] * (end - start)
        seen = _stepped(pixels, base, reach, normal)
        inside = (seen >= 0).all(axis=1) & (seen[:, 0] < width) & (seen[:, 1] < height)
        seen = seen[inside]
        if len(seen) >= 20:
            vx, vy, x0, y0 = (
                float(v) for v in np.ravel(cv2.fitLine(seen.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01))
            )
            sides[-1] = (-vy, vx, -vy * x0 + vx * y0)
    lines = np.array(sides)
    before, at = np.array([3, 0, 1, 2]), np.arange(4)
    corners = crossing(lines[:, :2], lines[:, 2], before, at).astype(np.float32)
    far = np.abs(corners - quad).max() > 0.03 * max(height, width)
    return quad if far or not np.isfinite(corners).all() else corners


def _stepped(pixels: Pixels, base: Pixels, reach: Pixels, normal: Pixels) -> Pixels:
    """Where across a side, at each of its places, the picture steps most; places without a clear step are left out."""
    at = base[:, None] + reach[None, :, None] * normal
    x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
    across = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32).min(axis=2)
    profile = cv2.blur(across, (3, 5))
    slopes = np.abs(profile[:, 3:] - profile[:, :-3])
    best = np.argmax(slopes, axis=1)
    top = slopes[np.arange(len(best)), best]
    clear = top > max(1.5, 0.35 * float(np.median(top)))
    places: Pixels = (base + (reach[best] + 0.75)[:, None] * normal)[clear]
    return places
