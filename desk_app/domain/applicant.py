"""Who a dossier is about and who brings it: applicant (chủ hồ sơ), submitter (người nộp), address.

The two may differ and both are printed. Addresses keep the text as it was read or typed for ever; the structured unit beside it
belongs to the two-tier administration in force since 2025-07-01 (province, commune; no district).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum


class ApplicantKind(enum.StrEnum):
    """What the applicant is."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANISATION = "organisation"


class IdType(enum.StrEnum):
    """Which paper or number identifies a person or body."""

    CCCD = "cccd"
    """12-digit personal identification number (CCCD, thẻ căn cước)."""
    CMND = "cmnd"
    """9-digit number of the older card."""
    PASSPORT = "passport"
    TAX = "tax"
    """Mã số thuế: 10 digits, 10 digits-NNN, or the 12-digit personal number (since 2025-07-01)."""


class Sex(enum.StrEnum):
    """Sex as printed on the card."""

    MALE = "male"
    FEMALE = "female"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown (old cards print ``00``).

    >>> str(PartialDate(1961)), str(PartialDate(1961, 3)), str(PartialDate(1961, 3, 5))
    ('1961', '1961-03', '1961-03-05')
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            msg = "a day without a month"
            raise ValueError(msg)
        dt.date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ValueError for anything else or a date that does not exist."""
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or len(parts[0]) != 4 or any(len(part) != 2 for part in parts[1:]):
            msg = "not a date in the form YYYY-MM-DD"
            raise ValueError(msg)
        return cls(*(int(part) for part in parts))

    @property
    def full(self) -> dt.date | None:
        """The exact day, or None where a part is unknown."""
        if self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where somebody lives or sits.

    Attributes:
        text: as read from the card or typed, never rewritten (it may name a district that no longer exists).
        province: two-digit code of the present province, None when unknown.
        commune: five-digit code of the present commune, ward or special zone, None when unknown.
        units_as_of: first day of validity of the unit list that the two codes were chosen from.
    """

    text: str = ""
    province: str | None = None
    commune: str | None = None
    units_as_of: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Chủ hồ sơ: the citizen, business or organisation whose matter it is. Empty text means not given."""

    kind: ApplicantKind = ApplicantKind.CITIZEN
    full_name: str = ""
    id_type: IdType | None = None
    id_number: str = ""
    born: PartialDate | None = None
    sex: Sex | None = None
    phone: str = ""
    email: str = ""
    address: Address = dataclasses.field(default_factory=Address)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Submitter:
    """Người nộp hồ sơ: the person at the counter when it is not the applicant.

    Attributes:
        authority: on what ground this person acts ("cha", "uỷ quyền số …"), as typed.
    """

    full_name: str = ""
    id_type: IdType | None = None
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: Address = dataclasses.field(default_factory=Address)
    authority: str = ""
