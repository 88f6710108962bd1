"""What is under way in one thin line: how many pages came, how many are prepared, and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.desk.intake_session import SessionState
from desk_app.ui import theme
from desk_app.ui.buttons import LinkButton
from desk_app.ui.labels import ElidedLabel


class _Bar(QWidget):
    """A part of a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.part = 0.0
        self.setFixedHeight(3)

    def sizeHint(self) -> QSize:
        return QSize(80, 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("line"))
        painter.drawRoundedRect(QRectF(self.rect()), 1.5, 1.5)
        painter.setBrush(tokens.colour("accent"))
        painter.drawRoundedRect(QRectF(0, 0, self.width() * self.part, 3), 1.5, 1.5)
        painter.end()


class ProgressLine(QWidget):
    """Takes no room while nothing is under way. ``stop_asked``: no more pages shall come; those that came stay."""

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel("", "small")
        self._bar = _Bar()
        self._stop = LinkButton(self.tr("Dừng quét"), "F10", run=self.stop_asked.emit, bind=False)
        self._scanning, self._came = False, 0
        self._ready = self._all = 0
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._bar)
        self.hide()

    def show_scanning(self, *, running: bool, came: int) -> None:
        """A scan goes on, with so many pages so far."""
        self._scanning, self._came = running, came
        self._show()

    def show_state(self, state: SessionState) -> None:
        """What is taken in and prepared."""
        self._all = len(state.draft.pages) + state.taking_in
        self._ready = len(state.draft.pages) - state.preparing
        self._show()

    def text(self) -> str:
        """What it says; empty when nothing is under way."""
        return self._words.text() if not self.isHidden() else ""

    def _show(self) -> None:
        parts = []
        if self._scanning:
            parts.append(self.tr("Đang quét: {count} trang").format(count=self._came))
        if self._ready < self._all:
            parts.append(self.tr("đã xử lý {ready}/{all}").format(ready=self._ready, all=self._all))
        words = " · ".join(parts)
        self._words.setText(words[:1].upper() + words[1:])
        self._bar.part = self._ready / self._all if self._all else 0.0
        self._bar.update()
        self._stop.setVisible(self._scanning)
        self.setVisible(bool(parts))
