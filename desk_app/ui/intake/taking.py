"""Pages come in: files, drops, the clipboard, scanner, camera, watched folder; all end as pages of the draft on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile, Rejected
from desk_app.desk.settings import DeskSettings
from desk_app.ui import messages
from desk_app.ui.intake.incoming import SUFFIXES, is_wanted, local_files, page_ids, picture_of, read_files
from desk_app.ui.intake.notices import Notices
from desk_app.ui.intake.pages import PagesCard
from desk_app.ui.intake.papers import PapersCard
from desk_app.ui.intake.sources import FolderWatch, Scanning
from desk_app.ui.intake.visit import Visit
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks


class Taking(QObject):
    """Brings pages to the paper that is selected."""

    def __init__(
        self,
        visit: Visit,
        papers: PapersCard,
        pages: PagesCard,
        notices: Notices,
        *,
        tasks: Tasks,
        capturing: Capturing,
        language: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._visit, self._papers, self._pages, self._notices = visit, papers, pages, notices
        self._tasks, self._capturing, self._language = tasks, capturing, language
        self._settings = DeskSettings()
        self._scan_target: str | None = None
        self.scanning = Scanning(tasks, capturing, self)
        self.folder = FolderWatch(tasks, capturing, self)
        self.scanning.arrived.connect(self._scanned)
        self.scanning.failed.connect(self._tell_error)
        self.scanning.ended.connect(lambda _count: self._pages.show_scanning(running=False))
        self.folder.arrived.connect(lambda file: self.take([file]))
        self.folder.failed.connect(self._tell_error)
        pages.scan_asked.connect(self.scan)
        pages.camera_asked.connect(self.look_through_camera)
        pages.files_asked.connect(self.choose_files)
        pages.replace_asked.connect(self.replace_page)
        pages.dropped.connect(self.take_data)
        pages.camera.shot.connect(lambda file: self.take([file]))
        papers.dropped.connect(self.take_data)
        visit.rejected.connect(self._tell_rejected)

    @property
    def camera_address(self) -> str:
        """Number of the camera or path of the video that plays it."""
        return self._settings.camera or "0"

    def use(self, settings: DeskSettings) -> None:
        """Take note of camera and watched folder."""
        self._settings = settings
        self.folder.watch(settings.watched_folder)
        scanners = self._capturing.scanners()
        name = self._scanner_name(scanners[0]) if scanners else self.tr("Camera") if settings.camera else ""
        self._pages.show_device(name)

    def _scanner_name(self, scanner: Device) -> str:
        return self.tr("Máy quét mô phỏng") if scanner.kind == "simulated" else scanner.name

    def take(
        self, files: Sequence[IncomingFile], *, component: str | None = None, instead_of: str | None = None
    ) -> None:
        """Make pages of files; they go to the selected paper unless another is named."""
        if files:
            target = component if component is not None else self._papers.target()
            self._visit.add_files(list(files), component=target, instead_of=instead_of)

    def take_paths(
        self, paths: Sequence[Path], source: str, *, component: str | None, instead_of: str | None = None
    ) -> None:
        """Read files off the window's thread, then take them."""
        self._tasks.work(
            lambda: read_files(paths, source),
            owner=self,
            done=lambda files: self.take(files, component=component, instead_of=instead_of),
            failed=self._tell_error,
        )

    def take_data(self, data: QMimeData, component: object = None, *, source: str = "drop") -> None:
        """What was dropped or pasted; ``component`` empty or None for the selected paper."""
        target = str(component) if component else None
        pages = page_ids(data)
        if pages:
            self._visit.session.move(pages, component=target)
            return
        paths = local_files(data)
        if paths:
            self.take_paths(paths, source, component=target)
            return
        picture = picture_of(data, source)
        if picture is not None:
            self.take([picture], component=target)

    def paste(self) -> None:
        """Take a picture or files out of the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if data is not None and is_wanted(data):
            self.take_data(data, source="clipboard")

    def choose_files(self, instead_of: str | None = None) -> None:
        """Ask for files."""
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        dialog = QFileDialog(
            self._window, self.tr("Chọn tệp giấy tờ"), "", self.tr("Giấy tờ ({patterns})").format(patterns=patterns)
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda names: self.take_paths([Path(n) for n in names], "file", component=None, instead_of=instead_of)
        )
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()

    def replace_page(self, page_id: str) -> None:
        """Ask for a file in place of a page that cannot be read."""
        self.choose_files(instead_of=page_id)

    def scan(self) -> None:
        """F10: scan with the device at hand; without one, the camera; without that, files."""
        if self.scanning.is_running:
            self.scanning.stop()
            self._pages.show_scanning(running=False)
            return
        scanners = self._capturing.scanners()
        if scanners:
            self._scan_target = self._papers.target()
            self._notices.forget("source")
            self._pages.show_scanning(running=True)
            self.scanning.scan(scanners[0])
        elif self._settings.camera:
            self.look_through_camera()
        else:
            self.choose_files()

    def look_through_camera(self) -> None:
        """Show the camera, or take a page when it is already shown."""
        if self._pages.camera.is_live:
            self._pages.camera.take_shot()
        else:
            self._pages.open_camera(self.camera_address, for_card=False)

    def _scanned(self, file: IncomingFile) -> None:
        self.take([file], component=self._scan_target)

    def _tell_error(self, error: BaseException) -> None:
        self._notices.tell("source", Kind.PERSON, messages.for_error(error, self._language))

    def _tell_rejected(self, rejected: tuple[Rejected, ...]) -> None:
        first = rejected[0]
        sentence = messages.for_error(first.error, self._language)
        if first.name:
            sentence = self.tr("{file}: {why}").format(file=first.name, why=sentence)
        if len(rejected) > 1:
            sentence += " " + self.tr("Và {count} tệp khác không nhận được.").format(count=len(rejected) - 1)
        self._notices.tell("rejected", Kind.PERSON, sentence)
