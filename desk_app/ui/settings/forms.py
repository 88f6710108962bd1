"""Biểu mẫu và in: which circular's forms, on which paper, on which printer; the receipt beside it as it will come out."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.desk.settings import DeskSettings
from desk_app.desk.specimen import Specimen
from desk_app.domain.receipt import Circular, PaperSize
from desk_app.ui.banners import Banner
from desk_app.ui.fields import ChoiceField, NumberField, SegmentedField
from desk_app.ui.labels import ElidedLabel, label
from desk_app.ui.pdf_view import PdfView
from desk_app.ui.pills import Kind
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import Section, side_by_side
from desk_app.ui.tasks import Task

PRINTER_LANE = "printer"
_FORM_PX = 380
_SOON_MS = 150


class FormsSection(Section):
    """A choice is kept and shown at once."""

    icon = "printer"

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self._task: Task[Specimen] | None = None
        self.circular = SegmentedField(
            self.tr("Biểu mẫu theo"),
            [(Circular.TT_03_2025, "TT 03/2025"), (Circular.TT_01_2018, "TT 01/2018")],
        )
        self.provisional = Banner(Kind.WAITING)
        self.provisional.hide()
        self.paper = SegmentedField(
            self.tr("Khổ giấy"),
            [
                (PaperSize.A4, "A4"),
                (PaperSize.A5, "A5"),
                (PaperSize.TWO_A5_ON_A4, self.tr("2 bản A5 trên A4")),
            ],
        )
        self.copies = NumberField(self.tr("Số bản in"), least=1, most=5)
        self.printer = ChoiceField(self.tr("Máy in"), [("", self.tr("Máy in mặc định của máy"))])
        self.personal_id = QCheckBox(self.tr("Ghi số định danh trong mã QR"))
        self.preview = PdfView(bar=False)
        self.basis = ElidedLabel("", "small")
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._draw)
        self._lay_out()
        self._connect()

    def title(self) -> str:
        return self.tr("Biểu mẫu và in")

    def entered(self) -> None:
        self.keeper.context.tasks.device(PRINTER_LANE, _printer_names, owner=self, done=self.show_printers)
        self._soon.start()

    def show_settings(self, settings: DeskSettings) -> None:
        """Fill the fields and draw the receipt."""
        self.circular.set_value(settings.circular)
        self.paper.set_value(settings.paper_size)
        self.copies.set_value(settings.copies)
        self._show_printer(settings.printer)
        self.personal_id.blockSignals(True)
        self.personal_id.setChecked(settings.personal_id_in_qr)
        self.personal_id.blockSignals(False)
        self._soon.start()

    def show_printers(self, names: list[str]) -> None:
        """The printers of this computer; one that was chosen and is gone stays in the list and says so."""
        chosen = self.keeper.current.printer
        items: list[tuple[object, str]] = [("", self.tr("Máy in mặc định của máy")), *((name, name) for name in names)]
        if chosen and chosen not in names:
            items.append((chosen, self.tr("{name} (không thấy)").format(name=chosen)))
        self.printer.set_items(items)
        self.printer.set_value(chosen)
        self.printer.set_hint("" if names else self.tr("Chưa thấy máy in nào; cắm và cài máy in trong hệ điều hành."))

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setFixedWidth(_FORM_PX)
        form = QVBoxLayout(holder)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(12)
        form.addWidget(self.circular)
        form.addWidget(self.provisional)
        form.addWidget(self.paper)
        form.addLayout(side_by_side([self.copies, self.printer], [2, 5]))
        form.addWidget(self.personal_id)
        form.addWidget(
            label(
                self.tr("TT 01/2023/TT-VPCP Điều 26 yêu cầu số này; cơ quan có thể chọn không ghi."), "small", wrap=True
            )
        )
        form.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.basis)
        right.addWidget(self.preview, 1)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(holder)
        row.addLayout(right, 1)
        self.column.addLayout(row, 1)

    def _connect(self) -> None:
        self.circular.chosen.connect(lambda value: self._change(circular=value))
        self.paper.chosen.connect(lambda value: self._change(paper_size=value))
        self.copies.edited.connect(lambda number: self._change(copies=number))
        self.printer.chosen.connect(lambda name: self._change(printer=str(name)))
        self.personal_id.toggled.connect(lambda on: self._change(personal_id_in_qr=on))
        self.keeper.loaded.connect(self.show_settings)
        self.keeper.refused.connect(
            lambda name, sentence: self.copies.set_error(sentence) if name == "copies" else None
        )

    def _change(self, **fields: object) -> None:
        self.copies.set_error("")
        self.keeper.change(**fields)
        self._soon.start()

    def _show_printer(self, name: str) -> None:
        if name and name not in [self.printer.combo.itemText(n) for n in range(self.printer.combo.count())]:
            self.printer.set_items([("", self.tr("Máy in mặc định của máy")), (name, name)])
        self.printer.set_value(name)

    def _draw(self) -> None:
        if self._task is not None:
            self._task.cancel()
        settings = self.keeper.current
        printing = self.keeper.context.desk.printing
        if settings.is_set_up and self.isVisible():  # else ``entered`` draws
            self._task = self.keeper.context.tasks.work(
                lambda: printing.specimen(settings), owner=self, done=self._show
            )

    def _show(self, specimen: Specimen) -> None:
        self.preview.show_pdf(specimen.pdf)
        self.basis.setText(specimen.legal_basis)
        self.provisional.setVisible(specimen.provisional)
        if specimen.provisional:
            self.provisional.show_message(
                Kind.WAITING,
                self.tr(
                    "Mẫu đang dựng theo nội dung bắt buộc; cần đối chiếu với phụ lục chính thức trước khi dùng thật."
                ),
                title=specimen.note[:1].upper() + specimen.note[1:],
            )


def _printer_names() -> list[str]:
    from PySide6.QtPrintSupport import QPrinterInfo

    return list(QPrinterInfo.availablePrinterNames())
