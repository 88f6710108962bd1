"""A field that searches as one types: procedures, communes, people. Results come from a provider, at once or later."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFrame,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui import theme
from desk_app.ui.fields import Field, LineEdit
from desk_app.ui.labels import label, restyle

Index = QModelIndex | QPersistentModelIndex
MOST_ROWS = 8
_ROW_PX = 44


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick.

    Attributes:
        value: what the program gets.
        title: first line; also what the field then shows.
        detail: second, quieter line.
        aside: short text at the right (a code, a level).
    """

    value: object
    title: str
    detail: str = ""
    aside: str = ""


Answer = Callable[[Sequence[Choice]], None]
Provider = Callable[[str, Answer], None]
"""Given what was typed (maybe nothing) and where to put the answer; it may answer later, in the GUI thread."""


def at_once(search: Callable[[str], Sequence[Choice]]) -> Provider:
    """A provider from a function that is quick enough to be asked at every key."""
    return lambda text, answer: answer(search(text))


class _Choices(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()

    def replace(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.title
        return choice if role == Qt.ItemDataRole.UserRole else None


class ChoiceDelegate(QStyledItemDelegate):
    """Two lines and something at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = index.data(Qt.ItemDataRole.UserRole)
        tokens = theme.tokens_of(option.widget)
        rect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.colour("accent_soft"))
            painter.drawRoundedRect(QRectF(rect), 4, 4)
        paint_two_lines(painter, QRectF(rect).adjusted(10, 0, -10, 0), choice, tokens)
        painter.restore()


def paint_two_lines(painter: QPainter, box: QRectF, choice: Choice, tokens: theme.Tokens) -> None:
    """Draw a choice into a box: title, detail beneath, aside at the right."""
    base = QFont(painter.font())
    base.setPixelSize(theme.BASE_PX)
    strong = QFont(base)
    strong.setWeight(QFont.Weight.Medium)
    small = QFont(base)
    small.setPixelSize(theme.SMALL_PX)
    metrics, small_metrics = QFontMetrics(strong), QFontMetrics(small)
    height_px = metrics.height() + (small_metrics.height() - 1 if choice.detail else 0)
    top_px = box.top() + (box.height() - height_px) / 2
    title_px = int(box.width())
    if choice.aside:
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, choice.aside)
        title_px -= small_metrics.horizontalAdvance(choice.aside) + 12
    painter.setFont(strong)
    painter.setPen(QColor(tokens.text))
    shown = metrics.elidedText(choice.title, Qt.TextElideMode.ElideRight, title_px)
    painter.drawText(QRectF(box.left(), top_px, title_px + 2, metrics.height()), Qt.AlignmentFlag.AlignLeft, shown)
    if choice.detail:
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        below = QRectF(box.left(), top_px + metrics.height() - 1, title_px + 2, small_metrics.height())
        painter.drawText(
            below,
            Qt.AlignmentFlag.AlignLeft,
            small_metrics.elidedText(choice.detail, Qt.TextElideMode.ElideRight, title_px),
        )


class _PickerLine(LineEdit):
    """Shows the picked choice on two lines while nobody types in it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.choice: Choice | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self.choice is None or not self.choice.detail:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        painter.setFont(self.font())
        box = QRectF(self.rect()).adjusted(10, 0, -10 - self.textMargins().right(), 0)
        paint_two_lines(painter, box, self.choice, theme.tokens_of(self))
        if self._key:
            self.paint_key(painter)
        painter.end()


class Picker(Field):
    """Search as you type; Down, Up, Enter choose; Escape gives the former choice back.

    ``picked`` carries the value chosen by a person, ``cleared`` comes when the text was emptied.
    """

    picked = Signal(object)
    cleared = Signal()

    def __init__(
        self,
        name: str,
        provider: Provider,
        *,
        key: str = "",
        hint: str = "",
        placeholder: str = "",
        tall: bool = False,
        nothing: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.line = _PickerLine(key)
        super().__init__(name, self.line, hint=hint, parent=parent)
        self._provider = provider
        self._nothing = nothing
        self._asked = 0
        self._model = _Choices(self)
        self._popup: QFrame | None = None
        self.line.setPlaceholderText(placeholder)
        self.line.setProperty("tall", "true" if tall else "")
        self.line.textEdited.connect(self._ask)
        self.line.focused.connect(lambda: QTimer.singleShot(0, self.line, self.line.selectAll))
        self.line.installEventFilter(self)

    def choice(self) -> Choice | None:
        """What is picked."""
        return self.line.choice

    def value(self) -> object:
        """The value of what is picked, None while nothing is."""
        return self.line.choice.value if self.line.choice else None

    def set_choice(self, choice: Choice | None) -> None:
        """Show a choice without telling anybody."""
        self.line.choice = choice
        self.line.setText(choice.title if choice else "")
        self.line.setCursorPosition(0)
        self.line.setToolTip(choice.title if choice else "")
        self.line.update()
        self.close_popup()

    def open_popup(self) -> None:
        """Search with what stands in the field (nothing: the most recent)."""
        picked = self.line.choice is not None and self.line.choice.title == self.line.text()
        self._ask("" if picked else self.line.text())

    def close_popup(self) -> None:
        """Put the list away."""
        self._asked += 1
        if self._popup is not None:
            self._popup.hide()

    def is_open(self) -> bool:
        """Whether the list is in sight."""
        return self._popup is not None and self._popup.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key_pressed(event)
            if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
                self._left()
            if event.type() == QEvent.Type.MouseButtonRelease and not self.is_open():
                self.open_popup()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.is_open():
            self._place()
        return False

    def _key_pressed(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            if self.is_open():
                self._step(1 if key == Qt.Key.Key_Down else -1)
            else:
                self.open_popup()
            return True
        if not self.is_open():
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take(self._list.currentIndex())
            return key != Qt.Key.Key_Tab
        if key == Qt.Key.Key_Escape:
            self.set_choice(self.line.choice)
            return True
        return False

    def _ask(self, text: str) -> None:
        self._asked += 1
        number = self._asked
        self._provider(text.strip(), lambda choices: self._answered(number, choices))

    def _answered(self, number: int, choices: Sequence[Choice]) -> None:
        if number != self._asked or not self.line.hasFocus():
            return
        self._model.replace(choices)
        self._build()
        self._empty.setVisible(not choices)
        self._list.setVisible(bool(choices))
        if choices:
            self._list.setCurrentIndex(self._model.index(0))
        self._place()
        if self._popup is not None:
            self._popup.show()
            self._popup.raise_()

    def _build(self) -> None:
        """The list is a child of the window, not a window: no focus is stolen and nothing flickers."""
        if self._popup is not None and self._popup.parent() is self.window():
            return
        self._popup = QFrame(self.window())
        self._popup.setObjectName("popup")
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(ChoiceDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(self._name)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._take)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._empty = label(self._nothing or self.tr("Không tìm thấy. Gõ ít chữ hơn hoặc bỏ dấu."), "muted", wrap=True)
        self._empty.setContentsMargins(10, 8, 10, 8)
        column = QVBoxLayout(self._popup)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._list)
        column.addWidget(self._empty)
        self.window().installEventFilter(self)

    def _place(self) -> None:
        if self._popup is None:
            return
        window = self.window()
        rows = min(len(self._model.choices), MOST_ROWS)
        width_px = min(max(self.line.width(), 380), window.width() - 16)
        height_px = rows * _ROW_PX + 10 if rows else self._empty.heightForWidth(width_px - 10) + 10
        under = self.line.mapTo(window, QPoint(0, self.line.height() + 2))
        top_px = under.y()
        below_px, above_px = window.height() - top_px - 8, top_px - self.line.height() - 12
        if height_px > below_px and above_px > below_px:
            height_px = min(height_px, above_px)
            top_px = top_px - self.line.height() - 4 - height_px
        else:
            height_px = min(height_px, below_px)
        left_px = min(under.x(), window.width() - width_px - 8)
        self._popup.setGeometry(max(8, left_px), top_px, width_px, height_px)

    def _step(self, by: int) -> None:
        count = len(self._model.choices)
        if count:
            row = (self._list.currentIndex().row() + by) % count
            self._list.setCurrentIndex(self._model.index(row))

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        choice = self._model.choices[index.row()]
        self.set_choice(choice)
        self.set_error("")
        restyle(self.line, state="")
        self.picked.emit(choice.value)

    def _left(self) -> None:
        self.close_popup()
        if not self.line.text().strip() and self.line.choice is not None:
            self.line.choice = None
            self.cleared.emit()
        elif self.line.choice is not None:
            self.line.setText(self.line.choice.title)
            self.line.setCursorPosition(0)
        self.line.update()
