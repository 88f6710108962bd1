"""Small controls of the person form: a caption with a menu, a button that looks like a field, the identity number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desk_app.domain import identity_number
from desk_app.domain.roles import masked
from desk_app.ui import icons, theme
from desk_app.ui.buttons import KeyButton, LinkButton, cap_width_px, paint_cap
from desk_app.ui.fields import Field, TextField

CAPTION_PX = 17
"""Height of a caption with or without a link beside it, so that fields in one row stand on one line."""


class CaptionLink(LinkButton):
    """A link of the height of a caption; its icon stands after the text."""

    kind = "caption"

    def _height_px(self) -> int:
        return CAPTION_PX

    def _icon_px(self) -> int:
        return 13

    def _paint_content(self, painter: QPainter) -> None:
        tokens = theme.tokens_of(self)
        ink = self._ink(tokens)
        metrics = QFontMetrics(self._text_font())
        left_px, middle_px = 3.0, self.height() / 2
        painter.setFont(self._text_font())
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(left_px, middle_px + (metrics.ascent() - metrics.descent()) / 2), self.text())
        left_px += metrics.horizontalAdvance(self.text()) + (4 if self.text() else 0)
        if self._icon_name:
            icons.paint(painter, self._icon_name, ink, left_px, middle_px - 6, size_px=self._icon_px())
            left_px += self._icon_px() + 6
        if self.key():
            paint_cap(painter, left_px, middle_px, self.key(), ink=tokens.muted, edge=tokens.border)

    def _text_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        return font

    def _pad_px(self) -> int:
        return 3


def level_captions(fields: Sequence[Field]) -> None:
    """Give fields of one row captions of one height."""
    for field in fields:
        field.caption.setFixedHeight(CAPTION_PX)


def link_beside_caption(field: Field, link: QWidget) -> None:
    """Put a link at the right end of a field's caption."""
    column = field.layout()
    if not isinstance(column, QVBoxLayout):
        return
    column.removeWidget(field.caption)
    field.caption.setFixedHeight(CAPTION_PX)
    row = QHBoxLayout()
    row.setSpacing(2)
    row.addWidget(field.caption)
    row.addStretch(1)
    row.addWidget(link)
    column.insertLayout(0, row)


def choices_menu(
    parent: QWidget, items: Sequence[tuple[object, str]], current: object, chosen: Callable[[object], object]
) -> QMenu:
    """A menu with one choice marked; choosing calls ``chosen`` with its value."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for value, text in items:
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(value == current)
        action.triggered.connect(lambda _checked=False, value=value: chosen(value))
        menu.addAction(action)
    return menu


class FieldButton(KeyButton):
    """A button that stands among fields: text at the left, key cap at the right."""

    kind = "quiet"

    def __init__(self, text: str, key: str, *, run: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(text, key, run=run, parent=parent)
        self.setFixedHeight(theme.FIELD_HEIGHT_PX + 2)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.setSizePolicy(policy)

    def _paint_content(self, painter: QPainter) -> None:
        tokens = theme.tokens_of(self)
        metrics = QFontMetrics(self.font())
        cap_px = cap_width_px(self.font(), self.key())
        left_px = 10.0
        middle_px = self.height() / 2
        if self._icon_name:
            icons.paint(painter, self._icon_name, tokens.muted, left_px, middle_px - 8, size_px=16)
            left_px += 24
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, int(self.width() - left_px - cap_px - 18))
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.text))
        painter.drawText(QPointF(left_px, middle_px + (metrics.ascent() - metrics.descent()) / 2), shown)
        paint_cap(
            painter,
            self.width() - cap_px - 9,
            middle_px,
            self.key(),
            ink=tokens.muted,
            edge=tokens.line,
            ground=tokens.panel,
        )


class IdField(TextField):
    """An identity number: in groups of three while nobody types, masked for who may not see it unless they typed it.

    ``numbered`` carries the number (without spaces) at every key.
    """

    numbered = Signal(str)

    def __init__(self, name: str, *, hide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, most=32, parent=parent)
        self._hide = hide
        self._number = ""
        self._typed_here = False
        self.edited.connect(self._typed)
        self.line.installEventFilter(self)

    def number(self) -> str:
        """The number without spaces."""
        return self._number

    def set_number(self, number: str) -> None:
        """Show a number without telling anybody."""
        if number == self._number:
            return
        self._number = number
        self._typed_here = False
        self._show_rest()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.FocusIn:
            shown = self._number if self._typed_here or not self._hide else ""
            self.line.setPlaceholderText(masked(self._number) if self._hide and not shown else "")
            self.set_value(shown)
        elif watched is self.line and event.type() == QEvent.Type.FocusOut:
            self._show_rest()
        return False

    def _typed(self, text: str) -> None:
        self._number = identity_number.bare(text)
        self._typed_here = True
        self.numbered.emit(self._number)

    def _show_rest(self) -> None:
        if self.line.hasFocus() and not self._hide:
            self.set_value(self._number)
            return
        self.line.setPlaceholderText("")
        self.set_value(masked(self._number) if self._hide else grouped(self._number))


def grouped(number: str) -> str:
    """Twelve digits in threes, as they stand on the card.

    >>> grouped("096191004582")
    '096 191 004 582'
    """
    if len(number) != 12 or not number.isdigit():
        return number
    return " ".join(number[at : at + 3] for at in range(0, 12, 3))
