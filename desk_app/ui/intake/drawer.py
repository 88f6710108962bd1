"""In a narrow window the pages fold into a drawer at the right, over the other columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk_app.ui.intake.controls import CaptionLink

NARROW_PX = 1280
"""Width of the window below which the pages fold."""

_DRAWER_PX = 430
_STRETCH = 412


class Drawer(QObject):
    """Moves one column between the row of columns and a drawer over them; Ctrl+J opens and closes it.

    Args:
        screen: the drawer is laid over it.
        column: what folds.
        columns: where it stands while there is room, as the last one.
        heads: in the first a link opens the drawer, in the second one puts it away.
    """

    def __init__(
        self, screen: QWidget, column: QWidget, columns: QHBoxLayout, *, heads: tuple[QHBoxLayout, QHBoxLayout]
    ) -> None:
        super().__init__(screen)
        self._screen, self._column, self._columns = screen, column, columns
        self._narrow = False
        self._open = False
        self._whole = False
        opener = CaptionLink(self.tr("Trang đã quét"), "Ctrl+J", icon="image", run=self.toggle, bind=False)
        closer = CaptionLink(self.tr("Thu lại"), "Ctrl+J", run=self.toggle, bind=False)
        self._links = (opener, closer)
        for link, head in zip(self._links, heads, strict=True):
            link.hide()
            head.addWidget(link)
        QShortcut(QKeySequence("Ctrl+J"), screen).activated.connect(self.toggle)
        screen.installEventFilter(self)

    @property
    def is_narrow(self) -> bool:
        """Whether the pages are in the drawer."""
        return self._narrow

    @property
    def is_open(self) -> bool:
        """Whether the pages are in sight."""
        return self._open or not self._narrow

    def fit(self) -> None:
        """The window has another width."""
        narrow = self._screen.window().width() < NARROW_PX
        if narrow != self._narrow:
            self._narrow = narrow
            if narrow:
                self._columns.removeWidget(self._column)
                self._open = False
            else:
                self._columns.addWidget(self._column, _STRETCH)
                self._column.show()
            for link in self._links:
                link.setVisible(narrow)
        self._place()

    def open(self) -> None:
        """Show the pages."""
        self._open = True
        self._place()

    def take_all(self, *, on: bool) -> None:
        """In a narrow window: over all of the other columns, or only over what it needs."""
        self._whole = on
        if on:
            self._open = True
        self._place()

    def toggle(self) -> None:
        """Show or hide the pages."""
        self._open = not self._open
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._narrow and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            QTimer.singleShot(0, self, self._place)
        return False

    def _place(self) -> None:
        if not self._narrow:
            return
        self._column.setVisible(self._open)
        area = self._columns.geometry()
        if self._whole:
            area = self._screen.rect()
        width_px = area.width() if self._whole else min(_DRAWER_PX, area.width() - 40)
        self._column.setGeometry(QRect(area.right() - width_px + 1, area.top(), width_px, area.height()))
        if self._open:
            self._column.raise_()
