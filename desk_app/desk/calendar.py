"""The working calendar as dated data: which days are off, which Saturdays are worked, from which source, official or estimated.

Shipped for the years it covers, edited by the office, exchanged as a file. The swap of a single day is decided a few days before
(2 January 2026 was announced on 25 December 2025), so importing an edited file must be easy and must say what it changed.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk_app import resources
from desk_app.domain.deadlines import Calendar
from desk_app.domain.vietnamese import tidy

FORMAT = "desk-app-calendar"


class YearStatus(enum.StrEnum):
    """How far the days of a year can be relied on."""

    OFFICIAL = "official"
    ESTIMATE = "estimate"
    UNKNOWN = "unknown"


class CalendarInvalid(Exception):
    """A calendar file is not in this format, or a day in it is impossible.

    Attributes:
        where: the file name, the year or the day.
        reason: stable key of what is wrong.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class CalendarYear:
    """The days of one year that differ from Monday-to-Friday.

    Attributes:
        days_off: name by day.
        working_weekend: worked weekend day → the day off it was swapped for.
    """

    year: int
    status: YearStatus
    source: str
    days_off: Mapping[dt.date, str]
    working_weekend: Mapping[dt.date, dt.date]


@dataclasses.dataclass(frozen=True, slots=True)
class DatedCalendar:
    """Several years with their sources, and the office hours.

    Attributes:
        retrieved_on: the day on which the sources were looked up.
        sessions: opening and closing time of each session of a working day, in order.
    """

    name: str
    source: str
    retrieved_on: dt.date | None
    sessions: tuple[tuple[dt.time, dt.time], ...]
    years: tuple[CalendarYear, ...]

    @property
    def valid_from(self) -> dt.date:
        """First day covered."""
        return dt.date(self.years[0].year, 1, 1)

    @property
    def valid_to(self) -> dt.date:
        """Last day covered, officially or by estimate."""
        return dt.date(self.years[-1].year, 12, 31)

    def status_on(self, day: dt.date) -> YearStatus:
        """Whether the calendar is official for this day, estimated, or does not know the year at all."""
        return next((year.status for year in self.years if year.year == day.year), YearStatus.UNKNOWN)

    def calendar(self) -> Calendar:
        """The calendar as the due-date rules take it."""
        days_off = {day: name for year in self.years for day, name in year.days_off.items()}
        working = frozenset(day for year in self.years for day in year.working_weekend)
        return Calendar(days_off, working, self.sessions)

    def merged(self, edited: DatedCalendar) -> DatedCalendar:
        """This calendar with the years of another in place of its own; office hours are taken from the other too."""
        years = {year.year: year for year in (*self.years, *edited.years)}
        return dataclasses.replace(edited, years=tuple(years[number] for number in sorted(years)))

    def changes_against(self, older: DatedCalendar) -> tuple[tuple[dt.date, bool], ...]:
        """The days whose nature differs from an older calendar, each with whether it is a working day now."""
        now, before = self.calendar(), older.calendar()
        days = {*now.days_off, *now.working_weekend, *before.days_off, *before.working_weekend}
        return tuple(
            (day, now.is_working(day)) for day in sorted(days) if now.is_working(day) != before.is_working(day)
        )


def shipped() -> DatedCalendar:
    """The calendar that comes with the program."""
    return load(resources.path("calendar", "vietnam-2024-2027.json"))


def load(file: Path) -> DatedCalendar:
    """Read a calendar file.

    Raises:
        OSError: the file cannot be read.
        CalendarInvalid: it is not a calendar, or a day in it is impossible.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CalendarInvalid(file.name, "not_json") from error
    return parse(document, where=file.name)


def parse(document: object, *, where: str = "calendar") -> DatedCalendar:
    """A calendar from its decoded JSON; CalendarInvalid if it is not one."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise CalendarInvalid(where, "not_this_format")
    if document.get("format_version") != 1:
        raise CalendarInvalid(where, "newer_format")
    try:
        years = sorted((_year(entry) for entry in document["years"]), key=lambda year: year.year)
        sessions = tuple(_session(pair) for pair in document["office_hours"]["sessions"])
        retrieved = document.get("retrieved_on")
        found = DatedCalendar(
            name=tidy(document["name"]),
            source=tidy(document["source"]),
            retrieved_on=dt.date.fromisoformat(retrieved) if retrieved else None,
            sessions=sessions,
            years=tuple(years),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalendarInvalid(where, "malformed") from error
    _check(found, where)
    return found


def to_json(calendar: DatedCalendar) -> str:
    """The calendar as a file an office can edit and pass on; ``load`` reads it back unchanged."""
    document = {
        "format": FORMAT,
        "format_version": 1,
        "name": calendar.name,
        "source": calendar.source,
        "retrieved_on": calendar.retrieved_on.isoformat() if calendar.retrieved_on else None,
        "office_hours": {"sessions": [[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in calendar.sessions]},
        "years": [_year_document(year) for year in calendar.years],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _year_document(year: CalendarYear) -> dict[str, object]:
    return {
        "year": year.year,
        "status": year.status.value,
        "source": year.source,
        "days_off": {day.isoformat(): name for day, name in sorted(year.days_off.items())},
        "working_weekend": {
            day.isoformat(): swapped.isoformat() for day, swapped in sorted(year.working_weekend.items())
        },
    }


def _year(entry: Mapping[str, Any]) -> CalendarYear:
    return CalendarYear(
        year=int(entry["year"]),
        status=YearStatus(entry["status"]),
        source=tidy(entry.get("source", "")),
        days_off={dt.date.fromisoformat(day): tidy(name) for day, name in entry["days_off"].items()},
        working_weekend={
            dt.date.fromisoformat(day): dt.date.fromisoformat(swapped)
            for day, swapped in entry["working_weekend"].items()
        },
    )


def _session(pair: list[str]) -> tuple[dt.time, dt.time]:
    opens, closes = pair
    return dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)


def _check(calendar: DatedCalendar, where: str) -> None:
    if not calendar.years or len({year.year for year in calendar.years}) != len(calendar.years):
        raise CalendarInvalid(where, "years_missing_or_twice")
    moments = [moment for session in calendar.sessions for moment in session]
    if not moments or moments != sorted(set(moments)):
        raise CalendarInvalid(where, "office_hours_out_of_order")
    for year in calendar.years:
        for day in (*year.days_off, *year.working_weekend):
            if day.year != year.year:
                raise CalendarInvalid(day.isoformat(), "in_another_year")
        for day, swapped in year.working_weekend.items():
            if day.weekday() < 5:
                raise CalendarInvalid(day.isoformat(), "not_a_weekend")
            if swapped.year == year.year and swapped not in year.days_off:
                raise CalendarInvalid(swapped.isoformat(), "swapped_day_is_not_off")
