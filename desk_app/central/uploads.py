"""Uploads of one unit: created once per digest, continued where they stopped, held when the digest of the whole is right."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from desk_app import ids
from desk_app.central import tables
from desk_app.central.database import Database, insert_new
from desk_app.central.devices import Device
from desk_app.central.errors import Conflicting, DigestDiffers, NotFound, TooLarge, Unprocessable
from desk_app.central.files import Files
from desk_app.central.limits import Limits


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way, or arrived (``held``)."""

    id: str
    sha256: str
    bytes: int
    held: bool


class Uploads:
    """Which files a unit has sent; usable from any thread."""

    def __init__(self, database: Database, files: Files, *, clock: Callable[[], dt.datetime], limits: Limits) -> None:
        self._database = database
        self._files = files
        self._clock = clock
        self._limits = limits

    def create(self, device: Device, *, sha256: str, size: int, dossier_id: str) -> Upload:
        """The upload of this digest, new or not; the dossier must be one of this unit."""
        if size < 1:
            raise Unprocessable("empty_file")
        if size > self._limits.file_bytes:
            raise TooLarge("file_too_large", str(self._limits.file_bytes))
        with self._database.write() as connection:
            _link(connection, device, sha256, dossier_id)
            values = {
                "id": ids.new_id(),
                "unit": device.unit,
                "sha256": sha256,
                "bytes": size,
                "created_at": self._clock(),
            }
            if insert_new(connection, tables.uploads, values):
                self._files.check_room(size)
            table = tables.uploads
            known = (table.c.unit == device.unit) & (table.c.sha256 == sha256)
            upload = self._checked(connection, connection.execute(sa.select(table).where(known)).one())
            if upload.bytes == size:
                return upload
            if upload.held:
                raise Conflicting("length_differs")
            self._restart(upload, size)
            connection.execute(sa.update(table).where(known).values(bytes=size))
        return dataclasses.replace(upload, bytes=size)

    def get(self, device: Device, upload_id: str) -> Upload:
        """The upload of that id in this unit; NotFound otherwise."""
        table = tables.uploads
        query = sa.select(table).where(table.c.id == upload_id, table.c.unit == device.unit)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound("unknown_upload")
        if row.held_at is None or self._files.has(row.sha256, row.bytes):
            return Upload(row.id, row.sha256, row.bytes, row.held_at is not None)
        with self._database.write() as connection:
            return self._checked(connection, row)

    def offset(self, upload: Upload) -> int:
        """How many bytes are safely here."""
        return upload.bytes if upload.held else self._files.written(upload.id)

    def finish_if_whole(self, upload: Upload) -> Upload:
        """After the last byte: check the digest, keep the file; DigestDiffers when it is another, and the upload starts over.

        The caller holds the lock. Also settles an upload whose last byte arrived just before the gateway died.
        """
        if upload.held or self._files.written(upload.id) < upload.bytes:
            return upload
        if not self._files.seal(upload.id, upload.sha256):
            raise DigestDiffers("digest_differs", "the upload starts over")
        table = tables.uploads
        with self._database.write() as connection:
            connection.execute(sa.update(table).where(table.c.id == upload.id).values(held_at=self._clock()))
        return dataclasses.replace(upload, held=True)

    def held(self, device: Device, sha256: str) -> Upload:
        """The complete file of that digest in this unit; NotFound otherwise."""
        table = tables.uploads
        query = sa.select(table).where(
            table.c.unit == device.unit, table.c.sha256 == sha256, table.c.held_at.is_not(None)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None or not self._files.has(sha256, row.bytes):
            raise NotFound("unknown_file")
        return Upload(row.id, row.sha256, row.bytes, True)

    def _checked(self, connection: sa.Connection, row: Any) -> Upload:
        """A row as a value; a file that vanished from the disk is not held any more, so that it can be sent again."""
        held = row.held_at is not None
        if held and not self._files.has(row.sha256, row.bytes):
            connection.execute(sa.update(tables.uploads).where(tables.uploads.c.id == row.id).values(held_at=None))
            held = False
        return Upload(row.id, row.sha256, row.bytes, held)

    def _restart(self, upload: Upload, size: int) -> None:
        self._files.check_room(size)
        with self._files.locked(upload.id):
            self._files.cut_back(upload.id, 0)


def _link(connection: sa.Connection, device: Device, sha256: str, dossier_id: str) -> None:
    table = tables.dossiers
    here = sa.select(table.c.id).where(table.c.id == dossier_id, table.c.unit == device.unit)
    if connection.execute(here).first() is None:
        raise NotFound("unknown_dossier")
    insert_new(connection, tables.dossier_files, {"dossier_id": dossier_id, "sha256": sha256})
