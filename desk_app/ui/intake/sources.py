"""Pages from devices and the watched folder, brought to the window's thread one by one."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from desk_app.capture.devices import PaperSource
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.scanners import Scanners, ScanProfile
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
    """Scans with one device at a time."""

    def __init__(
        self, tasks: Tasks, capturing: Capturing, parent: QObject, *, scanners: Scanners | None = None
    ) -> None:
        super().__init__(tasks, "scanner", parent)
        self._capturing, self._scanners = capturing, scanners

    def scan(self, device: Device | ScanProfile, *, most_pages: int = 0, feeder: bool = False) -> None:
        """Scan what lies in the device; ``feeder`` takes it from the feeder, one side each, whatever the profile says."""
        token = CancelToken()
        if isinstance(device, ScanProfile) and self._scanners is not None:
            profile = dataclasses.replace(device, paper=PaperSource.FEEDER) if feeder else device
            files = self._scanners.scan(profile, cancel=token, most_pages=most_pages)
        else:
            only = device.device if isinstance(device, ScanProfile) else device
            files = self._capturing.scan(only, dpi=SCAN_DPI, cancel=token, most_pages=most_pages)
        self.start(files, token)

    @property
    def came(self) -> int:
        """How many pages the run has brought so far."""
        return self._count


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
