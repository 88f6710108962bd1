"""The pages of the draft as a strip of thumbnails, in groups by paper; keys and the mouse move, turn and delete them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desk_app.domain.draft import PageRef
from desk_app.ui.intake.incoming import is_wanted, page_ids
from desk_app.ui.intake.strip_model import Heading, Index, Leaf, StripModel
from desk_app.ui.intake.strip_painting import WIDTH_PX, StripDelegate
from desk_app.ui.intake.thumbnails import Thumbnails


class PageStrip(QListView):
    """Everything that can be done with pages, as signals; ``looked_at`` carries the current PageRef or None."""

    looked_at = Signal(object)
    turn_asked = Signal(int)
    delete_asked = Signal()
    shift_asked = Signal(int)
    number_pressed = Signal(int)
    menu_asked = Signal(object)
    dropped_pages = Signal(list, object, object)
    dropped_data = Signal(object, object)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = StripModel(self)
        self.setAccessibleName(self.tr("Các trang đã quét"))
        self.setModel(self._entries)
        self.setItemDelegate(StripDelegate(thumbnails, self))
        self.setFixedWidth(WIDTH_PX)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setProperty("strip", "true")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(self.viewport().mapToGlobal(at)))
        thumbnails.ready.connect(lambda _edge: self.viewport().update())

    def show_entries(self, entries: Sequence[Heading | Leaf], *, look_at: str | None = None) -> None:
        """Show other pages; what was selected stays so, else ``look_at`` or the page that took its place is looked at."""
        selected, current, row = self.selected(), self.current(), self.currentIndex().row()
        if not self._entries.replace(entries):
            if self.current() != current:
                self.looked_at.emit(self.current())
            return
        wanted = look_at or (current.id if current else None)
        at = self._entries.row_of(wanted) if wanted else -1
        if at < 0:
            at = self._nearest(row)
            selected = []
        if at >= 0:
            keep = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(self._entries.index(at), keep.ClearAndSelect)
            marks = QItemSelection()
            for page_id in selected if look_at is None else ():
                place = self._entries.row_of(page_id)
                if place >= 0:
                    marks.select(self._entries.index(place), self._entries.index(place))
            self.selectionModel().select(marks, keep.Select)
            self.scrollTo(self._entries.index(at))
        if self.current() != current:
            self.looked_at.emit(self.current())

    def current(self) -> PageRef | None:
        """The page that is looked at."""
        row = self.currentIndex().row()
        entry = self._entries.entries[row] if 0 <= row < len(self._entries.entries) else None
        return entry.page if isinstance(entry, Leaf) else None

    def selected(self) -> list[str]:
        """The ids of the selected pages, in order."""
        rows = sorted(i.row() for i in self.selectionModel().selectedIndexes())
        chosen = [self._entries.entries[row] for row in rows if row < len(self._entries.entries)]
        return [entry.page.id for entry in chosen if isinstance(entry, Leaf)]

    def look_at(self, page_id: str) -> None:
        """Select one page."""
        row = self._entries.row_of(page_id)
        if row >= 0:
            self._select_only(row)

    def step(self, by: int) -> None:
        """Look at the page before or after."""
        leaves = [n for n, e in enumerate(self._entries.entries) if isinstance(e, Leaf)]
        row = self.currentIndex().row()
        if leaves:
            place = leaves.index(row) + by if row in leaves else 0
            self._select_only(leaves[max(0, min(place, len(leaves) - 1))])

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.looked_at.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift_asked.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() == Qt.Key.Key_R and modifiers in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self.turn_asked.emit(-90 if modifiers else 90)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clearSelection()
        elif not modifiers and Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            self.number_pressed.emit(event.key() - Qt.Key.Key_0)
        elif not modifiers and event.key() == Qt.Key.Key_M:
            self.menu_asked.emit(self.mapToGlobal(self.visualRect(self.currentIndex()).center()))
        elif not modifiers and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_wanted(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if is_wanted(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        component, before = self._place_at(event)
        ids = page_ids(event.mimeData())
        if ids:
            self.dropped_pages.emit(ids, component, before)
        else:
            self.dropped_data.emit(event.mimeData(), component)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _place_at(self, event: QDropEvent) -> tuple[str | None, str | None]:
        """Component and the page before which something was dropped; the end of the last group beneath everything."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        row = index.row() if index.isValid() else len(self._entries.entries)
        if index.isValid() and at.y() > self.visualRect(index).center().y():
            row += 1
        above = [e for e in self._entries.entries[:row] if isinstance(e, Heading)]
        component = above[-1].component if above else None
        entry = self._entries.entries[row] if row < len(self._entries.entries) else None
        if isinstance(entry, Heading) and not above:
            component = entry.component
        return component, entry.page.id if isinstance(entry, Leaf) else None

    def _select_only(self, row: int) -> None:
        """Whatever keys are held down: Qt's own ``setCurrentIndex`` would extend the selection with Shift."""
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._entries.index(row), only)
        self.scrollTo(self._entries.index(row))

    def _nearest(self, row: int) -> int:
        leaves = [n for n, e in enumerate(self._entries.entries) if isinstance(e, Leaf)]
        return min(leaves, key=lambda n: abs(n - row), default=-1)
