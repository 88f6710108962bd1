"""The dustbin of the draft: pages that were deleted, to be looked at and taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QStackedWidget, QVBoxLayout, QWidget

from desk_app.domain.draft import PageRef
from desk_app.ui.buttons import QuietButton
from desk_app.ui.cards import EmptyState
from desk_app.ui.intake.strip_model import Leaf, StripModel
from desk_app.ui.intake.strip_painting import StripDelegate
from desk_app.ui.intake.thumbnails import THUMBNAIL_PX, Thumbnails
from desk_app.ui.labels import label


class _BinList(QListView):
    restore_asked = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self.restore_asked.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_T):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Dustbin(QWidget):
    """``restored`` carries the ids of pages to be taken back, ``closed`` says that nobody looks any more."""

    restored = Signal(list)
    closed = Signal()

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = StripModel(self)
        self.list = _BinList()
        self.list.setAccessibleName(self.tr("Thùng rác"))
        self.list.setModel(self._model)
        delegate = StripDelegate(thumbnails, self.list)
        delegate.sheet = True
        self.list.setItemDelegate(delegate)
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setProperty("strip", "true")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        thumbnails.ready.connect(self._picture_came)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState("trash-2", self.tr("Thùng rác trống. Trang đã xoá nằm ở đây tới khi tiếp nhận."))
        )
        self._stack.addWidget(self.list)
        self._title = label("", "strong")
        self._back = QuietButton(self.tr("Khôi phục"), "Enter", icon="undo-2", run=self._restore, bind=False)
        leave = QuietButton(self.tr("Đóng"), "Esc", run=self.closed.emit, bind=False)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._back)
        row.addWidget(leave)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._stack, 1)
        column.addLayout(row)
        self.list.restore_asked.connect(self._restore)
        self.list.doubleClicked.connect(lambda _index: self._restore())
        self.list.left.connect(self.closed)
        self.setFocusProxy(self.list)

    def show_pages(self, pages: Sequence[PageRef]) -> None:
        """The newest first, as somebody looks for it."""
        newest = [Leaf(page, 0) for page in reversed(pages)]
        had = self.list.currentIndex().isValid()
        self._model.replace(newest)
        self._stack.setCurrentIndex(1 if pages else 0)
        self._back.setEnabled(bool(pages))
        self._title.setText(self.tr("Thùng rác: {count} trang").format(count=len(pages)))
        if pages and not (had and self.list.currentIndex().isValid()):
            self.list.setCurrentIndex(self._model.index(0))

    def _restore(self) -> None:
        rows = sorted(i.row() for i in self.list.selectionModel().selectedIndexes())
        entries = [self._model.entries[row] for row in rows]
        chosen = [e.page.id for e in entries if isinstance(e, Leaf)]
        if chosen:
            self.restored.emit(chosen)

    def _picture_came(self, edge_px: int, page_id: str) -> None:
        row = self._model.row_of(page_id)
        if edge_px == THUMBNAIL_PX and row >= 0:
            self.list.update(self._model.index(row))
