"""Quick looks at a sheet in a camera frame: has it moved, is a hand on it, is it the same sheet, does a lamp mirror on it.

Each is a pure function of small pictures, made to be asked many times a second.
"""

from __future__ import annotations

import cv2
import numpy as np

from desk_app.capture.page import A4_LONG_MM, MM_PER_INCH, Pixels
from desk_app.capture.sheet import suspicion

LOOK_PX = 640
_THUMB_PX = 200
_CHANGED_LEVELS = 11.0
_CHANGED_PART = 0.004
_MARGIN = 0.13
_PRINT_PX = 224
_CELLS = 14
_HAND_PART = 0.018
_GLARE_PART = 0.006
_CROP_PX = 448
_BLURRED_PX = 3.4
_ALIKE = 0.5
_NOISE = 0.02
_SOFT_BORDER_PX, _SOFT_BORDER_MM = 7.0, 1.2


def shrunk(frame: Pixels, width_px: int = LOOK_PX) -> Pixels:
    """The frame at most so wide; uint8, H×W×3."""
    height, width = frame.shape[:2]
    if width <= width_px:
        return frame
    size = width_px, max(1, round(height * width_px / width))
    whole = width // width_px
    if whole >= 2:  # averaging is fast by whole numbers only; the few pixels left over at two borders are not missed
        rows, columns = height // whole, width // whole
        even = frame[: rows * whole, : columns * whole]
        frame = cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA)
    return frame if frame.shape[1::-1] == size else cv2.resize(frame, size, interpolation=cv2.INTER_LINEAR)


def thumb(small: Pixels) -> Pixels:
    """A tiny, soft copy in which noise and focus no longer show, but a finger does; float32, h×w×3."""
    soft = cv2.GaussianBlur(shrunk(small, _THUMB_PX), (0, 0), 1.3)
    return soft.astype(np.float32)


def inner(quad: Pixels, shape: tuple[int, ...], *, margin: float = _MARGIN) -> Pixels:
    """Mask of the sheet without its margins, where fingers may hold it; uint8, 0 or 1."""
    mask = np.zeros(shape[:2], np.uint8)
    middle = quad.mean(axis=0)
    cv2.fillConvexPoly(mask, np.rint(middle + (quad - middle) * (1 - margin)).astype(np.int32), 1)
    return mask


def has_changed(before: Pixels, now: Pixels, mask: Pixels | None = None) -> bool:
    """Whether something moved between two thumbs; a lamp or exposure that became brighter or darker all over does not count."""
    if before.shape != now.shape:
        return True
    one, other = (each[::4, ::4].reshape(-1, 3) for each in (before, now))
    if mask is not None:
        inside = mask[::4, ::4].reshape(-1) > 0
        one, other = one[inside], other[inside]
    if one.size == 0:
        return False
    gain = np.median((other + 4) / (one + 4), axis=0).astype(np.float32)
    apart = cv2.absdiff(now, before * gain)
    changed = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]) > _CHANGED_LEVELS
    size = changed.size
    if mask is not None:
        changed &= mask > 0
        size = int(np.count_nonzero(mask))
    return int(np.count_nonzero(changed)) > max(6.0, _CHANGED_PART * size)


def is_paper(small: Pixels, quad: Pixels) -> bool:
    """Whether what is inside the outline has the tint of paper: white or pale, of one colour, not black."""
    mask = inner(quad, small.shape)
    ground = cv2.dilate(small, np.ones((9, 9), np.uint8))[mask > 0]
    if len(ground) < 100:
        return False
    usual = np.median(ground.astype(np.float32), axis=0) + 1
    return bool(usual.max() > 70 and usual.min() / usual.max() > 0.5)


def is_cut(quad: Pixels, shape: tuple[int, ...]) -> bool:
    """Whether a corner lies outside the picture or so near its border that it cannot be known."""
    height, width = shape[:2]
    near = 0.6  # of a pixel; a sheet may lie close to the border
    return bool((quad < near).any() or (quad[:, 0] > width - 1 - near).any() or (quad[:, 1] > height - 1 - near).any())


def is_hand_over(small: Pixels, quad: Pixels) -> bool:
    """Whether something of the colour of skin reaches from outside far into the sheet."""
    mask = inner(quad, small.shape)
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 2.0), cv2.COLOR_RGB2LAB).astype(np.int16)
    inside = lab[mask > 0]
    if len(inside) < 100:
        return False
    paper = np.median(inside[inside[:, 0] >= np.percentile(inside[:, 0], 60)], axis=0)
    apart = lab - paper.astype(np.int16)
    skin = (apart[..., 1] > 4) & (apart[..., 2] > 4) & (apart[..., 0] < -4) & (apart[..., 1] < 45)
    shape = cv2.morphologyEx((skin & (mask > 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(shape, connectivity=8)
    rim = (mask > 0) & (cv2.erode(mask, np.ones((7, 7), np.uint8)) == 0)
    touching = set(np.unique(labels[rim]).tolist()) - {0}
    covered = sum(int(stats[label, cv2.CC_STAT_AREA]) for label in range(1, count) if label in touching)
    return covered > _HAND_PART * len(inside)


def has_glare(small: Pixels, quad: Pixels) -> bool:
    """Whether a lamp mirrors on the sheet: a spot that is burnt out where the paper around it is not."""
    mask = inner(quad, small.shape, margin=0.05)
    darkest = small.min(axis=2)
    inside = darkest[mask > 0]
    if len(inside) < 100 or np.median(inside) > 236:
        return False
    burnt = cv2.morphologyEx(((darkest > 250) & (mask > 0)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    return int(np.count_nonzero(burnt)) > _GLARE_PART * len(inside)


def is_dark(small: Pixels, quad: Pixels) -> bool:
    """Whether there is too little light to read by."""
    inside = small.max(axis=2)[inner(quad, small.shape) > 0]
    return len(inside) > 0 and float(np.percentile(inside, 80)) < 85


def print_of(small: Pixels, quad: Pixels) -> Pixels:
    """What is written on the sheet, free of place, perspective and light: float32, square, 0 for bare paper."""
    side = _PRINT_PX
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target)
    flat = cv2.warpPerspective(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), matrix, (side, side), flags=cv2.INTER_AREA)
    ground = cv2.GaussianBlur(cv2.dilate(flat, np.ones((11, 11), np.uint8)), (0, 0), 9).astype(np.float32)
    ink = cv2.GaussianBlur(1 - flat.astype(np.float32) / (ground + 1), (0, 0), 1.2)
    edge = round(0.035 * side)
    ink = ink[edge:-edge, edge:-edge]
    made: Pixels = np.clip(ink - np.median(ink) - _NOISE, 0, 1)  # most of a page is bare, so its median is bare paper
    return made


def print_distance(one: Pixels, other: Pixels) -> float:
    """How different two prints are where they differ most, in parts of the ink that is there; about 0 for the same sheet.

    The sheet may have been turned by a quarter, a half or three quarters.
    """
    turned = [np.ascontiguousarray(np.rot90(other, quarter)) for quarter in range(4)]
    likeness = [_likeness(one[::4, ::4], each[::4, ::4]) for each in turned]
    if is_bare(one) != is_bare(other) or (not is_bare(one) and max(likeness) < _ALIKE):
        return 1.0
    best = turned[int(np.argmax(likeness))]
    return _farthest_cell(one, _aligned(one, best))


def is_bare(sheet_print: Pixels) -> bool:
    """Whether there is next to nothing on the sheet, so that every other bare sheet has the same print."""
    return float(np.percentile(sheet_print, 99.7)) < 0.06


def _likeness(one: Pixels, other: Pixels) -> float:
    return float((one * other).sum()) / (float(np.sqrt((one**2).sum() * (other**2).sum())) + 1e-6)


def _aligned(one: Pixels, other: Pixels) -> Pixels:
    """``other`` moved by the few pixels by which two outlines of the same sheet may disagree."""
    matrix = np.eye(2, 3, dtype=np.float32)
    rule = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 25, 1e-4)
    try:
        mask = np.ones(one.shape, np.uint8)
        _, found = cv2.findTransformECC(one, other, matrix, cv2.MOTION_AFFINE, rule, mask, 5)
    except cv2.error:  # nothing in common to hold on to
        return other
    if np.abs(found - np.eye(2, 3))[:, :2].max() > 0.08 or np.abs(found[:, 2]).max() > 9:
        return other
    made: Pixels = cv2.warpAffine(other, found, other.shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return made


def _farthest_cell(one: Pixels, other: Pixels) -> float:
    side = one.shape[0] // _CELLS * _CELLS
    cells = (_CELLS, side // _CELLS, _CELLS, side // _CELLS)
    inks = [np.abs(each[:side, :side]).reshape(cells).mean(axis=(1, 3)) for each in (one, other)]
    apart = np.abs(one - other)[:side, :side].reshape(cells).mean(axis=(1, 3))
    written = np.maximum(*inks)
    usual = max(0.04, float(np.percentile(written, 90)))
    everywhere = float(np.median(apart[written > 0.3 * usual])) if (written > 0.3 * usual).any() else 0.0
    if everywhere > 0.5 * usual:
        return 1.0
    return float((np.sort(apart, axis=None)[-3:].mean() - 0.8 * everywhere) / usual)


def busiest_place(small: Pixels, quad: Pixels) -> tuple[float, float]:
    """Where most is written, as parts of the picture's width and height: there the focus is measured."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    busy = cv2.absdiff(grey, cv2.GaussianBlur(grey, (0, 0), 2.0)).astype(np.float32)
    busy[inner(quad, small.shape, margin=0.25) == 0] = 0
    spread = cv2.blur(busy, (61, 61))
    y, x = np.unravel_index(int(np.argmax(spread)), spread.shape)
    return float(x) / small.shape[1], float(y) / small.shape[0]


def crop(frame: Pixels, place: tuple[float, float]) -> Pixels:
    """A piece of the whole frame around a place, at full resolution, grey: uint8, H×W."""
    height, width = frame.shape[:2]
    side = min(_CROP_PX, height, width)
    left = min(max(0, round(place[0] * width) - side // 2), width - side)
    top = min(max(0, round(place[1] * height) - side // 2), height - side)
    grey: Pixels = cv2.cvtColor(np.ascontiguousarray(frame[top : top + side, left : left + side]), cv2.COLOR_RGB2GRAY)
    return grey


def detail(piece: Pixels) -> float:
    """How much fine detail a piece has, whatever the light; only comparisons of the same piece mean anything."""
    return float(cv2.Laplacian(piece, cv2.CV_32F).var()) / (float(piece.mean()) ** 2 + 1)


def is_blurred(frame: Pixels, place: tuple[float, float], quad_px: Pixels) -> bool:
    """Whether the writing is out of focus or moved; where so little of it is left that it cannot tell, the sheet's border does.

    Args:
        frame: the whole picture, uint8, H×W×3, RGB.
        place: where most is written, as parts of its width and height.
        quad_px: the outline in its pixels.
    """
    long_px = max(float(np.linalg.norm(quad_px[corner] - quad_px[corner - 1])) for corner in range(4))
    px_per_mm = long_px / A4_LONG_MM
    border = border_px(frame, quad_px)
    if border > _SOFT_BORDER_PX and border > _SOFT_BORDER_MM * px_per_mm:
        return True
    edge = suspicion.edge_mm(crop(frame, place), px_per_mm * MM_PER_INCH)
    return edge > suspicion.BLURRED_EDGE_MM and edge * px_per_mm > _BLURRED_PX


def border_px(frame: Pixels, quad_px: Pixels) -> float:
    """Over how many pixels the paper passes into the table, at the steepest: about 2 in focus; 0.0 where nobody can tell."""
    reach = np.arange(-14, 15, dtype=np.float32)
    widths: list[Pixels] = []
    for index in range(4):
        start, end = quad_px[index], quad_px[(index + 1) % 4]
        along = (end - start) / (float(np.linalg.norm(end - start)) + 1e-6)
        base = start + np.linspace(0.2, 0.8, 60, dtype=np.float32)[:, None] * (end - start)
        at = (base[:, None] + reach[None, :, None] * np.array([-along[1], along[0]])).astype(np.float32)
        seen = cv2.remap(frame, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        level = seen.astype(np.float32).mean(axis=2)
        contrast, slope = np.ptp(level, axis=1), np.abs(np.diff(level, axis=1)).max(axis=1)
        widths.append((contrast / (slope + 1e-3))[contrast > 24])
    known = np.concatenate(widths)
    return float(np.median(known)) if len(known) >= 40 else 0.0
