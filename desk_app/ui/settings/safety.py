"""Sao lưu và an toàn: a copy of everything, and the examination of what is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QProgressBar, QWidget

from desk_app import clock
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import PrimaryButton, QuietButton, button_row
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.ports import SafetyPort
from desk_app.ui.settings.section import Section

_MOST_LINES = 200


class SafetySection(Section):
    """Work goes on meanwhile."""

    icon = "shield-check"

    def __init__(
        self,
        keeper: Keeper,
        port: SafetyPort,
        *,
        now: Callable[[], dt.datetime] = clock.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(keeper, parent=parent)
        self._port, self._now = port, now
        self.backup_button = PrimaryButton(self.tr("Sao lưu…"), icon="copy", small=True, run=self._choose)
        self.check_button = QuietButton(self.tr("Kiểm tra dữ liệu"), icon="shield-check", run=self.check)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(self.tr("Đang làm"))
        self.progress.hide()
        self.answer = Banner()
        self.answer.hide()
        self.lines = QPlainTextEdit(readOnly=True)
        self.lines.setAccessibleName(self.tr("Những chỗ sai"))
        self.lines.setFixedHeight(180)
        self.lines.hide()
        self.column.addWidget(label(self.tr("Bản sao lưu"), "heading"))
        self.column.addWidget(
            label(
                self.tr(
                    "Bản sao gồm toàn bộ hồ sơ, trang quét và hàng đợi, đã mã hoá; mở lại bằng mã khôi phục in khi thiết lập. "
                    "Nên chép ra ổ USB hoặc máy khác mỗi ngày."
                ),
                "muted",
                wrap=True,
            )
        )
        self.column.addLayout(button_row([self.backup_button]))
        self.column.addWidget(label(self.tr("Kiểm tra"), "heading"))
        self.column.addWidget(
            label(
                self.tr(
                    "Đọc lại cơ sở dữ liệu, nhật ký và từng tệp, đối chiếu mã băm. Có thể mất vài phút; vẫn làm việc được."
                ),
                "muted",
                wrap=True,
            )
        )
        self.column.addLayout(button_row([self.check_button]))
        for widget in (self.progress, self.answer, self.lines):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def title(self) -> str:
        return self.tr("Sao lưu và an toàn")

    def backup_to(self, folder: Path) -> None:
        """Make a copy in a new folder inside this one."""
        target = folder / f"quay-mot-cua-{self._now():%Y%m%d-%H%M}"
        self._begin()
        self.keeper.context.tasks.work(
            lambda: self._port.backup(target),
            owner=self,
            done=lambda _none: self._end(Kind.PROVEN, self.tr("Đã sao lưu vào {folder}").format(folder=target)),
            failed=self._failed,
        )

    def check(self) -> None:
        """Examine everything."""
        self._begin()
        self.keeper.context.tasks.work(self._port.check, owner=self, done=self._checked, failed=self._failed)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Nơi đặt bản sao lưu"))
        if chosen:
            self.backup_to(Path(chosen))

    def _checked(self, found: list[str]) -> None:
        if not found:
            self._end(Kind.PROVEN, self.tr("Dữ liệu nguyên vẹn: cơ sở dữ liệu, nhật ký và mọi tệp đều khớp."))
            return
        self.lines.setPlainText("\n".join(found[:_MOST_LINES]))
        self.lines.show()
        text = self.tr("Có {count} chỗ sai. Đừng xoá gì; khôi phục từ bản sao lưu gần nhất và báo bộ phận hỗ trợ.")
        self._end(Kind.PERSON, text.format(count=len(found)))

    def _failed(self, error: BaseException) -> None:
        self._end(Kind.PERSON, self.keeper.sentence(error))

    def _begin(self) -> None:
        self.lines.hide()
        self.answer.hide()
        self._show_busy(busy=True)

    def _end(self, kind: Kind, sentence: str) -> None:
        self._show_busy(busy=False)
        self.answer.show_message(kind, sentence)
        self.answer.show()

    def _show_busy(self, *, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.backup_button.setEnabled(not busy)
        self.check_button.setEnabled(not busy)
