"""Frames on a pipe: a mark, two lengths, a small JSON header, then bytes. Whatever else comes is refused, never guessed."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Callable
from typing import Any

from desk_app.capture.errors import CaptureError

MARK = b"QMC1"
"""Starts every frame; its last sign is the version of this layout."""
MOST_HEADER_BYTES = 64 * 1024
MOST_BODY_BYTES = 100_000_000

_LENGTHS = struct.Struct(">II")
# A reader of a raw pipe makes room for all it asks for, whatever comes.
_AT_ONCE = 1 << 20


class GarbageFrame(CaptureError):
    """What came is no frame: the other side is broken, or something else wrote to the pipe.

    Attributes:
        reason: "mark", "torn", "header", "too_large" or what the header lacks.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class Frame:
    """One thing said.

    Attributes:
        header: what it is; only what JSON can hold.
        body: bytes that belong to it, a page for example.
    """

    header: dict[str, Any]
    body: bytes = b""


def packed(frame: Frame) -> bytes:
    """The bytes of a frame up to its body, which is to be written after them.

    Raises:
        GarbageFrame: it is over the limits the reader will hold it to.
    """
    header = json.dumps(frame.header, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    if len(header) > MOST_HEADER_BYTES or len(frame.body) > MOST_BODY_BYTES:
        raise GarbageFrame("too_large")
    return MARK + _LENGTHS.pack(len(header), len(frame.body)) + header


def read_frame(read: Callable[[int], bytes]) -> Frame | None:
    """Read one frame; None when the other side ended properly, between two frames.

    ``read`` gives at most as many bytes as asked for, and none at the end.

    Raises:
        GarbageFrame: what came is no frame, or ends in the middle of one.
    """
    first = read(1)
    if not first:
        return None
    if first + _exactly(read, len(MARK) - 1) != MARK:
        raise GarbageFrame("mark")
    header_length, body_length = _LENGTHS.unpack(_exactly(read, _LENGTHS.size))
    if header_length > MOST_HEADER_BYTES or body_length > MOST_BODY_BYTES:
        raise GarbageFrame("too_large")
    header = _header(_exactly(read, header_length))
    return Frame(header, _exactly(read, body_length))


def _exactly(read: Callable[[int], bytes], count: int) -> bytes:
    parts: list[bytes] = []
    missing = count
    while missing:
        part = read(min(missing, _AT_ONCE))
        if not part:
            raise GarbageFrame("torn")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _header(text: bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GarbageFrame("header") from error
    if not isinstance(header, dict):
        raise GarbageFrame("header")
    return header
