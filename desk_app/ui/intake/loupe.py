"""A loupe over the page: its own pixels, one for one, around a point."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen

from desk_app.ui import theme

SIZE_PX = QSizeF(300, 190)
_STEP = 0.045
_CORNER_PX = 10.0


class Loupe:
    """Where the loupe is held: ``at`` is a part of the page's width and height, 0 to 1."""

    def __init__(self) -> None:
        self.is_on = False
        self.at = QPointF(0.5, 0.3)
        self.picture: QImage | None = None

    def hold(self, at: QPointF) -> None:
        """Hold it there, at most at the edge of the page."""
        self.at = QPointF(min(max(at.x(), 0.0), 1.0), min(max(at.y(), 0.0), 1.0))

    def move(self, key: Qt.Key) -> bool:
        """An arrow moves it; False for other keys."""
        steps = {
            Qt.Key.Key_Left: QPointF(-_STEP, 0),
            Qt.Key.Key_Right: QPointF(_STEP, 0),
            Qt.Key.Key_Up: QPointF(0, -_STEP),
            Qt.Key.Key_Down: QPointF(0, _STEP),
        }
        if key not in steps:
            return False
        self.hold(self.at + steps[key])
        return True

    def paint(self, painter: QPainter, page: QRectF, room: QRectF, shown: QImage, tokens: theme.Tokens) -> None:
        """Draw it over a page that lies at ``page``; until the whole picture is there, what is shown is drawn bigger."""
        picture = self.picture if self.picture is not None and not self.picture.isNull() else shown
        ratio = painter.device().devicePixelRatioF()
        size = SIZE_PX.boundedTo(QSizeF(room.width() - 12, room.height() - 12))
        middle = QPointF(page.left() + self.at.x() * page.width(), page.top() + self.at.y() * page.height())
        left = min(max(middle.x() - size.width() / 2, room.left() + 6), room.right() - 6 - size.width())
        top = min(max(middle.y() - size.height() / 2, room.top() + 6), room.bottom() - 6 - size.height())
        glass = QRectF(QPointF(left, top), size)
        scale = 1.0 if picture is self.picture else 2.0
        wide, high = size.width() * ratio / scale, size.height() * ratio / scale
        seen = QRectF(self.at.x() * picture.width() - wide / 2, self.at.y() * picture.height() - high / 2, wide, high)
        outline = QPainterPath()
        outline.addRoundedRect(glass, _CORNER_PX, _CORNER_PX)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        painter.fillRect(glass, tokens.colour("neutral_soft"))
        painter.drawImage(glass, picture, seen)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.colour("accent"), 2))
        painter.drawPath(outline)
