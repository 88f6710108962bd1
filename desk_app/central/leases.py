"""Numbers for dossier codes: one counter per unit and day, ranges of it leased to desks ahead of time."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from desk_app import ids
from desk_app.central import tables
from desk_app.central.database import insert_new
from desk_app.central.devices import Device
from desk_app.central.errors import Conflicting, NotFound, Unprocessable
from desk_app.central.limits import Limits
from desk_app.central.messages import Lease, LeaseRequest


def take_numbers(connection: sa.Connection, *, unit: str, day: dt.date, count: int, last_allowed: int) -> int:
    """The first of ``count`` numbers in a row that nobody has; the counter moves on. Conflicting when the day is full."""
    counter = tables.counters
    insert_new(connection, counter, {"unit": unit, "day": day, "next": 1})
    here = (counter.c.unit == unit) & (counter.c.day == day)
    begin: int = connection.execute(sa.select(counter.c.next).where(here).with_for_update()).scalar_one()
    first = first_gap(_used_numbers(connection, unit, day, begin), begin, count)
    if first + count - 1 > last_allowed:
        raise Conflicting("numbers_exhausted")
    connection.execute(sa.update(counter).where(here).values(next=first + count))
    return first


def grant(
    connection: sa.Connection, device: Device, request: LeaseRequest, *, now: dt.datetime, limits: Limits
) -> Lease:
    """A range for this device; the same one when the same request comes again."""
    known = _by_request(connection, device, request)
    if known is not None:
        return known
    today = now.date()
    if not -limits.lease_days_back <= (request.day - today).days <= limits.lease_days_ahead:
        raise Unprocessable("day_out_of_range")
    if request.count > limits.lease_count:
        raise Unprocessable("count_out_of_range")
    first = take_numbers(
        connection, unit=device.unit, day=request.day, count=request.count, last_allowed=limits.numbers_a_day
    )
    lease = Lease(id=ids.new_id(), unit=device.unit, day=request.day, first=first, last=first + request.count - 1)
    values = lease.model_dump() | {"device_id": device.id, "request_id": request.request_id, "granted_at": now}
    if not insert_new(connection, tables.leases, values | {"numbers": request.count}):
        raise Conflicting(
            "ask_again", "the same request at the same moment"
        )  # PostgreSQL only; the rival's lease is there
    return lease


def give_back(connection: sa.Connection, device: Device, lease_id: str, *, unused_from: int) -> Lease:
    """Numbers from ``unused_from`` on will not be used; the end of the counter is given out again, a middle stays a gap."""
    table = tables.leases
    row = connection.execute(
        sa.select(table).where(table.c.id == lease_id, table.c.unit == device.unit).with_for_update()
    ).one_or_none()
    if row is None:
        raise NotFound("unknown_lease")
    if row.unused_from is None:
        used = [n for n in _used_numbers(connection, device.unit, row.day, row.first) if n <= row.last]
        if not max([row.first, *(n + 1 for n in used)]) <= unused_from <= row.last + 1:
            raise Unprocessable("unused_from_out_of_range")
        connection.execute(sa.update(table).where(table.c.id == lease_id).values(unused_from=unused_from))
        counter = tables.counters
        connection.execute(
            sa.update(counter)
            .where(counter.c.unit == device.unit, counter.c.day == row.day, counter.c.next == row.last + 1)
            .values(next=unused_from)
        )
    elif row.unused_from != unused_from:
        raise Conflicting("lease_returned")
    return Lease(id=row.id, unit=row.unit, day=row.day, first=row.first, last=row.last)


def first_gap(used: list[int], begin: int, count: int) -> int:
    """The first of ``count`` numbers in a row, from ``begin`` on, none of which is in ``used`` (ascending).

    >>> first_gap([3, 4], 1, 3)
    5
    """
    first = begin
    for number in used:
        if number >= first + count:
            break
        first = number + 1
    return first


def _by_request(connection: sa.Connection, device: Device, request: LeaseRequest) -> Lease | None:
    table = tables.leases
    row = connection.execute(
        sa.select(table).where(table.c.device_id == device.id, table.c.request_id == request.request_id)
    ).one_or_none()
    if row is None:
        return None
    if (row.day, row.numbers) != (request.day, request.count):
        raise Conflicting("id_reused")
    if row.unused_from is not None:
        raise Conflicting("lease_returned")
    return Lease(id=row.id, unit=row.unit, day=row.day, first=row.first, last=row.last)


def _used_numbers(connection: sa.Connection, unit: str, day: dt.date, begin: int) -> list[int]:
    """Numbers from ``begin`` on that a dossier carries already (a desk may have taken some from elsewhere)."""
    table = tables.dossiers
    query = sa.select(table.c.code_number).where(
        table.c.unit == unit, table.c.code_day == day, table.c.code_number >= begin
    )
    return list(connection.execute(query.order_by(table.c.code_number)).scalars())
