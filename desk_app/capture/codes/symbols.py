"""Barcodes, QR and patch codes on a page or a camera frame. A code that cannot be read for certain is not read at all.

zxing-cpp reads QR on the whole picture, its bytes taken as strict UTF-8; where it found none, enlarged pieces are tried
(``rescue``). Barcodes are read strip by strip where they were found (``places``, ``bars``), with zbar as the second opinion.
What is read must then hold against its kind (``domain.codes``): a text without a known form is of kind UNKNOWN and is
reported, not guessed; a text that claims to be an identity card but is damaged keeps its kind and is not ``verified``.
Dropped altogether: texts that are not UTF-8, contain control characters or are empty, and a barcode that was read only once or
on which two readings of the same place disagree.
"""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Iterable, Iterator
from typing import Any

import cv2
import numpy as np
import zxingcpp

from desk_app.capture.codes import bars, patch, places, rescue, zbar
from desk_app.capture.page import Page, Pixels
from desk_app.domain import codes, identity_card
from desk_app.domain.codes import CodeKind

LONGEST = 4_296
"""Characters; no QR holds more."""
LIVE_MS = 30.0
"""What reading one frame of a camera may take, so that the picture on the screen keeps moving."""
_LONGEST_PARSED = 1_000
_QR: Any = [zxingcpp.BarcodeFormat.QRCode]
_MATRIX: Any = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix]
_SEPARATORS = str.maketrans("", "", "\r\n\t\x1d")
_LONGEST_SIDE_PX = 60_000
_LEAST_SIDE_PX = 24
_SQUARES, _SQUARES_THOROUGH, _SQUARES_LIVE = 3, 6, 2
_PLACES, _PLACES_THOROUGH, _PLACES_LIVE = 8, 14, 3
BARCODE = bars.CODE128


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A barcode, QR or patch code that was read.

    Attributes:
        format: "QRCode", "Code128", "DataMatrix", "PatchT", or "Code39" for the sign that other programs print on separator sheets.
        text: what it says; not in the repr, because it may name a person.
        corners: (x, y) in pixels of the picture, clockwise from the code's own top left.
        engine: "zxing", "zbar" or "patch".
        kind: what the text is by its form.
        verified: the check of that kind holds; False for unknown texts and for cards whose text is damaged.
    """

    format: str
    text: str = dataclasses.field(repr=False)
    corners: tuple[tuple[float, float], ...]
    engine: str
    kind: CodeKind
    verified: bool


def read_symbols(picture: Page | Pixels, *, thorough: bool = False) -> tuple[Symbol, ...]:
    """Every code in the picture, each text once, from top to bottom.

    Args:
        picture: a page, or uint8 pixels (H×W×3 RGB, or grey).
        thorough: also try what takes a second or more: more places, strong enlargement, inverted colours, Data Matrix, zbar on
            the whole picture. For a picture on which a code is expected.
    """
    dpi = picture.dpi if isinstance(picture, Page) else None
    grey = _grey(picture.pixels if isinstance(picture, Page) else picture)
    found = list(_zxing(grey, _MATRIX if thorough else _QR, invert=thorough))
    if _has_room_for_a_code(grey):
        small = places.shrunk(grey, places.LONG_SIDE_PX)
        edges = places.edges(small, scale=grey.shape[1] / small.shape[1])
        found += _barcodes(grey, places.bars(edges, most=_PLACES_THOROUGH if thorough else _PLACES), thorough=thorough)
        if not any(symbol.format != BARCODE for symbol in found):
            most = _SQUARES_THOROUGH if thorough else _SQUARES
            found += _first(rescue.pieces(grey, edges, most=most, thorough=thorough))
        if thorough:
            found += _sought(grey, found)
        found += _patches(small, grey.shape[1] / small.shape[1], dpi)
    return _unique(found)


def read_live(frame: Pixels, *, budget_ms: float = LIVE_MS) -> tuple[Symbol, ...]:
    """The codes in one frame of a camera, as far as they can be read in the time until the next.

    Args:
        frame: uint8 pixels, H×W×3 RGB or grey.
        budget_ms: of processor time; when it is spent no further attempt begins. A machine that is busy with other things
            is slower, but sees as much.
    """
    ends_s = time.thread_time() + budget_ms / 1000

    grey = _grey(frame)
    found = list(_zxing(grey, _QR))
    if any(symbol.kind is CodeKind.IDENTITY_CARD for symbol in found) or not _has_room_for_a_code(grey):
        return _unique(found)
    small = places.shrunk(grey, places.LONG_SIDE_PX)
    edges = places.edges(small, scale=grey.shape[1] / small.shape[1])
    if not found:
        found += _first(
            itertools.takewhile(lambda _: time.thread_time() < ends_s, rescue.pieces(grey, edges, most=_SQUARES_LIVE))
        )
    for place in itertools.takewhile(lambda _: time.thread_time() < ends_s, places.bars(edges, most=_PLACES_LIVE)):
        found += _barcodes(grey, [place])
    return _unique(found)


def _grey(pixels: Pixels) -> Pixels:
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels


def _has_room_for_a_code(grey: Pixels) -> bool:
    return bool(min(grey.shape) >= _LEAST_SIDE_PX and max(grey.shape) <= _LONGEST_SIDE_PX)


def _unique(found: Iterable[Symbol]) -> tuple[Symbol, ...]:
    unique: dict[str, Symbol] = {}
    for symbol in found:
        unique.setdefault(symbol.text, symbol)
    return tuple(sorted(unique.values(), key=lambda symbol: min(y for _, y in symbol.corners)))


def _barcodes(grey: Pixels, where: Iterable[places.Place], *, thorough: bool = False) -> list[Symbol]:
    """What strips agree on at these places; two places that overlap and say different things are both dropped."""
    readings = [reading for place in where for reading in bars.read(grey, place, thorough=thorough)]
    found = [_symbol(r.format, r.text, r.corners, "zxing") for r in readings if _is_clean(r.text)]
    return [one for one in found if not any(other.text != one.text and _overlap(one, other) for other in found)]


def _first(pieces: Iterable[rescue.Piece]) -> list[Symbol]:
    """What the first piece shows in which anything can be read; a QR corrects itself and counts at once."""
    return next((found for piece in pieces if (found := _in_piece(piece))), [])


def _in_piece(piece: rescue.Piece) -> list[Symbol]:
    return [_moved(symbol, piece.back) for symbol in _zxing(piece.grey, _QR)]


def _sought(grey: Pixels, found: list[Symbol]) -> list[Symbol]:
    """A code that must be there and was not found: the whole picture enlarged, and zbar's eyes.

    A barcode that only zbar sees counts when it carries a check character of its own.
    """
    more: list[Symbol] = []
    if not any(symbol.format != BARCODE for symbol in found):
        more += _first(rescue.whole(grey))
    if not found and not more:
        seen = list(_zbar(grey))
        more += [s for s in seen if s.format != BARCODE or s.kind is CodeKind.PROVISIONAL or _seen_again(grey, s)]
    return more


def _seen_again(grey: Pixels, symbol: Symbol) -> bool:
    """Whether zbar reads the same in a softened copy, and nothing else."""
    again = {other.text for other in _zbar(cv2.blur(grey, (3, 3))) if other.format == BARCODE}
    return again == {symbol.text}


def _patches(small: Pixels, scale: float, dpi: int | None) -> list[Symbol]:
    lying = patch.find(small, dpi=dpi / scale if dpi else None)
    if lying is None:
        return []
    corners = tuple((x * scale, y * scale) for x, y in lying.corners)
    return [_symbol(patch.FORMAT, codes.PATCH_T, corners, "patch")]


def _moved(symbol: Symbol, back: Pixels) -> Symbol:
    """The same symbol with its corners in the pixels of the original picture."""
    corners = tuple((float(back[0] @ (x, y, 1)), float(back[1] @ (x, y, 1))) for x, y in symbol.corners)
    return dataclasses.replace(symbol, corners=corners)


def _zxing(grey: Pixels, formats: Any = _QR, *, invert: bool = False) -> Iterator[Symbol]:
    for result in zxingcpp.read_barcodes(grey, formats=formats, try_invert=invert):
        text = _text(result)
        if text is None:
            continue
        at = result.position
        corners = tuple((float(p.x), float(p.y)) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left))
        yield _symbol(result.format.name, text, corners, "zxing")


def _text(result: Any) -> str | None:
    """The bytes as UTF-8; a code that names another character set itself (ECI) is taken at its word."""
    text = zbar.utf8(bytes(result.bytes))
    if text is None and _names_its_charset(result):
        text = str(result.text)
    return text if text is not None and _is_clean(text) else None


def _names_its_charset(result: Any) -> bool:
    """Whether the code carries an ECI: QR says so by the symbology identifiers ]Q2, ]Q4 and ]Q6, Data Matrix by ]d4 and above."""
    identifier = str(result.symbology_identifier)
    return identifier in {"]Q2", "]Q4", "]Q6", "]d4", "]d5", "]d6"}


def _zbar(grey: Pixels) -> Iterator[Symbol]:
    for reading in zbar.read(grey):
        if _is_clean(reading.text):
            yield _symbol(reading.format, reading.text, reading.corners, "zbar")


def _is_clean(text: str) -> bool:
    bare = text.translate(_SEPARATORS).lstrip("\ufeff")
    return bool(bare.strip()) and bare.isprintable() and len(text) <= LONGEST


def _symbol(format_name: str, text: str, corners: tuple[tuple[float, float], ...], engine: str) -> Symbol:
    kind = codes.classify(text) if len(text) <= _LONGEST_PARSED else CodeKind.UNKNOWN
    verified = kind is not CodeKind.UNKNOWN
    if kind is CodeKind.IDENTITY_CARD:
        verified = isinstance(identity_card.read(text), identity_card.IdentityCard)
    return Symbol(format=format_name, text=text, corners=corners, engine=engine, kind=kind, verified=verified)


def _overlap(one: Symbol, other: Symbol) -> bool:
    """Whether the middle of one lies within the other."""
    return _holds(one, other) or _holds(other, one)


def _holds(outer: Symbol, inner: Symbol) -> bool:
    edge = np.array(outer.corners, np.float32)
    x, y = np.mean(inner.corners, axis=0)
    inside: float = cv2.pointPolygonTest(edge, (float(x), float(y)), measureDist=False)
    return inside >= 0


class SteadyReading:
    """Believes a code from a camera only when several frames in a row say the same."""

    def __init__(self, *, needed: int = 3) -> None:
        self._needed = needed
        self._text = ""
        self._seen = 0

    def see(self, symbols: Iterable[Symbol]) -> Symbol | None:
        """Take one frame's verified codes; the code once it was the same often enough, and then once only.

        A frame without any code does not break a series; another text does.
        """
        best = next((symbol for symbol in symbols if symbol.verified), None)
        if best is None:
            return None
        self._seen = self._seen + 1 if best.text == self._text else 1
        self._text = best.text
        return best if self._seen == self._needed else None


def read_card(frames: Iterable[Pixels], *, needed: int = 3) -> Symbol | None:
    """Watch frames until an identity card was read the same ``needed`` times; None when they end before."""
    steady = SteadyReading(needed=needed)
    for frame in frames:
        cards = (symbol for symbol in read_live(frame) if symbol.kind is CodeKind.IDENTITY_CARD)
        if (card := steady.see(cards)) is not None:
            return card
    return None
