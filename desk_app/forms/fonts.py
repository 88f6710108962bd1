"""The letters of printed forms: Tinos, which has the widths of Times New Roman and every Vietnamese letter.

Font files come from the resources and are embedded in each PDF; nothing relies on what a machine has installed.
"""

from __future__ import annotations

import enum
import functools
import unicodedata

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from desk_app import resources
from desk_app.domain import vietnamese

POINTS_PER_MM = 72 / 25.4


class Face(enum.StrEnum):
    """A cut of the typeface; the value is its file's name and its name in the PDF."""

    REGULAR = "Tinos-Regular"
    BOLD = "Tinos-Bold"
    ITALIC = "Tinos-Italic"
    BOLD_ITALIC = "Tinos-BoldItalic"


# Of the em: how far letters reach. A capital with two marks (Ế, Ẵ) is the highest, "ợ" and "ỵ" the lowest.
ASCENT = 0.95
DESCENT = 0.26


@functools.cache
def load(face: Face) -> str:
    """Make the face known to reportlab; gives the name to draw with."""
    path = resources.path("fonts", "tinos", f"{face.value}.ttf")
    pdfmetrics.registerFont(TTFont(face.value, str(path)))
    return face.value


def width_pt(text: str, face: Face, size_pt: float) -> float:
    """Advance width of a line of text, in points."""
    return float(pdfmetrics.stringWidth(text, load(face), size_pt))


def printable(text: str) -> str:
    """The text as it may be drawn: composed (loose marks are misplaced on paper), one line, no control characters."""
    kept = "".join(c for c in text if unicodedata.category(c)[0] != "C" or c.isspace())
    return vietnamese.tidy(kept)


def mm(length_mm: float) -> float:
    """Millimetres in points."""
    return length_mm * POINTS_PER_MM
