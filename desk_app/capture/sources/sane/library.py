"""``libsane.so.1`` as Python sees it: devices, options and their constraints, frames. Nothing here knows what a page is."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from desk_app.capture.sources.sane import abi
from desk_app.capture.sources.sane.words import (
    Constraint,
    DeviceEntry,
    FrameFormat,
    Kind,
    LibraryMissing,
    Option,
    Parameters,
    Range,
    SaneError,
    Status,
    Unit,
    Value,
)

SONAME = "libsane.1.dylib" if sys.platform == "darwin" else "libsane.so.1"

_ONE = 1 << 16
"""1.0 in SANE's fixed point."""
_MOST_OPTIONS = 2000
_MOST_DEVICES = 500


@contextmanager
def sane() -> Iterator[Sane]:
    """SANE, initialised, and left properly afterwards.

    Raises:
        LibraryMissing: it is not installed.
        SaneError: it does not start.
    """
    try:
        library = ctypes.CDLL(SONAME)
    except OSError as error:
        raise LibraryMissing from error
    for name, (result, arguments) in abi.SIGNATURES.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, list(arguments)
    _check(library.sane_init(ctypes.byref(ctypes.c_int32()), None))
    try:
        yield Sane(library)
    finally:
        library.sane_exit()


class Sane:
    """What can be asked of SANE as a whole."""

    def __init__(self, library: Any) -> None:
        self._library = library

    def devices(self) -> list[DeviceEntry]:
        """All devices that can be reached, over the network too; slow."""
        entries = ctypes.POINTER(ctypes.POINTER(abi.RawDevice))()
        _check(self._library.sane_get_devices(ctypes.byref(entries), 0))
        found: list[DeviceEntry] = []
        while len(found) < _MOST_DEVICES and entries and entries[len(found)]:
            entry = entries[len(found)].contents
            found.append(DeviceEntry(*(_text(value) for value in (entry.name, entry.vendor, entry.model, entry.type))))
        return found

    @contextmanager
    def opened(self, name: str) -> Iterator[Device]:
        """The device of this name; closed afterwards."""
        handle = ctypes.c_void_p()
        _check(self._library.sane_open(name.encode("utf-8"), ctypes.byref(handle)))
        try:
            yield Device(self._library, handle)
        finally:
            self._library.sane_close(handle)


class Device:
    """An open device: its options and the frames of a scan."""

    def __init__(self, library: Any, handle: ctypes.c_void_p) -> None:
        self._library = library
        self._handle = handle
        self._buffer = ctypes.create_string_buffer(256 * 1024)
        self._options: dict[str, Option] | None = None

    @property
    def options(self) -> dict[str, Option]:
        """Its options by name, as they are after what was set so far."""
        if self._options is None:
            self._options = {option.name: option for option in self._described()}
        return self._options

    def get(self, option: Option) -> Value:
        """Value of an option that is readable."""
        room = ctypes.create_string_buffer(max(option.size, 4))
        self._control(option, abi.GET_VALUE, room)
        if option.kind is Kind.STRING:
            return _text(room.value)
        word = ctypes.c_int32.from_buffer(room).value
        if option.kind is Kind.BOOL:
            return bool(word)
        return word / _ONE if option.kind is Kind.FIXED else word

    def set(self, option: Option, value: Value) -> None:
        """Set an option that is settable; the device may come as near as it can."""
        if option.kind is Kind.STRING:
            text = str(value).encode("utf-8")
            room = ctypes.create_string_buffer(text, max(option.size, len(text) + 1))
        else:
            word = round(float(value) * _ONE) if option.kind is Kind.FIXED else round(float(value))
            room = ctypes.create_string_buffer(word.to_bytes(4, sys.byteorder, signed=True), max(option.size, 4))
        self._control(option, abi.SET_VALUE, room)

    def start(self) -> None:
        """Begin the next frame."""
        _check(self._library.sane_start(self._handle))

    def parameters(self) -> Parameters:
        """What the frame is like; exact once it began."""
        raw = abi.RawParameters()
        _check(self._library.sane_get_parameters(self._handle, ctypes.byref(raw)))
        known = raw.format in set(FrameFormat)
        if not known or raw.bytes_per_line <= 0 or raw.pixels_per_line <= 0 or raw.depth not in (1, 8, 16):
            raise SaneError(Status.UNSUPPORTED)
        return Parameters(
            format=FrameFormat(raw.format),
            last_frame=bool(raw.last_frame),
            bytes_per_line=raw.bytes_per_line,
            pixels_per_line=raw.pixels_per_line,
            lines=raw.lines,
            depth=raw.depth,
        )

    def read(self) -> bytes:
        """The next bytes of the frame, perhaps none; SaneError of EOF after the last."""
        count = ctypes.c_int32()
        _check(self._library.sane_read(self._handle, self._buffer, len(self._buffer), ctypes.byref(count)))
        return ctypes.string_at(self._buffer, max(0, min(count.value, len(self._buffer))))

    def cancel(self) -> None:
        """End the scan, in the middle or after the last page; the device is idle then."""
        self._library.sane_cancel(self._handle)

    def _control(self, option: Option, action: int, room: ctypes.Array[ctypes.c_char]) -> None:
        info = ctypes.c_int32()
        control: Callable[..., int] = self._library.sane_control_option
        _check(control(self._handle, option.index, action, room, ctypes.byref(info)))
        if info.value & abi.RELOAD_OPTIONS:
            self._options = None

    def _described(self) -> Iterator[Option]:
        describe: Callable[..., Any] = self._library.sane_get_option_descriptor
        for index in range(1, _MOST_OPTIONS):
            pointer = describe(self._handle, index)
            if not pointer:
                return
            raw = pointer.contents
            if raw.type in (Kind.GROUP, Kind.BUTTON) or raw.type not in set(Kind) or not raw.name:
                continue
            active = not raw.cap & abi.INACTIVE
            kind = Kind(raw.type)
            yield Option(
                index=index,
                name=_text(raw.name),
                kind=kind,
                unit=Unit(raw.unit) if raw.unit in set(Unit) else Unit.NONE,
                size=raw.size,
                settable=active and bool(raw.cap & abi.SOFT_SELECT),
                readable=active and bool(raw.cap & abi.SOFT_DETECT),
                constraint=_constraint(raw, kind),
            )


def _constraint(raw: abi.RawDescriptor, kind: Kind) -> Constraint:
    scale = 1 / _ONE if kind is Kind.FIXED else 1
    if raw.constraint_type == abi.BY_RANGE and raw.constraint.range:
        limits = raw.constraint.range.contents
        return Range(limits.min * scale, limits.max * scale, limits.quant * scale)
    if raw.constraint_type == abi.BY_WORDS and raw.constraint.words:
        listed = raw.constraint.words
        return tuple(listed[position] * scale for position in range(1, 1 + max(0, min(listed[0], 10_000))))
    if raw.constraint_type == abi.BY_STRINGS and raw.constraint.strings:
        return tuple(_strings(raw.constraint.strings))
    return None


def _strings(pointer: Any) -> Iterator[str]:
    for position in range(1000):
        text = pointer[position]
        if text is None:
            return
        yield _text(text)


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")


def _check(status: int) -> None:
    if status != Status.GOOD:
        raise SaneError(status)
