"""Pages from devices and the watched folder, brought to the window's thread one by one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile
from desk_app.lanes import CancelToken
from desk_app.ui.tasks import Tasks

SCAN_DPI = 200
_LOOK_AGAIN_MS = 15_000


class Feed(QObject):
    """One stream of files at a time. ``arrived`` carries an IncomingFile, ``ended`` how many came, ``failed`` the error."""

    arrived = Signal(object)
    ended = Signal(int)
    failed = Signal(object)
    _came = Signal(object, object)

    def __init__(self, tasks: Tasks, lane: str, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._lane = tasks, lane
        self._token: CancelToken | None = None
        self._count = 0
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        running: list[CancelToken] = []
        self._running = running
        self.destroyed.connect(lambda: _cancel_all(running))
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(lambda: _cancel_all(running))

    @property
    def is_running(self) -> bool:
        """Whether files may still come."""
        return self._token is not None

    def start(self, files: Iterator[IncomingFile], token: CancelToken) -> None:
        """Draw from a stream until it ends."""
        self.stop()
        self._token, self._count = token, 0
        self._running[:] = [token]

        def draw() -> None:
            for file in files:
                with contextlib.suppress(RuntimeError):
                    self._came.emit(token, file)

        self._tasks.device(
            self._lane,
            draw,
            owner=self,
            done=lambda _none: self._over(token, None),
            failed=lambda error: self._over(token, error),
        )

    def stop(self) -> None:
        """Ask the stream to end; what came stays."""
        if self._token is not None:
            self._token.cancel()
            self._token = None

    def _take(self, token: CancelToken, file: IncomingFile) -> None:
        if not token.is_cancelled:
            self._count += 1
            self.arrived.emit(file)

    def _over(self, token: CancelToken, error: BaseException | None) -> None:
        if token is not self._token:
            return
        self._token = None
        if error is not None:
            self.failed.emit(error)
        self.ended.emit(self._count)


class Scanning(Feed):
    """Scans with one device."""

    def __init__(self, tasks: Tasks, capturing: Capturing, parent: QObject) -> None:
        super().__init__(tasks, "scanner", parent)
        self._capturing = capturing

    def scan(self, device: Device) -> None:
        """Scan what lies in the feeder."""
        token = CancelToken()
        self.start(self._capturing.scan(device, dpi=SCAN_DPI, cancel=token), token)


class FolderWatch(Feed):
    """Watches a folder as long as the window lives; one that is not there is looked for again."""

    def __init__(self, tasks: Tasks, capturing: Capturing, parent: QObject) -> None:
        super().__init__(tasks, "folder", parent)
        self._capturing = capturing
        self._folder = ""
        self._again = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._begin)
        self.failed.connect(lambda _error: self._again.start())

    def watch(self, folder: str) -> None:
        """Watch this folder, or none."""
        if folder == self._folder:
            return
        self._folder = folder
        self._again.stop()
        self.stop()
        self._begin()

    def _begin(self) -> None:
        if self._folder and not self.is_running:
            token = CancelToken()
            self.start(self._capturing.watch(Path(self._folder), cancel=token), token)


def _cancel_all(tokens: list[CancelToken]) -> None:
    for token in tokens:
        token.cancel()
