"""Banners above the columns: each has a name, so that news replaces what it is about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_app.ui.banners import Banner
from desk_app.ui.pills import Kind


class Notices(QWidget):
    """A stack of banners; without any it takes no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banners: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hide()

    def tell(
        self,
        name: str,
        kind: Kind,
        text: str,
        *,
        title: str = "",
        action: str = "",
        run: Callable[[], object] | None = None,
        icon: str = "",
    ) -> None:
        """Show a banner, in place of the one of this name."""
        self.forget(name)
        banner = Banner(kind, text, title=title, action=action, run=run, icon=icon, closable=True)
        banner.dismissed.connect(lambda: self.forget(name))
        self._banners[name] = banner
        self._column.insertWidget(0, banner)
        self.show()

    def forget(self, name: str) -> None:
        """Take a banner away."""
        banner = self._banners.pop(name, None)
        if banner is not None:
            banner.hide()
            self._column.removeWidget(banner)
            banner.deleteLater()
        self.setVisible(bool(self._banners))

    def text(self, name: str) -> str:
        """What a banner says, title first; empty when it is not there."""
        banner = self._banners.get(name)
        return banner.accessibleName() if banner is not None else ""

    def act(self, name: str) -> None:
        """Do what the button of a banner does."""
        self._banners[name].acted.emit()
