"""The only place that creates worker threads: *store* (one, in order), *work* (two), one per device. No Qt.

Qt's side of it is ``ui/tasks.py``, which brings answers back to the GUI thread.
"""

from __future__ import annotations

import concurrent.futures as cf
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Cancelled(Exception):
    """Somebody asked this piece of work to stop."""


class CancelToken:
    """A flag that the one who waits can raise and the one who works looks at."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask for a stop; from any thread, any number of times."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled if a stop was asked for."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, timeout_s: float) -> bool:
        """Sleep at most this long; True at once when a stop is asked for."""
        return self._event.wait(timeout_s)


class Lanes:
    """The worker threads of one program, started when first used."""

    def __init__(self, *, workers: int = 2) -> None:
        self.store = cf.ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self.work = cf.ThreadPoolExecutor(max_workers=workers, thread_name_prefix="work")
        self._devices: dict[str, cf.ThreadPoolExecutor] = {}
        self._lock = threading.Lock()
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing new is started any more."""
        return self._closed

    def device(self, name: str) -> cf.ThreadPoolExecutor:
        """The one thread that may talk to this device."""
        with self._lock:
            return self._devices.setdefault(
                name, cf.ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"device-{len(self._devices) + 1}")
            )

    def close(self, *, wait: bool = True) -> None:
        """Finish what runs and whatever waits for the store; start nothing else any more."""
        with self._lock:
            self._closed = True
            devices = list(self._devices.values())
        for lane in (*devices, self.work):
            lane.shutdown(wait=wait, cancel_futures=True)
        self.store.shutdown(wait=wait)


def start_thread(name: str, target: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> threading.Thread:
    """A daemon thread for something that runs as long as the program (the sync loop, a watched folder)."""
    thread = threading.Thread(name=name, target=lambda: target(*args, **kwargs), daemon=True)
    thread.start()
    return thread
