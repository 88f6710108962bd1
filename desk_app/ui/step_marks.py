"""Where one is in a short sequence of steps: numbered circles with names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import icons, theme


class StepMarks(QWidget):
    """Done, now, to come."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self._step = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Which step it is now, zero-based."""
        self._step = step
        self.setAccessibleName(
            self.tr("Bước {step}/{count}: {name}").format(step=step + 1, count=len(self._names), name=self._names[step])
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        each_px = self.width() / len(self._names)
        font = QFont(self.font())
        for number, name in enumerate(self._names):
            left_px = number * each_px
            reached = number <= self._step
            circle = QRectF(left_px + 1, 3, 22, 22)
            painter.setPen(tokens.colour("accent" if reached else "border"))
            painter.setBrush(tokens.colour("accent") if reached else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)
            if number < self._step:
                icons.paint(painter, "check", tokens.on_accent, circle.left() + 4, circle.top() + 4, size_px=14)
            else:
                font.setWeight(QFont.Weight.DemiBold)
                painter.setFont(font)
                painter.setPen(tokens.colour("on_accent" if reached else "muted"))
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
            font.setWeight(QFont.Weight.DemiBold if number == self._step else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(tokens.colour("text" if number == self._step else "muted"))
            painter.drawText(QRectF(left_px + 32, 0, each_px - 36, 28), Qt.AlignmentFlag.AlignVCenter, name)
        painter.end()
