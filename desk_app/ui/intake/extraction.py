"""What a paper says (bóc tách dữ liệu): proposals read from its pages, for a person to correct and keep."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desk_app.desk.recognition import Recognition
from desk_app.domain.dossier import Extracted, ExtractedKind
from desk_app.domain.draft import DraftComponent
from desk_app.domain.extraction import LONGEST_VALUE, Proposal
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import PrimaryButton, QuietButton, button_row
from desk_app.ui.fields import TextField, read_date
from desk_app.ui.intake.visit import Visit
from desk_app.ui.labels import ElidedLabel
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks

_SHORT = (ExtractedKind.NUMBER, ExtractedKind.OWNER_ID, ExtractedKind.ISSUED_ON, ExtractedKind.VALID_UNTIL)
_ORDER = (
    ExtractedKind.PAPER_NAME, ExtractedKind.NUMBER, ExtractedKind.ISSUED_ON, ExtractedKind.ABSTRACT, ExtractedKind.OWNER_ID,
    ExtractedKind.VALID_UNTIL, ExtractedKind.ISSUER, ExtractedKind.SIGNER, ExtractedKind.SCOPE,
)  # fmt: skip
_DAYS = (ExtractedKind.ISSUED_ON, ExtractedKind.VALID_UNTIL)


class ExtractionDialog(QDialog):
    """One line for each fact of a paper. Ctrl+Enter keeps them, Escape leaves the paper as it was.

    ``kept`` carries the facts, without the empty ones.
    """

    kept = Signal(object)

    def __init__(self, component: DraftComponent, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Bóc tách dữ liệu"))
        self.setMinimumWidth(640)
        self.note = Banner(Kind.NEUTRAL)
        self.fields = {kind: TextField(name_of(kind), most=LONGEST_VALUE, placeholder=_shape(kind)) for kind in _ORDER}
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(10)
        column.addWidget(ElidedLabel(component.name, "heading"))
        column.addWidget(self.note)
        column.addLayout(self._grid())
        keep = PrimaryButton(self.tr("Giữ dữ liệu"), "Ctrl+Enter", small=True, run=self.keep, bind=False)
        close = QuietButton(self.tr("Đóng"), "Esc", run=self.reject, bind=False)
        column.addLayout(button_row([keep, close]))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.keep)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self._confirmed = {fact.kind: fact.value for fact in component.extracted}
        for kind, value in self._confirmed.items():
            self.fields[kind].set_value(_shown(kind, value))
        self.say(self.tr("Đang xem chữ đã đọc trên các trang…"))

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        row = column = 0
        for kind in _ORDER:
            wide = kind not in _SHORT
            if wide and column:
                row, column = row + 1, 0
            grid.addWidget(self.fields[kind], row, column, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            row, column = (row + 1, 0) if wide or column else (row, 1)
        return grid

    def say(self, sentence: str, kind: Kind = Kind.NEUTRAL) -> None:
        """Say above the fields where they come from."""
        self.note.show_message(kind, sentence)

    def propose(self, found: Sequence[Proposal], *, read: bool) -> None:
        """Fill what is empty with what was found; what a person wrote or confirmed before stays."""
        fresh = 0
        for proposal in found:
            field = self.fields[proposal.fact.kind]
            if not field.value():
                field.set_value(_shown(proposal.fact.kind, proposal.fact.value))
                field.set_read(read=True)
                fresh += 1
        if fresh:
            self.say(self.tr("Máy đọc được {count} mục, cần đối chiếu với giấy tờ trước khi giữ.").format(count=fresh))
        elif not read:
            self.say(self.tr("Chưa có chữ đọc được từ các trang này: nhập tay nếu cần."))
        else:
            self.say(self.tr("Không tìm thêm được mục nào: nhập tay nếu cần."))
        self.fields[_ORDER[0]].line.setFocus(Qt.FocusReason.OtherFocusReason)

    def facts(self) -> tuple[Extracted, ...] | None:
        """The facts as they stand in the fields; None when a day is none, which its field then says."""
        kept: list[Extracted] = []
        wrong: TextField | None = None
        for kind in _ORDER:
            field, text = self.fields[kind], self.fields[kind].value()
            value = _day(text) if kind in _DAYS and text else text
            field.set_error("" if value or not text else self.tr("Ghi ngày theo dạng 05/03/2026."))
            if value:
                kept.append(Extracted(kind, value))
            elif text:
                wrong = wrong or field
        if wrong is not None:
            wrong.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return tuple(kept)

    def keep(self) -> None:
        """Keep what stands in the fields."""
        facts = self.facts()
        if facts is not None:
            self.kept.emit(facts)
            self.accept()


def ask(
    component_id: str, *, visit: Visit, recognition: Recognition, tasks: Tasks, parent: QWidget
) -> ExtractionDialog | None:
    """Open the dialog for a paper of the draft; proposals are looked for behind it."""
    component = next((c for c in visit.draft.components if c.id == component_id), None)
    if component is None:
        return None
    dialog = ExtractionDialog(component, parent=parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def keep(facts: tuple[Extracted, ...]) -> None:
        now = next((c for c in visit.draft.components if c.id == component_id), None)
        if now is not None:
            visit.session.set_component(dataclasses.replace(now, extracted=facts))

    dialog.kept.connect(keep)
    pages = visit.draft.bound_pages_of(component_id)
    read = any(page.text for page in pages)
    tasks.work(
        lambda: recognition.proposals(pages),
        owner=dialog,
        done=lambda found: dialog.propose(found, read=read),
        failed=lambda _error: dialog.propose((), read=False),
    )
    dialog.open()
    return dialog


def name_of(kind: ExtractedKind) -> str:
    """How people call a fact."""
    say = QCoreApplication.translate
    return {
        ExtractedKind.PAPER_NAME: say("intake", "Tên giấy tờ"),
        ExtractedKind.NUMBER: say("intake", "Số, ký hiệu"),
        ExtractedKind.ABSTRACT: say("intake", "Trích yếu"),
        ExtractedKind.OWNER_ID: say("intake", "Số định danh của chủ giấy tờ"),
        ExtractedKind.ISSUER: say("intake", "Cơ quan ban hành"),
        ExtractedKind.SIGNER: say("intake", "Người ký"),
        ExtractedKind.ISSUED_ON: say("intake", "Ngày ban hành"),
        ExtractedKind.VALID_UNTIL: say("intake", "Có giá trị đến ngày"),
        ExtractedKind.SCOPE: say("intake", "Phạm vi hiệu lực"),
    }[kind]


def _shape(kind: ExtractedKind) -> str:
    return "05/03/2026" if kind in _DAYS else ""


def _shown(kind: ExtractedKind, value: str) -> str:
    if kind in _DAYS:
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value


def _day(text: str) -> str:
    """``05/03/2026`` as ``2026-03-05``; empty when it is no day."""
    found = read_date(text)
    return str(found) if found is not None and found.full is not None else ""
