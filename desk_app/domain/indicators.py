"""The desk's figures: shares filed online, digitised, overdue; always with numerator and denominator beside the percentage.

QĐ 766/QĐ-TTg as provincial systems apply it. "Digitised" is counted twice: loosely, as common practice does (one file is enough),
and strictly (every paper due for digitisation has its file). Fees paid online are not counted while the desk takes no payments.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
import enum

from desk_app.domain.dossier import Component, Dossier, Status
from desk_app.domain.procedure import Channel

_RECEIVED = frozenset(Status) - {Status.REGISTERED, Status.NOT_RECEIVED}
_UNDER_WAY = frozenset({Status.RECEIVED, Status.IN_PROCESS, Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED})


class Measure(enum.StrEnum):
    """What is measured."""

    FILED_ONLINE = "filed_online"
    DIGITISED_LOOSE = "digitised_loose"
    DIGITISED = "digitised"
    PAPERS_DIGITISED = "papers_digitised"
    NOT_OVERDUE = "not_overdue"


@dataclasses.dataclass(frozen=True, slots=True)
class Indicator:
    """A share with what it was made from; ``share`` is None where there was nothing to count."""

    measure: Measure
    numerator: int
    denominator: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1."""
        return self.numerator / self.denominator if self.denominator else None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target in force, as a share between 0 and 1."""

    share: float
    source: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One indicator with its target; ``reached`` is None where there is no target or nothing to count."""

    indicator: Indicator
    target: Target | None

    @property
    def reached(self) -> bool | None:
        """Whether the share is at least the target."""
        if self.target is None or self.indicator.share is None:
            return None
        return self.indicator.share >= self.target.share


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """The figures of a period: first and last day of receipt, both included."""

    first: dt.date
    last: dt.date
    unit: str
    unit_name: str
    desk: str
    made_at: dt.datetime
    received: int
    lines: tuple[Line, ...]


def indicators(dossiers: collections.abc.Iterable[Dossier], *, now: dt.datetime) -> tuple[Indicator, ...]:
    """One indicator a measure, over the dossiers of a period."""
    counts = {measure: [0, 0] for measure in Measure}

    def count(measure: Measure, hits: int, of: int) -> None:
        counts[measure][0] += hits
        counts[measure][1] += of

    for dossier in dossiers:
        if dossier.status not in _RECEIVED:
            continue
        owed = [c for c in dossier.components if is_owed(c)]
        done = sum(1 for c in owed if c.copy is not None)
        count(Measure.FILED_ONLINE, dossier.channel is Channel.ONLINE, 1)
        count(Measure.DIGITISED_LOOSE, any(c.copy is not None for c in dossier.components), 1)
        if owed:
            count(Measure.DIGITISED, done == len(owed), 1)
        count(Measure.PAPERS_DIGITISED, done, len(owed))
        if dossier.status in _UNDER_WAY and dossier.due.at is not None:
            count(Measure.NOT_OVERDUE, dossier.due.at >= now, 1)
    return tuple(Indicator(measure, hits, of) for measure, (hits, of) in counts.items())


def is_owed(component: Component) -> bool:
    """Whether the rules ask for an electronic copy of this paper (TT 01/2023/TT-VPCP leaves out presented papers, copies, …)."""
    if component.copy is not None:
        return True
    return component.not_digitised_because is None or not component.not_digitised_because.exempt
