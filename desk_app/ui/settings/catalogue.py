"""Danh mục: how many procedures are in force, and the import of new versions with its report."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from desk_app.desk.portal_report import ImportReport
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import PrimaryButton, button_row
from desk_app.ui.cards import Figure
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind
from desk_app.ui.settings import import_words
from desk_app.ui.settings.import_words import Finding
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import Section
from desk_app.ui.tables import Cell, Column, RowsModel, Table


class CatalogueSection(Section):
    """The import runs on the work lane; the counter goes on meanwhile."""

    icon = "database"
    _progressed = Signal(int, int)

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self.count = Figure(self.tr("Thủ tục đang có hiệu lực"))
        self.count.setFixedWidth(240)
        self.import_button = PrimaryButton(
            self.tr("Nhập danh mục…"), "Ctrl+O", icon="upload", small=True, run=self._choose
        )
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Tiến độ nhập danh mục"))
        self.progress.hide()
        self.answer = Banner()
        self.answer.hide()
        columns = (
            Column(title=self.tr("Kết quả"), width_px=112),
            Column(title=self.tr("Mã thủ tục"), width_px=110),
            Column(title=self.tr("Nội dung"), width_px=320, stretch=True),
            Column(title=self.tr("Chỗ trong tệp"), width_px=220),
        )
        self.model: RowsModel[Finding] = RowsModel(columns, _cells, self)
        self.table = Table(columns, row_px=40, name=self.tr("Báo cáo nhập danh mục"))
        self.table.setProperty("framed", "true")
        self.table.setModel(self.model)
        self.table.hide()
        self._progressed.connect(self._show_progress)
        self._lay_out()

    def title(self) -> str:
        return self.tr("Danh mục thủ tục")

    def entered(self) -> None:
        catalogue = self.keeper.context.desk.catalogue
        self.keeper.context.tasks.store(catalogue.count, owner=self, done=self._show_count)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import these files."""
        self.import_button.setEnabled(False)
        self.table.hide()
        self.answer.hide()
        self.progress.setRange(0, 0)
        self.progress.show()
        catalogue = self.keeper.context.desk.catalogue

        def told(done: int, total: int) -> None:
            with contextlib.suppress(RuntimeError):  # the section may be gone before the import ends
                self._progressed.emit(done, total)

        self.keeper.context.tasks.work(
            lambda: catalogue.import_files(paths, who=self.keeper.who, progress=told),
            owner=self,
            done=self._imported,
            failed=self._failed,
        )

    def _lay_out(self) -> None:
        self.column.addWidget(
            label(
                self.tr(
                    "Nhận tệp danh mục của Cổng Dịch vụ công quốc gia (JSON, JSON theo dòng, hoặc nén gzip). Bản mới có hiệu lực "
                    "với hồ sơ tiếp nhận sau đó; hồ sơ cũ giữ bản lúc tiếp nhận."
                ),
                "muted",
                wrap=True,
            )
        )
        self.column.addLayout(button_row([self.count, self.import_button]))
        self.column.addWidget(self.progress)
        self.column.addWidget(self.answer)
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)

    def _choose(self) -> None:
        kinds = self.tr("Danh mục thủ tục (*.json *.jsonl *.gz)")
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.tr("Nhập danh mục thủ tục"), "", kinds)
        if chosen:
            self.import_paths([Path(path) for path in chosen])

    def _show_count(self, count: int) -> None:
        self.count.show_value(f"{count:,}".replace(",", "."), self.tr("tìm theo tên, mã hoặc chữ đầu"))

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _imported(self, report: ImportReport) -> None:
        self._rest()
        found = import_words.findings(report)
        self.model.replace(found)
        self.table.setVisible(bool(found))
        text = self.tr("Đã nhận {taken} thủ tục; không nhận {refused}; {look} chỗ cần xem.")
        self.answer.show_message(
            Kind.PERSON if report.rejected and not report.imported else Kind.WAITING if found else Kind.ACCENT,
            text.format(taken=len(report.imported), refused=len(report.rejected), look=len(report.warnings)),
        )
        self.answer.show()
        self.entered()

    def _failed(self, error: BaseException) -> None:
        self._rest()
        self.answer.show_message(Kind.PERSON, self.keeper.sentence(error))
        self.answer.show()

    def _rest(self) -> None:
        self.progress.hide()
        self.import_button.setEnabled(True)


def _cells(finding: Finding) -> tuple[Cell, ...]:
    return (
        Cell(text=finding.label, pill=finding.kind),
        Cell(text=finding.code, strong=True),
        Cell(text=finding.text),
        Cell(text=finding.where, tone="muted"),
    )
