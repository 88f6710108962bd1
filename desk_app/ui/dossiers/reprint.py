"""Printing a receipt from the list: a marked re-print, or one that a printer still owes. One at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desk_app.domain.events import Author
from desk_app.domain.printing import PrintTask
from desk_app.ui.intake.receipts import Receipts
from desk_app.ui.printer import Printer
from desk_app.ui.screen import Context


class Reprint(QObject):
    """``settled`` carries the dossier when the attempt is over, ``trouble`` the sentence when no paper came out."""

    settled = Signal(str)
    trouble = Signal(str)

    def __init__(self, context: Context, who: Author, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context, self._who = context, who
        self._receipts: Receipts | None = None
        self._dossier_id = ""

    @property
    def is_busy(self) -> bool:
        """Whether something is being printed."""
        return bool(self._dossier_id)

    def print_again(self, dossier_id: str) -> None:
        """Make a marked re-print and print it."""
        if self.is_busy:
            return
        self._dossier_id = dossier_id
        self._context.tasks.store(
            lambda: self._context.desk.printing.print_again(dossier_id, who=self._who),
            owner=self,
            done=self._print,
            failed=self._refused,
        )

    def print_task(self, dossier_id: str, task_id: str) -> None:
        """Try once more what is still owed."""
        if not self.is_busy:
            self._dossier_id = dossier_id
            self._printing().print_task(task_id)

    def _print(self, task: PrintTask) -> None:
        self._printing().print_task(task.id)

    def _printing(self) -> Receipts:
        if self._receipts is None:
            context = self._context
            printer = context.port(Printer)  # type: ignore[type-abstract]
            self._receipts = Receipts(
                context.desk, context.tasks, printer, who=self._who, language=context.language, parent=self
            )
            self._receipts.printed.connect(lambda _task: self._settle())
            self._receipts.failed.connect(lambda _task, sentence: self._say(sentence))
        return self._receipts

    def _refused(self, error: BaseException) -> None:
        self._context.tasks.on_error(error)
        self._settle()

    def _say(self, sentence: str) -> None:
        self.trouble.emit(sentence)
        self._settle()

    def _settle(self) -> None:
        dossier_id, self._dossier_id = self._dossier_id, ""
        self.settled.emit(dossier_id)
