"""How fast the store accepts and finds.

    python tests/benchmarks/bench_store.py accept [N]    durable accepts a second, and beside them the same rows and fsyncs by hand
    python tests/benchmarks/bench_store.py search [N]    time of a search among N dossiers (default 1,000,000)

Prints figures, asserts nothing. Beside the time on the clock stands the processor time of this process, because other work on the
machine does not touch that. ``--folder`` says where; a folder that holds a ``search`` population already is used again.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from store_population import AUTHOR, GIVEN, UNIT, Population, load

from desk_app import clock, ids
from desk_app.domain.dossier import Dossier, ElectronicCopy, Status
from desk_app.domain.events import ComponentDigitised, DossierReceived, Fact, ReceiptIssued
from desk_app.domain.lookup import Filters
from desk_app.domain.printing import PrintTask
from desk_app.domain.vietnamese import fold
from desk_app.store import facts, terms
from desk_app.store.codec import encode
from desk_app.store.connections import connect
from desk_app.store.dossiers import columns_of
from desk_app.store.engine import Store
from desk_app.store.numbering import Lease

KEY = bytes(range(32))
Statement = tuple[str, list[tuple[Any, ...]]]


def main() -> None:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["accept", "search"])
    parser.add_argument("count", type=int, nargs="?")
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = arguments.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if arguments.what == "accept":
            accept(folder, arguments.count or 500)
        else:
            search(folder, arguments.count or 1_000_000)


def say(text: str) -> None:
    """One line on stdout."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Stopwatch:
    """Times of calls, on the clock and of the processor, in milliseconds."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def time(self, act: Callable[[], object]) -> None:
        """Call it once."""
        wall, cpu = time.perf_counter(), time.process_time()
        act()
        self.wall.append(1000 * (time.perf_counter() - wall))
        self.cpu.append(1000 * (time.process_time() - cpu))

    def __str__(self) -> str:
        wall, cpu = (
            f"median {statistics.median(v):7.2f}  p95 {_percentile(v, 95):7.2f}" for v in (self.wall, self.cpu)
        )
        return f"n={len(self.wall):5}   clock ms {wall}  max {max(self.wall):7.2f}   processor ms {cpu}"


def _percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, round(len(values) * percent / 100))]


# ---------------------------------------------------------------- accepts


class Accepted:
    """What the desk hands to the store at one acceptance: a dossier with three scans and a receipt."""

    def __init__(self, people: Population, number: int) -> None:
        self.dossier = people.dossier(number, clock.now())
        self.receipt = _copy(people)
        self.facts: list[Fact] = [
            _fact(DossierReceived, self.dossier, dossier=self.dossier),
            *(
                _fact(ComponentDigitised, self.dossier, component_id=c.id, component_name=c.name, copy=_copy(people))
                for c in self.dossier.components
            ),
            _fact(ReceiptIssued, self.dossier, form="receipt", circular="tt-03-2025", copy=self.receipt),
        ]
        self.task = PrintTask(id=ids.new_id(), dossier_id=self.dossier.id, kind="receipt", created_at=clock.now())


def accept(folder: Path, count: int) -> None:
    """Durable accepts through the store and by hand, in turns, so that whatever else the machine does falls on both alike."""
    people = Population(1)
    by_store, by_hand = Stopwatch(), Stopwatch()
    with Store.create(folder / "accept", key=KEY) as store:
        with store.transaction() as uow:
            uow.numbering.add_lease(Lease("bench", UNIT, clock.now().date(), 1, 999_999))
        hand = ByHand(folder / "by-hand.db", folder / "accept" / "desk.db")
        for round_ in range(-2, count // 20):
            turns = Stopwatch(), Stopwatch()
            for i in range(20):
                one = Accepted(people, 1000 + (round_ + 2) * 40 + i)
                turns[0].time(lambda one=one: _accept(store, one))  # type: ignore[misc]
            for i in range(20):
                statements = hand.statements(Accepted(people, 1020 + (round_ + 2) * 40 + i))
                turns[1].time(lambda statements=statements: hand.write(statements))  # type: ignore[misc]
            for total, turn in zip((by_store, by_hand), turns, strict=True):
                if round_ >= 0:  # the first rounds warm up
                    total.wall += turn.wall
                    total.cpu += turn.cpu
        hand.close()
    say(f"store     {by_store}")
    say(f"by hand   {by_hand}")
    rate, bare = (1000 * len(times.wall) / sum(times.wall) for times in (by_store, by_hand))
    medians = statistics.median(by_hand.wall) / statistics.median(by_store.wall)
    say(f"store {rate:.0f} accepts/s, by hand {bare:.0f}/s, ratio {rate / bare:.2f} (of the medians {medians:.2f})")


def _accept(store: Store, one: Accepted) -> None:
    with store.transaction() as uow:
        uow.numbering.take(UNIT, clock.now().date())
        uow.dossiers.add(one.dossier)
        uow.receipts.add(one.dossier.id, "receipt", "tt-03-2025", one.receipt, 0, clock.now())
        uow.prints.add(one.task)
        uow.outbox.append(*one.facts)
        uow.procedures.touch_use(one.dossier.procedure_code, clock.now())
        uow.audit.record("dossier.accepted", who=AUTHOR, at=clock.now(), dossier_id=one.dossier.id, detail={"pages": 3})


class ByHand:
    """The same tables, rows, indexes and fsyncs with nothing but the driver; the values are ready before the clock starts."""

    def __init__(self, path: Path, model: Path) -> None:
        source = connect(model, KEY)
        self._connection = connect(path, KEY)
        self._connection.execute("PRAGMA journal_mode = WAL")
        for name, sql in source.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall():
            if not name.startswith(("sqlite_", "dossier_tokens_")):
                self._connection.execute(sql)
        source.close()
        self._connection.execute("INSERT INTO leases VALUES ('bench', ?, '2026-11-23', 1, 999999, 1, NULL)", (UNIT,))
        self._n = 0

    def statements(self, one: Accepted) -> list[Statement]:
        """What the store writes for it."""
        self._n += 1
        n, at, made = self._n, 1_795_000_000_000_000, one.dossier
        columns = columns_of(made)
        tokens = terms.tokens_of(made, names=columns["names"], numbers=columns["numbers"])
        copies = [(f.component_id, f.copy) for f in one.facts if isinstance(f, ComponentDigitised)]
        copies.append(("receipt:0", one.receipt))
        files, transfers = [], []
        for ref, copy in copies:
            files.append((made.id, "component", ref, copy.sha256, copy.bytes))
            transfers.append((made.id, copy.sha256, copy.bytes, "component", "queued", at))
        audit = (
            n,
            at,
            "dossier.accepted",
            AUTHOR.account_id,
            AUTHOR.name,
            AUTHOR.role,
            made.id,
            '{"pages":3}',
            "0" * 64,
        )
        receipt = (made.id, "receipt", "tt-03-2025", 0, one.receipt.sha256, one.receipt.bytes, 1, at)
        procedure = (made.procedure_code, made.procedure_name, fold(made.procedure_name))
        return [
            ("UPDATE leases SET unused_from = unused_from + 1 WHERE id = ?", [("bench",)]),
            _insert("dossiers", [{"n": n, "id": made.id, **columns}]),
            _values("dossier_revisions", [(n, 1, at, encode(made))]),
            (
                "INSERT INTO dossier_tokens (rowid, tokens) VALUES (?, ?)",
                [(n, tokens)],
            ),
            ("INSERT OR IGNORE INTO dossier_procedures VALUES (?, ?, ?)", [procedure]),
            _values("receipts", [(n, *receipt)]),
            _values("print_tasks", [(one.task.id, made.id, "receipt", 0, "pending", "", at, None)]),
            _insert("outbox", [{**facts.columns(f), "state": "queued", "queued_at": at} for f in one.facts]),
            _values("dossier_files", files),
            (
                "INSERT INTO transfers (dossier_id, sha256, bytes, role, state, queued_at) VALUES (?, ?, ?, ?, ?, ?)",
                transfers,
            ),
            ("INSERT INTO dispatches (dossier_id, unproven, since) VALUES (?, 1, ?)", [(made.id, at)]),
            ("INSERT OR REPLACE INTO procedure_uses VALUES (?, ?, 1)", [(made.procedure_code, at)]),
            _values("audit", [audit]),
        ]

    def write(self, statements: list[Statement]) -> None:
        """One durable transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        for sql, rows in statements:
            self._connection.executemany(sql, rows)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """End."""
        self._connection.close()


def _values(table: str, rows: list[tuple[Any, ...]]) -> Statement:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows  # noqa: S608 - names are ours


def _insert(table: str, rows: list[dict[str, Any]]) -> Statement:
    names = list(rows[0])
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - names are ours
    return sql, [tuple(row[name] for name in names) for row in rows]


def _fact(kind: type[Any], made: Dossier, **more: Any) -> Any:
    about = {"event_id": ids.new_id(), "dossier_id": made.id, "occurred_at": made.recorded_at}
    return kind(**about, author=AUTHOR, unit=UNIT, desk="Quầy 1", **more)


def _copy(people: Population) -> ElectronicCopy:
    digest = f"{people.random.getrandbits(256):064x}"
    return ElectronicCopy(sha256=digest, bytes=people.random.randrange(40_000, 900_000), pages=1)


# ---------------------------------------------------------------- searches


def search(folder: Path, count: int) -> None:
    """The time from the call to the rows of a page of fifty, newest first."""
    people = Population(2)
    home = folder / f"search-{count}"
    if not home.exists():
        Store.create(home, key=KEY).close()
        started = time.perf_counter()
        load(home / "desk.db", KEY, count, people)
        say(f"{count:,} dossiers loaded in {time.perf_counter() - started:.0f} s")
    say(f"{(home / 'desk.db').stat().st_size / 1e6:,.0f} MB")
    times: dict[str, Stopwatch] = {}
    with Store.open(home, key=KEY) as store:
        asked = list(questions(store, people))
        random.Random(3).shuffle(asked)
        for kind, typed, filters in asked:
            times.setdefault(kind, Stopwatch()).time(lambda t=typed, f=filters: _search(store, t, f))  # type: ignore[misc]
    every = Stopwatch()
    for kind, stopwatch in sorted(times.items()):
        say(f"{kind:28} {stopwatch}")
        every.wall += stopwatch.wall
        every.cpu += stopwatch.cpu
    say(f"{'all':28} {every}")


def _search(store: Store, typed: str, filters: Filters) -> None:
    with store.read() as uow:
        uow.queries.search(typed, limit=50, filters=filters)


def questions(store: Store, people: Population) -> Iterator[tuple[str, str, Filters]]:
    """What people type."""
    none = Filters()
    pick = people.random.randrange
    with store.read() as uow:
        known = [*uow.queries.recent(40)]
        known += [row for _ in range(110) for row in uow.queries.search(f"{pick(10_000):04d}", limit=1)]
    for row in known:
        words = row.applicant_name.split()
        yield "one word", words[0], none
        yield "given name", words[-1], none
        yield "beginning of a word", words[0][: pick(1, 4)], none
        yield "two words", " ".join(words[:2]), none
        yield "three words", " ".join(words), none
        yield "three beginnings", " ".join(word[:2] for word in words), none
        yield "code", row.code, none
        yield "last four of the code", row.code[-4:], none
        yield "day and number", row.code.split("-", 1)[1], none
        yield "card number", row.id_number, none
        yield "last six of the card", row.id_number[-6:], none
        yield "telephone number", row.phone, none
        yield "last four of the telephone", row.phone[-4:], none
        yield "word and fragment", f"{words[-1]} {row.phone[-4:]}", none
        yield "name and procedure", f"{words[0]} {words[-1]} khai sinh", none
        yield "word, status and month", words[0], _this_month(row.received_at.date())
    for _ in range(40):
        yield "no such name", f"{people.random.choice(GIVEN.split())}x", none
        yield "no such number", f"{pick(10**12):012d}", none


def _this_month(day: dt.date) -> Filters:
    return Filters(statuses=frozenset({Status.IN_PROCESS}), received_from=day.replace(day=1), received_to=day)


if __name__ == "__main__":
    main()
