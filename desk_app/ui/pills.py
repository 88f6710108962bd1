"""Pills and badges: a state in one or two words, always with text, never colour alone."""

from __future__ import annotations

import enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui import icons, theme


class Kind(enum.StrEnum):
    """What a colour means: amber only for waiting, red only for "needs you", green only for proven."""

    WAITING = "waiting"
    PERSON = "person"
    PROVEN = "proven"
    NEUTRAL = "neutral"
    ACCENT = "accent"


_COLOURS = {
    Kind.WAITING: ("amber", "amber_soft"),
    Kind.PERSON: ("red", "red_soft"),
    Kind.PROVEN: ("green", "green_soft"),
    Kind.NEUTRAL: ("muted", "neutral_soft"),
    Kind.ACCENT: ("accent", "accent_soft"),
}

_PAD_PX = 8
_ICON_PX = 13
_GAP_PX = 4
HEIGHT_PX = 20


def role_of(kind: Kind) -> str:
    """The name of the text colour that goes with a kind."""
    return _COLOURS[kind][0]


def pill_font(font: QFont, *, size_px: int = 11) -> QFont:
    """The font in which pills are written."""
    made = QFont(font)
    made.setPixelSize(size_px)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def pill_width_px(font: QFont, text: str, *, icon: bool) -> int:
    """How wide a pill becomes."""
    return QFontMetrics(pill_font(font)).horizontalAdvance(text) + 2 * _PAD_PX + (_ICON_PX + _GAP_PX if icon else 0) + 1


def paint_pill(
    painter: QPainter,
    left_px: float,
    middle_px: float,
    text: str,
    kind: Kind,
    *,
    tokens: theme.Tokens,
    icon: str = "",
    most_px: int = 0,
) -> int:
    """Draw a pill and return its width; at most ``most_px`` wide where that is not 0."""
    ink, ground = (tokens.colour(role) for role in _COLOURS[kind])
    font = pill_font(painter.font())
    width_px = pill_width_px(painter.font(), text, icon=bool(icon))
    if most_px:
        width_px = min(width_px, most_px)
    box = QRectF(left_px, middle_px - HEIGHT_PX / 2, width_px, HEIGHT_PX)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(ink if tokens.name == "contrast" else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, HEIGHT_PX / 2, HEIGHT_PX / 2)
    inner = box.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
    if icon:
        icons.paint(painter, icon, ink.name(), inner.left(), middle_px - _ICON_PX / 2, size_px=_ICON_PX)
        inner.setLeft(inner.left() + _ICON_PX + _GAP_PX)
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()) + 1)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
    return width_px


class Pill(QWidget):
    """A state in a word or two."""

    def __init__(
        self, text: str = "", kind: Kind = Kind.NEUTRAL, *, icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._kind, self._icon = text, kind, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """What it says."""
        return self._text

    def kind(self) -> Kind:
        """What it means."""
        return self._kind

    def show_state(self, text: str, kind: Kind, *, icon: str = "") -> None:
        """Say something else."""
        self._text, self._kind, self._icon = text, kind, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width_px(self.font(), self._text, icon=bool(self._icon)) if self._text else 0, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        tokens = theme.tokens_of(self)
        paint_pill(
            painter, 0, self.height() / 2, self._text, self._kind, tokens=tokens, icon=self._icon, most_px=self.width()
        )
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()


def paint_badge(painter: QPainter, centre: QPointF, text: str, tokens: theme.Tokens) -> None:
    """Draw a count as a small amber badge around a point."""
    font = pill_font(painter.font(), size_px=10)
    width_px = max(16, QFontMetrics(font).horizontalAdvance(text) + 9)
    box = QRectF(centre.x() - width_px / 2, centre.y() - 7, width_px, 14)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.badge))
    painter.drawRoundedRect(box, 7, 7)
    painter.setFont(font)
    painter.setPen(QColor(tokens.on_badge))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
