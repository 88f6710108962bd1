"""The page that is looked at, as big as there is room; the wheel with Ctrl, + and - come nearer, dragging moves it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import icons, theme

MOST_ZOOM = 6.0
_STEP = 1.25
_MARGIN_PX = 8.0


class PageView(QWidget):
    """Shows one picture. ``stepped`` asks for the page before (-1) or after (1), from the wheel."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._sentence = ""
        self._icon = "clock"
        self._zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self._held: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setAccessibleName(self.tr("Trang đang xem"))

    def show_picture(self, picture: QImage | None, *, same_page: bool = False) -> None:
        """Show a page; another page is shown whole again."""
        self._picture = picture
        self._sentence = ""
        if not same_page:
            self.fit()
        self.update()

    def show_sentence(self, sentence: str, icon: str = "clock") -> None:
        """Show why there is no picture (yet)."""
        self._picture, self._sentence, self._icon = None, sentence, icon
        self.update()

    def fit(self) -> None:
        """The whole page."""
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.update()

    def zoom(self) -> float:
        """1.0 is the whole page."""
        return self._zoom

    def come_nearer(self, factor: float = _STEP) -> None:
        """Nearer (or, below 1, farther away)."""
        self._zoom = max(1.0, min(MOST_ZOOM, self._zoom * factor))
        self._keep_inside()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(tokens.colour("line"))
        painter.setBrush(tokens.colour("neutral_soft" if tokens.name != "contrast" else "background"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        if self._picture is not None and not self._picture.isNull():
            painter.drawImage(self._target(), self._picture)
        elif self._sentence:
            self._paint_sentence(painter, tokens)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        up = event.angleDelta().y() > 0
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.come_nearer(_STEP if up else 1 / _STEP)
        elif self._zoom > 1.0:
            self._move(QPointF(event.angleDelta()) / 2)
        else:
            self.stepped.emit(-1 if up else 1)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None and self._zoom > 1.0:
            self._move(event.position() - self._held)
            self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._zoom > 1.0:
            self.fit()
        else:
            self.come_nearer(2.5)

    def _target(self) -> QRectF:
        """Where the picture lies, in pixels of the widget."""
        picture = self._picture
        if picture is None:
            return QRectF()
        room = QSizeF(self.width() - 2 * _MARGIN_PX, self.height() - 2 * _MARGIN_PX)
        scale = min(room.width() / picture.width(), room.height() / picture.height()) * self._zoom
        wide, high = picture.width() * scale, picture.height() * scale
        left = self.width() / 2 - self._middle.x() * wide
        top = self.height() / 2 - self._middle.y() * high
        return QRectF(left, top, wide, high)

    def _move(self, by: QPointF) -> None:
        target = self._target()
        if target.width() > 0 and target.height() > 0:
            self._middle -= QPointF(by.x() / target.width(), by.y() / target.height())
            self._keep_inside()
            self.update()

    def _keep_inside(self) -> None:
        half = 0.5 / self._zoom
        self._middle = QPointF(min(max(self._middle.x(), half), 1 - half), min(max(self._middle.y(), half), 1 - half))

    def _paint_sentence(self, painter: QPainter, tokens: theme.Tokens) -> None:
        ink = tokens.red if self._icon == "circle-alert" else tokens.muted
        middle = QRectF(self.rect()).center()
        icons.paint(painter, self._icon, ink, middle.x() - 12, middle.y() - 44, size_px=24)
        font = QFont(self.font())
        font.setPixelSize(theme.BASE_PX)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        box = QRectF(self.rect()).adjusted(16, self.height() / 2 - 10, -16, -8)
        painter.drawText(
            box,
            int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap),
            self._sentence,
        )
