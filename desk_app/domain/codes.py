"""Codes on paper: dossier codes (mã số hồ sơ) of both generations, provisional codes, and what a scanned text is.

A dossier code is the identifier of the receiving body, the day of receipt and the ordinal of that day
(NĐ 61/2018 Điều 26). Generations: ``000.00.01.H12-210301-0001`` (TT 01/2018/TT-VPCP Điều 19) and
``H12.64-261123-0107`` (identifier turned round by QĐ 20/2020/QĐ-TTg Điều 4). Some systems overflow the four-digit
ordinal, so up to six digits are read.

A provisional code has a shape that nobody can take for an official one: ``TAM-261123-K7QX-0003-F``, its parts being day,
tag of the device, ordinal and a check character (ISO 7064 MOD 37,36 over all letters and digits before it).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
import unicodedata
import urllib.parse

from desk_app.domain import identity_card
from desk_app.domain.errors import InvalidValue
from desk_app.domain.identity_card import IdentityCard, NotCardReason

UNIT_GENERATIONS: dict[str, str] = {
    "qd-20-2020": r"[A-Y]\d{2}(?:\.\d{1,4}){0,5}",
    "qcvn-102-2016": r"\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}",
}
"""Forms of the identifier of a body, newest first."""

_UNIT = "|".join(f"(?:{pattern})" for pattern in UNIT_GENERATIONS.values())
_DOSSIER = re.compile(rf"(?P<org>{_UNIT})-(?P<day>\d{{6}})-(?P<number>\d{{4,6}})", re.ASCII)
_UNIT_ALONE = re.compile(_UNIT, re.ASCII)
_PROVISIONAL = re.compile(r"TAM-(?P<day>\d{6})-[0-9A-HJKMNP-TV-Z]{4}-\d{4,6}-[0-9A-Z]", re.ASCII)
_PROCEDURE = re.compile(rf"(?P<code>[1-6]\.\d{{6}})(?:\.(?P<suffix>{_UNIT}))?", re.ASCII)
_SEPARATOR = re.compile(r"QMC-NGAN(?::(?P<component>[0-9A-Za-z._-]{1,64}|\*\d{8}(?:-\d{1,3})?))?", re.ASCII)
PATCH_T = "PATCHT"
"""What stands for the bars of Kodak's patch T, and what other programs print as a barcode on their separator sheets."""
PATCH_T_BARS_MM = (2.032, 5.08, 2.032, 5.08)
"""Its bars from the leading edge inwards (Kodak A-61599: 0.08 and 0.20 inch); read from the other side they are patch 3."""
PATCH_SPACE_MM = 2.032
COVER = "QMC-BIA"
"""On the cover sheet of a dossier, which lists papers and separates nothing."""
_TAG = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}", re.ASCII)
_DASHES = dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x00AD], "-")
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST = 64
_LONGEST_QR = 1000
_LAYOUT = re.compile(r"QMC[1-9]\d?", re.ASCII)
_TIME = "%Y%m%dT%H%M%S%z"
_VIETNAM = dt.timezone(dt.timedelta(hours=7))


class CodeKind(enum.StrEnum):
    """What a scanned or typed text is."""

    DOSSIER = "dossier"
    PROVISIONAL = "provisional"
    PROCEDURE = "procedure"
    IDENTITY_CARD = "identity_card"
    HEALTH_INSURANCE = "health_insurance"
    VIETQR = "vietqr"
    SEPARATOR = "separator"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True)
class DossierCode:
    """An official dossier code.

    Attributes:
        org: identifier of the receiving body, in either generation.
        day: day of receipt.
        number: ordinal of that day.
        width: digits of the ordinal as printed, 4 to 6.
    """

    org: str
    day: dt.date
    number: int
    width: int = 4

    @property
    def text(self) -> str:
        """As printed."""
        return f"{self.org}-{self.day:%y%m%d}-{self.number:0{self.width}d}"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptQr:
    """What the QR of a printed receipt says: the minimum content of TT 01/2023/TT-VPCP Điều 26.

    Attributes:
        code: the dossier code, official or provisional.
        procedure: code of the procedure.
        person: identity number of the person or body, empty where the office leaves it out.
        paper: name of the published paper.
        system: name of the system.
        published_at: moment of publication, aware.
        due_at: day of appointment, aware; None for procedures without one.
    """

    code: str
    procedure: str
    person: str = dataclasses.field(repr=False)
    paper: str
    system: str
    published_at: dt.datetime
    due_at: dt.datetime | None = None


def parse(text: str) -> DossierCode | None:
    """The official dossier code that this text is, None if it is none; case, spaces and kinds of dash do not matter.

    >>> parse(" h12.64 – 261123 – 0107 ").text
    'H12.64-261123-0107'
    """
    found = _DOSSIER.fullmatch(_normal(text))
    day = _day(found["day"]) if found else None
    if found is None or day is None:
        return None
    return DossierCode(found["org"], day, int(found["number"]), len(found["number"]))


def compose(unit: str, day: dt.date, number: int) -> str:
    """The official code of the ``number``-th dossier (from 1) received by ``unit`` on ``day``.

    >>> compose("H12.64", dt.date(2026, 11, 23), 107)
    'H12.64-261123-0107'
    """
    if not valid_unit(unit):
        raise InvalidValue("unit", "malformed")
    _check_day_and_number(day, number)
    return DossierCode(unit, day, number, max(4, len(str(number)))).text


def provisional(device_tag: str, day: dt.date, number: int) -> str:
    """The provisional code of the ``number``-th dossier (from 1) of this device on ``day``.

    ``device_tag`` is four characters of Crockford's base 32 (digits and capitals without I, L, O, U).
    """
    if not _TAG.fullmatch(device_tag):
        raise InvalidValue("device_tag", "malformed")
    _check_day_and_number(day, number)
    body = f"TAM-{day:%y%m%d}-{device_tag}-{number:04d}"
    return f"{body}-{check_character(body)}"


def is_provisional(text: str) -> bool:
    """Whether it has the shape of a provisional code and its check character is right."""
    code = _normal(text)
    found = _PROVISIONAL.fullmatch(code)
    return found is not None and _day(found["day"]) is not None and check_character(code[:-2]) == code[-1]


def normal(text: str) -> str | None:
    """A dossier code, official or provisional, as it is stored and printed; None if the text is neither."""
    if is_provisional(text):
        return _normal(text)
    code = parse(text)
    return code.text if code else None


def check_character(text: str) -> str:
    """ISO 7064 MOD 37,36 check character over the letters and digits of ``text`` (capitals; all else is passed over).

    >>> check_character("A1-2425G-ABC1234002")
    'M'
    """
    product = 36
    for letter in text:
        if letter in _LETTERS:
            total = (product + _LETTERS.index(letter)) % 36 or 36
            product = total * 2 % 37
    return _LETTERS[(37 - product) % 36]


def valid_unit(text: str) -> bool:
    """Whether it is the identifier of a body in one of the known generations (``H12.64``)."""
    return len(text) <= 35 and _UNIT_ALONE.fullmatch(text) is not None


def parse_procedure(text: str) -> tuple[str, str] | None:
    """National code and provincial suffix of a procedure code, None if it is none.

    >>> parse_procedure("1.002835.000.00.00.H56"), parse_procedure("1.001193")
    (('1.002835', '000.00.00.H56'), ('1.001193', ''))
    """
    found = _PROCEDURE.fullmatch(_normal(text))
    return (found["code"], found["suffix"] or "") if found else None


def separator(component_code: str = "") -> str:
    """The text of a separator sheet: a new paper begins, of this component where one is named.

    Args:
        component_code: code of the paper, or ``*`` and the number that stands for its name (``sheet_names``).
    """
    text = f"QMC-NGAN:{component_code}" if component_code else "QMC-NGAN"
    if not _SEPARATOR.fullmatch(text):
        raise InvalidValue("component_code", "malformed")
    return text


def parse_separator(text: str) -> str | None:
    """What a separator sheet names (empty when it names no paper), None if the text is that of no separator sheet.

    >>> parse_separator("QMC-NGAN:KQ.G15.000031"), parse_separator("PATCHT"), parse_separator("QMC-BIA")
    ('KQ.G15.000031', '', None)
    """
    bare = text.strip()
    if bare == PATCH_T:
        return ""
    found = _SEPARATOR.fullmatch(bare)
    return (found["component"] or "") if found else None


def is_cover(text: str) -> bool:
    """Whether it is the mark of a cover sheet."""
    return text.strip() == COVER


def receipt_qr_text(content: ReceiptQr) -> str:
    """The text of a receipt's QR.

    Eight fields between ``;``: dossier code, ``QMC1`` (this layout), procedure, person, paper, system, moment of
    publication, moment of appointment. Times are ISO 8601 basic format, UTC+7. ``%``, ``;``, ``|`` and controls within
    a field are percent-encoded. Later layouts (``QMC2``, …) may only add fields at the end.
    """
    times = (_time_text(content.published_at), _time_text(content.due_at) if content.due_at else "")
    words = (content.procedure, content.person, content.paper, content.system)
    return ";".join((_escaped(content.code), "QMC1", *map(_escaped, words), *times))


def parse_receipt_qr(text: str) -> ReceiptQr | None:
    """What ``receipt_qr_text`` had been given; None for any other text."""
    if len(text) > _LONGEST_QR:
        return None
    fields = text.strip("\ufeff\r\n\x1d ").split(";")
    if len(fields) < 8 or not _LAYOUT.fullmatch(fields[1]):
        return None
    code, _, procedure, person, paper, system, published, due = map(urllib.parse.unquote, fields[:8])
    try:
        published_at = dt.datetime.fromisoformat(published)
        due_at = dt.datetime.fromisoformat(due) if due else None
    except ValueError:
        return None
    known = normal(code)
    if known is None or published_at.tzinfo is None or (due_at is not None and due_at.tzinfo is None):
        return None
    return ReceiptQr(
        code=known,
        procedure=procedure,
        person=person,
        paper=paper,
        system=system,
        published_at=published_at,
        due_at=due_at,
    )


def classify(text: str) -> CodeKind:
    """What this text is; a card damaged on its way is still a card, and what nothing fits is unknown, never guessed."""
    if is_provisional(text):
        return CodeKind.PROVISIONAL
    if parse(text) or parse_receipt_qr(text):
        return CodeKind.DOSSIER
    if parse_procedure(text):
        return CodeKind.PROCEDURE
    if parse_separator(text) is not None or is_cover(text):
        return CodeKind.SEPARATOR
    if text.startswith("000201") and "A000000727" in text:  # EMVCo payload format, application id of NAPAS
        return CodeKind.VIETQR
    card = identity_card.read(text)
    if isinstance(card, IdentityCard) or card.reason is NotCardReason.GARBLED:
        return CodeKind.IDENTITY_CARD
    return CodeKind.HEALTH_INSURANCE if card.reason is NotCardReason.HEALTH_INSURANCE else CodeKind.UNKNOWN


def _normal(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(c for c in plain if c.isprintable() and not c.isspace() and c != "\ufeff").upper()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date(2000 + int(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _check_day_and_number(day: dt.date, number: int) -> None:
    if not 2000 <= day.year <= 2099:
        raise InvalidValue("day", "out_of_range", str(day.year))
    if not 1 <= number <= 999_999:
        raise InvalidValue("number", "out_of_range", str(number))


def _escaped(field: str) -> str:
    return "".join(f"%{ord(c):02X}" if c in "%;|" or ord(c) < 0x20 else c for c in field)


def _time_text(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise InvalidValue("published_at", "naive_time")
    return moment.astimezone(_VIETNAM).strftime(_TIME)
