"""Machine-readable symbols on paper, as black rectangles: QR (ISO/IEC 18004) and Code 128 (ISO/IEC 15417)."""

from __future__ import annotations

import segno
from reportlab.graphics.barcode.code128 import Code128

from desk_app.forms.page import Fill, Rect

QUIET_QR_MODULES = 4
QUIET_BAR_MODULES = 10


Modules = tuple[tuple[bool, ...], ...]
"""Rows of a QR from the top, True for dark, without the quiet zone."""


def qr_modules(text: str) -> Modules:
    """The smallest version that holds the text at level M.

    The text is UTF-8 and says so (ECI 26); without it readers guess, and guess Vietnamese wrong. Where the version has room for a
    higher level of correction at the same size it is used.
    """
    code = segno.make(text, error="m", encoding="utf-8", eci=True, micro=False, boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr(rows: Modules, side_pt: float, left: float = 0, top: float = 0) -> Fill:
    """A QR in a square of ``side_pt``, quiet zone not counted."""
    module = side_pt / len(rows)
    rects = []
    for y, row in enumerate(rows):
        for start, length in _runs(row):
            rects.append(Rect(left + start * module, top + y * module, length * module, module))
    return Fill(tuple(rects))


def code128_modules(text: str) -> tuple[bool, ...]:
    """Bars (True) and spaces of one module each, without the quiet zone. ASCII only: ValueError otherwise."""
    symbol = Code128(text)
    symbol.validate()  # type: ignore[no-untyped-call]
    if not symbol.valid:
        msg = "Code 128 carries ASCII only"
        raise ValueError(msg)
    symbol.encode()  # type: ignore[no-untyped-call]
    symbol.decompose()  # type: ignore[no-untyped-call]
    # One letter per bar (capital) or space (small), "a" one module wide, "d" four.
    return tuple(letter.isupper() for letter in symbol.decomposed for _ in range(ord(letter.upper()) - ord("A") + 1))


def code128(text: str, width_pt: float, height_pt: float, left: float = 0, top: float = 0) -> Fill:
    """The bars of ``text`` exactly ``width_pt`` wide, quiet zone not counted."""
    modules = code128_modules(text)
    module = width_pt / len(modules)
    return Fill(tuple(Rect(left + start * module, top, length * module, height_pt) for start, length in _runs(modules)))


def _runs(modules: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(modules):
        if not dark:
            continue
        if runs and sum(runs[-1]) == at:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((at, 1))
    return runs
