"""Kill -9 in the middle of a feeder run, again and again: every page that was ever on the screen must be there afterwards.

Each run is a process of its own with a real encrypted store, the real page pipeline and the real session of the intake screen.
It scans a feeder, turns, moves and deletes pages meanwhile, and says through a pipe which pages it shows. It is killed after a
random time or at a named step; then the store is opened again and what it holds is compared with what was shown.

Run: ``python tests/benchmarks/kill_feeder.py --runs 500 --seed 1``. Ends with 1 when anything was lost. Linux only (it forks).
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import datetime as dt
import multiprocessing
import os
import queue
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_app import clock, ids
from desk_app.capture import simulated
from desk_app.capture.devices import ScanOptions
from desk_app.capture.sources.simulated import SimulatedScanner
from desk_app.desk import calendar as calendars
from desk_app.desk.digitisation import Digitisation, IncomingFile
from desk_app.desk.intake import Intake
from desk_app.desk.intake_session import IntakeSession, SessionState
from desk_app.desk.units import load as load_units
from desk_app.domain import arrangement
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.events import Author
from desk_app.lanes import CancelToken, Lanes
from desk_app.store import blobs as blob_module
from desk_app.store.engine import Store
from desk_app.store.keys import new_data_key

SHEETS = 8
DPI = 40
LONGEST_S = 3.0
MEAN_PAUSE_S = 0.06
DRAFT = "0198a7e0-0000-7000-8000-000000000001"
PAPERS = (DraftComponent(id="c1", name="Tờ khai", mandatory=True), DraftComponent(id="c2", name="Giấy chứng sinh"))
WHO = Author(account_id="acc-1", name="Trần Thị Mẫu", role="officer")
STEPS = (
    "page arrives", "before blob write", "before blob rename", "after blob write", "taken in", "before save", "after save", "shown",
    "before prepare", "after prepare",
)  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Blow:
    """When a run is killed: after so many seconds, or the n-th time a step is reached."""

    after_s: float = 0.0
    step: str = ""
    nth: int = 0

    def __str__(self) -> str:
        return f"{self.step}, time {self.nth}" if self.step else f"after {self.after_s * 1000:.0f} ms"


class Tripwire:
    """Kills this process the n-th time its step is reached."""

    def __init__(self, blow: Blow) -> None:
        self._blow, self._count, self._lock = blow, 0, threading.Lock()

    def at(self, step: str) -> None:
        if step != self._blow.step:
            return
        with self._lock:
            self._count += 1
            if self._count == self._blow.nth:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[..., Any], before: str, after: str) -> Callable[..., Any]:
        def tripped(*args: Any, **kwargs: Any) -> Any:
            self.at(before)
            result = work(*args, **kwargs)
            self.at(after)
            return result

        return tripped


def pages_of_feeder() -> list[bytes]:
    """What the scanner gives in every run; drawn once."""
    scanner = SimulatedScanner(allowed=True, sheets=SHEETS)
    return [page.data for page in scanner.pages(ScanOptions(dpi=DPI), CancelToken())]


def clerk(folder: Path, key: bytes, feeder: list[bytes], blow: Blow, seed: int, told: int, planted: bool) -> None:
    """One run: scan and edit until killed, or until all is done; says on ``told`` what is shown."""
    trip = Tripwire(blow)
    _lay_wires(trip)
    store = Store.open(folder, key=key)
    intake, digitisation = _use_cases(store, trip)
    calls: queue.Queue[Callable[[], None]] = queue.Queue()
    seen: set[str] = set()
    lanes = Lanes()

    def show(state: SessionState) -> None:
        fresh = [p.id for p in state.draft.pages if p.id not in seen]
        seen.update(fresh)
        if fresh:
            os.write(told, "".join(f"{each}\n" for each in fresh).encode("ascii"))
            trip.at("shown")

    draft = next((d for d in intake.open_drafts() if d.id == DRAFT), IntakeDraft(id=DRAFT, components=PAPERS))
    kind = HastySession if planted else IntakeSession
    session = kind(intake, digitisation, lanes, draft=draft, who=WHO, post=calls.put, changed=show)
    threading.Thread(target=_feed, args=(feeder, session, calls, trip, seed), daemon=True).start()
    chance = random.Random(seed)
    until = time.monotonic() + LONGEST_S
    while time.monotonic() < until:
        try:
            calls.get(timeout=0.02)()
        except queue.Empty:
            if len(seen) == SHEETS and not session.state.preparing:
                break
        if chance.random() < 0.2:
            _edit(session, chance)
    os.kill(os.getpid(), signal.SIGKILL)


class HastySession(IntakeSession):
    """A planted fault: shows pages before the draft on disk names them. The campaign must find it."""

    def _taken_in(self, future: Any, before: Any, instead_of: Any, batch: str) -> None:
        self._taking_in -= 1
        for page in future.result().pages:
            self._step(arrangement.with_pages_added(self._draft, [page]), batch=batch)


def _feed(
    feeder: list[bytes], session: IntakeSession, calls: queue.Queue[Callable[[], None]], trip: Tripwire, seed: int
) -> None:
    pause, chance = threading.Event(), random.Random(seed)
    for data in feeder:
        pause.wait(chance.expovariate(1 / MEAN_PAUSE_S))
        trip.at("page arrives")
        file = IncomingFile("", data, source="scanner")
        calls.put(lambda file=file: session.add_files([file], component="c1", batch="run"))  # type: ignore[misc]


def _edit(session: IntakeSession, chance: random.Random) -> None:
    """What a clerk does while the pages still come."""
    pages = [p.id for p in session.draft.pages]
    if not pages:
        return
    one = chance.choice(pages)
    act = chance.choice(("turn", "delete", "move", "exclude", "undo", "redo", "note"))
    if act == "turn":
        session.turn([one])
    elif act == "delete":
        session.delete([one])
    elif act == "move":
        session.move([one], component="c2")
    elif act == "exclude":
        session.exclude([one])
    elif act == "undo":
        session.undo()
    elif act == "redo":
        session.redo()
    else:
        session.edit(note=f"{chance.random():.6f}")


def _use_cases(store: Store, trip: Tripwire) -> tuple[Intake, Digitisation]:
    digitisation = Digitisation(store.blobs, new_id=ids.new_id, clock=clock.now)
    intake = Intake(
        store, digitisation, calendar=calendars.shipped, units=lambda: load_units(on=dt.date(2026, 11, 23)),
        clock=clock.now, new_id=ids.new_id,
    )  # fmt: skip
    digitisation.take_in = trip.around(digitisation.take_in, "", "taken in")  # type: ignore[method-assign]
    digitisation.prepare = trip.around(digitisation.prepare, "before prepare", "after prepare")  # type: ignore[method-assign]
    intake.save = trip.around(intake.save, "before save", "after save")  # type: ignore[method-assign]
    return intake, digitisation


def _lay_wires(trip: Tripwire) -> None:
    """Into the writing of blobs, down to the moment before the file gets its name."""
    blob_module.write_durably = trip.around(blob_module.write_durably, "before blob write", "after blob write")
    replace = os.replace
    os.replace = trip.around(replace, "before blob rename", "")  # type: ignore[assignment]


def judge(folder: Path, key: bytes, shown: list[str]) -> list[str]:
    """What is wrong after a run: pages that were shown and are gone, or can no longer be read."""
    store = Store.open(folder, key=key)
    try:
        with store.read() as uow:
            drafts = uow.drafts.open_drafts()
        kept: dict[str, PageRef] = {p.id: p for d in drafts for p in (*d.pages, *d.dustbin)}
        wrong = [f"page {each} was shown and is gone" for each in shown if each not in kept]
        if len(drafts) > 1:
            wrong.append(f"{len(drafts)} drafts")
        files = ((page.id, digest) for page in kept.values() for digest in (page.raw, page.prepared) if digest)
        wrong += [f"page {each} has an empty file" for each, digest in files if not store.blobs.get(digest)]
        return wrong + list(store.check())
    finally:
        store.close()


def blow_of(number: int, chance: random.Random) -> Blow:
    """Every third run at a named step, the others at a random moment."""
    if number % 3 == 0:
        return Blow(step=STEPS[number // 3 % len(STEPS)], nth=chance.randint(1, SHEETS))
    return Blow(after_s=chance.uniform(0.0, LONGEST_S * 0.4))


def one_run(
    template: Path, key: bytes, feeder: list[bytes], blow: Blow, seed: int, *, planted: bool = False
) -> tuple[list[str], list[str]]:
    """Kill one run, look at what is left; what was shown and what is wrong."""
    with tempfile.TemporaryDirectory(prefix="feeder-") as place:
        folder = Path(place) / "data"
        shutil.copytree(template, folder)
        reading, writing = os.pipe()
        child = multiprocessing.get_context("fork").Process(
            target=clerk, args=(folder, key, feeder, blow, seed, writing, planted), daemon=True
        )
        child.start()
        os.close(writing)
        killer = threading.Timer(blow.after_s, child.kill) if not blow.step else None
        if killer is not None:
            killer.start()
        with os.fdopen(reading, "rb") as pipe:
            shown = pipe.read().decode("ascii").split()
        child.join()
        if killer is not None:
            killer.cancel()
        return shown, judge(folder, key, shown)


def main() -> int:
    """Run the campaign and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--planted", action="store_true", help="with a session that shows pages too early")
    asked = parser.parse_args()
    key, feeder = new_data_key(), pages_of_feeder()
    wrong: list[str] = []
    shown_counts: collections.Counter[int] = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="feeder-") as place:
        template = Path(place) / "data"
        Store.create(template, key=key).close()
        simulated.document_page(dpi=DPI)
        for number in range(asked.runs):
            chance = random.Random(f"{asked.seed}/{number}")
            blow = blow_of(number, chance)
            shown, faults = one_run(template, key, feeder, blow, chance.getrandbits(32), planted=asked.planted)
            shown_counts[len(shown)] += 1
            wrong += [f"run {number}, killed {blow}: {fault}" for fault in faults]
    sys.stdout.write("".join(f"{each}\n" for each in wrong))
    spread = ", ".join(f"{count}×{pages}" for pages, count in sorted(shown_counts.items()))
    sys.stdout.write(f"{asked.runs} runs killed, {len(wrong)} faults; runs × pages shown when killed: {spread}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
