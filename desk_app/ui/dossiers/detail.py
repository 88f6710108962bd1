"""The pane beside the list: nothing, a first glance at the selected row, or one dossier in whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desk_app import clock
from desk_app.desk.lookup import Detail
from desk_app.domain.dossier import Dossier
from desk_app.domain.lookup import DossierRow
from desk_app.domain.printing import PrintState
from desk_app.domain.queue import SyncState
from desk_app.domain.roles import Act
from desk_app.ui import dossier_words, messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import IconButton, PrimaryButton, QuietButton
from desk_app.ui.cards import PAD_PX, Card, EmptyState
from desk_app.ui.dossiers import detail_words, parts, timeline
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind, Pill
from desk_app.ui.screen import Session

_NOTHING, _GLANCE, _WHOLE = 0, 1, 2
_MOST_HAPPENINGS = 60


class DossierPane(Card):
    """Asks by signal for whatever is more than showing.

    ``open_asked`` the selected row, ``back_asked`` to the list, ``file_asked`` (title, SHA-256), ``reprint_asked`` (dossier),
    ``task_asked`` (print task), ``queue_asked`` (dossier), ``copied`` (code).
    """

    open_asked = Signal(str)
    back_asked = Signal()
    file_asked = Signal(str, str)
    reprint_asked = Signal(str)
    task_asked = Signal(str)
    queue_asked = Signal(str)
    copied = Signal(str)

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
        self._detail: Detail | None = None
        self._row: DossierRow | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("folder-open", self.tr("Chọn một hồ sơ trong danh sách, nhấn Enter để mở.")))
        self._glance = QVBoxLayout()
        self._stack.addWidget(_page(self._glance))
        self._whole = QVBoxLayout()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(self.tr("Chi tiết hồ sơ"))
        self._scroll.setWidget(_page(self._whole))
        self._stack.addWidget(self._scroll)
        self.body.addWidget(self._stack, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.back_asked)

    @property
    def dossier(self) -> Dossier | None:
        """The dossier that is open, None while only a row is shown."""
        return self._detail.dossier if self._detail and self._stack.currentIndex() == _WHOLE else None

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._detail = self._row = None
        self._stack.setCurrentIndex(_NOTHING)

    def show_row(self, row: DossierRow) -> None:
        """A first glance: what the list knows. Opening it is another step, which the record keeps."""
        self._row, self._detail = row, None
        parts.empty(self._glance)
        self._add_head(self._glance, row.code, row.provisional_code, row.procedure_name)
        pills = (dossier_words.status(row.status), dossier_words.sync(row.sync))
        self._glance.addLayout(_pill_row(pills))
        self._glance.addSpacing(2)
        due = dossier_words.due(row.due_at, row.status, self._now())
        self._glance.addWidget(
            parts.facts(
                (
                    (self.tr("Người nộp"), row.applicant_name),
                    (self.tr("Tiếp nhận"), dossier_words.moment(row.received_at, self._now())),
                    (self.tr("Hẹn trả"), " · ".join(filter(None, (due.text, due.detail)))),
                    (self.tr("Người nhận"), row.accepted_by_name),
                )
            )
        )
        self._glance.addSpacing(6)
        self._glance.addWidget(
            PrimaryButton(
                self.tr("Mở hồ sơ"),
                "Enter",
                icon="folder-open",
                small=True,
                bind=False,
                run=lambda: self.open_asked.emit(row.id),
            )
        )
        self._glance.addWidget(label(self.tr("Mỗi lần mở hồ sơ đều được ghi vào nhật ký."), "small", wrap=True))
        self._glance.addStretch(1)
        self._stack.setCurrentIndex(_GLANCE)

    def show_detail(self, detail: Detail) -> None:
        """One dossier in whole; the same one again stays where it was scrolled to."""
        same = self.dossier is not None and self.dossier.id == detail.dossier.id
        at_px = self._scroll.verticalScrollBar().value() if same else 0
        self._detail = detail
        parts.empty(self._whole)
        self._add_top(detail)
        self._add_people(detail.dossier)
        self._add_papers(detail)
        self._add_prints(detail)
        self._add_timeline(detail)
        self._whole.addStretch(1)
        self._stack.setCurrentIndex(_WHOLE)
        self._scroll.verticalScrollBar().setValue(at_px)

    def take_focus(self) -> None:
        """Let the arrow keys scroll the dossier."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_head(self, column: QVBoxLayout, code: str, provisional: str | None, procedure: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(code, "code", selectable=True))
        row.addWidget(IconButton(self.tr("Chép mã hồ sơ"), "copy", run=lambda: self._copy(code)))
        row.addStretch(1)
        column.addLayout(row)
        if provisional is not None and provisional != code:
            text = self.tr("Giấy hẹn đầu tiên in mã tạm {code}.").format(code=provisional)
            column.addWidget(label(text, "small", wrap=True, selectable=True))
        elif provisional is not None:
            column.addWidget(label(self.tr("Mã tạm; mã chính thức đến khi trung tâm nhận hồ sơ."), "small", wrap=True))
        column.addWidget(label(procedure, "strong", wrap=True))

    def _add_top(self, detail: Detail) -> None:
        dossier = detail.dossier
        self._add_head(self._whole, dossier.code, dossier.provisional_code, dossier.procedure_name)
        self._whole.addLayout(_pill_row((dossier_words.status(dossier.status), dossier_words.sync(detail.sync))))
        if detail.sync is SyncState.NEEDS_PERSON:
            banner = Banner(
                Kind.PERSON,
                self.tr("Trung tâm chưa nhận hồ sơ này, cần người xử lý."),
                action=self.tr("Xem trong hàng đợi") if self._session.may(Act.SEE_QUEUE) else "",
                run=lambda: self.queue_asked.emit(dossier.id),
            )
            self._whole.addWidget(banner)
        buttons = self._actions(detail)
        if buttons:
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self._whole.addLayout(row)
        self._whole.addWidget(parts.facts(detail_words.about(dossier, self._now())))

    def _actions(self, detail: Detail) -> list[QWidget]:
        dossier = detail.dossier
        buttons: list[QWidget] = []
        if detail.receipts:
            latest = detail.receipts[-1]
            run = lambda: self.file_asked.emit(self.tr("Giấy hẹn {code}").format(code=dossier.code), latest.copy.sha256)  # noqa: E731
            buttons.append(QuietButton(self.tr("Xem giấy hẹn"), "Ctrl+G", icon="file-text", run=run))
        owed = any(task.state is not PrintState.DONE for task in detail.prints)
        if self._session.may(Act.PRINT) and not owed:
            buttons.append(
                QuietButton(
                    self.tr("In lại"), "Ctrl+P", icon="printer", run=lambda: self.reprint_asked.emit(dossier.id)
                )
            )
        return buttons

    def _add_people(self, dossier: Dossier) -> None:
        whole = self._session.may(Act.SEE_IDENTITY)
        holder, column = parts.section(self.tr("Chủ hồ sơ"))
        column.addWidget(parts.facts(detail_words.person(dossier.applicant, whole=whole)))
        if dossier.submitter is not None:
            column.addWidget(parts.facts(detail_words.submitter(dossier.submitter, whole=whole)))
        self._whole.addWidget(holder)

    def _add_papers(self, detail: Detail) -> None:
        lines = detail_words.papers(detail)
        holder, column = parts.section(self.tr("Thành phần hồ sơ"), self.tr("{count} giấy tờ").format(count=len(lines)))
        for line in lines:
            column.addWidget(self._paper(line))
        self._whole.addWidget(holder)

    def _add_prints(self, detail: Detail) -> None:
        holder, column = parts.section(self.tr("Giấy đã in"))
        for line in detail_words.printed(detail, self._now()):
            column.addWidget(self._paper(line))
        for task in detail.prints:
            kind = Kind.PERSON if task.state is PrintState.FAILED else Kind.WAITING
            text = (
                self.tr("Máy in chưa in được giấy hẹn.")
                if task.state is PrintState.FAILED
                else self.tr("Giấy hẹn chưa in.")
            )
            may = self._session.may(Act.PRINT)
            column.addWidget(
                Banner(
                    kind,
                    text,
                    icon="printer",
                    action=self.tr("In") if may else "",
                    key="Ctrl+P" if may and task is detail.prints[0] else "",
                    run=lambda task=task: self.task_asked.emit(task.id),  # type: ignore[misc]
                )
            )
        if not detail.receipts and not detail.prints:
            column.addWidget(label(self.tr("Chưa có giấy nào."), "muted"))
        self._whole.addWidget(holder)

    def _add_timeline(self, detail: Detail) -> None:
        lines = timeline.lines(detail.timeline, language=self._language)
        holder, column = parts.section(self.tr("Nhật ký"))
        for line in lines[:_MOST_HAPPENINGS]:
            when = dossier_words.moment(line.at, self._now())
            column.addWidget(parts.happening(when, line.icon, line.text, line.detail))
        if len(lines) > _MOST_HAPPENINGS:
            text = self.tr("… và {count} việc trước đó.").format(count=len(lines) - _MOST_HAPPENINGS)
            column.addWidget(label(text, "small"))
        self._whole.addWidget(holder)

    def _paper(self, line: detail_words.PaperLine) -> QWidget:
        sha256 = line.sha256
        return parts.paper(
            line.name,
            line.detail,
            state=line.state,
            action=self.tr("Xem"),
            run=None if sha256 is None else lambda: self.file_asked.emit(line.name, sha256),
        )

    def _copy(self, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        self.copied.emit(code)


def _page(column: QVBoxLayout) -> QWidget:
    page = QWidget()
    page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    column.setContentsMargins(PAD_PX, 12, PAD_PX, PAD_PX)
    column.setSpacing(8)
    page.setLayout(column)
    return page


def _pill_row(states: tuple[dossier_words.Words, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for state in states:
        row.addWidget(Pill(state.text, state.kind, icon=state.icon))
    row.addStretch(1)
    return row
