"""The entries of the page strip: headings and pages, as a Qt model that changes only the rows that changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_app.domain import arrangement
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.ui.intake.incoming import pages_mime
from desk_app.ui.intake.paper_rows import short_name

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1
_HEADING_FLAGS = Qt.ItemFlag.ItemIsDropEnabled
_PAGE_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """The name of a paper above its pages.

    Attributes:
        component: None for pages not sorted yet.
        number: of the paper in the checklist, from 1; 0 for none.
        pages: how many stand beneath.
        tint: number of a colour while groups are only proposed, -1 otherwise.
        movable: the border above it can be dragged.
    """

    text: str
    component: str | None
    number: int = 0
    pages: int = 0
    tint: int = -1
    movable: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Leaf:
    """A page with its number in the whole dossier, from 1; ``tint`` as in Heading."""

    page: PageRef
    number: int
    tint: int = -1


Entry = Heading | Leaf


def entries_of(draft: IntakeDraft, unsorted: str) -> tuple[Entry, ...]:
    """Headings and pages in the order of the checklist, what is unsorted last."""
    places = {c.id: (place, short_name(c.name)) for place, c in enumerate(draft.components, 1)}
    groups: dict[str | None, list[PageRef]] = {}
    for page in arrangement.shown(draft):
        groups.setdefault(page.component if page.component in places else None, []).append(page)
    found: list[Entry] = []
    number = 0
    for component, pages in groups.items():
        place, name = places.get(component or "", (0, unsorted))
        movable = bool(found)
        found.append(Heading(name, component, place, len(pages), movable=movable))
        for page in pages:
            number += 1
            found.append(Leaf(page, number))
    return tuple(found)


class StripModel(QAbstractListModel):
    """Headings and pages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self._rows: dict[str, int] = {}

    def replace(self, entries: Sequence[Entry]) -> None:
        """Other entries: rows that vanish go, rows that stay are moved and told when they changed, new ones come."""
        wanted = {_name(e) for e in entries}
        here = {_name(e) for e in self.entries}
        for first, last in reversed(list(_runs([n for n, e in enumerate(self.entries) if _name(e) not in wanted]))):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set((*self.entries[:first], *self.entries[last + 1 :]))
            self.endRemoveRows()
        self._reorder([e for e in entries if _name(e) in here])
        for first, last in _runs([n for n, e in enumerate(entries) if _name(e) not in here]):
            self.beginInsertRows(QModelIndex(), first, last)
            self._set((*self.entries[:first], *entries[first : last + 1], *self.entries[first:]))
            self.endInsertRows()

    def row_of(self, page_id: str) -> int:
        """Where a page stands, -1 when it is not there."""
        return self._rows.get(page_id, -1)

    def leaves(self) -> list[int]:
        """The rows that are pages."""
        return [n for n, e in enumerate(self.entries) if isinstance(e, Leaf)]

    def rows_of_group(self, row: int) -> list[int]:
        """The rows of the pages between two headings around this row."""
        found: list[int] = []
        for n, entry in enumerate(self.entries):
            if isinstance(entry, Heading):
                if n > row:
                    break
                found = []
            else:
                found.append(n)
        return found

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return entry.text if isinstance(entry, Heading) else self.tr("Trang {number}").format(number=entry.number)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _PAGE_FLAGS if index.isValid() and isinstance(self.entries[index.row()], Leaf) else _HEADING_FLAGS

    def mimeTypes(self) -> list[str]:
        return list(pages_mime([]).formats())

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        chosen = [self.entries[i.row()] for i in sorted(indexes, key=lambda i: i.row())]
        return pages_mime([entry.page.id for entry in chosen if isinstance(entry, Leaf)])

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def _reorder(self, kept: Sequence[Entry]) -> None:
        before = {_name(e): e for e in self.entries}
        if [_name(e) for e in kept] != list(before):
            self.layoutAboutToBeChanged.emit()
            names = {n: _name(e) for n, e in enumerate(self.entries)}
            self._set(tuple(kept))
            places = {_name(e): n for n, e in enumerate(kept)}
            held = self.persistentIndexList()
            self.changePersistentIndexList(held, [self.index(places[names[i.row()]]) for i in held])
            self.layoutChanged.emit()
        else:
            self._set(tuple(kept))
        for first, last in _runs([n for n, e in enumerate(kept) if before[_name(e)] != e]):
            self.dataChanged.emit(self.index(first), self.index(last))

    def _set(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._rows = {e.page.id: n for n, e in enumerate(entries) if isinstance(e, Leaf)}


def _name(entry: Entry) -> tuple[str, str]:
    if isinstance(entry, Heading):
        return "heading", f"{entry.component or ''} {entry.tint}"
    return "page", entry.page.id


def _runs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring rows as first and last.

    >>> list(_runs([0, 1, 4, 6, 7]))
    [(0, 1), (4, 4), (6, 7)]
    """
    first = last = -2
    for row in rows:
        if row != last + 1:
            if last >= 0:
                yield first, last
            first = row
        last = row
    if last >= 0:
        yield first, last
