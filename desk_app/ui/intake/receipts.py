"""Printing of receipts: made on the store's lane, printed on the printer's, settled on the store's. A failure leaves the task."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desk_app.desk.desk import Desk
from desk_app.desk.printing import Printout
from desk_app.domain.events import Author
from desk_app.domain.printing import PrintTask
from desk_app.ui import messages
from desk_app.ui.printer import Printer
from desk_app.ui.tasks import Tasks

PRINTER_LANE = "printer"


class Receipts(QObject):
    """``printed`` carries the id of a task, ``failed`` the id and the sentence, ``owed`` the tasks that nobody printed yet."""

    printed = Signal(str)
    failed = Signal(str, str)
    owed = Signal(object)

    def __init__(
        self, desk: Desk, tasks: Tasks, printer: Printer, *, who: Author, language: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._printer = desk, tasks, printer
        self._who, self._language = who, language

    def print_task(self, task: str) -> None:
        """Print what a task asks for."""
        self._tasks.store(
            lambda: (self._desk.printing.printout(task, who=self._who), self._desk.settings.get()),
            owner=self,
            done=lambda made: self._send(
                made[0], copies=1 if made[0].reprint else made[1].copies, printer=made[1].printer
            ),
            failed=lambda error: self._say_failed(task, error),
        )

    def look_for_owed(self) -> None:
        """Ask for tasks that were interrupted or failed."""
        self._tasks.store(self._desk.printing.pending, owner=self, done=self._tell_owed)

    def _tell_owed(self, tasks: tuple[PrintTask, ...]) -> None:
        self.owed.emit(tasks)

    def _send(self, made: Printout, *, copies: int, printer: str) -> None:
        self._tasks.device(
            PRINTER_LANE,
            lambda: self._printer.print_pdf(made.pdf, title=made.title, copies=copies, printer=printer),
            owner=self,
            done=lambda _none: self._settle(made.task),
            failed=lambda error: self._not_printed(made.task, error),
        )

    def _settle(self, task: str) -> None:
        self._tasks.store(
            lambda: self._desk.printing.printed(task, who=self._who),
            owner=self,
            done=lambda _none: self.printed.emit(task),
        )

    def _not_printed(self, task: str, error: BaseException) -> None:
        reason = str(getattr(error, "reason", type(error).__name__))
        self._tasks.store(lambda: self._desk.printing.failed(task, reason), owner=self)
        self._say_failed(task, error)

    def _say_failed(self, task: str, error: BaseException) -> None:
        self.failed.emit(task, messages.for_error(error, self._language))
