"""Barcodes and QR on a page or a camera frame. A code that cannot be read for certain is not read at all.

zxing-cpp reads first and its bytes are taken as strict UTF-8; where it found nothing, changed copies of the picture are tried
(``rescue``), and zbar is asked for its opinion on every barcode.
What is read must then hold against its kind (``domain.codes``): a text without a known form is of kind UNKNOWN and is
reported, not guessed; a text that claims to be an identity card but is damaged keeps its kind and is not ``verified``.
Dropped altogether: texts that are not UTF-8, contain control characters or are empty, and a barcode on which two readings
of the same place disagree.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

import cv2
import zxingcpp

from desk_app.capture import rescue, zbar
from desk_app.capture.page import Page, Pixels
from desk_app.domain import codes, identity_card
from desk_app.domain.codes import CodeKind

LONGEST = 4_296
"""Characters; no QR holds more."""
_LONGEST_PARSED = 1_000
_FORMATS: Any = [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix]
_SEPARATORS = str.maketrans("", "", "\r\n\t\x1d")
_NEAR_PX = 12
_AGREEING = 2
BARCODE = "Code128"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A barcode or QR that was read.

    Attributes:
        format: "QRCode", "Code128" or "DataMatrix".
        text: what it says; not in the repr, because it may name a person.
        corners: (x, y) in pixels of the picture, clockwise from the code's own top left.
        engine: "zxing" or "zbar".
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
        thorough: also try what takes a second or more: strong enlargement, zbar on the whole picture, and turning by
            steps of 15° for barcodes that lie aslant. For a picture on which a code is expected.
    """
    pixels = picture.pixels if isinstance(picture, Page) else picture
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) if pixels.ndim == 3 else pixels
    first = list(_zxing(grey))
    found = [symbol for symbol in first if not _zbar_objects(grey, symbol)]
    if not first:
        found = _rescued(grey, rescue.variants(grey, thorough=thorough))
    elif thorough and _may_have_a_barcode(found):
        found += _rescued(grey, rescue.variants(grey, thorough=True), barcodes_only=True)
    if thorough and _may_have_a_barcode(found):
        found += _rescued(grey, rescue.turns(grey), barcodes_only=True)
    unique: dict[str, Symbol] = {}
    for symbol in found:
        unique.setdefault(symbol.text, symbol)
    return tuple(sorted(unique.values(), key=lambda symbol: min(y for _, y in symbol.corners)))


def _may_have_a_barcode(found: Iterable[Symbol]) -> bool:
    """Whether a barcode may still be missing: none was found, and it is no card, which has none."""
    return not any(symbol.format == BARCODE or symbol.kind is CodeKind.IDENTITY_CARD for symbol in found)


def _zbar_objects(grey: Pixels, symbol: Symbol) -> bool:
    """Whether zbar, shown the place of a barcode, reads another text there: the check digit alone lets one error in 103 pass."""
    if symbol.format != BARCODE:
        return False
    (left, right), (top, bottom) = (_span(symbol, axis) for axis in (0, 1))
    height, width = grey.shape
    around = grey[int(max(0, top)) : int(min(height, bottom)), int(max(0, left)) : int(min(width, right))]
    others = {reading.text for reading in zbar.read(around) if reading.format == BARCODE} if around.size else set()
    return bool(others) and symbol.text not in others


def _rescued(grey: Pixels, variants: Iterable[rescue.Variant], *, barcodes_only: bool = False) -> list[Symbol]:
    """What can be read from changed copies of the picture.

    A QR corrects itself and counts at once; a barcode, which sharpening can turn into another, counts when two readings
    agree and none differs.
    """
    votes: dict[str, list[Symbol]] = {}
    for variant in variants:
        readings = list((_zbar if variant.ask_zbar else _zxing)(variant.make(grey)))
        if readings and variant.confirm is not None:
            readings += _zxing(variant.confirm(grey))
        readings = [_moved(symbol, variant.back) for symbol in readings]
        sure = [symbol for symbol in readings if symbol.format != BARCODE]
        if sure and not barcodes_only:
            return sure
        for symbol in (symbol for symbol in readings if symbol.format == BARCODE):
            votes.setdefault(symbol.text, []).append(symbol)
        agreed = [symbols[0] for symbols in votes.values() if len(symbols) >= _AGREEING]
        if agreed:
            return [
                one
                for one in agreed
                if not any(_overlap(one, other[0]) for text, other in votes.items() if text != one.text)
            ]
    return []


def _moved(symbol: Symbol, back: Pixels) -> Symbol:
    """The same symbol with its corners in the pixels of the original picture."""
    corners = tuple((float(back[0] @ (x, y, 1)), float(back[1] @ (x, y, 1))) for x, y in symbol.corners)
    return dataclasses.replace(symbol, corners=corners)


def _zxing(grey: Pixels) -> Iterator[Symbol]:
    for result in zxingcpp.read_barcodes(grey, formats=_FORMATS):
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
    """Whether the boxes around them touch."""
    pairs = [(_span(one, axis), _span(other, axis)) for axis in (0, 1)]
    return all(a[0] <= b[1] and b[0] <= a[1] for a, b in pairs)


def _span(symbol: Symbol, axis: int) -> tuple[float, float]:
    """From where to where it reaches, with a margin."""
    values = [corner[axis] for corner in symbol.corners]
    return min(values) - _NEAR_PX, max(values) + _NEAR_PX


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
        cards = (symbol for symbol in read_symbols(frame) if symbol.kind is CodeKind.IDENTITY_CARD)
        if (card := steady.see(cards)) is not None:
            return card
    return None
