"""Pages come in: files, drops, the clipboard, scanner, camera, watched folder; all end as pages of the draft on the screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app import ids
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile, Rejected
from desk_app.desk.scanners import Scanners, ScanProfile
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


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where the pages of a run go: to the end of a paper (None: unsorted), before a page, or in place of one."""

    component: str | None = None
    before: str | None = None
    instead_of: str | None = None
    batch: str = ""


class Taking(QObject):
    """Brings pages to the paper that is selected; a whole stack that is scanned into the wide pane stays unsorted."""

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
        scanners: Scanners | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._scanners = scanners
        self._profiles: tuple[ScanProfile, ...] = ()
        self._default: ScanProfile | None = None
        self._visit, self._papers, self._pages, self._notices = visit, papers, pages, notices
        self._tasks, self._capturing, self._language = tasks, capturing, language
        self._settings = DeskSettings()
        self._landing = Landing()
        self._whole_stack = False
        self._known_shots: list[str] = []
        self.scanning = Scanning(tasks, capturing, self, scanners=scanners)
        self.folder = FolderWatch(tasks, capturing, self)
        self.scanning.arrived.connect(self._scanned)
        self.scanning.failed.connect(self._tell_error)
        self.scanning.ended.connect(lambda _count: self._ended())
        self.folder.arrived.connect(lambda file: self.take([file]))
        self.folder.failed.connect(self._tell_error)
        pages.scan_asked.connect(self.scan)
        pages.camera_asked.connect(self.look_through_camera)
        pages.files_asked.connect(self.choose_files)
        pages.replace_asked.connect(self.replace_page)
        pages.insert_asked.connect(self.insert_before)
        pages.run_asked.connect(self.scan_side)
        pages.dropped.connect(self.take_data)
        pages.camera.shot.connect(self._take_shot)
        pages.camera.superseded.connect(self._drop_last_shot)
        pages.phone_asked.connect(pages.open_phone)
        if pages.phone is not None:
            pages.phone.arrived.connect(lambda file: self.take([file]))
        papers.dropped.connect(self.take_data)
        visit.rejected.connect(self._tell_rejected)

    @property
    def camera_address(self) -> str:
        """Number of the camera or path of the video that plays it."""
        return self._settings.camera or "0"

    def use(self, settings: DeskSettings) -> None:
        """Take note of camera, watched folder and scanners."""
        self._settings = settings
        self.folder.watch(settings.watched_folder)
        if settings.camera:
            self._pages.camera.warm_up(settings.camera)
        self._show_device()
        self._ask_profiles()

    def put_whole_stacks(self, *, on: bool) -> None:
        """F10 scans a mixed stack, to be sorted afterwards, instead of the pages of one paper."""
        self._whole_stack = on

    def _ask_profiles(self) -> None:
        """They may have to be read from the store first."""
        scanners = self._scanners
        if scanners is None:
            return

        def known(answer: tuple[tuple[ScanProfile, ...], ScanProfile | None]) -> None:
            self._profiles, self._default = answer
            self._show_device()

        self._tasks.store(
            lambda: (scanners.profiles(), scanners.default()), owner=self, done=known, failed=self._tell_error
        )

    def _device(self) -> Device | ScanProfile | None:
        """What F10 scans with."""
        if self._scanners is not None:
            return self._default
        return next(iter(self._capturing.scanners()), None)

    def _show_device(self) -> None:
        device = self._device()
        kind = device.device.kind if isinstance(device, ScanProfile) else device.kind if device else ""
        simulated = self.tr("Máy quét mô phỏng") if kind == "simulated" else ""
        camera = self.tr("Camera") if self._settings.camera else ""
        self._pages.show_device(simulated or (device.name if device is not None else camera))

    def take(
        self, files: Sequence[IncomingFile], *, component: str | None = None, instead_of: str | None = None
    ) -> None:
        """Make pages of files; they go to the selected paper, or with a whole stack, unless another is named."""
        if files:
            target = component if component is not None else self._at_the_end().component
            self._visit.add_files(list(files), component=target, instead_of=instead_of)

    def _take_shot(self, file: IncomingFile) -> None:
        self._known_shots = self._shots()
        self.take([file])

    def _drop_last_shot(self) -> None:
        """The page that was shot last is shot again because it may be bad; it goes to the dustbin."""
        last = [page for page in self._shots() if page not in self._known_shots]
        if last:
            self._visit.session.delete(last[-1:])

    def _shots(self) -> list[str]:
        return [page.id for page in self._visit.draft.pages if page.source == "camera"]

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
        """F10: scan with the device at hand; without one, the camera; without that, files. While scanning: stop."""
        self._scan(self._device(), self._at_the_end())

    def scan_with(self, key: int) -> None:
        """Ctrl+1…9: scan with the profile on that key."""
        profile = next((p for p in self._profiles if p.key == key), None)
        if profile is not None:
            self._scan(profile, self._at_the_end())

    def insert_before(self, page_id: str) -> None:
        """Scan what belongs before a page."""
        component = next((p.component for p in self._visit.draft.pages if p.id == page_id), None)
        self._scan(self._device(), Landing(component=component, before=page_id))

    def scan_instead_of(self, page_id: str) -> None:
        """Scan one page in place of another."""
        self._scan(self._device(), Landing(instead_of=page_id), most_pages=1)

    def scan_side(self, batch: str) -> None:
        """One run of the duplex guide."""
        self._scan(self._device(), dataclasses.replace(self._at_the_end(), batch=batch), feeder=True)

    def _at_the_end(self) -> Landing:
        return Landing(component=None if self._whole_stack else self._papers.target())

    def _scan(
        self, device: Device | ScanProfile | None, landing: Landing, *, most_pages: int = 0, feeder: bool = False
    ) -> None:
        if self.scanning.is_running:
            self.scanning.stop()
            self._ended()
        elif device is not None:
            self._landing = landing if landing.batch else dataclasses.replace(landing, batch=ids.new_id())
            self._notices.forget("source")
            self._pages.show_scanning(running=True)
            self.scanning.scan(device, most_pages=most_pages, feeder=feeder)
        elif landing.instead_of:
            self.choose_files(instead_of=landing.instead_of)
        elif self._settings.camera and not feeder:
            self.look_through_camera()
        else:
            self._pages.show_scanning(running=False)
            self.choose_files()

    def _ended(self) -> None:
        self._pages.show_scanning(running=False)
        self._ask_profiles()

    def look_through_camera(self) -> None:
        """Show the camera, or take a page when it is already shown."""
        if self._pages.camera.is_live:
            self._pages.camera.take_shot()
        else:
            self._pages.open_camera(self.camera_address, for_card=False)

    def _scanned(self, file: IncomingFile) -> None:
        landing = self._landing
        self._pages.show_scanning(running=True, came=self.scanning.came)
        self._visit.add_files(
            [file],
            component=landing.component,
            before=landing.before,
            instead_of=landing.instead_of,
            batch=landing.batch,
        )

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
