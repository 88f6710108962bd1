"""The outbox against a bad world, as a state machine: drops, lost answers, doubled delivery, crashes at every call."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desk_app.domain.queue import OutboxState, SyncState
from desk_app.sync import wire

FAULTS = ["", "", "drop", "lose", "twice", "die_before", "die_after", "portal", "fail", "unknown_token"]


def test_whatever_happens_nothing_is_lost_doubled_or_green_without_proof(  # noqa: C901 - the world in one class
    desk: Any, centre: Any, template: Path
) -> None:
    """I2, I3 and I5 of the design."""
    new_desk, new_centre = type(desk), type(centre)

    class World(RuleBasedStateMachine):
        @initialize()
        def open(self) -> None:
            self.folder = Path(tempfile.mkdtemp(dir=desk.store.folder.parent))
            self.desk = new_desk(self.folder / "desk", template=template)
            self.centre = new_centre()
            self.loop = self.desk.loop(self.centre)
            self.ids: list[str] = []

        @precondition(lambda self: len(self.ids) < 5)
        @rule(phone=st.sampled_from(["0912345678", "0912345678", "12"]), size=st.sampled_from([10, 10, 200_000]))
        def accept(self, phone: str, size: int) -> None:
            dossier_id = self.desk.accept(phone=phone, pages=[bytes([len(self.ids)]) * size])
            self.ids.append(dossier_id)
            if phone == "12":
                self.centre.refuse[self.desk.events(dossier_id)[0].fact.event_id] = "phone"

        @precondition(lambda self: self.ids)
        @rule(data=st.data())
        def scan_again(self, data: st.DataObject) -> None:
            which = data.draw(st.integers(0, len(self.ids) - 1))
            self.desk.scan_again(self.ids[which], b"again %d" % data.draw(st.integers(0, 99)))

        @rule(faults=st.lists(st.sampled_from(FAULTS), max_size=8))
        def turn(self, faults: list[str]) -> None:
            self.centre.plan = faults
            try:
                self.loop.run_once()
            except new_centre.Crash:
                self.loop = self.desk.loop(self.centre)
            self.centre.plan = []

        @rule(minutes=st.sampled_from([0, 1, 20, 300]))
        def wait(self, minutes: int) -> None:
            self.desk.clock.forward(minutes=minutes)

        @precondition(lambda self: self.ids)
        @rule(data=st.data())
        def correct(self, data: st.DataObject) -> None:
            self._repair(self.ids[data.draw(st.integers(0, len(self.ids) - 1))])

        @precondition(lambda self: self.ids)
        @rule(data=st.data(), status=st.sampled_from(["in_process", "done", "returned"]))
        def decide(self, data: st.DataObject, status: str) -> None:
            self.centre.say(
                "status_changed", self.ids[data.draw(st.integers(0, len(self.ids) - 1))], {"status": status}
            )

        @invariant()
        def nothing_is_doubled_or_green_without_proof(self) -> None:
            if not hasattr(self, "desk"):
                return
            assert len(self.centre.applied) == len(set(self.centre.applied))
            with self.desk.store.read() as uow:
                for dossier_id in self.ids:
                    events = uow.outbox.events_of(dossier_id)
                    for event in events:
                        self._check_event(event)
                    if uow.outbox.sync_state(dossier_id) is SyncState.CONFIRMED:
                        files = uow.outbox.manifest_of(dossier_id)
                        assert all(len(self.centre.held[file.sha256]) == file.bytes for file in files)
                        assert all(event.fact.event_id in self.centre.applied for event in events)

        def _check_event(self, event: Any) -> None:
            """Confirmed only if it took effect, and what arrived is what was meant, by whom it was done."""
            event_id = event.fact.event_id
            assert event.state is not OutboxState.CONFIRMED or event_id in self.centre.applied
            arrived = self.centre.envelopes.get(event_id)
            assert arrived is None or wire.read_envelope(arrived) == event.fact

        def teardown(self) -> None:
            if not hasattr(self, "desk"):
                return
            try:
                self._all_arrives_in_the_end()
            finally:
                self.desk.store.close()
                shutil.rmtree(self.folder)

        def _all_arrives_in_the_end(self) -> None:
            for dossier_id in self.ids:
                self._repair(dossier_id)
            for _ in range(6):
                self.loop.run_until_idle()
                for dossier_id in self.ids:
                    self._repair(dossier_id)
                self.desk.clock.forward(hours=1)
            assert [self.desk.state(dossier_id) for dossier_id in self.ids] == [SyncState.CONFIRMED] * len(self.ids)
            self.nothing_is_doubled_or_green_without_proof()
            codes = [self.desk.dossier(dossier_id).code for dossier_id in self.ids]
            assert codes == [self.centre.codes[dossier_id] for dossier_id in self.ids]
            assert len(set(codes)) == len(codes)

        def _repair(self, dossier_id: str) -> None:
            """A person edits what was refused for its phone and sends the rest again."""
            for event in self.desk.events(dossier_id):
                if event.state is not OutboxState.NEEDS_PERSON:
                    continue
                if event.reason == "phone":
                    self.desk.correct_phone(dossier_id, "0987654321")
                    continue
                with self.desk.store.transaction() as uow:
                    uow.outbox.requeue(event.fact.event_id)

    run_state_machine_as_test(
        World,
        settings=settings(
            max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize(
    "fault", ["drop", "lose", "twice", "die_before", "die_after", "portal", "fail", "unknown_token"]
)
def test_a_fault_at_any_single_call_is_survived(desk: Any, centre: Any, fault: str) -> None:
    ids = []
    for place in range(0, 12, 2 if fault in ("portal", "unknown_token", "twice") else 1):
        ids.append(desk.accept(pages=[b"%d" % place, bytes([place]) * 150_000]))
        centre.plan = [""] * place + [fault]
        loop = desk.loop(centre)
        try:
            loop.run_once()
        except type(centre).Crash:
            loop = desk.loop(centre)
        centre.plan = []
        desk.clock.forward(minutes=30)
        loop.run_until_idle()

    assert {desk.state(dossier_id) for dossier_id in ids} == {SyncState.CONFIRMED}
    assert len(centre.applied) == len(set(centre.applied)) == 4 * len(ids)
