"""One source from state 4 to 7 and back: told what is wanted, enabled, one picture after the other taken over."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterator
from typing import Self

from desk_app.capture.sources.twain.manager import Manager, TwainFailed
from desk_app.capture.sources.twain.structures import (
    ONE_VALUE,
    Cap,
    Capability,
    Data,
    Event,
    Frame,
    Group,
    Identity,
    ImageLayout,
    ItemType,
    Message,
    OneValue,
    PendingTransfers,
    Returned,
    UserInterface,
    fix32,
    from_fix32,
    to_fix32,
)

_LOOK_S = 0.25
_NOT_OURS = Returned.NOT_SOURCE_EVENT


class Session:
    """An open source (state 4); a context manager that comes down the ladder from wherever it is.

    Raises:
        TwainFailed: it does not open.
    """

    def __init__(self, manager: Manager, source: Identity) -> None:
        self._manager = manager
        self._source = source
        self.state = 3

    def __enter__(self) -> Self:
        self._manager.call(None, Group.CONTROL, Data.IDENTITY, Message.OPEN_SOURCE, self._source)
        self.state = 4
        return self

    def __exit__(self, *exc: object) -> None:
        """Each step down has one call; a source that refuses one is left standing, its process ends anyway."""
        with contextlib.suppress(TwainFailed):
            if self.state == 7:
                self._end_transfer()
            if self.state == 6:
                self._call(Group.CONTROL, Data.PENDING_TRANSFERS, Message.RESET, PendingTransfers())
                self.state = 5
            if self.state == 5:
                self._call(Group.CONTROL, Data.USER_INTERFACE, Message.DISABLE, self._interface(show=False))
                self.state = 4
        with contextlib.suppress(TwainFailed):
            self._manager.call(None, Group.CONTROL, Data.IDENTITY, Message.CLOSE_SOURCE, self._source)
            self.state = 3

    def set(self, cap: Cap, kind: ItemType, value: float) -> bool:
        """Set a capability; False when the source does not have it or not this value."""
        bits = to_fix32(value) if kind is ItemType.FIX32 else int(value) & 0xFFFF
        system = self._manager.system
        handle = system.store(bytes(OneValue(kind, bits)))
        try:
            self._call(Group.CONTROL, Data.CAPABILITY, Message.SET, Capability(cap, ONE_VALUE, handle))
        except TwainFailed:
            return False
        finally:
            system.free(handle)
        return True

    def get(self, cap: Cap) -> float | None:
        """Current value of a capability; None when the source does not have it, or answers in a way that is no single value."""
        asked = Capability(cap, ONE_VALUE, None)
        try:
            self._call(Group.CONTROL, Data.CAPABILITY, Message.GET_CURRENT, asked)
        except TwainFailed:
            return None
        if not asked.container:
            return None
        content = self._manager.system.content(asked.container)
        self._manager.system.free(asked.container)
        if asked.container_type != ONE_VALUE or len(content) < ctypes.sizeof(OneValue):
            return None
        value = OneValue.from_buffer_copy(content)
        if value.item_type == ItemType.FIX32:
            return from_fix32(value.item)
        return float(value.item & 0xFFFF)

    def set_frame(self, width_inches: float, height_inches: float) -> None:
        """Scan that much of the glass, from its corner; a source that cannot scans what it does."""
        frame = Frame(fix32(0), fix32(0), fix32(width_inches), fix32(height_inches))
        with contextlib.suppress(TwainFailed):
            self._call(Group.IMAGE, Data.IMAGE_LAYOUT, Message.SET, ImageLayout(frame, 1, 1, 1))

    def enable(self, *, show: bool) -> None:
        """Let it begin (state 5)."""
        self._call(Group.CONTROL, Data.USER_INTERFACE, Message.ENABLE, self._interface(show=show))
        self.state = 5

    def wait_until_ready(self, look: Callable[[], bool]) -> bool:
        """Pass messages on until a picture is ready (state 6); False when the source closes, or ``look`` says no."""
        system = self._manager.system
        while look():
            message = system.next_message(_LOOK_S)
            if message is None:
                continue
            event = Event(ctypes.addressof(message), Message.NULL)
            if self._call(Group.CONTROL, Data.EVENT, Message.PROCESS_EVENT, event) is _NOT_OURS:
                system.dispatch(message)
            if event.message == Message.TRANSFER_READY:
                self.state = 6
                return True
            if event.message in (Message.CLOSE_REQUEST, Message.CLOSE_OK):
                return False
        return False

    def pictures(self) -> Iterator[bytes]:
        """Take pictures over as bitmaps until none is pending; state 5 afterwards. Ends too when somebody cancels at the device."""
        while self.state == 6:
            handle = ctypes.c_void_p()
            result = self._call(Group.IMAGE, Data.IMAGE_NATIVE, Message.GET, handle)
            self.state = 7
            picture = b""
            if handle.value:
                picture = self._manager.system.content(handle.value)
                self._manager.system.free(handle.value)
            self._end_transfer()
            if result is not Returned.TRANSFER_DONE:
                return
            yield picture

    def _end_transfer(self) -> None:
        pending = PendingTransfers()
        self._call(Group.CONTROL, Data.PENDING_TRANSFERS, Message.END_TRANSFER, pending)
        self.state = 6 if pending.count else 5

    def _interface(self, *, show: bool) -> UserInterface:
        return UserInterface(show, False, self._manager.system.window)

    def _call(
        self, group: Group, data: Data, message: Message, structure: ctypes.Structure | ctypes.c_void_p
    ) -> Returned:
        return self._manager.call(self._source, group, data, message, structure)
