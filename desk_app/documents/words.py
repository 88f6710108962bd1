"""Recognised words laid invisibly over the picture of a page, so that a copy can be searched and its text be copied.

The font has no shapes: its one glyph is empty, as wide as half its height. What a character means is said by the ToUnicode map.
"""

from __future__ import annotations

import dataclasses
import struct
import unicodedata
from collections.abc import Sequence

import pikepdf

_EM = 1000
_ADVANCE = 500
_POINTS_PER_MM = 72 / 25.4
_BELOW_BASELINE = 0.2
_FONT_NAME = "EmptyGlyphs"
_MOST_CHARACTERS = 60_000


@dataclasses.dataclass(frozen=True, slots=True)
class TextBox:
    """A recognised word and where it stands on the paper.

    Attributes:
        x_mm, y_mm: its top left corner, from the top left corner of the page.
        width_mm, height_mm: of the word with its ascenders and descenders.
    """

    text: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


class WordFont:
    """The one font of a document's words; gives every character that occurs a number of its own."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def encoded(self, text: str) -> bytes:
        """The word as the content stream writes it."""
        return b"".join(struct.pack(">H", self._number(character)) for character in text)

    def _number(self, character: str) -> int:
        if character not in self._numbers and len(self._numbers) >= _MOST_CHARACTERS:
            character = "?"
        return self._numbers.setdefault(character, len(self._numbers) + 1)

    def write(self, pdf: pikepdf.Pdf, at: pikepdf.Object) -> None:
        """Fill the dictionary ``at`` with the font, once all words are encoded."""
        count = len(self._numbers) + 1
        program = pikepdf.Stream(pdf, _true_type())
        program.Length1 = len(program.read_bytes())
        descriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/" + _FONT_NAME),
            Flags=4,
            FontBBox=[0, -200, _ADVANCE, 800],
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=800,
            StemV=80,
            FontFile2=pdf.make_indirect(program),
        )
        every_glyph_is_one = struct.pack(">H", 1) * count
        descendant = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name("/" + _FONT_NAME),
            CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            CIDToGIDMap=pdf.make_indirect(pikepdf.Stream(pdf, every_glyph_is_one)),
            DW=_ADVANCE,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        at.Type = pikepdf.Name.Font
        at.Subtype = pikepdf.Name.Type0
        at.BaseFont = pikepdf.Name("/" + _FONT_NAME)
        at.Encoding = pikepdf.Name("/Identity-H")
        at.DescendantFonts = pikepdf.Array([pdf.make_indirect(descendant)])
        at.ToUnicode = pdf.make_indirect(pikepdf.Stream(pdf, self._to_unicode()))

    def _to_unicode(self) -> bytes:
        lines = [f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>" for text, number in self._numbers.items()]
        blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
        body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\nendcmap\n"
            "CMapName currentdict /CMap defineresource pop\nend\nend"
        ).encode("ascii")


def content(words: Sequence[TextBox], font: WordFont, *, height_pt: float) -> bytes:
    """The part of a page's content stream that writes these words, unseen, with the font named ``/F0``.

    Each word is stretched to the width it has on the paper; texts are written in NFC.
    """
    lines = ["BT", "3 Tr"]
    for word in words:
        text = unicodedata.normalize("NFC", word.text).strip()
        if not text or word.width_mm <= 0 or word.height_mm <= 0:
            continue
        size = word.height_mm * _POINTS_PER_MM
        natural = len(text) * size * _ADVANCE / _EM
        stretch = 100 * word.width_mm * _POINTS_PER_MM / natural
        x = word.x_mm * _POINTS_PER_MM
        y = height_pt - (word.y_mm + word.height_mm * (1 - _BELOW_BASELINE)) * _POINTS_PER_MM
        lines.append(f"/F0 {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {x:.2f} {y:.2f} Tm <{font.encoded(text).hex()}> Tj")
    return "\n".join([*lines, "ET"]).encode("ascii")


def _true_type() -> bytes:
    """The smallest TrueType font with glyph 0 (missing) and glyph 1, both without an outline."""
    head = struct.pack(
        ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 0, -200, _ADVANCE, 800, 0, 8, 2, 0, 0
    )
    hhea = struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, _ADVANCE, 0, 0, 0, 1, *[0] * 7, 2)
    maxp = struct.pack(">IH13H", 0x10000, 2, *[0] * 13)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 0, 12)
        + struct.pack(">HHHHHHHHHHHH", 4, 24, 0, 2, 2, 0, 0, 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": b"\0\0\0\0",
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">HhHh", _ADVANCE, 0, _ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": maxp,
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in tables.items():
        directory += struct.pack(">4sIII", tag, _checksum(table), start + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    font = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 0) + directory + body
    # checkSumAdjustment of the whole font, in the head table.
    at = font.index(struct.pack(">I", 0x5F0F3CF5)) - 4
    adjusted = (0xB1B0AFBA - _checksum(font)) & 0xFFFFFFFF
    return font[:at] + struct.pack(">I", adjusted) + font[at + 4 :]


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded))) & 0xFFFFFFFF
