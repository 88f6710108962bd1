"""A data source manager written from the TWAIN specification: states enforced, conditions kept until asked for, memory counted."""

from __future__ import annotations

import ctypes
import dataclasses
import io
import struct
from collections.abc import Callable, Iterable
from typing import Any

from PIL import Image

SUCCESS, FAILURE, CHECK_STATUS, CANCEL, SOURCE_EVENT, NOT_SOURCE_EVENT, TRANSFER_DONE, END_OF_LIST = range(8)
CONTROL, IMAGE = 1, 2
BUMMER, NO_SOURCE, BAD_VALUE, SEQUENCE_ERROR, UNSUPPORTED = 1, 3, 10, 11, 13
INT16, UINT16, BOOL, FIX32 = 1, 4, 6, 7
FEEDER_ENABLED, FEEDER_LOADED, DUPLEX_ENABLED, COUNT = 0x1002, 0x1003, 0x1013, 0x0001
PIXEL_TYPE, MECHANISM, X_RESOLUTION, Y_RESOLUTION = 0x0101, 0x0103, 0x1118, 0x1119
UI_CONTROLLABLE, ONLINE = 0x100E, 0x100F
READY, CLOSE = 0x0101, 0x0102


class Message(ctypes.Structure):
    _fields_ = [("number", ctypes.c_uint32)]


@dataclasses.dataclass
class Source:
    """A scanner with its data source.

    Attributes:
        caps: capability → (type, value, allowed values or None for any).
        faults: number of the picture, from 1 → condition.
        own_messages: what it sends when enabled; by default, that a picture is ready.
    """

    name: str = "Fake 1000"
    sheets: int = 0
    feeder: bool = True
    glass: bool = True
    duplex: bool = False
    dpis: tuple[int, ...] = (75, 100, 150, 200, 300)
    faults: dict[int, int] = dataclasses.field(default_factory=dict)
    cancel_at: int = 0
    own_messages: tuple[int, ...] = (READY,)
    controllable: bool = True
    online: bool = True
    open_error: int = 0
    before: Callable[[int], int] = lambda number: 0
    taken: int = 0
    shown: bool | None = None
    caps: dict[int, tuple[int, float, tuple[float, ...] | None]] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.caps |= {
            COUNT: (INT16, -1, None),
            PIXEL_TYPE: (UINT16, 0, (0, 1, 2)),
            MECHANISM: (UINT16, 0, (0, 2)),
            0x0102: (UINT16, 0, (0,)),
            X_RESOLUTION: (FIX32, self.dpis[0], self.dpis),
            Y_RESOLUTION: (FIX32, self.dpis[0], self.dpis),
            0x100B: (BOOL, 1, (0, 1)),
            UI_CONTROLLABLE: (BOOL, int(self.controllable), ()),
            ONLINE: (BOOL, int(self.online), ()),
        }
        if self.feeder:
            self.caps[FEEDER_ENABLED] = (BOOL, int(not self.glass), (0, 1) if self.glass else (1,))
            self.caps[FEEDER_LOADED] = (BOOL, int(self.sheets > 0), ())
            self.caps[0x1007] = (BOOL, 0, (0, 1))
        if self.duplex:
            self.caps[DUPLEX_ENABLED] = (BOOL, 0, (0, 1))

    def value(self, cap: int) -> float:
        return self.caps[cap][1] if cap in self.caps else 0

    @property
    def pictures(self) -> int:
        """How many it will give as it is set now."""
        if not self.value(FEEDER_ENABLED):
            return 1
        sides = 2 if self.value(DUPLEX_ENABLED) else 1
        wanted = int(self.value(COUNT))
        return self.sheets * sides if wanted == -1 else min(wanted, self.sheets * sides)


class System:
    """The manager and the Windows around it; ``twain.manager.System``."""

    window = 4711

    def __init__(self, *sources: Source) -> None:
        self.sources = list(sources)
        self.state = 2
        self.open: Source | None = None
        self.listed = 0
        self.condition = 0
        self.queue: list[int] = []
        self.memory: dict[int, bytes] = {}
        self.handles = 100
        self.dispatched: list[int] = []
        self.layout: tuple[float, ...] = ()
        self.pending = 0
        self.closed = False
        self.lost_messages = 0

    # what Windows gives

    def store(self, content: bytes) -> int:
        self.handles += 1
        self.memory[self.handles] = content
        return self.handles

    def content(self, handle: int) -> bytes:
        return self.memory[handle]

    def free(self, handle: int) -> None:
        del self.memory[handle]

    def next_message(self, timeout_s: float) -> Message | None:
        return Message(self.queue.pop(0)) if self.queue else None

    def dispatch(self, message: ctypes.Structure) -> None:
        assert isinstance(message, Message)
        self.dispatched.append(message.number)

    def close(self) -> None:
        self.closed = True

    # DSM_Entry

    def entry(self, origin: Any, destination: Any, group: int, data: int, message: int, structure: Any) -> int:
        if (group, data, message) == (CONTROL, 0x0008, 0x0001):
            structure.condition, self.condition = self.condition, 0
            return SUCCESS
        name = _CALLS.get((group, data, message))
        if name is None:
            return self.fail(10)  # nothing in the specification
        method, states = name
        if self.state not in states:
            return self.fail(SEQUENCE_ERROR)
        return int(getattr(self, method)(structure))

    def fail(self, condition: int) -> int:
        self.condition = condition
        return FAILURE

    def open_manager(self, window: ctypes.c_void_p) -> int:
        assert window.value == self.window
        self.state = 3
        return SUCCESS

    def close_manager(self, window: ctypes.c_void_p) -> int:
        assert window.value == self.window
        self.state = 2
        return SUCCESS

    def first(self, identity: Any) -> int:
        self.listed = 0
        if not self.sources:
            return self.fail(NO_SOURCE)
        return self.next(identity)

    def next(self, identity: Any) -> int:
        if self.listed == len(self.sources):
            return END_OF_LIST
        identity.product = self.sources[self.listed].name.encode("latin-1")
        self.listed += 1
        identity.id = self.listed
        return SUCCESS

    def open_source(self, identity: Any) -> int:
        source = self.sources[identity.id - 1]
        if source.open_error:
            return self.fail(source.open_error)
        self.open, self.state = source, 4
        return SUCCESS

    def close_source(self, identity: Any) -> int:
        self.open, self.state = None, 3
        return SUCCESS

    def set_cap(self, asked: Any) -> int:
        kind, bits = struct.unpack("<HI", self.memory[asked.container])
        assert asked.container_type == 5
        assert self.open is not None
        known = self.open.caps.get(asked.capability)
        if known is None:
            return self.fail(UNSUPPORTED)
        value = _value(kind, bits)
        if kind != known[0] or (known[2] is not None and value not in known[2]):
            return self.fail(BAD_VALUE)
        self.open.caps[asked.capability] = (kind, value, known[2])
        return SUCCESS

    def get_cap(self, asked: Any) -> int:
        assert self.open is not None
        known = self.open.caps.get(asked.capability)
        if known is None:
            return self.fail(UNSUPPORTED)
        kind, value, _ = known
        bits = int(value) & 0xFFFF if kind != FIX32 else int(value) & 0xFFFF | int(value % 1 * 65536) << 16
        asked.container_type, asked.container = 5, self.store(struct.pack("<HI", kind, bits))
        return SUCCESS

    def set_layout(self, layout: Any) -> int:
        sides = (layout.frame.left, layout.frame.top, layout.frame.right, layout.frame.bottom)
        self.layout = tuple(side.whole + side.fraction / 65536 for side in sides)
        return CHECK_STATUS

    def enable(self, interface: Any) -> int:
        assert self.open is not None
        assert interface.parent == self.window
        if not interface.show and not self.open.controllable:
            return self.fail(BUMMER)
        self.open.shown = bool(interface.show)
        self.state = 5
        self.queue += [1, *self.open.own_messages]
        return SUCCESS

    def disable(self, interface: Any) -> int:
        self.state = 4
        return SUCCESS

    def process(self, event: Any) -> int:
        assert self.open is not None
        number = Message.from_address(event.event).number
        if number not in (READY, CLOSE):
            return NOT_SOURCE_EVENT
        event.message = number
        if number == READY:
            self.state, self.pending = 6, self.open.pictures
        return SOURCE_EVENT

    def native(self, handle: ctypes.c_void_p) -> int:
        assert self.open is not None
        source = self.open
        source.taken += 1
        fault = source.before(source.taken) or source.faults.get(source.taken, 0)
        if fault:
            return self.fail(fault)
        self.state = 7
        if source.taken == source.cancel_at:
            return CANCEL
        handle.value = self.store(
            dib(self._size(), int(source.value(X_RESOLUTION)), grey=source.value(PIXEL_TYPE) == 1)
        )
        return TRANSFER_DONE

    def end_transfer(self, pending: Any) -> int:
        assert self.open is not None
        if self.open.taken == self.open.cancel_at:
            self.pending = 0
        else:
            self.pending -= 1
        pending.count = self.pending
        self.state = 6 if self.pending else 5
        return SUCCESS

    def reset(self, pending: Any) -> int:
        self.pending = pending.count = 0
        self.state = 5
        return SUCCESS

    def _size(self) -> tuple[int, int]:
        assert self.open is not None
        dpi = self.open.value(X_RESOLUTION)
        left, top, right, bottom = self.layout or (0, 0, 8.5, 11)
        return round((right - left) * dpi), round((bottom - top) * dpi)


_CALLS: dict[tuple[int, int, int], tuple[str, Iterable[int]]] = {
    (CONTROL, 0x0004, 0x0301): ("open_manager", (2,)),
    (CONTROL, 0x0004, 0x0302): ("close_manager", (3,)),
    (CONTROL, 0x0003, 0x0004): ("first", range(3, 8)),
    (CONTROL, 0x0003, 0x0005): ("next", range(3, 8)),
    (CONTROL, 0x0003, 0x0401): ("open_source", (3,)),
    (CONTROL, 0x0003, 0x0402): ("close_source", (4,)),
    (CONTROL, 0x0001, 0x0006): ("set_cap", (4,)),
    (CONTROL, 0x0001, 0x0002): ("get_cap", range(4, 8)),
    (IMAGE, 0x0102, 0x0006): ("set_layout", (4,)),
    (CONTROL, 0x0009, 0x0502): ("enable", (4,)),
    (CONTROL, 0x0009, 0x0501): ("disable", (5,)),
    (CONTROL, 0x0002, 0x0601): ("process", (5,)),
    (IMAGE, 0x0104, 0x0001): ("native", (6,)),
    (CONTROL, 0x0005, 0x0701): ("end_transfer", (7,)),
    (CONTROL, 0x0005, 0x0007): ("reset", (6,)),
}
"""Triplet → method, and the states in which the specification allows it."""


def _value(kind: int, bits: int) -> float:
    if kind == FIX32:
        whole, fraction = bits & 0xFFFF, bits >> 16
        return whole + fraction / 65536
    return struct.unpack("<h", struct.pack("<H", bits & 0xFFFF))[0] if kind == INT16 else bits & 0xFFFF


def dib(size: tuple[int, int], dpi: int, *, grey: bool) -> bytes:
    """A bitmap as sources deliver it: without a file header, and with memory to spare behind it."""
    image = Image.new("RGB", size, (200, 30, 40))
    image.paste((20, 40, 220), (size[0] // 2, 0, *size))
    stream = io.BytesIO()
    (image.convert("L") if grey else image).save(stream, "BMP", dpi=(dpi, dpi))
    return stream.getvalue()[14:] + bytes(64)
