"""Dividing a stack into its papers: groups in colours before anything is written; Enter divides, Esc leaves all as it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.domain import arrangement, plan
from desk_app.domain.draft import IntakeDraft
from desk_app.domain.splitting import Remark, RemarkKind
from desk_app.ui import messages
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.fields import LineEdit
from desk_app.ui.intake.strip_model import Entry, Heading, entries_of
from desk_app.ui.intake.visit import Visit
from desk_app.ui.labels import label


class PlanBar(QFrame):
    """Above the strip while a plan is shown. ``applied`` and ``left`` end it, ``counts_changed`` carries what was typed."""

    applied = Signal()
    left = Signal()
    counts_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "strong")
        self.words = label("", "muted", wrap=True)
        self.counts = LineEdit()
        self.counts.setPlaceholderText(self.tr("5 2 0 8 …"))
        self.counts.setAccessibleName(self.tr("Số trang của từng giấy tờ, theo thứ tự"))
        self.counts.setFixedWidth(220)
        self.counts.installEventFilter(self)
        self.apply = PrimaryButton(self.tr("Chia"), "Enter", small=True, run=self.applied.emit, bind=False)
        leave = QuietButton(self.tr("Thôi"), "Esc", run=self.left.emit, bind=False)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(self.title)
        said.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(8)
        row.addLayout(said, 1)
        row.addWidget(self.counts)
        row.addWidget(self.apply)
        row.addWidget(leave)
        self.counts.textEdited.connect(self.counts_changed)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.applied.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return False


class Planning(QObject):
    """Holds the plan that is shown. ``changed`` says that there is another one, or none any more."""

    changed = Signal()

    def __init__(self, visit: Visit, bar: PlanBar, *, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._visit, self._bar, self._language = visit, bar, language
        self._plan: IntakeDraft | None = None
        self._shown: tuple[str, ...] = ()
        bar.counts_changed.connect(self._deal)
        bar.applied.connect(self.apply)
        bar.left.connect(self.leave)

    @property
    def is_open(self) -> bool:
        """Whether a plan is shown instead of the draft."""
        return self._plan is not None

    def by_sheets(self) -> bool:
        """Plan to split the newest run at its separator sheets; False when it has none."""
        draft = self._visit.draft
        run = plan.run_with_sheets(draft)
        if not run:
            return False
        divided, split = plan.at_sheets(draft, run)
        papers = len({g.component_id for g in split.groups if g.component_id})
        self._show(
            divided,
            [p.id for p in run],
            self.tr("Chia theo tờ phân cách: {pages} trang vào {papers} giấy tờ").format(
                pages=sum(len(g.page_ids) for g in split.groups), papers=papers
            ),
            self._remarks(split.remarks),
        )
        self._bar.counts.hide()
        return True

    def by_counts(self) -> bool:
        """Plan to deal the unsorted pages out by numbers that are typed; False when there are none."""
        draft = self._visit.draft
        loose = [p.id for p in arrangement.shown(draft) if p.component is None and not p.excluded]
        if not loose or not draft.components:
            return False
        self._bar.counts.show()
        self._bar.counts.clear()
        self._deal("", loose)
        self._bar.counts.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def drag_border(self, component: str | None, before: str | None) -> None:
        """Other borders in the plan."""
        if self._plan is not None:
            self._plan = arrangement.border_moved(self._plan, component, before=before)
            self.changed.emit()

    def apply(self) -> None:
        """Write it, as one step that can be undone."""
        planned, self._plan = self._plan, None
        self._bar.hide()
        if planned is not None:
            self._visit.session.replace(plan.arranged_like(self._visit.draft, planned))
        self.changed.emit()

    def leave(self) -> None:
        """Everything stays as it is."""
        if self._plan is not None:
            self._plan = None
            self._bar.hide()
            self.changed.emit()

    def entries(self, unsorted: str) -> tuple[Entry, ...]:
        """The groups in colours."""
        if self._plan is None:
            return ()
        tint = -1
        found: list[Entry] = []
        for entry in entries_of(plan.only(self._plan, self._shown), unsorted):
            tint += isinstance(entry, Heading)
            found.append(dataclasses.replace(entry, tint=tint))
        return tuple(found)

    def _deal(self, text: str, pages: Sequence[str] = ()) -> None:
        draft = self._visit.draft
        counts = plan.counts_in(text)
        loose = [p.id for p in arrangement.shown(draft) if p.component is None and not p.excluded]
        left = len(loose) - sum(counts)
        if left > 0:
            words = self.tr("Gõ số trang của từng giấy tờ theo thứ tự, cách nhau bằng dấu cách. Còn {count} trang.")
        elif left == 0:
            words = self.tr("Vừa đủ {count} trang.")
        else:
            words = self.tr("Thừa {count} trang so với chồng giấy.")
        title = self.tr("Chia {pages} trang chưa xếp theo số trang").format(pages=len(loose))
        dealt = plan.by_counts(draft, counts)
        self._show(dealt, pages or self._shown, title, words.format(count=abs(left) or len(loose)))

    def _show(self, planned: IntakeDraft, pages: Sequence[str], title: str, words: str) -> None:
        self._plan, self._shown = planned, tuple(pages)
        self._bar.title.setText(title)
        self._bar.words.setText(words)
        self._bar.show()
        self.changed.emit()

    def _remarks(self, remarks: Sequence[Remark]) -> str:
        said = []
        for remark in remarks:
            key = f"split.{remark.kind.value}"
            if messages.has_key(key) and remark.kind is not RemarkKind.BLANK_BACK:
                said.append(messages.for_key(key, self._language, detail=remark.detail))
        return " ".join(dict.fromkeys(said)) or self.tr("Xem các nhóm màu; kéo ranh giới nếu cần, rồi Enter.")
