"""The shipped calendar against the golden cases of the law notes, and the exchange of edited calendars."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from desk_app.desk import calendar as desk_calendar
from desk_app.desk.calendar import CalendarInvalid, DatedCalendar, YearStatus


@pytest.fixture(scope="module")
def shipped() -> DatedCalendar:
    return desk_calendar.shipped()


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 250), (2026, 249), (2027, 249)])
def test_working_days_per_year(shipped, year, working_days):
    calendar = shipped.calendar()
    days = (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366))

    assert sum(calendar.is_working(day) for day in days if day.year == year) == working_days


@pytest.mark.parametrize(
    ("received", "count", "due"),
    [
        ("2026-11-20", 3, "2026-11-26"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2025-12-29", 5, "2026-01-07"),
        ("2026-01-07", 3, "2026-01-10"),
        ("2026-08-21", 3, "2026-08-25"),
        ("2026-04-24", 7, "2026-05-08"),
        ("2024-04-26", 3, "2024-05-04"),
    ],
)
def test_golden_working_days_after_receipt(shipped, received, count, due):
    day = shipped.calendar().working_day_after(dt.date.fromisoformat(received), count)

    assert day == dt.date.fromisoformat(due)


def test_the_second_of_january_2026_is_swapped_for_the_tenth(shipped):
    calendar = shipped.calendar()

    assert not calendar.is_working(dt.date(2026, 1, 2))
    assert calendar.is_working(dt.date(2026, 1, 10))


def test_culture_day_is_off_from_2026_only(shipped):
    calendar = shipped.calendar()

    assert calendar.is_working(dt.date(2025, 11, 24))
    assert calendar.days_off[dt.date(2026, 11, 24)] == "Ngày Văn hóa Việt Nam"


def test_the_calendar_says_how_sure_it_is(shipped):
    assert shipped.status_on(dt.date(2026, 12, 31)) is YearStatus.OFFICIAL
    assert shipped.status_on(dt.date(2027, 1, 4)) is YearStatus.ESTIMATE
    assert shipped.status_on(dt.date(2028, 1, 4)) is YearStatus.UNKNOWN
    assert (shipped.valid_from, shipped.valid_to) == (dt.date(2024, 1, 1), dt.date(2027, 12, 31))


def test_office_hours_make_eight_hours(shipped):
    minutes = [(b.hour - a.hour) * 60 + b.minute - a.minute for a, b in shipped.sessions]

    assert sum(minutes) == 8 * 60
    assert shipped.calendar().opens == dt.time(7)


def test_a_calendar_survives_the_way_to_a_file_and_back(shipped, tmp_path):
    file = tmp_path / "calendar.json"
    file.write_text(desk_calendar.to_json(shipped), "utf-8")

    assert desk_calendar.load(file) == shipped


def test_an_edited_year_replaces_ours_and_the_changes_can_be_told(shipped):
    ours = next(y for y in shipped.years if y.year == 2027)
    days_off = {**ours.days_off, dt.date(2027, 2, 11): "Tết Nguyên đán"}
    edited_year = dataclasses.replace(
        ours,
        status=YearStatus.OFFICIAL,
        days_off=days_off,
        working_weekend={dt.date(2027, 2, 20): dt.date(2027, 2, 11)},
    )
    edited = dataclasses.replace(shipped, name="Lịch của tỉnh", years=(edited_year,))

    merged = shipped.merged(edited)

    assert [y.year for y in merged.years] == [2024, 2025, 2026, 2027]
    assert merged.name == "Lịch của tỉnh"
    assert merged.status_on(dt.date(2027, 5, 1)) is YearStatus.OFFICIAL
    assert merged.changes_against(shipped) == ((dt.date(2027, 2, 11), False), (dt.date(2027, 2, 20), True))


def changed(shipped: DatedCalendar, **changes: object) -> dict[str, object]:
    return {**json.loads(desk_calendar.to_json(shipped)), **changes}


YEAR = {"year": 2030, "status": "official", "source": "", "days_off": {}, "working_weekend": {}}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": "ics"}, "not_this_format"),
        ({"format_version": 2}, "newer_format"),
        ({"years": []}, "years_missing_or_twice"),
        ({"years": [YEAR, YEAR]}, "years_missing_or_twice"),
        ({"years": [{**YEAR, "days_off": {"2031-01-01": "x"}}]}, "in_another_year"),
        ({"years": [{**YEAR, "days_off": {"2030-02-30": "x"}}]}, "malformed"),
        ({"years": [{**YEAR, "status": "perhaps"}]}, "malformed"),
        ({"years": [{**YEAR, "working_weekend": {"2030-01-08": "2030-01-07"}}]}, "not_a_weekend"),
        ({"years": [{**YEAR, "working_weekend": {"2030-01-12": "2030-01-07"}}]}, "swapped_day_is_not_off"),
        ({"office_hours": {"sessions": [["13:00", "07:00"]]}}, "office_hours_out_of_order"),
        ({"office_hours": {"sessions": []}}, "office_hours_out_of_order"),
        ({"office_hours": None}, "malformed"),
    ],
)
def test_impossible_calendars_are_refused(shipped, changes, reason):
    with pytest.raises(CalendarInvalid) as caught:
        desk_calendar.parse(changed(shipped, **changes))

    assert caught.value.reason == reason


def test_what_is_not_json_is_refused(tmp_path):
    file = tmp_path / "calendar.json"
    file.write_text("BEGIN:VCALENDAR", "utf-8")

    with pytest.raises(CalendarInvalid, match="not_json"):
        desk_calendar.load(file)
