"""What all sections of the settings share: a page with a sentence on top, rows of fields, a line about what was done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_app.ui.cards import PAD_PX
from desk_app.ui.labels import label
from desk_app.ui.settings.keeper import Keeper


class Section(QWidget):
    """One page of the settings. ``title`` and ``icon`` stand in the list at the left."""

    icon = "settings"

    def __init__(self, keeper: Keeper, *, explanation: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keeper = keeper
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PAD_PX, 4, PAD_PX, PAD_PX)
        self.column.setSpacing(12)
        if explanation:
            self.column.addWidget(label(explanation, "muted", wrap=True))

    def title(self) -> str:
        """Its name in the language of the window."""
        raise NotImplementedError

    def entered(self) -> None:
        """It comes into sight: read again what may have changed."""


def side_by_side(widgets: Sequence[QWidget], shares: Sequence[int] = ()) -> QHBoxLayout:
    """Fields in one row, in these shares of its width."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, shares[number] if shares else 1, Qt.AlignmentFlag.AlignTop)
    return row


def scrolled(page: QWidget) -> QScrollArea:
    """A page that scrolls when the window is low."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
