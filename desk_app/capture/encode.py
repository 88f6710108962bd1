"""A prepared page → the smallest bytes that still read well: Group 4 for two-level pages, JPEG within a budget otherwise."""

from __future__ import annotations

import dataclasses
import io
import struct

import numpy as np
from PIL import Image, TiffImagePlugin

from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_BYTES, _PHOTOMETRIC, _COMPRESSION = 278, 273, 279, 262, 259
_GROUP4 = 4
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


def group4(ink: Pixels, *, dpi: int) -> bytes:
    """Encode a page of two levels as a TIFF file with one Group 4 strip.

    Args:
        ink: bool, H×W, True where there is ink.
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
    with Image.open(io.BytesIO(tiff), formats=["TIFF"]) as image:
        tags = image.tag_v2  # type: ignore[attr-defined]
        offsets, lengths = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
        if tags[_COMPRESSION] != _GROUP4 or tags[_PHOTOMETRIC] != 0 or len(offsets) != 1:
            msg = "not a single Group 4 strip with white as zero"
            raise ValueError(msg)
        return G4Strip(tiff[offsets[0] : offsets[0] + lengths[0]], image.width, image.height)
