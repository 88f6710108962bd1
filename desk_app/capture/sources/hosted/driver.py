"""What a driver has to offer to be run in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Protocol, TypeVar

from desk_app.capture.devices import FoundDevice, RawPage, ScanOptions
from desk_app.capture.sources.hosted.bitmap import Bitmap
from desk_app.lanes import CancelToken

T = TypeVar("T")


class Run:
    """One piece of work of a driver: whether it should stop, where it tells that it moves, what it lets go of afterwards.

    Letting go comes after the desk was told how it ended, for that is where drivers hang: the threads of SANE's backends are
    cancelled wherever they are, in the middle of ``malloc`` too, and never come back then.
    """

    def __init__(self, cancel: CancelToken, moved: Callable[[], None]) -> None:
        self._cancel = cancel
        self._moved = moved
        self._afterwards = ExitStack()

    @property
    def is_cancelled(self) -> bool:
        """Whether a stop was asked for; looked at between two calls into the driver."""
        return self._cancel.is_cancelled

    def moved(self) -> None:
        """Tell that the driver answered; as often as one likes."""
        self._moved()

    def wait(self, timeout_s: float) -> bool:
        """Sleep at most this long; True at once when a stop is asked for."""
        return self._cancel.wait(timeout_s)

    def keep(self, held: AbstractContextManager[T]) -> T:
        """Enter something that is left when everything has been said."""
        return self._afterwards.enter_context(held)

    def afterwards(self, do: Callable[[], object]) -> None:
        """Do this when everything has been said; what was asked for last comes first."""
        self._afterwards.callback(do)

    def close(self) -> None:
        """Let go of everything."""
        self._afterwards.close()


class Driver(Protocol):
    """Finds devices and scans. Runs on the main thread of the driver's process, where vendors' code expects to be."""

    def find(self, run: Run) -> Iterator[FoundDevice]:
        """Yield the devices that are there; none where this kind of driver cannot exist."""
        ...

    def scan(self, address: str, name: str, options: ScanOptions, run: Run) -> Iterator[Bitmap | RawPage]:
        """Yield pages, as ``devices.PageSource`` says; raises what that says."""
        ...
