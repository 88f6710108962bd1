"""A page as a driver gives it, and as a PNG file: without loss, fast, with the standard library alone."""

from __future__ import annotations

import dataclasses
import struct
import zlib
from typing import Literal

MM_PER_INCH = 25.4
INVERTED = bytes(255 - value for value in range(256))
"""Table for ``bytes.translate``: black becomes white."""

# Level 1 without filters: filtering takes twice as long and saves nothing on what scanners deliver.
_LEVEL = 1
_INCH_M = 0.0254


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Bitmap:
    """Pixels of one page, rows from the top, each starting at a byte.

    Attributes:
        channels: 1 grey, 3 red, green, blue beside each other.
        depth: bits per sample; with 1 there is one channel, eight pixels a byte, the leftmost highest, and 1 is white.
        rows: the samples.
        stride: bytes from one row to the next; may be more than the row needs.
        dpi: across and down.
    """

    width: int
    height: int
    rows: bytes | bytearray | memoryview
    stride: int
    channels: Literal[1, 3] = 1
    depth: Literal[1, 8] = 8
    dpi: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        if (
            min(self.width, self.height) < 1
            or self.stride < self.row_bytes
            or self.stride * self.height > len(self.rows)
        ):
            msg = f"{self.width}×{self.height} pixels do not fit {len(self.rows)} bytes in rows of {self.stride}"
            raise ValueError(msg)

    @property
    def row_bytes(self) -> int:
        """Bytes of one row without what fills it up."""
        return (self.width * self.channels * self.depth + 7) // 8


def png(bitmap: Bitmap) -> bytes:
    """The page as a PNG file that says its resolution; lets other threads run meanwhile."""
    colour_type = 2 if bitmap.channels == 3 else 0
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, bitmap.depth, colour_type, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", head)]
    across, down = (round(dpi / _INCH_M) for dpi in bitmap.dpi)
    if across > 0 and down > 0:
        parts.append(_chunk(b"pHYs", struct.pack(">IIB", across, down, 1)))
    parts += [_chunk(b"IDAT", zlib.compress(_scan_lines(bitmap), _LEVEL)), _chunk(b"IEND", b"")]
    return b"".join(parts)


def _scan_lines(bitmap: Bitmap) -> bytes:
    """The rows, each led by the number of its filter: none."""
    view = memoryview(bitmap.rows)
    size, stride = bitmap.row_bytes, bitmap.stride
    parts: list[bytes | memoryview] = []
    for start in range(0, bitmap.height * stride, stride):
        parts += (b"\0", view[start : start + size])
    return b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def interleaved(red: bytes | bytearray, green: bytes | bytearray, blue: bytes | bytearray) -> bytearray:
    """Three planes of equal size → samples beside each other."""
    mixed = bytearray(3 * len(red))
    mixed[0::3], mixed[1::3], mixed[2::3] = red, green, blue
    return mixed
