"""The navigation rail at the left: icon and word for each screen, a badge where a person is needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QPaintEvent, QShortcut, QTextOption
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui import icons, theme
from desk_app.ui.labels import label
from desk_app.ui.pills import paint_badge

WIDTH_PX = 84


class RailButton(QPushButton):
    """One screen on the rail."""

    def __init__(self, title: str, icon: str, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._icon_name = icon
        self._count = 0
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setFixedSize(WIDTH_PX - 8, 52)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(f"{title} ({key})" if key else title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(key)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.click)

    def set_count(self, count: int) -> None:
        """The badge; 0 hides it."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self.text()}: {count}" if count else self.text())
            self.update()

    def count(self) -> int:
        """The number on the badge."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX - 8, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        lit = self.isChecked() or self.underMouse()
        ink = "#FFFFFF" if lit else tokens.rail_text
        icons.paint(painter, self._icon_name, ink, (self.width() - 20) / 2, 7, size_px=20)
        font = QFont(self.font())
        font.setPixelSize(11)
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        option_text = QTextOption(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.drawText(QRectF(2, 30, self.width() - 4, 20), self.text(), option_text)
        if self._count:
            painter.setFont(self.font())
            paint_badge(painter, QPointF(self.width() / 2 + 17, 11), str(min(self._count, 999)), tokens)
        painter.end()


class Rail(QFrame):
    """All screens this person may see."""

    asked = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str, str, str]], parent: QWidget | None = None) -> None:
        """``entries``: id, title, icon, key of each screen, top to bottom."""
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName(self.tr("Màn hình"))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(2)
        name = label(self.tr("Quầy\nMột Cửa"))
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(name)
        column.addSpacing(6)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, RailButton] = {}
        for screen_id, title, icon, key in entries:
            button = RailButton(title, icon, key)
            button.clicked.connect(lambda _checked=False, screen_id=screen_id: self.asked.emit(screen_id))
            self._group.addButton(button)
            self.buttons[screen_id] = button
            column.addWidget(button)
        column.addStretch(1)

    def show_current(self, screen_id: str) -> None:
        """Mark the screen in sight."""
        if screen_id in self.buttons:
            self.buttons[screen_id].setChecked(True)
