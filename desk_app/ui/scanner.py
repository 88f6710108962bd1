"""A scan is understood wherever the focus is: watches the keys of the whole program for bursts of a barcode gun.

Characters go where the focus is, as always; when the burst turns out to be a scan, the text field gets back what it held before and
the text goes to whoever listens. Outside text fields nothing of a burst gets through, so a space in a name presses no button, and
no shortcut answers to it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desk_app import clock
from desk_app.domain.codes import CodeKind
from desk_app.ui.gun_text import understand as understand
from desk_app.ui.screen import ScanTrouble
from desk_app.ui.wedge import MOST_KEPT, Burst, Scanned

QUIET_MS = 250
"""A gun that ends with no key has said all when nothing came for so long; more than a busy window holds keys up."""
LATE_END_MS = 700

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_CONTROL_ENDS = (Qt.Key.Key_C, Qt.Key.Key_D, Qt.Key.Key_J, Qt.Key.Key_M, *_ENDS)
"""With Ctrl: ETX, EOT, line feed, carriage return, as guns send them that were told to frame what they read."""
_SILENT = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_KEYPAD, _META = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.MetaModifier
_GROUP_SEPARATOR = "\x1d"
_OF_INPUT_METHODS = "\u200b\u200c\u200d\u202f\ufeff"
"""Placeholders some input methods type before they take back what stands there."""


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
        self._behind_ms = 0.0
        self._burst = Burst()
        self._editor: QWidget | None = None
        self._before: tuple[str, int] = ("", 0)
        self._ended_by_itself_ms: float | None = None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(lambda: QTimer.singleShot(0, self, self._fall_quiet))
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._is_of_a_burst(event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            if watched is not QApplication.focusWidget() and QApplication.focusWidget() is not None:
                return False  # the same key on its way up through the parents
            return self._key(watched, event)
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent) and isinstance(watched, QWidget):
            self._composed(watched, event)
        return False

    def _is_of_a_burst(self, event: QKeyEvent) -> bool:
        """In the middle of a burst keys are characters; no shortcut may take one away."""
        if event.modifiers() & (_CONTROL | _ALT | _META) or not self._burst.is_going_on(self._at_ms(event)):
            return False
        if event.text().isprintable() and event.text():
            event.accept()
            return True
        return False

    def _at_ms(self, event: QKeyEvent) -> float:
        """When it was typed, on the clock of the system's events: the window may see it later."""
        at_ms = float(event.timestamp())
        if not at_ms:
            return self._now_ms() - self._behind_ms
        self._behind_ms = self._now_ms() - at_ms
        return at_ms

    def _key(self, target: QWidget, event: QKeyEvent) -> bool:
        at_ms, key, modifiers = self._at_ms(event), event.key(), event.modifiers()
        if key in _SILENT:
            self._burst.compose(at_ms)
            return False
        if event.isAutoRepeat():
            self._burst.forget()
            return False
        if modifiers & (_CONTROL | _ALT | _META) and not (modifiers & _CONTROL and modifiers & _ALT):
            return self._with_modifier(target, event, at_ms)
        if key in _ENDS:
            return self._end(target, at_ms)
        if self._is_rewriting(event, at_ms):
            return False
        return self._character(target, event.text(), at_ms)

    def _character(self, target: QWidget, text: str, at_ms: float) -> bool:
        if not text or not (text.isprintable() or text in _OF_INPUT_METHODS):
            self._burst.forget()
            return False
        going_on = self._take(target, text, at_ms)
        too_long = self._burst.length > MOST_KEPT  # it will be taken back: a field that fills up only gets slower
        return going_on and (too_long or not _takes_text(target))

    def _is_rewriting(self, event: QKeyEvent, at_ms: float) -> bool:
        """Whether an input method takes back what a gun typed."""
        if event.key() == Qt.Key.Key_Backspace:
            self._burst.erase(at_ms)
            return True
        if event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._burst.mark_back(at_ms)
            return True
        return False

    def _with_modifier(self, target: QWidget, event: QKeyEvent, at_ms: float) -> bool:
        """Alt and digits of the keypad make a letter; with Ctrl come the control characters of guns."""
        if not self._burst.is_going_on(at_ms):
            self._burst.forget()
            return False
        if event.modifiers() & _ALT and event.modifiers() & _KEYPAD:
            self._burst.compose(at_ms)
            return False
        if event.modifiers() & _CONTROL and event.key() in _CONTROL_ENDS:
            return self._end(target, at_ms)
        if event.modifiers() & _CONTROL and event.key() == Qt.Key.Key_BracketRight:
            self._take(target, _GROUP_SEPARATOR, at_ms)
            return True
        self._burst.forget()
        return False

    def _composed(self, target: QWidget, event: QInputMethodEvent) -> None:
        at_ms = self._now_ms() - self._behind_ms
        if not event.commitString():
            self._burst.compose(at_ms)
        for character in event.commitString():
            self._take(target, character, at_ms)

    def _take(self, target: QWidget, text: str, at_ms: float) -> bool:
        if not self._burst.is_going_on(at_ms) or target is not self._editor:
            self._editor, self._before = target, _content(target)
        self._ended_by_itself_ms = None
        self._quiet.start()
        return self._burst.key(text, at_ms)

    def _end(self, target: QWidget, at_ms: float) -> bool:
        self._quiet.stop()
        late, self._ended_by_itself_ms = self._ended_by_itself_ms, None
        scanned = self._burst.end(at_ms)
        if scanned is None or target is not self._editor:
            return late is not None and at_ms - late <= LATE_END_MS
        return self._tell(target, scanned, ended=True)

    def _fall_quiet(self) -> None:
        """After everything that waited has been seen: the gun has no key of its own for the end."""
        if self._quiet.isActive() or self._editor is None or QApplication.focusWidget() is not self._editor:
            return
        last_ms = self._burst.last_ms
        scanned = self._burst.quiet(last_ms + QUIET_MS)
        if scanned is not None and self._tell(self._editor, scanned, ended=False):
            self._ended_by_itself_ms = last_ms

    def _tell(self, target: QWidget, scanned: Scanned, *, ended: bool) -> bool:
        """Whether it was a scan for us; what nobody knows stays where it was typed."""
        scan = understand(scanned.text, length=scanned.length, rewritten=scanned.rewritten)
        unknown = scan.kind is CodeKind.UNKNOWN and scan.trouble is ScanTrouble.NONE
        if unknown and (_takes_text(target) or not ended):
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
