"""Desks and operators: one-time enrolment codes, tokens, revocation."""

from __future__ import annotations

import dataclasses
import datetime as dt

import sqlalchemy as sa

from desk_app import ids
from desk_app.central import tables, tokens
from desk_app.central.database import insert_new
from desk_app.central.errors import Forbidden, NotAuthorised, NotFound
from desk_app.domain import codes
from desk_app.domain.errors import InvalidValue
from desk_app.domain.vietnamese import tidy


@dataclasses.dataclass(frozen=True, slots=True)
class Device:
    """A desk that is enrolled; everything it may see and do belongs to its unit."""

    id: str
    unit: str


@dataclasses.dataclass(frozen=True, slots=True)
class Operator:
    """Somebody on the other side of the counter; ``unit`` None means every unit."""

    id: str
    name: str
    unit: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Enrolled:
    """A new device and its token, which is nowhere else."""

    device: Device
    unit_name: str
    token: str = dataclasses.field(repr=False)


def add_enrolment(
    connection: sa.Connection, *, unit: str, unit_name: str, now: dt.datetime, valid_for: dt.timedelta
) -> str:
    """A new one-time code for a desk of this unit."""
    _check_unit(unit)
    code = tokens.new_code()
    values = {"unit": unit, "unit_name": tidy(unit_name), "created_at": now, "expires_at": now + valid_for}
    connection.execute(tables.enrolments.insert().values(code_hash=tokens.hashed(tokens.normal_code(code)), **values))
    return code


def enrol(connection: sa.Connection, *, code: str, device_name: str, now: dt.datetime) -> Enrolled:
    """Use up a one-time code; Forbidden when it is wrong, used or too old, without saying which."""
    device_id, token = ids.new_id(), tokens.new_token()
    table = tables.enrolments
    found = connection.execute(
        sa.update(table)
        .where(table.c.code_hash == tokens.hashed(tokens.normal_code(code)))
        .where(table.c.used_by.is_(None), table.c.expires_at > now)
        .values(used_by=device_id)
        .returning(table.c.unit, table.c.unit_name)
    ).one_or_none()
    if found is None:
        raise Forbidden("enrolment_refused")
    connection.execute(
        tables.devices.insert().values(
            id=device_id, unit=found.unit, name=tidy(device_name), token_hash=tokens.hashed(token), enrolled_at=now
        )
    )
    return Enrolled(Device(device_id, found.unit), found.unit_name, token)


def device_of(connection: sa.Connection, token: str) -> Device:
    """Whose token it is; NotAuthorised when nobody's, or revoked."""
    table = tables.devices
    query = sa.select(table.c.id, table.c.unit, table.c.revoked_at).where(table.c.token_hash == tokens.hashed(token))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotAuthorised
    if row.revoked_at is not None:
        raise NotAuthorised("revoked_token")
    return Device(row.id, row.unit)


def revoke_device(connection: sa.Connection, device_id: str, *, now: dt.datetime) -> None:
    """Its token is worth nothing from now on."""
    table = tables.devices
    if not connection.execute(sa.update(table).where(table.c.id == device_id).values(revoked_at=now)).rowcount:
        raise NotFound("unknown_device")


def add_operator(connection: sa.Connection, *, name: str, unit: str | None, now: dt.datetime) -> str:
    """A new operator's token, of one unit or (None) of all."""
    if unit is not None:
        _check_unit(unit)
    token = tokens.new_token()
    insert_new(
        connection,
        tables.operators,
        {"id": ids.new_id(), "name": tidy(name), "unit": unit, "token_hash": tokens.hashed(token), "created_at": now},
    )
    return token


def operator_of(connection: sa.Connection, token: str) -> Operator:
    """Whose operator token it is; NotAuthorised when nobody's, or revoked."""
    table = tables.operators
    row = connection.execute(sa.select(table).where(table.c.token_hash == tokens.hashed(token))).one_or_none()
    if row is None:
        raise NotAuthorised
    if row.revoked_at is not None:
        raise NotAuthorised("revoked_token")
    return Operator(row.id, row.name, row.unit)


def _check_unit(unit: str) -> None:
    if not codes.valid_unit(unit):
        raise InvalidValue("unit", "malformed")
