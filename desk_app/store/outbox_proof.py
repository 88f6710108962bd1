"""Proof: a dossier is confirmed only by an acknowledgement whose digests equal those of its files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from sqlalchemy import Connection, exists, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desk_app.domain.events import Fact
from desk_app.domain.queue import Acknowledgement, SyncState
from desk_app.store import tables as t
from desk_app.store.moments import Clock, decode_moment, encode_moment
from desk_app.store.prepared import Prepared

_EVENT_OPEN = exists().where(t.outbox.c.dossier_id == t.dispatches.c.dossier_id, t.UNSETTLED)
_FILE_OPEN = exists().where(t.transfers.c.dossier_id == t.dispatches.c.dossier_id, t.UNHELD)
_NEW = upsert(t.dispatches)
_REOPEN = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["dossier_id"],
        set_={
            # An open dossier keeps the moment since when it waits.
            "since": _NEW.excluded.since,
            "unproven": True,
            "acknowledged_at": None,
            "manifest_next_at": None,
            "manifest_attempts": 0,
        },
        where=t.dispatches.c.unproven.is_(False),
    ),
    "dossier_id",
    "unproven",
    "since",
)

STATE_OF = """
    CASE
    WHEN EXISTS (SELECT 1 FROM dispatches WHERE dossier_id = {0} AND unproven = 0) THEN 'confirmed'
    WHEN EXISTS (SELECT 1 FROM outbox WHERE dossier_id = {0} AND state <> 'confirmed' AND state = 'needs_person')
      OR EXISTS (SELECT 1 FROM transfers WHERE dossier_id = {0} AND state <> 'held' AND state = 'needs_person')
    THEN 'needs_person'
    WHEN EXISTS (SELECT 1 FROM outbox WHERE dossier_id = {0} AND state <> 'confirmed' AND state = 'attempting')
      OR EXISTS (SELECT 1 FROM transfers WHERE dossier_id = {0} AND state <> 'held' AND state = 'sending')
    THEN 'sending'
    ELSE 'waiting' END"""
"""SQL of the state of a dossier as a whole; ``format`` puts in the column or parameter with its id."""

_STATE_OF_ONE = f"SELECT {STATE_OF.format(':id')}"


class OutboxProof:
    """What the server was shown to hold."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def manifests_due(self, now: dt.datetime) -> tuple[str, ...]:
        """Dossiers whose events are all confirmed and files all held, and which nothing proves yet; oldest first."""
        rows = (
            select(t.dispatches.c.dossier_id)
            .where(
                t.UNPROVEN,
                or_(t.dispatches.c.manifest_next_at.is_(None), t.dispatches.c.manifest_next_at <= encode_moment(now)),
                ~_EVENT_OPEN,
                ~_FILE_OPEN,
            )
            .order_by(t.dispatches.c.since)
        )
        return tuple(self._connection.scalars(rows))

    def mark_manifest_retry(self, dossier_id: str, next_at: dt.datetime) -> None:
        """The manifest did not get through: not again before ``next_at``."""
        self._connection.execute(
            update(t.dispatches)
            .where(t.dispatches.c.dossier_id == dossier_id)
            .values(manifest_next_at=encode_moment(next_at), manifest_attempts=t.dispatches.c.manifest_attempts + 1)
        )

    def manifest_attempts(self, dossier_id: str) -> int:
        """How often the manifest of this dossier did not get through since its last change."""
        statement = select(t.dispatches.c.manifest_attempts).where(t.dispatches.c.dossier_id == dossier_id)
        return self._connection.scalar(statement) or 0

    def acknowledge(self, dossier_id: str, acknowledgement: Acknowledgement) -> bool:
        """Keep what the server says that it holds; True if that proves the dossier as it is now.

        It does when nothing of the dossier is still on its way and the digests are exactly those of its files.
        """
        digests = frozenset(
            self._connection.scalars(select(t.dossier_files.c.sha256).where(t.dossier_files.c.dossier_id == dossier_id))
        )
        open_now = self._connection.scalar(
            select(or_(_EVENT_OPEN, _FILE_OPEN)).where(t.dispatches.c.dossier_id == dossier_id)
        )
        covers = open_now is not None and not open_now and digests == acknowledgement.digests
        self._connection.execute(
            insert(t.acknowledgements).values(
                dossier_id=dossier_id,
                receipt_id=acknowledgement.receipt_id,
                digests=json.dumps(sorted(acknowledgement.digests)),
                covers=covers,
                at=encode_moment(acknowledgement.at),
                raw=acknowledgement.raw,
            )
        )
        if covers:
            self._connection.execute(
                update(t.dispatches)
                .where(t.dispatches.c.dossier_id == dossier_id)
                .values(unproven=False, acknowledged_at=encode_moment(acknowledgement.at))
            )
        return covers

    def acknowledgement_of(self, dossier_id: str) -> Acknowledgement | None:
        """The newest acknowledgement that proves the dossier as it is now; None while nothing does."""
        row = self._connection.execute(
            select(t.acknowledgements)
            .join(t.dispatches, t.dispatches.c.dossier_id == t.acknowledgements.c.dossier_id)
            .where(
                t.acknowledgements.c.dossier_id == dossier_id,
                t.acknowledgements.c.covers.is_(True),
                t.dispatches.c.unproven.is_(False),
            )
            .order_by(t.acknowledgements.c.n.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        return Acknowledgement(
            receipt_id=row.receipt_id,
            digests=frozenset(json.loads(row.digests)),
            at=decode_moment(row.at),
            raw=row.raw,
        )

    def sync_state(self, dossier_id: str) -> SyncState:
        """Where the dossier is as a whole; WAITING if nothing of it was ever appended."""
        return SyncState(self._connection.exec_driver_sql(_STATE_OF_ONE, {"id": dossier_id}).scalar_one())

    def _reopen(self, new: Iterable[Fact]) -> None:
        """Events were appended: no earlier acknowledgement covers these dossiers any more."""
        at = encode_moment(self._clock())
        for dossier_id in {fact.dossier_id for fact in new}:
            _REOPEN.run(self._connection, {"dossier_id": dossier_id, "unproven": True, "since": at})
