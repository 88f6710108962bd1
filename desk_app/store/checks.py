"""The examination of a data folder: pages, references, record, files."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select, text

from desk_app.domain.draft import IntakeDraft
from desk_app.store import tables as t
from desk_app.store.audit import Audit
from desk_app.store.blobs import Blobs
from desk_app.store.codec import decode
from desk_app.store.errors import BlobDamaged, BlobMissing


def problems(connection: Connection, audit: Audit, blobs: Blobs) -> list[str]:
    """Everything that is not as it was written, as short technical lines without names or numbers of people."""
    found = [f"page: {row[0]}" for row in connection.execute(text("PRAGMA cipher_integrity_check"))]
    if found:
        return found  # nothing else can be read for certain
    found += [f"database: {row[0]}" for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
    found += [f"reference: {row[0]} row {row[1]}" for row in connection.execute(text("PRAGMA foreign_key_check"))]
    broken = audit.verify()
    if broken is not None:
        found.append(f"audit: line {broken}")
    for sha256 in sorted(set(_named(connection))):
        try:
            blobs.get(sha256)
        except BlobMissing:
            found.append(f"file missing: {sha256}")
        except BlobDamaged:
            found.append(f"file damaged: {sha256}")
    return found


def _named(connection: Connection) -> Iterator[str]:
    """Every file that a row names."""
    yield from connection.scalars(select(t.dossier_files.c.sha256).distinct())
    yield from connection.scalars(select(t.receipts.c.sha256).distinct())
    for content in connection.scalars(select(t.drafts.c.content).where(t.drafts.c.closed_at.is_(None))):
        draft = decode(IntakeDraft, content)
        for page in (*draft.pages, *draft.dustbin):
            yield from filter(None, (page.raw, page.prepared))
