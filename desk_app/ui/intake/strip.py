"""The pages of the draft as a strip or a sheet of thumbnails, in groups by paper; keys and the mouse ask for acts on them.

Pages that come in while somebody works here change neither the selection nor what is in sight.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk_app.domain.draft import PageRef
from desk_app.ui import theme
from desk_app.ui.intake.incoming import is_wanted, page_ids
from desk_app.ui.intake.page_keys import PageAct, act_of, could_be_scanned, number_of
from desk_app.ui.intake.strip_model import Entry, Heading, Index, Leaf, StripModel
from desk_app.ui.intake.strip_painting import WIDTH_PX, StripDelegate
from desk_app.ui.intake.strip_places import beside, place_of, place_px
from desk_app.ui.intake.thumbnails import THUMBNAIL_PX, Thumbnails
from desk_app.ui.wedge import MAX_GAP_MS, MIN_LENGTH

_MOVES = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


class Shape(enum.Enum):
    """How the strip lies: one page beneath the other, or as many side by side as there is room."""

    COLUMN = "column"
    SHEET = "sheet"


class PageStrip(QListView):
    """Everything that can be done with pages, as signals.

    ``looked_at`` carries the current PageRef or None, ``asked`` a PageAct, ``number_pressed`` the number of a paper,
    ``dropped_pages`` page ids, a component and the page before it, ``dropped_data`` mime data and a component, ``border_dragged``
    a component and the page before which its border was dropped. ``before_moving`` is told of arrows first and may use them.
    """

    looked_at = Signal(object)
    asked = Signal(object)
    number_pressed = Signal(int)
    menu_asked = Signal(object)
    dropped_pages = Signal(list, object, object)
    dropped_data = Signal(object, object)
    border_dragged = Signal(object, object)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = StripModel(self)
        self._quiet = False
        self._anchor = ""
        self._typed: list[PageAct | int | None] = []
        self.before_moving: Callable[[Qt.Key], bool] = lambda _key: False
        self._alone = QTimer(self, singleShot=True, interval=MAX_GAP_MS + 10)
        self._alone.timeout.connect(self._do_typed)
        self._border: Heading | None = None
        self._mark = QRect()
        self.setAccessibleName(self.tr("Các trang đã quét"))
        self.setModel(self._entries)
        self._delegate = StripDelegate(thumbnails, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setProperty("strip", "true")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(self.viewport().mapToGlobal(at)))
        thumbnails.ready.connect(self._picture_came)
        self.set_shape(Shape.COLUMN)

    # showing

    def set_shape(self, shape: Shape) -> None:
        """Lie as a column or as a sheet."""
        self._shape = shape
        sheet = shape is Shape.SHEET
        self._delegate.sheet = sheet
        self.setFlow(QListView.Flow.LeftToRight if sheet else QListView.Flow.TopToBottom)
        self.setWrapping(sheet)
        self.setMinimumWidth(WIDTH_PX)
        self.setMaximumWidth(16777215 if sheet else WIDTH_PX)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, self._show_current)

    def show_entries(self, entries: Sequence[Entry], *, look_at: str | None = None) -> None:
        """Show other pages. Whoever works in the strip stays where he is; else ``look_at`` is looked at.

        When the page that was looked at is gone, the one after it takes its place.
        """
        before, order = self.current(), [e.page.id for e in self._entries.entries if isinstance(e, Leaf)]
        self._quiet = True
        self._entries.replace(entries)
        wanted = look_at if look_at is not None and not self.hasFocus() else None
        if wanted is None and before is not None and self._entries.row_of(before.id) < 0:
            wanted = self._heir(before.id, order)
        elif wanted is None and before is None:
            first = self._entries.leaves()[:1]
            wanted = self._page_at(first[0]).id if first else None
        if wanted is not None and self._entries.row_of(wanted) >= 0:
            self._go(self._entries.row_of(wanted))
        self._quiet = False
        if self.current() != before:
            self.looked_at.emit(self.current())

    def current(self) -> PageRef | None:
        """The page that is looked at."""
        row = self.currentIndex().row()
        entry = self._entries.entries[row] if 0 <= row < len(self._entries.entries) else None
        return entry.page if isinstance(entry, Leaf) else None

    def number_of_current(self) -> int:
        """The number under it, 0 for none."""
        row = self.currentIndex().row()
        entry = self._entries.entries[row] if 0 <= row < len(self._entries.entries) else None
        return entry.number if isinstance(entry, Leaf) else 0

    def selected(self) -> list[str]:
        """The ids of the selected pages, in order."""
        rows = sorted(i.row() for i in self.selectionModel().selectedIndexes())
        chosen = [self._entries.entries[row] for row in rows if row < len(self._entries.entries)]
        return [entry.page.id for entry in chosen if isinstance(entry, Leaf)]

    def look_at(self, page_id: str) -> None:
        """Select one page."""
        row = self._entries.row_of(page_id)
        if row >= 0:
            self._go(row)

    def step(self, by: int) -> None:
        """Look at the page before or after."""
        leaves = self._entries.leaves()
        row = self.currentIndex().row()
        if leaves:
            place = leaves.index(row) + by if row in leaves else 0
            self._go(leaves[max(0, min(place, len(leaves) - 1))])

    def step_to_first(self) -> None:
        """Look at the first page."""
        leaves = self._entries.leaves()
        if leaves:
            self._go(leaves[0])

    def select_group(self) -> None:
        """All pages of the paper that is looked at; when they are selected already, all pages."""
        rows = self._entries.rows_of_group(self.currentIndex().row())
        ids = [self._page_at(row).id for row in rows]
        if self.selected() == ids:
            rows = self._entries.leaves()
        self._select(rows)

    def select_pages(self, page_ids: Sequence[str]) -> None:
        """Select these and look at the first."""
        rows = [row for row in (self._entries.row_of(each) for each in page_ids) if row >= 0]
        if rows:
            self._go(rows[0])
            self._select(rows)

    # events

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._quiet:
            self.looked_at.emit(self.current())

    def event(self, event: QEvent) -> bool:
        """Keys are noted before anything can take them away: those of a barcode gun come in a burst and mean nothing here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and could_be_scanned(event):
            self._typed.append(number_of(event) or act_of(event))
            self._alone.start()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if could_be_scanned(event):
            return
        self._do_typed()
        act = act_of(event)
        shift = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ShiftModifier
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if act is not None:
            self.asked.emit(act)
        elif event.key() in _MOVES and (shift or plain):
            if shift or not self.before_moving(Qt.Key(event.key())):
                self._move(Qt.Key(event.key()), extend=shift)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        entry = self._entry_at(event.position().toPoint())
        if isinstance(entry, Heading) and event.button() == Qt.MouseButton.LeftButton:
            self._border = entry if entry.movable and entry.tint < 0 else None
            return
        super().mousePressEvent(event)
        current = self.current()
        if current is not None and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._anchor = current.id

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._border is None:
            super().mouseMoveEvent(event)
            return
        self.viewport().setCursor(Qt.CursorShape.SplitVCursor)
        self._show_mark(event.position().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        border, self._border = self._border, None
        if border is None:
            super().mouseReleaseEvent(event)
            return
        self.viewport().unsetCursor()
        dragged = not self._mark.isNull()
        self._show_mark(None)
        if dragged:
            _component, before = place_of(self, self._entries.entries, event.position().toPoint())
            self.border_dragged.emit(border.component, before)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_wanted(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if is_wanted(event.mimeData()):
            self._show_mark(event.position().toPoint())
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_mark(None)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_mark(None)
        component, before = place_of(self, self._entries.entries, event.position().toPoint())
        ids = page_ids(event.mimeData())
        if ids:
            self.dropped_pages.emit(ids, component, before)
        else:
            self.dropped_data.emit(event.mimeData(), component)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._mark.isNull():
            painter = QPainter(self.viewport())
            painter.fillRect(self._mark, theme.tokens_of(self).colour("accent"))
            painter.end()

    # within

    def _do_typed(self) -> None:
        self._alone.stop()
        typed, self._typed = self._typed, []
        if len(typed) >= MIN_LENGTH:
            return
        for each in typed:
            if isinstance(each, PageAct):
                self.asked.emit(each)
            elif each:
                self.number_pressed.emit(each)

    def _move(self, key: Qt.Key, *, extend: bool) -> None:
        leaves = self._entries.leaves()
        row = self.currentIndex().row()
        if not leaves:
            return
        target = beside(self, leaves, row, key) if row in leaves else leaves[0]
        self._go(target, extend=extend)

    def _go(self, row: int, *, extend: bool = False) -> None:
        """Whatever keys are held down: Qt's own ``setCurrentIndex`` would extend the selection with Shift."""
        flag = QItemSelectionModel.SelectionFlag
        index = self._entries.index(row)
        anchor = self._entries.row_of(self._anchor)
        if extend and anchor >= 0:
            self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
            first, last = sorted((anchor, row))
            self._select([n for n in self._entries.leaves() if first <= n <= last])
        else:
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
            self._anchor = self._page_at(row).id
        self.scrollTo(index)

    def _select(self, rows: Sequence[int]) -> None:
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().clearSelection()
        for row in rows:
            self.selectionModel().select(self._entries.index(row), flag.Select)

    def _heir(self, page_id: str, order: Sequence[str]) -> str | None:
        """Of the pages as they stood: the next one that is still there, else the one before."""
        place = order.index(page_id) if page_id in order else 0
        for each in (*order[place:], *reversed(order[:place])):
            if self._entries.row_of(each) >= 0:
                return each
        leaves = self._entries.leaves()
        return self._page_at(leaves[0]).id if leaves else None

    def _page_at(self, row: int) -> PageRef:
        entry = self._entries.entries[row]
        assert isinstance(entry, Leaf)  # noqa: S101 - asked only for rows of pages
        return entry.page

    def _entry_at(self, at: QPoint) -> Entry | None:
        index = self.indexAt(at)
        return self._entries.entries[index.row()] if index.isValid() else None

    def _show_mark(self, at: QPoint | None) -> None:
        mark = place_px(self, at, sheet=self._shape is Shape.SHEET) if at is not None else QRect()
        if mark != self._mark:
            self._mark = mark
            self.viewport().update()

    def _show_current(self) -> None:
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _picture_came(self, edge_px: int, page_id: str) -> None:
        row = self._entries.row_of(page_id)
        if edge_px == THUMBNAIL_PX and row >= 0:
            self.update(self._entries.index(row))
