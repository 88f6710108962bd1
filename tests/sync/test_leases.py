"""Dossier numbers in hand: asked for when low, never wasted by a lost answer, given back when their day is over."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from typing import Any

import pytest

from desk_app.sync import central as ce
from desk_app.sync.leases import LeasePolicy, coming_days
from desk_app.sync.status import LinkState

MONDAY = dt.date(2026, 11, 23)
TODAY_ONLY = LeasePolicy(low=5, count=10, days=lambda day: (day,))


def left(desk: Any, day: dt.date = MONDAY) -> int:
    with desk.store.read() as uow:
        found: int = uow.numbering.left("H12.64", day)
    return found


def take(desk: Any, times: int) -> list[int | None]:
    with desk.store.transaction() as uow:
        return [uow.numbering.take("H12.64", MONDAY) for _ in range(times)]


def test_the_coming_days_begin_today_and_pass_over_sundays() -> None:
    assert coming_days(MONDAY) == tuple(MONDAY + dt.timedelta(days=n) for n in range(5))
    assert MONDAY - dt.timedelta(days=1) not in coming_days(MONDAY - dt.timedelta(days=3))
    assert coming_days(MONDAY - dt.timedelta(days=1))[0].weekday() == 6  # open on a Sunday today: then for today too


def test_numbers_are_asked_for_only_when_they_run_low(desk: Any, centre: Any) -> None:
    loop = desk.loop(centre, leases=TODAY_ONLY)

    loop.run_once()
    loop.run_once()
    asked = centre.calls.count("lease")
    take(desk, 6)
    loop.run_once()

    assert (asked, centre.calls.count("lease"), left(desk)) == (1, 2, 14)


@pytest.mark.parametrize("fault", ["lose", "die_after"])
def test_a_lost_answer_wastes_no_numbers(desk: Any, centre: Any, fault: str) -> None:
    centre.plan = ["", fault]  # feed, lease
    with contextlib.suppress(centre.Crash):
        desk.loop(centre, leases=TODAY_ONLY).run_once()

    desk.loop(centre, leases=TODAY_ONLY).run_once()

    assert (len(centre.leases), left(desk)) == (1, 10)


def test_a_centre_that_grants_none_is_no_fault(desk: Any, centre: Any) -> None:
    centre.lease = lambda request_id, day, count: None

    outcome = desk.loop(centre, leases=TODAY_ONLY).run_once()

    assert (outcome.state, left(desk)) == (LinkState.ONLINE, 0)


def test_a_refusal_is_got_over_with_a_new_request_later(desk: Any, centre: Any) -> None:
    honest, asked = centre.lease, []

    def picky(request_id: str, day: dt.date, count: int) -> Any:
        asked.append(request_id)
        if len(asked) == 1:
            raise ce.Refused(409, "lease_returned")
        return honest(request_id, day, count)

    centre.lease = picky
    loop = desk.loop(centre, leases=TODAY_ONLY)

    loop.run_once()
    loop.run_once()
    at_once = len(asked)
    desk.clock.forward(minutes=1)
    loop.run_once()

    assert (at_once, len(set(asked)), left(desk)) == (1, 2, 10)


@pytest.mark.parametrize("change", [{"unit": "H12.99"}, {"day": MONDAY + dt.timedelta(days=1)}, {"first": 101}])
def test_numbers_of_others_or_granted_before_are_not_used(desk: Any, centre: Any, change: dict[str, Any]) -> None:
    honest = centre.lease
    desk.loop(centre, leases=TODAY_ONLY).run_once()
    take(desk, 8)
    centre.lease = lambda *args: dataclasses.replace(honest(*args), **change)

    outcome = desk.loop(centre, leases=TODAY_ONLY).run_once()

    assert (outcome.state, left(desk)) == (LinkState.ONLINE, 2)


@pytest.mark.parametrize("fault", ["", "lose", "die_before", "die_after", "refused"])
def test_what_was_not_used_goes_back_when_its_day_is_over(desk: Any, centre: Any, fault: str) -> None:
    no_new = dataclasses.replace(TODAY_ONLY, days=lambda day: ())
    desk.loop(centre, leases=TODAY_ONLY).run_once()
    take(desk, 3)
    desk.clock.forward(days=1)
    honest = centre.return_lease
    if fault == "refused":

        def refuse(lease_id: str, unused_from: int) -> None:
            centre.return_lease = honest
            raise ce.Refused(404, "unknown_lease")

        centre.return_lease = refuse
    else:
        centre.plan = ["", fault]
    with contextlib.suppress(centre.Crash):
        desk.loop(centre, leases=no_new).run_once()

    desk.loop(centre, leases=no_new).run_once()

    lease = next(iter(centre.leases.values()))
    assert centre.returned == ({} if fault == "refused" else {lease.id: lease.first + 3})
    assert take(desk, 1) == [None]
    with desk.store.read() as uow:
        assert not [key for key in uow.settings.all() if key.startswith("lease_")]
