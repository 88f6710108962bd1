"""The row of buttons beneath the pages: where pages come from at the left, what can be done with them at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.desk.intake_session import SessionState
from desk_app.ui.buttons import IconButton, QuietButton
from desk_app.ui.intake.pane.acts import PageActs
from desk_app.ui.intake.visit import Visit


class PageButtons(QWidget):
    """Everything here has a key as well."""

    scan_asked = Signal()
    camera_asked = Signal()
    phone_asked = Signal()
    files_asked = Signal()
    bin_asked = Signal()
    keys_asked = Signal()

    def __init__(self, visit: Visit, acts: PageActs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running, self._wide = False, False
        self.scan = QuietButton(self.tr("Quét"), "F10", icon="scan-line", run=self.scan_asked.emit, bind=False)
        self.scan.setToolTip(self.tr("Quét vào giấy tờ đang chọn"))
        shoot = IconButton(self.tr("Chụp bằng camera"), "camera", run=self.camera_asked.emit)
        self.phone = IconButton(self.tr("Chụp bằng điện thoại (Ctrl+M)"), "smartphone", run=self.phone_asked.emit)
        self.phone.hide()
        files = IconButton(self.tr("Mở tệp (Ctrl+O)"), "folder-input", run=self.files_asked.emit)
        self.turn = IconButton(self.tr("Xoay phải (R, Shift+R: xoay trái)"), "rotate-cw", run=lambda: acts.turn_by(90))
        self.delete = IconButton(self.tr("Xoá trang (Del), mở thùng rác (T)"), "trash-2", run=acts.delete)
        self.undo = IconButton(self.tr("Hoàn tác (Ctrl+Z)"), "undo-2", run=lambda: visit.session.undo())
        self.redo = IconButton(self.tr("Làm lại (Ctrl+Y)"), "redo-2", run=lambda: visit.session.redo())
        self.bin = QuietButton(self.tr("Thùng rác"), "T", icon="trash-2", run=self.bin_asked.emit, bind=False)
        self.keys = IconButton(self.tr("Các phím (?)"), "keyboard", run=self.keys_asked.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for button in (self.scan, shoot, self.phone, files):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.bin, self.turn, self.delete, self.undo, self.redo, self.keys):
            row.addWidget(button)
        self.show_wide(on=False)

    def show_state(self, state: SessionState) -> None:
        """What can be done now."""
        draft = state.draft
        self.undo.setEnabled(state.can_undo)
        self.redo.setEnabled(state.can_redo)
        self.turn.setEnabled(bool(draft.pages))
        self.delete.setEnabled(bool(draft.pages))
        count = len(draft.dustbin)
        self.bin.setText(self.tr("Thùng rác ({count})").format(count=count) if count else self.tr("Thùng rác"))

    def show_scanning(self, *, running: bool) -> None:
        """The scan button stops while a scan is running."""
        self._running = running
        self._name_scan()

    def show_wide(self, *, on: bool) -> None:
        """With more room there are more words."""
        self._wide = on
        self.bin.setVisible(on)
        self.keys.setVisible(on)
        self.redo.setVisible(on)  # the narrow column has room for seven; Ctrl+Y works there too
        self._name_scan()

    def _name_scan(self) -> None:
        whole = self.tr("Quét cả chồng") if self._wide else self.tr("Quét")
        self.scan.setText(self.tr("Dừng") if self._running else whole)
