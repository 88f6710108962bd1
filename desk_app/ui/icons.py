"""Lucide icons in the colours of the theme, sharp at every scale of the screen."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from desk_app import resources
from desk_app.ui import theme

STROKE = 1.8
_SCALES = (1.0, 1.5, 2.0, 3.0)
_SIZES = (16, 18, 20)


@functools.cache
def _source(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


@functools.lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, *, size_px: int = 18, scale: float = 1.0) -> QPixmap:
    """One icon as a pixmap of ``size_px`` logical pixels; FileNotFoundError for a name that is not bundled."""
    drawn = _source(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    device_px = round(size_px * scale)
    made = QPixmap(device_px, device_px)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawn.encode("utf-8"))).render(painter, QRectF(0, 0, device_px, device_px))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


@functools.lru_cache(maxsize=512)
def tinted(name: str, colour: str, disabled: str) -> QIcon:
    """An icon in two given colours, for every size and scale we use."""
    made = QIcon()
    for size_px in _SIZES:
        for scale in _SCALES:
            made.addPixmap(pixmap(name, colour, size_px=size_px, scale=scale), QIcon.Mode.Normal)
            made.addPixmap(pixmap(name, disabled, size_px=size_px, scale=scale), QIcon.Mode.Disabled)
    return made


def icon(name: str, role: str, of: QWidget) -> QIcon:
    """An icon in the colour ``role`` of the theme that the widget is in; ask again when the theme changes."""
    tokens = theme.tokens_of(of)
    return tinted(name, getattr(tokens, role), tokens.disabled)


def paint(painter: QPainter, name: str, colour: str, left_px: float, top_px: float, *, size_px: int = 18) -> None:
    """Draw an icon where a widget paints itself."""
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(round(left_px), round(top_px), pixmap(name, colour, size_px=size_px, scale=scale))


class IconLabel(QLabel):
    """An icon that follows the theme; decoration only, so it is silent for screen readers."""

    def __init__(self, name: str, role: str = "text", *, size_px: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role, self._size_px = name, role, size_px
        self.setFixedSize(QSize(size_px, size_px))
        self._tint()

    def set_icon(self, name: str, role: str) -> None:
        """Show another icon or colour."""
        if (name, role) != (self._name, self._role):
            self._name, self._role = name, role
            self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._tint()

    def _tint(self) -> None:
        colour = getattr(theme.tokens_of(self), self._role)
        self.setPixmap(pixmap(self._name, colour, size_px=self._size_px, scale=self.devicePixelRatioF()))
