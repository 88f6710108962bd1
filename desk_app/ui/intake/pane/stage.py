"""What stands beside the strip: the page, the camera, a phone's code, the dustbin, the duplex guide, the card of keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import Digitisation
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.ui.cards import EmptyState
from desk_app.ui.intake.camera_view import CameraView
from desk_app.ui.intake.pane.duplex import DuplexGuide
from desk_app.ui.intake.pane.dustbin import Dustbin
from desk_app.ui.intake.pane.key_card import KeyCard
from desk_app.ui.intake.pane.look import LookPanel
from desk_app.ui.intake.thumbnails import Thumbnails
from desk_app.ui.intake.visit import Visit
from desk_app.ui.tasks import Tasks


class Stage(QStackedWidget):
    """One of these at a time. ``left`` says that the page that is looked at shall be shown again."""

    left = Signal()

    def __init__(
        self,
        visit: Visit,
        thumbnails: Thumbnails,
        *,
        tasks: Tasks,
        digitisation: Digitisation,
        capturing: Capturing,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._visit = visit
        self.empty = EmptyState(
            "scan-line", self.tr("Chưa có trang nào. Quét (F10), thả tệp vào đây, dán (Ctrl+V) hoặc mở tệp (Ctrl+O).")
        )
        self.look = LookPanel(visit, thumbnails, tasks=tasks, digitisation=digitisation, language=language)
        self.camera = CameraView(tasks, capturing, language=language)
        self.bin = Dustbin(thumbnails)
        self.duplex = DuplexGuide()
        self.keys = KeyCard()
        for page in (self.empty, self.look, self.camera, self.bin, self.duplex, self.keys):
            self.addWidget(page)
        self._extra: QWidget | None = None
        self.camera.closed.connect(self.left)
        self.bin.closed.connect(self._close)
        self.bin.restored.connect(lambda pages: visit.session.restore(pages))
        self.duplex.closed.connect(self._close)
        self.duplex.merge_asked.connect(
            lambda fronts, backs, reverse: visit.session.interleave(fronts, backs, reverse_backs=reverse)
        )
        self.keys.closed.connect(self._close)

    def show_draft(self, draft: IntakeDraft) -> None:
        """The pages of a draft."""
        self.duplex.show_pages(draft.pages)
        if self.currentWidget() is self.bin:
            self.bin.show_pages(draft.dustbin)

    def show_page(self, page: PageRef | None) -> None:
        """Look at a page; the camera and what was opened beside the strip stay in front."""
        self.look.show_page(page)
        if self.camera.is_live or self._extra is not None:
            self.look.hide_note()
            return
        self.setCurrentWidget(self.look if page is not None else self.empty)

    def open_camera(self, address: str, *, for_card: bool) -> None:
        """Look through the camera."""
        self._extra = None
        self.setCurrentWidget(self.camera)
        self.look.hide_note()
        self.camera.open(address, for_card=for_card)

    def show_bin(self, draft: IntakeDraft) -> None:
        """The dustbin."""
        self.bin.show_pages(draft.dustbin)
        self.open_panel(self.bin)

    def show_duplex(self) -> None:
        """The duplex guide, from its start."""
        self.open_panel(self.duplex)
        self.duplex.begin()

    def show_keys(self) -> None:
        """The card of keys."""
        self.open_panel(self.keys)

    def open_panel(self, panel: QWidget) -> None:
        """Show one of the panels, or one that somebody added, until it is left."""
        if self.indexOf(panel) < 0:
            self.addWidget(panel)
        self.camera.close_view(quietly=True)
        self._extra = panel
        self.setCurrentWidget(panel)
        self.look.hide_note()
        panel.setFocus()

    def close_panel(self) -> None:
        """Show the page again."""
        self._close()

    def use_loupe(self, *, on: bool) -> None:
        """Hold the loupe over the page, or put it away."""
        if not on or self.look.view.has_picture():
            self.look.view.use_loupe(on=on)

    def step_back(self) -> bool:
        """Close what was opened; False when nothing was."""
        if self._extra is None:
            return False
        self._close()
        return True

    def start_over(self) -> None:
        """Another draft."""
        self._extra = None
        self.camera.close_view(quietly=True)
        self.look.view.use_loupe(on=False)

    def _close(self) -> None:
        if self._extra is not None:
            self._extra = None
            self.left.emit()
