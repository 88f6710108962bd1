"""The procedure picker: two letters or the code, and the case where a procedure has several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.desk.catalogue import Catalogue, ProcedureHit
from desk_app.domain.procedure import Procedure
from desk_app.ui.fields import ChoiceField
from desk_app.ui.intake.address import LOOKUP_LANE
from desk_app.ui.intake.wording import procedure_line
from desk_app.ui.picker import Answer, Choice, Picker
from desk_app.ui.tasks import Tasks


class ProcedurePart(QWidget):
    """``chosen`` carries the code of a procedure, ``case_chosen`` the code of a case."""

    chosen = Signal(str)
    case_chosen = Signal(str)

    def __init__(self, *, tasks: Tasks, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._catalogue = tasks, catalogue
        self.picker = Picker(
            self.tr("Thủ tục hành chính"),
            self._find,
            key="Alt+T",
            tall=True,
            placeholder=self.tr("Gõ hai chữ cái hoặc mã thủ tục"),
            nothing=self.tr("Không có thủ tục nào như vậy. Gõ ít chữ hơn, bỏ dấu, hoặc gõ mã."),
        )
        self.case = ChoiceField(self.tr("Trường hợp"))
        self.case.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.picker)
        column.addWidget(self.case)
        self.setFocusProxy(self.picker)
        self.picker.picked.connect(lambda code: self.chosen.emit(str(code)))
        self.case.chosen.connect(lambda code: self.case_chosen.emit(str(code)) if code else None)

    def warm_up(self) -> None:
        """Read the list before somebody waits for it."""
        self._tasks.device(LOOKUP_LANE, self._catalogue.count, owner=self)

    def show_procedure(self, procedure: Procedure | None, case: str | None) -> None:
        """Show a procedure and its case without telling anybody."""
        if procedure is None:
            if self.picker.choice() is not None or not self.picker.line.hasFocus():
                self.picker.set_choice(None)
            self.picker.set_read(read=False)
            self.case.hide()
            return
        now = self.picker.choice()
        if now is None or now.value != procedure.code or now.detail != procedure_line(procedure):
            self.picker.set_choice(Choice(procedure.code, procedure.name, procedure_line(procedure)))
        self.picker.set_read()
        self.case.setVisible(len(procedure.cases) > 1)
        if procedure.cases:
            self.case.set_items([(None, self.tr("Chọn trường hợp…")), *((c.code, c.name) for c in procedure.cases)])
            self.case.set_value(case)

    def _find(self, text: str, answer: Answer) -> None:
        def found(hits: Sequence[ProcedureHit]) -> None:
            answer([_choice(hit) for hit in hits])

        self._tasks.device(LOOKUP_LANE, lambda: self._catalogue.find(text), owner=self, done=found)


def _choice(hit: ProcedureHit) -> Choice:
    detail = " · ".join(part for part in (hit.field, ", ".join(hit.levels)) if part)
    return Choice(hit.code, hit.name, detail, hit.code)
