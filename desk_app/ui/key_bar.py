"""The bottom line: that everything is saved, what waits, and the keys that work here as buttons."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk_app.sync.status import SyncStatus
from desk_app.ui import link_words
from desk_app.ui.buttons import FlatButton
from desk_app.ui.icons import IconLabel
from desk_app.ui.labels import ElidedLabel
from desk_app.ui.screen import KeyAction

HEIGHT_PX = 36
SPOKEN_MS = 6000


class KeyBar(QFrame):
    """Status at the left, keys at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keyBar")
        self.setFixedHeight(HEIGHT_PX)
        self._icon = IconLabel("circle-check", "green", size_px=16)
        self._text = ElidedLabel("", min_width_px=120)
        self._right = ElidedLabel("", min_width_px=0)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addLayout(self._keys)
        row.addWidget(self._right)
        self._actions: tuple[KeyAction, ...] = ()
        self._buttons: list[FlatButton] = []
        self._saved, self._safe = "", True
        self._status = SyncStatus()
        self._silence = QTimer(self, singleShot=True, interval=SPOKEN_MS)
        self._silence.timeout.connect(self._show_rest)
        self.show_saved(safe=True)

    def show_keys(self, actions: Sequence[KeyAction]) -> None:
        """The keys that work on the screen in sight; the buttons stay while the keys and words are the same."""
        shown = [(action.key, action.text, action.bound) for action in actions]
        if shown != [(action.key, action.text, action.bound) for action in self._actions]:
            self._rebuild(actions)
        self._actions = tuple(actions)
        for number, action in enumerate(actions):
            self._buttons[number].setEnabled(action.enabled)

    def _rebuild(self, actions: Sequence[KeyAction]) -> None:
        for button in self._buttons:
            button.hide()
            self._keys.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for number, action in enumerate(actions):
            run = functools.partial(self._run, number)
            button = FlatButton(action.text, action.key, run=run, bind=not action.bound)
            self._keys.addWidget(button)
            self._buttons.append(button)

    def _run(self, number: int) -> None:
        self._actions[number].run()

    def show_saved(self, *, safe: bool, trouble: str = "") -> None:
        """Whether everything typed is on disk; ``trouble`` says why not."""
        self._safe, self._saved = safe, trouble
        self._show_rest()

    def show_status(self, status: SyncStatus) -> None:
        """What waits and when it was last in touch with the centre."""
        self._status = status
        self._right.setText(link_words.leases(status))
        if not self._silence.isActive():
            self._show_rest()

    def say(self, text: str) -> None:
        """A sentence for a few seconds."""
        self._text.setText(text)
        self._silence.start()

    def text(self) -> str:
        """What stands at the left."""
        return self._text.text()

    def _show_rest(self) -> None:
        self._icon.set_icon("circle-check" if self._safe else "circle-alert", "green" if self._safe else "red")
        saved = self.tr("Mọi thứ đã lưu trên máy này") if self._safe else self._saved
        self._text.setText("   ·   ".join(filter(None, (saved, link_words.details(self._status)))))
