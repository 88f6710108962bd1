"""The files that follow their events: which belong to a dossier now, and how far each has got."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection, and_, bindparam, delete, exists, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from desk_app.domain.events import ComponentDigitised, ComponentNotDigitised, DossierReceived, Fact, ReceiptIssued
from desk_app.domain.queue import FileRole, FileState, FileTransfer, ManifestFile
from desk_app.store import tables as t
from desk_app.store.moments import Clock, decode_maybe, decode_moment, encode_maybe, encode_moment
from desk_app.store.prepared import Prepared
from desk_app.store.tables import AnyRow

_OPENING_UNCONFIRMED = exists().where(
    t.outbox.c.dossier_id == t.transfers.c.dossier_id,
    t.outbox.c.kind == "dossier_received",
    t.UNSETTLED,
)
_NEXT = (
    select(t.transfers)
    .where(
        t.QUEUED_FILE,
        t.transfers.c.role == bindparam("of_role"),
        or_(t.transfers.c.next_at.is_(None), t.transfers.c.next_at <= bindparam("now")),
        ~_OPENING_UNCONFIRMED,
    )
    .order_by(t.transfers.c.attempts, t.transfers.c.seq)
    .limit(bindparam("limit"))
)
_WANTED = insert(t.dossier_files)
_WANT = Prepared(
    _WANTED.on_conflict_do_update(
        index_elements=["dossier_id", "role", "ref"],
        set_={"sha256": _WANTED.excluded.sha256, "bytes": _WANTED.excluded.bytes},
    )
)
_SEND = Prepared(
    insert(t.transfers).on_conflict_do_nothing(index_elements=["dossier_id", "sha256"]),
    "dossier_id",
    "sha256",
    "bytes",
    "role",
    "state",
    "queued_at",
)


class FileChanges(TypedDict, total=False):
    """What may be noted about a transfer."""

    state: FileState
    attempts: int
    next_at: dt.datetime | None
    upload_url: str
    sent_bytes: int
    reason: str
    detail: str


class OutboxFiles:
    """Transfers and manifests."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def next_files(self, now: dt.datetime, limit: int) -> tuple[FileTransfer, ...]:
        """What may be uploaded now, receipts before components: only of dossiers that the server knows.

        Those in state SENDING are not among them; after a start they are in ``sending``.
        """
        found: list[FileTransfer] = []
        for role in (FileRole.RECEIPT, FileRole.COMPONENT):
            values = {"now": encode_moment(now), "of_role": role.value, "limit": limit - len(found)}
            found += [_transfer(row) for row in self._connection.execute(_NEXT, values)]
        return tuple(found)

    def sending(self) -> tuple[FileTransfer, ...]:
        """Transfers that were under way, together by dossier: after a crash the server is asked for their offset."""
        rows = (
            select(t.transfers)
            .where(t.transfers.c.state == FileState.SENDING.value, t.UNHELD)
            .order_by(t.transfers.c.dossier_id, t.transfers.c.seq)
        )
        return tuple(_transfer(row) for row in self._connection.execute(rows))

    def files_of(self, dossier_id: str) -> tuple[FileTransfer, ...]:
        """Every transfer of a dossier, oldest first."""
        rows = select(t.transfers).where(t.transfers.c.dossier_id == dossier_id).order_by(t.transfers.c.seq)
        return tuple(_transfer(row) for row in self._connection.execute(rows))

    def mark_file(self, dossier_id: str, sha256: str, **changes: Unpack[FileChanges]) -> None:
        """Note how far a transfer is. Nothing happens if the file no longer belongs to the dossier."""
        values: dict[str, Any] = dict(changes)
        if "next_at" in changes:
            values["next_at"] = encode_maybe(changes["next_at"])
        if "state" in changes:
            values["state"] = changes["state"].value
        self._connection.execute(update(t.transfers).where(_is(dossier_id, sha256)).values(**values))

    def mark_file_held(self, dossier_id: str, sha256: str, now: dt.datetime) -> None:
        """The server holds the whole of it and its digest was compared."""
        self._connection.execute(
            update(t.transfers)
            .where(_is(dossier_id, sha256))
            .values(
                state=FileState.HELD.value,
                sent_bytes=t.transfers.c.bytes,
                next_at=None,
                reason="",
                detail="",
                held_at=encode_moment(now),
            )
        )

    def requeue_file(self, dossier_id: str, sha256: str) -> None:
        """Send it again: at once, counted from zero, from the beginning."""
        self.mark_file(
            dossier_id,
            sha256,
            state=FileState.QUEUED,
            attempts=0,
            next_at=None,
            upload_url="",
            sent_bytes=0,
            reason="",
            detail="",
        )

    def file_state(self, dossier_id: str, sha256: str) -> FileState | None:
        """How far this file is; None if it is not one that travels."""
        state = self._connection.scalar(select(t.transfers.c.state).where(_is(dossier_id, sha256)))
        return None if state is None else FileState(state)

    def manifest_of(self, dossier_id: str) -> tuple[ManifestFile, ...]:
        """The files that belong to the dossier now: the latest copy of each component, and every receipt."""
        rows = (
            select(t.dossier_files)
            .where(t.dossier_files.c.dossier_id == dossier_id)
            .order_by(t.dossier_files.c.role, t.dossier_files.c.ref)
        )
        return tuple(
            ManifestFile(sha256=row.sha256, bytes=row.bytes, role=FileRole(row.role), ref=row.ref)
            for row in self._connection.execute(rows)
        )

    def _follow(self, new: Iterable[Fact]) -> None:
        """Keep the manifest and the transfers in step with events that were just appended."""
        new = list(new)
        at = encode_moment(self._clock())
        files = [file for file in map(_file_of, new) if file is not None]
        if files:
            _WANT.run_each(self._connection, files)
            _SEND.run_each(
                self._connection,
                [
                    {
                        "dossier_id": file["dossier_id"],
                        "sha256": file["sha256"],
                        "bytes": file["bytes"],
                        "role": file["role"],
                        "state": FileState.QUEUED.value,
                        "queued_at": at,
                    }
                    for file in files
                ],
            )
        for fact in new:
            if isinstance(fact, ComponentNotDigitised):
                self._connection.execute(
                    delete(t.dossier_files).where(
                        t.dossier_files.c.dossier_id == fact.dossier_id,
                        t.dossier_files.c.role == FileRole.COMPONENT.value,
                        t.dossier_files.c.ref == fact.component_id,
                    )
                )
        fresh = {fact.dossier_id for fact in new if isinstance(fact, DossierReceived)}
        if len({(file["dossier_id"], file["role"], file["ref"]) for file in files}) < len(files):
            fresh = set()  # a component was digitised twice already
        for dossier_id in {fact.dossier_id for fact in new} - fresh:
            self._drop_unwanted(dossier_id)

    def _drop_unwanted(self, dossier_id: str) -> None:
        """Do not send what a newer copy has replaced."""
        wanted = exists().where(
            t.dossier_files.c.dossier_id == t.transfers.c.dossier_id, t.dossier_files.c.sha256 == t.transfers.c.sha256
        )
        self._connection.execute(delete(t.transfers).where(t.transfers.c.dossier_id == dossier_id, t.UNHELD, ~wanted))


def _is(dossier_id: str, sha256: str) -> Any:
    return and_(t.transfers.c.dossier_id == dossier_id, t.transfers.c.sha256 == sha256)


def _file_of(fact: Fact) -> dict[str, Any] | None:
    match fact:
        case ComponentDigitised():
            role, ref = FileRole.COMPONENT, fact.component_id
        case ReceiptIssued():
            role, ref = FileRole.RECEIPT, f"{fact.form}:{fact.reprint}"
        case _:
            return None
    return {
        "dossier_id": fact.dossier_id,
        "role": role.value,
        "ref": ref,
        "sha256": fact.copy.sha256,
        "bytes": fact.copy.bytes,
    }


def _transfer(row: AnyRow) -> FileTransfer:
    return FileTransfer(
        dossier_id=row.dossier_id,
        sha256=row.sha256,
        bytes=row.bytes,
        role=FileRole(row.role),
        state=FileState(row.state),
        attempts=row.attempts,
        next_at=decode_maybe(row.next_at),
        upload_url=row.upload_url,
        sent_bytes=row.sent_bytes,
        reason=row.reason,
        detail=row.detail,
        queued_at=decode_moment(row.queued_at),
    )
