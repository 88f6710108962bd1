from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import event

from desk_app import ids
from desk_app.domain.queue import Acknowledgement, FileRole, FileState, OutboxState, QueueCounts, SyncState
from desk_app.store.errors import EventNotFound, NotWaiting


@pytest.fixture
def outbox(store):
    """Each call of a method is a transaction of its own, as with the real sender."""

    class EachInItsOwn:
        def __getattr__(self, name):
            def call(*args, **kwargs):
                with store.transaction() as uow:
                    return getattr(uow.outbox, name)(*args, **kwargs)

            return call

    return EachInItsOwn()


@pytest.fixture
def accept(store, make):
    def accept(*copies, name="Nguyễn Thị Mẫu"):
        dossier = make.dossier(name)
        with store.transaction() as uow:
            make.accept(uow, dossier, *(make.digitised(dossier, copy) for copy in copies))
        return dossier

    return accept


def ids_of(items):
    return [item.fact.event_id for item in items]


def confirm_all(outbox, make):
    for item in outbox.next_records(make.now + dt.timedelta(days=9), 1000):
        outbox.mark_confirmed(item.fact.event_id, make.now)


def acknowledgement(make, *digests):
    return Acknowledgement(receipt_id=ids.new_id(), digests=frozenset(digests), at=make.now, raw="{}")


# ---------------------------------------------------------------- events


def test_facts_leave_in_the_order_in_which_they_happened(outbox, accept, make):
    first, second = accept(make.copy("a")), accept()

    waiting = outbox.next_records(make.now, 10)

    assert [item.fact.dossier_id for item in waiting] == [first.id, first.id, second.id]
    assert waiting[0].fact.dossier == first
    assert waiting[1].fact.copy == make.copy("a")
    assert waiting[0].state is OutboxState.QUEUED
    assert waiting[0].queued_at == make.now
    assert len(outbox.next_records(make.now, 2)) == 2


@pytest.mark.parametrize("hindrance", ["attempting", "refused", "put off"])
def test_an_event_waits_for_the_earlier_ones_of_its_dossier_and_for_no_other(outbox, accept, make, hindrance):
    stuck, free = accept(make.copy("a")), accept()
    opening = ids_of(outbox.events_of(stuck.id))[0]

    outbox.mark_attempting([opening], make.now)
    if hindrance == "refused":
        outbox.mark_needs_person(opening, "phone", "applicant.phone", "", "422", make.now)
    if hindrance == "put off":
        outbox.mark_retry(opening, make.now + dt.timedelta(minutes=5), "timeout")

    assert [item.fact.dossier_id for item in outbox.next_records(make.now, 10)] == [free.id]


def test_an_event_that_was_put_off_goes_before_its_followers_when_its_time_comes(outbox, accept, make):
    tried, fresh = accept(make.copy("a")), accept()
    opening, following = ids_of(outbox.events_of(tried.id))
    outbox.mark_attempting([opening], make.now)
    outbox.mark_retry(opening, make.now + dt.timedelta(minutes=5), "timeout", "after 30 s")

    later = outbox.next_records(make.now + dt.timedelta(minutes=5), 10)

    # The one that failed least goes first; what follows in its dossier waits until it has gone.
    assert [item.fact.dossier_id for item in later] == [fresh.id, tried.id]
    assert (later[1].attempts, later[1].reason, later[1].detail) == (1, "timeout", "after 30 s")
    outbox.mark_confirmed(opening, make.now)
    assert ids_of(outbox.next_records(make.now, 10)) == [following, ids_of(outbox.events_of(fresh.id))[0]]


def test_what_was_under_way_is_known_after_a_crash(outbox, accept, make):
    dossier = accept(make.copy("a"))
    events = ids_of(outbox.events_of(dossier.id))
    outbox.mark_attempting(events, make.now)

    assert ids_of(outbox.attempting()) == events
    assert [item.attempts for item in outbox.attempting()] == [1, 1]
    assert outbox.next_records(make.now, 10) == ()


def test_a_confirmed_event_never_changes_again(outbox, accept, make):
    event = ids_of(outbox.events_of(accept().id))[0]
    outbox.mark_confirmed(event, make.now)

    outbox.mark_retry(event, make.now, "timeout")
    outbox.mark_needs_person(event, "phone", "", "", "", make.now)
    outbox.mark_attempting([event], make.now)

    assert outbox.get(event).state is OutboxState.CONFIRMED
    assert outbox.get(event).settled_at == make.now
    with pytest.raises(NotWaiting):
        outbox.requeue(event)


def test_a_refused_event_keeps_the_reason_the_field_and_the_words_of_the_server(outbox, accept, make):
    event = ids_of(outbox.events_of(accept().id))[0]

    outbox.mark_needs_person(event, "phone", "applicant.phone", "9 digits", '{"error":1}', make.now)

    item = outbox.get(event)
    assert (item.reason, item.field, item.detail, item.server_text) == (
        "phone",
        "applicant.phone",
        "9 digits",
        '{"error":1}',
    )
    assert item.settled_at == make.now
    outbox.requeue(event)
    assert outbox.get(event).state is OutboxState.QUEUED
    assert outbox.get(event).reason == ""


def test_an_edited_event_takes_the_place_of_the_refused_one(outbox, accept, make):
    dossier = accept(make.copy("a"))
    other = accept()
    refused, following = outbox.events_of(dossier.id)
    outbox.mark_needs_person(refused.fact.event_id, "phone", "applicant.phone", "", "", make.now)
    corrected = make.received(dataclasses.replace(dossier, note="corrected"))

    outbox.replace_refused(refused.fact.event_id, corrected)

    assert ids_of(outbox.next_records(make.now, 10)) == [
        corrected.event_id,
        following.fact.event_id,
        ids_of(outbox.events_of(other.id))[0],
    ]
    (history,) = outbox.replaced_of(dossier.id)
    assert history.fact == refused.fact
    assert history.reason == "phone"


def test_a_late_answer_to_a_replaced_event_confirms_nothing(outbox, accept, make):
    dossier = accept()
    (refused,) = outbox.events_of(dossier.id)
    outbox.mark_needs_person(refused.fact.event_id, "phone", "", "", "", make.now)
    outbox.replace_refused(refused.fact.event_id, make.received(dossier))

    outbox.mark_confirmed(refused.fact.event_id, make.now)

    assert [item.state for item in outbox.events_of(dossier.id)] == [OutboxState.QUEUED]


def test_only_an_event_that_waits_for_a_person_may_be_edited(outbox, accept, make):
    dossier = accept()
    (item,) = outbox.events_of(dossier.id)

    with pytest.raises(NotWaiting):
        outbox.replace_refused(item.fact.event_id, make.received(dossier))
    outbox.mark_attempting([item.fact.event_id], make.now)
    with pytest.raises(NotWaiting):
        outbox.requeue(item.fact.event_id)


def test_unknown_events_are_named(outbox, make):
    for call in (
        lambda: outbox.get("nothing"),
        lambda: outbox.mark_confirmed("nothing", make.now),
        lambda: outbox.requeue("nothing"),
        lambda: outbox.replace_refused("nothing", make.received(make.dossier())),
    ):
        with pytest.raises(EventNotFound):
            call()


def test_send_now_forgets_every_delay_but_not_the_refusals(outbox, accept, make):
    late, refused = accept(make.copy("a")), accept()
    (held_up, _), (stuck,) = outbox.events_of(late.id), outbox.events_of(refused.id)
    outbox.mark_attempting([held_up.fact.event_id], make.now)
    outbox.mark_retry(held_up.fact.event_id, make.now + dt.timedelta(hours=1), "timeout")
    outbox.mark_needs_person(stuck.fact.event_id, "phone", "", "", "", make.now)
    assert outbox.next_records(make.now, 10) == ()

    outbox.hurry()

    assert [item.fact.dossier_id for item in outbox.next_records(make.now, 10)] == [late.id, late.id]
    assert outbox.next_records(make.now, 10)[0].attempts == 0


# ---------------------------------------------------------------- files


def test_files_wait_until_the_server_knows_their_dossier_and_receipts_go_first(store, outbox, accept, make):
    dossier = accept(make.copy("scan"))
    with store.transaction() as uow:
        uow.outbox.append(make.receipt(dossier, make.copy("receipt")))
    assert outbox.next_files(make.now, 10) == ()

    outbox.mark_confirmed(ids_of(outbox.events_of(dossier.id))[0], make.now)

    files = outbox.next_files(make.now, 10)
    assert [(file.role, file.sha256) for file in files] == [
        (FileRole.RECEIPT, make.copy("receipt").sha256),
        (FileRole.COMPONENT, make.copy("scan").sha256),
    ]
    assert len(outbox.next_files(make.now, 1)) == 1


def test_a_transfer_is_resumed_where_it_was(outbox, accept, make):
    scan = make.copy("scan")
    dossier = accept(scan)
    confirm_all(outbox, make)
    outbox.mark_file(
        dossier.id, scan.sha256, state=FileState.SENDING, upload_url="https://x/1", sent_bytes=2, attempts=1
    )

    assert outbox.next_files(make.now, 10) == ()
    (file,) = outbox.sending()
    assert (file.upload_url, file.sent_bytes, file.attempts) == ("https://x/1", 2, 1)
    outbox.mark_file(
        dossier.id, scan.sha256, state=FileState.QUEUED, next_at=make.now + dt.timedelta(minutes=1), reason="timeout"
    )
    assert outbox.next_files(make.now, 10) == ()
    (file,) = outbox.next_files(make.now + dt.timedelta(minutes=1), 10)
    assert file.upload_url == "https://x/1"
    outbox.mark_file_held(dossier.id, scan.sha256, make.now)
    assert outbox.file_state(dossier.id, scan.sha256) is FileState.HELD
    assert outbox.next_files(make.now + dt.timedelta(days=1), 10) == ()


def test_a_newer_copy_of_a_component_replaces_one_that_has_not_got_through(store, outbox, accept, make):
    dossier = accept(make.copy("first"))

    with store.transaction() as uow:
        uow.outbox.append(make.digitised(dossier, make.copy("second")))

    confirm_all(outbox, make)
    assert [file.sha256 for file in outbox.next_files(make.now, 10)] == [make.copy("second").sha256]
    assert [file.sha256 for file in outbox.manifest_of(dossier.id)] == [make.copy("second").sha256]
    assert outbox.file_state(dossier.id, make.copy("first").sha256) is None


def test_one_file_used_twice_travels_once(store, outbox, make):
    scan, dossier = make.copy("scan"), make.dossier()
    with store.transaction() as uow:
        make.accept(
            uow, dossier, make.digitised(dossier, scan, component="c1"), make.digitised(dossier, scan, component="c2")
        )

    confirm_all(outbox, make)

    assert len(outbox.next_files(make.now, 10)) == 1
    assert [file.ref for file in outbox.manifest_of(dossier.id)] == ["c1", "c2"]


def test_a_component_that_needs_no_copy_after_all_leaves_the_manifest(store, outbox, accept, make):
    dossier = accept(make.copy("scan"))

    with store.transaction() as uow:
        uow.outbox.append(make.not_digitised(dossier))

    assert outbox.manifest_of(dossier.id) == ()
    assert outbox.files_of(dossier.id) == ()


def test_every_reprint_of_a_receipt_belongs_to_the_dossier(store, outbox, accept, make):
    dossier = accept()
    with store.transaction() as uow:
        for reprint in range(3):
            uow.outbox.append(make.receipt(dossier, make.copy(f"receipt {reprint}"), reprint))

    assert [file.ref for file in outbox.manifest_of(dossier.id)] == ["receipt:0", "receipt:1", "receipt:2"]


# ---------------------------------------------------------------- proof


def test_a_dossier_is_confirmed_only_by_the_digests_of_all_its_files(outbox, accept, make):
    scan = make.copy("scan")
    dossier = accept(scan)
    assert outbox.sync_state(dossier.id) is SyncState.WAITING
    assert outbox.manifests_due(make.now) == ()
    confirm_all(outbox, make)
    assert outbox.manifests_due(make.now) == ()
    assert outbox.acknowledge(dossier.id, acknowledgement(make, scan.sha256)) is False  # the file is not held yet
    outbox.mark_file_held(dossier.id, scan.sha256, make.now)
    assert outbox.manifests_due(make.now) == (dossier.id,)

    assert outbox.acknowledge(dossier.id, acknowledgement(make)) is False
    assert outbox.acknowledge(dossier.id, acknowledgement(make, scan.sha256, "f" * 64)) is False
    assert outbox.sync_state(dossier.id) is SyncState.WAITING
    assert outbox.acknowledgement_of(dossier.id) is None

    proof = acknowledgement(make, scan.sha256)
    assert outbox.acknowledge(dossier.id, proof) is True
    assert outbox.sync_state(dossier.id) is SyncState.CONFIRMED
    assert outbox.acknowledgement_of(dossier.id) == proof
    assert outbox.manifests_due(make.now) == ()


def test_a_dossier_without_files_needs_an_acknowledgement_too(outbox, accept, make):
    dossier = accept()
    confirm_all(outbox, make)

    assert outbox.manifests_due(make.now) == (dossier.id,)
    assert outbox.sync_state(dossier.id) is SyncState.WAITING
    assert outbox.acknowledge(dossier.id, acknowledgement(make)) is True


def test_whatever_happens_after_the_proof_must_be_proven_again(store, outbox, accept, make):
    dossier = accept()
    confirm_all(outbox, make)
    outbox.acknowledge(dossier.id, acknowledgement(make))

    with store.transaction() as uow:
        uow.outbox.append(make.receipt(dossier, make.copy("receipt")))

    assert outbox.sync_state(dossier.id) is SyncState.WAITING
    assert outbox.acknowledgement_of(dossier.id) is None
    assert outbox.acknowledge(dossier.id, acknowledgement(make)) is False


def test_a_manifest_that_did_not_get_through_is_put_off(outbox, accept, make):
    dossier = accept()
    confirm_all(outbox, make)

    outbox.mark_manifest_retry(dossier.id, make.now + dt.timedelta(minutes=2))

    assert outbox.manifests_due(make.now) == ()
    assert outbox.counts().next_try_at == make.now + dt.timedelta(minutes=2)
    assert outbox.manifest_attempts(dossier.id) == 1
    assert outbox.manifests_due(make.now + dt.timedelta(minutes=2)) == (dossier.id,)
    outbox.hurry()
    assert outbox.manifests_due(make.now) == (dossier.id,)


def test_the_state_of_a_dossier_is_that_of_its_worst_part(outbox, accept, make):
    scan = make.copy("scan")
    dossier = accept(scan)
    event = ids_of(outbox.events_of(dossier.id))[0]

    outbox.mark_attempting([event], make.now)
    assert outbox.sync_state(dossier.id) is SyncState.SENDING
    outbox.mark_needs_person(event, "phone", "", "", "", make.now)
    assert outbox.sync_state(dossier.id) is SyncState.NEEDS_PERSON
    outbox.requeue(event)
    confirm_all(outbox, make)
    outbox.mark_file(dossier.id, scan.sha256, state=FileState.SENDING)
    assert outbox.sync_state(dossier.id) is SyncState.SENDING
    outbox.mark_file(dossier.id, scan.sha256, state=FileState.NEEDS_PERSON, reason="too_big")
    assert outbox.sync_state(dossier.id) is SyncState.NEEDS_PERSON
    outbox.requeue_file(dossier.id, scan.sha256)
    assert outbox.sync_state(dossier.id) is SyncState.WAITING
    assert outbox.sync_state("nothing known") is SyncState.WAITING


# ---------------------------------------------------------------- what people see


def test_counts_are_those_of_the_status_line(outbox, accept, make, set_clock):
    assert outbox.counts() == QueueCounts()
    scan = make.copy("a scan")
    waiting = accept(scan, make.copy("newer scan"))
    set_clock.move(minutes=1)
    refused, done = accept(), accept()
    outbox.mark_needs_person(ids_of(outbox.events_of(refused.id))[0], "phone", "", "", "", make.now)
    outbox.mark_confirmed(ids_of(outbox.events_of(done.id))[0], make.now)
    outbox.acknowledge(done.id, acknowledgement(make))

    counts = outbox.counts()

    assert (counts.waiting_dossiers, counts.needs_person, counts.confirmed_today) == (1, 1, 1)
    assert (counts.waiting_files, counts.waiting_bytes) == (1, len("newer scan"))
    assert counts.oldest_at == make.now
    assert counts.next_try_at is None
    outbox.mark_retry(ids_of(outbox.events_of(waiting.id))[0], set_clock.now + dt.timedelta(minutes=3), "timeout")
    assert outbox.counts().next_try_at == set_clock.now + dt.timedelta(minutes=3)
    set_clock.move(days=1)
    assert outbox.counts().confirmed_today == 0


def test_the_queue_shows_what_needs_a_person_first_with_the_reason(outbox, accept, make, set_clock):
    scan = make.copy("scan")
    waiting = accept(scan, name="Một")
    set_clock.move(minutes=1)
    refused, file_refused, done = accept(name="Hai"), accept(make.copy("big"), name="Ba"), accept(name="Bốn")
    stuck = ids_of(outbox.events_of(refused.id))[0]
    outbox.mark_needs_person(stuck, "phone", "applicant.phone", "9 digits", "raw", make.now)
    for item in (*outbox.events_of(file_refused.id), *outbox.events_of(done.id)):
        outbox.mark_confirmed(item.fact.event_id, make.now)
    outbox.mark_file(file_refused.id, make.copy("big").sha256, state=FileState.NEEDS_PERSON, reason="too_big")
    outbox.acknowledge(done.id, acknowledgement(make))

    rows = outbox.items()

    assert [row.applicant_name for row in rows] == ["Hai", "Ba", "Một"]
    assert (rows[0].event_id, rows[0].reason, rows[0].field, rows[0].server_text) == (
        stuck,
        "phone",
        "applicant.phone",
        "raw",
    )
    assert (rows[1].file_sha256, rows[1].reason, rows[1].event_id) == (make.copy("big").sha256, "too_big", None)
    assert (rows[2].events_waiting, rows[2].files_waiting, rows[2].files_total) == (2, 1, 1)
    assert (rows[2].bytes_waiting, rows[2].bytes_total, rows[2].since) == (4, 4, make.now)
    assert rows[2].code == waiting.code
    assert [row.applicant_name for row in outbox.items({SyncState.NEEDS_PERSON})] == ["Hai", "Ba"]
    assert [row.applicant_name for row in outbox.items({SyncState.CONFIRMED})] == ["Bốn"]
    assert [row.applicant_name for row in outbox.items(set(SyncState), limit=2, offset=2)] == ["Một", "Bốn"]
    assert [row.applicant_name for row in outbox.items(limit=1, offset=1)] == ["Ba"]
    assert outbox.row_of(refused.id) == rows[0]
    assert outbox.row_of(done.id).state is SyncState.CONFIRMED
    assert outbox.row_of("nothing") is None


def test_a_row_says_why_and_until_when_its_dossier_was_put_off(outbox, accept, make):
    dossier = accept()
    event = ids_of(outbox.events_of(dossier.id))[0]
    outbox.mark_attempting([event], make.now)
    outbox.mark_retry(event, make.now + dt.timedelta(minutes=5), "timeout", "30 s")

    (row,) = outbox.items()

    assert (row.reason, row.detail, row.attempts, row.event_id) == ("timeout", "30 s", 1, None)
    assert row.next_at == make.now + dt.timedelta(minutes=5)


def test_a_full_outbox_is_walked_by_its_indexes(store, accept, make):
    accept(make.copy("scan"))
    plans = {}
    with store.read() as uow:
        connection = uow.outbox._connection

        @event.listens_for(connection, "before_cursor_execute")
        def explain(conn, cursor, statement, parameters, context, executemany):
            if statement.lstrip().startswith(("SELECT", "WITH")):
                plans[statement] = [row[3] for row in cursor.execute("EXPLAIN QUERY PLAN " + statement, parameters)]

        uow.outbox.next_records(make.now, 10)
        uow.outbox.next_files(make.now, 10)
        uow.outbox.attempting()
        uow.outbox.sending()
        uow.outbox.manifests_due(make.now)
        uow.outbox.counts()
        uow.outbox.items()
        uow.outbox.sync_state("x")
        uow.dossiers.by_code("x")
        uow.queries.known_person("x")
        uow.queries.last_dossier("x")
        uow.queries.similar("x", "y", make.now)

    big = ("outbox", "transfers", "dossiers", "dossier_files", "dossier_revisions", "audit")
    scans = [
        (step, statement)
        for statement, steps in plans.items()
        for step in steps
        if any(step.startswith(f"SCAN {table}") and "INDEX" not in step for table in big)
    ]
    assert scans == []
