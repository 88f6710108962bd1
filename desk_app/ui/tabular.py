"""Makes the digits of a TrueType font equally wide, so that numbers stand in columns and running times do not dance.

Be Vietnam Pro has no tabular figures (no ``tnum`` feature). Only the table of widths is changed, in memory, when it is loaded:
each digit gets the width of the zero and is centred in it; the files stay as their makers published them.
"""

from __future__ import annotations

import struct

DIGITS = "0123456789"


def with_tabular_digits(font: bytes) -> bytes:
    """The font with equally wide digits; returned unchanged when it is not a TrueType font with a format 4 character map."""
    tables = _tables(font)
    if not {"cmap", "hhea", "hmtx"} <= tables.keys():
        return font
    glyphs = _glyphs(font, tables["cmap"][0])
    (wide,) = struct.unpack_from(">H", font, tables["hhea"][0] + 34)
    if len(glyphs) != len(DIGITS) or max(glyphs) >= wide:
        return font
    made = bytearray(font)
    start = tables["hmtx"][0]
    (width,) = struct.unpack_from(">H", font, start + 4 * glyphs[0])
    for glyph in glyphs:
        advance, left = struct.unpack_from(">Hh", font, start + 4 * glyph)
        struct.pack_into(">Hh", made, start + 4 * glyph, width, left + (width - advance) // 2)
    _renew_checksum(made, "hmtx")
    return bytes(made)


def _tables(font: bytes) -> dict[str, tuple[int, int]]:
    """Offset and length of each table."""
    if len(font) < 12 or font[:4] not in (b"\x00\x01\x00\x00", b"true"):
        return {}
    (count,) = struct.unpack_from(">H", font, 4)
    found = {}
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        found[tag.decode("latin-1")] = (offset, length)
    return found


def _glyphs(font: bytes, cmap: int) -> list[int]:
    """Glyph numbers of the ten digits, from the first format 4 map."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">L", font, cmap + 4 + 8 * number + 4)
        if struct.unpack_from(">H", font, cmap + offset) == (4,):
            found = [_glyph(font, cmap + offset, ord(digit)) for digit in DIGITS]
            return [glyph for glyph in found if glyph]
    return []


def _glyph(font: bytes, at: int, code: int) -> int:
    """The glyph of a character in a format 4 map, 0 if it has none."""
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    for segment in range(0, doubled, 2):
        (end,) = struct.unpack_from(">H", font, at + 14 + segment)
        if code > end:
            continue
        (start,) = struct.unpack_from(">H", font, at + 16 + doubled + segment)
        (delta,) = struct.unpack_from(">H", font, at + 16 + 2 * doubled + segment)
        place = at + 16 + 3 * doubled + segment
        (reach,) = struct.unpack_from(">H", font, place)
        if code < start:
            return 0
        if reach == 0:
            return int(code + delta) & 0xFFFF
        (glyph,) = struct.unpack_from(">H", font, place + reach + 2 * (code - start))
        return (glyph + delta) & 0xFFFF if glyph else 0
    return 0


def _renew_checksum(font: bytearray, name: str) -> None:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * number)
        if tag == name.encode("latin-1"):
            padded = bytes(font[offset : offset + length]) + b"\0" * (-length % 4)
            total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
            struct.pack_into(">L", font, 12 + 16 * number + 4, total)
