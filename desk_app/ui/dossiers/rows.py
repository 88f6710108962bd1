"""The list of dossiers as a model that loads a page before somebody scrolls there, and the words of its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from desk_app import clock
from desk_app.domain.lookup import DossierRow
from desk_app.domain.queue import SyncState
from desk_app.ui import dossier_words
from desk_app.ui.tables import CELL, ROW, Cell, Column, Index, cell_data, header_data

PAGE = 100
AHEAD = 60
"""So many rows before the end the next page is asked for."""
_MOST_AGAIN = 400
translate = QCoreApplication.translate

Arrived = Callable[[Sequence[DossierRow]], None]
Load = Callable[[int, int, Arrived], None]
"""Asks for rows (offset, limit) and gives them to the third argument, later, in the GUI thread."""


def columns() -> tuple[Column, ...]:
    """The columns in the language of the window."""
    return (
        Column(title=translate("dossiers", "Mã hồ sơ"), width_px=226),
        Column(title=translate("dossiers", "Người nộp và thủ tục"), width_px=260, stretch=True),
        Column(title=translate("dossiers", "Hẹn trả"), width_px=130),
        Column(title=translate("dossiers", "Tình trạng"), width_px=126),
        Column(title=translate("dossiers", "Gửi trung tâm"), width_px=124),
    )


def cells(row: DossierRow, now: dt.datetime) -> tuple[Cell, ...]:
    """A row in words."""
    due = dossier_words.due(row.due_at, row.status, now)
    status, sync = dossier_words.status(row.status), dossier_words.sync(row.sync)
    provisional = row.provisional_code is not None and row.code == row.provisional_code
    received = dossier_words.moment(row.received_at, now)
    under = (
        translate("dossiers", "mã tạm · {received}").format(received=received)
        if provisional
        else translate("dossiers", "nhận {received}").format(received=received)
    )
    return (
        Cell(text=row.code, detail=under, strong=True, tooltip=_codes(row)),
        Cell(text=row.applicant_name, detail=row.procedure_name),
        Cell(text=due.text, detail=due.detail, tone=due.tone, strong=due.tone in ("red", "amber")),
        Cell(text=status.text, pill=status.kind),
        Cell(text=sync.text, pill=sync.kind, icon="check" if row.sync is SyncState.CONFIRMED else ""),
    )


def _codes(row: DossierRow) -> str:
    if row.provisional_code is None or row.provisional_code == row.code:
        return ""
    return translate("dossiers", "{code}\nđã in mã tạm {provisional}").format(
        code=row.code, provisional=row.provisional_code
    )


class DossiersModel(QAbstractTableModel):
    """Rows come page by page; what is on the screen never waits for them."""

    def __init__(
        self, load: Load, *, now: Callable[[], dt.datetime] = clock.now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = columns()
        self._load, self._now = load, now
        self._rows: list[DossierRow] = []
        self._known: set[str] = set()
        self._words: dict[str, tuple[Cell, ...]] = {}
        self._taken = 0
        self._complete = self._loading = False
        self._asked = 0

    def rows(self) -> tuple[DossierRow, ...]:
        """What has been loaded so far."""
        return tuple(self._rows)

    def row(self, number: int) -> DossierRow | None:
        """A loaded row, zero-based."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def number_of(self, dossier_id: str) -> int:
        """Where a dossier stands among what is loaded, -1 if it is not there."""
        return next((n for n, row in enumerate(self._rows) if row.id == dossier_id), -1)

    @property
    def is_complete(self) -> bool:
        """Whether the last page has come."""
        return self._complete

    def ask_anew(self, arrived: Callable[[], None]) -> None:
        """Load the first page of another search; the rows before stay in sight until it comes."""
        self._start(PAGE, lambda rows: self._replace(rows, PAGE), arrived)

    def ask_again(self, arrived: Callable[[], None]) -> None:
        """Read again what is loaded (at most its beginning): something changed in the store."""
        limit = min(max(PAGE, self._taken), _MOST_AGAIN)
        self._start(limit, lambda rows: self._replace(rows, limit), arrived)

    def come_near(self, last_visible: int) -> None:
        """Somebody sees this row: load the next page if it is close to the end."""
        if last_visible >= len(self._rows) - AHEAD:
            self.fetchMore(QModelIndex())

    def forget_words(self) -> None:
        """Time has passed: due dates are worded anew."""
        self._words.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._loading and bool(self._rows)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._loading = True
            number = self._asked
            self._load(self._taken, PAGE, lambda rows: self._append(rows) if number == self._asked else None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return header_data(self.columns, section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW:
            return row
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, _SPOKEN):
            return None
        words = self._words.get(row.id)
        if words is None:
            words = self._words[row.id] = cells(row, self._now())
        return cell_data(words[index.column()], role)

    def _start(self, limit: int, take: Arrived, arrived: Callable[[], None]) -> None:
        self._asked += 1
        number = self._asked
        self._loading = True

        def came(rows: Sequence[DossierRow]) -> None:
            if number == self._asked:
                take(rows)
                arrived()

        self._load(0, limit, came)

    def _replace(self, rows: Sequence[DossierRow], limit: int) -> None:
        self._loading = False
        self._complete = len(rows) < limit
        self._taken = len(rows)
        same = [row.id for row in rows] == [row.id for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._known = list(rows), {row.id for row in rows}
        self._words.clear()
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def _append(self, rows: Sequence[DossierRow]) -> None:
        """New dossiers push the old ones down, so the next page may begin with rows that are here already."""
        self._loading = False
        self._complete = len(rows) < PAGE
        self._taken += len(rows)
        fresh = [row for row in rows if row.id not in self._known]
        if not fresh:
            return
        self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(fresh) - 1)
        self._rows.extend(fresh)
        self._known.update(row.id for row in fresh)
        self.endInsertRows()


_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
