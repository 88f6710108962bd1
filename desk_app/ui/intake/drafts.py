"""Open drafts: the one somebody was in the middle of is simply there again, the others are in a small list."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from desk_app.desk.desk import Desk
from desk_app.domain.draft import IntakeDraft
from desk_app.ui.intake.controls import CaptionLink
from desk_app.ui.intake.notices import Notices
from desk_app.ui.intake.visit import Visit
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks

_MOST_LISTED = 20
_LOOK_MS = 1500


class OpenDrafts(QObject):
    """Restores, lists, opens and discards drafts. ``link`` stands in the head of the form."""

    def __init__(
        self, visit: Visit, notices: Notices, *, desk: Desk, tasks: Tasks, sees_all: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._visit, self._notices = visit, notices
        self._desk, self._tasks, self._sees_all = desk, tasks, sees_all
        self._others: tuple[IntakeDraft, ...] = ()
        self.link = CaptionLink("", icon="chevron-down", run=self.show_list)
        self.link.hide()
        self._later = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._later.timeout.connect(self.look)
        visit.began.connect(self._later.start)

    def restore(self) -> None:
        """At the start: go on with the newest draft of this person, unless something was typed meanwhile."""
        self._tasks.store(self._desk.intake.open_drafts, owner=self, done=self._restore)

    def look(self) -> None:
        """Read the list again."""
        self._tasks.store(self._desk.intake.open_drafts, owner=self, done=self._list)

    def others(self) -> tuple[IntakeDraft, ...]:
        """The drafts in the list, last changed first."""
        return self._others

    def fresh(self) -> None:
        """Begin a new draft; the one on the screen stays in the list."""
        self._notices.forget("restored")
        if not self._visit.draft.is_empty:
            self._visit.begin()

    def open(self, draft: IntakeDraft) -> None:
        """Go on with another draft; who goes on with it is its author from now on."""
        self._notices.forget("restored")
        self._visit.begin(draft)
        if draft.author != self._visit.who.account_id:
            self._visit.edit(author=self._visit.who.account_id)

    def show_list(self) -> None:
        """Offer the other drafts."""
        menu = QMenu(self._window)
        for draft in self._others[:_MOST_LISTED]:
            action = QAction(self._title(draft), menu)
            action.triggered.connect(lambda _checked=False, draft=draft: self.open(draft))
            menu.addAction(action)
        menu.addSeparator()
        discard = QAction(self.tr("Bỏ hồ sơ đang làm…"), menu)
        discard.setEnabled(not self._visit.draft.is_empty)
        discard.triggered.connect(lambda _checked=False: self.ask_discard())
        menu.addAction(discard)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.link.mapToGlobal(self.link.rect().bottomLeft()))

    def ask_discard(self) -> None:
        """Ask whether the draft on the screen is to be given up."""
        question = QMessageBox(self._window)
        question.setText(self.tr("Bỏ hồ sơ đang làm?"))
        question.setInformativeText(self.tr("Hồ sơ sẽ không còn trong danh sách bản nháp."))
        yes = question.addButton(self.tr("Bỏ hồ sơ"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(self.tr("Giữ lại"), QMessageBox.ButtonRole.RejectRole)
        yes.clicked.connect(lambda: self.discard())
        question.finished.connect(lambda _code: question.deleteLater())
        question.open()

    def discard(self) -> None:
        """Give up the draft on the screen."""
        draft = self._visit.draft
        self._visit.begin()
        if not draft.is_empty:
            self._tasks.store(
                lambda: self._desk.intake.discard(draft, who=self._visit.who),
                owner=self,
                done=lambda _none: self.look(),
            )

    def _restore(self, drafts: tuple[IntakeDraft, ...]) -> None:
        self._list(drafts)
        mine = [d for d in self._others if d.author == self._visit.who.account_id]
        if not mine or not self._visit.draft.is_empty:
            return
        self._visit.begin(mine[0])
        self._list(drafts)
        at = mine[0].updated_at
        self._notices.tell(
            "restored",
            Kind.ACCENT,
            self.tr("Đã mở lại hồ sơ đang làm dở lúc {time}.").format(time=f"{at:%H:%M}" if at else ""),
            action=self.tr("Bắt đầu hồ sơ mới"),
            run=self.fresh,
            icon="history",
        )

    def _list(self, drafts: tuple[IntakeDraft, ...]) -> None:
        me, here = self._visit.who.account_id, self._visit.draft.id
        seen = [d for d in drafts if not d.is_empty and d.id != here and (self._sees_all or d.author == me)]
        self._others = tuple(sorted(seen, key=lambda d: d.updated_at.isoformat() if d.updated_at else "", reverse=True))
        self.link.setText(self.tr("{count} bản nháp khác").format(count=len(seen)))
        self.link.setVisible(bool(seen))

    def _title(self, draft: IntakeDraft) -> str:
        name = draft.applicant.full_name or self.tr("(chưa có tên)")
        at = f"{draft.updated_at:%d/%m %H:%M}" if draft.updated_at else ""
        handed = self.tr("chuyển từ tình nguyện viên") if not draft.author else ""
        return " · ".join(filter(None, (name, draft.procedure_code, at, handed)))
