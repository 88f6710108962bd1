from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from desk_app.desk.reporting import BadPeriod
from desk_app.domain.errors import NotPermitted
from desk_app.domain.indicators import Measure
from desk_app.domain.procedure import Channel

DAY = dt.date(2026, 11, 23)


def _figures(report: Any) -> dict[Measure, tuple[int, int]]:
    return {line.indicator.measure: (line.indicator.numerator, line.indicator.denominator) for line in report.lines}


def test_the_figures_of_a_day_stand_beside_the_targets_in_force(counter: Any) -> None:
    counter.accepted(pages=1)  # one of two papers that are owed
    counter.accepted("2.000815", pages=1)  # all of them
    counter.accepted("1.000894", pages=0, channel=Channel.ONLINE)

    report = counter.desk.reporting.period(DAY, DAY, who=counter.officer)

    assert (report.unit, report.unit_name, report.desk) == ("H12.64", "UBND xã Khánh An", "Quầy 1")
    assert (report.received, report.made_at) == (3, counter.now())
    assert _figures(report) == {
        Measure.FILED_ONLINE: (1, 3),
        Measure.DIGITISED_LOOSE: (2, 3),
        Measure.DIGITISED: (1, 3),
        Measure.PAPERS_DIGITISED: (2, 4),
        Measure.NOT_OVERDUE: (_under_way(counter), _under_way(counter)),
    }
    lines = {line.indicator.measure: line for line in report.lines}
    online = lines[Measure.FILED_ONLINE]
    assert online.target is not None
    assert (online.target.share, online.reached) == (0.7, False)
    assert "Cà Mau 2023" in online.target.source
    assert lines[Measure.NOT_OVERDUE].target is None


def _under_way(counter: Any) -> int:
    """How many of today's dossiers have a due time at all."""
    with counter.store.read() as uow:
        return sum(1 for row in uow.queries.recent(10) if row.due_at is not None)


def test_first_and_last_day_belong_to_the_period(counter: Any) -> None:
    counter.now.now = counter.now().replace(hour=0, minute=0)
    counter.accepted(pages=0)
    counter.now.now = counter.now().replace(hour=23, minute=59)
    counter.accepted(pages=0)
    counter.now.move(minutes=1)
    counter.accepted(pages=0)

    def received(first: dt.date, last: dt.date) -> int:
        return int(counter.desk.reporting.period(first, last, who=counter.officer).received)

    assert received(DAY, DAY) == 2
    assert received(DAY, DAY + dt.timedelta(days=1)) == 3
    assert received(DAY - dt.timedelta(days=30), DAY - dt.timedelta(days=1)) == 0


def test_targets_depend_on_the_day_and_the_level_of_the_unit(counter: Any) -> None:
    def online_target(day: dt.date) -> float | None:
        report = counter.desk.reporting.period(day, day, who=counter.officer)
        (line,) = [x for x in report.lines if x.indicator.measure is Measure.FILED_ONLINE]
        return line.target.share if line.target else None

    assert online_target(dt.date(2023, 12, 14)) == 0.6
    assert online_target(dt.date(2023, 12, 15)) == 0.7
    assert online_target(dt.date(2023, 9, 30)) is None

    settings = dataclasses.replace(counter.desk.settings.get(), unit="H12")
    counter.desk.settings.change(settings, who=counter.administrator)
    assert online_target(dt.date(2023, 12, 15)) == 0.9


def test_a_period_that_ends_before_it_begins_is_none(counter: Any) -> None:
    with pytest.raises(BadPeriod):
        counter.desk.reporting.period(DAY, DAY - dt.timedelta(days=1), who=counter.officer)


def test_a_volunteer_sees_no_figures(counter: Any) -> None:
    with pytest.raises(NotPermitted):
        counter.desk.reporting.period(DAY, DAY, who=counter.volunteer)


def test_more_dossiers_than_one_page_of_the_list_are_all_counted(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.desk.reporting._PAGE", 2)
    for _ in range(5):
        counter.accepted(pages=0)

    assert counter.desk.reporting.period(DAY, DAY, who=counter.officer).received == 5
