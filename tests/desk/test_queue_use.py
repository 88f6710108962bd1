from __future__ import annotations

from typing import Any

import pytest

from desk_app.desk.queue import NoSync, Queue, field_value
from desk_app.domain.applicant import Submitter
from desk_app.domain.errors import InvalidValue, NotPermitted
from desk_app.domain.events import ComponentDigitised, DossierReceived
from desk_app.domain.queue import FileState, OutboxState, SyncState
from desk_app.store.errors import NotWaiting


class RememberingSync:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def wake(self) -> None:
        self.asked.append("wake")

    def send_now(self) -> None:
        self.asked.append("send_now")

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")


@pytest.fixture
def sync() -> RememberingSync:
    return RememberingSync()


@pytest.fixture
def queue(counter: Any, sync: RememberingSync) -> Queue:
    from desk_app import ids

    return Queue(counter.store, clock=counter.now, new_id=ids.new_id, sync=sync)


def _refused(counter: Any, reason: str = "phone", field: str = "applicant.phone", **changes: Any) -> tuple[Any, str]:
    """A dossier whose first fact the centre refused, and the id of that event."""
    dossier = counter.accepted(**changes).dossier
    event = counter.outbox(dossier.id)[0].fact.event_id
    with counter.store.transaction() as uow:
        uow.outbox.mark_attempting([event], counter.now())
        uow.outbox.mark_needs_person(event, reason, field, "", "bad phone", counter.now.move(minutes=1))
    return dossier, event


def test_a_dossier_waits_from_its_acceptance(counter: Any, queue: Queue) -> None:
    dossier = counter.accepted().dossier

    (row,) = queue.rows()

    assert (row.dossier_id, row.code, row.state) == (dossier.id, dossier.code, SyncState.WAITING)
    assert queue.counts().waiting_dossiers == 1
    assert queue.rows([SyncState.CONFIRMED]) == ()


def test_rows_come_in_pages(counter: Any, queue: Queue) -> None:
    ids = {counter.accepted(pages=0).dossier.id for _ in range(3)}

    pages = [queue.rows(limit=2, offset=offset) for offset in (0, 2, 4)]

    assert [len(page) for page in pages] == [2, 1, 0]
    assert {row.dossier_id for page in pages for row in page} == ids


def test_a_refused_phone_is_corrected_as_a_new_fact_at_the_same_place(
    counter: Any, queue: Queue, sync: RememberingSync
) -> None:
    dossier, event = _refused(counter)
    before = counter.outbox(dossier.id)

    mended = queue.fix(event, "applicant.phone", "+84 832 775 416", who=counter.supervisor)

    assert mended.applicant.phone == "0832775416"
    assert mended.revision == dossier.revision + 1
    after = counter.outbox(dossier.id)
    assert [i.seq for i in after] == [i.seq for i in before]
    assert [i.fact.event_id for i in after[1:]] == [i.fact.event_id for i in before[1:]]
    new = after[0]
    assert new.fact.event_id != event
    assert (new.state, new.attempts, new.reason) == (OutboxState.QUEUED, 0, "")
    assert isinstance(new.fact, DossierReceived)
    assert new.fact.dossier.applicant.phone == "0832775416"
    assert new.fact.author == counter.supervisor
    with counter.store.read() as uow:
        (old,) = uow.outbox.replaced_of(dossier.id)
        assert uow.dossiers.get(dossier.id) == mended
        assert [d.applicant.phone for d in uow.dossiers.history(dossier.id)] == ["0918224175", "0832775416"]
    assert (old.fact.event_id, old.reason, old.field) == (event, "phone", "applicant.phone")
    assert sync.asked == ["wake"]
    assert counter.audit(dossier.id)[-1] == "field_corrected"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("applicant.phone", "12345", "malformed"),
        ("applicant.phone", "", "malformed"),
        ("applicant.email", "không phải thư", "malformed"),
        ("applicant.full_name", "   ", "required"),
        ("applicant.id_number", "09619100458", "too_short"),
        ("applicant.id_number", "000000000001", "malformed"),
        ("submitter.phone", "0832775416", "not_here"),
        ("received_at", "2026-11-23", "not_here"),
    ],
)
def test_a_correction_that_is_not_right_either_changes_nothing(
    counter: Any, queue: Queue, field: str, value: str, reason: str
) -> None:
    dossier, event = _refused(counter)

    with pytest.raises(InvalidValue) as refused:
        queue.fix(event, field, value, who=counter.supervisor)

    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert counter.outbox(dossier.id)[0].fact.event_id == event
    with counter.store.read() as uow:
        assert uow.dossiers.get(dossier.id) == dossier


def test_corrected_words_and_numbers_are_kept_in_one_spelling(counter: Any, queue: Queue) -> None:
    _, event = _refused(counter, field="applicant.full_name")
    mended = queue.fix(event, "applicant.full_name", "  Nguyễn   Thị Hươ\u0300ng ", who=counter.supervisor)
    assert mended.applicant.full_name == "Nguyễn Thị Hường"

    _, other = _refused(counter, field="applicant.id_number")
    mended = queue.fix(other, "applicant.id_number", "096 191 004 583", who=counter.supervisor)
    assert mended.applicant.id_number == "096191004583"


def test_the_submitters_phone_can_be_corrected_where_there_is_a_submitter(counter: Any, queue: Queue) -> None:
    _, event = _refused(
        counter, field="submitter.phone", submitter=Submitter(full_name="Đỗ Thị Thử", phone="0832775416")
    )

    assert queue.refusal(event, who=counter.supervisor).value == "0832775416"
    mended = queue.fix(event, "submitter.phone", "0918 224 199", who=counter.supervisor)

    assert mended.submitter is not None
    assert mended.submitter.phone == "0918224199"


def test_only_the_opening_fact_can_be_corrected_here(counter: Any, queue: Queue) -> None:
    dossier = counter.accepted().dossier
    scan = next(i.fact for i in counter.outbox(dossier.id) if isinstance(i.fact, ComponentDigitised))

    with pytest.raises(InvalidValue) as refused:
        queue.fix(scan.event_id, "applicant.phone", "0832775416", who=counter.supervisor)
    assert refused.value.reason == "not_here"


def test_a_fact_nobody_refused_is_not_corrected(counter: Any, queue: Queue) -> None:
    dossier = counter.accepted().dossier
    event = counter.outbox(dossier.id)[0].fact.event_id

    with pytest.raises(NotWaiting):
        queue.fix(event, "applicant.phone", "0832775416", who=counter.supervisor)

    with counter.store.read() as uow:
        assert uow.dossiers.get(dossier.id) == dossier


def test_repairs_are_for_those_who_may(counter: Any, queue: Queue) -> None:
    dossier, event = _refused(counter)

    for somebody in (counter.officer, counter.volunteer):
        with pytest.raises(NotPermitted):
            queue.fix(event, "applicant.phone", "0832775416", who=somebody)
        with pytest.raises(NotPermitted):
            queue.send_again(event, who=somebody)
        with pytest.raises(NotPermitted):
            queue.send_file_again(dossier.id, "a" * 64, who=somebody)


def test_a_refusal_tells_its_value_only_to_who_may_repair(counter: Any, queue: Queue) -> None:
    dossier, event = _refused(counter)

    told = queue.refusal(event, who=counter.supervisor)
    untold = queue.refusal(event, who=counter.volunteer)

    assert (told.fixable, told.value, told.field, told.attempts) == (True, "0918224175", "applicant.phone", 1)
    assert (told.files_held, told.files_total) == (0, 1)
    assert told.refused_at is not None
    assert told.queued_at < told.refused_at
    assert (untold.fixable, untold.value) == (False, "")
    assert "0918224175" not in repr(told)
    assert told.dossier_id == dossier.id


def test_a_refusal_without_a_fixable_field_says_so(counter: Any, queue: Queue) -> None:
    _, event = _refused(counter, "unit_not_yours", "unit")

    refusal = queue.refusal(event, who=counter.supervisor)

    assert (refusal.fixable, refusal.field, refusal.value) == (False, "unit", "")
    assert field_value(counter.accepted().dossier, "unit") == ""


def test_a_refused_fact_can_be_sent_again_as_it_is(counter: Any, queue: Queue, sync: RememberingSync) -> None:
    dossier, event = _refused(counter)
    assert queue.counts().needs_person == 1

    queue.send_again(event, who=counter.administrator)

    item = counter.outbox(dossier.id)[0]
    assert (item.fact.event_id, item.state, item.attempts) == (event, OutboxState.QUEUED, 0)
    assert queue.counts().needs_person == 0
    assert sync.asked == ["wake"]
    assert counter.audit(dossier.id)[-1] == "sent_again"


def test_a_file_that_did_not_get_through_is_sent_again_from_its_beginning(
    counter: Any, queue: Queue, sync: RememberingSync
) -> None:
    dossier = counter.accepted().dossier
    copy = dossier.components[0].copy
    with counter.store.transaction() as uow:
        uow.outbox.mark_file(dossier.id, copy.sha256, state=FileState.NEEDS_PERSON, sent_bytes=100, reason="checksum")
    assert queue.rows()[0].state is SyncState.NEEDS_PERSON

    queue.send_file_again(dossier.id, copy.sha256, who=counter.supervisor)

    with counter.store.read() as uow:
        (file,) = uow.outbox.files_of(dossier.id)
    assert (file.state, file.sent_bytes) == (FileState.QUEUED, 0)
    assert sync.asked == ["wake"]


def test_send_now_forgets_the_pauses(counter: Any, queue: Queue, sync: RememberingSync) -> None:
    dossier = counter.accepted().dossier
    event = counter.outbox(dossier.id)[0].fact.event_id
    with counter.store.transaction() as uow:
        uow.outbox.mark_retry(event, counter.now().replace(hour=23), "busy")

    queue.send_now()

    assert counter.outbox(dossier.id)[0].next_at is None
    assert sync.asked == ["send_now"]


def test_pause_and_resume_are_passed_on(counter: Any, queue: Queue, sync: RememberingSync) -> None:
    queue.pause(who=counter.volunteer)
    queue.resume()

    assert sync.asked == ["pause", "resume"]


def test_without_anything_that_sends_every_wish_is_harmless(counter: Any) -> None:
    from desk_app import ids

    queue = Queue(counter.store, clock=counter.now, new_id=ids.new_id)
    queue.send_now()
    queue.pause(who=counter.officer)
    queue.resume()
    NoSync().wake()
