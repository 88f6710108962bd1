"""What SANE delivers → a bitmap: grey, colour beside each other or in three passes, one, eight or sixteen bits a sample."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Literal

from desk_app.capture.errors import DeviceFailed
from desk_app.capture.sources.hosted.bitmap import INVERTED, Bitmap, interleaved
from desk_app.capture.sources.sane.words import FrameFormat, Parameters

# Of each sixteen-bit sample, in the byte order of this machine, the upper half: pages have eight.
_UPPER = 1 if sys.byteorder == "little" else 0
_EIGHT = [bytes(255 if byte & (128 >> bit) else 0 for bit in range(8)) for byte in range(256)]
_PASSES = (FrameFormat.RED, FrameFormat.GREEN, FrameFormat.BLUE)


def bitmap(frames: Mapping[FrameFormat, bytes], last: Parameters, dpi: tuple[float, float]) -> Bitmap:
    """One page of its frames.

    ``last`` is of the last frame; those before differ in ``format`` alone.

    Raises:
        DeviceFailed: a pass is missing, or nothing came.
    """
    if last.format not in _PASSES:
        return _one_frame(frames[last.format], last, dpi)
    planes = [frames.get(kind, b"") for kind in _PASSES]
    size = min(len(plane) for plane in planes) // last.bytes_per_line * last.bytes_per_line
    if size == 0:
        raise DeviceFailed("", "incomplete_page")
    red, green, blue = (_samples(plane[:size], last, 1) for plane in planes)
    return _made(interleaved(red, green, blue), last, size // last.bytes_per_line, 3, dpi)


def _one_frame(data: bytes, frame: Parameters, dpi: tuple[float, float]) -> Bitmap:
    lines = len(data) // frame.bytes_per_line
    if lines == 0:
        raise DeviceFailed("", "incomplete_page")
    if frame.format is FrameFormat.GRAY and frame.depth == 1:
        # In a grey frame of one bit a set bit is ink.
        white = data.translate(INVERTED)
        return Bitmap(frame.pixels_per_line, lines, white, frame.bytes_per_line, depth=1, dpi=dpi)
    channels: Literal[1, 3] = 3 if frame.format is FrameFormat.RGB else 1
    rows = data if frame.depth == 8 else _samples(data, frame, channels)
    return _made(rows, frame, lines, channels, dpi)


def _made(
    rows: bytes | bytearray, frame: Parameters, lines: int, channels: Literal[1, 3], dpi: tuple[float, float]
) -> Bitmap:
    return Bitmap(frame.pixels_per_line, lines, rows, len(rows) // lines, channels, dpi=dpi)


def _samples(data: bytes, frame: Parameters, channels: Literal[1, 3]) -> bytes | bytearray:
    """Samples of eight bits, row by row; rows keep whatever fills them up."""
    if frame.depth == 16:
        return data[_UPPER::2]
    if frame.depth == 1:
        if channels == 1:
            return _spread(data)
        # Colour of one bit: a byte of eight red samples, one of green, one of blue, and again.
        return interleaved(*(_spread(data[channel::3]) for channel in range(3)))
    return data


def _spread(data: bytes) -> bytes:
    return b"".join([_EIGHT[byte] for byte in data])
