"""Recognises a barcode gun that types like a keyboard: a fast burst of characters, mostly ending in Enter. No Qt in here.

What such a gun types goes through the input method. UniKey and its kin then send Backspace (or Shift+Left) and the letters they
would rather have; no gun does that, so a burst in which it happened has been rewritten, whatever it looks like now.
"""

from __future__ import annotations

import dataclasses

MAX_GAP_MS = 60
"""Longest pause between two characters of one scan; a quick typist needs about 100 ms."""

MAX_MEAN_GAP_MS = 35
MIN_LENGTH = 6
MOST_KEPT = 1200
"""Characters that are remembered; whatever is longer is none of our codes, and only its length still matters."""


@dataclasses.dataclass(frozen=True, slots=True)
class Scanned:
    """What a burst was.

    Attributes:
        text: its characters, ``MOST_KEPT`` of them at most.
        length: how many there were.
        rewritten: an input method changed some on the way.
    """

    text: str
    length: int
    rewritten: bool = False


@dataclasses.dataclass(slots=True)
class Burst:
    """The characters typed without a pause. Times are milliseconds of one clock that never goes back."""

    text: str = ""
    began_ms: float = 0.0
    last_ms: float = 0.0
    length: int = 0
    rewritten: bool = False
    _marked: int = 0
    _keys: int = 0

    def is_going_on(self, at_ms: float) -> bool:
        """Whether a key at this moment would still belong to it."""
        return self._keys > 0 and at_ms - self.last_ms <= MAX_GAP_MS

    def key(self, text: str, at_ms: float) -> bool:
        """A character was typed; True when it continues a burst, False when it may begin one."""
        going_on = self.is_going_on(at_ms)
        if not going_on:
            self.forget()
            self.began_ms = at_ms
        if self._marked:
            self._cut(self._marked)
        self.length += len(text)
        if len(self.text) < MOST_KEPT:
            self.text += text
        self._keys += 1
        self.last_ms = at_ms
        return going_on

    def erase(self, at_ms: float) -> None:
        """Backspace: an input method takes back what it is about to write otherwise."""
        if self.is_going_on(at_ms):
            self._cut(self._marked or 1)
            self.rewritten = True
            self.last_ms = at_ms
        else:
            self.forget()

    def mark_back(self, at_ms: float) -> None:
        """Shift+Left: the same, done by writing over a selection."""
        if self.is_going_on(at_ms):
            self._marked += 1
            self.rewritten = True
            self.last_ms = at_ms
        else:
            self.forget()

    def compose(self, at_ms: float) -> None:
        """A letter is being put together (Alt and digits, an input method's preview); that takes time and is no pause."""
        if self.is_going_on(at_ms):
            self.began_ms += at_ms - self.last_ms
            self.last_ms = at_ms

    def end(self, at_ms: float) -> Scanned | None:
        """Enter or Tab: what was scanned, or None if a person typed it. Either way it is over."""
        scanned = self._scanned() if self.is_going_on(at_ms) else None
        self.forget()
        return scanned

    def quiet(self, at_ms: float) -> Scanned | None:
        """Nothing came for a while: what was scanned by a gun that ends with no key; None while it may still go on."""
        if self.is_going_on(at_ms):
            return None
        scanned = self._scanned()
        self.forget()
        return scanned

    def forget(self) -> None:
        """Whatever was typed was not a scan."""
        self.text, self.length, self.rewritten, self._marked, self._keys = "", 0, False, 0, 0

    def _cut(self, count: int) -> None:
        if self.length <= len(self.text):
            self.text = self.text[: max(0, len(self.text) - count)]
        self.length = max(0, self.length - count)
        self._marked = 0

    def _scanned(self) -> Scanned | None:
        fast = (self.last_ms - self.began_ms) <= MAX_MEAN_GAP_MS * (self._keys - 1)
        if self.length < MIN_LENGTH or not fast:
            return None
        return Scanned(self.text, self.length, self.rewritten)
