"""The figures of a period beside the targets that were in force: what was reached and what was asked, each with its source."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from desk_app import resources
from desk_app.desk import settings as desk_settings
from desk_app.domain import indicators
from desk_app.domain.dossier import Dossier
from desk_app.domain.events import Author
from desk_app.domain.indicators import Line, PeriodReport, Target
from desk_app.domain.lookup import Filters
from desk_app.domain.roles import Act, Role, require

if TYPE_CHECKING:
    from desk_app.store.engine import Store
    from desk_app.store.unit_of_work import UnitOfWork

_PAGE = 500


class BadPeriod(Exception):
    """The last day lies before the first."""


class Reporting:
    """Counts what this desk did."""

    def __init__(self, store: Store, *, clock: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._clock = clock

    def period(self, first: dt.date, last: dt.date, *, who: Author) -> PeriodReport:
        """The report of a period.

        Raises:
            BadPeriod: it ends before it begins.
            NotPermitted: the role does not look dossiers up.
        """
        require(Role(who.role), Act.SEARCH)
        if last < first:
            raise BadPeriod
        now = self._clock()
        with self._store.read() as uow:
            settings = desk_settings.load(uow.settings)
            dossiers = list(_dossiers(uow, first, last))
        level = "commune" if "." in settings.unit else "province"
        return PeriodReport(
            first=first,
            last=last,
            unit=settings.unit,
            unit_name=settings.unit_name,
            desk=settings.desk,
            made_at=now,
            received=len(dossiers),
            lines=tuple(
                Line(indicator=found, target=_target(found.measure, level, last))
                for found in indicators.indicators(dossiers, now=now)
            ),
        )


def _dossiers(uow: UnitOfWork, first: dt.date, last: dt.date) -> Iterator[Dossier]:
    filters = Filters(received_from=first, received_to=last)
    offset = 0
    while rows := uow.queries.search("", limit=_PAGE, offset=offset, filters=filters):
        for row in rows:
            yield uow.dossiers.get(row.id)
        offset += len(rows)


def _target(measure: indicators.Measure, level: str, on: dt.date) -> Target | None:
    path = resources.path("catalogue", "targets.json")
    for row in json.loads(path.read_text(encoding="utf-8"))["targets"]:
        begins, ends = dt.date.fromisoformat(row["from"]), row["to"] and dt.date.fromisoformat(row["to"])
        if row["indicator"] == measure and row["level"] == level and begins <= on and (ends is None or on <= ends):
            return Target(share=float(row["percent"]) / 100, source=str(row["source"]))
    return None
