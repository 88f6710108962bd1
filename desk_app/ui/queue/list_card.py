"""The list of the queue: chips that narrow it, the table, what to do about the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_app.domain.queue import QueueCounts, QueueRow, SyncState
from desk_app.sync.status import LinkState, SyncStatus
from desk_app.ui import messages
from desk_app.ui.buttons import Chip, PrimaryButton, QuietButton
from desk_app.ui.cards import PAD_PX, Card, EmptyState, divider
from desk_app.ui.queue import words
from desk_app.ui.tables import RowsModel, Table

_WAITING = (SyncState.WAITING, SyncState.SENDING)
_ALL, _WAIT, _STUCK, _DONE = range(4)
_SHOWN = {_ALL: tuple(SyncState), _WAIT: _WAITING, _STUCK: (SyncState.NEEDS_PERSON,), _DONE: (SyncState.CONFIRMED,)}


class QueueList(Card):
    """``row_selected`` a QueueRow or None, ``row_opened`` by Enter; the three asks are the buttons beneath."""

    row_selected = Signal(object)
    row_opened = Signal(object)
    send_asked = Signal()
    pause_asked = Signal()
    connect_asked = Signal()

    def __init__(
        self, *, language: str = messages.VIETNAMESE, may_connect: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(padded=False, parent=parent)
        self.set_title(self.tr("Hàng đợi"))
        self._may_connect = may_connect
        self._rows: tuple[QueueRow, ...] = ()
        self._selected = ""
        self.chips = tuple(Chip(name) for name in self._names())
        for chip in self.chips:
            chip.setAutoExclusive(True)
            chip.clicked.connect(self._show)
            self.head.addWidget(chip)
        self.chips[_ALL].setChecked(True)
        self.model: RowsModel[QueueRow] = RowsModel(
            words.columns(), lambda row: words.cells(row, language=language), self
        )
        self.table = Table(words.columns(), name=self.tr("Hàng đợi"))
        self.table.setModel(self.model)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda index: self.row_opened.emit(self.model.row(index)))
        self.empty = EmptyState("circle-check", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.setSpacing(0)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(divider())
        self.body.addLayout(self._buttons())

    def show_rows(self, rows: Sequence[QueueRow], counts: QueueCounts) -> None:
        """Another reading; the selected dossier stays selected."""
        self._rows = tuple(rows)
        numbers = (None, counts.waiting_dossiers, counts.needs_person, counts.confirmed_today)
        for chip, name, number in zip(self.chips, self._names(), numbers, strict=True):
            chip.setText(name if number is None else f"{name} {number}")
        self._show()

    def show_status(self, status: SyncStatus) -> None:
        """Which of the buttons mean something now."""
        paused = status.state is LinkState.PAUSED
        enrolled = status.state is not LinkState.NOT_ENROLLED
        self.pause_button.setText(self.tr("Tiếp tục") if paused else self.tr("Tạm dừng"))
        self.pause_button.set_icon("play" if paused else "pause")
        self.pause_button.setVisible(enrolled)
        self.send_button.setVisible(enrolled)
        self.connect_button.setVisible(not enrolled and self._may_connect)

    def mark(self, dossier_id: str) -> None:
        """Select this dossier as soon as it is among the rows, whatever the list was narrowed to."""
        self._selected = dossier_id
        self.chips[_ALL].setChecked(True)

    def narrow(self, *, narrow: bool) -> None:
        """Leave out the columns of numbers."""
        for column in (4, 5):
            self.table.setColumnHidden(column, narrow)

    def _names(self) -> tuple[str, ...]:
        return self.tr("Tất cả"), self.tr("Chờ"), self.tr("Cần xử lý"), self.tr("Đã xác nhận")

    def _buttons(self) -> QHBoxLayout:
        self.send_button = PrimaryButton(self.tr("Gửi ngay"), "F9", icon="send", small=True, run=self.send_asked.emit)
        self.pause_button = QuietButton(self.tr("Tạm dừng"), icon="pause", run=self.pause_asked.emit)
        self.connect_button = QuietButton(
            self.tr("Kết nối trung tâm"), icon="cloud-upload", run=self.connect_asked.emit
        )
        row = QHBoxLayout()
        row.setContentsMargins(PAD_PX, 10, PAD_PX, 10)
        row.setSpacing(8)
        for button in (self.send_button, self.pause_button, self.connect_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _show(self) -> None:
        wanted = next(number for number, chip in enumerate(self.chips) if chip.isChecked())
        rows = [row for row in self._rows if row.state in _SHOWN[wanted]]
        place = next((n for n, row in enumerate(rows) if row.dossier_id == self._selected), 0)
        self.table.blockSignals(True)
        self.model.replace(rows)
        self.table.select_row(place)
        self.table.blockSignals(False)
        self.stack.setCurrentIndex(0 if rows else 1)
        self.empty.sentence.setText(self._emptiness(wanted))
        self._tell(rows[place] if rows else None)

    def _moved(self, index: QModelIndex) -> None:
        self._tell(self.model.row(index))

    def _tell(self, row: QueueRow | None) -> None:
        self._selected = row.dossier_id if row else ""
        self.row_selected.emit(row)

    def _emptiness(self, wanted: int) -> str:
        if wanted == _STUCK:
            return self.tr("Không có hồ sơ nào cần người xử lý.")
        if wanted == _DONE:
            return self.tr("Chưa có hồ sơ nào được trung tâm xác nhận.")
        if wanted == _WAIT:
            return self.tr("Không còn gì chờ gửi. Hồ sơ mới tiếp nhận sẽ tự vào hàng đợi.")
        return self.tr("Hàng đợi trống. Tiếp nhận một hồ sơ (F3), hồ sơ sẽ tự vào hàng đợi và tự gửi khi có mạng.")
