"""The list at the left: search, filters, the table, and what is said when nothing fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desk_app import clock
from desk_app.domain import codes
from desk_app.domain.codes import CodeKind
from desk_app.domain.events import Author
from desk_app.domain.lookup import DossierRow
from desk_app.ui.buttons import QuietButton
from desk_app.ui.cards import PAD_PX, Card, EmptyState
from desk_app.ui.dossiers.filter_bar import FilterBar
from desk_app.ui.dossiers.rows import Arrived, DossiersModel, columns
from desk_app.ui.picker import Answer, Choice
from desk_app.ui.screen import Context
from desk_app.ui.tables import Table
from desk_app.ui.tasks import Task

CODES = (CodeKind.DOSSIER, CodeKind.PROVISIONAL)
_NARROW_PX = 690
_COUNTED = 10_000


class DossierList(Card):
    """What somebody does with the list, as signals.

    ``row_selected`` a DossierRow, or None when there is none; ``row_opened`` its id; ``code_entered`` a whole code was typed;
    ``searched`` something else is searched for now; ``left_up`` Escape was pressed in the table.
    """

    row_selected = Signal(object)
    row_opened = Signal(str)
    code_entered = Signal(str)
    searched = Signal()
    left_up = Signal()

    def __init__(
        self,
        context: Context,
        who: Author,
        *,
        now: Callable[[], dt.datetime] = clock.now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padded=False, parent=parent)
        self.set_title(self.tr("Hồ sơ"))
        self._context, self._who = context, who
        self._task: Task[tuple[DossierRow, ...]] | None = None
        self._fresh = False
        """The next rows answer another search: the first of them is selected."""
        self._selected = ""
        self.held = False
        """A dossier is open, or asked for: rows that come do not take its place."""
        self.filters = FilterBar(account_id=who.account_id, procedures=self._find_procedures, now=now)
        self.model = DossiersModel(self._load, now=now, parent=self)
        self.table = Table(columns(), row_px=50, name=self.tr("Danh sách hồ sơ"))
        self.table.setModel(self.model)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Read again what is in sight."""
        self.model.ask_again(self._rows_came)

    def search(self) -> None:
        """Look for what stands in the search line and the filters."""
        self._fresh = True
        self.model.ask_anew(self._rows_came)

    def mark(self, dossier_id: str) -> None:
        """Select this dossier's row if it is loaded; nobody is told."""
        self._selected = dossier_id
        self._select(self.model.number_of(dossier_id))

    def current(self) -> DossierRow | None:
        """The selected row."""
        return self.model.row(self.table.current_row())

    def take_focus(self) -> None:
        """Let the arrow keys move through the rows."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def open_current(self) -> None:
        """As Enter in the table."""
        row = self.current()
        if row is not None:
            self.row_opened.emit(row.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in (3, 4):
            self.table.setColumnHidden(column, self.width() < _NARROW_PX)

    def _lay_out(self) -> None:
        top = QWidget()
        inner = QHBoxLayout(top)
        inner.setContentsMargins(PAD_PX, 2, PAD_PX, 8)
        inner.addWidget(self.filters)
        self.body.addWidget(top)
        self.clear_button = QuietButton(self.tr("Bỏ lọc"), run=self.filters.clear)
        self.empty = EmptyState("search", "", button=self.clear_button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._searched)
        self.filters.left_down.connect(self.take_focus)
        self.filters.entered.connect(self._enter)
        self.table.opened.connect(lambda _index: self.open_current())
        self.table.moved.connect(self._moved)
        self.table.verticalScrollBar().valueChanged.connect(lambda _value: self._load_ahead())
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.table)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.left_up)

    def _find_procedures(self, text: str, answer: Answer) -> None:
        self._context.tasks.store(
            lambda: self._context.desk.catalogue.find(text),
            owner=self,
            done=lambda hits: answer([Choice(hit.code, hit.name, hit.field, hit.code) for hit in hits]),
        )

    def _load(self, offset: int, limit: int, arrived: Arrived) -> None:
        text, filters = self.filters.text(), self.filters.filters()
        if self.filters.contradicts():
            QTimer.singleShot(0, self, lambda: arrived(()))
            return
        if offset == 0 and self._task is not None:
            self._task.cancel()
        task = self._context.tasks.store(
            lambda: self._context.desk.lookup.search(text, who=self._who, limit=limit, offset=offset, filters=filters),
            owner=self,
            done=arrived,
        )
        if offset == 0:
            self._task = task

    def _searched(self) -> None:
        self.searched.emit()
        self.search()

    def _enter(self) -> None:
        text = self.filters.text()
        if codes.classify(text) in CODES:
            self.code_entered.emit(text)
        else:
            self.open_current()

    def _rows_came(self) -> None:
        rows = self.model.rows()
        self.stack.setCurrentIndex(0 if rows else 1)
        if not rows:
            self._explain_emptiness()
        self._count()
        fresh, self._fresh = self._fresh and not self.held, False
        number = 0 if fresh else self.model.number_of(self._selected)
        if fresh:
            self.table.scrollToTop()
        if self.held:
            self._select(number)
        else:
            self._select(max(0, number))
            self._tell(self.model.row(max(0, number)))

    def _select(self, number: int) -> None:
        if number >= 0 and number != self.table.current_row():
            self.table.blockSignals(True)
            self.table.select_row(number)
            self.table.blockSignals(False)

    def _moved(self, index: QModelIndex) -> None:
        self.held = False
        self._tell(self.model.row(index.row()))
        self.model.come_near(index.row())

    def _tell(self, row: DossierRow | None) -> None:
        self._selected = row.id if row else ""
        self.row_selected.emit(row)

    def _explain_emptiness(self) -> None:
        narrowed = self.filters.is_narrowed()
        self.clear_button.setVisible(narrowed)
        self.empty.sentence.setText(
            self.tr("Không có hồ sơ nào khớp. Gõ ít chữ hơn, bỏ dấu hoặc bỏ lọc.")
            if narrowed
            else self.tr("Quầy chưa có hồ sơ nào. Nhấn F3 để tiếp nhận hồ sơ đầu tiên.")
        )

    def _count(self) -> None:
        if self.model.is_complete:
            self._show_count(len(self.model.rows()))
            return
        text, filters = self.filters.text(), self.filters.filters()
        self._context.tasks.store(
            lambda: self._context.desk.lookup.count(text, who=self._who, filters=filters),
            owner=self,
            done=lambda count: self._show_count(count) if text == self.filters.text() else None,
        )

    def _show_count(self, count: int) -> None:
        most = f"{min(count, _COUNTED):,}".replace(",", ".")
        if count >= _COUNTED:
            self.set_aside(self.tr("hơn {count} hồ sơ, mới nhất trước").format(count=most))
        else:
            self.set_aside(self.tr("{count} hồ sơ, mới nhất trước").format(count=most))

    def _load_ahead(self) -> None:
        last = self.table.rowAt(self.table.viewport().height() - 1)
        self.model.come_near(last if last >= 0 else len(self.model.rows()) - 1)
