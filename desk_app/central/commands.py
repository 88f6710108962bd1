"""What an administrator does beside the running gateway, straight on its database: codes, tokens, acts.

The gateway notices: it looks at the feed again every second while somebody waits.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator

from desk_app import clock as system_clock
from desk_app.central import devices, operators
from desk_app.central.database import Database
from desk_app.central.messages import StatusAnswer
from desk_app.domain.dossier import Status

Clock = Callable[[], dt.datetime]


def create_enrolment(
    database_url: str,
    unit: str,
    unit_name: str = "",
    *,
    valid_for: dt.timedelta = dt.timedelta(days=7),
    clock: Clock = system_clock.now,
) -> str:
    """A one-time code with which one desk of this unit enrols; InvalidValue if the unit is no identifier of a body."""
    with _opened(database_url) as database, database.write() as connection:
        return devices.add_enrolment(connection, unit=unit, unit_name=unit_name, now=clock(), valid_for=valid_for)


def create_operator(database_url: str, name: str, unit: str | None = None, *, clock: Clock = system_clock.now) -> str:
    """The token of a new operator, of one unit or (None) of all."""
    with _opened(database_url) as database, database.write() as connection:
        return devices.add_operator(connection, name=name, unit=unit, now=clock())


def revoke_device(database_url: str, device_id: str, *, clock: Clock = system_clock.now) -> None:
    """The desk's token is worth nothing from now on; NotFound if there is no such device."""
    with _opened(database_url) as database, database.write() as connection:
        devices.revoke_device(connection, device_id, now=clock())


def set_status(
    database_url: str,
    reference: str,
    status: Status,
    note: str = "",
    *,
    actor: str,
    clock: Clock = system_clock.now,
) -> StatusAnswer:
    """Move a dossier, by id or code, as the operator API does; NotFound, Conflicting."""
    with _opened(database_url) as database, database.write() as connection:
        return operators.set_status(connection, reference, status, note=note, actor=actor, unit=None, now=clock())


@contextlib.contextmanager
def _opened(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    try:
        database.migrate()
        yield database
    finally:
        database.close()
