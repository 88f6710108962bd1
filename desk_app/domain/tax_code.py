"""Tax codes (mã số thuế): ten digits with a check digit, a branch ``-NNN`` after them, or the 12-digit personal number.

Since 2025-07-01 the personal identification number is the tax code of individuals and household businesses
(TT 86/2024/TT-BTC), so a field for tax codes takes both; the personal number has no check digit.
"""

from __future__ import annotations

import re

_FORM = re.compile(r"(?P<body>\d{10})(?:-?(?P<branch>\d{3}))?|(?P<person>\d{12})", re.ASCII)
_IGNORED = str.maketrans("", "", " .\t\u00a0")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def normal(text: str) -> str | None:
    """The code as it is stored (``0123456789``, ``0123456789-001``, twelve digits); None if it has no such form.

    >>> normal("0100 233 488 001"), normal("12345")
    ('0100233488-001', None)
    """
    found = _FORM.fullmatch(text.translate(_IGNORED))
    if found is None:
        return None
    if found["person"]:
        return found["person"]
    return f"{found['body']}-{found['branch']}" if found["branch"] else found["body"]


def is_valid(text: str) -> bool:
    """Whether it has the form of a tax code and, where there is a check digit, the right one."""
    code = normal(text)
    if code is None:
        return False
    return len(code) == 12 or _check_digit(code[:9]) == code[9]


def _check_digit(nine: str) -> str:
    """Ten minus the weighted sum modulo 11; a result of ten belongs to no code."""
    return str(10 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine, strict=True)) % 11)
