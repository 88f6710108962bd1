"""One turn of the loop over a real store and a centre in memory: what is confirmed, what waits, what needs a person."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from desk_app.domain.dossier import Status
from desk_app.domain.queue import FileState, OutboxState, SyncState
from desk_app.lanes import CancelToken
from desk_app.sync import central as ce
from desk_app.sync.leases import LeasePolicy
from desk_app.sync.loop import Rhythm
from desk_app.sync.messages import HeldReceipt
from desk_app.sync.status import LinkState


def states(desk: Any, dossier_id: str) -> list[str]:
    return [event.state.value for event in desk.events(dossier_id)]


def test_a_dossier_travels_and_is_green_only_after_proof(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()

    outcome = desk.loop(centre).run_once()

    assert outcome.state is LinkState.ONLINE
    assert outcome.changed == {dossier_id} == desk.changed[0]
    assert desk.state(dossier_id) is SyncState.CONFIRMED
    assert len(centre.applied) == 4
    assert len(centre.held) == 3


def test_a_second_turn_changes_nothing(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    loop = desk.loop(centre)
    loop.run_until_idle()
    before, revision = len(centre.applied), desk.dossier(dossier_id).revision

    outcome = loop.run_once()

    assert (outcome.moved, outcome.changed) == (0, frozenset())
    assert (len(centre.applied), desk.dossier(dossier_id).revision) == (before, revision)
    assert centre.calls[-1] == "changes"


def test_a_provisional_code_gets_its_official_one_by_the_answer_and_by_the_feed_once(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    provisional = desk.dossier(dossier_id).code
    centre.say("code_assigned", dossier_id, {"code": "H12.64-261123-0001", "provisional_code": provisional})

    desk.loop(centre).run_until_idle()

    dossier = desk.dossier(dossier_id)
    assert (dossier.code, dossier.provisional_code) == ("H12.64-261123-0001", provisional)
    assert (dossier.revision, desk.acts(dossier_id)) == (2, ["code_assigned"])
    with desk.store.read() as uow:
        assert uow.dossiers.by_code(provisional).id == uow.dossiers.by_code(dossier.code).id == dossier_id


def test_a_contradicting_code_is_told_in_the_audit_and_not_taken(desk: Any, centre: Any) -> None:
    first, second = desk.accept(), desk.accept()
    centre.say("code_assigned", second, {"code": "H12.64-261123-0001"})
    centre.codes[first] = "H12.64-261123-0001"

    desk.loop(centre).run_until_idle()
    centre.say("code_assigned", first, {"code": "H12.64-261123-0099"})
    desk.loop(centre).run_until_idle()

    assert desk.dossier(first).code == "H12.64-261123-0001"
    assert desk.acts(first) == ["code_assigned", "code_conflict"]
    assert "code_conflict" in desk.acts(second)


@pytest.mark.parametrize("fault", ["lose", "twice"])
def test_a_lost_or_doubled_delivery_takes_effect_once(desk: Any, centre: Any, fault: str) -> None:
    dossier_id = desk.accept()
    centre.plan = [fault]
    loop = desk.loop(centre)

    loop.run_once()
    loop.run_once()

    assert desk.state(dossier_id) is SyncState.CONFIRMED
    assert sorted(centre.applied) == sorted(event.fact.event_id for event in desk.events(dossier_id))


@pytest.mark.parametrize("fault", ["die_before", "die_after"])
def test_after_a_crash_the_centre_is_asked_and_nobody_guesses(desk: Any, centre: Any, fault: str) -> None:
    dossier_id = desk.accept()
    centre.plan = [fault]
    with pytest.raises(type(centre).Crash):
        desk.loop(centre).run_once()
    assert set(states(desk, dossier_id)) == {OutboxState.ATTEMPTING}
    centre.calls.clear()

    desk.loop(centre).run_once()

    assert centre.calls[:4] == ["answer_to"] * 4
    assert ("send" in centre.calls) == (fault == "die_before")
    assert desk.state(dossier_id) is SyncState.CONFIRMED
    assert len(centre.applied) == 4


def test_offline_keeps_everything_and_says_when_it_tries_again(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    centre.plan = ["drop"]
    loop = desk.loop(centre)

    outcome = loop.run_once()

    status = loop.status.latest
    assert (outcome.state, outcome.reason) == (LinkState.OFFLINE, "transport")
    assert desk.state(dossier_id) is SyncState.WAITING
    assert status.next_try_at == desk.clock() + dt.timedelta(seconds=outcome.next_in_s)
    assert (status.waiting_dossiers, status.waiting_files, status.last_contact_at) == (1, 3, None)
    assert status.waiting_bytes == sum(file.bytes for file in desk.files(dossier_id))


def test_retry_after_is_honoured(desk: Any, centre: Any) -> None:
    desk.accept()

    def busy(*_: object) -> None:
        raise ce.CentralUnreachable(ce.Why.BUSY, retry_after_s=120)

    centre.send = busy

    assert 120 <= desk.loop(centre).run_once().next_in_s <= 122


def test_a_portal_is_offline_by_another_name(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    centre.plan = ["portal"]

    outcome = desk.loop(centre).run_once()

    assert outcome.state is LinkState.PORTAL
    assert set(states(desk, dossier_id)) == {OutboxState.QUEUED}


def test_a_revoked_token_pauses_and_keeps_the_queue_until_enrolled_again(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    centre.plan = ["unknown_token"]
    loop = desk.loop(centre)

    paused = loop.run_once()
    loop.use(centre)
    loop.run_until_idle()

    assert (paused.state, paused.reason) == (LinkState.PAUSED, "enrol_again")
    assert desk.state(dossier_id) is SyncState.CONFIRMED


def test_a_desk_that_is_not_enrolled_says_so(desk: Any) -> None:
    desk.accept()
    loop = desk.loop(None)

    assert loop.run_once().state is LinkState.NOT_ENROLLED
    assert loop.status.latest.waiting_dossiers == 1


def test_a_refused_phone_waits_for_a_person_and_goes_on_after_the_edit(desk: Any, centre: Any) -> None:
    bad, good = desk.accept(phone="12"), desk.accept()
    refused = desk.events(bad)[0].fact.event_id
    centre.refuse[refused] = "phone"
    loop = desk.loop(centre)

    loop.run_until_idle()

    stuck = desk.events(bad)[0]
    assert (desk.state(bad), desk.state(good)) == (SyncState.NEEDS_PERSON, SyncState.CONFIRMED)
    assert (stuck.reason, stuck.field, stuck.server_text) == ("phone", "applicant.phone", "not a phone number")
    assert loop.status.latest.needs_person == 1
    sent = centre.calls.count("send")
    loop.run_until_idle()
    assert centre.calls.count("send") == sent  # not sent again until edited

    desk.correct_phone(bad, "0987654321")
    loop.run_until_idle()

    assert desk.state(bad) is SyncState.CONFIRMED
    assert centre.applied.count(desk.events(bad)[0].fact.event_id) == 1
    assert refused not in centre.applied


def test_requeueing_an_unchanged_event_asks_the_centre_again(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    event_id = desk.events(dossier_id)[0].fact.event_id
    centre.refuse[event_id] = "unit_not_yours"
    loop = desk.loop(centre)
    loop.run_until_idle()
    centre.refuse.clear()

    with desk.store.transaction() as uow:
        uow.outbox.requeue(event_id)
    loop.run_until_idle()

    assert desk.state(dossier_id) is SyncState.CONFIRMED


def test_one_event_that_breaks_the_centre_does_not_stop_the_others(desk: Any, centre: Any) -> None:
    poisoned, healthy = desk.accept(), desk.accept()
    centre.fail_on.add(desk.events(poisoned)[0].fact.event_id)
    loop = desk.loop(centre)

    loop.run_until_idle()

    stuck = desk.events(poisoned)[0]
    assert desk.state(healthy) is SyncState.CONFIRMED
    assert (stuck.state, stuck.reason) == (OutboxState.QUEUED, "centre_failing")
    assert stuck.next_at is not None


def test_faults_of_the_centre_are_borne_for_hours_and_then_shown_to_a_person(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    centre.fail_on.add(desk.events(dossier_id)[0].fact.event_id)
    loop = desk.loop(centre)

    for _ in range(20):
        loop.run_once()
        desk.clock.forward(minutes=15)

    stuck = desk.events(dossier_id)[0]
    assert (stuck.state, stuck.reason) == (OutboxState.NEEDS_PERSON, "centre_failing")
    assert desk.state(dossier_id) is SyncState.NEEDS_PERSON


def test_a_batch_refused_as_a_whole_is_taken_apart(desk: Any, centre: Any) -> None:
    first, second = desk.accept(), desk.accept()
    culprit = desk.events(first)[1].fact.event_id
    honest = centre.send

    def picky(facts: Any) -> Any:
        if any(fact.event_id == culprit for fact in facts):
            raise ce.Refused(413, "too_big")
        return honest(facts)

    centre.send = picky
    desk.loop(centre).run_until_idle()

    assert desk.state(second) is SyncState.CONFIRMED
    assert desk.state(first) is SyncState.NEEDS_PERSON
    assert states(desk, first) == ["confirmed", "needs_person", "queued", "queued"]


def test_a_fact_that_cannot_be_written_holds_up_nobody_else(desk: Any, centre: Any) -> None:
    dossier_id, other = desk.accept(), desk.accept()
    naive = dt.datetime(2026, 11, 23, 8, 0)  # noqa: DTZ001
    with desk.store.transaction() as uow:
        head = desk.head(dossier_id) | {"occurred_at": naive}
        component = uow.dossiers.get(dossier_id).components[0]
        uow.outbox.append(dataclasses.replace(desk.digitised(dossier_id, component, desk.keep(b"%PDF x")), **head))

    desk.loop(centre).run_until_idle()

    assert states(desk, dossier_id) == ["confirmed"] * 4 + ["needs_person"]
    assert desk.state(other) is SyncState.CONFIRMED


def test_a_desk_without_a_unit_asks_for_no_numbers(desk: Any, centre: Any) -> None:
    with desk.store.transaction() as uow:
        uow.settings.put("unit", "")

    desk.loop(centre, leases=LeasePolicy()).run_once()

    assert "lease" not in centre.calls


def test_an_answer_that_is_missing_confirms_nothing(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    honest = centre.send
    centre.send = lambda facts: honest(facts)[:-1]
    loop = desk.loop(centre)

    loop.run_once()

    assert states(desk, dossier_id) == ["confirmed", "confirmed", "confirmed", "queued"]


@pytest.mark.parametrize("damage", ["gone", "spoilt"])
def test_a_file_lost_at_the_desk_needs_a_person(desk: Any, centre: Any, damage: str) -> None:
    dossier_id = desk.accept()
    sha256 = desk.files(dossier_id)[0].sha256
    if damage == "gone":
        desk.store.blobs.discard(sha256)
    else:
        for path in (desk.store.folder / "blobs").rglob("*"):
            if path.is_file():
                path.write_bytes(path.read_bytes()[:-1] + b"?")

    desk.loop(centre).run_until_idle()

    file = desk.files(dossier_id)[0]
    expected = "blob_missing" if damage == "gone" else "blob_damaged"
    assert (file.state, file.reason) == (FileState.NEEDS_PERSON, expected)
    assert desk.state(dossier_id) is SyncState.NEEDS_PERSON


def test_a_file_cut_in_the_middle_goes_on_where_it_stopped_after_a_restart(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept(pages=[bytes(400_000)])
    sha256 = next(file.sha256 for file in desk.files(dossier_id) if file.bytes == 400_000)
    loop = desk.loop(centre)
    centre.plan = [""] * 5 + ["die_after"]  # records, receipt (2), place, first chunk, second chunk
    with pytest.raises(type(centre).Crash):
        loop.run_once()
    half = len(centre.parts[sha256])
    sent = centre.calls.count("send_chunk")

    desk.loop(centre).run_until_idle()

    assert half == 262_144
    assert desk.state(dossier_id) is SyncState.CONFIRMED
    assert centre.calls.count("send_chunk") - sent == 2


def test_long_files_leave_room_for_records(desk: Any, centre: Any) -> None:
    desk.accept(pages=[bytes(2_000_000)])
    loop = desk.loop(centre, rhythm=Rhythm(chunks=2))

    outcome = loop.run_once()
    late = desk.accept()
    loop.run_once()

    assert outcome.next_in_s == 0.0
    assert loop.status.latest.state is LinkState.SENDING
    assert states(desk, late) == ["confirmed"] * 4


def test_a_file_that_does_not_get_through_keeps_nothing_else(desk: Any, centre: Any) -> None:
    first, second = desk.accept(), desk.accept()
    honest, blocked = centre.open_upload, desk.files(first)[0].sha256

    def picky(dossier_id: str, sha256: str, size: int) -> Any:
        if sha256 == blocked and dossier_id == first:
            raise ce.CentralUnreachable(ce.Why.TIMEOUT)
        return honest(dossier_id, sha256, size)

    centre.open_upload = picky
    loop = desk.loop(centre)
    for _ in range(4):
        outcome = loop.run_once()

    assert outcome.state is LinkState.ONLINE
    assert desk.state(second) is SyncState.CONFIRMED
    assert desk.files(first)[0].state is FileState.QUEUED
    assert desk.files(first)[0].next_at is not None


@pytest.mark.parametrize("lie", ["another digest", "another size", "another dossier", "one missing", "one too many"])
def test_a_certificate_that_does_not_fit_is_never_green(desk: Any, centre: Any, lie: str) -> None:
    dossier_id = desk.accept()

    def certify(answer: Any) -> Any:
        receipt: HeldReceipt = answer.receipt
        files = receipt.files
        match lie:
            case "another digest":
                files = (("f" * 64, files[0][1]), *files[1:])
            case "another size":
                files = ((files[0][0], files[0][1] + 1), *files[1:])
            case "one missing":
                files = files[1:]
            case "one too many":
                files = (*files, ("f" * 64, 1))
        owner = "d2" if lie == "another dossier" else receipt.dossier_id
        return dataclasses.replace(answer, receipt=dataclasses.replace(receipt, files=files, dossier_id=owner))

    centre.certify = certify
    loop = desk.loop(centre)

    loop.run_until_idle()

    assert desk.state(dossier_id) is not SyncState.CONFIRMED
    assert loop.status.latest.confirmed_today == 0


def test_what_the_centre_lost_is_sent_once_more(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    centre.plan = [""] * 7
    loop = desk.loop(centre)
    honest, lost = centre.put_manifest, []

    def forgetful(dossier: str, files: Any) -> Any:
        if not lost:
            lost.append(files[0].sha256)
            centre.held.pop(files[0].sha256)
        return honest(dossier, files)

    centre.put_manifest = forgetful
    loop.run_until_idle()
    assert desk.state(dossier_id) is not SyncState.CONFIRMED
    desk.clock.forward(minutes=20)
    loop.run_until_idle()

    assert desk.state(dossier_id) is SyncState.CONFIRMED
    assert lost[0] in centre.held


def test_a_new_scan_makes_the_dossier_wait_for_a_new_proof(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    loop = desk.loop(centre)
    loop.run_until_idle()

    desk.scan_again(dossier_id, b"%PDF a better copy")
    waits = desk.state(dossier_id)
    loop.run_until_idle()

    assert (waits, desk.state(dossier_id)) == (SyncState.WAITING, SyncState.CONFIRMED)


def test_status_follows_the_centre_also_where_our_table_knows_no_such_move(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    loop = desk.loop(centre)
    loop.run_until_idle()
    centre.say("status_changed", dossier_id, {"status": "in_process", "note": "", "actor": "x"})
    centre.say("status_changed", dossier_id, {"status": "returned", "note": None, "actor": None})
    centre.say("status_changed", dossier_id, {"status": "lost_in_space"})
    centre.say("result_published", dossier_id, {"anything": 1})
    centre.say("status_changed", "01936d2e-0000-7000-8000-00000000ffff", {"status": "done"})

    outcome = loop.run_until_idle()
    again = loop.run_until_idle()

    assert desk.dossier(dossier_id).status is Status.RETURNED
    assert desk.acts(dossier_id)[1:] == ["status_changed", "status_from_centre"]
    assert outcome.changed == {dossier_id}
    assert again.moved == 0


def test_a_centre_restored_from_an_older_copy_is_read_from_the_beginning(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()
    loop = desk.loop(centre)
    centre.say("status_changed", dossier_id, {"status": "in_process"})
    loop.run_until_idle()
    honest = centre.changes

    def restored(since: str, *, limit: int) -> Any:
        if since:
            raise ce.Refused(422, "cursor_unknown")
        return honest(since, limit=limit)

    centre.changes = restored
    loop.run_once()
    centre.changes = honest
    loop.run_until_idle()

    assert desk.dossier(dossier_id).status is Status.IN_PROCESS
    assert desk.acts(dossier_id).count("status_changed") == 1


def test_who_did_it_stays_whoever_sends_it(desk: Any, centre: Any) -> None:
    dossier_id = desk.accept()

    desk.loop(centre).run_until_idle()

    authors = {envelope["author"]["account_id"] for envelope in centre.envelopes.values()}
    assert authors == {event.fact.author.account_id for event in desk.events(dossier_id)}


def test_another_sender_on_this_machine_is_left_alone(desk: Any, centre: Any) -> None:
    class Taken:
        def acquire(self) -> bool:
            return False

        def release(self) -> None:
            raise AssertionError

    desk.accept()

    outcome = desk.loop(centre, sender_lock=Taken()).run_once()

    assert (outcome.state, outcome.reason, centre.calls) == (LinkState.PAUSED, "another_sender", [])


def test_cancelled_turns_stop_before_the_next_step(desk: Any, centre: Any) -> None:
    desk.accept()
    cancel = CancelToken()
    cancel.cancel()

    desk.loop(centre).run_until_idle(cancel)

    assert centre.calls == []


def test_status_line_tells_the_truth_about_a_finished_queue(desk: Any, centre: Any) -> None:
    desk.accept()
    loop = desk.loop(centre)
    told: list[LinkState] = []
    stop = loop.status.listen(lambda status: told.append(status.state))

    loop.run_until_idle()
    stop()

    status = loop.status.latest
    assert (status.state, status.confirmed_today, status.waiting_dossiers) == (LinkState.ONLINE, 1, 0)
    assert (status.next_try_at, status.last_contact_at, status.oldest_at) == (None, desk.clock(), None)
    assert told[-1] is LinkState.ONLINE
    assert LinkState.SENDING in told


def test_no_personal_data_reaches_the_log(desk: Any, centre: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    bad = desk.accept(phone="0999000111")
    centre.refuse[desk.events(bad)[0].fact.event_id] = "phone"
    loop = desk.loop(centre)

    loop.run_until_idle()
    centre.plan = ["drop", "fail", "portal", "unknown_token"]
    desk.accept()
    for _ in range(5):
        loop.run_once()

    assert "0999000111" not in caplog.text
    assert "Nguyễn" not in caplog.text
    assert "096091004582" not in caplog.text
