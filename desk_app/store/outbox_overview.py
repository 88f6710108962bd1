"""The outbox as people see it: the figures of the status line, and one row per dossier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from desk_app.domain.queue import FileState, OutboxState, QueueCounts, QueueRow, SyncState
from desk_app.store import tables as t
from desk_app.store.moments import Clock, decode_maybe, encode_moment, start_of_day
from desk_app.store.outbox_events import OutboxEvents
from desk_app.store.outbox_files import OutboxFiles
from desk_app.store.tables import AnyRow

_OPEN = frozenset({SyncState.WAITING, SyncState.SENDING, SyncState.NEEDS_PERSON})


def _flag(column: Any, state: str) -> Any:
    return func.max(case((column == state, 1), else_=0))


_EVENTS = (
    select(
        t.outbox.c.dossier_id,
        func.count().label("waiting"),
        func.max(t.outbox.c.attempts).label("attempts"),
        func.min(t.outbox.c.queued_at).label("since"),
        _flag(t.outbox.c.state, OutboxState.NEEDS_PERSON.value).label("stuck"),
        _flag(t.outbox.c.state, OutboxState.ATTEMPTING.value).label("flying"),
    )
    .where(t.UNSETTLED)
    .group_by(t.outbox.c.dossier_id)
    .cte("events")
)
_FILES = (
    select(
        t.transfers.c.dossier_id,
        func.count().label("waiting"),
        func.max(t.transfers.c.attempts).label("attempts"),
        func.sum(t.transfers.c.bytes - t.transfers.c.sent_bytes).label("bytes"),
        _flag(t.transfers.c.state, FileState.NEEDS_PERSON.value).label("stuck"),
        _flag(t.transfers.c.state, FileState.SENDING.value).label("flying"),
    )
    .where(t.UNHELD)
    .group_by(t.transfers.c.dossier_id)
    .cte("files")
)
_STATE = case(
    ((func.coalesce(_EVENTS.c.stuck, 0) + func.coalesce(_FILES.c.stuck, 0)) > 0, SyncState.NEEDS_PERSON.value),
    ((func.coalesce(_EVENTS.c.flying, 0) + func.coalesce(_FILES.c.flying, 0)) > 0, SyncState.SENDING.value),
    else_=SyncState.WAITING.value,
)
_OPEN_ROWS = (
    select(
        t.dispatches.c.dossier_id,
        func.coalesce(_EVENTS.c.since, t.dispatches.c.since).label("since"),
        _STATE.label("state"),
        func.coalesce(_EVENTS.c.waiting, 0).label("events_waiting"),
        func.coalesce(_FILES.c.waiting, 0).label("files_waiting"),
        func.coalesce(_FILES.c.bytes, 0).label("bytes_waiting"),
        func.max(
            func.coalesce(_EVENTS.c.attempts, 0), func.coalesce(_FILES.c.attempts, 0), t.dispatches.c.manifest_attempts
        ).label("attempts"),
        t.dispatches.c.manifest_next_at,
    )
    .outerjoin(_EVENTS, _EVENTS.c.dossier_id == t.dispatches.c.dossier_id)
    .outerjoin(_FILES, _FILES.c.dossier_id == t.dispatches.c.dossier_id)
    .where(t.UNPROVEN)
)


class OutboxOverview:
    """Counts and rows for screens; reads only."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def counts(self) -> QueueCounts:
        """The figures of the status line, now."""
        rows = _OPEN_ROWS.subquery()
        stuck = func.coalesce(func.sum(case((rows.c.state == SyncState.NEEDS_PERSON.value, 1), else_=0)), 0)
        total = self._connection.execute(
            select(
                func.count().label("open"),
                stuck.label("stuck"),
                func.coalesce(func.sum(rows.c.files_waiting), 0).label("files"),
                func.coalesce(func.sum(rows.c.bytes_waiting), 0).label("bytes"),
                func.min(rows.c.since).label("oldest"),
            )
        ).one()
        now = self._clock()
        today = select(func.count()).where(
            t.dispatches.c.acknowledged_at.is_not(None), t.dispatches.c.acknowledged_at >= start_of_day(now.date())
        )
        return QueueCounts(
            waiting_dossiers=total.open - total.stuck,
            waiting_files=total.files,
            waiting_bytes=total.bytes,
            needs_person=total.stuck,
            confirmed_today=self._connection.scalar(today) or 0,
            oldest_at=decode_maybe(total.oldest),
            next_try_at=self._next_try_at(now),
        )

    def items(
        self, states: Collection[SyncState] = _OPEN, *, limit: int = 200, offset: int = 0
    ) -> tuple[QueueRow, ...]:
        """One row per dossier in these states: what needs a person first, then oldest first; confirmed ones last, newest first."""
        wanted = _OPEN & frozenset(states)
        rows: list[QueueRow] = []
        if wanted:
            rows += self._open_rows(wanted, limit, offset)
        if SyncState.CONFIRMED in states and len(rows) < limit:
            skipped = 0
            if wanted and offset:
                inner = _OPEN_ROWS.subquery()
                among = select(func.count()).select_from(inner).where(inner.c.state.in_(sorted(wanted)))
                skipped = self._connection.scalar(among) or 0
            rows += self._confirmed_rows(limit - len(rows), max(0, offset - skipped))
        return tuple(rows)

    def row_of(self, dossier_id: str) -> QueueRow | None:
        """The row of one dossier; None if nothing of it ever was to be sent."""
        found = self._connection.execute(_OPEN_ROWS.where(t.dispatches.c.dossier_id == dossier_id)).all()
        if found:
            return self._complete(found)[0]
        known = select(t.dispatches.c.dossier_id, t.dispatches.c.acknowledged_at.label("since")).where(
            t.dispatches.c.dossier_id == dossier_id
        )
        rows = self._complete(self._connection.execute(known).all())
        return rows[0] if rows else None

    def _open_rows(self, wanted: Collection[SyncState], limit: int, offset: int) -> list[QueueRow]:
        rows = _OPEN_ROWS.subquery()
        statement = (
            select(rows)
            .where(rows.c.state.in_(sorted(wanted)))
            .order_by(case((rows.c.state == SyncState.NEEDS_PERSON.value, 0), else_=1), rows.c.since, rows.c.dossier_id)
            .limit(limit)
            .offset(offset)
        )
        return self._complete(self._connection.execute(statement).all())

    def _confirmed_rows(self, limit: int, offset: int) -> list[QueueRow]:
        statement = (
            select(t.dispatches.c.dossier_id, t.dispatches.c.acknowledged_at.label("since"))
            .where(t.dispatches.c.acknowledged_at.is_not(None))
            .order_by(t.dispatches.c.acknowledged_at.desc(), t.dispatches.c.dossier_id.desc())
            .limit(limit)
            .offset(offset)
        )
        return self._complete(self._connection.execute(statement).all())

    def _complete(self, rows: Sequence[AnyRow]) -> list[QueueRow]:
        """The rows of a page with the dossier's words, its files and the first thing that is in the way."""
        ids = [row.dossier_id for row in rows]
        words = self._words(ids)
        files = self._files(ids)
        hindrances = self._hindrances(ids)
        return [
            _queue_row(row, words.get(row.dossier_id), files.get(row.dossier_id), hindrances.get(row.dossier_id, {}))
            for row in rows
        ]

    def _words(self, ids: Sequence[str]) -> dict[str, AnyRow]:
        columns = (t.dossiers.c.id, t.dossiers.c.code, t.dossiers.c.procedure_name, t.dossiers.c.applicant_name)
        return {row.id: row for row in self._connection.execute(select(*columns).where(t.dossiers.c.id.in_(ids)))}

    def _files(self, ids: Sequence[str]) -> dict[str, AnyRow]:
        statement = (
            select(t.transfers.c.dossier_id, func.count().label("files"), func.sum(t.transfers.c.bytes).label("bytes"))
            .join(
                t.dossier_files,
                and_(
                    t.dossier_files.c.dossier_id == t.transfers.c.dossier_id,
                    t.dossier_files.c.sha256 == t.transfers.c.sha256,
                ),
            )
            .where(t.transfers.c.dossier_id.in_(ids))
            .group_by(t.transfers.c.dossier_id)
        )
        return {row.dossier_id: row for row in self._connection.execute(statement)}

    def _hindrances(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """For each dossier the first refused event, else the first refused file, else the first that was put off."""
        found: dict[str, tuple[int, dict[str, Any]]] = {}

        def offer(dossier_id: str, rank: int, what: dict[str, Any]) -> None:
            if dossier_id not in found or rank < found[dossier_id][0]:
                found[dossier_id] = (rank, what)

        o, f = t.outbox.c, t.transfers.c
        events = select(o.dossier_id, o.event_id, o.state, o.next_at, o.reason, o.field, o.detail, o.server_text).where(
            o.dossier_id.in_(ids), t.UNSETTLED
        )
        for row in self._connection.execute(events.order_by(o.seq)):
            stuck = row.state == OutboxState.NEEDS_PERSON.value
            what = row._asdict() | {"event_id": row.event_id if stuck else None}
            offer(row.dossier_id, 0 if stuck else 2, what)
        files = select(f.dossier_id, f.sha256, f.state, f.next_at, f.reason, f.detail).where(
            f.dossier_id.in_(ids), t.UNHELD
        )
        for file in self._connection.execute(files.order_by(f.seq)):
            stuck = file.state == FileState.NEEDS_PERSON.value
            what = file._asdict() | {"file_sha256": file.sha256 if stuck else None}
            offer(file.dossier_id, 1 if stuck else 3, what)
        return {dossier_id: what for dossier_id, (_, what) in found.items()}

    def _next_try_at(self, now: dt.datetime) -> dt.datetime | None:
        """When the next thing falls due; None if something is due already, or nothing waits for its time."""
        if OutboxEvents(self._connection, self._clock).next_records(now, 1):
            return None
        if OutboxFiles(self._connection, self._clock).next_files(now, 1):
            return None
        moments = [
            self._connection.scalar(select(func.min(t.outbox.c.next_at)).where(t.QUEUED)),
            self._connection.scalar(select(func.min(t.transfers.c.next_at)).where(t.QUEUED_FILE)),
            self._connection.scalar(select(func.min(t.dispatches.c.manifest_next_at)).where(t.UNPROVEN)),
        ]
        return decode_maybe(min((m for m in moments if m is not None and m > encode_moment(now)), default=None))


def _queue_row(row: AnyRow, words: AnyRow | None, files: AnyRow | None, hindrance: dict[str, Any]) -> QueueRow:
    values = row._asdict()
    return QueueRow(
        dossier_id=row.dossier_id,
        code=words.code if words else "",
        procedure_name=words.procedure_name if words else "",
        applicant_name=words.applicant_name if words else "",
        state=SyncState(values.get("state", SyncState.CONFIRMED)),
        events_waiting=values.get("events_waiting", 0),
        files_waiting=values.get("files_waiting", 0),
        files_total=files.files if files else 0,
        bytes_waiting=values.get("bytes_waiting", 0),
        bytes_total=files.bytes if files else 0,
        attempts=values.get("attempts", 0),
        next_at=decode_maybe(hindrance.get("next_at", values.get("manifest_next_at"))),
        reason=hindrance.get("reason", ""),
        field=hindrance.get("field", ""),
        detail=hindrance.get("detail", ""),
        server_text=hindrance.get("server_text", ""),
        since=decode_maybe(row.since),
        event_id=hindrance.get("event_id"),
        file_sha256=hindrance.get("file_sha256"),
    )
