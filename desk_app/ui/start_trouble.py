"""What is shown when the desk cannot be opened: one sentence, what to do, and where it helps the field for the recovery key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.banners import Banner
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.cards import Card
from desk_app.ui.fields import TextField
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind

CARD_PX = 560


class StartTrouble(QWidget):
    """``again`` asks to try once more; ``key_given`` carries a recovery key that somebody typed."""

    again = Signal()
    key_given = Signal(str)

    def __init__(self, sentence: str, *, ask_key: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card = Card()
        card.setFixedWidth(CARD_PX)
        card.body.setContentsMargins(24, 20, 24, 22)
        card.body.setSpacing(12)
        card.body.addWidget(label(self.tr("Quầy Một Cửa"), "title"))
        self.banner = Banner()
        self.banner.show_message(Kind.PERSON, sentence)
        card.body.addWidget(self.banner)
        self.key = TextField(self.tr("Mã khôi phục"), hint=self.tr("12 nhóm, mỗi nhóm 5 ký tự, in khi cài đặt lần đầu"))
        self.key.setVisible(ask_key)
        card.body.addWidget(self.key)
        row = QHBoxLayout()
        row.setSpacing(8)
        if ask_key:
            row.addWidget(PrimaryButton(self.tr("Khôi phục"), "Enter", run=self._give))
        row.addWidget(QuietButton(self.tr("Thử lại"), run=self.again.emit))
        row.addStretch(1)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def _give(self) -> None:
        text = self.key.value().strip()
        if text:
            self.key_given.emit(text)
