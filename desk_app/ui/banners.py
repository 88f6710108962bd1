"""Banners: something to know about the whole of what is on screen; never a dialog, never a refusal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.buttons import KeyButton, LinkButton
from desk_app.ui.icons import IconLabel
from desk_app.ui.labels import label, restyle
from desk_app.ui.pills import Kind, role_of

_ICONS = {
    Kind.WAITING: "triangle-alert",
    Kind.PERSON: "circle-alert",
    Kind.PROVEN: "circle-check",
    Kind.NEUTRAL: "info",
    Kind.ACCENT: "info",
}


class Banner(QFrame):
    """A sentence on a coloured ground, with at most one act beside it."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        kind: Kind = Kind.NEUTRAL,
        text: str = "",
        *,
        title: str = "",
        action: str = "",
        key: str = "",
        icon: str = "",
        run: Callable[[], object] | None = None,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconLabel(icon or _ICONS[kind], role_of(kind), size_px=16)
        self._title = label(title, "strong", wrap=True)
        self._text = label(text, wrap=True)
        self._button: KeyButton = LinkButton(action, key, parent=self)
        self._button.clicked.connect(self.acted)
        if run is not None:
            self.acted.connect(lambda: run())
        self._close = LinkButton(self.tr("Đóng"), parent=self, run=self._dismiss)
        self._close.setVisible(closable)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.show_message(kind, text, title=title, action=action, icon=icon)

    def show_message(self, kind: Kind, text: str, *, title: str = "", action: str = "", icon: str = "") -> None:
        """Say something else."""
        restyle(self, banner=kind.value)
        for words in (self._title, self._text):  # their colour follows from the banner's kind, which Qt does not notice
            words.style().unpolish(words)
            words.style().polish(words)
        self._icon.set_icon(icon or _ICONS[kind], role_of(kind))
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(f"{title} {text}".strip())

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
