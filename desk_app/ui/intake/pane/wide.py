"""The pane as wide as the screen, for thirty pages and more; the form waits behind it and stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk_app.ui.intake.drawer import Drawer


class Wide(QObject):
    """Hides what stands beside the pane. ``changed`` carries whether it is wide."""

    changed = Signal(bool)

    def __init__(self, others: Sequence[QWidget], drawer: Drawer, parent: QObject) -> None:
        super().__init__(parent)
        self._others, self._drawer = tuple(others), drawer
        self._on = False

    @property
    def is_on(self) -> bool:
        """Whether the pane has the screen for itself."""
        return self._on

    def show(self, *, on: bool) -> None:
        """Make it wide, or put it back into its place."""
        if on == self._on:
            return
        self._on = on
        for widget in self._others:
            widget.setVisible(not on)
        self._drawer.take_all(on=on)
        self.changed.emit(on)

    def toggle(self) -> None:
        """The other way round."""
        self.show(on=not self._on)
