"""When the result is due: working calendar, time limits in their four units, supplements, late or not.

* The day of receipt is not counted (Bộ luật Dân sự 2015 Điều 147(2)); a limit in days or months that runs out on a non-working day
  ends at the end of the next working day (Điều 148(5)).
* "Trong ngày; nhận sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo" is a rule of single procedures (Luật Hộ tịch;
  chứng thực: NĐ 23/2015 Điều 7), so the hour comes with the procedure. The 15:00 of NĐ 61/2018 Điều 18 concerns the
  hand-over and moves no date.
* After a supplement the limit starts anew (NĐ 61/2018 Điều 19(4)); many provincial systems only pause it.

Times count by the minute, as they are printed: seconds are cut off.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime as dt
import enum

from desk_app.domain.dossier import Due
from desk_app.domain.errors import InvalidValue
from desk_app.domain.procedure import Duration, ProcessingTime, SupplementPolicy, TimeUnit

_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_OFFICE_HOURS = ((dt.time(7, 0), dt.time(11, 30)), (dt.time(13, 30), dt.time(17, 0)))
_COUNTED_BY_OFFICE_TIME = frozenset({TimeUnit.WORKING_DAY, TimeUnit.HOUR})


class Lateness(enum.StrEnum):
    """How the end of processing lies to the due day (trước hạn, đúng hạn, quá hạn)."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclasses.dataclass(frozen=True, slots=True)
class Calendar:
    """Which days count and when the office is open: Monday to Friday, but for what stands here.

    Attributes:
        days_off: public holidays, compensatory and swapped days, local days off, with their names.
        working_weekend: Saturdays and Sundays worked in exchange; a day that is also in ``days_off`` is off.
        hours: opening and closing time of each session of a day, in order; eight hours in all make a day.
    """

    days_off: collections.abc.Mapping[dt.date, str]
    working_weekend: frozenset[dt.date] = frozenset()
    hours: tuple[tuple[dt.time, dt.time], ...] = _OFFICE_HOURS

    @property
    def opens(self) -> dt.time:
        """Start of the first session."""
        return self.hours[0][0]

    @property
    def closes(self) -> dt.time:
        """End of the last session."""
        return self.hours[-1][1]

    def is_working(self, day: dt.date) -> bool:
        """Whether the day counts as a working day."""
        return day not in self.days_off and (day.weekday() < 5 or day in self.working_weekend)

    def working_day_after(self, day: dt.date, count: int = 1) -> dt.date:
        """The ``count``-th working day after ``day`` (0: the day itself, working or not)."""
        while count > 0:
            day += _DAY
            count -= self.is_working(day)
        return day

    def working_day_from(self, day: dt.date) -> dt.date:
        """The day itself if it is a working day, else the next one."""
        return day if self.is_working(day) else self.working_day_after(day)

    def days_off_between(self, after: dt.date, before: dt.date) -> tuple[tuple[dt.date, str], ...]:
        """Named days off strictly between two days, those left out that fall on a weekend anyway."""
        return tuple(
            (day, name) for day, name in sorted(self.days_off.items()) if after < day < before and day.weekday() < 5
        )


def due(
    calendar: Calendar, time: ProcessingTime | None, received_at: dt.datetime, same_day_cutoff: dt.time | None = None
) -> Due:
    """When the result of a dossier received at this moment is due, and how that came about.

    The hour of the due time is the hour of receipt, within office hours. What comes after closing, on a Sunday or on a day off
    counts as received at the opening of the next working day. A desk open on a Saturday morning receives that Saturday: counting
    begins on the Monday. A limit of 0, or none stated but a cut-off, means the same day at closing. After the cut-off one working
    day is added.
    ``received_at`` must be aware, else InvalidValue.
    """
    duration = time.duration if time else None
    if duration is None:
        if same_day_cutoff is None:
            return Due(at=None)
        duration = Duration(0, TimeUnit.WORKING_DAY)
    if duration.amount < 0:
        raise InvalidValue("duration.amount", "out_of_range", str(duration.amount))
    start = _effective_start(calendar, _minute(received_at, "received_at"))
    late = same_day_cutoff is not None and start.time() > same_day_cutoff
    end, counted_from = _end(calendar, duration, start)
    if late:
        end = dt.datetime.combine(calendar.working_day_after(end.date()), end.time(), _VIETNAM)
    return Due(
        at=end,
        amount=duration.amount,
        unit=duration.unit.value,
        skipped=calendar.days_off_between(counted_from, end.date()),
        unit_assumed=duration.unit_assumed,
        after_cutoff=late,
    )


def due_after_supplement(
    calendar: Calendar,
    previous: Due,
    time: ProcessingTime | None,
    *,
    policy: SupplementPolicy,
    paused_at: dt.datetime,
    resumed_at: dt.datetime,
    same_day_cutoff: dt.time | None = None,
) -> Due:
    """The due time once the papers asked for at ``paused_at`` are complete at ``resumed_at``.

    RESTART counts the whole limit from ``resumed_at``. PAUSE keeps what was left: office time for working days and hours,
    elapsed time for days and months. A limit that had run out before the pause stays as it was, and so does "no due date".
    """
    if policy is SupplementPolicy.RESTART:
        return due(calendar, time, resumed_at, same_day_cutoff)
    paused, resumed = _minute(paused_at, "paused_at"), _minute(resumed_at, "resumed_at")
    if resumed < paused:
        raise InvalidValue("resumed_at", "before_pause")
    if previous.at is None or paused >= previous.at:
        return previous
    if previous.unit in _COUNTED_BY_OFFICE_TIME:
        end = _after_office_time(calendar, resumed, office_time(calendar, paused, previous.at))
    else:
        end = _end_on_working_day(calendar, previous.at + (resumed - paused))
    earlier = tuple(skipped for skipped in previous.skipped if skipped[0] <= paused.date())
    later = calendar.days_off_between(resumed.date(), end.date())
    return dataclasses.replace(previous, at=end, skipped=earlier + later)


def lateness(due_on: dt.date, finished_on: dt.date) -> Lateness:
    """Early, on time or late, by day and never by hour; ``finished_on`` is when the result existed, not when it was fetched."""
    if finished_on < due_on:
        return Lateness.EARLY
    return Lateness.ON_TIME if finished_on == due_on else Lateness.LATE


def is_overdue(due_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a dossier still in process has passed its due time; never for one without."""
    return due_at is not None and due_at < now


def office_time(calendar: Calendar, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """How much office time lies between two aware moments; nothing if the second is not later."""
    total, day = dt.timedelta(), start.astimezone(_VIETNAM).date()
    while day <= end.astimezone(_VIETNAM).date():
        for opened, closed in _sessions(calendar, day):
            total += max(dt.timedelta(), min(end, closed) - max(start, opened))
        day += _DAY
    return total


def _minute(moment: dt.datetime, field: str) -> dt.datetime:
    if moment.tzinfo is None:
        raise InvalidValue(field, "naive_time")
    return moment.astimezone(_VIETNAM).replace(second=0, microsecond=0)


def _effective_start(calendar: Calendar, received_at: dt.datetime) -> dt.datetime:
    """The moment from which the limit runs: within a session in which dossiers are received, or the opening that follows."""
    day = received_at.date()
    for opened, closed in _receiving(calendar, day):
        if received_at.time() <= closed:
            return dt.datetime.combine(day, max(received_at.time(), opened), _VIETNAM)
    return dt.datetime.combine(calendar.working_day_after(day), calendar.opens, _VIETNAM)


def _receiving(calendar: Calendar, day: dt.date) -> tuple[tuple[dt.time, dt.time], ...]:
    """The sessions in which dossiers are received: those of a working day, and the first one of a Saturday (QĐ 14/2010/QĐ-TTg)."""
    if calendar.is_working(day):
        return calendar.hours
    if day.weekday() == _SATURDAY and day not in calendar.days_off:
        return calendar.hours[:1]
    return ()


def _end(calendar: Calendar, duration: Duration, start: dt.datetime) -> tuple[dt.datetime, dt.date]:
    """The end of the limit, and the day after which named days off have moved it."""
    day = start.date()
    if duration.amount == 0:
        return dt.datetime.combine(calendar.working_day_from(day), calendar.closes, _VIETNAM), day - _DAY
    if duration.unit is TimeUnit.WORKING_DAY:
        return dt.datetime.combine(calendar.working_day_after(day, duration.amount), start.time(), _VIETNAM), day
    if duration.unit is TimeUnit.HOUR:
        return _after_office_time(calendar, start, dt.timedelta(hours=duration.amount)), day
    if duration.unit is TimeUnit.CALENDAR_DAY:
        nominal = start + duration.amount * _DAY
    else:
        nominal = dt.datetime.combine(_months_later(day, duration.amount), start.time(), _VIETNAM)
    return _end_on_working_day(calendar, nominal), nominal.date() - _DAY


def _end_on_working_day(calendar: Calendar, moment: dt.datetime) -> dt.datetime:
    day = moment.astimezone(_VIETNAM).date()
    if calendar.is_working(day):
        return moment
    return dt.datetime.combine(calendar.working_day_after(day), calendar.closes, _VIETNAM)


def _after_office_time(calendar: Calendar, start: dt.datetime, left: dt.timedelta) -> dt.datetime:
    day = start.date()
    while True:
        for opened, closed in _sessions(calendar, day):
            begin = max(start, opened)
            if begin <= closed and begin + left <= closed:
                return begin + left
            left -= max(dt.timedelta(), closed - begin)
        day += _DAY


def _sessions(calendar: Calendar, day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    if not calendar.is_working(day):
        return []
    return [(dt.datetime.combine(day, a, _VIETNAM), dt.datetime.combine(day, b, _VIETNAM)) for a, b in calendar.hours]


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return dt.date(year, month + 1, min(day.day, (first_of_next - _DAY).day))
