"""Finding dossiers and looking at one: search, list, detail with timeline. Every look at one dossier is in the audit."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desk_app.domain.audit import AuditEntry
from desk_app.domain.dossier import Dossier
from desk_app.domain.errors import NotPermitted
from desk_app.domain.events import Author
from desk_app.domain.lookup import DossierRow, Filters
from desk_app.domain.printing import IssuedReceipt, PrintTask
from desk_app.domain.queue import FileState, SyncState
from desk_app.domain.roles import Act, Role, allows, masked, require

if TYPE_CHECKING:
    from desk_app.store.engine import Store
    from desk_app.store.unit_of_work import UnitOfWork


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One dossier with all that happened to it.

    Attributes:
        sync: what the centre is proven to hold.
        file_sync: the same for each file, by SHA-256.
        timeline: who did what, oldest first.
    """

    dossier: Dossier
    sync: SyncState
    file_sync: Mapping[str, SyncState]
    receipts: tuple[IssuedReceipt, ...]
    prints: tuple[PrintTask, ...]
    timeline: tuple[AuditEntry, ...]


class DossierUnknown(Exception):
    """No dossier has this code.

    Attributes:
        code: as asked for.
    """

    def __init__(self, code: str) -> None:
        super().__init__("unknown dossier")
        self.code = code


class Lookup:
    """Search and detail."""

    def __init__(self, store: Store, *, clock: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._clock = clock

    def search(
        self, text: str, *, who: Author, limit: int = 50, offset: int = 0, filters: Filters | None = None
    ) -> tuple[DossierRow, ...]:
        """Dossiers that fit the text, newest first; identity numbers masked for whoever may not see them.

        Raises:
            NotPermitted: the role does not search old dossiers.
        """
        role = Role(who.role)
        require(role, Act.SEARCH)
        with self._store.read() as uow:
            rows = uow.queries.search(text, limit=limit, offset=offset, filters=filters or Filters())
        if allows(role, Act.SEE_IDENTITY):
            return rows
        return tuple(dataclasses.replace(row, id_number=masked(row.id_number)) for row in rows)

    def count(self, text: str, *, who: Author, filters: Filters | None = None) -> int:
        """How many dossiers fit; NotPermitted like search."""
        require(Role(who.role), Act.SEARCH)
        with self._store.read() as uow:
            return uow.queries.count(text, filters=filters or Filters())

    def by_code(self, code: str, *, who: Author) -> Detail:
        """The dossier of an official or provisional code.

        Raises:
            DossierUnknown: no dossier has it.
        """
        with self._store.read() as uow:
            dossier = uow.dossiers.by_code(code)
        if dossier is None:
            raise DossierUnknown(code)
        return self.detail(dossier.id, who=who)

    def detail(self, dossier_id: str, *, who: Author) -> Detail:
        """One dossier; the look is recorded."""
        _may_look(who)
        with self._store.transaction() as uow:
            uow.audit.record("viewed", who=who, dossier_id=dossier_id, at=self._clock(), detail={})
            return _detail(uow, dossier_id)

    def refreshed(self, dossier_id: str, *, who: Author) -> Detail:
        """The same dossier once more, for somebody who has it before them already: no new look."""
        _may_look(who)
        with self._store.read() as uow:
            return _detail(uow, dossier_id)


def _may_look(who: Author) -> None:
    if not allows(Role(who.role), Act.SEARCH):
        raise NotPermitted(who.role, Act.SEARCH)


def _detail(uow: UnitOfWork, dossier_id: str) -> Detail:
    dossier = uow.dossiers.get(dossier_id)
    receipts = uow.receipts.of(dossier_id)
    digests = [c.copy.sha256 for c in dossier.components if c.copy] + [r.copy.sha256 for r in receipts]
    return Detail(
        dossier=dossier,
        sync=uow.outbox.sync_state(dossier_id),
        file_sync={sha: _of_file(uow.outbox.file_state(dossier_id, sha)) for sha in digests},
        receipts=receipts,
        prints=tuple(t for t in uow.prints.pending() if t.dossier_id == dossier_id),
        timeline=uow.audit.of(dossier_id),
    )


def _of_file(state: FileState | None) -> SyncState:
    match state:
        case FileState.HELD:
            return SyncState.CONFIRMED
        case FileState.SENDING:
            return SyncState.SENDING
        case FileState.NEEDS_PERSON:
            return SyncState.NEEDS_PERSON
        case _:
            return SyncState.WAITING
