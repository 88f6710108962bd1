"""Reads a catalogue file record by record: JSON, JSON lines, either in gzip, with limits, never raising on content.

A catalogue comes from crawls, exports and mail attachments: it may be cut off, be a single object, an array, an object
around an array, one object a line, or something else altogether. Whatever is wrong becomes a ``Rejected`` and reading
goes on where it can.
"""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from desk_app.desk.portal_report import Rejected, RejectReason

_CHUNK = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What a catalogue may cost; the national one has 2,642 records in 16 MB.

    Attributes:
        total_chars: characters of text after unpacking.
        record_chars: characters of one record.
        records: number of records.
    """

    total_chars: int = 256_000_000
    record_chars: int = 4_000_000
    records: int = 50_000


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """One decoded JSON value and where it stood."""

    where: str
    value: object


class _TooLarge(Exception):
    pass


class _Text:
    """Characters of the file, in chunks, never more than the limit in all."""

    def __init__(self, stream: IO[str], limit: int) -> None:
        self._stream = stream
        self._left = limit

    def read(self, size: int = _CHUNK) -> str:
        chunk = self._stream.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise _TooLarge
        return chunk


def records(file: Path, *, limits: Limits | None = None) -> Iterator[Record | Rejected]:
    """Every record of the file in order.

    Raises:
        OSError: the file cannot be opened (missing, no permission).
    """
    limits = limits or Limits()
    with file.open("rb") as raw:
        source = _Source(file.name, limits)
        try:
            with _decoded(raw) as stream:
                yield from source.read(_Text(stream, limits.total_chars))
        except _TooLarge:
            yield source.reject(RejectReason.TOO_LARGE)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            yield source.reject(RejectReason.TRUNCATED)
        except UnicodeError:
            yield source.reject(RejectReason.DAMAGED_TEXT)


def _decoded(raw: IO[bytes]) -> IO[str]:
    magic = raw.read(2)
    raw.seek(0)
    plain = cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if magic == _GZIP_MAGIC else raw
    buffered = io.BufferedReader(cast("io.RawIOBase", plain), _CHUNK)
    encoding = "utf-16" if buffered.peek(2)[:2] in _UTF16_MARKS else "utf-8-sig"
    # A bad byte spoils its own record only: it comes through as a lone surrogate, which the record is then refused for.
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    return io.TextIOWrapper(buffered, encoding=encoding, errors=errors)


class _Source:
    """The records of one file: decides what kind of file it is, numbers the records, keeps to the limits."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._count = 0

    def reject(self, reason: RejectReason) -> Rejected:
        return Rejected(f"{self._name}:{self._count + 1}", "", reason)

    def read(self, text: _Text) -> Iterator[Record | Rejected]:
        head = ""
        while not head.strip():
            chunk = text.read()
            if not chunk:
                yield self.reject(RejectReason.NOT_A_CATALOGUE)
                return
            head += chunk
        head = head.lstrip()
        if head[0] == "[":
            yield from self._array(head[1:], text)
        elif head[0] == "{":
            yield from self._objects(head, text)
        else:
            yield self.reject(RejectReason.NOT_A_CATALOGUE)

    def _array(self, buffer: str, text: _Text) -> Iterator[Record | Rejected]:
        decoder = json.JSONDecoder()
        while True:
            buffer = buffer.lstrip(" \t\r\n,")
            if buffer.startswith("]"):
                return
            value, end, reason = _first_value(decoder, buffer)
            complete = end is not None and (end < len(buffer) or isinstance(value, dict | list | str))
            if complete:
                buffer = buffer[end:]
                yield from self._numbered(value)
                if self._count >= self._limits.records:
                    yield self.reject(RejectReason.TOO_MANY)
                    return
                continue
            chunk = "" if reason is RejectReason.TOO_DEEP else text.read(max(_CHUNK, len(buffer)))
            if not chunk or len(buffer) > self._limits.record_chars:
                yield self.reject(reason or RejectReason.TRUNCATED)
                return
            buffer += chunk

    def _objects(self, head: str, text: _Text) -> Iterator[Record | Rejected]:
        lines = _lines(head, text, self._limits.record_chars)
        first = next(lines)
        if first is not None and _loads(first)[1] is None and _is_record(_loads(first)[0]):
            yield from self._json_lines(first, lines)
        else:
            yield from self._document(first, lines)

    def _json_lines(self, first: str, rest: Iterator[str | None]) -> Iterator[Record | Rejected]:
        line: str | None = first
        while True:
            yield from self._one_line(line)
            if self._count >= self._limits.records:
                yield self.reject(RejectReason.TOO_MANY)
                return
            try:
                line = next(rest)
            except StopIteration:
                return

    def _one_line(self, line: str | None) -> Iterator[Record | Rejected]:
        if line is None:
            yield self.reject(RejectReason.TOO_LARGE)
            self._count += 1
        elif line.strip():
            value, reason = _loads(line)
            if reason is None:
                yield from self._numbered(value)
            else:
                yield self.reject(reason)
                self._count += 1

    def _document(self, first: str | None, rest: Iterator[str | None]) -> Iterator[Record | Rejected]:
        """One object over several lines, or lines of which the first is broken."""
        lines = [first, *rest]
        value, reason = _loads("".join(line or "" for line in lines))
        if reason is None:
            for inner in _unwrapped(value):
                yield from self._numbered(inner)
        elif any(line and _loads(line)[1] is None and _is_record(_loads(line)[0]) for line in lines):
            for line in lines:
                yield from self._one_line(line)
        else:
            yield self.reject(reason)

    def _numbered(self, value: object) -> Iterator[Record]:
        self._count += 1
        yield Record(f"{self._name}:{self._count}", value)


def _first_value(decoder: json.JSONDecoder, buffer: str) -> tuple[object, int | None, RejectReason | None]:
    try:
        value, end = decoder.raw_decode(buffer)
    except RecursionError:
        return None, None, RejectReason.TOO_DEEP
    except ValueError:
        return None, None, RejectReason.MALFORMED if buffer else RejectReason.TRUNCATED
    return value, end, None


def _loads(text: str) -> tuple[Any, RejectReason | None]:
    try:
        return json.loads(text), None
    except RecursionError:
        return None, RejectReason.TOO_DEEP
    except ValueError:
        return None, RejectReason.MALFORMED


def _lines(head: str, text: _Text, limit: int) -> Iterator[str | None]:
    """Lines with their ends; None in place of one that is over the limit (the rest of it is skipped)."""
    buffer, skipping = head, False
    while True:
        *whole, buffer = buffer.split("\n")
        for line in whole:
            if not skipping:
                yield line + "\n" if len(line) <= limit else None
            skipping = False
        if len(buffer) > limit:
            if not skipping:
                yield None
            buffer, skipping = "", True
        chunk = text.read()
        if not chunk:
            break
        buffer += chunk
    if buffer and not skipping:
        yield buffer


def _is_record(value: object) -> bool:
    return isinstance(value, Mapping) and any(str(key).upper() == "MATTHC" for key in value)


def _unwrapped(value: object) -> list[object]:
    """The records inside an envelope such as ``{"total": 3, "data": [...]}``; otherwise the value itself."""
    if isinstance(value, Mapping) and not _is_record(value):
        inner = [v for v in value.values() if isinstance(v, list) and any(_is_record(item) for item in v)]
        if len(inner) == 1:
            return list(inner[0])
    return [value]
