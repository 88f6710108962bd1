"""The entries of the page strip: headings and pages, as a Qt model."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.ui.intake.incoming import pages_mime
from desk_app.ui.intake.paper_rows import short_name

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole + 1


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """The name of a paper above its pages; ``component`` is None for pages not sorted yet."""

    text: str
    component: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Leaf:
    """A page with its number in the whole dossier, from 1."""

    page: PageRef
    number: int


def entries_of(draft: IntakeDraft, unsorted: str) -> tuple[Heading | Leaf, ...]:
    """Headings and pages in the order of the checklist, what is unsorted last."""
    found: list[Heading | Leaf] = []
    number = 0
    known = {c.id for c in draft.components}
    groups = [
        (c.id, f"{place}. {short_name(c.name)}", draft.pages_of(c.id)) for place, c in enumerate(draft.components, 1)
    ]
    loose = tuple(p for p in draft.pages if p.component not in known)
    for component, text, pages in (*groups, (None, unsorted, loose)):
        if pages:
            found.append(Heading(text, component))
        for page in pages:
            number += 1
            found.append(Leaf(page, number))
    return tuple(found)


class StripModel(QAbstractListModel):
    """Headings and pages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Heading | Leaf, ...] = ()

    def replace(self, entries: Sequence[Heading | Leaf]) -> bool:
        """Other entries; True when their order changed, so that the selection has to be made anew."""
        if [_name(e) for e in entries] == [_name(e) for e in self.entries]:
            self.entries = tuple(entries)
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return False
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()
        return True

    def row_of(self, page_id: str) -> int:
        """Where a page stands, -1 when it is not there."""
        return next((n for n, e in enumerate(self.entries) if isinstance(e, Leaf) and e.page.id == page_id), -1)

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
        flag = Qt.ItemFlag
        if index.isValid() and isinstance(self.entries[index.row()], Leaf):
            return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemIsDropEnabled
        return flag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        return list(pages_mime([]).formats())

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        chosen = [self.entries[i.row()] for i in sorted(indexes, key=lambda i: i.row())]
        return pages_mime([entry.page.id for entry in chosen if isinstance(entry, Leaf)])

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def _name(entry: Heading | Leaf) -> tuple[str, str]:
    return ("", entry.text) if isinstance(entry, Heading) else (entry.page.id, "")
