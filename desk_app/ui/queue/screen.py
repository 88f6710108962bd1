"""Hàng đợi: four figures, the list of what is on its way, and the repair of what is stuck."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app import clock
from desk_app.domain.events import Author
from desk_app.domain.queue import QueueCounts, QueueRow, SyncState
from desk_app.domain.roles import Act
from desk_app.sync.status import LinkState, StatusBoard, SyncStatus
from desk_app.ui import messages
from desk_app.ui.cards import Figure
from desk_app.ui.pills import Kind
from desk_app.ui.queue import words
from desk_app.ui.queue.list_card import QueueList
from desk_app.ui.queue.pane import QueuePane
from desk_app.ui.screen import Context, KeyAction, OpenDossier, Screen

PANE_PX = 372
_NARROW_PX = 1040
_SOON_MS = 250
_MOST_OPEN = 500
_MOST_CONFIRMED = 50


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """What was read of the queue at one moment."""

    counts: QueueCounts
    rows: tuple[QueueRow, ...]


class QueueScreen(Screen):
    """The queue as a workplace."""

    _status_arrived = Signal(object)

    def __init__(
        self, context: Context, *, now: Callable[[], dt.datetime] = clock.now, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        session = context.session
        self._who = Author(account_id=session.account_id, name=session.name, role=session.role)
        self._board = context.port(StatusBoard)
        self._reading = False
        self._was_enrolled = True
        self.list = QueueList(language=context.language, may_connect=session.may(Act.MANAGE_SETTINGS))
        self.pane = QueuePane(session, language=context.language, now=now)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._lay_out()
        self._connect()
        self._follow()

    def keys(self) -> tuple[KeyAction, ...]:
        enrolled = self._board.latest.state is not LinkState.NOT_ENROLLED
        return (KeyAction(key="F9", text=self.tr("Gửi ngay"), run=self.send_now, bound=True, enabled=enrolled),)

    def status(self) -> str:
        return self.tr("Chỉ hiện màu xanh khi trung tâm đã giữ đủ tệp và mã băm trùng khớp")

    def entered(self) -> None:
        self.context.say(self.status())
        self.list.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read()

    def receive(self, subject: object) -> None:
        if isinstance(subject, OpenDossier):
            self.list.mark(subject.dossier_id)
            self.refresh()

    def refresh(self) -> None:
        """Read the queue again; several wishes at once are one reading."""
        self._soon.start()

    def send_now(self) -> None:
        """Forget the pauses and try at once; what was paused by hand goes on."""
        queue = self.context.desk.queue
        paused = self._board.latest.state is LinkState.PAUSED

        def go() -> None:
            queue.send_now()
            if paused:
                queue.resume()

        self.context.tasks.work(go, owner=self, done=lambda _none: self._told(self.tr("Đang thử gửi ngay.")))

    def turn_pause(self) -> None:
        """Hold everything back, or go on."""
        queue = self.context.desk.queue
        if self._board.latest.state is LinkState.PAUSED:
            self.context.tasks.work(queue.resume, owner=self, done=lambda _none: self.refresh())
        else:
            self.context.tasks.work(lambda: queue.pause(who=self._who), owner=self, done=lambda _none: self.refresh())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        self.pane.setFixedWidth(320 if narrow else PANE_PX)
        self.list.narrow(narrow=narrow)

    def _lay_out(self) -> None:
        self.figures = {
            "waiting": Figure(self.tr("Chờ gửi")),
            "link": Figure(self.tr("Đường truyền")),
            "person": Figure(self.tr("Cần người xử lý")),
            "confirmed": Figure(self.tr("Đã xác nhận hôm nay")),
        }
        top = QHBoxLayout()
        top.setSpacing(10)
        for figure in self.figures.values():
            top.addWidget(figure, 1)
        below = QHBoxLayout()
        below.setSpacing(10)
        below.addWidget(self.list, 1)
        below.addWidget(self.pane)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self._soon.timeout.connect(self._read)
        self._status_arrived.connect(self._show_status)
        self.list.row_selected.connect(self._select)
        self.list.row_opened.connect(self._opened)
        self.list.send_asked.connect(self.send_now)
        self.list.pause_asked.connect(self.turn_pause)
        self.list.connect_asked.connect(lambda: self.context.go_to("settings"))
        self.pane.fix_asked.connect(self._fix)
        self.pane.again_asked.connect(self._again)
        self.pane.open_asked.connect(self._open)

    def _follow(self) -> None:
        def tell(status: SyncStatus) -> None:
            with contextlib.suppress(RuntimeError):  # the screen may be gone when the sending thread speaks
                self._status_arrived.emit(status)

        forget = self._board.listen(tell)
        self.destroyed.connect(lambda: forget())
        self._show_status(self._board.latest)

    def _show_status(self, status: SyncStatus) -> None:
        said = words.link(status, language=self.context.language)
        self.figures["link"].show_value(said.value, said.secondary, tone=said.tone)
        self.list.show_status(status)
        enrolled = status.state is not LinkState.NOT_ENROLLED
        if enrolled != self._was_enrolled:
            self._was_enrolled = enrolled
            self.keys_changed.emit()
        self.badge_changed.emit(status.needs_person)
        self.refresh()

    def _read(self) -> None:
        if not self.isVisible():
            return  # coming into sight reads
        if self._reading:
            self._soon.start()
            return
        self._reading = True
        queue = self.context.desk.queue

        def read() -> _Seen:
            still_open = queue.rows([s for s in SyncState if s is not SyncState.CONFIRMED], limit=_MOST_OPEN)
            return _Seen(queue.counts(), still_open + queue.rows([SyncState.CONFIRMED], limit=_MOST_CONFIRMED))

        self.context.tasks.store(read, owner=self, done=self._came, failed=self._not_read)

    def _not_read(self, error: BaseException) -> None:
        self._reading = False
        self.context.tasks.on_error(error)

    def _came(self, seen: _Seen) -> None:
        self._reading = False
        for name, said in (
            ("waiting", words.waiting(seen.counts)),
            ("person", words.person(seen.counts)),
            ("confirmed", words.confirmed(seen.counts)),
        ):
            self.figures[name].show_value(said.value, said.secondary, tone=said.tone)
        self.badge_changed.emit(seen.counts.needs_person)
        self.list.show_rows(seen.rows, seen.counts)

    def _select(self, row: QueueRow | None) -> None:
        self.pane.show_row(row)
        if row is not None and row.event_id and self.pane.refusal is None:
            event_id = row.event_id
            self.context.tasks.store(
                lambda: self.context.desk.queue.refusal(event_id, who=self._who),
                owner=self,
                done=self.pane.show_refusal,
                failed=lambda _error: self.refresh(),
            )

    def _opened(self, row: QueueRow | None) -> None:
        if row is None:
            return
        if self.pane.field.isVisible():
            self.pane.field.line.jump()
        elif self.context.session.may(Act.SEARCH):
            self._open(row.dossier_id)

    def _open(self, dossier_id: str) -> None:
        self.context.go_to("dossiers", OpenDossier(dossier_id))

    def _fix(self, event_id: str, field: str, value: str) -> None:
        self.pane.fix_button.setEnabled(False)
        self.context.tasks.store(
            lambda: self.context.desk.queue.fix(event_id, field, value, who=self._who),
            owner=self,
            done=lambda _dossier: self._repaired(),
            failed=self._not_repaired,
        )

    def _again(self, row: QueueRow) -> None:
        queue = self.context.desk.queue

        def send() -> None:
            if row.event_id:
                queue.send_again(row.event_id, who=self._who)
            elif row.file_sha256:
                queue.send_file_again(row.dossier_id, row.file_sha256, who=self._who)

        self.context.tasks.store(send, owner=self, done=lambda _none: self._repaired(), failed=self._not_repaired)

    def _repaired(self) -> None:
        self.pane.fix_button.setEnabled(True)
        self.pane.show_error("")
        self._told(self.tr("Đã đưa lại vào hàng đợi, sẽ gửi ngay khi có mạng."))

    def _not_repaired(self, error: BaseException) -> None:
        self.pane.fix_button.setEnabled(True)
        sentence = messages.for_error(error, self.context.language)
        if messages.is_bug(error):
            self.context.tasks.on_error(error)
        elif self.pane.field.isVisible():
            self.pane.show_error(sentence)
        else:
            self.context.notify(Kind.PERSON, sentence)
        self.refresh()

    def _told(self, sentence: str) -> None:
        self.context.say(sentence)
        self.refresh()
