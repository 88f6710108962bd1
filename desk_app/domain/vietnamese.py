"""Vietnamese text: one spelling for storage, one key for searching, one way to write a name.

Scanners, cards and clipboards deliver the same word in several encodings (composed or not, with the Icelandic ``Ð`` for
``Đ``, with invisible characters); everything that is stored or compared passes through here first.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF])
# Eth and African D look like Đ and are what old fonts and phone keyboards produce.
_LOOKALIKES = {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
_CLEAN = _INVISIBLE | _LOOKALIKES
_WORD_PARTS = re.compile(r"([-'’ʼ])")


def nfc(text: str) -> str:
    r"""The same text in composed form (NFC), with a real Đ, without zero-width characters and byte-order marks.

    >>> nfc("\ufeffÐa\u0300 La\u0323t")
    'Đà Lạt'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_CLEAN))


def tidy(text: str) -> str:
    """``nfc`` with every run of whitespace made one space and none at the ends."""
    return " ".join(nfc(text).split())


def fold(text: str) -> str:
    """The key under which a text is searched: no case, no marks, đ as d, everything but letters and digits one space.

    >>> fold("  Nguyễn Thị ĐÀO (Ấp 1)")
    'nguyen thi dao ap 1'
    """
    if text.isascii():
        plain = text.lower()
    else:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_CLEAN)).casefold())
        plain = "".join(c for c in folded if not unicodedata.combining(c)).replace("đ", "d")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def title_name(text: str) -> str:
    """A name in capitals (or without any) with capital initials; words already mixed stay as they are.

    >>> title_name("NGUYỄN THỊ MẪU"), title_name("H'HEN NIÊ"), title_name("John McArthur")
    ('Nguyễn Thị Mẫu', "H'Hen Niê", 'John McArthur')
    """
    return " ".join(_title_word(word) for word in tidy(text).split(" "))


def _title_word(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word
    return "".join(part[:1].upper() + part[1:].lower() for part in _WORD_PARTS.split(word))
