"""Read models: search without accents, lists newest first, who was here before.

Each search is one walk through the index (see ``terms``) from its newest entry backwards that stops when the page is full.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from desk_app.domain.applicant import Applicant
from desk_app.domain.dossier import Dossier, Status
from desk_app.domain.lookup import DossierRow, Filters
from desk_app.domain.queue import SyncState
from desk_app.store import tables as t
from desk_app.store import terms
from desk_app.store.codec import decode
from desk_app.store.moments import decode_maybe, decode_moment, encode_moment, start_of_day
from desk_app.store.outbox_proof import STATE_OF
from desk_app.store.terms import Terms

_ROWS = (
    "SELECT d.id, d.code, d.provisional_code, d.procedure_code, d.procedure_name, d.applicant_name, d.id_number, d.phone, "
    f"d.received_at, d.due_at, d.status, d.accepted_by, d.accepted_by_name, d.revision, {STATE_OF.format('d.id')} AS sync"
)
# CROSS JOIN keeps SQLite from turning the order of the two round.
_BY_TOKENS = "FROM dossier_tokens w CROSS JOIN dossiers d ON d.n = w.rowid WHERE dossier_tokens MATCH :match"
_MOST_PROCEDURES = 40
_MOST_MONTHS = 24
_NO_FILTERS = Filters()


class Queries:
    """Lists of dossiers; reads only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def search(
        self, typed: str, *, limit: int, offset: int = 0, filters: Filters = _NO_FILTERS
    ) -> tuple[DossierRow, ...]:
        """Dossiers that fit all that was typed, newest first.

        A word is the beginning of a word of a name, whatever its case and marks; when no name fits, words may also be those of the
        procedure. Anything with a digit and at least four long is a fragment of a code, identity number or telephone number; up to
        three digits are an ordinal. A whole code gives its dossier alone. Nothing typed: as ``recent``.
        """
        for walk in self._walks(typed, filters):
            rows = self._rows(walk, limit, offset)
            if rows or (offset and self._count(walk, 1)):
                return rows
        return ()

    def count(self, typed: str, *, filters: Filters = _NO_FILTERS, at_most: int = 10_000) -> int:
        """How many ``search`` would find, counted up to ``at_most``."""
        return next(filter(None, (self._count(walk, at_most) for walk in self._walks(typed, filters))), 0)

    def recent(
        self, limit: int, before: str | None = None, *, filters: Filters = _NO_FILTERS
    ) -> tuple[DossierRow, ...]:
        """The newest dossiers, newest first; ``before`` is the id of the last one of the page before."""
        walk = _walk([], filters)
        if before is not None:
            walk.also(f"{walk.order} < (SELECT n FROM dossiers WHERE id = :before)", before=before)  # noqa: S608
        return self._rows(walk, limit, 0)

    def known_person(self, id_number: str) -> Applicant | None:
        """The applicant with this number as given last time; None if there was no such dossier here."""
        if not id_number:
            return None
        statement = (
            select(t.dossier_revisions.c.content)
            .join(t.dossiers, t.dossiers.c.n == t.dossier_revisions.c.dossier_n)
            .where(t.dossiers.c.id_number == id_number, t.HAS_ID_NUMBER)
            .order_by(t.dossiers.c.n.desc(), t.dossier_revisions.c.revision.desc())
            .limit(1)
        )
        content = self._connection.scalar(statement)
        return None if content is None else decode(Dossier, content).applicant

    def similar(self, id_number: str, procedure_code: str, since: dt.datetime) -> tuple[DossierRow, ...]:
        """Dossiers of the same person and procedure received since then, newest first: perhaps the same matter twice."""
        if not id_number:
            return ()
        walk = _Walk("FROM dossiers d WHERE d.id_number = :id_number AND d.id_number <> ''", id_number=id_number)
        walk.also("d.procedure_code = :procedure", procedure=procedure_code)
        walk.also("d.received_at >= :since", since=encode_moment(since))
        return self._rows(walk, 50, 0)

    def last_dossier(self, account_id: str) -> DossierRow | None:
        """What this account accepted last."""
        rows = self._rows(_Walk("FROM dossiers d WHERE d.accepted_by = :account", account=account_id), 1, 0)
        return rows[0] if rows else None

    def row(self, dossier_id: str) -> DossierRow | None:
        """The list row of one dossier."""
        rows = self._rows(_Walk("FROM dossiers d WHERE d.id = :id", id=dossier_id), 1, 0)
        return rows[0] if rows else None

    def _rows(self, walk: _Walk, limit: int, offset: int) -> tuple[DossierRow, ...]:
        sql = f"{_ROWS} {walk.sql} ORDER BY {walk.order} DESC LIMIT :limit OFFSET :offset"
        rows = self._connection.exec_driver_sql(sql, {**walk.values, "limit": limit, "offset": offset})
        return tuple(_dossier_row(row) for row in rows)

    def _count(self, walk: _Walk, at_most: int) -> int:
        sql = f"SELECT count(*) FROM (SELECT 1 {walk.sql} ORDER BY {walk.order} DESC LIMIT :limit)"  # noqa: S608 - values are bound
        return int(self._connection.exec_driver_sql(sql, {**walk.values, "limit": at_most}).scalar_one())

    def _walks(self, typed: str, filters: Filters) -> Iterator[_Walk]:
        """The ways to find what was typed; the first that finds anything counts."""
        code = terms.whole_code(typed)
        if code is not None:
            for column in ("code", "provisional_code"):
                walk = _Walk(f"FROM dossiers d WHERE d.{column} = :code", code=code)
                _check_filters(walk, filters)
                yield walk
        wanted = terms.read(typed)
        numbers = [f'"{token}"' for number in wanted.numbers for token in terms.number_tokens(number)]
        walk = _walk([*map(_word, wanted.words), *numbers], filters)
        _verify(walk, wanted)
        yield walk
        of_procedure = self._with_procedures(wanted.words) if wanted.words else ""
        if of_procedure:
            walk = _walk([f"({of_procedure})", *numbers], filters)
            _verify(walk, wanted)
            yield walk

    def _with_procedures(self, words: Sequence[str]) -> str:
        """Some words at the end or the beginning taken as words of the procedure's name."""
        known = [
            (terms.procedure_token(row.code), f" {row.folded}")
            for row in self._connection.execute(select(t.dossier_procedures.c.code, t.dossier_procedures.c.folded))
        ]
        splits = [(words[:i], words[i:]) for i in range(len(words))]
        splits += [(words[i:], words[:i]) for i in range(1, len(words))]
        ways = []
        for names, of_procedure in splits:
            fitting = sorted({token for token, name in known if all(f" {word}" in name for word in of_procedure)})
            if fitting:
                either = " OR ".join(f'"{token}"' for token in fitting[:_MOST_PROCEDURES])
                ways.append(" AND ".join([*map(_word, names), f"({either})"]))
        return " OR ".join(f"({way})" for way in ways)


class _Walk:
    """Where the rows come from, as SQL after the columns, and what is bound to it."""

    def __init__(self, sql: str, *, order: str = "d.n", **values: Any) -> None:
        self.sql = sql
        self.order = order
        self.values = values

    def also(self, condition: str, **values: Any) -> None:
        """Narrow it."""
        self.sql += f" AND {condition}"
        self.values.update(values)


def _walk(wanted: list[str], filters: Filters) -> _Walk:
    """Through the index where anything is wanted of it, else through the dossiers themselves."""
    expression = " AND ".join([*wanted, *_filter_tokens(filters)])
    walk = _Walk(_BY_TOKENS, order="w.rowid", match=expression) if expression else _Walk("FROM dossiers d WHERE 1")
    _check_days(walk, filters)
    return walk


def _verify(walk: _Walk, wanted: Terms) -> None:
    """The pieces of a long fragment may come from several numbers, or stand apart."""
    for i, number in enumerate(wanted.numbers):
        if len(number) > terms.PIECE:
            walk.also(f"instr(d.numbers, :number{i}) > 0", **{f"number{i}": number})


def _word(word: str) -> str:
    """A word as the index is asked for it; up to three digits may also be the ordinal of a code."""
    if word.isdigit() and word.isascii() and len(word) < terms.PIECE:
        return f'("{word}" OR "_n{word:0>{terms.PIECE}}")'
    return f'"{word}"'


def _filter_tokens(filters: Filters) -> list[str]:
    """What of the filters the index answers."""
    tokens = []
    if filters.statuses:
        tokens.append("(" + " OR ".join(f'"{terms.status_token(s)}"' for s in sorted(filters.statuses)) + ")")
    if filters.procedure_code is not None:
        tokens.append(f'"{terms.procedure_token(filters.procedure_code)}"')
    if filters.accepted_by is not None:
        tokens.append(f'"{terms.account_token(filters.accepted_by)}"')
    months = _months(filters)
    if months:
        tokens.append("(" + " OR ".join(f'"{month}"' for month in months) + ")")
    return tokens


def _months(filters: Filters) -> list[str]:
    """The months that a closed and not too long span of days touches; otherwise the days alone decide."""
    if filters.received_from is None or filters.received_to is None:
        return []
    day, months = filters.received_from.replace(day=1), []
    while day <= filters.received_to:
        months.append(terms.month_token(day))
        day = (day + dt.timedelta(days=32)).replace(day=1)
        if len(months) > _MOST_MONTHS:
            return []
    return months


def _check_filters(walk: _Walk, filters: Filters) -> None:
    """The filters as conditions on the row, where another index leads."""
    if filters.statuses:
        names = {f"status{i}": status.value for i, status in enumerate(sorted(filters.statuses))}
        walk.also(f"d.status IN ({', '.join(f':{name}' for name in names)})", **names)
    if filters.procedure_code is not None:
        walk.also("d.procedure_code = :procedure", procedure=filters.procedure_code)
    if filters.accepted_by is not None:
        walk.also("d.accepted_by = :accepted_by", accepted_by=filters.accepted_by)
    _check_days(walk, filters)


def _check_days(walk: _Walk, filters: Filters) -> None:
    one_day = dt.timedelta(days=1)
    if filters.received_from is not None:
        walk.also("d.received_at >= :received_from", received_from=start_of_day(filters.received_from))
    if filters.received_to is not None:
        walk.also("d.received_at < :received_to", received_to=start_of_day(filters.received_to + one_day))
    if filters.due_to is not None:
        walk.also("d.due_at < :due_to", due_to=start_of_day(filters.due_to + one_day))


def _dossier_row(row: t.AnyRow) -> DossierRow:
    return DossierRow(
        id=row.id,
        code=row.code,
        provisional_code=row.provisional_code,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        id_number=row.id_number,
        phone=row.phone,
        received_at=decode_moment(row.received_at),
        due_at=decode_maybe(row.due_at),
        status=Status(row.status),
        accepted_by=row.accepted_by,
        accepted_by_name=row.accepted_by_name,
        sync=SyncState(row.sync),
        revision=row.revision,
    )
