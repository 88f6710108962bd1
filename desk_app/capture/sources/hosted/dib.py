"""Windows' device-independent bitmaps, as WIA and TWAIN deliver them → a bitmap."""

from __future__ import annotations

import struct

from desk_app.capture.errors import DeviceFailed
from desk_app.capture.sources.hosted.bitmap import INVERTED, Bitmap, interleaved

_HEADER = struct.Struct("<IiiHHIIiiII")
_FILE_HEADER = struct.Struct("<2sIHHI")
_INCH_M = 0.0254
_MOST_PIXELS = 200_000_000


def from_bmp(data: bytes) -> Bitmap:
    """The picture of a BMP file; DeviceFailed when it is none, or of a kind no scanner makes."""
    if len(data) < _FILE_HEADER.size or not data.startswith(b"BM"):
        raise DeviceFailed("", "bad_picture")
    start = _FILE_HEADER.unpack_from(data)[4]
    return from_dib(memoryview(data)[_FILE_HEADER.size :], start=start - _FILE_HEADER.size)


def from_dib(data: bytes | memoryview, *, start: int | None = None) -> Bitmap:
    """The picture of a bitmap without a file around it.

    The rows, from below, blue first, filled up to four bytes, are at ``start``; right after the colour table unless said otherwise.

    Raises:
        DeviceFailed: it is damaged, or of a kind no scanner makes.
    """
    view = memoryview(data)
    if len(view) < _HEADER.size:
        raise DeviceFailed("", "bad_picture")
    size, width, signed_height, _, bits, compression, _, across, down, used, _ = _HEADER.unpack_from(view)
    height = abs(signed_height)
    if bits not in (1, 8, 24, 32) or compression != 0 or size < _HEADER.size:
        raise DeviceFailed("", "unsupported_picture")
    colours = (min(used, 1 << bits) or 1 << bits) if bits <= 8 else used
    stride = (width * bits + 31) // 32 * 4
    begin = size + 4 * colours if start is None else start
    if width < 1 or height < 1 or width * height > _MOST_PIXELS or begin < 0 or len(view) < begin + stride * height:
        raise DeviceFailed("", "bad_picture")
    palette = bytes(view[size : size + 4 * colours]) if bits <= 8 else b""
    rows = _rows(view[begin:], stride, (width * bits + 7) // 8, height, from_below=signed_height > 0)
    return _bitmap(rows, width, height, bits, palette, (across * _INCH_M, down * _INCH_M))


def _rows(view: memoryview, stride: int, used: int, height: int, *, from_below: bool) -> bytes:
    """Rows from the top, without what fills them up."""
    starts = range(0, stride * height, stride)
    return b"".join([view[begin : begin + used] for begin in (reversed(starts) if from_below else starts)])


def _bitmap(rows: bytes, width: int, height: int, bits: int, palette: bytes, dpi: tuple[float, float]) -> Bitmap:
    if bits == 1:
        zero_is_white = len(palette) >= 8 and sum(palette[0:3]) > sum(palette[4:7])
        ink_low = rows.translate(INVERTED) if zero_is_white else rows
        return Bitmap(width, height, ink_low, (width + 7) // 8, depth=1, dpi=dpi)
    if bits == 8:
        blue, green, red = (palette[channel::4].ljust(256, b"\0") for channel in range(3))
        if red == green == blue:
            return Bitmap(width, height, rows.translate(red), width, dpi=dpi)
        mixed = interleaved(rows.translate(red), rows.translate(green), rows.translate(blue))
    else:
        step = bits // 8
        mixed = interleaved(rows[2::step], rows[1::step], rows[0::step])
    return Bitmap(width, height, mixed, 3 * width, 3, dpi=dpi)
