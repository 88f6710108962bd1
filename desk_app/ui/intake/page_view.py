"""The page that is looked at, as big as there is room; the wheel with Ctrl, + and - come nearer, dragging moves it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import icons, theme
from desk_app.ui.intake.loupe import Loupe

MOST_ZOOM = 6.0
_STEP = 1.25
_MARGIN_PX = 8.0
_FINE_PX = 780
_READING_PX = 900.0
"""Wide enough to read every line of A4."""


class PageView(QWidget):
    """Shows one picture.

    ``stepped`` asks for the page before (-1) or after (1), from the wheel; ``loupe_wanted`` for the picture's own pixels;
    ``zoomed`` says that a finer or coarser picture may be wanted.
    """

    stepped = Signal(int)
    loupe_wanted = Signal()
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._fitted: tuple[QImage, QImage] | None = None
        self._sentence = ""
        self._icon = "clock"
        self._tag = ""
        self._zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self._held: QPointF | None = None
        self.loupe = Loupe()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setAccessibleName(self.tr("Trang đang xem"))

    def show_picture(self, picture: QImage | None, *, same_page: bool = False, tag: str = "") -> None:
        """Show a page; another page is shown whole again. ``tag`` says what kind of picture it is."""
        self._picture, self._tag = picture, tag
        self._sentence = ""
        if not same_page:
            self.fit()
        self.update()

    def show_sentence(self, sentence: str, icon: str = "clock") -> None:
        """Show why there is no picture (yet)."""
        self._picture, self._sentence, self._icon, self._tag = None, sentence, icon, ""
        self.update()

    def has_picture(self) -> bool:
        """Whether a page is shown."""
        return self._picture is not None

    def tag(self) -> str:
        """What stands on the picture."""
        return self._tag

    def fit(self) -> None:
        """The whole page."""
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.update()

    def zoom(self) -> float:
        """1.0 is the whole page."""
        return self._zoom

    def is_near(self) -> bool:
        """Whether more of the page is wanted than a picture of the size of the widget shows."""
        return self._zoom > 1.0 or self.height() * self.devicePixelRatioF() > _FINE_PX

    def come_nearer(self, factor: float = _STEP) -> None:
        """Nearer (or, below 1, farther away)."""
        self._zoom = max(1.0, min(MOST_ZOOM, self._zoom * factor))
        self._keep_inside()
        self.update()
        self.zoomed.emit()

    def fill_width(self) -> None:
        """As wide as there is room, from the top."""
        self.fit()
        target = self._target()
        if target.width() > 0:
            wide = min(self.width() - 2 * _MARGIN_PX, _READING_PX)
            self._zoom = max(1.0, min(MOST_ZOOM, wide / target.width()))
        self._middle = QPointF(0.5, 0.0)
        self._keep_inside()
        self.zoomed.emit()

    def glide(self, part: float) -> bool:
        """Down (or, below 0, up) by a part of what is in sight; False when there is no more."""
        before = QPointF(self._middle)
        self._move(QPointF(0, -part * self.height()))
        return before != self._middle

    def use_arrow(self, key: Qt.Key) -> bool:
        """Move the loupe, or down and up a page that is bigger than the widget; False when the arrow is for somebody else."""
        if self.loupe.is_on and self._picture is not None and self.loupe.move(key):
            self.update()
            return True
        if self._zoom > 1.0 and key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            part = 0.25 if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) else 0.8
            return self.glide(part if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -part)
        return False

    def use_loupe(self, *, on: bool) -> None:
        """Hold the loupe over the page, or put it away."""
        self.loupe.is_on = on
        if on:
            self.loupe_wanted.emit()
        else:
            self.loupe.picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(tokens.colour("line"))
        painter.setBrush(tokens.colour("neutral_soft" if tokens.name != "contrast" else "background"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        picture = self._picture
        if picture is not None and not picture.isNull():
            target = self._target()
            fitted = self._near_to(picture, target)
            if fitted is picture:
                painter.drawImage(target, picture)
            else:
                painter.drawImage(target.topLeft().toPoint(), fitted)
            if self.loupe.is_on:
                self.loupe.paint(painter, target, QRectF(self.rect()), picture, tokens)
            if self._tag:
                self._paint_tag(painter, tokens)
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
        if event.button() == Qt.MouseButton.MiddleButton:
            self.use_loupe(on=True)
            self._hold_loupe(event.position())
            return
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.loupe.is_on:
            self._hold_loupe(event.position())
        elif self._held is not None and self._zoom > 1.0:
            self._move(event.position() - self._held)
            self._held = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self.use_loupe(on=False)
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._zoom > 1.0:
            self.fit()
        else:
            self.come_nearer(2.5)

    def _hold_loupe(self, at: QPointF) -> None:
        target = self._target()
        if target.width() > 0 and target.height() > 0:
            self.loupe.hold(
                QPointF((at.x() - target.left()) / target.width(), (at.y() - target.top()) / target.height())
            )
            self.update()

    def _near_to(self, picture: QImage, target: QRectF) -> QImage:
        """A whole page much smaller than its picture is shrunk carefully once, so that small print stays legible."""
        ratio = self.devicePixelRatioF()
        size = QSize(round(target.width() * ratio), round(target.height() * ratio))
        if self._zoom > 1.0 or size.isEmpty() or size.width() * 1.3 > picture.width():
            return picture
        if self._fitted is None or self._fitted[0] is not picture or self._fitted[1].size() != size:
            how = Qt.TransformationMode.SmoothTransformation
            self._fitted = picture, picture.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, how)
            self._fitted[1].setDevicePixelRatio(ratio)
        return self._fitted[1]

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

    def _paint_tag(self, painter: QPainter, tokens: theme.Tokens) -> None:
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        wide = QFontMetrics(font).horizontalAdvance(self._tag) + 20
        box = QRectF((self.width() - wide) / 2, 10, wide, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("amber_soft"))
        painter.drawRoundedRect(box, 11, 11)
        painter.setPen(QColor(tokens.amber))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._tag)

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
