"""The outbox: what happened at the desk and must reach the central system, once and in order.

Its parts: ``outbox_events`` (records), ``outbox_files`` (their files), ``outbox_proof`` (acknowledgements), ``outbox_overview``
(screens).
"""

from __future__ import annotations

from sqlalchemy import Connection, update

from desk_app.domain.events import Fact
from desk_app.store import tables as t
from desk_app.store.moments import Clock
from desk_app.store.outbox_events import OutboxEvents
from desk_app.store.outbox_files import OutboxFiles
from desk_app.store.outbox_overview import OutboxOverview
from desk_app.store.outbox_proof import OutboxProof


class Outbox(OutboxEvents, OutboxFiles, OutboxProof, OutboxOverview):
    """Everything that waits to leave the desk, of one transaction."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def append(self, *new: Fact) -> None:
        """Put facts at the end, in this order, in the transaction of the rows they tell of.

        A fact with a file makes that file one that travels; an older copy of the same component that has not got through yet is
        dropped.
        """
        self._insert_events(new)
        self._follow(new)
        self._reopen(new)

    def replace_refused(self, event_id: str, fact: Fact) -> None:
        """An edited event takes the place of a refused one; the refused one stays in the history.

        Raises:
            EventNotFound: there is none.
            NotWaiting: it does not wait for a person.
        """
        super().replace_refused(event_id, fact)
        self._follow([fact])
        self._reopen([fact])

    def hurry(self) -> None:
        """Whatever was put off may go at once, counted from zero: the network came back, or somebody pressed "Send now"."""
        self._connection.execute(update(t.outbox).where(t.QUEUED).values(next_at=None, attempts=0))
        self._connection.execute(update(t.transfers).where(t.QUEUED_FILE).values(next_at=None, attempts=0))
        self._connection.execute(
            update(t.dispatches).where(t.UNPROVEN).values(manifest_next_at=None, manifest_attempts=0)
        )
