"""F9: the draft becomes a dossier, its receipt is printed, the next citizen can sit down; or it is said what is still missing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.desk.intake import Accepted, NotAccepted, Outlook
from desk_app.domain.dossier import Dossier
from desk_app.domain.draft import Problem
from desk_app.domain.printing import PrintTask
from desk_app.ui import messages
from desk_app.ui.intake.notices import Notices
from desk_app.ui.intake.receipts import Receipts
from desk_app.ui.intake.visit import Visit
from desk_app.ui.intake.wording import due_text
from desk_app.ui.pills import Kind

_MOST_SENTENCES = 3


class Acceptance(QObject):
    """``busy_changed`` while it is under way; ``refused`` carries problems, ``accepted`` the Accepted, ``open_asked`` a code."""

    busy_changed = Signal(bool)
    refused = Signal(object)
    accepted = Signal(object)
    failed = Signal()
    open_asked = Signal(str)

    def __init__(self, visit: Visit, notices: Notices, receipts: Receipts, *, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._visit, self._notices, self._receipts, self._language = visit, notices, receipts, language
        self._busy = False
        self._printing: dict[str, Dossier] = {}
        self._unprinted: dict[str, str] = {}
        visit.outlook_known.connect(self._look_again)
        visit.began.connect(lambda: notices.forget("refused"))
        visit.began.connect(lambda: notices.forget("restored"))
        receipts.printed.connect(self._printed)
        receipts.failed.connect(self._not_printed)
        receipts.owed.connect(self._tell_owed)

    @property
    def is_busy(self) -> bool:
        """Whether an acceptance is under way."""
        return self._busy

    def accept(self) -> None:
        """Take over what is still being typed, then accept."""
        if self._busy:
            return
        self._set_busy(busy=True)
        settle_typing()
        QTimer.singleShot(0, self, self._accept_now)

    def _accept_now(self) -> None:
        self._visit.accept(self._answered, self._failed)

    def hand_over(self) -> None:
        """A volunteer's act: leave the draft, complete and saved, to whoever accepts."""
        if self._visit.draft.is_empty:
            return
        settle_typing()
        name = self._visit.draft.applicant.full_name
        self._visit.edit(author="")
        self._visit.begin()
        text = self.tr("Đã chuyển hồ sơ của {name} cho cán bộ tiếp nhận.").format(name=name or self.tr("công dân"))
        self._notices.tell("accepted", Kind.ACCENT, text, icon="send")

    def _answered(self, answer: Accepted | NotAccepted) -> None:
        self._set_busy(busy=False)
        if isinstance(answer, NotAccepted):
            self._tell_refused(answer.problems)
            self.refused.emit(answer.problems)
            return
        dossier = answer.dossier
        self._notices.forget("failed")
        self._printing[answer.print_task] = dossier
        self._visit.begin()
        self._tell_accepted(dossier, self.tr("Đang in giấy hẹn…"))
        if answer.print_task:
            self._receipts.print_task(answer.print_task)
        self.accepted.emit(answer)

    def _failed(self, error: BaseException) -> None:
        self._set_busy(busy=False)
        self._notices.tell(
            "failed", Kind.PERSON, messages.for_error(error, self._language), title=self.tr("Chưa tiếp nhận được.")
        )
        self.failed.emit()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)

    def _tell_refused(self, problems: tuple[Problem, ...]) -> None:
        sentences = [self._sentence(p) for p in problems[:_MOST_SENTENCES]]
        more = len(problems) - len(sentences)
        if more > 0:
            sentences.append(self.tr("Và {count} việc nữa.").format(count=more))
        title = self.tr("Chưa tiếp nhận được: còn {count} việc.").format(count=len(problems))
        self._notices.tell("refused", Kind.PERSON, " ".join(sentences), title=title)

    def _sentence(self, problem: Problem) -> str:
        """The sentence of a problem away from its field: then it has to name the field."""
        sentence = messages.for_problem(problem, self._language)
        person = problem.field.startswith(("applicant.", "submitter."))
        return f"{messages.field_name(problem.field, self._language)}: {sentence}" if person else sentence

    def _look_again(self, outlook: Outlook) -> None:
        """What was complained about and has been put right disappears."""
        if self._notices.text("refused"):
            left = tuple(p for p in outlook.problems if p.blocking)
            if left:
                self._tell_refused(left)
            else:
                self._notices.forget("refused")

    def _printed(self, task: str) -> None:
        if self._unprinted.pop(task, None) is not None:
            self._tell_unprinted()
        dossier = self._printing.pop(task, None)
        if dossier is not None and dossier.code in self._notices.text("accepted"):
            self._tell_accepted(dossier, self.tr("Đã in giấy hẹn."))

    def _tell_accepted(self, dossier: Dossier, printing: str) -> None:
        parts = [self.tr("Đã tiếp nhận {code}.").format(code=dossier.code)]
        if dossier.is_provisional:
            parts.append(self.tr("Mã tạm; mã chính thức có khi gửi được về trung tâm."))
        if dossier.due and dossier.due.at:
            parts.append(self.tr("Hẹn trả {due}.").format(due=due_text(dossier.due.at)))
        self._notices.tell(
            "accepted",
            Kind.ACCENT,
            " ".join((*parts, printing)),
            action=self.tr("Mở hồ sơ"),
            run=lambda: self.open_asked.emit(dossier.code),
            icon="circle-check",
        )

    def _not_printed(self, task: str, sentence: str) -> None:
        self._unprinted[task] = sentence
        dossier = self._printing.get(task)
        if dossier is not None and dossier.code in self._notices.text("accepted"):
            self._tell_accepted(dossier, self.tr("Chưa in giấy hẹn."))
        self._tell_unprinted()

    def _tell_unprinted(self) -> None:
        """One banner for all receipts that did not come out: with a banner each, a day without a printer would hide the form."""
        if not self._unprinted:
            self._notices.forget("print")
            return
        tasks = list(self._unprinted)
        dossier = self._printing.get(tasks[0])
        if len(tasks) > 1:
            title = self.tr("Chưa in được {count} giấy hẹn.").format(count=len(tasks))
        elif dossier is not None:
            title = self.tr("Chưa in được giấy hẹn {code}.").format(code=dossier.code)
        else:
            title = self.tr("Chưa in được giấy hẹn.")
        self._notices.tell(
            "print",
            Kind.PERSON,
            self._unprinted[tasks[-1]],
            title=title,
            action=self.tr("In lại"),
            run=lambda: self._print_again(tasks),
            icon="printer",
        )

    def _print_again(self, tasks: list[str]) -> None:
        self._unprinted.clear()
        self._notices.forget("print")
        for task in tasks:
            self._receipts.print_task(task)

    def _tell_owed(self, tasks: tuple[PrintTask, ...]) -> None:
        known = {t.id for t in tasks} - set(self._printing)
        if not known:
            return
        self._notices.tell(
            "owed",
            Kind.WAITING,
            self.tr("Còn {count} giấy hẹn chưa in từ lần trước.").format(count=len(known)),
            action=self.tr("In ngay"),
            run=lambda: self._print_owed(sorted(known)),
            icon="printer",
        )

    def _print_owed(self, tasks: list[str]) -> None:
        self._notices.forget("owed")
        for task in tasks:
            self._receipts.print_task(task)


def settle_typing() -> None:
    """Let an input method and the field that has the focus hand over what they hold."""
    QGuiApplication.inputMethod().commit()
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
