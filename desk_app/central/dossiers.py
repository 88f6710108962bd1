"""What the gateway holds of a dossier, and the proof of it: the manifest of a desk answered with a receipt."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desk_app import ids
from desk_app.central import tables
from desk_app.central.database import Database, insert_new
from desk_app.central.envelopes import ProcedureVersion, Result
from desk_app.central.errors import Conflicting, NotFound
from desk_app.central.files import Files
from desk_app.central.messages import (
    Acknowledgement,
    ComponentState,
    DossierState,
    FileHeld,
    FileState,
    HeldFile,
    Manifest,
    ManifestAnswer,
    ReceiptState,
)
from desk_app.domain import codes
from desk_app.domain.dossier import Status


def find(connection: sa.Connection, reference: str, *, unit: str | None, lock: bool = False) -> Any:
    """The row of a dossier by its id or by any code it ever had, in one unit or (None) in all; NotFound, Conflicting.

    A provisional code is only unique within a unit, so that an operator of all units may have to give the id.
    """
    table = tables.dossiers
    if not reference.isprintable():  # among others the null character, which PostgreSQL does not take
        raise NotFound("unknown_dossier")
    code = codes.normal(reference) or reference
    query = sa.select(table).where(
        (table.c.id == reference) | (table.c.code == code) | (table.c.provisional_code == code)
    )
    if unit is not None:
        query = query.where(table.c.unit == unit)
    rows = connection.execute(query.with_for_update() if lock else query).all()
    if not rows:
        raise NotFound("unknown_dossier")
    if len(rows) > 1:
        raise Conflicting("ambiguous_code")
    return rows[0]


class Dossiers:
    """Reads dossiers and answers manifests; usable from any thread."""

    def __init__(self, database: Database, files: Files, *, clock: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._files = files
        self._clock = clock

    def state(self, unit: str, reference: str) -> DossierState:
        """Everything that is held of one dossier of this unit."""
        with self._database.read() as connection:
            row = find(connection, reference, unit=unit)
            components, receipts, events = _parts(connection, row.id)
            linked = sa.select(tables.dossier_files.c.sha256).where(tables.dossier_files.c.dossier_id == row.id)
            ours = list(connection.execute(linked).scalars())
            mentioned = {part.sha256 for part in (*components, *receipts) if part.sha256}
            held = self._held(connection, unit, sorted(mentioned.union(ours)))
        return DossierState(
            dossier_id=row.id,
            code=row.code,
            provisional_code=row.provisional_code,
            status=Status(row.status),
            unit=row.unit,
            procedure=ProcedureVersion(
                code=row.procedure_code,
                version=row.procedure_version,
                name=row.procedure_name,
                field=row.procedure_field,
            ),
            received_at=row.received_at,
            due_at=row.due_at,
            components=[
                ComponentState(id=c.component_id, name=c.name, file=_file(c, held) if c.sha256 else None)
                for c in components
            ],
            receipts=[
                ReceiptState(form=r.form, circular=r.circular, reprint=r.reprint, file=_file(r, held)) for r in receipts
            ],
            files=[FileHeld(sha256=sha256, bytes=held[sha256]) for sha256 in sorted(ours) if sha256 in held],
            events=events,
        )

    def answer_manifest(self, unit: str, dossier_id: str, manifest: Manifest) -> ManifestAnswer:
        """What is missing of the files that a desk lists; when nothing is, the proof, the same one for the same list."""
        wanted = {file.sha256: file.bytes for file in manifest.files}
        with self._database.write() as connection:
            row = find(connection, dossier_id, unit=unit)
            held = self._held(connection, unit, sorted(wanted))
            missing = [sha256 for sha256, size in wanted.items() if held.get(sha256) != size]
            for sha256 in wanted:
                if sha256 in held:
                    insert_new(connection, tables.dossier_files, {"dossier_id": row.id, "sha256": sha256})
            receipt = None if missing else self._acknowledge(connection, row.id, held)
        return ManifestAnswer(complete=not missing, missing=missing, receipt=receipt)

    def _held(self, connection: sa.Connection, unit: str, digests: list[str]) -> dict[str, int]:
        """Digest → size of those that this unit sent completely and that are on the disk at this moment."""
        table = tables.uploads
        query = sa.select(table.c.sha256, table.c.bytes).where(table.c.unit == unit, table.c.held_at.is_not(None))
        held: dict[str, int] = {}
        for begin in range(0, len(digests), 500):  # databases limit the parameters of one statement
            some = query.where(table.c.sha256.in_(digests[begin : begin + 500]))
            held |= {r.sha256: r.bytes for r in connection.execute(some) if self._files.has(r.sha256, r.bytes)}
        return held

    def _acknowledge(self, connection: sa.Connection, dossier_id: str, held: dict[str, int]) -> Acknowledgement:
        table = tables.acknowledgements
        files = json.dumps(sorted(held.items()))
        manifest_hash = hashlib.sha256(files.encode("ascii")).hexdigest()
        values = {"id": ids.new_id(), "dossier_id": dossier_id, "manifest_hash": manifest_hash, "files": files}
        insert_new(connection, table, values | {"at": self._clock()})
        same = (table.c.dossier_id == dossier_id) & (table.c.manifest_hash == manifest_hash)
        row = connection.execute(sa.select(table).where(same)).one()
        return Acknowledgement(
            receipt_id=row.id,
            dossier_id=dossier_id,
            files=[HeldFile(sha256=sha256, bytes=size) for sha256, size in json.loads(row.files)],
            at=row.at,
        )


def _parts(connection: sa.Connection, dossier_id: str) -> tuple[list[Any], list[Any], list[str]]:
    c, r, e = tables.components, tables.receipts, tables.events
    components = connection.execute(sa.select(c).where(c.c.dossier_id == dossier_id).order_by(c.c.position))
    receipts = connection.execute(sa.select(r).where(r.c.dossier_id == dossier_id).order_by(r.c.reprint, r.c.event_id))
    events = connection.execute(
        sa.select(e.c.event_id)
        .where(e.c.dossier_id == dossier_id, e.c.result == Result.APPLIED.value)
        .order_by(e.c.arrived_at, e.c.event_id)
    )
    return list(components), list(receipts), list(events.scalars())


def _file(row: Any, held: dict[str, int]) -> FileState:
    return FileState(sha256=row.sha256, bytes=row.bytes, pages=row.pages, held=held.get(row.sha256) == row.bytes)
