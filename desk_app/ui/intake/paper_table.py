"""The checklist as a table: arrows move, Space ticks, digits change the numbers, pages and files may be dropped on a line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from desk_app.ui.intake.incoming import is_wanted, page_ids
from desk_app.ui.intake.paper_model import COPIES, NAME, ORIGINALS, STATE, Index, PapersModel
from desk_app.ui.intake.paper_painting import NUMBER_PX, STATE_PX, PaperDelegate
from desk_app.ui.wedge import MAX_GAP_MS


class PaperTable(QTableView):
    """Every signal carries the id of a line; ``dropped_pages`` ids of pages before it, ``dropped_data`` mime data."""

    ticked = Signal(str)
    moved = Signal(str)
    opened = Signal(str)
    reason_asked = Signal(str, QPoint)
    dropped_pages = Signal(list, str)
    dropped_data = Signal(object, str)

    def __init__(self, model: PapersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._papers = model
        self._digit = ""
        self._alone = QTimer(self, singleShot=True, interval=MAX_GAP_MS + 10)
        self._alone.timeout.connect(self._begin_number)
        self.setAccessibleName(self.tr("Thành phần hồ sơ"))
        self.setItemDelegate(PaperDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_asked)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setMinimumSectionSize(36)
        self.setModel(model)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width_px in ((ORIGINALS, NUMBER_PX), (COPIES, NUMBER_PX), (STATE, STATE_PX)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width_px)
        model.modelReset.connect(self.fit_rows)
        model.dataChanged.connect(lambda *_: self.fit_rows())

    def fit_rows(self) -> None:
        """Each line as high as its words need."""
        self.resizeRowsToContents()

    def current_id(self) -> str | None:
        """The id of the selected line."""
        row = self.currentIndex().row()
        return self._papers.rows[row].id if 0 <= row < len(self._papers.rows) else None

    def select(self, component_id: str | None) -> None:
        """Select a line and bring it into sight."""
        for number, row in enumerate(self._papers.rows):
            if row.id == component_id:
                self.setCurrentIndex(self._papers.index(number, max(0, self.currentIndex().column())))
                self.scrollTo(self._papers.index(number, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.moved.emit(self._papers.rows[current.row()].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not current.isValid() or not plain:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit(self.current_id() or "")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.current_id() or "")
        elif event.text().isdigit() and event.text().isascii():
            if not self._alone.isActive():
                self._digit = event.text()
                self._alone.start()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """A key right after a digit: the digit was the first of a scan, which must not change a number."""
        if event.type() == QEvent.Type.ShortcutOverride and self._alone.isActive():
            self._digit = ""
            self._alone.start()
        return super().event(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_wanted(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(self._papers.index(index.row(), 0))
        if is_wanted(event.mimeData()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        component = self._papers.rows[index.row()].id if index.isValid() else ""
        ids = page_ids(event.mimeData())
        if ids:
            self.dropped_pages.emit(ids, component)
        else:
            self.dropped_data.emit(event.mimeData(), component)
        event.acceptProposedAction()

    def _begin_number(self) -> None:
        """A digit that stayed alone replaces the number in the current column, or in that of the originals."""
        if not self._digit or not self.currentIndex().isValid():
            return
        column = self.currentIndex().column()
        index = self._papers.index(self.currentIndex().row(), column if column in (ORIGINALS, COPIES) else ORIGINALS)
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index) or self.findChild(QLineEdit)
        if isinstance(editor, QLineEdit):
            editor.setText(self._digit)

    def _menu_asked(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid():
            self.setCurrentIndex(index)
        if self.current_id():
            self.reason_asked.emit(self.current_id(), self.viewport().mapToGlobal(at))
