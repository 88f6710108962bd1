"""What looks wrong with a photo of a sheet: a lamp mirrored in the writing, a covered corner, a second sheet."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from desk_app.capture import steps
from desk_app.capture.page import Pixels

_BURNT = 247
_BURNT_PART = 0.002
_NOT_BURNT = 240
_INK = 22
_INK_PX = 25
_CORNER, _INSET = 0.055, 0.01
_TINT, _DARKEST_SHADOW, _BRIGHTER = 9.0, 0.52, 1.35
_COVERED = 0.5
_STEP, _OUTER, _WAYS = 0.88, 0.91, 0.7


def of_photo(small: Pixels, sheets: Sequence[Pixels]) -> tuple[str, ...]:
    """The flags "two_sheets", "corner_cut" and "glare", as far as they apply.

    Args:
        small: uint8, H×W×3, RGB, the whole photo, about 1,200 pixels long.
        sheets: the outlines found in it, that of the page first; none: no flags.
    """
    if not sheets:
        return ()
    found = {
        "two_sheets": len(sheets) > 1,
        "corner_cut": has_cut_corner(small, sheets[0]),
        "glare": has_glare(small, sheets[0]),
    }
    return tuple(flag for flag, applies in found.items() if applies)


def has_glare(small: Pixels, corners: Pixels) -> bool:
    """Whether a lamp is mirrored in writing: a spot burnt out where the paper around it is not, and writing runs into it."""
    sheet = np.zeros(small.shape[:2], np.uint8)
    middle = corners.mean(axis=0)
    cv2.fillConvexPoly(sheet, np.rint(middle + (corners - middle) * 0.97).astype(np.int32), 1)
    darkest = steps.lowest(small)
    area = int(np.count_nonzero(sheet))
    if area < 1000 or np.median(darkest[sheet > 0][::5]) > _NOT_BURNT:
        return False
    burnt = cv2.bitwise_and(cv2.threshold(darkest, _BURNT, 1, cv2.THRESH_BINARY)[1], sheet)
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt, connectivity=8)
    large = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] > _BURNT_PART * area]
    if not large:
        return False
    reach = max(9, round(0.03 * area**0.5)) | 1
    spot = np.isin(labels, large).astype(np.uint8)
    around = cv2.dilate(spot, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    ink = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((9, 9), np.uint8)) > _INK
    return int(np.count_nonzero(ink & (around > 0) & (sheet > 0))) > _INK_PX


def has_cut_corner(small: Pixels, corners: Pixels) -> bool:
    """Whether a corner within the picture shows no paper: folded over, or something lies on it.

    A shadow may lie there, too, but it keeps the paper's tint, is never as dark as half and has a soft edge.
    """
    size = np.array([small.shape[1], small.shape[0]])
    half = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    for index in range(4):
        corner = corners[index]
        if (corner < 1).any() or (corner > size - 2).any():
            continue
        place = _Place(half, np.array([corners[(index + step) % 4] for step in range(4)], np.float32) / 2)
        if _shows_no_paper(place) or _ends_at_an_edge(place):
            return True
    return False


class _Place:
    """The picture seen from one corner of the sheet, at places given as parts of the two sides that meet there."""

    def __init__(self, half: Pixels, corners: Pixels) -> None:
        unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
        self._matrix = cv2.getPerspectiveTransform(unit, corners)
        self._half = half

    def look(self, u: Pixels, v: Pixels) -> Pixels:
        """OpenCV's L*a*b* at each place; float32, the shape of ``u`` and three."""
        places = cv2.perspectiveTransform(
            np.stack([u.ravel(), v.ravel()], axis=1)[None].astype(np.float32), self._matrix
        )
        x, y = np.ascontiguousarray(places[0, :, 0]), np.ascontiguousarray(places[0, :, 1])
        taken = cv2.remap(self._half, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        lab = cv2.cvtColor(taken.reshape(1, -1, 3), cv2.COLOR_RGB2LAB)
        return lab.reshape(*u.shape, 3).astype(np.float32)


def _shows_no_paper(place: _Place) -> bool:
    """Whether the triangle at the corner looks like none of the paper farther along its two sides and inward."""
    u, v = np.meshgrid(np.linspace(_INSET, _CORNER, 14), np.linspace(_INSET, _CORNER, 14))
    triangle = u + v < _CORNER + _INSET
    here = place.look(u[triangle], v[triangle])
    along, beside = np.linspace(0.2, 0.34, 12), np.linspace(0.02, 0.05, 5)
    other = np.ones(len(here), bool)
    for us, vs in (np.meshgrid(along, beside), np.meshgrid(beside, along), np.meshgrid(along, along)):
        paper = np.median(place.look(us, vs).reshape(-1, 3), axis=0)
        bright = (here[:, 0] + 1) / (paper[0] + 1)
        tinted = np.abs(here[:, 1:] - paper[1:]).max(axis=1) > _TINT
        other &= tinted | (bright < _DARKEST_SHADOW) | (bright > _BRIGHTER)
    return bool(other.mean() > _COVERED)


def _ends_at_an_edge(place: _Place) -> bool:
    """Whether, on the way from the corner inwards, it becomes paper all of a sudden, on nearly every way."""
    r, angles = np.linspace(0.014, 0.24, 180), np.radians(np.linspace(24, 66, 11))
    light = place.look(np.outer(np.cos(angles), r), np.outer(np.sin(angles), r))[..., 0] + 1
    light = cv2.blur(light, (3, 1))
    before, after = light[:, :-3], light[:, 3:]
    outside = np.cumsum(light, axis=1)[:, :-3] / np.arange(1, light.shape[1] - 2)
    usual = np.median(light[:, 90:], axis=1, keepdims=True)
    sudden = (before < _STEP * after) & (outside < _OUTER * after) & (after > 0.85 * usual)
    sudden &= np.abs(before - outside) < 0.12 * outside
    sudden[:, :8] = False
    return bool(sudden.any(axis=1).mean() > _WAYS)
