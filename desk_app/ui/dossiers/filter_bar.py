"""Search and filters above the list: one line to type in, chips, status and procedure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app import clock
from desk_app.domain.dossier import Status
from desk_app.domain.lookup import Filters
from desk_app.ui import dossier_words, icons, theme
from desk_app.ui.buttons import Chip
from desk_app.ui.fields import ChoiceField, LineEdit
from desk_app.ui.picker import Picker, Provider

TYPING_MS = 120
_NARROW_PX = 640


class FindLine(LineEdit):
    """Takes anything that identifies a dossier; Down leaves for the list."""

    down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Ctrl+F", parent=parent)
        self.setProperty("search", "true")
        self.setPlaceholderText(self.tr("Tên không dấu, mã hồ sơ, số điện thoại, số căn cước, tên thủ tục…"))
        self.setAccessibleName(self.tr("Tìm hồ sơ"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "search", theme.tokens_of(self).muted, 11, (self.height() - 16) / 2, size_px=16)
        painter.end()


class FilterBar(QWidget):
    """``changed``: what is searched for, or a filter, is another now. ``left_down``: Down, ``entered``: Enter."""

    changed = Signal()
    left_down = Signal()
    entered = Signal()

    def __init__(
        self,
        *,
        account_id: str,
        procedures: Provider,
        now: Callable[[], dt.datetime] = clock.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._account_id, self._now = account_id, now
        self.line = FindLine()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.line.textEdited.connect(lambda _text: self._typing.start())
        self.line.returnPressed.connect(self._enter)
        self.line.down.connect(self.left_down)
        self.due = Chip(self.tr("Đến hạn, quá hạn"), run=self.changed.emit)
        self.today = Chip(self.tr("Nhận hôm nay"))
        self.week = Chip(self.tr("Tuần này"))
        self.today.clicked.connect(lambda: self._days(self.week))
        self.week.clicked.connect(lambda: self._days(self.today))
        self.mine = Chip(self.tr("Tôi nhận"), run=self.changed.emit)
        self.status = ChoiceField(
            "", [(None, self.tr("Mọi tình trạng")), *((s, dossier_words.status_name(s)) for s in Status)]
        )
        self.status.combo.setAccessibleName(self.tr("Tình trạng"))
        self.status.chosen.connect(lambda _value: self.changed.emit())
        self.procedure = Picker("", procedures, placeholder=self.tr("Mọi thủ tục"))
        self.procedure.line.setAccessibleName(self.tr("Thủ tục"))
        self.procedure.picked.connect(lambda _value: self.changed.emit())
        self.procedure.cleared.connect(self.changed)
        self._lay_out()

    def text(self) -> str:
        """What was typed."""
        return self.line.value()

    def set_text(self, text: str) -> None:
        """Search for this; nobody is told."""
        self._typing.stop()
        self.line.setText(text)

    def filters(self) -> Filters:
        """What narrows the list."""
        today = self._now().astimezone(clock.VIETNAM).date()
        begins = today if self.today.isChecked() else today - dt.timedelta(days=today.weekday())
        dated = self.today.isChecked() or self.week.isChecked()
        chosen = self.status.value()
        statuses = frozenset({chosen}) if isinstance(chosen, Status) else frozenset[Status]()
        if self.due.isChecked():
            statuses = statuses & dossier_words.OPEN if statuses else dossier_words.OPEN
        procedure = self.procedure.value()
        return Filters(
            statuses=statuses,
            procedure_code=procedure if isinstance(procedure, str) else None,
            received_from=begins if dated else None,
            received_to=today if dated else None,
            due_to=today if self.due.isChecked() else None,
            accepted_by=self._account_id if self.mine.isChecked() else None,
        )

    def contradicts(self) -> bool:
        """Due dates are asked for of a status in which nothing is due any more: nothing can fit."""
        chosen = self.status.value()
        return self.due.isChecked() and isinstance(chosen, Status) and chosen not in dossier_words.OPEN

    def is_narrowed(self) -> bool:
        """Whether anything at all is asked for."""
        return bool(self.text()) or self.filters() != Filters()

    def clear(self) -> None:
        """Everything again."""
        self.set_text("")
        for chip in (self.due, self.today, self.week, self.mine):
            chip.setChecked(False)
        self.status.set_value(None)
        self.procedure.set_choice(None)
        self.changed.emit()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for chip in (self.due, self.today, self.week, self.mine):
            chips.addWidget(chip)
        chips.addStretch(1)
        choices = QHBoxLayout()
        choices.setSpacing(6)
        self.status.setFixedWidth(150)
        self.procedure.setMinimumWidth(110)
        choices.addWidget(self.status)
        choices.addWidget(self.procedure, 1)
        self._second = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._second.setSpacing(8)
        self._second.addLayout(chips, 1)
        self._second.addLayout(choices, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addLayout(self._second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._second.setDirection(way)

    def _days(self, other: Chip) -> None:
        other.setChecked(False)
        self.changed.emit()

    def _enter(self) -> None:
        if self._typing.isActive():
            self._typing.stop()
            self.changed.emit()
        self.entered.emit()
