"""Drafts of the intake form, saved while somebody types, so that a power cut costs nothing."""

from __future__ import annotations

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from desk_app.domain.draft import IntakeDraft
from desk_app.store import tables as t
from desk_app.store.codec import decode, encode
from desk_app.store.errors import DraftNotFound
from desk_app.store.moments import Clock, encode_moment


class Drafts:
    """Drafts by id. A closed one (accepted or discarded) is kept, because its pages are, but no longer offered."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def save(self, draft: IntakeDraft) -> None:
        """Keep it as it is now."""
        values = {
            "author": draft.author,
            "content": encode(draft),
            "updated_at": encode_moment(draft.updated_at or self._clock()),
        }
        statement = insert(t.drafts).values(id=draft.id, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def get(self, draft_id: str) -> IntakeDraft:
        """The draft with this id, open or closed, else DraftNotFound."""
        content = self._connection.scalar(select(t.drafts.c.content).where(t.drafts.c.id == draft_id))
        if content is None:
            raise DraftNotFound(draft_id)
        return decode(IntakeDraft, content)

    def open_drafts(self) -> tuple[IntakeDraft, ...]:
        """The drafts that somebody may go on with, last changed first."""
        rows = select(t.drafts.c.content).where(t.drafts.c.closed_at.is_(None)).order_by(t.drafts.c.updated_at.desc())
        return tuple(decode(IntakeDraft, content) for content in self._connection.scalars(rows))

    def close(self, draft_id: str) -> None:
        """Accepted or discarded: no longer offered. DraftNotFound if there is none."""
        now = encode_moment(self._clock())
        changed = self._connection.execute(update(t.drafts).where(t.drafts.c.id == draft_id).values(closed_at=now))
        if changed.rowcount == 0:
            raise DraftNotFound(draft_id)
