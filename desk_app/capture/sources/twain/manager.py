"""The data source manager: one function for everything, and what a system has to give it beside."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from typing import Protocol, Self

from desk_app.capture.errors import CaptureError
from desk_app.capture.sources.twain.structures import (
    PROTOCOL,
    Condition,
    Data,
    Group,
    Identity,
    Message,
    Returned,
    Status,
    Version,
)

_MOST_SOURCES = 200


class TwainMissing(CaptureError):
    """There is no data source manager of our width on this system."""


class TwainFailed(CaptureError):
    """A call failed.

    Attributes:
        condition: a ``Condition``, or the number of one that is not known here.
    """

    def __init__(self, condition: int) -> None:
        super().__init__(condition)
        self.condition = Condition(condition) if condition in set(Condition) else condition

    @property
    def word(self) -> str:
        """The condition as a stable key."""
        known = isinstance(self.condition, Condition)
        return Condition(self.condition).name.lower() if known else f"condition_{self.condition}"


class System(Protocol):
    """What TWAIN leaves to the system around it."""

    @property
    def window(self) -> int:
        """Handle of a window of ours that sources may send messages to."""
        ...

    def entry(
        self,
        origin: Identity,
        destination: Identity | None,
        group: int,
        data: int,
        message: int,
        structure: ctypes.Structure | ctypes.c_void_p | None,
    ) -> int:
        """``DSM_Entry``; the structure is passed by its address."""
        ...

    def store(self, content: bytes) -> int:
        """Memory that may be handed over to a source; its handle."""
        ...

    def content(self, handle: int) -> bytes:
        """What lies in memory that came from a source."""
        ...

    def free(self, handle: int) -> None:
        """Give memory back, ours or a source's."""
        ...

    def next_message(self, timeout_s: float) -> ctypes.Structure | None:
        """The next message for this thread; None when none comes for so long."""
        ...

    def dispatch(self, message: ctypes.Structure) -> None:
        """Give a message that is not the source's to the window it is for."""
        ...

    def close(self) -> None:
        """Let the window and the library go."""
        ...


class Manager:
    """The manager, open (state 3); a context manager itself.

    Raises:
        TwainFailed: it does not open.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self._application = Identity(
            version=Version(major=1, minor=0, info=b"1.0"),
            protocol_major=PROTOCOL[0],
            protocol_minor=PROTOCOL[1],
            groups=Group.CONTROL | Group.IMAGE,
            manufacturer=b"Quay Mot Cua",
            family=b"Desk",
            product=b"Desk",
        )

    def __enter__(self) -> Self:
        self.call(None, Group.CONTROL, Data.PARENT, Message.OPEN_MANAGER, ctypes.c_void_p(self.system.window))
        return self

    def __exit__(self, *exc: object) -> None:
        with contextlib.suppress(TwainFailed):
            self.call(None, Group.CONTROL, Data.PARENT, Message.CLOSE_MANAGER, ctypes.c_void_p(self.system.window))
        self.system.close()

    def call(
        self,
        source: Identity | None,
        group: Group,
        data: Data,
        message: Message,
        structure: ctypes.Structure | ctypes.c_void_p | None = None,
    ) -> Returned:
        """Call the one function there is.

        Raises:
            TwainFailed: it answered that it failed, for the reason it gives.
        """
        result = self.system.entry(self._application, source, group, data, message, structure)
        if result == Returned.FAILURE or result not in set(Returned):
            raise TwainFailed(self._condition(source))
        return Returned(result)

    def sources(self) -> Iterator[Identity]:
        """The sources that are installed; whether their devices are there is another matter."""
        message = Message.GET_FIRST
        for _ in range(_MOST_SOURCES):
            source = Identity()
            try:
                result = self.call(None, Group.CONTROL, Data.IDENTITY, message, source)
            except TwainFailed as error:
                if error.condition == Condition.NO_SOURCE:
                    return
                raise
            if result is Returned.END_OF_LIST:
                return
            yield source
            message = Message.GET_NEXT

    def _condition(self, source: Identity | None) -> int:
        status = Status()
        result = self.system.entry(self._application, source, Group.CONTROL, Data.STATUS, Message.GET, status)
        return int(status.condition) if result == Returned.SUCCESS else Condition.BUMMER
