from __future__ import annotations

import concurrent.futures as cf
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app import clock, ids
from desk_app.central.leases import first_gap
from desk_app.central.limits import Limits
from desk_app.domain import codes

TODAY = clock.now().date()


def ask(desk: Any, count: int = 10, *, request_id: str | None = None, day: dt.date = TODAY) -> Any:
    body = {"request_id": request_id or ids.new_id(), "day": day.isoformat(), "count": count}
    return desk.http.post("/v1/leases", json=body)


def lease(desk: Any, count: int = 10, **changes: Any) -> dict[str, Any]:
    answer = ask(desk, count, **changes)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["lease"]
    return found


def give_back(desk: Any, lease_id: str, unused_from: int) -> Any:
    return desk.http.post(f"/v1/leases/{lease_id}/return", json={"unused_from": unused_from})


def test_a_lease_is_a_range_of_this_unit_and_day(desk: Any) -> None:
    found = lease(desk, 50)

    assert (found["unit"], found["day"], found["first"], found["last"]) == (desk.unit, TODAY.isoformat(), 1, 50)


def test_the_same_request_gets_the_same_lease(desk: Any) -> None:
    request_id = ids.new_id()

    assert lease(desk, request_id=request_id) == lease(desk, request_id=request_id)


def test_the_same_request_for_something_else_is_refused(desk: Any) -> None:
    request_id = ids.new_id()
    lease(desk, 10, request_id=request_id)

    answer = ask(desk, 11, request_id=request_id)

    assert (answer.status_code, answer.json()["error"]["reason"]) == (409, "id_reused")


def test_leases_asked_for_at_the_same_time_never_overlap(enrol: Any, unit: str) -> None:
    desks = [enrol(unit) for _ in range(3)]

    with cf.ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda n: lease(desks[n % 3], 1 + n % 4), range(18)))

    numbers = [n for one in found for n in range(one["first"], one["last"] + 1)]
    assert len(numbers) == len(set(numbers)) == sum(1 + n % 4 for n in range(18))


def test_codes_given_by_the_gateway_come_from_the_same_counter(desk: Any) -> None:
    first = lease(desk, 5)

    _, code = desk.accept()
    second = lease(desk, 5)

    assert (first["last"], codes.parse(code).number, second["first"]) == (5, 6, 7)


def test_a_number_that_a_desk_used_without_a_lease_is_never_given_out(desk: Any) -> None:
    desk.accept(code=codes.compose(desk.unit, TODAY, 4))

    first = lease(desk, 3)
    second = lease(desk, 3)

    assert (first["first"], first["last"]) == (1, 3)
    assert (second["first"], second["last"]) == (5, 7)


def test_each_day_counts_for_itself(desk: Any) -> None:
    lease(desk, 10)

    assert lease(desk, 10, day=TODAY + dt.timedelta(days=1))["first"] == 1


def test_unused_numbers_at_the_end_are_given_out_again(desk: Any) -> None:
    found = lease(desk, 10)

    answers = [give_back(desk, found["id"], 4) for _ in range(2)]

    assert [a.json()["lease"]["id"] for a in answers] == [found["id"]] * 2
    assert lease(desk, 10)["first"] == 4


def test_unused_numbers_in_the_middle_stay_a_gap(desk: Any) -> None:
    found = lease(desk, 10)
    lease(desk, 10)

    give_back(desk, found["id"], 4)

    assert lease(desk, 1)["first"] == 21


def test_numbers_in_use_cannot_be_given_back(desk: Any) -> None:
    found = lease(desk, 10)
    desk.accept(code=codes.compose(desk.unit, TODAY, 6))

    answers = [give_back(desk, found["id"], number) for number in (6, 12, 7)]

    assert [a.status_code for a in answers] == [422, 422, 200]


def test_a_lease_that_was_given_back_is_not_handed_out_by_its_old_request(desk: Any) -> None:
    request_id = ids.new_id()
    found = lease(desk, 10, request_id=request_id)
    give_back(desk, found["id"], 1)

    answers = [ask(desk, 10, request_id=request_id), give_back(desk, found["id"], 2)]

    assert [(a.status_code, a.json()["error"]["reason"]) for a in answers] == [(409, "lease_returned")] * 2


def test_another_unit_cannot_give_a_lease_back(desk: Any, other_unit_desk: Any) -> None:
    found = lease(desk, 10)

    assert give_back(other_unit_desk, found["id"], 1).status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"count": 0}, 422),
        ({"count": 501}, 422),
        ({"day": "2019-01-01"}, 422),
        ({"day": (TODAY + dt.timedelta(days=90)).isoformat()}, 422),
        ({"day": 20000}, 422),
        ({"request_id": ""}, 422),
    ],
)
def test_a_lease_beyond_the_limits_is_refused(desk: Any, changes: dict[str, Any], status: int) -> None:
    body = {"request_id": ids.new_id(), "day": TODAY.isoformat(), "count": 5} | changes

    assert desk.http.post("/v1/leases", json=body).status_code == status


def test_a_day_runs_out_of_numbers_without_harm(own_gateway: Any, enrol: Any, unit: str) -> None:
    desk = enrol(unit, at=own_gateway(limits=Limits(numbers_a_day=12)))
    lease(desk, 10)

    answer = ask(desk, 3)

    assert (answer.status_code, answer.json()["error"]["reason"]) == (409, "numbers_exhausted")
    assert lease(desk, 2)["last"] == 12
    assert codes.parse(desk.accept()[1]).number == 13  # a dossier that is there must get a code


@given(used=st.sets(st.integers(1, 60)), begin=st.integers(1, 40), count=st.integers(1, 8))
def test_the_gap_is_free_and_the_first_that_fits(used: set[int], begin: int, count: int) -> None:
    numbers = sorted(n for n in used if n >= begin)

    first = first_gap(numbers, begin, count)

    def free(at: int) -> bool:
        return not used.intersection(range(at, at + count))

    assert free(first)
    assert not any(free(at) for at in range(begin, first))
