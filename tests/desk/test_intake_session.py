from __future__ import annotations

import concurrent.futures as cf
import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from desk_app import clock
from desk_app.desk import reading
from desk_app.desk.digitisation import IncomingFile, Rejected, TakenIn
from desk_app.desk.intake import Accepted, NotAccepted
from desk_app.desk.intake_session import IntakeSession, SessionState
from desk_app.domain.applicant import Applicant, IdType
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.events import Author
from desk_app.lanes import CancelToken

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=clock.VIETNAM)
WHO = Author(account_id="acc-1", name="Trần Thị Mẫu", role="officer")
PAPERS = (DraftComponent(id="c1", name="Tờ khai", mandatory=True), DraftComponent(id="c2", name="Giấy chứng sinh"))
CARD = Applicant(full_name="Nguyễn Thị Hường", id_type=IdType.CCCD, id_number="096191004582")


class Lane(cf.Executor):
    """A lane whose work is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[tuple[cf.Future[Any], Callable[[], Any]]] = []
        self.closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> cf.Future[Any]:
        if self.closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future: cf.Future[Any] = cf.Future()
        self.waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def run(self, count: int = 1_000) -> None:
        """Do the work that waits, and what comes of it."""
        while self.waiting and count:
            count -= 1
            future, work = self.waiting.pop(0)
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except Exception as error:  # noqa: BLE001 - as an executor does
                future.set_exception(error)


class SlowLanes:
    def __init__(self) -> None:
        self.store = Lane()
        self.work = Lane()
        self.words = Lane()

    def device(self, name: str) -> Lane:
        assert name == reading.LANE
        return self.words

    def run(self) -> None:
        while self.store.waiting or self.work.waiting or self.words.waiting:
            self.work.run()
            self.store.run()
            self.words.run(1)


class PretendedRecognition:
    """Reads words on every page but those named "illegible…"."""

    def __init__(self) -> None:
        self.tokens: list[CancelToken] = []

    def read(self, page: PageRef, *, cancel: CancelToken) -> PageRef:
        self.tokens.append(cancel)
        cancel.raise_if_cancelled()
        return page if page.raw.startswith("illegible") else dataclasses.replace(page, text=f"words of {page.prepared}")


class RememberingIntake:
    """Saves into a list; may be told to fail."""

    def __init__(self) -> None:
        self.saved: list[IntakeDraft] = []
        self.late: list[tuple[str, tuple[PageRef, ...]]] = []
        self.trouble: Exception | None = None
        self.accepts = True

    def save(self, draft: IntakeDraft) -> IntakeDraft:
        if self.trouble is not None:
            raise self.trouble
        self.saved.append(draft)
        return dataclasses.replace(draft, updated_at=NOW)

    def keep_late_pages(self, draft: IntakeDraft, pages: Sequence[PageRef]) -> None:
        self.late.append((draft.id, tuple(pages)))

    def accept(self, draft: IntakeDraft, *, who: Author) -> object:
        if not self.accepts:
            return NotAccepted(())
        return Accepted(dossier=None, print_task="t1", warnings=())  # type: ignore[arg-type]


class PretendedDigitisation:
    """Gives as many pages as a file has bytes, prepares at once; files named "torn…" are turned away, pages of "bad…" fail."""

    def __init__(self) -> None:
        self.numbers = iter(range(1, 1_000))
        self.prepared: list[tuple[str, int]] = []
        self.trouble: Exception | None = None
        self.bad: set[str] = set()

    def take_in(self, files: Iterable[IncomingFile], *, component: str | None = None, batch: str = "") -> TakenIn:
        if self.trouble is not None:
            raise self.trouble
        pages: list[PageRef] = []
        rejected: list[Rejected] = []
        for file in files:
            if file.name.startswith("torn"):
                rejected.append(Rejected(file.name, ValueError("torn")))
                continue
            for frame in range(len(file.data)):
                number = next(self.numbers)
                page = PageRef(id=f"p{number}", raw=file.name, frame=frame, component=component, batch=batch)
                if file.name.startswith("bad"):
                    self.bad.add(page.id)
                pages.append(page)
        return TakenIn(tuple(pages), tuple(rejected))

    def prepare(self, page: PageRef) -> PageRef:
        self.prepared.append((page.id, page.rotation))
        if page.id in self.bad:
            return dataclasses.replace(page, failed="UnreadableFile")
        return dataclasses.replace(
            page, prepared=f"done-{page.id}-{page.rotation}", width_px=100, height_px=140, dpi=200
        )


@dataclasses.dataclass
class Scene:
    session: IntakeSession
    intake: RememberingIntake
    digitisation: PretendedDigitisation
    lanes: SlowLanes
    states: list[SessionState]
    rejected: list[tuple[Rejected, ...]]

    def files(self, *names: str, component: str | None = None, **more: Any) -> None:
        """One page a name."""
        self.session.add_files([IncomingFile(n, b"x") for n in names], component=component, **more)

    def show_pages(self) -> None:
        """As far as pages being on the screen: on disk, and in the draft on disk."""
        self.lanes.work.run(1)
        self.lanes.store.run(1)

    @property
    def ids(self) -> list[str]:
        return [p.id for p in self.session.draft.pages]


@pytest.fixture
def opened() -> Callable[..., Scene]:
    def make(draft: IntakeDraft | None = None, recognition: PretendedRecognition | None = None) -> Scene:
        intake, digitisation, lanes = RememberingIntake(), PretendedDigitisation(), SlowLanes()
        states: list[SessionState] = []
        rejected: list[tuple[Rejected, ...]] = []
        session = IntakeSession(
            intake,  # type: ignore[arg-type]
            digitisation,  # type: ignore[arg-type]
            lanes,  # type: ignore[arg-type]
            draft=draft or IntakeDraft(id="d1", components=PAPERS),
            who=WHO,
            post=lambda call: call(),
            changed=states.append,
            rejected=rejected.append,
            recognition=recognition,  # type: ignore[arg-type]
        )
        return Scene(session, intake, digitisation, lanes, states, rejected)

    return make


@pytest.fixture
def scene(opened: Callable[..., Scene]) -> Scene:
    return opened()


def test_an_edit_is_on_its_way_to_disk_at_once_and_says_when_it_is_there(scene: Scene) -> None:
    scene.session.edit(note="a")
    assert scene.session.state.saved_at is None

    scene.lanes.run()

    assert [d.note for d in scene.intake.saved] == ["a"]
    assert scene.states[-1].saved_at == NOW


def test_edits_that_come_while_the_disk_is_busy_are_saved_together(scene: Scene) -> None:
    for note in ("a", "ab", "abc", "abcd"):
        scene.session.edit(note=note)

    scene.lanes.run()

    assert [d.note for d in scene.intake.saved] == ["a", "abcd"]
    assert scene.session.state.saved_at == NOW


def test_a_form_nobody_touched_is_not_saved(scene: Scene) -> None:
    scene.session.edit(sets=1)
    scene.session.close()
    scene.lanes.run()

    assert scene.intake.saved == []


def test_a_save_that_failed_is_shown_and_tried_again(scene: Scene) -> None:
    scene.intake.trouble = OSError("disk full")
    scene.session.edit(note="a")
    scene.lanes.run()
    assert isinstance(scene.states[-1].save_error, OSError)
    assert scene.states[-1].saved_at is None

    scene.intake.trouble = None
    scene.session.save_again()
    scene.lanes.run()

    assert (scene.states[-1].save_error, scene.states[-1].saved_at) == (None, NOW)
    assert [d.note for d in scene.intake.saved] == ["a"]


def test_the_next_edit_tries_a_failed_save_again_too(scene: Scene) -> None:
    scene.intake.trouble = OSError("disk full")
    scene.session.edit(note="a")
    scene.lanes.run()
    scene.intake.trouble = None

    scene.session.edit(note="ab")
    scene.lanes.run()

    assert [d.note for d in scene.intake.saved] == ["ab"]
    assert scene.session.state.save_error is None


def test_leaving_the_form_saves_what_was_typed_last(scene: Scene) -> None:
    scene.session.edit(note="a")
    scene.session.edit(note="ab")

    scene.session.close()
    scene.lanes.run()

    assert scene.intake.saved[-1].note == "ab"


def test_leaving_the_form_after_a_failed_save_tries_once_more(scene: Scene) -> None:
    scene.intake.trouble = OSError("disk full")
    scene.session.edit(note="a")
    scene.lanes.run()
    scene.intake.trouble = None

    scene.session.close()
    scene.lanes.run()

    assert [d.note for d in scene.intake.saved] == ["a"]


def test_pages_appear_when_they_are_on_disk_and_are_prepared_behind_the_work(scene: Scene) -> None:
    scene.files("a", "b", component="c1")
    assert (scene.session.state.taking_in, scene.ids) == (1, [])

    scene.show_pages()
    assert (scene.session.state.taking_in, scene.session.state.preparing) == (0, 2)

    scene.lanes.run()
    assert scene.session.state.preparing == 0
    assert [p.prepared for p in scene.session.draft.pages] == ["done-p1-0", "done-p2-0"]
    assert scene.session.draft.components[0].present


def test_pages_added_while_others_are_prepared_lose_none(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.show_pages()
    scene.files("b", component="c2")
    scene.session.edit(note="gõ tiếp")

    scene.lanes.run()

    assert [(p.id, p.component, p.prepared) for p in scene.session.draft.pages] == [
        ("p1", "c1", "done-p1-0"),
        ("p2", "c2", "done-p2-0"),
    ]
    assert scene.session.draft.note == "gõ tiếp"
    assert scene.intake.saved[-1] == scene.session.draft


def test_files_that_are_no_pages_are_named_and_the_others_stay(scene: Scene) -> None:
    scene.files("torn.pdf", "a", component="c1")
    scene.lanes.run()

    assert [r.name for files in scene.rejected for r in files] == ["torn.pdf"]
    assert scene.ids == ["p1"]


def test_a_disk_that_takes_no_files_is_told_and_changes_nothing(scene: Scene) -> None:
    scene.digitisation.trouble = OSError("disk full")
    scene.files("a")
    scene.lanes.run()

    ((rejected,),) = scene.rejected
    assert isinstance(rejected.error, OSError)
    assert scene.session.state.taking_in == 0
    assert scene.session.draft.pages == ()


def test_pages_for_a_paper_that_is_gone_meanwhile_become_unsorted(scene: Scene) -> None:
    scene.files("a", component="c2")
    scene.session.replace(dataclasses.replace(scene.session.draft, components=PAPERS[:1]))
    scene.lanes.run()

    assert [p.component for p in scene.session.draft.pages] == [None]


def test_a_page_that_cannot_be_prepared_stays_with_its_reason_and_can_be_tried_again(scene: Scene) -> None:
    scene.files("bad", component="c1")
    scene.lanes.run()
    assert scene.session.draft.pages[0].failed == "UnreadableFile"
    assert scene.session.state.preparing == 0

    scene.digitisation.bad.clear()
    scene.session.try_again({"p1"})
    scene.lanes.run()

    assert (scene.session.draft.pages[0].failed, scene.session.draft.pages[0].prepared) == ("", "done-p1-0")


def test_a_fault_while_preparing_marks_the_page_with_the_errors_name(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(page: PageRef) -> PageRef:
        raise MemoryError

    monkeypatch.setattr(scene.digitisation, "prepare", crash)
    scene.files("a", component="c1")
    scene.lanes.run()

    assert scene.session.draft.pages[0].failed == "MemoryError"


def test_a_page_turned_while_it_is_prepared_is_prepared_the_right_way_up(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.show_pages()

    scene.session.turn({"p1"})
    scene.lanes.run()

    (page,) = scene.session.draft.pages
    assert (page.rotation, page.prepared) == (90, "done-p1-90")


def test_a_page_moved_while_it_is_prepared_stays_where_it_was_moved(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.show_pages()
    scene.session.move({"p1"}, component="c2")
    scene.lanes.run()

    (page,) = scene.session.draft.pages
    assert (page.component, page.prepared) == ("c2", "done-p1-0")


def test_a_page_deleted_while_it_is_prepared_waits_prepared_in_the_dustbin(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.show_pages()
    scene.session.delete({"p1"})
    scene.lanes.run()

    assert [p.prepared for p in scene.session.draft.dustbin] == ["done-p1-0"]
    scene.session.restore({"p1"})
    assert [p.component for p in scene.session.draft.pages] == ["c1"]


def test_a_new_page_takes_the_place_of_the_one_it_replaces(scene: Scene) -> None:
    scene.files("a", "b", "c", component="c1")
    scene.lanes.run()

    scene.files("new", component="c2", instead_of="p2")
    scene.lanes.run()

    assert scene.ids == ["p1", "p4", "p3"]
    assert {p.component for p in scene.session.draft.pages} == {"c1"}
    assert [p.id for p in scene.session.draft.dustbin] == ["p2"]


def test_a_page_whose_place_is_gone_is_added_at_the_end(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.run()
    scene.files("new", component="c1", instead_of="p9")
    scene.lanes.run()

    assert scene.ids == ["p1", "p2"]


def test_undo_and_redo_walk_through_the_steps(scene: Scene) -> None:
    scene.files("a", "b", component="c1")
    scene.lanes.run()
    scene.session.move({"p2"}, component="c1", before="p1")
    scene.session.delete({"p1"})
    after = scene.session.draft

    scene.session.undo()
    assert scene.ids == ["p2", "p1"]
    scene.session.undo()
    assert scene.ids == ["p1", "p2"]
    assert scene.session.state.can_redo

    scene.session.redo()
    scene.session.redo()
    assert scene.session.draft == after
    assert not scene.session.state.can_redo

    scene.lanes.run()
    assert scene.intake.saved[-1] == after


def test_typing_is_not_lost_by_undo_or_redo(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.run()
    scene.session.delete({"p1"})
    scene.session.edit(note="gõ sau khi xoá")

    scene.session.undo()
    assert (scene.ids, scene.session.draft.note) == (["p1"], "gõ sau khi xoá")

    scene.session.edit(note="gõ nữa")
    scene.session.redo()
    assert (scene.ids, scene.session.draft.note) == ([], "gõ nữa")


def test_undo_takes_back_a_card_though_a_phone_was_typed_after_it(scene: Scene) -> None:
    # Typing a phone once wrote the whole applicant into every older step, so that the card could not be taken back any more.
    scene.session.edit(applicant=Applicant(full_name="Lê Văn Khác"))
    scene.session.replace(dataclasses.replace(scene.session.draft, applicant=CARD))
    scene.session.edit(applicant=dataclasses.replace(CARD, phone="0918224175"))

    scene.session.undo()
    assert scene.session.draft.applicant == Applicant(full_name="Lê Văn Khác", phone="0918224175")

    scene.session.redo()
    assert scene.session.draft.applicant == dataclasses.replace(CARD, phone="0918224175")


def test_undo_of_an_arrival_lays_the_pages_aside_and_redo_brings_them_back(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.run()

    scene.session.undo()
    assert scene.ids == []
    assert [p.id for p in scene.session.draft.dustbin] == ["p1"]

    scene.session.redo()
    assert scene.ids == ["p1"]
    assert scene.session.draft.dustbin == ()


def test_undo_keeps_pages_prepared_that_were_prepared_meanwhile(scene: Scene) -> None:
    scene.files("a", "b", component="c1")
    scene.show_pages()
    scene.session.move({"p2"}, component="c2")
    scene.lanes.run()

    scene.session.undo()

    assert [p.prepared for p in scene.session.draft.pages] == ["done-p1-0", "done-p2-0"]
    assert len(scene.digitisation.prepared) == 2


def test_undoing_a_turn_prepares_the_page_as_it_was(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.run()
    scene.session.turn({"p1"}, degrees=180)
    scene.lanes.run()

    scene.session.undo()
    scene.lanes.run()

    assert [(p.rotation, p.prepared) for p in scene.session.draft.pages] == [(0, "done-p1-0")]


def test_a_new_step_ends_what_could_be_redone_and_no_change_is_no_step(scene: Scene) -> None:
    scene.session.set_component(dataclasses.replace(PAPERS[1], present=True))
    scene.session.undo()
    scene.session.set_component(dataclasses.replace(PAPERS[1], present=False))
    assert scene.session.state.can_redo

    scene.session.add_component(DraftComponent(id="c3", name="Cam kết"))

    assert not scene.session.state.can_redo
    assert [c.id for c in scene.session.draft.components] == ["c1", "c2", "c3"]


def test_the_undo_stack_has_an_end(scene: Scene) -> None:
    for number in range(250):
        scene.session.set_component(dataclasses.replace(PAPERS[1], copies=number + 1))

    steps = 0
    while scene.session.state.can_undo:
        scene.session.undo()
        steps += 1
    assert steps == 200


def test_pages_that_were_not_prepared_are_prepared_when_a_draft_is_opened_again(opened: Callable[..., Scene]) -> None:
    pages = (
        PageRef(id="p1", raw="a", component="c1"),
        PageRef(id="p2", raw="b", component="c1", prepared="done"),
        PageRef(id="p3", raw="c", component="c1", failed="UnreadableFile"),
    )
    scene = opened(IntakeDraft(id="d1", components=PAPERS, pages=pages, updated_at=NOW))
    assert scene.session.state.saved_at == NOW

    scene.lanes.run()

    assert scene.digitisation.prepared == [("p1", 0)]


def test_acceptance_comes_after_everything_still_being_saved_and_ends_the_form(scene: Scene) -> None:
    scene.session.edit(note="a")
    scene.session.edit(note="ab")

    future = scene.session.accept()
    scene.lanes.run()

    assert isinstance(future.result(), Accepted)
    saved = len(scene.intake.saved)
    scene.session.edit(note="muộn")
    scene.session.close()
    scene.lanes.run()
    assert len(scene.intake.saved) == saved


def test_a_refused_acceptance_leaves_the_form_open(scene: Scene) -> None:
    scene.intake.accepts = False
    scene.session.accept()
    scene.lanes.run()

    scene.session.edit(note="sửa")
    scene.lanes.run()

    assert scene.intake.saved[-1].note == "sửa"


def test_pages_still_on_their_way_when_the_form_is_left_wait_in_its_draft(scene: Scene) -> None:
    # They were on disk, but no draft named them any more.
    scene.files("a", "b", component="c1")

    scene.session.close()
    scene.lanes.run()

    ((draft, pages),) = scene.intake.late
    assert draft == "d1"
    assert [(p.raw, p.component) for p in pages] == [("a", "c1"), ("b", "c1")]
    assert scene.states[-1].draft.pages == ()


def test_pages_that_come_when_the_program_ends_raise_nothing(scene: Scene) -> None:
    scene.files("a")
    scene.session.close()
    scene.lanes.store.closed = True

    scene.lanes.work.run()

    assert scene.intake.late == []


def test_after_leaving_nothing_is_prepared_any_more(scene: Scene) -> None:
    scene.files("a", "b", component="c1")
    scene.lanes.work.run(1)
    shown = len(scene.states)

    scene.session.close()
    scene.session.close()
    scene.lanes.run()

    assert scene.digitisation.prepared == []
    assert len(scene.states) == shown


def test_a_page_is_shown_only_after_the_draft_on_disk_names_it(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.work.run(1)
    assert scene.ids == []
    assert scene.session.state.taking_in == 1

    scene.lanes.store.run(1)

    assert scene.ids == ["p1"]
    assert [p.id for p in scene.intake.saved[-1].pages] == ["p1"]


def test_whatever_is_saved_while_pages_wait_to_be_shown_names_them_too(scene: Scene) -> None:
    scene.session.edit(note="a")
    scene.files("a", component="c1")
    scene.lanes.work.run(1)
    scene.session.edit(note="ab")

    scene.lanes.store.run(2)

    assert [(d.note, [p.id for p in d.pages]) for d in scene.intake.saved] == [("a", []), ("ab", ["p1"])]
    assert scene.ids == ["p1"]


def test_pages_wait_unseen_while_the_disk_is_full_and_appear_when_it_is_not(scene: Scene) -> None:
    scene.intake.trouble = OSError("disk full")
    scene.files("a", component="c1")
    scene.lanes.run()
    assert (scene.ids, scene.session.state.taking_in) == ([], 1)

    scene.intake.trouble = None
    scene.session.save_again()
    scene.lanes.run()

    assert (scene.ids, scene.session.state.taking_in) == (["p1"], 0)


def test_pages_on_disk_are_in_the_draft_when_the_form_is_left_before_they_were_shown(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.work.run(1)

    scene.session.close()
    scene.lanes.run()

    assert [p.id for p in scene.intake.saved[-1].pages] == ["p1"]


def test_a_scan_run_is_taken_back_as_a_whole(scene: Scene) -> None:
    for name in ("a", "b", "c"):
        scene.files(name, component="c1", batch="run-1")
        scene.lanes.run()

    scene.session.undo()
    assert scene.ids == []
    assert not scene.session.state.can_undo

    scene.session.redo()
    assert scene.ids == ["p1", "p2", "p3"]
    assert {p.batch for p in scene.session.draft.pages} == {"run-1"}


def test_editing_while_scanning_keeps_each_act_a_step(scene: Scene) -> None:
    scene.files("a", component="c1", batch="run-1")
    scene.lanes.run()
    scene.session.turn({"p1"})
    scene.files("b", component="c1", batch="run-1")
    scene.lanes.run()

    scene.session.undo()
    assert scene.ids == ["p1"]
    scene.session.undo()
    assert scene.session.draft.pages[0].rotation == 0


def test_pages_are_laid_before_the_one_that_was_chosen_in_the_order_they_come(scene: Scene) -> None:
    scene.files("a", "b", component="c1")
    scene.lanes.run()

    scene.files("c", component="c2", before="p2", batch="run-1")
    scene.lanes.run()
    scene.files("d", component="c2", before="p2", batch="run-1")
    scene.lanes.run()

    assert scene.ids == ["p1", "p3", "p4", "p2"]
    assert {p.component for p in scene.session.draft.pages} == {"c1"}


def test_undo_takes_back_that_a_page_was_looked_at_or_left_out(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.lanes.run()
    scene.session.accept_flags({"p1"})
    scene.session.exclude({"p1"})

    scene.session.undo()
    assert (scene.session.draft.pages[0].excluded, scene.session.draft.pages[0].reviewed) == (False, True)
    scene.session.undo()
    assert not scene.session.draft.pages[0].reviewed


def test_a_page_looked_at_while_it_is_prepared_again_stays_so(scene: Scene) -> None:
    scene.files("a", component="c1")
    scene.show_pages()
    scene.session.exclude({"p1"})
    scene.lanes.run()

    assert scene.session.draft.pages[0].excluded
    assert scene.session.draft.pages[0].prepared


def test_both_sides_of_a_card_are_prepared_as_one_page(scene: Scene) -> None:
    scene.files("front", "back", component="c1")
    scene.lanes.run()
    scene.session.join_card("p1", "p2")
    scene.lanes.run()

    (page,) = scene.session.draft.pages
    assert (page.id, page.raw, page.back and page.back.raw) == ("p1", "front", "back")
    assert scene.digitisation.prepared.count(("p1", 0)) == 2

    scene.session.part_card("p1")
    scene.lanes.run()
    assert [p.raw for p in scene.session.draft.pages] == ["front", "back"]
    assert all(p.prepared for p in scene.session.draft.pages)


def test_no_more_pages_are_under_way_than_there_are_workers(scene: Scene) -> None:
    scene.files(*"abcdef", component="c1")
    scene.show_pages()

    assert (len(scene.lanes.work.waiting), scene.session.state.preparing) == (2, 6)

    scene.lanes.run()
    assert scene.session.state.preparing == 0


def test_words_are_read_one_page_at_a_time_when_all_pages_are_prepared(opened: Callable[..., Scene]) -> None:
    scene = opened(recognition=PretendedRecognition())
    scene.files("a", "b", component="c1")
    scene.show_pages()
    scene.lanes.work.run(1)
    assert scene.lanes.words.waiting == []

    scene.lanes.work.run()
    assert len(scene.lanes.words.waiting) == 1

    scene.lanes.run()
    assert [p.text for p in scene.session.draft.pages] == ["words of done-p1-0", "words of done-p2-0"]
    assert scene.intake.saved[-1].pages[0].text


def test_a_page_without_words_is_not_read_again_and_again(opened: Callable[..., Scene]) -> None:
    recognition = PretendedRecognition()
    scene = opened(recognition=recognition)
    scene.files("illegible", "b", component="c1")
    scene.lanes.run()
    scene.session.edit(note="a")
    scene.lanes.run()

    assert [p.text for p in scene.session.draft.pages] == ["", "words of done-p2-0"]
    assert len(recognition.tokens) == 2


def test_reading_stops_when_the_form_is_left(opened: Callable[..., Scene]) -> None:
    recognition = PretendedRecognition()
    scene = opened(recognition=recognition)
    scene.files("a", component="c1")
    scene.show_pages()
    scene.lanes.work.run()

    scene.session.close()
    scene.lanes.run()

    assert [token.is_cancelled for token in recognition.tokens] == [True]
    assert scene.session.draft.pages[0].text == ""


def test_a_page_turned_while_it_is_read_is_read_again_the_right_way_up(opened: Callable[..., Scene]) -> None:
    scene = opened(recognition=PretendedRecognition())
    scene.files("a", component="c1")
    scene.show_pages()
    scene.lanes.work.run()

    scene.session.turn({"p1"})
    scene.lanes.run()

    assert scene.session.draft.pages[0].text == "words of done-p1-90"
    scene.session.undo()
    scene.lanes.run()
    assert scene.session.draft.pages[0].text == "words of done-p1-0"
