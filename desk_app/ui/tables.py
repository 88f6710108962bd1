"""Tables: two-line cells, pills, numbers in columns; any model that answers ``CELL`` is drawn the same way."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk_app.ui import icons, theme
from desk_app.ui.pills import Kind, paint_pill

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
CELL = Qt.ItemDataRole.UserRole + 1
ROW = Qt.ItemDataRole.UserRole + 2
_PAD_PX = 10


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one cell shows.

    Attributes:
        text: first line; it takes two lines where there is room and no detail.
        detail: second, quieter line.
        pill: draw the text as a pill of this kind.
        icon: icon before the text.
        tone: colour of the text: ``""``, ``muted``, ``accent``, ``amber``, ``red``, ``green``.
        strong: heavier text (codes, names).
        tooltip: shown on hover; else the text itself where it was cut.
    """

    text: str = ""
    detail: str = ""
    pill: Kind | None = None
    icon: str = ""
    tone: str = ""
    strong: bool = False
    tooltip: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        title: header.
        width_px: width at the start; with ``stretch`` the share of what is left.
        stretch: grow with the table.
        right: numbers, set flush right.
    """

    title: str
    width_px: int = 120
    stretch: bool = False
    right: bool = False


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A table over a sequence of frozen rows, each turned into cells by one function."""

    def __init__(
        self, columns: Sequence[Column], cells: Callable[[Row], Sequence[Cell]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._cells = cells
        self._rows: list[Row] = []

    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return tuple(self._rows)

    def row(self, index: Index) -> Row | None:
        """The row of an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def replace(self, rows: Sequence[Row]) -> None:
        """Show these rows; when only their content changed the selection and the scroll position stay."""
        if len(rows) == len(self._rows) and rows:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows at the end (the next page of a long list)."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return header_data(self.columns, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (CELL, ROW, *_TEXT_ROLES):
            return None
        row = self._rows[index.row()]
        return row if role == ROW else cell_data(self._cells(row)[index.column()], role)


_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def header_data(columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int) -> object:
    """``headerData`` of any model with such columns."""
    if orientation != Qt.Orientation.Horizontal or section >= len(columns):
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return columns[section].title
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if columns[section].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignBottom
    return None


def cell_data(cell: Cell, role: int) -> object:
    """``data`` of any model made of cells."""
    if role == CELL:
        return cell
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return ", ".join(filter(None, (cell.text, cell.detail)))
    if role == Qt.ItemDataRole.ToolTipRole:
        return cell.tooltip or "\n".join(filter(None, (cell.text, cell.detail)))
    return None


class CellDelegate(QStyledItemDelegate):
    """Draws a cell: pill, or one or two lines of text with an icon; a hairline beneath each row."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view: QWidget = option.widget
        tokens = theme.tokens_of(view)
        rect = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setFont(option.font)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.colour("hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), tokens.colour("line"))
        if state & QStyle.StateFlag.State_Selected and index.column() == 0 and view.hasFocus():
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), tokens.colour("accent"))
        cell = index.data(CELL)
        if isinstance(cell, Cell):
            self._paint_cell(
                painter, rect.adjusted(_PAD_PX, 0, -_PAD_PX, -1), cell, self._columns[index.column()], tokens
            )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._columns[index.column()].width_px, 52)

    def _paint_cell(self, painter: QPainter, box: QRectF, cell: Cell, column: Column, tokens: theme.Tokens) -> None:
        if cell.pill is not None:
            if cell.text:
                paint_pill(
                    painter,
                    box.left(),
                    box.center().y(),
                    cell.text,
                    cell.pill,
                    tokens=tokens,
                    icon=cell.icon,
                    most_px=int(box.width()),
                )
            return
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Medium if cell.strong else QFont.Weight.Normal)
        small = QFont(painter.font())
        small.setPixelSize(theme.SMALL_PX)
        metrics, small_metrics = QFontMetrics(font), QFontMetrics(small)
        ink = getattr(tokens, cell.tone) if cell.tone else tokens.text
        if cell.icon:
            icons.paint(painter, cell.icon, ink, box.left(), box.center().y() - 8, size_px=16)
            box = box.adjusted(22, 0, 0, 0)
        wide = metrics.horizontalAdvance(cell.text) > box.width()
        lines = 2 if wide and not cell.detail and box.height() >= 2 * metrics.height() else 1
        height_px = lines * metrics.height() + (small_metrics.height() if cell.detail else 0)
        top_px = box.top() + (box.height() - height_px) / 2
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(QColor(ink))
        first = QRectF(box.left(), top_px, box.width(), lines * metrics.height())
        shown = (
            cell.text
            if lines == 2
            else metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        )
        paint_lines(painter, first, shown, metrics, side=side)
        if cell.detail:
            painter.setFont(small)
            painter.setPen(QColor(tokens.muted))
            below = QRectF(box.left(), top_px + lines * metrics.height(), box.width(), small_metrics.height())
            painter.drawText(
                below,
                side | Qt.AlignmentFlag.AlignTop,
                small_metrics.elidedText(cell.detail, Qt.TextElideMode.ElideRight, int(box.width())),
            )


def paint_lines(painter: QPainter, box: QRectF, text: str, metrics: QFontMetrics, *, side: Qt.AlignmentFlag) -> None:
    """Draw a text into a box of one or two lines; what does not fit into the second ends in …."""
    if box.height() < 2 * metrics.height():
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        return
    first, rest = split_line(text, metrics, box.width())
    line_px = metrics.height()
    top = QRectF(box.left(), box.top(), box.width(), line_px)
    painter.drawText(top, side | Qt.AlignmentFlag.AlignVCenter, first)
    second = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(top.translated(0, line_px), side | Qt.AlignmentFlag.AlignVCenter, second)


_BREAKS = re.compile(r"[^\s-]*(?:-|\s+|$)")


def split_line(text: str, metrics: QFontMetrics, width_px: float) -> tuple[str, str]:
    """A text as first line and rest, broken after a space or a hyphen, or anywhere when a single word is too wide."""
    end = 0
    for part in _BREAKS.finditer(text):
        if metrics.horizontalAdvance(text[: part.end()].rstrip()) > width_px:
            break
        end = part.end()
    while end == 0 or (end < len(text) and not text[:end].strip()):
        end = next((n for n in range(len(text), 1, -1) if metrics.horizontalAdvance(text[:n]) <= width_px), 1)
    return text[:end].rstrip(), text[end:].lstrip()


class Table(QTableView):
    """A table of whole rows: arrows move, Enter or double-click opens, headers are quiet."""

    opened = Signal(QModelIndex)
    moved = Signal(QModelIndex)

    def __init__(
        self, columns: Sequence[Column], *, row_px: int = 52, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(columns, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_px)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        self.doubleClicked.connect(self.opened)

    def setModel(self, model: object) -> None:
        super().setModel(model)  # type: ignore[arg-type]
        header = self.horizontalHeader()
        for number, column in enumerate(self._columns):
            header.setSectionResizeMode(
                number, QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            )
            if not column.stretch:
                self.setColumnWidth(number, column.width_px)

    def select_row(self, row: int) -> None:
        """Select a row and bring it into sight."""
        if self.model() is not None and 0 <= row < self.model().rowCount():
            self.selectRow(row)
            self.scrollTo(self.model().index(row, 0))

    def current_row(self) -> int:
        """Zero-based number of the selected row, -1 while none is."""
        selected = self.selectionModel().selectedRows() if self.selectionModel() else []
        return selected[0].row() if selected else -1

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.moved.emit(self.model().index(current.row(), current.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
