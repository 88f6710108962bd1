"""A barcode gun on a serial port (COM): what it reads arrives byte by byte, untouched by keyboard and input method.

A reading ends with a line end, ETX or EOT, or with a short silence for guns that send none. Bytes are UTF-8, as cards are; else
Windows-1258, which guns use that were told to send Vietnamese that way.
"""

from __future__ import annotations

import dataclasses
import errno
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from desk_app import clock
from desk_app.capture.errors import DeviceBusy, DeviceFailed, DeviceMissing
from desk_app.lanes import CancelToken

BAUD = 9600
"""What guns are set to when they are new; those on USB do not mind."""
MOST_BYTES = 4096
"""Of one reading; the largest QR holds 2,953."""
SILENCE_S = 0.15
_LOOK_S = 0.05
_ENDS = b"\r\n\x03\x04"


@dataclasses.dataclass(frozen=True, slots=True)
class SerialPort:
    """A port that is there now.

    Attributes:
        address: what opens it (``COM3``, ``/dev/ttyACM0``).
        name: what the system calls the device behind it.
    """

    address: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What a gun read.

    Attributes:
        text: empty when it was longer than ``MOST_BYTES``.
        length: how many characters it had, or bytes when it was too long.
    """

    text: str = dataclasses.field(repr=False)
    length: int


class Line(Protocol):
    """What is needed of ``serial.Serial``."""

    @property
    def in_waiting(self) -> int:
        """Bytes that came and were not read."""
        ...

    def read(self, size: int = 1) -> bytes:
        """At most so many bytes; fewer when they do not come in time."""
        ...

    def close(self) -> None:
        """Let the port go."""
        ...


class Frames:
    """Cuts bytes into readings."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._length = 0
        self._last_s = 0.0

    def feed(self, data: bytes, at_s: float) -> list[Reading]:
        """Bytes came at this moment; the readings that are whole now."""
        whole = [] if at_s - self._last_s < SILENCE_S else self._cut()
        self._last_s = at_s
        for byte in data:
            if byte in _ENDS:
                whole += self._cut()
                continue
            self._length += 1
            if len(self._bytes) < MOST_BYTES:
                self._bytes.append(byte)
        return whole

    def quiet(self, at_s: float) -> list[Reading]:
        """Nothing came until now; the reading that is over by that, if there is one."""
        return self._cut() if at_s - self._last_s >= SILENCE_S else []

    def _cut(self) -> list[Reading]:
        data, length = bytes(self._bytes), self._length
        self._bytes.clear()
        self._length = 0
        if length > MOST_BYTES:
            return [Reading("", length)]
        text = decoded(data.strip(b"\0\x02 \t"))
        return [Reading(text, len(text))] if text else []


class SerialGun:
    """A gun on a port. Opened by ``readings``, on the thread that calls it.

    Args:
        port: address of the port.
        opened: opens it; pyserial unless given.
    """

    def __init__(self, port: str, *, opened: Callable[[str], Line] | None = None) -> None:
        self._port = port
        self._opened = opened or _open

    def readings(self, cancel: CancelToken) -> Iterator[Reading | None]:
        """None once the port is open, then what the gun reads, until ``cancel`` is raised.

        Raises:
            DeviceMissing: there is no such port.
            DeviceBusy: another program has it, or this user may not use it (``reason`` "permission").
            DeviceFailed: it was unplugged.
        """
        line, frames = self._open(), Frames()
        try:
            yield None
            while not cancel.is_cancelled:
                data = self._read(line)
                now_s = clock.monotonic_s()
                yield from frames.feed(data, now_s) if data else frames.quiet(now_s)
        finally:
            line.close()

    def _open(self) -> Line:
        try:
            return self._opened(self._port)
        except OSError as error:  # pyserial's own error is one of these
            raise _translated(self._port, error) from error
        except ValueError as error:
            raise DeviceMissing(self._port, "port") from error

    def _read(self, line: Line) -> bytes:
        """What is there, or what comes within a moment."""
        try:
            first = line.read(1)
            return first + line.read(min(line.in_waiting, MOST_BYTES)) if first else b""
        except (OSError, TypeError) as error:  # pyserial stumbles over a port that goes away while it waits
            raise DeviceFailed(self._port, "lost") from error


def ports() -> tuple[SerialPort, ...]:
    """The serial ports of this machine that something is plugged into, USB first."""
    from serial.tools import list_ports

    found = [p for p in list_ports.comports() if p.hwid not in (None, "n/a")]
    usual = sorted(found, key=lambda p: (p.vid is None, p.device))
    return tuple(SerialPort(p.device, p.description if p.description not in (None, "n/a") else p.device) for p in usual)


def decoded(data: bytes) -> str:
    """The text of these bytes, composed (NFC).

    >>> decoded("Nguyễn".encode("utf-8")), decoded("Nguyê\u0303n".encode("cp1258"))
    ('Nguyễn', 'Nguyễn')
    """
    for encoding in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _open(port: str) -> Line:
    import serial

    # DTR tells most guns that somebody listens; exclusively, so that two programs do not share the letters of one code.
    line: Any = serial.Serial(port, BAUD, timeout=_LOOK_S, exclusive=True)
    line.reset_input_buffer()
    opened: Line = line
    return opened


def _translated(port: str, error: OSError) -> DeviceMissing | DeviceBusy:
    code, words = error.errno, str(error)
    if code == errno.EACCES:
        return DeviceBusy(port, "permission")
    # Windows refuses a port that somebody has with "access denied", which pyserial tells in words only.
    if code in (errno.EBUSY, errno.EAGAIN) or "PermissionError" in words or "exclusively lock" in words:
        return DeviceBusy(port, "busy")
    return DeviceMissing(port, "port")
