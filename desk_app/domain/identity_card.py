"""The QR text of an identity card (CCCD 2021 and căn cước 2024) → who the person is.

Seven fields between ``|``: number, old 9-digit number, name, born, sex, residence, issued; the card of 2024 may go on with
a cancelled number and the parents' names (TT 16/2024/TT-BCA), which are kept as they came. Structure decides whether a
card was read at all: twelve digits, dates that exist, letters of the Latin alphabet. Facts that merely disagree are
warnings, because sex changes and registries err; the number has no check digit (NĐ 137/2015: province of registration,
century and sex, year, six free digits).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re

from desk_app.domain import garbling
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex
from desk_app.domain.vietnamese import tidy

LONGEST = 1000
"""Characters; the largest QR of a card holds a few hundred, whatever is longer is something else."""

# fmt: off
_PROVINCES = frozenset(f"{n:03d}" for n in (
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42,
    44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86,
    87, 89, 91, 92, 93, 94, 95, 96,
))
# fmt: on
"""Codes of the 63 provinces before 2025-07-01; the merger renumbered nobody."""

_NUMBER = re.compile(r"\d{12}", re.ASCII)
_OLD_NUMBER = re.compile(r"(?:\d{9}|\d{12})?", re.ASCII)
_DATE = re.compile(r"(?:(\d{2})[/.-]?(\d{2})[/.-]?)?(\d{4})", re.ASCII)
_HEALTH_NUMBER = re.compile(r"[A-Z]{0,2}[0-9A-Z]{0,2}\d{8,13}", re.ASCII)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){4,}", re.ASCII)
_SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE}
_UNACCENTED_FEMALE = "nu"
"""What a scanner leaves of ``Nữ`` when it drops every accent."""


class CardWarning(enum.StrEnum):
    """What on a card that was read disagrees."""

    BIRTH_YEAR = "birth_year"
    CENTURY = "century"
    SEX = "sex"
    PROVINCE_UNKNOWN = "province_unknown"
    UNACCENTED = "unaccented"
    """Neither name nor address has a single accent: probably lost between scanner and program."""


class NotCardReason(enum.StrEnum):
    """Why a text was not read as an identity card."""

    HEALTH_INSURANCE = "health_insurance"
    GARBLED = "garbled"
    """A card, but an input method (Telex, UniKey) or a wrong character set has damaged it."""
    TOO_LONG = "too_long"
    NOT_A_CARD = "not_a_card"


@dataclasses.dataclass(frozen=True, slots=True)
class NotAnIdentityCard:
    """The text is no identity card that could be read."""

    reason: NotCardReason


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCard:
    """What the card says. Its repr shows no personal data, so that no log or traceback can.

    Attributes:
        old_number: the 9-digit number of before (or a cancelled one), empty when there was none.
        full_name: as on the card, perhaps in capitals.
        extra: the fields after the seventh, unread.
        raw: the whole text as scanned; belongs in memory only.
    """

    number: str = dataclasses.field(repr=False)
    old_number: str = dataclasses.field(repr=False)
    full_name: str = dataclasses.field(repr=False)
    born: PartialDate | None = dataclasses.field(repr=False)
    sex: Sex | None = dataclasses.field(repr=False)
    address_text: str = dataclasses.field(repr=False)
    issued_on: dt.date | None = dataclasses.field(repr=False)
    extra: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    raw: str = dataclasses.field(default="", repr=False, compare=False)
    warnings: tuple[CardWarning, ...] = ()

    def applicant(self) -> Applicant:
        """The holder as an applicant; phone and e-mail are not on a card."""
        return Applicant(
            full_name=self.full_name,
            id_type=IdType.CCCD,
            id_number=self.number,
            born=self.born,
            sex=self.sex,
            address=Address(text=self.address_text),
        )


def read(text: str) -> IdentityCard | NotAnIdentityCard:
    """The card whose QR holds this text, or why it is none. Never raises, whatever the text."""
    if len(text) > LONGEST:
        return NotAnIdentityCard(NotCardReason.TOO_LONG)
    fields = [field.strip() for field in text.strip("\ufeff\r\n\x1d\x00 \t").split("|")]
    if _is_health_insurance(fields):
        return NotAnIdentityCard(NotCardReason.HEALTH_INSURANCE)
    if len(fields) < 4 or not _NUMBER.fullmatch(fields[0]):
        return NotAnIdentityCard(NotCardReason.NOT_A_CARD)
    card = _read_fields(fields, text)
    if card is None:
        # A wrong character set may swallow the separators, so damage is looked for even where the structure is broken.
        damaged = garbling.has_foreign_letters(text)
        return NotAnIdentityCard(NotCardReason.GARBLED if damaged else NotCardReason.NOT_A_CARD)
    if garbling.is_garbled(card.full_name, card.address_text) or (card.sex is None and _sex_field(fields)):
        return NotAnIdentityCard(NotCardReason.GARBLED)
    return card


def disagreements(number: str, *, born: PartialDate | None, sex: Sex | None) -> tuple[CardWarning, ...]:
    """What a 12-digit number says otherwise than these facts (NĐ 137/2015); nothing for a number of another form.

    >>> [str(w) for w in disagreements("096191004582", born=PartialDate(1991, 3, 5), sex=Sex.MALE)]
    ['sex']
    """
    if not _NUMBER.fullmatch(number):
        return ()
    found: list[CardWarning] = []
    year = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    if born is not None and born.year != year:
        found.append(CardWarning.CENTURY if (born.year - year) % 100 == 0 else CardWarning.BIRTH_YEAR)
    if sex is not None and (sex is Sex.FEMALE) != bool(int(number[3]) % 2):
        found.append(CardWarning.SEX)
    if number[:3] not in _PROVINCES:
        found.append(CardWarning.PROVINCE_UNKNOWN)
    return tuple(found)


def _read_fields(fields: list[str], raw: str) -> IdentityCard | None:
    if len(fields) >= 7 and _OLD_NUMBER.fullmatch(fields[1]):
        number, old, name, born_text, sex_text, address, issued_text, *extra = fields
    elif len(fields) >= 6 and not fields[1].isdigit():
        number, name, born_text, sex_text, address, issued_text, *extra = fields
        old = ""
    else:
        return None
    try:
        born, issued = _date(born_text), _date(issued_text)
    except ValueError:
        return None
    if not name or (issued is not None and issued.full is None):
        return None
    name, address, sex = tidy(name), tidy(address), _SEXES.get(tidy(sex_text).casefold())
    unaccented = (name + address).isascii()
    if unaccented and sex_text.casefold() == _UNACCENTED_FEMALE:
        sex = Sex.FEMALE
    warnings = disagreements(number, born=born, sex=sex)
    if unaccented:
        warnings = (*warnings, CardWarning.UNACCENTED)
    return IdentityCard(
        number=number,
        old_number=old,
        full_name=name,
        born=born,
        sex=sex,
        address_text=address,
        issued_on=issued.full if issued else None,
        extra=tuple(extra),
        raw=raw,
        warnings=warnings,
    )


def _sex_field(fields: list[str]) -> str:
    return fields[4] if len(fields) >= 7 and _OLD_NUMBER.fullmatch(fields[1]) else fields[3]


def _date(text: str) -> PartialDate | None:
    """DDMMYYYY where ``00`` means unknown; also the year alone. ValueError for a day that does not exist."""
    if not text:
        return None
    found = _DATE.fullmatch(text)
    if found is None:
        msg = "not a date in the form DDMMYYYY"
        raise ValueError(msg)
    day, month, year = (int(part or 0) for part in found.groups())
    return PartialDate(year, month or None, day or None)


def _is_health_insurance(fields: list[str]) -> bool:
    """``number|name in hex|born|sex 1 or 2|address in hex|…|$``."""
    return (
        len(fields) >= 6
        and _HEALTH_NUMBER.fullmatch(fields[0]) is not None
        and _HEX.fullmatch(fields[1]) is not None
        and fields[3] in ("1", "2")
    )
