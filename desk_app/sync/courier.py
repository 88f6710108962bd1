"""Gives the sync loop its thread: start, pause, resume, stop. The port ``desk.queue.SyncControl`` is this."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable

from desk_app.lanes import CancelToken, start_thread
from desk_app.sync.central import CentralClient
from desk_app.sync.loop import SyncLoop
from desk_app.sync.status import LinkState

PAUSED_HERE = "paused_here"
_STOP_S = 5.0


class Courier:
    """Carries in the background. Every method may be called from any thread."""

    def __init__(self, loop: SyncLoop, *, connect: Callable[[], CentralClient | None]) -> None:
        """``connect`` makes the client in the carrying thread, before the first turn: its libraries are slow to import."""
        self.loop = loop
        self._connect = connect
        self._lock = threading.Lock()
        self._cancel: CancelToken | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether it carries at present."""
        return self._cancel is not None

    def start(self) -> None:
        """Begin to carry; nothing if it does already."""
        with self._lock:
            if self._cancel is not None:
                return
            self._cancel = CancelToken()
            self._thread = start_thread("sync", self._carry, self._cancel)

    def stop(self, *, timeout_s: float = _STOP_S) -> None:
        """Finish the step under way, at most this long, and carry no more."""
        with self._lock:
            cancel, thread = self._cancel, self._thread
            self._cancel = self._thread = None
        if cancel is not None:
            cancel.cancel()
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout_s)

    def connect(self) -> None:
        """Speak to whichever centre the desk is enrolled at now."""
        self.loop.use(self._connect())

    def wake(self) -> None:
        """Something new waits."""
        self.loop.notice()

    def send_now(self) -> None:
        """Forget the pauses and try at once."""
        self.loop.send_now()

    def pause(self) -> None:
        """Carry nothing until resumed; said in the status."""
        self.stop()
        board = self.loop.status
        board.publish(dataclasses.replace(board.latest, state=LinkState.PAUSED, reason=PAUSED_HERE))

    def resume(self) -> None:
        """Go on, at once."""
        self.loop.send_now()
        self.start()

    def _carry(self, cancel: CancelToken) -> None:
        self.loop.use(self._connect())
        self.loop.run_forever(cancel)
