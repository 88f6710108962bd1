"""A scan is understood wherever the focus is: watches the keys of the whole program for bursts of a barcode gun.

Characters go where the focus is, as always; when the burst turns out to be a scan, the text field gets back what it held before and
the text goes to whoever listens. Outside text fields nothing of a burst gets through, so a space in a name presses no button.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desk_app import clock
from desk_app.domain import codes, identity_card
from desk_app.domain.codes import CodeKind
from desk_app.domain.identity_card import NotAnIdentityCard, NotCardReason
from desk_app.ui.screen import Scan, ScanTrouble
from desk_app.ui.wedge import Burst

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_QUIET = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def understand(text: str) -> Scan:
    """What a scanned text is; a card that was damaged on the way is recognised as one."""
    text = text.strip("\r\n\t\x00\ufeff ")
    kind = codes.classify(text)
    card = identity_card.read(text)
    if isinstance(card, NotAnIdentityCard) and card.reason is NotCardReason.GARBLED:
        return Scan(text=text, kind=CodeKind.IDENTITY_CARD, trouble=ScanTrouble.GARBLED)
    return Scan(text=text, kind=kind)


class GunWatch(QObject):
    """Event filter on the application.

    ``scanned`` carries a Scan. A burst that is no code we know stays in the text field in which it was typed.
    """

    scanned = Signal(object)

    def __init__(
        self,
        app: QApplication,
        *,
        now_ms: Callable[[], float] = lambda: clock.monotonic_s() * 1000,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._burst = Burst()
        self._editor: QWidget | None = None
        self._before: tuple[str, int] = ("", 0)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if watched is not QApplication.focusWidget() and QApplication.focusWidget() is not None:
                return False  # the same key on its way up through the parents
            return self._key(watched, event)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent) and isinstance(watched, QWidget):
            for character in event.commitString():
                self._take(watched, character, self._now_ms())
        return False

    def _key(self, target: QWidget, event: QKeyEvent) -> bool:
        at_ms = float(event.timestamp()) or self._now_ms()
        if event.modifiers() & _QUIET:
            self._burst.forget()
            return False
        if event.key() in _ENDS:
            return self._end(target, at_ms)
        if event.key() == Qt.Key.Key_Backspace:
            self._burst.erase(at_ms)
            return False
        text = event.text()
        if not text or not text.isprintable():
            if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock):
                self._burst.forget()
            return False
        going_on = self._take(target, text, at_ms)
        return going_on and not _takes_text(target)

    def _take(self, target: QWidget, text: str, at_ms: float) -> bool:
        if not self._burst.is_going_on(at_ms) or target is not self._editor:
            self._editor, self._before = target, _content(target)
        return self._burst.key(text, at_ms)

    def _end(self, target: QWidget, at_ms: float) -> bool:
        text = self._burst.end(at_ms)
        if not text or target is not self._editor:
            return False
        scan = understand(text)
        if scan.kind is CodeKind.UNKNOWN and _takes_text(target):
            return False
        _restore(target, self._before)
        self.scanned.emit(scan)
        return True


def _takes_text(widget: QWidget) -> bool:
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QComboBox) and widget.isEditable()


def _content(widget: QWidget) -> tuple[str, int]:
    if isinstance(widget, QLineEdit):
        return widget.text(), widget.cursorPosition()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText(), widget.textCursor().position()
    return "", 0


def _restore(widget: QWidget, before: tuple[str, int]) -> None:
    """Give the field back what it held, and tell whoever listens to typing, as the characters had told them."""
    text, position = before
    if isinstance(widget, QLineEdit) and widget.text() != text:
        widget.setText(text)
        widget.setCursorPosition(position)
        widget.textEdited.emit(text)
    elif isinstance(widget, QPlainTextEdit | QTextEdit) and widget.toPlainText() != text:
        widget.setPlainText(text)
        cursor = widget.textCursor()
        cursor.setPosition(position)
        widget.setTextCursor(cursor)
