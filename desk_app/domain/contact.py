"""Phone numbers and e-mail addresses as they are typed at a desk."""

from __future__ import annotations

import re

_IGNORED = str.maketrans("", "", " .-()\t\u00a0")
_MOBILE = re.compile(r"0[35789]\d{8}", re.ASCII)
_LANDLINE = re.compile(r"02\d{8,9}", re.ASCII)
_LOCAL = re.compile(r"[A-Za-z0-9_+-][A-Za-z0-9._%+'-]{0,62}[A-Za-z0-9_+-]|[A-Za-z0-9_+-]", re.ASCII)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)


def normal_phone(text: str) -> str | None:
    """A Vietnamese number as it is stored, digits only from 0 (mobile 10 digits, landline 10 or 11); None if it is none.

    >>> normal_phone("+84 918 224 199"), normal_phone("0918 22 41")
    ('0918224199', None)
    """
    digits = _digits(text)
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else None


def missing_digits(text: str) -> int:
    """How many digits a number that is right so far still lacks; 0 if it is complete or wrong in another way.

    >>> missing_digits("0918 22 41"), missing_digits("0418 22 41")
    (2, 0)
    """
    digits = _digits(text)
    if not re.fullmatch(r"0(?:[235789]\d*)?", digits, re.ASCII):
        return 0
    return max(0, 10 - len(digits))


def valid_email(text: str) -> bool:
    """Whether mail could be sent to it: one ``@``, a plain local part, a domain of at least two labels."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > 254 or ".." in local or not _LOCAL.fullmatch(local):
        return False
    labels = domain.split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()


def _digits(text: str) -> str:
    digits = text.translate(_IGNORED)
    for prefix in ("+84", "0084", "84"):
        if digits.startswith(prefix) and not (prefix == "84" and len(digits) < 11):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits
