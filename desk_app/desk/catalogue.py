"""The catalogue of procedures at this desk: importing new versions, finding a procedure with two letters or its code."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desk_app.desk.portal_report import ImportReport
from desk_app.domain import vietnamese
from desk_app.domain.events import Author
from desk_app.domain.procedure import Procedure
from desk_app.domain.roles import Act, Role, require

if TYPE_CHECKING:
    from desk_app.store.engine import Store

_BATCH = 200
Progress = Callable[[int, int], None]
"""How many are done, of how many."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureHit:
    """A procedure as the picker shows it."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    sample: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Entry:
    hit: ProcedureHit
    name: str
    words: tuple[str, ...]
    initials: str
    place: int


class Catalogue:
    """Procedures in force, and how they get here."""

    def __init__(self, store: Store, *, clock: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._index: tuple[_Entry, ...] | None = None

    def find(self, text: str, *, limit: int = 12) -> tuple[ProcedureHit, ...]:
        """Procedures that fit what was typed, the best first; without text the ones last used at this desk.

        Every typed word begins a word of the name, of the field or of the code; a single word of two or more letters may also be
        the first letters of words that follow one another ("ks" finds "Đăng ký Khai Sinh").
        """
        wanted = vietnamese.fold(text).split()
        ranked = [(rank, entry) for entry in self._entries() if (rank := _rank(entry, wanted)) is not None]
        ranked.sort(key=lambda r: (r[0], r[1].place, len(r[1].hit.name)))
        return tuple(entry.hit for _, entry in ranked[:limit])

    def get(self, code: str) -> Procedure | None:
        """The version in force today, None when there is none."""
        with self._store.read() as uow:
            return uow.procedures.current(code, self._clock().date())

    def version(self, version: str) -> Procedure:
        """A version, in force or not."""
        with self._store.read() as uow:
            return uow.procedures.version(version)

    def count(self) -> int:
        """How many procedures are in force."""
        return len(self._entries())

    def import_files(self, paths: Sequence[Path], *, who: Author, progress: Progress | None = None) -> ImportReport:
        """Import the portal's procedure objects (JSON, JSON lines, gzip) as new versions; what cannot be used is reported.

        Args:
            paths: one file or several.
            who: an administrator.
            progress: told, in this thread, how many versions are kept and how many there are.

        Raises:
            NotPermitted: only administrators import.
            OSError: a file cannot be read.
        """
        from desk_app.desk import portal_catalogue, sample_catalogue

        require(Role(who.role), Act.IMPORT_CATALOGUE)
        report = portal_catalogue.import_portal(paths, cutoffs=sample_catalogue.sample().cutoffs())
        self.put(report.imported, who=who, source="portal", progress=progress)
        return report

    def put(
        self, procedures: Iterable[Procedure], *, who: Author | None, source: str, progress: Progress | None = None
    ) -> int:
        """Keep these versions, in batches; the same content again changes nothing. Gives how many there were."""
        everything = list(procedures)
        for start in range(0, len(everything), _BATCH):
            with self._store.transaction() as uow:
                for procedure in everything[start : start + _BATCH]:
                    uow.procedures.put(procedure)
                uow.audit.record(
                    "catalogue_imported",
                    who=who,
                    at=self._clock(),
                    detail={"source": source, "count": str(len(everything[start : start + _BATCH]))},
                )
            if progress is not None:
                progress(min(start + _BATCH, len(everything)), len(everything))
        self.forget()
        return len(everything)

    def forget(self) -> None:
        """Read the list anew when it is next needed (after an import, or a dossier with this procedure)."""
        with self._lock:
            self._index = None

    def _entries(self) -> tuple[_Entry, ...]:
        with self._lock:
            if self._index is None:
                with self._store.read() as uow:
                    procedures = uow.procedures.all_current(self._clock().date())
                    used = {code: place for place, code in enumerate(uow.procedures.used_codes())}
                never = len(used)
                self._index = tuple(_entry(procedure, used.get(procedure.code, never)) for procedure in procedures)
            return self._index


def _entry(procedure: Procedure, place: int) -> _Entry:
    words = tuple(vietnamese.fold(f"{procedure.name} {procedure.field}").split())
    name_words = vietnamese.fold(procedure.name).split()
    hit = ProcedureHit(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        levels=procedure.levels,
        sample=procedure.sample,
    )
    return _Entry(
        hit=hit,
        name=" ".join(name_words),
        words=(*words, procedure.code, procedure.code.partition(".")[2]),
        initials="".join(w[0] for w in name_words),
        place=place,
    )


def _rank(entry: _Entry, wanted: list[str]) -> int | None:
    """0 the code, 1 the whole name, 2 first letters or how the name begins, 3 beginnings of words; None when it does not fit.

    ``fold`` turns "1.0" into "1 0".
    """
    if not wanted:
        return 0
    joined = ".".join(wanted)
    if joined[0].isdigit() and (entry.hit.code.startswith(joined) or entry.words[-1].startswith(joined)):
        return 0
    phrase = " ".join(wanted)
    if phrase == entry.name:
        return 1
    if entry.name.startswith(phrase) or (len(wanted) == 1 and len(phrase) >= 2 and phrase in entry.initials):
        return 2
    if all(any(word.startswith(part) for word in entry.words) for part in wanted):
        return 3
    return None
