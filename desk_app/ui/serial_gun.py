"""The barcode gun on a serial port, brought to the window's thread: scans as the keyboard kind gives them, and sentences."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from desk_app.desk.serial_gun import Back, Lost, SerialGuns, Shot
from desk_app.lanes import CancelToken
from desk_app.ui.gun_text import understand
from desk_app.ui.tasks import Tasks


class SerialGunWatch(QObject):
    """``scanned`` carries a Scan; ``lost`` the key of a sentence and the port, ``back`` nothing."""

    scanned = Signal(object)
    lost = Signal(str, str)
    back = Signal()
    _came = Signal(object, object)

    def __init__(self, tasks: Tasks, guns: SerialGuns, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._guns = tasks, guns
        self._port = ""
        self._token = CancelToken()
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        running = [self._token]
        self._running = running
        self.destroyed.connect(lambda: running[0].cancel())
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(lambda: running[0].cancel())

    @property
    def port(self) -> str:
        """Which port is listened to; empty for none."""
        return self._port

    def use(self, port: str) -> None:
        """Listen to the gun on this port from now on, or to none."""
        if port == self._port:
            return
        self.stop()
        self._port = port
        if not port:
            return
        token = self._token = CancelToken()
        self._running[0] = token
        guns = self._guns

        def listen() -> None:
            for event in guns.events(port, token):
                with contextlib.suppress(RuntimeError):
                    self._came.emit(token, event)

        self._tasks.device("gun", listen, owner=self)

    def stop(self) -> None:
        """Let the port go."""
        self._token.cancel()
        self._port = ""

    def _take(self, token: CancelToken, event: Shot | Lost | Back) -> None:
        if token.is_cancelled:
            return
        match event:
            case Shot():
                self.scanned.emit(understand(event.text, length=event.length))
            case Lost():
                self.lost.emit(f"gun.{event.error.reason}", event.error.device)
            case Back():
                self.back.emit()
