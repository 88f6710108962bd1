"""Cards: the white areas everything stands on, the figure, the empty state."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui.buttons import KeyButton
from desk_app.ui.icons import IconLabel
from desk_app.ui.labels import ElidedLabel, label, restyle

PAD_PX = 14


class Card(QFrame):
    """A titled area. Add content to ``body``; ``head`` takes pills or buttons at the right of the title."""

    def __init__(self, title: str = "", aside: str = "", *, padded: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.title = label(title, "heading")
        self.aside = ElidedLabel(aside, "muted")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(PAD_PX, 9, PAD_PX, 5)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.aside, 1)
        self._head_row = QWidget()
        self._head_row.setLayout(self.head)
        outer.addWidget(self._head_row)
        self._head_row.setVisible(bool(title))  # only now: shown without a parent it would be a window of its own
        self.body = QVBoxLayout()
        pad_px = PAD_PX if padded else 0
        self.body.setContentsMargins(pad_px, 0 if title else pad_px, pad_px, pad_px)
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        if title:
            self.setAccessibleName(title)

    def event(self, event: QEvent) -> bool:
        """A card of fixed width that stands free in a wide page takes the height its wrapped texts need at *its* width."""
        done = super().event(event)
        layout = self.layout()
        fixed = self.minimumWidth() == self.maximumWidth() and self.minimumHeight() != self.maximumHeight()
        if event.type() == QEvent.Type.LayoutRequest and fixed and layout is not None and layout.hasHeightForWidth():
            self.setMinimumHeight(layout.totalHeightForWidth(self.maximumWidth()))
        return done

    def set_title(self, title: str) -> None:
        """Another title; the row appears with it."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self._head_row.setVisible(bool(title))

    def set_aside(self, text: str) -> None:
        """The quiet text at the right of the title."""
        self.aside.setText(text)


class Figure(Card):
    """One number that matters: a label, the value, a second line."""

    def __init__(self, name: str, value: str = "–", secondary: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(PAD_PX, 9, PAD_PX, 9)
        self.body.setSpacing(0)
        self._name = ElidedLabel(name, "small")
        self._value = ElidedLabel(value, "figure")
        self._secondary = ElidedLabel(secondary, "small")
        for part in (self._name, self._value, self._secondary):
            self.body.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    def show_value(self, value: str, secondary: str = "", *, tone: str = "") -> None:
        """Another value; ``tone`` colours it (``amber``, ``red``, ``green`` or nothing)."""
        self._value.setText(value)
        self._secondary.setText(secondary)
        restyle(self._value, tone=tone)
        self._speak()

    def value(self) -> str:
        """What it shows."""
        return self._value.text()

    def _speak(self) -> None:
        self.setAccessibleName(": ".join(filter(None, (self._name.text(), self._value.text(), self._secondary.text()))))


class EmptyState(QWidget):
    """Nothing here yet: an icon, a sentence that teaches, and the key to press (a button that does it)."""

    def __init__(
        self, icon: str, sentence: str, *, button: KeyButton | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        self.icon = IconLabel(icon, "muted", size_px=32)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = label(sentence, "muted", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(420)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 6)
        row.addStretch(1)
        column.addLayout(row)
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


def divider() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("divider", "true")
    return line


def pair(name: str, value: str) -> tuple[QVBoxLayout, QLabel]:
    """A small label above a strong value; the layout and the value's label."""
    column = QVBoxLayout()
    column.setSpacing(1)
    shown = label(value, "strong")
    column.addWidget(label(name, "small"))
    column.addWidget(shown)
    return column, shown
