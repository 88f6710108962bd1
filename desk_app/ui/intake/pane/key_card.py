"""The keys of the pane on a card, so that nobody has to know them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.buttons import QuietButton, cap_width_px, paint_cap
from desk_app.ui.intake.page_keys import hints
from desk_app.ui.labels import label


class _Cap(QWidget):
    """A key."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self.setAccessibleName(key)
        self.setFixedSize(cap_width_px(self.font(), key) + 2, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        paint_cap(painter, 0, QRectF(self.rect()).center().y(), self._key, ink=tokens.text, edge=tokens.border)
        painter.end()


class KeyCard(QWidget):
    """All keys, a column for each kind of work; ``closed`` says that somebody has seen enough."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(4, 4, 12, 4)
        columns.setSpacing(28)
        for title, lines in hints():
            grid = QGridLayout()
            grid.setHorizontalSpacing(10)
            grid.setVerticalSpacing(8)
            grid.setColumnStretch(1, 1)
            grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
            for row, line in enumerate(lines, start=1):
                grid.addWidget(_Cap(line.key), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(line.text, wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
            grid.setRowStretch(len(lines) + 1, 1)
            columns.addLayout(grid, 1)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setProperty("plain", "true")
        leave = QuietButton(self.tr("Đóng"), "Esc", run=self.closed.emit, bind=False)
        row_of_buttons = QHBoxLayout()
        row_of_buttons.addStretch(1)
        row_of_buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addLayout(row_of_buttons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Question, Qt.Key.Key_Return):
            self.closed.emit()
        else:
            super().keyPressEvent(event)
