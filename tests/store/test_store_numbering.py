from __future__ import annotations

import datetime as dt
import itertools
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app import ids
from desk_app.store.errors import LeaseNotFound, LeaseOverlaps
from desk_app.store.numbering import Lease

UNIT, DAY = "H12.64", dt.date(2026, 11, 23)
UNUSED_DAYS = itertools.count(1)
"""Days after DAY, one for each example: the examples of one test share its store."""


def lease(first=1, last=3, *, day=DAY, unit=UNIT, id_=None):
    return Lease(id_ or ids.new_id(), unit, day, first, last)


def test_numbers_are_taken_in_order_and_run_out(store):
    with store.transaction() as uow:
        uow.numbering.add_lease(lease(11, 12))
        uow.numbering.add_lease(lease(1, 2))

    taken = []
    for _ in range(5):
        with store.transaction() as uow:
            taken.append(uow.numbering.take(UNIT, DAY))

    assert taken == [1, 2, 11, 12, None]


def test_a_number_taken_in_a_transaction_that_fails_is_not_used(store):
    with store.transaction() as uow:
        uow.numbering.add_lease(lease())

    with pytest.raises(ZeroDivisionError), store.transaction() as uow:  # noqa: PT012
        assert uow.numbering.take(UNIT, DAY) == 1
        raise ZeroDivisionError

    with store.transaction() as uow:
        assert uow.numbering.take(UNIT, DAY) == 1


def test_numbers_of_other_units_and_days_are_left_alone(store):
    with store.transaction() as uow:
        uow.numbering.add_lease(lease(unit="H12.65"))
        uow.numbering.add_lease(lease(day=DAY + dt.timedelta(days=1)))

        assert uow.numbering.take(UNIT, DAY) is None
        assert uow.numbering.left(UNIT, DAY) == 0
        assert uow.numbering.left("H12.65", DAY) == 3


def test_the_same_lease_twice_counts_once(store):
    one = lease(1, 5)
    with store.transaction() as uow:
        uow.numbering.add_lease(one)
        uow.numbering.take(UNIT, DAY)
        uow.numbering.add_lease(one)

        assert uow.numbering.left(UNIT, DAY) == 4


@pytest.mark.parametrize(("first", "last"), [(5, 9), (1, 5), (2, 3), (0, 99), (1, 4)])
def test_a_range_granted_twice_is_refused(store, first, last):
    with store.transaction() as uow:
        uow.numbering.add_lease(lease(1, 5))

    with pytest.raises(LeaseOverlaps), store.transaction() as uow:
        uow.numbering.add_lease(lease(first, last))


def test_what_is_left_of_past_days_is_known_until_it_was_given_back(store):
    old, used_up, today = lease(1, 5), lease(6, 6), lease(1, 5, day=DAY + dt.timedelta(days=1))
    with store.transaction() as uow:
        for one in (old, used_up, today):
            uow.numbering.add_lease(one)
        for _ in range(2):
            uow.numbering.take(UNIT, DAY)

    with store.transaction() as uow:
        open_ = uow.numbering.open_leases(DAY + dt.timedelta(days=1))
        assert [(one.id, one.unused_from) for one in open_] == [(old.id, 3), (used_up.id, 6)]
        uow.numbering.mark_returned(old.id)

    with store.transaction() as uow:
        assert [one.id for one in uow.numbering.open_leases(DAY + dt.timedelta(days=1))] == [used_up.id]
        assert uow.numbering.take(UNIT, DAY) == 6
        assert uow.numbering.take(UNIT, DAY) is None
        with pytest.raises(LeaseNotFound):
            uow.numbering.mark_returned("nothing")


def test_provisional_numbers_begin_anew_each_day(store):
    with store.transaction() as uow:
        assert [uow.numbering.next_provisional(DAY) for _ in range(3)] == [1, 2, 3]
        assert uow.numbering.next_provisional(DAY + dt.timedelta(days=1)) == 1


def test_threads_never_get_the_same_number(store):
    with store.transaction() as uow:
        uow.numbering.add_lease(lease(1, 40))
    taken = []

    def work():
        for _ in range(10):
            with store.transaction() as uow:
                taken.append(uow.numbering.take(UNIT, DAY))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 41))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 4), max_size=4), takes=st.integers(0, 12))
def test_exactly_the_leased_numbers_are_given_out(store, sizes, takes):
    day = DAY + dt.timedelta(days=next(UNUSED_DAYS))
    first, numbers = 1, []
    with store.transaction() as uow:
        for size in sizes:
            uow.numbering.add_lease(lease(first, first + size - 1, day=day))
            numbers += range(first, first + size)
            first += size + 1

        taken = [uow.numbering.take(UNIT, day) for _ in range(takes)]

        assert taken == [*numbers, *[None] * takes][:takes]
        assert uow.numbering.left(UNIT, day) == max(0, len(numbers) - takes)
