"""Buttons: one primary per screen, quiet ones beside it, each with the cap of the key that does the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from desk_app.ui import icons, theme

_GAP_PX = 8
_CAP_PAD_PX = 5
_CAP_HEIGHT_PX = 18


def cap_font(font: QFont) -> QFont:
    """The font of key caps."""
    made = QFont(font)
    made.setPixelSize(11)
    made.setWeight(QFont.Weight.Medium)
    return made


def cap_width_px(font: QFont, key: str) -> int:
    """How wide the cap of a key is drawn."""
    return QFontMetrics(cap_font(font)).horizontalAdvance(key) + 2 * _CAP_PAD_PX + 2 if key else 0


def paint_cap(
    painter: QPainter, left_px: float, middle_px: float, key: str, *, ink: str, edge: str, ground: str = ""
) -> None:
    """Draw a key as a small outlined cap."""
    width_px = cap_width_px(painter.font(), key)
    box = QRectF(left_px + 0.5, middle_px - _CAP_HEIGHT_PX / 2 + 0.5, width_px - 1, _CAP_HEIGHT_PX - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(edge))
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(cap_font(painter.font()))
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class KeyButton(QPushButton):
    """A push button that draws icon, text and key cap itself; the bevel comes from the style sheet.

    A key given here is also bound: pressing it in the window clicks the button while it is visible and enabled.
    """

    kind = ""

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        icon: str = "",
        run: Callable[[], object] | None = None,
        bind: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._key, self._icon_name, self._icon_role = key, icon, ""
        self.setProperty("kind", self.kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        if key:
            self.setAccessibleDescription(key)
        if key and bind:
            self._shortcut = QShortcut(QKeySequence(key), self)
            self._shortcut.activated.connect(self._press)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def key(self) -> str:
        """The key that presses it, or nothing."""
        return self._key

    def set_icon(self, name: str, role: str = "") -> None:
        """Show an icon (of Lucide) in a colour of the theme, by default that of the text."""
        self._icon_name, self._icon_role = name, role
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._text_font())
        parts = [metrics.horizontalAdvance(self.text()) + 1] if self.text() else []
        if self._icon_name:
            parts.append(self._icon_px())
        if self._key:
            parts.append(cap_width_px(self.font(), self._key))
        return QSize(sum(parts) + _GAP_PX * max(0, len(parts) - 1) + 2 * self._pad_px(), self._height_px())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 60), self._height_px())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setFont(self.font())
        self._paint_content(painter)
        painter.end()

    def _paint_content(self, painter: QPainter) -> None:
        tokens = theme.tokens_of(self)
        ink = self._ink(tokens)
        metrics = QFontMetrics(self._text_font())
        room_px = self.width() - 2 * min(self._pad_px(), 6)
        cap_px = cap_width_px(self.font(), self._key)
        others_px = (cap_px + _GAP_PX if cap_px else 0) + (self._icon_px() + _GAP_PX if self._icon_name else 0)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0, room_px - others_px) + 1)
        text_px = metrics.horizontalAdvance(shown)
        left_px = (self.width() - (text_px + others_px - (0 if shown else _GAP_PX))) / 2
        middle_px = self.height() / 2
        if self._icon_name:
            colour = getattr(tokens, self._icon_role) if self._icon_role and self.isEnabled() else ink
            icons.paint(
                painter, self._icon_name, colour, left_px, middle_px - self._icon_px() / 2, size_px=self._icon_px()
            )
            left_px += self._icon_px() + _GAP_PX
        if shown:
            painter.save()
            painter.setFont(self._text_font())
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(left_px, middle_px + (metrics.ascent() - metrics.descent()) / 2), shown)
            painter.restore()
            left_px += text_px + _GAP_PX
        if self._key:
            cap_ink, edge = self._cap_colours(tokens)
            paint_cap(painter, left_px, middle_px, self._key, ink=cap_ink, edge=edge)

    def _ink(self, tokens: theme.Tokens) -> str:
        return tokens.text if self.isEnabled() else tokens.disabled

    def _cap_colours(self, tokens: theme.Tokens) -> tuple[str, str]:
        return (tokens.muted, tokens.border) if self.isEnabled() else (tokens.disabled, tokens.line)

    def _text_font(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Medium)
        return font

    def _icon_px(self) -> int:
        return 18

    def _pad_px(self) -> int:
        return 14

    def _height_px(self) -> int:
        return theme.BUTTON_HEIGHT_PX

    def _press(self) -> None:
        if self.isEnabled() and self.isVisible():
            self.click()


class QuietButton(KeyButton):
    """An ordinary act."""

    kind = "quiet"


class PrimaryButton(KeyButton):
    """The one main act of a screen (42 px; 34 px with ``small``)."""

    kind = "primary"

    def __init__(
        self,
        text: str,
        key: str = "",
        *,
        icon: str = "",
        small: bool = False,
        run: Callable[[], object] | None = None,
        bind: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        self._small = small
        super().__init__(text, key, icon=icon, run=run, bind=bind, parent=parent)
        self.setProperty("tall", "" if small else "true")

    def _ink(self, tokens: theme.Tokens) -> str:
        return tokens.on_accent if self.isEnabled() else tokens.disabled

    def _cap_colours(self, tokens: theme.Tokens) -> tuple[str, str]:
        return (tokens.on_accent, tokens.on_accent) if self.isEnabled() else (tokens.disabled, tokens.line)

    def _text_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(13 if self._small else 14)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _pad_px(self) -> int:
        return 16 if self._small else 20

    def _height_px(self) -> int:
        return theme.BUTTON_HEIGHT_PX if self._small else theme.PRIMARY_HEIGHT_PX


class DangerButton(KeyButton):
    """An act that throws something away."""

    kind = "danger"

    def _ink(self, tokens: theme.Tokens) -> str:
        return tokens.red if self.isEnabled() else tokens.disabled


class LinkButton(KeyButton):
    """An act inside a sentence or a banner."""

    kind = "link"

    def _ink(self, tokens: theme.Tokens) -> str:
        return tokens.accent if self.isEnabled() else tokens.disabled

    def _pad_px(self) -> int:
        return 6

    def _height_px(self) -> int:
        return 26


class FlatButton(KeyButton):
    """A button without a frame: who is signed in, the keys at the bottom."""

    kind = "flat"

    def _pad_px(self) -> int:
        return 8

    def _height_px(self) -> int:
        return 28


class Chip(KeyButton):
    """A filter that is on or off."""

    kind = "chip"

    def __init__(self, text: str, *, run: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, run=run, parent=parent)
        self.setCheckable(True)

    def _ink(self, tokens: theme.Tokens) -> str:
        if not self.isEnabled():
            return tokens.disabled
        return tokens.accent if self.isChecked() else tokens.text

    def _text_font(self) -> QFont:
        font = super()._text_font()
        font.setPixelSize(12)
        return font

    def _pad_px(self) -> int:
        return 12

    def _height_px(self) -> int:
        return 26


class IconButton(KeyButton):
    """A square button with only an icon; its name is spoken and shown as tooltip (with the key)."""

    kind = "icon"

    def __init__(
        self,
        name: str,
        icon: str,
        key: str = "",
        *,
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", icon=icon, run=run, parent=parent)
        self.setFixedSize(theme.BUTTON_HEIGHT_PX, theme.BUTTON_HEIGHT_PX)
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({key})" if key else name)
        if key:
            self._shortcut = QShortcut(QKeySequence(key), self)
            self._shortcut.activated.connect(self._press)


def button_row(buttons: Sequence[QWidget], *, stretch: bool = True) -> QHBoxLayout:
    """Buttons side by side, 8 px apart."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    if stretch:
        row.addStretch(1)
    return row
