"""The outbox as a state machine over whatever a network can do to it, with a restart at any moment."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from desk_app import ids
from desk_app.domain.queue import Acknowledgement, OutboxState, SyncState
from desk_app.store.engine import Store


@dataclasses.dataclass
class Known:
    """What an event must look like."""

    dossier: str
    state: OutboxState = OutboxState.QUEUED
    not_before: dt.datetime | None = None


@pytest.mark.slow
def test_the_outbox_keeps_its_promises_whatever_happens(template, make, set_clock, key):  # noqa: C901
    class Machine(RuleBasedStateMachine):
        dossiers = Bundle("dossiers")

        def __init__(self) -> None:
            super().__init__()
            self.folder = Path(tempfile.mkdtemp()) / "data"
            shutil.copytree(template, self.folder)
            self.open()
            self.events: dict[str, Known] = {}  # in the order in which they were appended
            self.order: dict[str, list[str]] = {}
            self.made = {}
            self.files: dict[str, dict[str, str]] = {}
            self.proven: set[str] = set()

        def open(self):
            self.store = Store.open(self.folder, key=key, clock=set_clock)
            with self.store._writer.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA synchronous = OFF")

        # ---- the desk

        @rule(target=dossiers)
        def accept(self):
            dossier = make.dossier()
            fact = make.received(dossier)
            with self.store.transaction() as uow:
                uow.dossiers.add(dossier)
                uow.outbox.append(fact)
            self.made[dossier.id] = dossier
            self.order[dossier.id] = [fact.event_id]
            self.files[dossier.id] = {}
            self.events[fact.event_id] = Known(dossier.id)
            return dossier.id

        @rule(dossier=dossiers, text=st.text("abc", max_size=2))
        def digitise(self, dossier, text):
            fact = make.digitised(self.made[dossier], make.copy(text))
            with self.store.transaction() as uow:
                uow.outbox.append(fact)
            self.order[dossier].append(fact.event_id)
            self.events[fact.event_id] = Known(dossier)
            self.files[dossier] = {"component": fact.copy.sha256}
            self.proven.discard(dossier)

        @rule(data=st.data())
        def edit_a_refused_event(self, data):
            refused = [e for e, known in self.events.items() if known.state is OutboxState.NEEDS_PERSON]
            if not refused:
                return
            old = data.draw(st.sampled_from(refused))
            with self.store.transaction() as uow:
                fact = dataclasses.replace(uow.outbox.get(old).fact, event_id=ids.new_id())
                uow.outbox.replace_refused(old, fact)
            dossier = self.events.pop(old).dossier
            self.events[fact.event_id] = Known(dossier)
            self.order[dossier] = [fact.event_id if e == old else e for e in self.order[dossier]]
            self.proven.discard(dossier)
            if hasattr(fact, "copy"):
                self.files[dossier] = {"component": fact.copy.sha256}

        @rule(data=st.data())
        def send_a_refused_event_again(self, data):
            refused = [e for e, known in self.events.items() if known.state is OutboxState.NEEDS_PERSON]
            if refused:
                event = data.draw(st.sampled_from(refused))
                with self.store.transaction() as uow:
                    uow.outbox.requeue(event)
                self.events[event] = Known(self.events[event].dossier)

        @rule()
        def send_now(self):
            with self.store.transaction() as uow:
                uow.outbox.hurry()
            for known in self.events.values():
                known.not_before = None

        # ---- the sender

        @rule(limit=st.integers(1, 6))
        def attempt(self, limit):
            with self.store.transaction() as uow:
                batch = [item.fact.event_id for item in uow.outbox.next_records(set_clock.now, limit)]
                uow.outbox.mark_attempting(batch, set_clock.now)
            sent: dict[str, list[str]] = {}
            for event in batch:
                assert self.events[event].state is OutboxState.QUEUED
                sent.setdefault(self.events[event].dossier, []).append(event)
                self.events[event].state = OutboxState.ATTEMPTING
            for dossier, events in sent.items():
                unsettled = [e for e in self.order[dossier] if self.events[e].state is not OutboxState.CONFIRMED]
                assert events == unsettled[: len(events)], "out of order within a dossier"

        @rule(data=st.data(), answer=st.sampled_from(["confirm", "retry", "refuse"]))
        def answer(self, data, answer):
            flying = [e for e, known in self.events.items() if known.state is OutboxState.ATTEMPTING]
            if not flying:
                return
            event = data.draw(st.sampled_from(flying))
            known = self.events[event]
            with self.store.transaction() as uow:
                if answer == "confirm":
                    uow.outbox.mark_confirmed(event, set_clock.now)
                    known.state = OutboxState.CONFIRMED
                elif answer == "retry":
                    known.not_before = set_clock.now + dt.timedelta(seconds=data.draw(st.integers(0, 90)))
                    uow.outbox.mark_retry(event, known.not_before, "timeout")
                    known.state = OutboxState.QUEUED
                else:
                    uow.outbox.mark_needs_person(event, "phone", "applicant.phone", "", "", set_clock.now)
                    known.state = OutboxState.NEEDS_PERSON

        @rule(data=st.data())
        def late_answer_to_a_confirmed_event(self, data):
            done = [e for e, known in self.events.items() if known.state is OutboxState.CONFIRMED]
            if done:
                with self.store.transaction() as uow:
                    uow.outbox.mark_retry(data.draw(st.sampled_from(done)), set_clock.now, "timeout")

        @rule(limit=st.integers(1, 4))
        def upload(self, limit):
            with self.store.transaction() as uow:
                for file in uow.outbox.next_files(set_clock.now, limit):
                    opening = self.order[file.dossier_id][0]
                    assert self.events[opening].state is OutboxState.CONFIRMED
                    uow.outbox.mark_file_held(file.dossier_id, file.sha256, set_clock.now)

        @rule(honest=st.booleans())
        def prove(self, honest):
            with self.store.transaction() as uow:
                for dossier in uow.outbox.manifests_due(set_clock.now):
                    digests = {file.sha256 for file in uow.outbox.manifest_of(dossier)}
                    assert digests == set(self.files[dossier].values())
                    digests = digests if honest else digests ^ {"f" * 64}
                    proof = Acknowledgement(receipt_id="r", digests=frozenset(digests), at=set_clock.now)
                    assert uow.outbox.acknowledge(dossier, proof) is honest
                    if honest:
                        self.proven.add(dossier)

        @rule(seconds=st.integers(1, 120))
        def time_passes(self, seconds):
            set_clock.move(seconds=seconds)

        @rule()
        def restart(self):
            self.store.close()
            self.open()

        # ---- what must always hold

        @invariant()
        def every_event_is_there_once_and_in_its_state(self):
            with self.store.read() as uow:
                for dossier, events in self.order.items():
                    kept = uow.outbox.events_of(dossier)
                    assert [item.fact.event_id for item in kept] == events
                    assert [item.state for item in kept] == [self.events[e].state for e in events]

        @invariant()
        def nothing_is_offered_that_must_wait_and_nothing_due_is_forgotten(self):
            with self.store.read() as uow:
                offered = {item.fact.event_id for item in uow.outbox.next_records(set_clock.now, 1000)}
            for events in self.order.values():
                unsettled = [e for e in events if self.events[e].state is not OutboxState.CONFIRMED]
                for event in offered & set(unsettled):
                    for earlier in unsettled[: unsettled.index(event) + 1]:
                        assert self.ready(earlier)
                if unsettled and self.ready(unsettled[0]):
                    assert unsettled[0] in offered

        @invariant()
        def nothing_is_green_without_proof(self):
            with self.store.read() as uow:
                green = {d for d in self.order if uow.outbox.sync_state(d) is SyncState.CONFIRMED}
                counts = uow.outbox.counts()
            assert green == self.proven
            assert counts.waiting_dossiers + counts.needs_person == len(self.order) - len(green)

        def ready(self, event):
            known = self.events[event]
            return known.state is OutboxState.QUEUED and (known.not_before is None or known.not_before <= set_clock.now)

        def teardown(self):
            with self.store.read() as uow:
                assert uow.audit.verify() is None
            self.store.close()
            shutil.rmtree(self.folder.parent)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
