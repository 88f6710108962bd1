"""The foot of the intake screen: when the result is due and why, the code it will get, and the big button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.desk.intake import Outlook
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.cards import Card
from desk_app.ui.intake.wording import due_reason, due_text
from desk_app.ui.labels import ElidedLabel, label


class OutlookBar(Card):
    """Shows an Outlook; ``accept`` is the one main act."""

    def __init__(
        self,
        *,
        may_accept: bool,
        accept: Callable[[], object],
        start: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padded=False, parent=parent)
        self._may_accept = may_accept
        self.due_name = label(self.tr("Ngày hẹn trả"), "small")
        self.due = ElidedLabel("–", "figure", min_width_px=252)
        self.due.setStyleSheet("font-size: 17px;")
        self.why = label("", "small", wrap=True)
        self.why.setMinimumWidth(120)
        self.why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.code_name = ElidedLabel("", "small")
        self.code = ElidedLabel("–", "strong", min_width_px=120)
        self.fresh = QuietButton(self.tr("Hồ sơ mới"), "Ctrl+N", icon="file-plus", run=start, bind=False)
        self.accept = PrimaryButton("", "F9", icon="printer" if may_accept else "send", run=accept)
        self.show_busy(busy=False)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 14, 8)
        row.setSpacing(14)
        row.addLayout(_pair(self.due_name, self.due), 6)
        row.addWidget(self.why, 5, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(_pair(self.code_name, self.code), 4)
        row.addWidget(self.fresh)
        row.addWidget(self.accept)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(row)
        self.setFixedHeight(76)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what would come of the draft now."""
        due = outlook.due
        if due is None:
            self.due.setText("–")
            self.why.setText(self.tr("Chọn thủ tục để biết ngày hẹn trả."))
        else:
            self.due.setText(due_text(due.at) if due.at else self.tr("Không hẹn ngày"))
            self.why.setText(due_reason(due, outlook.received_at))
        self.why.setToolTip(self.why.text())
        if outlook.next_code:
            self.code_name.setText(self.tr("Mã hồ sơ (cấp trước cho quầy này)"))
            self.code.setText(outlook.next_code)
        else:
            self.code_name.setText(self.tr("Mã hồ sơ (hết mã cấp trước)"))
            self.code.setText(self.tr("Cấp mã tạm"))

    def fit(self, *, narrow: bool) -> None:
        """In a narrow window the button for a new draft gives way to its key."""
        self.fresh.setVisible(not narrow)

    def show_busy(self, *, busy: bool) -> None:
        """Whether the acceptance is under way."""
        words = self.tr("Tiếp nhận và in giấy hẹn") if self._may_accept else self.tr("Chuyển cán bộ tiếp nhận")
        self.accept.setText(self.tr("Đang tiếp nhận…") if busy else words)
        self.accept.setEnabled(not busy)
        self.fresh.setEnabled(not busy)


def _pair(name: QWidget, value: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(1)
    column.addStretch(1)
    column.addWidget(name)
    column.addWidget(value)
    column.addStretch(1)
    return column
