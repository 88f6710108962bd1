"""The events of the outbox: in order within a dossier, dossiers independent of one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, or_, select, text, update

from desk_app.domain.events import Fact
from desk_app.domain.queue import OutboxItem, OutboxState
from desk_app.store import facts
from desk_app.store import tables as t
from desk_app.store.errors import EventNotFound, NotWaiting
from desk_app.store.moments import Clock, decode_maybe, decode_moment, encode_moment
from desk_app.store.prepared import Prepared
from desk_app.store.tables import AnyRow

_earlier = t.outbox.alias("earlier")


def _due(table: Any) -> Any:
    return or_(table.c.next_at.is_(None), table.c.next_at <= bindparam("now"))


# An earlier event of the same dossier holds this one back unless it goes out in the same batch, before this one.
_HELD_BACK = exists().where(
    _earlier.c.dossier_id == t.outbox.c.dossier_id,
    _earlier.c.seq < t.outbox.c.seq,
    text("earlier.state <> 'confirmed'"),
    or_(
        _earlier.c.state != OutboxState.QUEUED.value,
        _earlier.c.next_at > bindparam("now"),
        _earlier.c.attempts > t.outbox.c.attempts,
    ),
)
_NEXT = (
    select(t.outbox)
    .where(t.QUEUED, _due(t.outbox), ~_HELD_BACK)
    .order_by(t.outbox.c.attempts, t.outbox.c.seq)
    .limit(bindparam("limit"))
)
_INSERT = Prepared(insert(t.outbox), "event_id", "dossier_id", "kind", "content", "state", "queued_at")


class OutboxEvents:
    """Events and what became of them. A confirmed event never changes again."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def get(self, event_id: str) -> OutboxItem:
        """The event with this id, else EventNotFound."""
        return item_from(self._row(event_id))

    def events_of(self, dossier_id: str) -> tuple[OutboxItem, ...]:
        """Every event of a dossier, in order."""
        rows = select(t.outbox).where(t.outbox.c.dossier_id == dossier_id).order_by(t.outbox.c.seq)
        return tuple(item_from(row) for row in self._connection.execute(rows))

    def next_records(self, now: dt.datetime, limit: int) -> tuple[OutboxItem, ...]:
        """What may be sent now: fewest attempts first, then oldest; within a dossier always in order.

        An event stays back while an earlier one of its dossier is refused, under way or put off.
        """
        rows = self._connection.execute(_NEXT, {"now": encode_moment(now), "limit": limit})
        return tuple(item_from(row) for row in rows)

    def attempting(self) -> tuple[OutboxItem, ...]:
        """Events whose request left and whose answer is not known: after a crash the server is asked for them.

        Together by dossier, in order within each.
        """
        rows = (
            select(t.outbox)
            .where(t.outbox.c.state == OutboxState.ATTEMPTING.value, t.UNSETTLED)
            .order_by(t.outbox.c.dossier_id, t.outbox.c.seq)
        )
        return tuple(item_from(row) for row in self._connection.execute(rows))

    def mark_attempting(self, event_ids: Iterable[str], now: dt.datetime) -> None:
        """The request is about to leave; commit this before it does. Only queued events change."""
        self._connection.execute(
            update(t.outbox)
            .where(t.outbox.c.event_id.in_(list(event_ids)), t.outbox.c.state == OutboxState.QUEUED.value)
            .values(
                state=OutboxState.ATTEMPTING.value, attempted_at=encode_moment(now), attempts=t.outbox.c.attempts + 1
            )
        )

    def mark_confirmed(self, event_id: str, now: dt.datetime) -> None:
        """The server has it (applied, or known already)."""
        self._settle(
            event_id,
            state=OutboxState.CONFIRMED.value,
            settled_at=encode_moment(now),
            next_at=None,
            reason="",
            field="",
            detail="",
            server_text="",
        )

    def mark_retry(self, event_id: str, next_at: dt.datetime, reason: str, detail: str = "") -> None:
        """It did not get through: queued again, not before ``next_at``."""
        self._settle(
            event_id,
            state=OutboxState.QUEUED.value,
            next_at=encode_moment(next_at),
            reason=reason,
            detail=detail,
        )

    def mark_needs_person(
        self, event_id: str, reason: str, field: str, detail: str, server_text: str, now: dt.datetime
    ) -> None:
        """The server refused it: it waits until somebody edits it or sends it again."""
        self._settle(
            event_id,
            state=OutboxState.NEEDS_PERSON.value,
            next_at=None,
            reason=reason,
            field=field,
            detail=detail,
            server_text=server_text,
            settled_at=encode_moment(now),
        )

    def requeue(self, event_id: str) -> None:
        """Send it again as it is: at once, counted from zero. NotWaiting if it is under way or confirmed."""
        row = self._row(event_id)
        if row.state not in (OutboxState.NEEDS_PERSON.value, OutboxState.QUEUED.value):
            raise NotWaiting(event_id, row.state)
        self._settle(event_id, **_FRESH)

    def replace_refused(self, event_id: str, fact: Fact) -> None:
        """An edited event takes the place of a refused one; the refused one stays in the history.

        Raises:
            EventNotFound: there is none.
            NotWaiting: it does not wait for a person.
        """
        row = self._row(event_id)
        if row.state != OutboxState.NEEDS_PERSON.value:
            raise NotWaiting(event_id, row.state)
        now = encode_moment(self._clock())
        kept = {name: getattr(row, name) for name in t.outbox_replaced.c.keys() if name != "replaced_at"}  # noqa: SIM118
        self._connection.execute(insert(t.outbox_replaced).values(**kept, replaced_at=now))
        self._connection.execute(
            update(t.outbox)
            .where(t.outbox.c.seq == row.seq)
            .values(**facts.columns(fact), **_FRESH, queued_at=now, attempted_at=None)
        )

    def replaced_of(self, dossier_id: str) -> tuple[OutboxItem, ...]:
        """The refused events of a dossier whose place a corrected one took, oldest first."""
        rows = (
            select(t.outbox_replaced)
            .where(t.outbox_replaced.c.dossier_id == dossier_id)
            .order_by(t.outbox_replaced.c.replaced_at)
        )
        return tuple(_replaced_from(row) for row in self._connection.execute(rows))

    def _insert_events(self, new: Iterable[Fact]) -> None:
        at = encode_moment(self._clock())
        state = OutboxState.QUEUED.value
        _INSERT.run_each(self._connection, [{**facts.columns(fact), "state": state, "queued_at": at} for fact in new])

    def _settle(self, event_id: str, **values: Any) -> None:
        changed = self._connection.execute(
            update(t.outbox).where(t.outbox.c.event_id == event_id, t.UNSETTLED).values(**values)
        )
        if changed.rowcount == 0 and not self._is_past(event_id):
            raise EventNotFound(event_id)

    def _is_past(self, event_id: str) -> bool:
        """Whether it is confirmed, or a corrected one took its place: a late answer changes nothing then."""
        confirmed = select(t.outbox.c.seq).where(t.outbox.c.event_id == event_id)
        replaced = select(t.outbox_replaced.c.seq).where(t.outbox_replaced.c.event_id == event_id)
        return self._connection.scalar(confirmed) is not None or self._connection.scalar(replaced) is not None

    def _row(self, event_id: str) -> AnyRow:
        row = self._connection.execute(select(t.outbox).where(t.outbox.c.event_id == event_id)).one_or_none()
        if row is None:
            raise EventNotFound(event_id)
        return row


_FRESH: dict[str, Any] = {
    "state": OutboxState.QUEUED.value,
    "attempts": 0,
    "next_at": None,
    "reason": "",
    "field": "",
    "detail": "",
    "server_text": "",
    "settled_at": None,
}


def item_from(row: AnyRow) -> OutboxItem:
    """The event that a row of ``outbox`` holds."""
    return OutboxItem(
        fact=facts.fact_from(row.kind, row.content),
        seq=row.seq,
        state=OutboxState(row.state),
        attempts=row.attempts,
        next_at=decode_maybe(row.next_at),
        reason=row.reason,
        field=row.field,
        detail=row.detail,
        server_text=row.server_text,
        queued_at=decode_moment(row.queued_at),
        settled_at=decode_maybe(row.settled_at),
    )


def _replaced_from(row: AnyRow) -> OutboxItem:
    return OutboxItem(
        fact=facts.fact_from(row.kind, row.content),
        seq=row.seq,
        state=OutboxState.NEEDS_PERSON,
        reason=row.reason,
        field=row.field,
        detail=row.detail,
        server_text=row.server_text,
        queued_at=decode_moment(row.queued_at),
        settled_at=decode_moment(row.replaced_at),
    )
