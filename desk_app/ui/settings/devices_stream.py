"""Brings what a slow generator yields to the window's thread, one by one, as long as somebody wants it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from desk_app.lanes import CancelToken
from desk_app.ui.tasks import Tasks


class Stream(QObject):
    """One generator at a time. ``came`` carries each value, ``ended`` comes once at its end, before it ``failed`` if it failed."""

    came = Signal(object)
    ended = Signal()
    failed = Signal(object)
    _brought = Signal(object, object)

    def __init__(self, tasks: Tasks, lane: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._lane = tasks, lane
        self._token: CancelToken | None = None
        self._brought.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._running: list[CancelToken] = []
        running = self._running
        self.destroyed.connect(lambda: _cancel_all(running))
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(lambda: _cancel_all(running))

    @property
    def is_running(self) -> bool:
        """Whether more may come."""
        return self._token is not None

    def start(self, make: Callable[[CancelToken], Iterable[object]]) -> None:
        """Draw from ``make(token)`` on the lane; what ran before is stopped."""
        self.stop()
        token = self._token = CancelToken()
        self._running[:] = [token]

        def draw() -> None:
            for value in make(token):
                with contextlib.suppress(RuntimeError):  # the window is gone
                    self._brought.emit(token, value)

        self._tasks.device(
            self._lane,
            draw,
            owner=self,
            done=lambda _none: self._over(token, None),
            failed=lambda error: self._over(token, error),
        )

    def stop(self) -> None:
        """Nothing comes any more."""
        token, self._token = self._token, None
        if token is not None:
            token.cancel()
            self.ended.emit()

    def _take(self, token: CancelToken, value: object) -> None:
        if token is self._token:
            self.came.emit(value)

    def _over(self, token: CancelToken, error: BaseException | None) -> None:
        if token is not self._token:
            return
        self._token = None
        if error is not None:
            self.failed.emit(error)
        self.ended.emit()


def _cancel_all(tokens: list[CancelToken]) -> None:
    for token in tokens:
        token.cancel()
