"""Recognises a barcode gun that types like a keyboard: a fast burst of characters ending in Enter. No Qt in here."""

from __future__ import annotations

import dataclasses

MAX_GAP_MS = 60
"""Longest pause between two characters of one scan; a quick typist needs about 100 ms."""

MAX_MEAN_GAP_MS = 35
MIN_LENGTH = 6


@dataclasses.dataclass(slots=True)
class Burst:
    """The characters typed without a pause. Times are milliseconds of one clock that never goes back."""

    text: str = ""
    began_ms: float = 0.0
    last_ms: float = 0.0

    def is_going_on(self, at_ms: float) -> bool:
        """Whether a key at this moment would still belong to it."""
        return bool(self.text) and at_ms - self.last_ms <= MAX_GAP_MS

    def key(self, text: str, at_ms: float) -> bool:
        """A character was typed; True when it continues a burst, False when it may begin one."""
        going_on = self.is_going_on(at_ms)
        if going_on:
            self.text += text
        else:
            self.text, self.began_ms = text, at_ms
        self.last_ms = at_ms
        return going_on

    def erase(self, at_ms: float) -> None:
        """Backspace: an input method rewrites the last character."""
        if self.is_going_on(at_ms):
            self.text = self.text[:-1]
            self.last_ms = at_ms
        else:
            self.forget()

    def end(self, at_ms: float) -> str:
        """Enter or Tab: the scanned text, or nothing if a person typed it. Either way it is over."""
        scanned = self.text if self.is_going_on(at_ms) and self._is_fast() else ""
        self.forget()
        return scanned

    def forget(self) -> None:
        """Whatever was typed was not a scan."""
        self.text = ""

    def _is_fast(self) -> bool:
        return len(self.text) >= MIN_LENGTH and (self.last_ms - self.began_ms) <= MAX_MEAN_GAP_MS * (len(self.text) - 1)
