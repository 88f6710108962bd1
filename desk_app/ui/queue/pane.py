"""The pane beside the queue: how it stands with one dossier, and its repair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desk_app import clock
from desk_app.desk.queue import Refusal
from desk_app.domain.queue import QueueRow, SyncState
from desk_app.domain.roles import Act
from desk_app.ui import dossier_words, messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import LinkButton, PrimaryButton, QuietButton
from desk_app.ui.cards import PAD_PX, Card, EmptyState
from desk_app.ui.fields import TextField
from desk_app.ui.labels import ElidedLabel, label
from desk_app.ui.pills import Kind
from desk_app.ui.queue import words
from desk_app.ui.screen import Session

_RAW_PX = 120


class QueuePane(Card):
    """Asks by signal: ``fix_asked`` (event, field, value), ``again_asked`` (row), ``open_asked`` (dossier)."""

    fix_asked = Signal(str, str, str)
    again_asked = Signal(object)
    open_asked = Signal(str)

    def __init__(
        self,
        session: Session,
        *,
        language: str = messages.VIETNAMESE,
        now: Callable[[], dt.datetime] = clock.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padded=False, parent=parent)
        self._session, self._language, self._now = session, language, now
        self.row: QueueRow | None = None
        self.refusal: Refusal | None = None
        self.code = ElidedLabel("", "heading")
        self.applicant = ElidedLabel("", "muted")
        self.applicant.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.banner = Banner()
        self.field = TextField("")
        self.fix_button = PrimaryButton(self.tr("Sửa và gửi lại"), small=True, run=self._fix)
        self.again_button = QuietButton(self.tr("Gửi lại"), run=self._again)
        self.open_button = QuietButton(self.tr("Mở hồ sơ"), run=self._open)
        self.history = label("", "small", wrap=True)
        self.who_may = label(self.tr("Người phụ trách hoặc quản trị mới sửa và gửi lại được."), "small", wrap=True)
        self.raw_link = LinkButton(self.tr("Nguyên văn trả lời của trung tâm"), run=self._turn_raw)
        self.raw = QPlainTextEdit(readOnly=True)
        self.raw.setAccessibleName(self.tr("Nguyên văn trả lời của trung tâm"))
        self.raw.setFixedHeight(_RAW_PX)
        self._lay_out()
        self.field.line.returnPressed.connect(self._fix)
        self.show_row(None)

    def show_row(self, row: QueueRow | None) -> None:
        """A dossier of the queue, or nothing; the same one again keeps what is being typed."""
        same = row is not None and self.row is not None and row.event_id == self.row.event_id and bool(row.event_id)
        self.row = row
        self._stack.setCurrentIndex(0 if row is None else 1)
        if row is None:
            self.refusal = None
            return
        self.code.setText(row.code)
        self.applicant.setText(row.applicant_name)
        if not same:
            self.refusal = None
            self._show_raw(shown=False)
        self._show_state(row)
        self._show_repair(row)
        self.raw.setPlainText(row.server_text)
        self.raw_link.setVisible(bool(row.server_text))
        self.raw.setVisible(self.raw.isVisible() and bool(row.server_text))

    def show_refusal(self, refusal: Refusal) -> None:
        """What can be mended of the refused fact of the row in sight."""
        if self.row is None or refusal.event_id != self.row.event_id:
            return
        known = self.refusal is not None and self.refusal.event_id == refusal.event_id
        self.refusal = refusal
        if not known:
            self.field.set_caption(messages.field_name(refusal.field, self._language))
            self.field.set_value(refusal.value)
            self.field.set_error("")
        self._show_state(self.row)
        self._show_repair(self.row)

    def show_error(self, sentence: str) -> None:
        """The correction was not taken; the sentence stands beneath the field."""
        self.field.set_error(sentence)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.code, 3)
        head.addWidget(self.applicant, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.fix_button, self.again_button, self.open_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PAD_PX, 12, PAD_PX, PAD_PX)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.field)
        column.addLayout(buttons)
        column.addWidget(self.who_may)
        column.addWidget(self.history)
        raw = QHBoxLayout()
        raw.addWidget(self.raw_link)
        raw.addStretch(1)
        column.addLayout(raw)
        column.addWidget(self.raw)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("list-checks", self.tr("Chọn một hồ sơ để xem nó đang ở đâu trên đường gửi.")))
        self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)

    def _show_state(self, row: QueueRow) -> None:
        said = words.line(row, language=self._language)
        match row.state:
            case SyncState.NEEDS_PERSON:
                self.banner.show_message(Kind.PERSON, said, title=self._refused_title())
            case SyncState.CONFIRMED:
                self.banner.show_message(Kind.PROVEN, said, title=self.tr("Trung tâm đã xác nhận"))
            case _:
                state = dossier_words.sync(row.state)
                self.banner.show_message(Kind.WAITING, said, title=state.text, icon=state.icon)
        self.history.setText(self._history(row))

    def _refused_title(self) -> str:
        if self.row is not None and self.row.file_sha256:
            return self.tr("Một tệp chưa gửi được")
        at = self.refusal.refused_at if self.refusal else None
        if at is None:
            return self.tr("Trung tâm từ chối")
        return self.tr("Trung tâm từ chối lúc {at}").format(at=dossier_words.moment(at, self._now()))

    def _show_repair(self, row: QueueRow) -> None:
        stuck = row.state is SyncState.NEEDS_PERSON
        may = self._session.may(Act.REPAIR_QUEUE)
        fixable = stuck and may and self.refusal is not None and self.refusal.fixable
        self.field.setVisible(fixable)
        self.fix_button.setVisible(fixable)
        self.again_button.setVisible(stuck and may and bool(row.event_id or row.file_sha256))
        self.open_button.setVisible(self._session.may(Act.SEARCH))
        self.who_may.setVisible(stuck and not may)

    def _history(self, row: QueueRow) -> str:
        parts = []
        if row.since is not None:
            at = dossier_words.moment(row.since, self._now())
            parts.append(
                self.tr("Trung tâm xác nhận lúc {at}.").format(at=at)
                if row.state is SyncState.CONFIRMED
                else self.tr("Vào hàng đợi lúc {at}.").format(at=at)
            )
        if row.attempts:
            parts.append(self.tr("Đã thử gửi {count} lần.").format(count=row.attempts))
        if self.refusal is not None and self.refusal.files_total:
            text = self.tr("Tệp đã tới trung tâm: {held}/{total}; tệp đã tới không phải gửi lại.")
            parts.append(text.format(held=self.refusal.files_held, total=self.refusal.files_total))
        elif row.files_total and row.state is not SyncState.CONFIRMED:
            held = row.files_total - row.files_waiting
            parts.append(self.tr("Tệp đã tới trung tâm: {held}/{total}.").format(held=held, total=row.files_total))
        return " ".join(parts)

    def _turn_raw(self) -> None:
        self._show_raw(shown=not self.raw.isVisible())

    def _show_raw(self, *, shown: bool) -> None:
        self.raw.setVisible(shown)
        self.raw_link.set_icon("chevron-up" if shown else "chevron-down")

    def _fix(self) -> None:
        if self.refusal is not None and self.refusal.fixable and self.fix_button.isEnabled():
            self.fix_asked.emit(self.refusal.event_id, self.refusal.field, self.field.value())

    def _again(self) -> None:
        if self.row is not None:
            self.again_asked.emit(self.row)

    def _open(self) -> None:
        if self.row is not None:
            self.open_asked.emit(self.row.dossier_id)
