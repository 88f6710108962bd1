"""What a barcode gun sent → what it is. What guns and keyboards add or turn round is undone; damage is told, not guessed. No Qt.

Undone, because it can be undone without doubt: AIM identifiers and control characters around the text, CapsLock, and the keyboard
layout "Vietnamese" of Windows, whose digit row types ``ă â ê ô`` and tone marks. Told: an input method (Telex, VNI) or a wrong code
page that changed letters, and texts too long to be one of ours.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

from desk_app.domain import codes, identity_card
from desk_app.domain.codes import CodeKind
from desk_app.domain.identity_card import NotAnIdentityCard, NotCardReason
from desk_app.ui.screen import Scan, ScanTrouble
from desk_app.ui.wedge import MOST_KEPT

LONGEST = min(identity_card.LONGEST, MOST_KEPT)
"""Characters; the longest of our codes (cards, receipts) has a few hundred."""

_AIM = re.compile(r"\A\][A-Za-z][0-9A-Za-z](?=.)", re.DOTALL)
_AROUND = "\r\n\t\x00\x02\x03\x04\x1d\x1e\ufeff\u200b\u202f "
_ROW = dict(zip("đăâêô\u0300\u0309\u0303\u0301\u0323", "0123456789", strict=True))
_CODES = (CodeKind.DOSSIER, CodeKind.PROVISIONAL, CodeKind.PROCEDURE)
_MOST_OF_A_CODE = re.compile(r"[0-9a-z.\-]{7,64}")


def understand(text: str, *, length: int | None = None, rewritten: bool = False) -> Scan:
    """What a scanned text is; a card or code that was damaged on the way is recognised as one.

    Args:
        text: what came, or the beginning of it.
        length: how long all of it was, if that is more.
        rewritten: an input method was seen to change it.
    """
    plain = _without_frame(text)
    if max(length or 0, len(plain)) > LONGEST:
        return Scan(text="", kind=CodeKind.UNKNOWN, trouble=ScanTrouble.TOO_LONG)
    scan = next((found for found in map(_known, _readings(plain)) if found is not None), None)
    if scan is None:
        damaged = _is_damaged_code(plain) or (rewritten and plain.count("|") > 2)
        return Scan(text=plain, kind=CodeKind.UNKNOWN, trouble=ScanTrouble.GARBLED if damaged else ScanTrouble.NONE)
    if rewritten and not scan.trouble:
        return Scan(text=scan.text, kind=scan.kind, trouble=ScanTrouble.GARBLED)
    return scan


def _without_frame(text: str) -> str:
    return _AIM.sub("", text.strip(_AROUND)).strip(_AROUND)


def _readings(text: str) -> list[str]:
    """The text as it is, and as it was meant when a key of the keyboard was in the way; the likeliest first."""
    readings = [text]
    if not any(c in "0123456789" for c in text):
        digits = "".join(_ROW.get(c, c) for c in text)
        if codes.classify(digits) in _CODES:
            readings.append(digits)
    if text.startswith("qmc-") or sum(map(_is_inverted, text.replace("|", " ").split())) > 1:
        turned = (_ascii_swapped(text), text.swapcase())
        readings[:0] = [t for t in turned if not any(map(_is_inverted, t.replace("|", " ").split()))]
    return readings


def _known(text: str) -> Scan | None:
    kind = codes.classify(text)
    if kind is CodeKind.UNKNOWN:
        return None
    card = identity_card.read(text) if kind is CodeKind.IDENTITY_CARD else None
    garbled = isinstance(card, NotAnIdentityCard) and card.reason is NotCardReason.GARBLED
    return Scan(text=text, kind=kind, trouble=ScanTrouble.GARBLED if garbled else ScanTrouble.NONE)


def _is_inverted(word: str) -> bool:
    """A capital after a small letter: as CapsLock writes a name, and nobody else."""
    return any(one.islower() and other.isupper() for one, other in itertools.pairwise(word))


def _ascii_swapped(text: str) -> str:
    """CapsLock turns round only the letters that have a key of their own."""
    return "".join(c.swapcase() if c.isascii() else c for c in text)


def _is_damaged_code(text: str) -> bool:
    """Whether it was a dossier code before somebody put accents into it: its letters have none."""
    if text.isascii() or text.count("-") < 2:
        return False
    digits = sum(c.isdigit() or c in _ROW for c in text)
    decomposed = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    base = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _MOST_OF_A_CODE.fullmatch(base) is not None and digits >= 6
