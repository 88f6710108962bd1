"""Is a name or address damaged on its way from the scanner? A keyboard-like scanner types through the input method.

With Telex or UniKey switched on, letters turn into accents or accents stay as letters (``Nguyeexn``, ``ddaf``); with a
wrong character set UTF-8 turns into other scripts (``Lﾃｽ Th蘯ｿ`` is Lý Thế as Shift-JIS) or symbols (``Nguyá»…n``). A name
may well be no Vietnamese syllable (H'Hen, Ksor, John), so a word is suspicious only if reading it as Telex makes it one.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_NAME_MARKS = frozenset(" '’ʼ`-.,()/")
_ADDRESS_MARKS = frozenset("–—‘’ʼ“”…°²") | {"\u00a0"}
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|g|kh|k|ch|c|ph|p|qu|th|tr|t|b|d|h|l|m|n|r|s|v|x)?"
    r"(?!aa|ee|ii|yy)[aeiouy](?!aa|ee|ii|yy)[aeiouy]{0,2}(?:ng|nh|n|ch|c|m|p|t)?"
)
_TELEX_TONE = re.compile(r"([a-z]*?[aeiouy][a-z]*?)[sfrxj]([a-z]*)")
_LONGEST_SYLLABLE = 12
_NEVER_AFTER_VOWEL = re.compile(r"\w[fj]", re.IGNORECASE)
_LOST = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")


def is_garbled(name: str, address: str) -> bool:
    """Whether name or address can only have come about by damage; both tidied."""
    if any(not _name_letter(c) for c in name) or has_foreign_letters(address):
        return True
    if _LOST.search(address) or any(_tones(word) > 1 for word in name.split()):
        return True
    if (name + address).isascii():
        return _accents_left_over(name, address)
    in_name = [steps for steps in map(telex_steps, _words(name)) if steps]
    if name.isascii() and (
        len(in_name) > 1 or any(_NEVER_AFTER_VOWEL.search(word) and telex_steps(word) for word in _words(name))
    ):
        return True
    everywhere = in_name + [steps for steps in map(telex_steps, _words(address)) if steps]
    return any(steps > 1 for steps in everywhere) or len(everywhere) > 2


def has_foreign_letters(text: str) -> bool:
    """Whether something stands in it that no Vietnamese address holds: other scripts, replacement characters, controls.

    >>> has_foreign_letters("Lﾃｽ Th蘯ｿ"), has_foreign_letters("Ấp 1, Khánh Hội")
    (True, False)
    """
    return any(
        not ((c.isascii() and c.isprintable()) or c in _ADDRESS_MARKS or _latin(c))
        for c in text
        if c not in "\r\n\t\x1d\ufeff"
    )


def telex_steps(word: str) -> int:
    """How many Telex keystrokes stand unread in a word that is a Vietnamese syllable only once they are read.

    >>> telex_steps("Nguyeexn"), telex_steps("ddaf"), telex_steps("Nguyễn"), telex_steps("Ksor")
    (2, 2, 0, 0)
    """
    plain = _base(word)
    if len(plain) > _LONGEST_SYLLABLE or _SYLLABLE.fullmatch(plain):
        return 0
    plain, stroke = re.subn(r"^dd", "d", plain)
    plain, doubled = re.subn(r"(aa|ee|oo)", lambda found: found[0][0], plain)
    plain, horned = re.subn(r"(?<=[aou])w", "", plain)
    toned = 0
    if not _SYLLABLE.fullmatch(plain):
        plain, toned = _TELEX_TONE.sub(r"\1\2", plain, count=1), 1
    return stroke + doubled + horned + toned if _SYLLABLE.fullmatch(plain) else 0


def _accents_left_over(name: str, address: str) -> bool:
    """Whether a text without any accent shows that it had some: Telex keystrokes, or words whose vowels fell out."""
    if any(map(telex_steps, _words(f"{name} {address}"))):
        return True
    return any(
        not _vowels(word) and len(word) > limit for text, limit in ((name, 1), (address, 2)) for word in _words(text)
    )


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^\w]+|_", text) if word.isalpha()]


def _base(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")


def _name_letter(char: str) -> bool:
    return char in _NAME_MARKS or (char.isalpha() and (char.isascii() or _latin(char))) or _combining(char)


def _latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN ") or _combining(char)


def _combining(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"


def _tones(word: str) -> int:
    return sum(c in _TONES for c in unicodedata.normalize("NFD", word))


def _vowels(word: str) -> bool:
    return any(c in "aeiouy" for c in _base(word))
