"""Dossiers: the present value in columns that lists need, every revision as a whole."""

from __future__ import annotations

import functools
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError

from desk_app.domain.dossier import Dossier
from desk_app.domain.vietnamese import fold
from desk_app.store import tables as t
from desk_app.store import terms
from desk_app.store.codec import decode, encode
from desk_app.store.errors import CodeTaken, DossierNotFound, StaleRevision
from desk_app.store.moments import Clock, encode_maybe, encode_moment
from desk_app.store.prepared import Prepared

_NEWEST = select(t.dossier_revisions.c.content).join(
    t.dossiers,
    (t.dossiers.c.n == t.dossier_revisions.c.dossier_n) & (t.dossiers.c.revision == t.dossier_revisions.c.revision),
)
_BY_ID = _NEWEST.where(t.dossiers.c.id == bindparam("id"))
_BY_CODE = _NEWEST.where(
    or_(t.dossiers.c.code == bindparam("code"), t.dossiers.c.provisional_code == bindparam("code"))
)
_INSERT = Prepared(insert(t.dossiers), *(column.name for column in t.dossiers.c if column.name != "n"))
_INSERT_REVISION = Prepared(insert(t.dossier_revisions))
_INSERT_TOKENS = Prepared(insert(t.dossier_tokens))
_NOTE_PROCEDURE = Prepared(upsert(t.dossier_procedures).on_conflict_do_nothing())


class Dossiers:
    """Dossiers by id and by either code."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, dossier: Dossier) -> None:
        """Keep a new dossier; CodeTaken if another one has its code (official or provisional)."""
        try:
            columns = columns_of(dossier)
            n = _INSERT.run(self._connection, {"id": dossier.id, **columns})
        except sqlcipher.IntegrityError as error:
            raise CodeTaken(dossier.code) from error
        self._keep_revision(n, dossier)
        self._index(n, dossier, columns)

    def get(self, dossier_id: str) -> Dossier:
        """The dossier as it is now, else DossierNotFound."""
        content = self._connection.scalar(_BY_ID, {"id": dossier_id})
        if content is None:
            raise DossierNotFound(dossier_id)
        return decode(Dossier, content)

    def by_code(self, code: str) -> Dossier | None:
        """The dossier with this code, official or provisional, however it was typed or scanned."""
        content = self._connection.scalar(_BY_CODE, {"code": terms.whole_code(code) or code})
        return None if content is None else decode(Dossier, content)

    def replace(self, dossier: Dossier) -> None:
        """Keep a later revision of a dossier. The very same value again changes nothing.

        Raises:
            DossierNotFound: it was never added.
            StaleRevision: the stored one is as new or newer and not the same.
            CodeTaken: another dossier has its code.
        """
        now = self._connection.execute(
            select(t.dossiers.c.n, t.dossiers.c.revision).where(t.dossiers.c.id == dossier.id)
        ).one_or_none()
        if now is None:
            raise DossierNotFound(dossier.id)
        if dossier.revision <= now.revision:
            if dossier.revision == now.revision and dossier == self.get(dossier.id):
                return
            raise StaleRevision(dossier.id, stored=now.revision, given=dossier.revision)
        columns = columns_of(dossier)
        try:
            self._connection.execute(update(t.dossiers).where(t.dossiers.c.n == now.n).values(**columns))
        except IntegrityError as error:
            raise CodeTaken(dossier.code) from error
        self._keep_revision(now.n, dossier)
        self._connection.execute(delete(t.dossier_tokens).where(t.dossier_tokens.c.rowid == now.n))
        self._index(now.n, dossier, columns)

    def history(self, dossier_id: str) -> tuple[Dossier, ...]:
        """Every revision that was kept, oldest first; empty if there is no such dossier."""
        contents = self._connection.scalars(
            select(t.dossier_revisions.c.content)
            .join(t.dossiers, t.dossiers.c.n == t.dossier_revisions.c.dossier_n)
            .where(t.dossiers.c.id == dossier_id)
            .order_by(t.dossier_revisions.c.revision)
        )
        return tuple(decode(Dossier, content) for content in contents)

    def _keep_revision(self, n: int, dossier: Dossier) -> None:
        _INSERT_REVISION.run(
            self._connection,
            {
                "dossier_n": n,
                "revision": dossier.revision,
                "stored_at": encode_moment(self._clock()),
                "content": encode(dossier),
            },
        )

    def _index(self, n: int, dossier: Dossier, columns: dict[str, Any]) -> None:
        tokens = terms.tokens_of(dossier, names=columns["names"], numbers=columns["numbers"])
        _INSERT_TOKENS.run(self._connection, {"rowid": n, "tokens": tokens})
        _NOTE_PROCEDURE.run(
            self._connection,
            {"code": dossier.procedure_code, "name": dossier.procedure_name, "folded": _folded(dossier.procedure_name)},
        )


@functools.lru_cache(maxsize=512)
def _folded(procedure_name: str) -> str:
    return fold(procedure_name)


def columns_of(dossier: Dossier) -> dict[str, Any]:
    """What ``dossiers`` holds of it beside its number and id."""
    return {
        "code": dossier.code,
        "provisional_code": dossier.provisional_code,
        "procedure_code": dossier.procedure_code,
        "procedure_name": dossier.procedure_name,
        "applicant_name": dossier.applicant.full_name,
        "id_number": dossier.applicant.id_number,
        "phone": dossier.applicant.phone,
        "names": terms.names_of(dossier),
        "numbers": terms.numbers_of(dossier),
        "received_at": encode_moment(dossier.received_at),
        "recorded_at": encode_moment(dossier.recorded_at),
        "due_at": encode_maybe(dossier.due.at),
        "status": dossier.status.value,
        "unit": dossier.unit,
        "desk": dossier.desk,
        "accepted_by": dossier.accepted_by,
        "accepted_by_name": dossier.accepted_by_name,
        "revision": dossier.revision,
    }
