"""A barcode read strip by strip. One strip that could be read is a rumour; two that agree, and nothing against them, are a reading.

Where the bars were found their direction is known, so the picture is turned upright there and each strip averaged along the bars:
that takes away noise and keeps the bars. Strips are separate evidence: a scratch, a stamp or a stroke of a pen spoils one and not
the next.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import zxingcpp

from desk_app.capture.codes import places, zbar
from desk_app.capture.codes.places import Place
from desk_app.capture.page import Pixels
from desk_app.domain.codes import PATCH_T, is_provisional

CODE128, CODE39 = "Code128", "Code39"

_FORMATS: Any = [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39]
_LEAST_UPRIGHT = 0.3
"""Share of all contrast that lies across the bars; writing has less."""
_SURELY_BARS = 0.5
_STRIP_PX = 14
_MOST_STRIPS = 10
_PROFILE_PX = 2_400
_ROWS = 10
_NEXT = 2
"""Strips that agree may have one between them that could not be read."""

_AGREEING = 2
"""Changes under which all strips together must say the same where zbar says nothing."""

_Change = Callable[[Pixels, float], Pixels]


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A barcode on which strips agreed.

    Attributes:
        format: "Code128", or "Code39" for the sign of a separator sheet, the only text believed in a code without a check digit.
        corners: (x, y) in pixels of the picture, clockwise from the code's own top left.
        strips: how many strips said so.
    """

    format: str
    text: str
    corners: tuple[tuple[float, float], ...]
    strips: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Strip:
    """What one strip says: where in the upright piece, from left to right as the code runs."""

    number: int
    format: str
    text: str
    left: float
    right: float


def read(grey: Pixels, place: Place, *, thorough: bool = False) -> list[Reading]:
    """The barcodes at a place, one above the other where several lie there; empty where strips disagree or none can be read."""
    piece, back = places.cut(grey, place, scale=1.0)
    upright = float(piece.mean(axis=0).var()) / max(1.0, float(piece.var()))
    if upright < _LEAST_UPRIGHT and not thorough:
        return []
    count = int(np.clip(piece.shape[0] // _STRIP_PX, 2, _MOST_STRIPS))
    changes = _CHANGES if upright > _SURELY_BARS or thorough else _CHANGES[:2]
    strips = [strip for number in range(count) if (strip := _read_strip(piece, number, count, changes)) is not None]
    return [
        _located(run, piece.shape[0] / count, back)
        for run in _runs(strips)
        if _is_sure(run, piece[_rows(run[0].number, count, piece)[0] : _rows(run[-1].number, count, piece)[1]])
    ]


def _rows(number: int, count: int, piece: Pixels) -> tuple[int, int]:
    height = piece.shape[0]
    first = number * height // count
    return first, max(first + 1, (number + 1) * height // count)


def _read_strip(piece: Pixels, number: int, count: int, changes: tuple[_Change, ...]) -> _Strip | None:
    first, end = _rows(number, count, piece)
    return next(_read_rows(piece[first:end], number, changes), None)


def _read_rows(rows: Pixels, number: int, changes: tuple[_Change, ...]) -> Iterator[_Strip]:
    """What the rows say together, under each change under which they say anything."""
    profile = rows.mean(axis=0, dtype=np.float32)[None]
    grow = float(np.clip(_PROFILE_PX / profile.shape[1], 1.5, 4.0))
    profile = cv2.resize(profile, None, fx=grow, fy=1, interpolation=cv2.INTER_CUBIC)
    for change in changes:
        image = np.repeat(np.clip(change(profile, grow), 0, 255).astype(np.uint8), _ROWS, axis=0)
        found = zxingcpp.read_barcodes(image, _FORMATS, try_rotate=False, try_downscale=False, try_invert=False)
        for result in found:
            text = zbar.utf8(bytes(result.bytes))
            format_name = result.format.name
            if text is None or (format_name != CODE128 and text != PATCH_T):
                continue
            at = result.position
            yield _Strip(number, format_name, text, at.top_left.x / grow, at.top_right.x / grow)


def _runs(strips: list[_Strip]) -> Iterator[list[_Strip]]:
    """Neighbouring strips that say the same; a strip that says otherwise ends a run."""
    run: list[_Strip] = []
    for strip in strips:
        if run and (strip.text != run[-1].text or strip.number - run[-1].number > _NEXT):
            yield run
            run = []
        run.append(strip)
    if run:
        yield run


def _is_sure(run: list[_Strip], rows: Pixels) -> bool:
    """Whether there is a second witness: another strip, the code's own check character, or zbar; and nobody objects.

    Code 128 has a check digit that lets one error in 103 pass, and what blurs one strip blurs the next in the same way. So the
    strips are read once more together, under every change: a code that is not what it seems then says something else.
    """
    text = run[0].text
    together = [strip.text for strip in _read_rows(rows, 0, _CHANGES)]
    if any(said != text for said in together):
        return False
    if is_provisional(text):
        return True
    others = {reading.text for reading in zbar.read(rows) if reading.format == CODE128}
    if others:
        return text in others
    return len(run) > 1 and len(together) >= _AGREEING


def _located(run: list[_Strip], strip_px: float, back: Pixels) -> Reading:
    left, right = (float(np.median([getattr(s, side) for s in run])) for side in ("left", "right"))
    top, bottom = run[0].number * strip_px, (run[-1].number + 1) * strip_px
    if right < left:  # the code stands on its head
        top, bottom = bottom, top
    box = ((left, top), (right, top), (right, bottom), (left, bottom))
    corners = tuple((float(back[0] @ (x, y, 1)), float(back[1] @ (x, y, 1))) for x, y in box)
    return Reading(run[0].format, run[0].text, corners, len(run))


def _plain(profile: Pixels, _grow: float) -> Pixels:
    low, high = float(profile.min()), float(profile.max())
    stretched: Pixels = (profile - np.float32(low)) * np.float32(255 / max(1.0, high - low))
    return stretched


def _sharp(profile: Pixels, grow: float) -> Pixels:
    return _sharpened(_plain(profile, grow), 1.0 * grow, 1.5)


def _very_sharp(profile: Pixels, grow: float) -> Pixels:
    return _sharpened(_plain(profile, grow), 1.5 * grow, 3.0)


def _evened(profile: Pixels, grow: float) -> Pixels:
    return _sharpened(_normalised(profile, grow), 1.0 * grow, 1.0)


def _evened_and_very_sharp(profile: Pixels, grow: float) -> Pixels:
    return _sharpened(_normalised(profile, grow), 1.5 * grow, 3.0)


def _sharpened(profile: Pixels, sigma: float, amount: float) -> Pixels:
    soft = cv2.GaussianBlur(profile, (0, 0), sigma, sigmaY=0.001)
    return cv2.addWeighted(profile, 1 + amount, soft, -amount, 0)


def _normalised(profile: Pixels, grow: float) -> Pixels:
    """Each part stretched between what is darkest and lightest around it, for toner that fades."""
    width = int(28 * grow) | 1
    kernel = np.ones((1, width), np.uint8)
    low = cv2.blur(cv2.erode(profile, kernel), (width, 1))
    high = cv2.blur(cv2.dilate(profile, kernel), (width, 1))
    evened: Pixels = np.clip((profile - low) * 255 / np.maximum(high - low, 12), 0, 255)
    return evened


_CHANGES: tuple[_Change, ...] = (_plain, _sharp, _very_sharp, _evened, _evened_and_very_sharp)
