from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desk_app.domain.deadlines import Calendar, Lateness, due, due_after_supplement, is_overdue, lateness, office_time
from desk_app.domain.dossier import Due
from desk_app.domain.errors import InvalidValue
from desk_app.domain.procedure import Duration, ProcessingTime, SupplementPolicy, TimeUnit

VN = dt.timezone(dt.timedelta(hours=7))
CUTOFF = dt.time(15, 0)
PLAIN = Calendar({})


def at(day: int, month: int, year: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=VN)


def limit(amount: int, unit: TimeUnit = TimeUnit.WORKING_DAY, *, assumed: bool = False) -> ProcessingTime:
    return ProcessingTime(duration=Duration(amount, unit, assumed))


GOLDEN = [
    ((20, 11, 2026), 3, (26, 11, 2026)),
    ((13, 2, 2026), 5, (27, 2, 2026)),
    ((29, 12, 2025), 5, (7, 1, 2026)),
    ((7, 1, 2026), 3, (10, 1, 2026)),
    ((21, 8, 2026), 3, (25, 8, 2026)),
    ((24, 4, 2026), 7, (8, 5, 2026)),
    ((26, 4, 2024), 3, (4, 5, 2024)),
]


@pytest.mark.parametrize(("received", "days", "expected"), GOLDEN)
def test_working_days_skip_holidays_and_count_exchanged_saturdays(
    calendar: Calendar, received: tuple[int, int, int], days: int, expected: tuple[int, int, int]
) -> None:
    result = due(calendar, limit(days), at(*received, 9, 17))

    assert result.at == at(*expected, 9, 17)


def test_the_holiday_of_24_november_is_skipped_and_named(calendar: Calendar) -> None:
    result = due(calendar, limit(1, assumed=True), at(23, 11, 2026, 10, 45), CUTOFF)

    assert result == Due(
        at=at(25, 11, 2026, 10, 45),
        amount=1,
        unit="working_day",
        skipped=((dt.date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),),
        unit_assumed=True,
    )


def test_weekends_and_holidays_on_a_weekend_are_not_listed_as_skipped(calendar: Calendar) -> None:
    result = due(calendar, limit(7), at(24, 4, 2026))

    assert [day.day for day, _ in result.skipped] == [27, 30, 1]


def test_all_days_of_tet_are_listed_in_order(calendar: Calendar) -> None:
    result = due(calendar, limit(5), at(13, 2, 2026))

    assert [day for day, _ in result.skipped] == [dt.date(2026, 2, day) for day in range(16, 21)]


def test_a_unit_that_the_catalogue_does_not_name_is_marked() -> None:
    assert due(PLAIN, limit(3, assumed=True), at(2, 11, 2026)).unit_assumed
    assert not due(PLAIN, limit(3), at(2, 11, 2026)).unit_assumed


@pytest.mark.parametrize(
    ("hour", "minute", "expected", "added"),
    [
        (14, 59, at(3, 11, 2026, 14, 59), False),
        (15, 0, at(3, 11, 2026, 15, 0), False),
        (15, 1, at(4, 11, 2026, 15, 1), True),
        (17, 30, at(4, 11, 2026, 7, 0), False),
    ],
)
def test_one_working_day_more_after_the_hour_of_the_procedure(
    hour: int, minute: int, expected: dt.datetime, added: bool
) -> None:
    result = due(PLAIN, limit(1), at(2, 11, 2026, hour, minute), CUTOFF)

    assert (result.at, result.after_cutoff) == (expected, added)


def test_no_hour_in_the_procedure_means_no_day_more() -> None:
    assert due(PLAIN, limit(1), at(2, 11, 2026, 16)).at == at(3, 11, 2026, 16)


def test_seconds_do_not_decide_about_the_cutoff_hour() -> None:
    assert not due(PLAIN, limit(0), at(2, 11, 2026, 15).replace(second=59), CUTOFF).after_cutoff


@pytest.mark.parametrize("time", [limit(0), limit(0, TimeUnit.HOUR), None, ProcessingTime()])
def test_same_day_procedure_is_due_at_closing_before_the_cutoff_and_next_working_day_after_it(
    calendar: Calendar, time: ProcessingTime | None
) -> None:
    before = due(calendar, time, at(23, 11, 2026, 10), CUTOFF)
    after = due(calendar, time, at(23, 11, 2026, 16), CUTOFF)

    assert before.at == at(23, 11, 2026, 17)
    assert before.skipped == ()
    assert after.at == at(25, 11, 2026, 17)
    assert after.after_cutoff
    assert after.skipped == ((dt.date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),)


def test_a_procedure_without_a_limit_has_no_due_time() -> None:
    assert due(PLAIN, None, at(2, 11, 2026)) == Due(at=None)
    assert due(PLAIN, ProcessingTime(note="theo quyết định"), at(2, 11, 2026)).at is None


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (at(2, 11, 2026, 6, 10), at(3, 11, 2026, 7)),
        (at(2, 11, 2026, 12, 10), at(3, 11, 2026, 13, 30)),
        (at(2, 11, 2026, 17, 0), at(3, 11, 2026, 17)),
        (at(2, 11, 2026, 17, 1), at(4, 11, 2026, 7)),
        (at(6, 11, 2026, 20, 0), at(10, 11, 2026, 7)),
        (at(7, 11, 2026, 9, 0), at(9, 11, 2026, 9)),
        (at(7, 11, 2026, 19, 0), at(10, 11, 2026, 7)),
    ],
    ids=[
        "before opening",
        "lunch",
        "at closing",
        "after closing",
        "friday evening",
        "saturday morning",
        "saturday evening",
    ],
)
def test_due_hour_is_the_hour_of_receipt_within_office_hours(received: dt.datetime, expected: dt.datetime) -> None:
    assert due(PLAIN, limit(1), received).at == expected


def test_receipt_time_of_another_zone_is_taken_in_vietnam_time() -> None:
    utc = dt.datetime(2026, 11, 2, 2, 0, 30, tzinfo=dt.UTC)

    result = due(PLAIN, limit(1), utc)

    assert result.at == at(3, 11, 2026, 9)
    assert result.at is not None
    assert result.at.utcoffset() == dt.timedelta(hours=7)


def test_calendar_days_run_through_weekends_and_keep_the_hour() -> None:
    assert due(PLAIN, limit(10, TimeUnit.CALENDAR_DAY), at(2, 11, 2026, 10, 5)).at == at(12, 11, 2026, 10, 5)


def test_calendar_days_never_end_on_a_day_off_but_at_the_end_of_the_next_working_day(calendar: Calendar) -> None:
    saturday = due(calendar, limit(5, TimeUnit.CALENDAR_DAY), at(2, 11, 2026, 10))
    holiday = due(calendar, limit(10, TimeUnit.CALENDAR_DAY), at(14, 11, 2026, 10))

    assert saturday.at == at(9, 11, 2026, 17)
    assert saturday.skipped == ()
    assert holiday.at == at(25, 11, 2026, 17)
    assert holiday.skipped == ((dt.date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),)


@pytest.mark.parametrize(
    ("received", "months", "expected"),
    [
        (at(15, 10, 2026), 1, at(16, 11, 2026, 17)),
        (at(30, 1, 2025), 1, at(28, 2, 2025)),
        (at(31, 1, 2024), 1, at(29, 2, 2024)),
        (at(10, 11, 2026), 3, at(10, 2, 2027)),
        (at(31, 12, 2025), 2, at(2, 3, 2026, 17)),
    ],
    ids=["ends on sunday", "30 january", "31 january of a leap year", "over the year", "28 february is a saturday"],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(
    received: dt.datetime, months: int, expected: dt.datetime
) -> None:
    assert due(PLAIN, limit(months, TimeUnit.MONTH), received).at == expected


@pytest.mark.parametrize(
    ("received", "hours", "expected"),
    [
        (at(2, 11, 2026, 8), 2, at(2, 11, 2026, 10)),
        (at(2, 11, 2026, 10, 30), 2, at(2, 11, 2026, 14, 30)),
        (at(2, 11, 2026, 7), 8, at(2, 11, 2026, 17)),
        (at(2, 11, 2026, 10, 45), 8, at(3, 11, 2026, 10, 45)),
        (at(6, 11, 2026, 16), 4, at(9, 11, 2026, 10)),
        (at(23, 11, 2026, 16), 24, at(27, 11, 2026, 16)),
    ],
)
def test_hours_are_counted_over_office_hours(
    calendar: Calendar, received: dt.datetime, hours: int, expected: dt.datetime
) -> None:
    assert due(calendar, limit(hours, TimeUnit.HOUR), received).at == expected


def test_a_day_off_on_an_exchanged_saturday_is_off() -> None:
    saturday = dt.date(2026, 8, 22)
    calendar = Calendar({saturday: "Bão"}, frozenset({saturday}))

    assert not calendar.is_working(saturday)


def test_office_hours_are_data() -> None:
    calendar = Calendar({}, hours=((dt.time(8), dt.time(12)), (dt.time(13), dt.time(17, 30))))

    assert due(calendar, limit(1), at(2, 11, 2026, 7)).at == at(3, 11, 2026, 8)
    assert due(calendar, limit(0), at(2, 11, 2026, 7)).at == at(2, 11, 2026, 17, 30)


def test_naive_times_and_negative_limits_are_refused() -> None:
    with pytest.raises(InvalidValue):
        due(PLAIN, limit(1), dt.datetime(2026, 11, 2, 9))  # noqa: DTZ001
    with pytest.raises(InvalidValue):
        due(PLAIN, limit(-1), at(2, 11, 2026))


def test_supplement_restarts_the_whole_limit_by_default_of_the_law(calendar: Calendar) -> None:
    first = due(calendar, limit(5), at(2, 11, 2026, 9))

    again = due_after_supplement(
        calendar,
        first,
        limit(5),
        policy=SupplementPolicy.RESTART,
        paused_at=at(4, 11, 2026, 10),
        resumed_at=at(20, 11, 2026, 14),
    )

    assert again.at == at(30, 11, 2026, 14)
    assert [day.day for day, _ in again.skipped] == [24]


def test_pause_keeps_the_working_time_that_was_left(calendar: Calendar) -> None:
    first = due(calendar, limit(5), at(2, 11, 2026, 9))

    later = due_after_supplement(
        calendar,
        first,
        limit(5),
        policy=SupplementPolicy.PAUSE,
        paused_at=at(4, 11, 2026, 9),
        resumed_at=at(20, 11, 2026, 9),
    )

    assert first.at == at(9, 11, 2026, 9)
    assert later.at == at(26, 11, 2026, 9)
    assert later.skipped == ((dt.date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),)
    assert (later.amount, later.unit) == (5, "working_day")


def test_pause_of_a_limit_in_days_shifts_by_elapsed_time_and_ends_on_a_working_day() -> None:
    first = due(PLAIN, limit(10, TimeUnit.CALENDAR_DAY), at(2, 11, 2026, 9))

    later = due_after_supplement(
        PLAIN, first, None, policy=SupplementPolicy.PAUSE, paused_at=at(5, 11, 2026), resumed_at=at(7, 11, 2026)
    )

    assert later.at == at(16, 11, 2026, 17)


def test_pause_changes_nothing_when_the_limit_had_run_out_or_there_is_none() -> None:
    first = due(PLAIN, limit(1), at(2, 11, 2026))
    arguments = {"policy": SupplementPolicy.PAUSE, "paused_at": at(9, 11, 2026), "resumed_at": at(12, 11, 2026)}

    assert due_after_supplement(PLAIN, first, limit(1), **arguments) is first
    assert due_after_supplement(PLAIN, Due(at=None), None, **arguments) == Due(at=None)


def test_a_pause_cannot_end_before_it_began() -> None:
    with pytest.raises(InvalidValue):
        due_after_supplement(
            PLAIN,
            due(PLAIN, limit(1), at(2, 11, 2026)),
            None,
            policy=SupplementPolicy.PAUSE,
            paused_at=at(3, 11, 2026),
            resumed_at=at(2, 11, 2026),
        )


@pytest.mark.parametrize(
    ("finished", "expected"),
    [(25, Lateness.EARLY), (26, Lateness.ON_TIME), (27, Lateness.LATE)],
)
def test_lateness_compares_days(finished: int, expected: Lateness) -> None:
    assert lateness(dt.date(2026, 11, 26), dt.date(2026, 11, finished)) is expected


def test_a_dossier_in_process_is_overdue_once_its_time_has_passed() -> None:
    assert is_overdue(at(2, 11, 2026, 9), at(2, 11, 2026, 9, 1))
    assert not is_overdue(at(2, 11, 2026, 9), at(2, 11, 2026, 9))
    assert not is_overdue(None, at(2, 11, 2026))


moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2026, 10, 1)).map(lambda m: m.replace(tzinfo=VN))  # noqa: DTZ001
units = st.sampled_from(TimeUnit)


@given(moments, st.integers(0, 40), units, st.sampled_from([None, CUTOFF]))
def test_due_time_always_lies_in_office_hours_of_a_working_day(
    calendar: Calendar, received: dt.datetime, amount: int, unit: TimeUnit, cutoff: dt.time | None
) -> None:
    result = due(calendar, limit(amount, unit), received, cutoff)

    assert result.at is not None
    assert calendar.is_working(result.at.date())
    assert any(opened <= result.at.time() <= closed for opened, closed in calendar.hours)
    assert result.at >= received.replace(second=0, microsecond=0)
    assert all(calendar.days_off[day] == name and day.weekday() < 5 for day, name in result.skipped)


@given(moments, moments, st.integers(1, 20), units)
def test_a_later_receipt_is_never_due_earlier(
    calendar: Calendar, one: dt.datetime, other: dt.datetime, amount: int, unit: TimeUnit
) -> None:
    first, second = sorted((one, other))

    earlier, later = due(calendar, limit(amount, unit), first).at, due(calendar, limit(amount, unit), second).at

    assert earlier is not None
    assert later is not None
    assert earlier.date() <= later.date()


@given(moments, st.integers(1, 30))
def test_working_days_between_receipt_and_due_are_as_many_as_the_limit(
    calendar: Calendar, received: dt.datetime, amount: int
) -> None:
    received = received.replace(hour=9)
    assume(calendar.is_working(received.date()))

    end = due(calendar, limit(amount), received).at

    assert end is not None
    span = (end.date() - received.date()).days
    assert sum(calendar.is_working(received.date() + dt.timedelta(days=n)) for n in range(1, span + 1)) == amount


@given(moments, st.integers(1, 100))
def test_hours_are_exactly_the_office_time_up_to_the_due_time(
    calendar: Calendar, received: dt.datetime, hours: int
) -> None:
    received = received.replace(second=0, microsecond=0, hour=10)

    end = due(calendar, limit(hours, TimeUnit.HOUR), received).at

    assert end is not None
    assert office_time(calendar, received, end) == dt.timedelta(hours=hours)


@given(moments, st.integers(1, 20), st.integers(0, 500), st.integers(0, 500))
def test_pause_leaves_as_much_office_time_as_there_was(
    calendar: Calendar, received: dt.datetime, amount: int, before_h: int, length_h: int
) -> None:
    first = due(calendar, limit(amount), received)
    paused = received.replace(second=0, microsecond=0) + dt.timedelta(hours=before_h)
    resumed = paused + dt.timedelta(hours=length_h)
    assert first.at is not None
    left = office_time(calendar, paused, first.at)

    later = due_after_supplement(
        calendar, first, limit(amount), policy=SupplementPolicy.PAUSE, paused_at=paused, resumed_at=resumed
    )

    assert later.at is not None
    if paused < first.at:
        assert office_time(calendar, resumed, later.at) == left


@pytest.mark.parametrize(
    "received",
    [at(22, 11, 2026, 9), at(24, 11, 2026, 9), at(21, 11, 2026, 14)],
    ids=["sunday", "holiday", "saturday afternoon"],
)
def test_what_comes_while_the_office_is_closed_counts_as_received_at_the_next_opening(
    calendar: Calendar, received: dt.datetime
) -> None:
    opening = dt.datetime.combine(calendar.working_day_after(received.date()), dt.time(7), received.tzinfo)

    assert due(calendar, limit(2), received).at == due(calendar, limit(2), opening).at
