"""A prepared page → the smallest bytes that still read well: Group 4 for two-level pages, JPEG within a budget otherwise."""

from __future__ import annotations

import dataclasses
import io
import struct

import numpy as np
from PIL import Image, TiffImagePlugin

from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_BYTES, _PHOTOMETRIC, _COMPRESSION = 278, 273, 279, 262, 259
_WIDTH, _HEIGHT = 256, 257
_GROUP4 = 4
_MOST_TAGS = 64
_WHOLE = {3: 0xFFFF, 4: 0xFFFFFFFF}
"""Kinds of TIFF value that are whole numbers → the bits that count."""
_FRAMES = {0xC0, 0xC1, 0xC2}
_SCAN = 0xDA
_QUALITIES = (75, 68, 60, 53, 46)
_A4_SQUARE_INCHES = A4_SHORT_MM * A4_LONG_MM / MM_PER_INCH**2


@dataclasses.dataclass(frozen=True, slots=True)
class G4Strip:
    """The Group 4 data of a page as PDF and fax know it: rows from the top, white is 0."""

    data: bytes
    width_px: int
    height_px: int


def budget_bytes(width_px: int, height_px: int, dpi: int, *, per_a4: int) -> int:
    """How many bytes a page of this size may take when an A4 sheet may take ``per_a4``; never below 40 KB."""
    return max(40_000, round(per_a4 * (width_px / dpi) * (height_px / dpi) / _A4_SQUARE_INCHES))


def jpeg(pixels: Pixels, *, dpi: int, budget: int) -> tuple[bytes, int]:
    """Encode colour or grey pixels, at the best quality that keeps within the budget, or at the lowest worth reading.

    Returns:
        The JPEG file and the quality it was made with.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels))
    data = b""
    quality = _QUALITIES[0]
    for quality in _QUALITIES:
        data = _jpeg_once(image, quality, dpi)
        if len(data) <= budget:
            break
    return data, quality


def _jpeg_once(image: Image.Image, quality: int, dpi: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0", dpi=(dpi, dpi))
    return out.getvalue()


def jpeg_plain(pixels: Pixels, *, quality: int) -> bytes:
    """A JPEG of this quality without a resolution of its own: a part of a page."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(
        out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling="4:2:0"
    )
    return out.getvalue()


def group4(ink: Pixels, *, dpi: int) -> bytes:
    """Encode a page of two levels as a TIFF file with one Group 4 strip.

    Args:
        ink: H×W, True or above zero where there is ink.
        dpi: pixels per inch of the paper.
    """
    height, width = ink.shape
    image = Image.frombytes("1", (width, height), np.packbits(ink, axis=1).tobytes())
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[_ROWS_PER_STRIP] = height
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", dpi=(dpi, dpi), tiffinfo=tags)
    return _white_is_zero(out.getvalue())


def _white_is_zero(tiff: bytes) -> bytes:
    """Say in the file's directory that 0 is white, as fax has it; Pillow would turn every pixel in a Python loop instead."""
    data = bytearray(tiff)
    (start,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, start)
    for position in range(start + 2, start + 2 + 12 * entries, 12):
        if struct.unpack_from("<H", data, position)[0] == _PHOTOMETRIC:
            struct.pack_into("<H", data, position + 8, 0)
    return bytes(data)


def g4_strip(tiff: bytes) -> G4Strip:
    """Take the Group 4 data out of a file made by ``group4``.

    Raises:
        ValueError: it is not such a file.
    """
    try:
        tags = _tags(tiff)
        offset, length = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
        width, height = tags[_WIDTH], tags[_HEIGHT]
        if tags[_COMPRESSION] != _GROUP4 or tags[_PHOTOMETRIC] != 0 or not length or offset + length > len(tiff):
            raise KeyError
    except (struct.error, KeyError) as error:
        msg = "not a single Group 4 strip with white as zero"
        raise ValueError(msg) from error
    return G4Strip(tiff[offset : offset + length], width, height)


def _tags(tiff: bytes) -> dict[int, int]:
    """The single whole numbers in the file's first directory."""
    if tiff[:4] != b"II*\0":
        raise KeyError
    (start,) = struct.unpack_from("<I", tiff, 4)
    (entries,) = struct.unpack_from("<H", tiff, start)
    found = {}
    for number in range(min(entries, _MOST_TAGS)):
        tag, kind, count, value = struct.unpack_from("<HHII", tiff, start + 2 + 12 * number)
        if count == 1 and kind in _WHOLE:
            found[tag] = value & _WHOLE[kind]
    return found


def jpeg_size(data: bytes) -> tuple[int, int, int]:
    """Width, height and number of channels a JPEG file says it has; nothing is decoded.

    Raises:
        ValueError: it is none.
    """
    position = 2
    try:
        while data[:2] == b"\xff\xd8" and data[position] == 0xFF:
            marker, length = struct.unpack_from(">BH", data, position + 1)
            if marker in _FRAMES:
                height, width, channels = struct.unpack_from(">HHB", data, position + 5)
                if not (height and width):
                    break
                return width, height, channels
            if marker == _SCAN or length < 2:
                break
            position += 2 + length
    except (struct.error, IndexError) as error:
        msg = "torn"
        raise ValueError(msg) from error
    msg = "no JPEG"
    raise ValueError(msg)
