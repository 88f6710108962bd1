"""What an import of the national catalogue reports: procedures read, records refused, what was guessed or left out."""

from __future__ import annotations

import collections
import dataclasses
import enum
from collections.abc import Callable

from desk_app.domain.procedure import Procedure


class RejectReason(enum.StrEnum):
    """Why a record, or the rest of a file, could not be taken."""

    NOT_A_CATALOGUE = "not_a_catalogue"
    MALFORMED = "malformed"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    TRUNCATED = "truncated"
    DAMAGED_TEXT = "damaged_text"
    NOT_AN_OBJECT = "not_an_object"
    BAD_CODE = "bad_code"
    NO_NAME = "no_name"


class WarningKind(enum.StrEnum):
    """What an imported procedure needs a person's eye for."""

    DUPLICATE = "duplicate"
    TIME_UNREADABLE = "time_unreadable"
    TIME_ROUNDED = "time_rounded"
    TIME_AMBIGUOUS = "time_ambiguous"
    UNIT_ASSUMED = "unit_assumed"
    UNIT_UNKNOWN = "unit_unknown"
    CHANNEL_UNKNOWN = "channel_unknown"
    LEVEL_UNKNOWN = "level_unknown"
    FEE_UNREADABLE = "fee_unreadable"
    RUN_ON_NUMBER = "run_on_number"
    COUNT_UNREADABLE = "count_unreadable"
    NAME_MISSING = "name_missing"
    FRAGMENT = "fragment"
    NAME_SHORTENED = "name_shortened"
    NO_PAPERS = "no_papers"
    FIELD_UNREADABLE = "field_unreadable"


Warn = Callable[[WarningKind, str], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not taken.

    Attributes:
        where: file name and record, as in ``catalogue.jsonl:17``; the number is one-based.
        code: the procedure code as far as it could be read, else empty.
    """

    where: str
    code: str
    reason: RejectReason


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogueWarning:
    """Something guessed, shortened or left out of a procedure that was taken."""

    where: str
    code: str
    kind: WarningKind
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of reading one or several files; each code stands in ``imported`` once, where it appeared last."""

    imported: tuple[Procedure, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[CatalogueWarning, ...] = ()

    def warning_counts(self) -> dict[WarningKind, int]:
        """How often each kind of warning occurred, the most frequent first."""
        return dict(collections.Counter(w.kind for w in self.warnings).most_common())

    def rejection_counts(self) -> dict[RejectReason, int]:
        """How often each reason of refusal occurred, the most frequent first."""
        return dict(collections.Counter(r.reason for r in self.rejected).most_common())
