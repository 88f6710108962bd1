"""Versions of procedures: never changed, found by the day they are in force."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Integer, and_, func, literal_column, or_, select
from sqlalchemy.dialects.sqlite import insert

from desk_app.domain.procedure import Procedure
from desk_app.store import tables as t
from desk_app.store.codec import decode, encode
from desk_app.store.errors import ProcedureNotFound
from desk_app.store.moments import Clock, encode_moment
from desk_app.store.prepared import Prepared

_ROWID = literal_column("procedures.rowid", Integer)
_FIRST_USE = insert(t.procedure_uses)
_TOUCH = Prepared(
    _FIRST_USE.on_conflict_do_update(
        index_elements=["code"],
        set_={"used_at": _FIRST_USE.excluded.used_at, "times": t.procedure_uses.c.times + 1},
    )
)


class Procedures:
    """Procedures by code and day, or by version."""

    def __init__(self, connection: Connection, clock: Clock, known: dict[str, Procedure]) -> None:
        """``known``: versions that were read before. A version never changes, so all transactions may share them."""
        self._connection = connection
        self._clock = clock
        self._known = known

    def put(self, procedure: Procedure) -> str:
        """Keep this content and return its version (SHA-256, hex); the same content is kept once."""
        content = encode(dataclasses.replace(procedure, version=""))
        version = hashlib.sha256(content.encode()).hexdigest()
        statement = insert(t.procedures).values(
            version=version,
            code=procedure.code,
            name=procedure.name,
            valid_from=procedure.valid_from and procedure.valid_from.isoformat(),
            valid_to=procedure.valid_to and procedure.valid_to.isoformat(),
            stored_at=encode_moment(self._clock()),
            content=content,
        )
        self._connection.execute(statement.on_conflict_do_nothing(index_elements=["version"]))
        return version

    def version(self, version: str) -> Procedure:
        """The procedure as it was in this version, else ProcedureNotFound."""
        self._learn([version])
        if version not in self._known:
            raise ProcedureNotFound(version)
        return self._known[version]

    def current(self, code: str, on: dt.date) -> Procedure | None:
        """The version in force on this day: the one that began last, and of several that began together the one stored last."""
        statement = (
            select(t.procedures.c.version)
            .where(t.procedures.c.code == code, _in_force(on))
            .order_by(
                func.coalesce(t.procedures.c.valid_from, "").desc(), t.procedures.c.stored_at.desc(), _ROWID.desc()
            )
            .limit(1)
        )
        version = self._connection.scalar(statement)
        return None if version is None else self.version(version)

    def all_current(self, on: dt.date) -> tuple[Procedure, ...]:
        """Every procedure in force on this day: those used last first, then by name."""
        rank = func.row_number().over(
            partition_by=t.procedures.c.code,
            order_by=(
                func.coalesce(t.procedures.c.valid_from, "").desc(),
                t.procedures.c.stored_at.desc(),
                _ROWID.desc(),
            ),
        )
        ranked = select(t.procedures.c.version, rank.label("rank")).where(_in_force(on)).subquery()
        statement = (
            select(t.procedures.c.version)
            .join(ranked, and_(ranked.c.version == t.procedures.c.version, ranked.c.rank == 1))
            .outerjoin(t.procedure_uses, t.procedure_uses.c.code == t.procedures.c.code)
            .order_by(func.coalesce(t.procedure_uses.c.used_at, 0).desc(), t.procedures.c.name, t.procedures.c.code)
        )
        versions = self._connection.scalars(statement).all()
        self._learn(versions)
        return tuple(self._known[version] for version in versions)

    def used_codes(self) -> tuple[str, ...]:
        """Codes of procedures that dossiers were begun with, the last one first."""
        statement = select(t.procedure_uses.c.code).order_by(t.procedure_uses.c.used_at.desc())
        return tuple(self._connection.execute(statement).scalars())

    def touch_use(self, code: str, now: dt.datetime) -> None:
        """Note that a dossier was begun with this procedure."""
        at = encode_moment(now)
        _TOUCH.run(self._connection, {"code": code, "used_at": at, "times": 1})

    def _learn(self, versions: Sequence[str]) -> None:
        """Read those that are not known yet."""
        new = [version for version in versions if version not in self._known]
        if new:
            rows = select(t.procedures.c.version, t.procedures.c.content).where(t.procedures.c.version.in_(new))
            for row in self._connection.execute(rows):
                self._known[row.version] = dataclasses.replace(decode(Procedure, row.content), version=row.version)


def _in_force(on: dt.date) -> ColumnElement[bool]:
    day = on.isoformat()
    return and_(
        or_(t.procedures.c.valid_from.is_(None), t.procedures.c.valid_from <= day),
        or_(t.procedures.c.valid_to.is_(None), t.procedures.c.valid_to >= day),
    )
