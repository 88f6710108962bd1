"""Which way up a page is: every letter votes, seen with what stands above, below and beside it.

Vietnamese is easy to tell: marks stand above the letters, seldom below. A small network, the same for all four ways up, was
taught on generated pages (``tests/benchmarks/train_orientation.py``); its weights are data in ``resources/models``.
"""

from __future__ import annotations

import dataclasses
import functools
import math

import cv2
import numpy as np

from desk_app import resources
from desk_app.capture.page import MM_PER_INCH, Pixels

SURE = 0.97
"""Below this certainty a page is left as it is."""

WINDOW_PX = 20
_SEEN_DPI = 110
_MOST_VOTES = 420
_FEWEST_VOTES = 4
_ENOUGH_TO_ASK = 30
_LETTER_MM = (1.1, 14.0)
_SPAN = 2.7
_BOLDEST_VOTE = 4.0


@dataclasses.dataclass(frozen=True, slots=True)
class Turn:
    """How a page must be turned to stand upright.

    Attributes:
        degrees: clockwise, 0, 90, 180 or 270; 0 wherever ``certainty`` is below ``SURE``.
        certainty: 0–1, that ``likeliest`` is right; 0.0 without writing.
        likeliest: the best guess, however weak.
        letters: how many letters were asked.
    """

    degrees: int
    certainty: float
    likeliest: int = 0
    letters: int = 0

    @property
    def should_ask(self) -> bool:
        """There is writing enough to tell, and yet it did not tell."""
        return self.certainty < SURE and self.letters >= _ENOUGH_TO_ASK


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Network:
    """One hidden layer, applied to each window in its four turns at once; float32."""

    hidden: Pixels
    bias: Pixels
    out: Pixels
    calibration: Pixels


def quarter_turn(pixels: Pixels, dpi: float) -> Turn:
    """How to set the page upright.

    Args:
        pixels: uint8, H×W×3, RGB, or H×W; evenly lit, about level or a quarter turn from it, 100 pixels per inch or more.
        dpi: pixels per inch of ``pixels``.
    """
    windows = letter_windows(pixels, dpi)
    if len(windows) < _FEWEST_VOTES:
        return Turn(0, 0.0, 0, len(windows))
    votes = _votes(windows, _network())
    first, second = np.argsort(votes.sum(axis=0))[::-1][:2]
    certainty = _certainty(strength(votes, int(first), int(second)), len(votes), _network().calibration)
    likeliest = int(first) * 90
    return Turn(likeliest if certainty >= SURE else 0, certainty, likeliest, len(windows))


def letter_windows(pixels: Pixels, dpi: float) -> Pixels:
    """What surrounds the letters of a page: float32, n×(20·20), ink 1, paper 0, a window about two letters wide and high."""
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = _SEEN_DPI / dpi
    if min(grey.shape) * min(1.0, scale) < WINDOW_PX:
        return np.zeros((0, WINDOW_PX * WINDOW_PX), np.float32)
    if dpi > 1.25 * _SEEN_DPI:
        grey, dpi = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), float(_SEEN_DPI)
    middles, spans = _letters(grey, dpi / MM_PER_INCH)
    if len(middles) == 0:
        return np.zeros((0, WINDOW_PX * WINDOW_PX), np.float32)
    if len(middles) > _MOST_VOTES:
        chosen = np.linspace(0, len(middles) - 1, _MOST_VOTES).astype(np.int64)
        middles, spans = middles[chosen], spans[chosen]
    grid = (np.arange(WINDOW_PX, dtype=np.float32) + 0.5) / WINDOW_PX - 0.5
    x = middles[:, 0, None, None] + spans[:, None, None] * grid[None, None, :]
    y = middles[:, 1, None, None] + spans[:, None, None] * grid[None, :, None]
    x, y = (np.broadcast_to(axis, (len(middles), WINDOW_PX, WINDOW_PX)).reshape(-1, WINDOW_PX) for axis in (x, y))
    taken = cv2.remap(
        grey,
        np.ascontiguousarray(x, np.float32),
        np.ascontiguousarray(y, np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=255,
    )
    ink = 255.0 - taken.reshape(len(middles), -1).astype(np.float32)
    windows: Pixels = np.clip((ink - 20) / np.maximum(ink.max(axis=1, keepdims=True) - 20, 30), 0, 1)
    return windows


def _letters(grey: Pixels, mm: float) -> tuple[Pixels, Pixels]:
    """Middles (n×2) of letters and pieces of joined writing, and how wide to look around each (n), in pixels."""
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 14)
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    x, y, wide, high, area = (stats[1:count, column].astype(np.float32) for column in range(5))
    long, short = np.maximum(wide, high), np.minimum(wide, high)
    fit = (long >= _LETTER_MM[0] * mm) & (short <= _LETTER_MM[1] * mm) & (long <= 8 * _LETTER_MM[1] * mm)
    fit &= (area >= 5) & (area > 0.07 * wide * high) & (area < 0.95 * wide * high) & (long < 12 * short)
    x, y, wide, high, long, short = (side[fit] for side in (x, y, wide, high, long, short))
    if len(x) == 0:
        return np.zeros((0, 2), np.float32), np.zeros(0, np.float32)
    usual = float(np.median(long))
    size = np.where(long <= 2.2 * usual, long, short)
    keep = size <= 5 * usual
    pieces = np.where(long > 2.2 * usual, np.ceil(long / np.maximum(short, usual)), 1).astype(np.int64)
    pieces = np.where(keep, np.minimum(pieces, 12), 0)
    which = np.repeat(np.arange(len(x)), pieces)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    along = (nth + 0.5) / pieces[which] - 0.5
    lying = (wide >= high)[which]
    middles = np.stack([x + wide / 2 - 0.5, y + high / 2 - 0.5], axis=1)[which]
    middles[:, 0] += np.where(lying, along * wide[which], 0)
    middles[:, 1] += np.where(lying, 0, along * high[which])
    spans = _SPAN * np.maximum(size, 0.9 * usual)[which]
    return middles.astype(np.float32), spans.astype(np.float32)


def turned_windows() -> Pixels:
    """For each quarter turn the order of the pixels of a window that was turned clockwise by it: int, 4×(20·20)."""
    places = np.arange(WINDOW_PX * WINDOW_PX).reshape(WINDOW_PX, WINDOW_PX)
    return np.stack([np.rot90(places, -turn).ravel() for turn in range(4)])


def _votes(windows: Pixels, network: _Network) -> Pixels:
    """Logarithms of how likely each window stands upright after 0, 1, 2, 3 quarter turns; n×4."""
    width = network.hidden.shape[2]
    hidden = np.maximum(windows @ network.hidden.transpose(1, 0, 2).reshape(windows.shape[1], -1) + network.bias, 0)
    raw = hidden.reshape(len(windows), 4, width) @ network.out
    raw -= raw.max(axis=1, keepdims=True)
    likely: Pixels = raw - np.log(np.exp(raw).sum(axis=1, keepdims=True))
    return np.maximum(likely, -_BOLDEST_VOTE)


def strength(votes: Pixels, first: int, second: int) -> float:
    """By how many standard errors the best turn leads the next."""
    lead = votes[:, first] - votes[:, second]
    return float(lead.mean() / (lead.std() + 0.3) * math.sqrt(len(lead)))


def _certainty(lead: float, letters: int, calibration: Pixels) -> float:
    constant, of_lead, of_letters = (float(value) for value in calibration)
    return 1 / (1 + math.exp(-min(30.0, constant + of_lead * lead + of_letters * math.log(letters))))


@functools.cache
def _network() -> _Network:
    with np.load(resources.path("models", "orientation.npz"), allow_pickle=False) as data:
        hidden, bias, out, calibration = (
            data[name].astype(np.float32) for name in ("hidden", "bias", "out", "calibration")
        )
    # A window turned by k is the same window read in another order: turn the weights instead.
    turned = np.empty((4, *hidden.shape), np.float32)
    for turn, order in enumerate(turned_windows()):
        turned[turn][order] = hidden
    return _Network(turned, np.tile(bias, 4), out, calibration)
