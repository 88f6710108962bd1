"""What each kind of event does at the centre. Every check comes before the first write, so a refusal leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

import sqlalchemy as sa

from desk_app.central import feed, leases, rules, tables
from desk_app.central.envelopes import (
    ComponentDigitised,
    ComponentNotDigitised,
    Dossier,
    DossierReceived,
    Envelope,
    File,
    Reason,
    ReceiptIssued,
)
from desk_app.central.limits import Limits
from desk_app.central.rules import OfficialCode, Refused
from desk_app.domain import codes
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.vietnamese import nfc


class DossierUnknown(Exception):
    """Its dossier has not arrived (yet): the event may come again later."""


class DossierExists(Exception):
    """The dossier is here already, through another event.

    Attributes:
        code: its code here.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def apply(connection: sa.Connection, event: Envelope, *, now: dt.datetime, limits: Limits) -> str | None:
    """Make it true; the official code where there is one to tell. Refused, DossierUnknown, DossierExists."""
    if isinstance(event, DossierReceived):
        return _receive(connection, event, now=now, limits=limits)
    _check_known(connection, event)
    match event:
        case ComponentDigitised():
            _digitise(connection, event)
        case ComponentNotDigitised():
            _leave_undigitised(connection, event)
        case ReceiptIssued():
            _issue_receipt(connection, event)
        case _:
            assert_never(event)
    return None


def _receive(connection: sa.Connection, event: DossierReceived, *, now: dt.datetime, limits: Limits) -> str:
    dossier = event.body.dossier
    rules.check_dossier(dossier)
    official, provisional = rules.official_code(dossier), rules.provisional_code(dossier)
    unit, code = _unit_and_code(connection, event.dossier_id)
    if unit == event.unit:
        raise DossierExists(code)
    if unit:
        raise Refused(Reason.UNKNOWN_DOSSIER, "dossier_id")
    _check_free(connection, event.unit, official, provisional)
    given = official or _next_code(connection, dossier, now=now, limits=limits)
    _insert_dossier(connection, event, given, provisional, now)
    if official is None:
        body = {"code": given.text, "provisional_code": provisional}
        feed.append(connection, feed.CODE_ASSIGNED, unit=event.unit, dossier_id=event.dossier_id, at=now, body=body)
    return given.text


def _next_code(connection: sa.Connection, dossier: Dossier, *, now: dt.datetime, limits: Limits) -> OfficialCode:
    day = rules.code_day(dossier, now=now, limits=limits)
    number = leases.take_numbers(connection, unit=dossier.unit, day=day, count=1, last_allowed=rules.LAST_NUMBER)
    return OfficialCode(codes.compose(dossier.unit, day, number), day, number)


def _check_free(connection: sa.Connection, unit: str, official: OfficialCode | None, provisional: str | None) -> None:
    table = tables.dossiers
    if official and connection.execute(sa.select(table.c.id).where(table.c.code == official.text)).first():
        raise Refused(Reason.CODE_TAKEN, "code")
    same = sa.select(table.c.id).where(table.c.unit == unit, table.c.provisional_code == provisional)
    if provisional and connection.execute(same).first():
        raise Refused(Reason.CODE_TAKEN, "provisional_code")


def _insert_dossier(
    connection: sa.Connection, event: DossierReceived, code: OfficialCode, provisional: str | None, now: dt.datetime
) -> None:
    dossier = event.body.dossier
    connection.execute(
        tables.dossiers.insert().values(
            id=event.dossier_id,
            unit=event.unit,
            code=code.text,
            provisional_code=provisional,
            code_day=code.day,
            code_number=code.number,
            procedure_code=dossier.procedure.code,
            procedure_version=dossier.procedure.version,
            procedure_name=nfc(dossier.procedure.name),
            procedure_field=nfc(dossier.procedure.field),
            status=dossier.status.value,
            received_at=dossier.received_at,
            due_at=dossier.due.at,
            revision=dossier.revision,
            arrived_at=now,
        )
    )
    rows = [
        {
            "dossier_id": event.dossier_id,
            "component_id": component.id,
            "position": position,
            "name": nfc(component.name),
            "not_digitised_because": _value(component.not_digitised_because),
        }
        for position, component in enumerate(dossier.components)
    ]
    if rows:
        connection.execute(tables.components.insert(), rows)


def _digitise(connection: sa.Connection, event: ComponentDigitised) -> None:
    """A component that the dossier did not name is a paper that was added later."""
    body, table = event.body, tables.components
    copy = {**_file_columns(body.file), "not_digitised_because": None}
    if _change_component(connection, event.dossier_id, body.component_id, copy):
        return
    behind = sa.select(sa.func.count()).select_from(table).where(table.c.dossier_id == event.dossier_id)
    connection.execute(
        table.insert().values(
            dossier_id=event.dossier_id,
            component_id=body.component_id,
            position=behind.scalar_subquery(),
            name=nfc(body.component_name),
            **copy,
        )
    )


def _leave_undigitised(connection: sa.Connection, event: ComponentNotDigitised) -> None:
    no_copy = dict.fromkeys(("sha256", "bytes", "pages"))
    because = {**no_copy, "not_digitised_because": event.body.reason.value}
    if not _change_component(connection, event.dossier_id, event.body.component_id, because):
        raise Refused(Reason.MALFORMED, "component_id", "not_of_this_dossier")


def _issue_receipt(connection: sa.Connection, event: ReceiptIssued) -> None:
    body = event.body
    values = {"form": body.form, "circular": body.circular, "reprint": body.reprint, **_file_columns(body.file)}
    connection.execute(tables.receipts.insert().values(event_id=event.event_id, dossier_id=event.dossier_id, **values))


def _change_component(connection: sa.Connection, dossier_id: str, component_id: str, values: dict[str, object]) -> bool:
    table = tables.components
    here = (table.c.dossier_id == dossier_id) & (table.c.component_id == component_id)
    return connection.execute(sa.update(table).where(here).values(**values)).rowcount == 1


def _value(because: NotDigitised | None) -> str | None:
    return because.value if because else None


def _file_columns(file: File) -> dict[str, object]:
    return {"sha256": file.sha256, "bytes": file.bytes, "pages": file.pages}


def _check_known(connection: sa.Connection, event: Envelope) -> None:
    unit, _ = _unit_and_code(connection, event.dossier_id)
    if not unit:
        raise DossierUnknown
    if unit != event.unit:
        raise Refused(Reason.UNKNOWN_DOSSIER, "dossier_id")


def _unit_and_code(connection: sa.Connection, dossier_id: str) -> tuple[str, str]:
    table = tables.dossiers
    row = connection.execute(sa.select(table.c.unit, table.c.code).where(table.c.id == dossier_id)).one_or_none()
    return (row.unit, row.code) if row else ("", "")
