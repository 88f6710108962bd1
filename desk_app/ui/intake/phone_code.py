"""The QR code that a phone opens, drawn sharp at any size on a white ground, which phones need in the dark theme too."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 4
"""Modules of white around it."""
SMALL_PX, BIG_PX = 176, 232


class PhoneCode(QWidget):
    """Shows rows of modules, 1 dark; nothing until there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._faded = False
        self._most_px = BIG_PX
        self.setAccessibleName(self.tr("Mã QR cho điện thoại"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_code(self, rows: tuple[bytes, ...]) -> None:
        """Show a code, or none."""
        self._picture = _picture(rows) if rows else None
        self.updateGeometry()
        self.update()

    def fit(self, *, small: bool) -> None:
        """Take less room, or as much as there is."""
        most_px = SMALL_PX if small else BIG_PX
        if most_px != self._most_px:
            self._most_px = most_px
            self.updateGeometry()

    def fade(self, *, faded: bool) -> None:
        """Show that it no longer works."""
        self._faded = faded
        self.update()

    def sizeHint(self) -> QSize:
        """Whole pixels a module, so that no module is thinner than its neighbour."""
        modules = self._picture.width() if self._picture is not None else 1
        side = self._most_px // modules * modules
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self._picture is not None:
            modules = self._picture.width()
            side = max(1, min(self.width(), self.height()) // modules) * modules
            left, top = (self.width() - side) // 2, (self.height() - side) // 2
            painter.setOpacity(0.15 if self._faded else 1.0)
            painter.drawImage(QRectF(left, top, side, side), self._picture)
        painter.end()


def _picture(rows: tuple[bytes, ...]) -> QImage:
    """One pixel a module, with the quiet zone."""
    side = len(rows) + 2 * QUIET
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(255)
    for y, row in enumerate(rows):
        for x, module in enumerate(row):
            if module:
                image.setPixelColor(x + QUIET, y + QUIET, QColor(0, 0, 0))
    return image
