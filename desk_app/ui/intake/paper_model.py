"""The checklist as a Qt model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desk_app.ui.intake.paper_rows import PaperRow

Index = QModelIndex | QPersistentModelIndex
NAME, ORIGINALS, COPIES, STATE = range(4)
ROW = Qt.ItemDataRole.UserRole + 1


class PapersModel(QAbstractTableModel):
    """Lines of the checklist. ``counted`` carries id, column, number."""

    counted = Signal(str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PaperRow, ...] = ()

    def replace(self, rows: Sequence[PaperRow]) -> None:
        """Other lines; the view keeps its place while their number is the same."""
        if [r.id for r in rows] == [r.id for r in self.rows]:
            changed = [n for n, (new, old) in enumerate(zip(rows, self.rows, strict=True)) if new != old]
            self.rows = tuple(rows)
            if changed:
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], STATE))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (row.name, str(row.originals), str(row.copies), row.state)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name}\n{row.detail}" if row.detail else row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (f"{row.number}. {row.name}. {row.detail}", str(row.originals), str(row.copies), row.state)[
                index.column()
            ]
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if index.column() not in (ORIGINALS, COPIES) or not text.isdigit():
            return False
        self.counted.emit(self.rows[index.row()].id, index.column(), int(text))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        plain = flag.ItemIsEnabled | flag.ItemIsSelectable
        return plain | flag.ItemIsEditable if index.column() in (ORIGINALS, COPIES) else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Giấy tờ"), self.tr("Bản\nchính"), self.tr("Bản\nsao"), self.tr("Tình trạng"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in (ORIGINALS, COPIES) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None
