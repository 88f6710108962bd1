"""The picture a camera gives, with the sheet's outline over it and a ring that fills while the sheet lies still."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from desk_app.capture.watching.sighting import Outline, SheetState
from desk_app.desk.live_camera import Sight
from desk_app.ui import icons, theme

_GROUND = "#0B1114"
_RING_PX = 64.0
_ICON_PX = 30


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn over the picture.

    Attributes:
        outline: of the sheet, as parts of the picture's width and height.
        tone: colour of the outline: "accent", "amber" or "green".
        ring: how much of the ring is filled; None for no ring.
        done: a tick instead of the ring.
    """

    outline: Outline | None = None
    tone: str = "accent"
    ring: float | None = None
    done: bool = False


def mark_of(sight: Sight, *, automatic: bool) -> Mark:
    """How a sight is drawn."""
    match sight.state:
        case SheetState.SHOT:
            return Mark(sight.outline, "amber" if sight.warnings else "green", done=True)
        case SheetState.CHANGE_SHEET:
            return Mark(sight.outline, "green")
        case SheetState.STEADYING if automatic and sight.progress > 0:
            return Mark(sight.outline, "amber" if sight.warnings else "accent", ring=sight.progress)
        case _:
            return Mark(sight.outline, "amber" if sight.warnings else "accent")


class LivePicture(QWidget):
    """The newest frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._mark = Mark()
        self.setMinimumSize(120, 90)
        self.setAccessibleName(self.tr("Hình từ camera"))

    @property
    def mark(self) -> Mark:
        """What is drawn over the picture."""
        return self._mark

    def show_frame(self, picture: QImage | None, mark: Mark | None = None) -> None:
        """Show a frame, or nothing."""
        self._picture = picture
        self._mark = mark or Mark()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(tokens.colour("line"))
        painter.setBrush(QColor(_GROUND))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._picture is not None:
            scale = min((self.width() - 2) / self._picture.width(), (self.height() - 2) / self._picture.height())
            wide, high = self._picture.width() * scale, self._picture.height() * scale
            box = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
            painter.drawImage(box, self._picture)
            self._paint_mark(painter, box)
        painter.end()

    def _paint_mark(self, painter: QPainter, box: QRectF) -> None:
        """In the light colours of the dark theme: pictures are neither light nor dark."""
        colour = theme.DARK.colour(self._mark.tone)
        middle = box.center()
        if self._mark.outline:
            corners = [
                QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in self._mark.outline
            ]
            middle = QPointF(sum(c.x() for c in corners) / 4, sum(c.y() for c in corners) / 4)
            painter.save()
            painter.setClipRect(box)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for ink, width_px in ((QColor(0, 0, 0, 110), 5.0), (colour, 2.5)):
                painter.setPen(QPen(ink, width_px, j=Qt.PenJoinStyle.RoundJoin))
                painter.drawPolygon(QPolygonF(corners))
            painter.restore()
        if self._mark.done or self._mark.ring is not None:
            self._paint_ring(painter, middle, colour)

    def _paint_ring(self, painter: QPainter, middle: QPointF, colour: QColor) -> None:
        box = QRectF(middle.x() - _RING_PX / 2, middle.y() - _RING_PX / 2, _RING_PX, _RING_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(11, 17, 20, 190))
        painter.drawEllipse(box.adjusted(-7, -7, 7, 7))
        name = "check" if self._mark.done else "camera"
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 60), 5))
        painter.drawEllipse(box)
        painter.setPen(QPen(colour, 5, c=Qt.PenCapStyle.RoundCap))
        part = 1.0 if self._mark.done else self._mark.ring or 0.0
        painter.drawArc(box, 90 * 16, round(-360 * 16 * part))
        left, top = middle.x() - _ICON_PX / 2, middle.y() - _ICON_PX / 2
        icons.paint(painter, name, colour.name(), left, top, size_px=_ICON_PX)
