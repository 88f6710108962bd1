"""Pictures of how a stack is scanned on both sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import theme

_SPACE = QSize(320, 190)
"""The pictures are drawn in this space and scaled to the room there is."""


class DuplexPicture(QWidget):
    """Draws one step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step, self._reverse = 1, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 110)

    def show_step(self, step: int, *, reverse: bool) -> None:
        """1 fronts, 2 turning and backs, 3 lying alternately."""
        self._step, self._reverse = step, reverse
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("neutral_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        scale = min(self.width() / _SPACE.width(), self.height() / _SPACE.height(), 1.8)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-_SPACE.width() / 2, -_SPACE.height() / 2)
        draw = _Drawing(painter, tokens)
        if self._step == 1:
            draw.feeding("1", front=True)
        elif self._step == 2:
            draw.turning()
        else:
            draw.alternating(reverse=self._reverse)
        painter.end()


class _Drawing:
    """Sheets, a scanner, arrows."""

    def __init__(self, painter: QPainter, tokens: theme.Tokens) -> None:
        self._painter, self._tokens = painter, tokens
        self._front, self._back = tokens.colour("accent"), tokens.colour("amber")

    def feeding(self, number: str, *, front: bool) -> None:
        """A stack in the tray on top of a scanner, one sheet going in."""
        painter, tokens = self._painter, self._tokens
        for n in range(5):
            self._sheet(QRectF(110 - 3 * n, 18 - 3 * n, 78, 96), "" if n < 4 else number, front=front)
        painter.setPen(QPen(tokens.colour("border"), 1.6))
        painter.setBrush(tokens.colour("panel"))
        painter.drawRoundedRect(QRectF(62, 104, 190, 50), 8, 8)
        painter.setBrush(tokens.colour("line"))
        painter.drawRoundedRect(QRectF(84, 112, 146, 6), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._front)
        painter.drawEllipse(QPointF(234, 138), 4, 4)
        self._arrow(QPointF(226, 44), QPointF(226, 92))

    def turning(self) -> None:
        """The stack as it came out, a turn like a page of a book, the stack as it goes in."""
        for n in range(4):
            self._sheet(QRectF(30 - 3 * n, 52 - 3 * n, 74, 94), "" if n < 3 else "1", front=True)
        for n in range(4):
            self._sheet(QRectF(228 - 3 * n, 52 - 3 * n, 74, 94), "" if n < 3 else "2", front=False)
        path = QPainterPath(QPointF(112, 70))
        path.cubicTo(QPointF(134, 14), QPointF(190, 14), QPointF(212, 66))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(self._tokens.colour("text"), 2.4, c=Qt.PenCapStyle.RoundCap))
        self._painter.drawPath(path)
        self._head(QPointF(212, 68), QPointF(0.45, 1.0))
        dashes = QPen(self._tokens.colour("muted"), 1.4, Qt.PenStyle.DashLine)
        self._painter.setPen(dashes)
        self._painter.drawLine(QPointF(162, 46), QPointF(162, 158))

    def alternating(self, *, reverse: bool) -> None:
        """Fronts above, backs below, and in the middle how they come to lie."""
        backs = ("6", "4", "2") if reverse else ("2", "4", "6")
        for n, number in enumerate(("1", "3", "5")):
            self._sheet(QRectF(24 + 40 * n, 14, 34, 44), number, front=True)
        for n, number in enumerate(backs):
            self._sheet(QRectF(184 + 40 * n, 14, 34, 44), number, front=False)
        self._arrow(QPointF(82, 66), QPointF(120, 98))
        self._arrow(QPointF(242, 66), QPointF(204, 98))
        for n in range(6):
            self._sheet(QRectF(24 + 47 * n, 112, 40, 52), str(n + 1), front=n % 2 == 0)

    def _sheet(self, box: QRectF, number: str, *, front: bool) -> None:
        painter, tokens = self._painter, self._tokens
        ink = self._front if front else self._back
        painter.setPen(QPen(tokens.colour("border"), 1.2))
        painter.setBrush(QColor("#FFFFFF") if tokens.name == "light" else tokens.colour("panel"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QPen(ink, 1.6))
        if box.width() > 60:
            for line in range(4):
                y = box.top() + box.height() * (0.5 + 0.1 * line)
                painter.drawLine(QPointF(box.left() + 12, y), QPointF(box.right() - (12 if line < 3 else 34), y))
        if number:
            font = QFont(painter.font())
            font.setPixelSize(26 if box.width() > 60 else 15)
            font.setWeight(QFont.Weight.Bold)
            painter.setFont(font)
            place = QRectF(box.left(), box.top(), box.width(), box.height() * (0.46 if box.width() > 60 else 1))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, number)

    def _arrow(self, start: QPointF, end: QPointF) -> None:
        self._painter.setPen(QPen(self._tokens.colour("text"), 2.4, c=Qt.PenCapStyle.RoundCap))
        self._painter.drawLine(start, end)
        self._head(end, end - start)

    def _head(self, at: QPointF, towards: QPointF) -> None:
        length = (towards.x() ** 2 + towards.y() ** 2) ** 0.5 or 1.0
        unit = QPointF(towards.x() / length, towards.y() / length)
        side = QPointF(-unit.y(), unit.x())
        tip = at + unit * 5
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._tokens.colour("text"))
        self._painter.drawPolygon(QPolygonF([tip, at - unit * 6 + side * 5.5, at - unit * 6 - side * 5.5]))
