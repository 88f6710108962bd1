"""Numbers of dossier codes at a desk that may be offline: leased ranges, and provisional numbers when there is none left.

A number is taken in the transaction that keeps the dossier: no commit, no number.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import Connection, and_, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desk_app.store import tables as t
from desk_app.store.errors import LeaseNotFound, LeaseOverlaps
from desk_app.store.moments import Clock, encode_moment
from desk_app.store.prepared import Prepared
from desk_app.store.tables import AnyRow

_OPEN = and_(t.leases.c.returned_at.is_(None), t.leases.c.unused_from <= t.leases.c.last)

_LOWEST = (
    select(t.leases.c.id)
    .where(t.leases.c.unit == bindparam("of_unit"), t.leases.c.day == bindparam("of_day"), _OPEN)
    .order_by(t.leases.c.unused_from)
    .limit(1)
    .scalar_subquery()
)
_TAKE = Prepared(
    update(t.leases)
    .where(t.leases.c.id == _LOWEST)
    .values(unused_from=t.leases.c.unused_from + 1)
    .returning(t.leases.c.unused_from - 1)
)


@dataclasses.dataclass(frozen=True, slots=True)
class Lease:
    """A range of numbers, both ends included, granted to this desk for one unit and day.

    Attributes:
        unused_from: the first number not yet taken; ``last + 1`` when none is left. None in a lease that was just granted.
    """

    id: str
    unit: str
    day: dt.date
    first: int
    last: int
    unused_from: int | None = None


class Numbering:
    """Leases and provisional numbers."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def add_lease(self, lease: Lease) -> None:
        """Keep a lease; the same one again changes nothing. LeaseOverlaps if some of its numbers were granted before."""
        same_day = and_(t.leases.c.unit == lease.unit, t.leases.c.day == lease.day.isoformat())
        overlapping = and_(same_day, t.leases.c.first <= lease.last, t.leases.c.last >= lease.first)
        for row in self._connection.execute(select(t.leases).where(overlapping)):
            if (row.id, row.first, row.last) == (lease.id, lease.first, lease.last):
                return
            raise LeaseOverlaps(lease.unit, lease.day, first=lease.first, last=lease.last)
        self._connection.execute(
            insert(t.leases).values(
                id=lease.id,
                unit=lease.unit,
                day=lease.day.isoformat(),
                first=lease.first,
                last=lease.last,
                unused_from=lease.first if lease.unused_from is None else lease.unused_from,
            )
        )

    def take(self, unit: str, day: dt.date) -> int | None:
        """The lowest number left for this unit and day, now used; None when none is left."""
        row = _TAKE.row(self._connection, {"of_unit": unit, "of_day": day.isoformat()})
        return None if row is None else int(row[0])

    def peek(self, unit: str, day: dt.date) -> int | None:
        """The number that ``take`` would give now; it may be gone by the time it is asked for."""
        first = select(func.min(t.leases.c.unused_from)).where(
            t.leases.c.unit == unit, t.leases.c.day == day.isoformat(), _OPEN
        )
        number = self._connection.scalar(first)
        return None if number is None else int(number)

    def left(self, unit: str, day: dt.date) -> int:
        """How many numbers are left for this unit and day."""
        left = func.coalesce(func.sum(t.leases.c.last - t.leases.c.unused_from + 1), 0)
        statement = select(left).where(t.leases.c.unit == unit, t.leases.c.day == day.isoformat(), _OPEN)
        return int(self._connection.scalar(statement) or 0)

    def open_leases(self, before_day: dt.date) -> tuple[Lease, ...]:
        """Leases for days before this one that still hold numbers and were not given back."""
        rows = (
            select(t.leases)
            .where(t.leases.c.day < before_day.isoformat(), _OPEN)
            .order_by(t.leases.c.day, t.leases.c.first)
        )
        return tuple(_lease(row) for row in self._connection.execute(rows))

    def mark_returned(self, lease_id: str) -> None:
        """The rest of it was given back: no number is taken from it any more. LeaseNotFound if there is none."""
        now = encode_moment(self._clock())
        done = self._connection.execute(update(t.leases).where(t.leases.c.id == lease_id).values(returned_at=now))
        if done.rowcount == 0:
            raise LeaseNotFound(lease_id)

    def next_provisional(self, day: dt.date) -> int:
        """The next number of a provisional code of this device, from 1 every day."""
        statement = (
            insert(t.provisional_numbers)
            .values(day=day.isoformat(), last=1)
            .on_conflict_do_update(index_elements=["day"], set_={"last": t.provisional_numbers.c.last + 1})
            .returning(t.provisional_numbers.c.last)
        )
        return int(self._connection.execute(statement).scalar_one())


def _lease(row: AnyRow) -> Lease:
    return Lease(
        id=row.id,
        unit=row.unit,
        day=dt.date.fromisoformat(row.day),
        first=row.first,
        last=row.last,
        unused_from=row.unused_from,
    )
