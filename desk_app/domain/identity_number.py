"""The form of an identity number for each type of paper (legal forms of CCCD, CMND, passport and tax code)."""

from __future__ import annotations

import re

from desk_app.domain import tax_code
from desk_app.domain.applicant import IdType
from desk_app.domain.draft import Problem, ProblemKind

_IGNORED = str.maketrans("", "", " .\t\u00a0")
_DIGITS = {IdType.CCCD: 12, IdType.CMND: 9}
_PASSPORT = re.compile(r"[A-Z]\d{7,8}", re.ASCII)
_FOREIGN_PASSPORT = re.compile(r"[0-9A-Z]{5,15}", re.ASCII)
_OLD_HOUSEHOLD_BUSINESS = re.compile(r"\d{2}[A-Z]\d{7}", re.ASCII)


def bare(text: str) -> str:
    """The number without the spaces and dots people put into it, capitals."""
    return text.translate(_IGNORED).upper()


def guess_type(text: str) -> IdType | None:
    """The only type whose form the number has; None if there is none. Twelve digits are a personal number."""
    number = bare(text)
    for id_type in (IdType.CCCD, IdType.CMND, IdType.TAX, IdType.PASSPORT):
        if not problems("", id_type, number):
            return id_type
    return None


def problems(field: str, id_type: IdType | None, text: str) -> tuple[Problem, ...]:
    """At most one problem of form; nothing for an empty number. Without a type any known form will do.

    Foreign passports and old registration numbers of household businesses have forms of their own: a hint, no stop. Numbers made
    up to fill a field (``000000001``) are refused.
    """
    number = bare(text)
    if not number:
        return ()
    if id_type is None:
        return () if guess_type(number) is not None else _passport(field, number if number[0].isalpha() else "")
    if id_type in _DIGITS:
        return _digits(field, number, _DIGITS[id_type])
    return _passport(field, number) if id_type is IdType.PASSPORT else _tax(field, number)


def _digits(field: str, number: str, length: int) -> tuple[Problem, ...]:
    if number.isascii() and number.isdigit() and len(number) < length:
        return (Problem(field=field, kind=ProblemKind.TOO_SHORT, detail=str(length - len(number))),)
    made_up = len(set(number)) == 1 or number.lstrip("0") == "1"
    if len(number) != length or not (number.isascii() and number.isdigit()) or made_up:
        return (Problem(field=field, kind=ProblemKind.MALFORMED),)
    return ()


def _passport(field: str, number: str) -> tuple[Problem, ...]:
    if _PASSPORT.fullmatch(number):
        return ()
    blocking = _FOREIGN_PASSPORT.fullmatch(number) is None
    return (Problem(field=field, kind=ProblemKind.MALFORMED, blocking=blocking),)


def _tax(field: str, number: str) -> tuple[Problem, ...]:
    if tax_code.is_valid(number):
        return ()
    if tax_code.normal(number) is not None:
        return (Problem(field=field, kind=ProblemKind.CHECK_DIGIT),)
    if number.isascii() and number.isdigit() and len(number) < 10:
        return (Problem(field=field, kind=ProblemKind.TOO_SHORT, detail=str(10 - len(number))),)
    blocking = _OLD_HOUSEHOLD_BUSINESS.fullmatch(number) is None
    return (Problem(field=field, kind=ProblemKind.MALFORMED, blocking=blocking),)
