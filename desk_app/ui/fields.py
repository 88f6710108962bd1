"""Fields: a label, a control of 32 px, and beneath it the error or the hint as a sentence."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desk_app.domain.applicant import PartialDate
from desk_app.ui import theme
from desk_app.ui.buttons import cap_width_px, paint_cap
from desk_app.ui.labels import label, restyle

_WINDOW_FIRST = (QKeySequence.StandardKey.DeleteCompleteLine, QKeySequence.StandardKey.DeleteEndOfLine)
"""On X11 Ctrl+U and Ctrl+K, which would empty the field; here they are keys of the window."""


class LineEdit(QLineEdit):
    """A line edit with the cap of the key that jumps to it; text comes out composed (NFC)."""

    focused = Signal()

    def __init__(self, key: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        if key:
            self.setTextMargins(0, 0, cap_width_px(self.font(), key) + 4, 0)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self.jump)

    def jump(self) -> None:
        """Take the focus with everything selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def value(self) -> str:
        """The text, composed (NFC) and without spaces around it."""
        return unicodedata.normalize("NFC", self.text()).strip()

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in _WINDOW_FIRST)
        ):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key:
            painter = QPainter(self)
            painter.setFont(self.font())
            self.paint_key(painter)
            painter.end()

    def paint_key(self, painter: QPainter) -> None:
        """Draw the key cap at the right end."""
        tokens = theme.tokens_of(self)
        left_px = self.width() - cap_width_px(self.font(), self._key) - 9
        paint_cap(
            painter, left_px, self.height() / 2, self._key, ink=tokens.muted, edge=tokens.line, ground=tokens.panel
        )


class Field(QWidget):
    """A label above a control, and one sentence beneath: the error if there is one, else the hint."""

    def __init__(self, name: str, control: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self._name, self._hint, self._error = name, hint, ""
        self.caption = label(name, "label")
        self.caption.setBuddy(control)
        self.message = label(hint, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.caption)
        column.addWidget(control)
        column.addWidget(self.message)
        self.caption.setVisible(bool(name))  # only now: shown before it is laid out, it would be a window of its own
        self.message.setVisible(bool(hint))
        control.setAccessibleName(name)
        self.setFocusProxy(control)

    def set_error(self, sentence: str) -> None:
        """Show what is wrong and what to do; nothing clears it."""
        self._error = sentence
        self._show_message()

    def error(self) -> str:
        """The sentence shown as error, or nothing."""
        return self._error

    def set_hint(self, sentence: str) -> None:
        """Show a quiet sentence while there is no error."""
        self._hint = sentence
        self._show_message()

    def set_read(self, *, read: bool = True) -> None:
        """Mark that the value was read from a card or a code, not typed."""
        self._read = read
        self._show_message()

    def set_caption(self, name: str) -> None:
        """Another label."""
        self._name = name
        self.caption.setText(name)
        self.caption.setVisible(bool(name))
        self.control.setAccessibleName(name)

    _read = False

    def _show_message(self) -> None:
        sentence = self._error or self._hint
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))
        restyle(self.message, role="error" if self._error else "small")
        restyle(self.control, state="error" if self._error else "read" if self._read else "")
        self.control.setAccessibleDescription(sentence)


class TextField(Field):
    """One line of text.

    ``edited`` follows typing by a person (never while an input method is still composing, never ``set_value``);
    ``committed`` comes when the line is left or Enter is pressed.
    """

    edited = Signal(str)
    committed = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        key: str = "",
        hint: str = "",
        placeholder: str = "",
        most: int = 255,
        parent: QWidget | None = None,
    ) -> None:
        self.line = LineEdit(key)
        super().__init__(name, self.line, hint=hint, parent=parent)
        self.line.setPlaceholderText(placeholder)
        self.line.setMaxLength(most)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(lambda: self.committed.emit(self.value()))

    def value(self) -> str:
        """The text, composed (NFC) and without spaces around it."""
        return self.line.value()

    def set_value(self, text: str) -> None:
        """Show a text without telling anybody; the cursor stays where it is while the text is the same."""
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0 if not self.line.hasFocus() else len(text))

    def _edited(self, _text: str) -> None:
        if self._read:
            self.set_read(read=False)
        self.edited.emit(self.value())


class _Combo(QComboBox):
    """A combo box that the wheel does not change while one scrolls past it; its list looks as the style sheet says."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(Field):
    """One of a few: a drop-down list. Items are ``(value, text)``."""

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        items: Sequence[tuple[object, str]] = (),
        *,
        key: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.combo = _Combo()
        super().__init__(name, self.combo, hint=hint, parent=parent)
        self._values: list[object] = []
        self.set_items(items)
        self.combo.setMinimumContentsLength(4)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.activated.connect(lambda _index: self.chosen.emit(self.value()))
        if key:
            QShortcut(QKeySequence(key), self.combo).activated.connect(self.combo.showPopup)

    def set_items(self, items: Sequence[tuple[object, str]]) -> None:
        """Another list; the value stays if it is still in it, else the first is shown. Nobody is told."""
        before = self.value() if self._values else None
        self._values = [value for value, _ in items]
        self.combo.clear()
        self.combo.addItems([text for _, text in items])
        self.set_value(before)

    def value(self) -> object:
        """The chosen value, None while the list is empty or nothing is chosen."""
        index = self.combo.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Show a value without telling anybody; one that is not in the list leaves the choice as it is."""
        if value in self._values:
            self.combo.setCurrentIndex(self._values.index(value))


class SegmentedField(Field):
    """One of two to four, all in sight; arrow keys move the choice."""

    chosen = Signal(object)

    def __init__(
        self, name: str, items: Sequence[tuple[object, str]], *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        holder = QWidget()
        super().__init__(name, holder, hint=hint, parent=parent)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: list[tuple[object, QPushButton]] = []
        for index, (value, text) in enumerate(items):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("kind", "segment")
            button.setProperty("edge", _edge(index, len(items)))
            button.setFixedHeight(theme.FIELD_HEIGHT_PX + 2)
            button.setAccessibleName(f"{name}: {text}" if name else text)
            button.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            row.addWidget(button, 1)
            self._buttons.append((value, button))
        if self._buttons:
            self._buttons[0][1].setChecked(True)
            holder.setFocusProxy(self._buttons[0][1])

    def value(self) -> object:
        """The chosen value."""
        return next((value for value, button in self._buttons if button.isChecked()), None)

    def set_value(self, value: object) -> None:
        """Show a value without telling anybody."""
        for each, button in self._buttons:
            if each == value:
                button.setChecked(True)


def _edge(index: int, count: int) -> str:
    if count == 1:
        return "only"
    return "first" if index == 0 else "last" if index == count - 1 else "middle"


class NumberField(Field):
    """A small whole number."""

    edited = Signal(int)

    def __init__(
        self, name: str, *, least: int = 0, most: int = 99, hint: str = "", parent: QWidget | None = None
    ) -> None:
        self.spin = QSpinBox()
        super().__init__(name, self.spin, hint=hint, parent=parent)
        self.spin.setRange(least, most)
        self.spin.lineEdit().setTextMargins(8, 0, 0, 0)
        self.spin.valueChanged.connect(self._changed)
        self._silent = False

    def value(self) -> int:
        """The number."""
        return self.spin.value()

    def set_value(self, number: int) -> None:
        """Show a number without telling anybody."""
        self._silent = True
        self.spin.setValue(number)
        self._silent = False

    def _changed(self, number: int) -> None:
        if not self._silent:
            self.edited.emit(number)


class NoteField(Field):
    """A few lines of text; ``edited`` comes a moment after the last key."""

    edited = Signal(str)

    def __init__(
        self, name: str, *, rows: int = 3, hint: str = "", placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        self.area = QPlainTextEdit()
        super().__init__(name, self.area, hint=hint, parent=parent)
        self.area.setPlaceholderText(placeholder)
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(rows * (self.area.fontMetrics().lineSpacing() + 1) + 16)
        self._silent = False
        self._later = QTimer(self, singleShot=True, interval=250)
        self._later.timeout.connect(lambda: self.edited.emit(self.value()))
        self.area.textChanged.connect(lambda: None if self._silent else self._later.start())

    def value(self) -> str:
        """The text, composed (NFC) and without spaces around it."""
        return unicodedata.normalize("NFC", self.area.toPlainText()).strip()

    def set_value(self, text: str) -> None:
        """Show a text without telling anybody."""
        if text != self.area.toPlainText():
            self._silent = True
            self.area.setPlainText(text)
            self._silent = False


_DATE = re.compile(r"^(?:(?:(\d{1,2})[\s./-]+)?(\d{1,2})[\s./-]+)?(\d{4})$")
_DIGITS = re.compile(r"^(\d{2})(\d{2})(\d{4})$")


def read_date(text: str) -> PartialDate | None:
    """A date as people type it, day first; the day, or day and month, may be missing. None when it is no date.

    >>> str(read_date("5/3/1991")), str(read_date("05031991")), str(read_date("1961")), read_date("31/02/2020")
    ('1991-03-05', '1991-03-05', '1961', None)
    """
    found = _DIGITS.match(text.strip()) or _DATE.match(text.strip())
    if found is None:
        return None
    day, month, year = (int(part) if part and int(part) else None for part in found.groups())
    if year is None or (day is not None and month is None):
        return None
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def date_text(date: PartialDate | dt.date | None) -> str:
    """A date as it is written in Vietnam.

    >>> date_text(PartialDate(1991, 3, 5)), date_text(PartialDate(1961, 3)), date_text(None)
    ('05/03/1991', '03/1961', '')
    """
    if date is None:
        return ""
    if isinstance(date, dt.date):
        return f"{date:%d/%m/%Y}"
    parts = [f"{part:02d}" for part in (date.day, date.month) if part is not None]
    return "/".join([*parts, f"{date.year:04d}"])


class DateField(TextField):
    """A date typed day first (``5/3/1991``, ``05031991``, ``1961`` where only the year is known)."""

    dated = Signal(object)

    def __init__(
        self, name: str, *, partial: bool = True, key: str = "", hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, key=key, hint=hint, most=10, parent=parent)
        self._partial = partial
        self.line.setPlaceholderText(self.tr("ngày/tháng/năm"))
        self.committed.connect(self._check)

    def date(self) -> PartialDate | None:
        """The date; None when the field is empty or holds no date."""
        read = read_date(self.value())
        return read if read is not None and (self._partial or read.full is not None) else None

    def is_valid(self) -> bool:
        """Whether it holds a date or nothing."""
        return not self.value() or self.date() is not None

    def set_date(self, date: PartialDate | dt.date | None) -> None:
        """Show a date without telling anybody."""
        self.set_value(date_text(date))
        self.set_error("")

    def _check(self) -> None:
        if not self.is_valid():
            self.set_error(
                self.tr("Gõ ngày theo dạng 05/03/1991, hoặc chỉ năm sinh 1991.")
                if self._partial
                else self.tr("Gõ đủ ngày, tháng, năm, ví dụ 05/03/1991.")
            )
            return
        self.set_error("")
        date = self.date()
        if date is not None:
            self.set_value(date_text(date))
        self.dated.emit(date)
