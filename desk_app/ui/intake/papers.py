"""Second column of the intake screen: the checklist, what is missing, fees and time limit."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desk_app import ids
from desk_app.desk.intake import Outlook
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft
from desk_app.domain.procedure import Procedure
from desk_app.domain.vietnamese import tidy
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import LinkButton
from desk_app.ui.cards import Card, EmptyState, divider
from desk_app.ui.fields import LineEdit, NumberField, TextField
from desk_app.ui.intake import wording
from desk_app.ui.intake.controls import CaptionLink
from desk_app.ui.intake.paper_model import ORIGINALS, PapersModel
from desk_app.ui.intake.paper_rows import PaperRow, missing_count, rows_of
from desk_app.ui.intake.paper_table import PaperTable
from desk_app.ui.intake.visit import Visit
from desk_app.ui.labels import ElidedLabel, label
from desk_app.ui.pills import Kind


class PapersCard(Card):
    """Shows the papers of a draft and changes them.

    ``opened`` carries a line whose pages shall be looked at, ``moved_to`` the selected line, ``dropped`` mime data and a line,
    ``facts_asked`` a line whose data are to be taken out (Ctrl+B).
    """

    opened = Signal(str)
    moved_to = Signal(str)
    dropped = Signal(object, str)
    facts_asked = Signal(str)

    def __init__(self, visit: Visit, *, may_leave_out: bool, parent: QWidget | None = None) -> None:
        super().__init__(padded=False, parent=parent)
        self.set_title(self.tr("Thành phần hồ sơ"))
        self._visit = visit
        self._may_leave_out = may_leave_out
        self._shown: tuple[object, ...] = ()
        self.model = PapersModel(self)
        self.table = PaperTable(self.model)
        self.missing = Banner(Kind.WAITING, action=self.tr("Vẫn nhận…") if may_leave_out else "")
        self.missing.hide()
        self.reason = TextField(self.tr("Lý do vẫn tiếp nhận khi còn thiếu giấy tờ"))
        self.reason.hide()
        self.why = TextField(self.tr("Lý do không số hoá giấy tờ đang chọn"))
        self.why.hide()
        self.note = TextField(self.tr("Ghi chú"), most=500)
        self.sets = NumberField(self.tr("Số bộ"), least=1, most=20)
        self.more = CaptionLink(self.tr("Ghi chú, số bộ"), run=self.ask_more)
        self.extra_name = LineEdit()
        self.fees = ElidedLabel("–", "strong")
        self.limit = ElidedLabel("–", "strong")
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        empty = EmptyState("list-checks", self.tr("Chọn thủ tục (Alt+T): danh sách giấy tờ hiện ra ở đây."))
        self.stack = QStackedWidget()
        self.stack.addWidget(empty)
        self.stack.addWidget(self.table)
        self.extra_name.setPlaceholderText(self.tr("Tên giấy tờ thêm, rồi Enter"))
        self.extra_name.setAccessibleName(self.tr("Tên giấy tờ thêm"))
        self.extra_name.hide()
        self.add_button = LinkButton(
            self.tr("Thêm giấy tờ"), "Ctrl+Shift+N", icon="plus", run=self.ask_extra, bind=False
        )
        self.reason_button = LinkButton(
            self.tr("Không số hoá vì…"), "Ctrl+K", run=lambda: self.ask_reason(), bind=False
        )
        acts = QHBoxLayout()
        acts.setContentsMargins(6, 4, 6, 4)
        acts.addWidget(self.add_button)
        acts.addWidget(self.extra_name, 1)
        acts.addStretch(0)
        acts.addWidget(self.reason_button)
        self._acts = QWidget()
        self._acts.setLayout(acts)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 0, 14, 6)
        inner.setSpacing(6)
        inner.addWidget(self.missing)
        inner.addWidget(self.reason)
        inner.addWidget(self.why)
        self._extras = QWidget()
        extras = QHBoxLayout(self._extras)
        extras.setContentsMargins(0, 0, 0, 0)
        extras.setSpacing(8)
        extras.addWidget(self.note, 5)
        extras.addWidget(self.sets, 1)
        self._extras.hide()
        inner.addWidget(self._extras)
        self.head.addWidget(self.more)
        below = QHBoxLayout()
        below.setContentsMargins(14, 8, 14, 10)
        below.setSpacing(18)
        below.addLayout(_said(self.tr("Lệ phí"), self.fees), 2)
        below.addLayout(_said(self.tr("Thời hạn"), self.limit), 4)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self._acts)
        self.body.addLayout(inner)
        self.body.addWidget(divider())
        self.body.addLayout(below)

    def _bind(self) -> None:
        self.model.counted.connect(self._count)
        self.table.ticked.connect(self.tick)
        self.table.opened.connect(self.opened)
        self.table.moved.connect(self.moved_to)
        self.table.moved.connect(lambda _line: self._show_why())
        self.why.committed.connect(self._keep_why)
        self.table.reason_asked.connect(lambda component, at: self.ask_reason(component, at))
        self.table.dropped_pages.connect(lambda pages, line: self._visit.session.move(pages, component=line or None))
        self.table.dropped_data.connect(self.dropped)
        self.missing.acted.connect(self.ask_leave_out)
        self.reason.edited.connect(lambda text: self._visit.edit(missing_accepted_because=text))
        self.note.edited.connect(lambda text: self._visit.edit(note=text))
        self.sets.edited.connect(lambda number: self._visit.edit(sets=number))
        self.extra_name.returnPressed.connect(self._add_extra)
        self.extra_name.editingFinished.connect(self._put_extra_away)
        for key, run in (
            ("Ctrl+Shift+N", self.ask_extra),
            ("Ctrl+K", self.ask_reason),
            ("Ctrl+B", self.ask_facts),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(run)

    # showing

    def show_draft(self, draft: IntakeDraft) -> None:
        """Show the checklist of a draft."""
        if self.note.value() != draft.note:
            self.note.set_value(draft.note)
        self.sets.set_value(draft.sets)
        if draft.note or draft.sets != 1:
            self._extras.show()
        shown = (draft.components, draft.pages, draft.missing_accepted_because)
        if shown == self._shown:
            return
        self._shown = shown
        rows = rows_of(draft)
        before = self.table.current_id()
        self.model.replace(rows)
        self.stack.setCurrentIndex(1 if rows else 0)
        self._acts.setVisible(bool(rows))
        if rows and self.table.current_id() is None:
            self.table.select(before if before in {r.id for r in rows} else _first_gap(rows))
        self._show_missing(rows, draft)
        self._show_why()

    def show_procedure(self, procedure: Procedure | None, draft: IntakeDraft) -> None:
        """Show case, number of sets and time limit."""
        if procedure is None:
            self.set_aside("")
            self.limit.setText("–")
            return
        case = next((c.name for c in procedure.cases if c.code == draft.case), "")
        said = self.tr("Trường hợp: {case}").format(case=case) if case else ""
        sets = self.tr("{count} bộ").format(count=draft.sets)
        self.set_aside(" · ".join(filter(None, (said, sets))))
        self.limit.setText(wording.limit_text(procedure, draft.channel, draft.case))

    def show_outlook(self, outlook: Outlook) -> None:
        """Show the fees."""
        self.fees.setText(wording.fees_text(outlook.fees) if outlook.due is not None or outlook.fees else "–")
        self.fees.setToolTip(wording.fees_detail(outlook.fees))

    def start_over(self) -> None:
        """Another draft."""
        self._shown = ()
        self.reason.hide()
        self.reason.set_value("")
        self._extras.hide()
        self.extra_name.hide()

    def focus_line(self, component_id: str) -> None:
        """Bring a line into sight and put the focus on it."""
        self.table.select(component_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def target(self) -> str | None:
        """The line that new pages go to."""
        return self.table.current_id()

    def go_to_next_gap(self) -> None:
        """Select the next paper that is missing or not scanned."""
        gap = next((r for r in self.model.rows if r.missing or r.icon == "scan-line"), None)
        if gap is not None:
            self.table.select(gap.id)

    # changing

    def tick(self, component_id: str) -> None:
        """The paper is there, or it is not after all."""
        line = self._line(component_id)
        if line is not None:
            self._visit.session.set_component(
                dataclasses.replace(line, present=not line.present, not_digitised_because=None, not_digitised_note="")
                if line.present
                else dataclasses.replace(line, present=True, applicable=True)
            )

    def ask_reason(self, component_id: str | None = None, at: QPoint | None = None) -> None:
        """Ask why a paper is not digitised."""
        line = self._line(component_id or self.table.current_id() or "")
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tick = menu.addAction(self.tr("Bỏ đánh dấu đã nhận") if line.present else self.tr("Đánh dấu đã nhận"))
        tick.triggered.connect(lambda _checked=False: self.tick(line.id))
        facts = menu.addAction(self.tr("Bóc tách dữ liệu… (Ctrl+B)"))
        facts.setEnabled(bool(self._visit.draft.pages_of(line.id)))
        facts.triggered.connect(lambda: self.facts_asked.emit(line.id))
        menu.addSeparator()
        heading = menu.addAction(self.tr("Không số hoá vì"))
        heading.setEnabled(False)
        for reason in NotDigitised:
            action = menu.addAction(wording.reason_text(reason))
            action.setCheckable(True)
            action.setChecked(reason is line.not_digitised_because)
            action.triggered.connect(lambda _checked=False, reason=reason: self.set_reason(line.id, reason))
        menu.addSeparator()
        clear = menu.addAction(self.tr("Có số hoá"))
        clear.setEnabled(line.not_digitised_because is not None)
        clear.triggered.connect(lambda _checked=False: self.set_reason(line.id, None))
        menu.popup(at or self.reason_button.mapToGlobal(self.reason_button.rect().bottomLeft()))

    def ask_facts(self) -> None:
        """Ask for what the selected paper says, if it has pages."""
        line = self._line(self.table.current_id() or "")
        if line is not None and self._visit.draft.pages_of(line.id):
            self.facts_asked.emit(line.id)

    def set_reason(self, component_id: str, reason: NotDigitised | None) -> None:
        """Keep why a paper is not digitised, or that it is."""
        line = self._line(component_id)
        if line is not None:
            self._visit.session.set_component(dataclasses.replace(line, not_digitised_because=reason))
            self.table.select(component_id)
            self._show_why()
            if reason is NotDigitised.OTHER:
                self.why.line.setFocus()

    def ask_extra(self) -> None:
        """Ask for the name of a paper that the procedure does not name."""
        if not self.model.rows:
            return
        self.add_button.hide()
        self.extra_name.show()
        self.extra_name.clear()
        self.extra_name.setFocus()

    def ask_leave_out(self) -> None:
        """Ask why the dossier is accepted although papers are missing."""
        if missing_count(self.model.rows):
            self.reason.show()
            self._show_missing(self.model.rows, self._visit.draft)
            self.reason.line.setFocus()

    def ask_more(self) -> None:
        """Show or hide what is rarely needed: a note and the number of sets."""
        self._extras.setVisible(not self._extras.isVisible())
        if self._extras.isVisible():
            self.note.line.setFocus()

    def _add_extra(self) -> None:
        name = tidy(self.extra_name.value())
        if name:
            new = DraftComponent(id=ids.new_id(), name=name, originals=1, present=True)
            self._visit.session.add_component(new)
            self.table.select(new.id)
            self.table.setFocus()
        self._put_extra_away()

    def _put_extra_away(self) -> None:
        self.extra_name.hide()
        self.add_button.show()

    def _count(self, component_id: str, column: int, number: int) -> None:
        line = self._line(component_id)
        if line is not None:
            changes = {"originals": number} if column == ORIGINALS else {"copies": number}
            self._visit.session.set_component(dataclasses.replace(line, **changes))  # type: ignore[arg-type]

    def _line(self, component_id: str) -> DraftComponent | None:
        return next((c for c in self._visit.draft.components if c.id == component_id), None)

    def _show_why(self) -> None:
        """Another reason than those of the list is put into words."""
        line = self._line(self.table.current_id() or "")
        other = line is not None and line.not_digitised_because is NotDigitised.OTHER
        self.why.setVisible(other)
        if line is not None and other and self.why.value() != line.not_digitised_note:
            self.why.set_value(line.not_digitised_note)

    def _keep_why(self, words: str) -> None:
        line = self._line(self.table.current_id() or "")
        if line is not None and line.not_digitised_because is NotDigitised.OTHER:
            self._visit.session.set_component(dataclasses.replace(line, not_digitised_note=words))

    def _show_missing(self, rows: tuple[PaperRow, ...], draft: IntakeDraft) -> None:
        count = missing_count(rows)
        self.missing.setVisible(count > 0)
        said = bool(draft.missing_accepted_because)
        self.reason.setVisible(count > 0 and (said or self.reason.isVisible()))
        if self.reason.value() != draft.missing_accepted_because:
            self.reason.set_value(draft.missing_accepted_because)
        self.missing.show_message(
            Kind.WAITING,
            self.tr("Sẽ ghi lý do vẫn tiếp nhận vào hồ sơ.")
            if said
            else self.tr("Quét bổ sung (F10), đánh dấu đã nhận (phím cách), hoặc ghi lý do vẫn tiếp nhận."),
            title=self.tr("Còn thiếu {count} giấy tờ.").format(count=count),
            action=self.tr("Vẫn nhận…") if self._may_leave_out and self.reason.isHidden() else "",
        )


def _first_gap(rows: tuple[PaperRow, ...]) -> str:
    return next((r.id for r in rows if r.missing), rows[0].id)


def _said(name: str, value: ElidedLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addWidget(label(name, "small"))
    column.addWidget(value)
    return column
