"""Takes events in: each takes effect once or not at all, in one transaction, and its answer is kept for whoever asks again.

A refused event did nothing, so when the same one comes again (a person pressed "Send again") it is looked at afresh.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from desk_app.central import effects, rules, tables
from desk_app.central.database import Database
from desk_app.central.devices import Device
from desk_app.central.envelopes import Envelope, EventAnswer, Reason, Result
from desk_app.central.limits import Limits
from desk_app.central.rules import Refused

_TRIES = 3
_KEPT = {"result", "official_code", "reason", "field", "detail"}


class Ledger:
    """Applies events; one per gateway, usable from any thread."""

    def __init__(self, database: Database, *, clock: Callable[[], dt.datetime], limits: Limits) -> None:
        self._database = database
        self._clock = clock
        self._limits = limits

    def take_in(self, device: Device, raw_events: Iterable[object]) -> list[EventAnswer]:
        """The answers to a batch, in order; what follows an event of the same dossier that did not apply is deferred."""
        answers: list[EventAnswer] = []
        stopped: set[str] = set()
        for raw in raw_events:
            dossier_id = _id_in(raw, "dossier_id")
            if dossier_id in stopped:
                answers.append(EventAnswer(event_id=_id_in(raw, "event_id"), result=Result.DEFERRED))
                continue
            answer = self._take_in_one(device, raw)
            if dossier_id and answer.result not in (Result.APPLIED, Result.DUPLICATE):
                stopped.add(dossier_id)
            answers.append(answer)
        return answers

    def answer_to(self, device: Device, event_id: str) -> EventAnswer | None:
        """The kept answer to an event of this unit, None if it never arrived or nothing was decided."""
        table = tables.events
        query = sa.select(table).where(table.c.event_id == event_id, table.c.unit == device.unit)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        return _kept_answer(row) if row is not None else None

    def _take_in_one(self, device: Device, raw: object) -> EventAnswer:
        try:
            canonical = _canonical(raw)
            event = rules.read_envelope(raw)
        except Refused as refused:
            return _refusal(_id_in(raw, "event_id"), refused)
        for _ in range(_TRIES - 1):
            try:
                return self._decide(device, event, canonical)
            except sa.exc.IntegrityError:  # a rival transaction was first (PostgreSQL); its rows are visible now
                continue
        return self._decide(device, event, canonical)

    def _decide(self, device: Device, event: Envelope, canonical: str) -> EventAnswer:
        fingerprint = hashlib.sha256(canonical.encode("ascii")).hexdigest()
        table = tables.events
        with self._database.write() as connection:
            query = sa.select(table).where(table.c.event_id == event.event_id).with_for_update()
            known = connection.execute(query).one_or_none()
            if known is not None and known.fingerprint != fingerprint:
                return _refusal(event.event_id, Refused(Reason.ID_REUSED, "event_id"))
            if known is not None and known.result == Result.APPLIED:
                return _kept_answer(known).model_copy(update={"result": Result.DUPLICATE})
            try:
                rules.check_unit(event, device.unit)
            except Refused as refused:  # not kept: the record would lie in a unit that has nothing to do with it
                return _refusal(event.event_id, refused)
            now = self._clock()
            answer = self._answer(connection, event, now)
            if answer.result is Result.DEFERRED:
                return answer
            values: dict[str, Any] = answer.model_dump(mode="json", include=_KEPT)
            if known is not None:
                connection.execute(sa.update(table).where(table.c.event_id == event.event_id).values(**values))
            else:
                values |= {"unit": device.unit, "device_id": device.id, "arrived_at": now, "envelope": canonical}
                values |= {"dossier_id": event.dossier_id, "kind": event.kind, "fingerprint": fingerprint}
                connection.execute(table.insert().values(event_id=event.event_id, **values))
            return answer

    def _answer(self, connection: sa.Connection, event: Envelope, now: dt.datetime) -> EventAnswer:
        try:
            code = effects.apply(connection, event, now=now, limits=self._limits)
        except Refused as refused:
            return _refusal(event.event_id, refused)
        except effects.DossierUnknown:
            return EventAnswer(event_id=event.event_id, result=Result.DEFERRED)
        except effects.DossierExists as exists:
            return EventAnswer(
                event_id=event.event_id,
                result=Result.CONFLICT,
                official_code=exists.code,
                reason=Reason.DOSSIER_EXISTS,
            )
        return EventAnswer(event_id=event.event_id, result=Result.APPLIED, official_code=code)


def _refusal(event_id: str, refused: Refused) -> EventAnswer:
    return EventAnswer(
        event_id=event_id,
        result=Result.REFUSED,
        reason=refused.reason,
        field=refused.field,
        detail=refused.detail,
    )


def _kept_answer(row: Any) -> EventAnswer:
    reason = Reason(row.reason) if row.reason else None
    return EventAnswer(
        event_id=row.event_id,
        result=Result(row.result),
        official_code=row.official_code,
        reason=reason,
        field=row.field,
        detail=row.detail,
    )


def _canonical(raw: object) -> str:
    """The event with its keys in order: equal for equal content however it was written."""
    try:
        return json.dumps(raw, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError):  # NaN, or nested without end
        raise Refused(Reason.MALFORMED, "event") from None


def _id_in(raw: object, key: str) -> str:
    """An id in an event that may be anything, to be given back in the answer; empty when there is none."""
    value = raw.get(key) if isinstance(raw, dict) else None
    return value[:64] if isinstance(value, str) and value.isascii() and value.isprintable() else ""
