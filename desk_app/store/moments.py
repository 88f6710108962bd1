"""Moments as the columns hold them: microseconds since 1970 (UTC), so that they sort and compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from desk_app import clock

Clock = Callable[[], dt.datetime]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def encode_moment(value: dt.datetime) -> int:
    """What a column holds for this aware moment."""
    return (value - _EPOCH) // _MICROSECOND


def decode_moment(value: int) -> dt.datetime:
    """The moment, in Vietnam time."""
    return (_EPOCH + value * _MICROSECOND).astimezone(clock.VIETNAM)


def encode_maybe(value: dt.datetime | None) -> int | None:
    """As ``encode_moment``; None stays None."""
    return None if value is None else encode_moment(value)


def decode_maybe(value: int | None) -> dt.datetime | None:
    """As ``decode_moment``; None stays None."""
    return None if value is None else decode_moment(value)


def start_of_day(day: dt.date) -> int:
    """The first moment of this day in Vietnam, as a column holds it."""
    return encode_moment(dt.datetime.combine(day, dt.time.min, tzinfo=clock.VIETNAM))
