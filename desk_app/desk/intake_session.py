"""One citizen at the counter, as the screen sees it: the draft, its undo stack, saving and preparing in the background. No Qt.

All methods are called on one thread (the window's). Work goes to the lanes; answers come back through ``post``, which brings a
call to that thread. Whatever is edited is on its way to disk at once; edits that come while the disk is busy are saved together.
Pages that come in are shown only once the draft that names them is on disk: a page that was ever seen is never lost.
"""

from __future__ import annotations

import collections
import concurrent.futures as cf
import contextlib
import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Collection, Iterable, Sequence

from desk_app import ids
from desk_app.desk.digitisation import Digitisation, IncomingFile, Rejected, TakenIn
from desk_app.desk.intake import Accepted, Intake, NotAccepted
from desk_app.desk.reading import ReadingBehind
from desk_app.desk.recognition import Recognition
from desk_app.domain import arrangement
from desk_app.domain.applicant import Applicant, Submitter
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.events import Author
from desk_app.lanes import Lanes

UNDO_DEPTH = 200
PREPARING_AT_ONCE = 2
"""Pages under way on the work lane; the rest wait here, so that whatever else is asked of the lane is not behind all of them."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """What the screen shows.

    Attributes:
        saved_at: when the draft as shown was put on disk, None while that is still under way.
        save_error: what kept the last save from the disk, None while all is well.
        taking_in: batches of files on their way to disk.
        preparing: pages not prepared yet.
    """

    draft: IntakeDraft
    saved_at: dt.datetime | None
    save_error: Exception | None
    taking_in: int
    preparing: int
    can_undo: bool
    can_redo: bool


@dataclasses.dataclass(frozen=True, slots=True)
class _Arrival:
    """Pages on disk that no draft on disk names yet, and where they belong."""

    pages: tuple[PageRef, ...]
    before: str | None
    instead_of: str | None
    batch: str

    def into(self, draft: IntakeDraft) -> IntakeDraft:
        return arrangement.with_pages_inserted(draft, self.pages, before=self.before, instead_of=self.instead_of)


class IntakeSession:
    """The draft on the screen and everything that may be done with it."""

    def __init__(
        self,
        intake: Intake,
        digitisation: Digitisation,
        lanes: Lanes,
        *,
        draft: IntakeDraft,
        who: Author,
        post: Callable[[Callable[[], None]], None],
        changed: Callable[[SessionState], None],
        rejected: Callable[[tuple[Rejected, ...]], None] = lambda _files: None,
        recognition: Recognition | None = None,
    ) -> None:
        self._intake = intake
        self._digitisation = digitisation
        self._lanes = lanes
        self._who = who
        self._post = post
        self._changed = changed
        self._rejected = rejected
        self._draft = draft
        self._saved: IntakeDraft | None = draft if draft.updated_at else None
        self._saved_at = draft.updated_at
        self._save_error: Exception | None = None
        self._saving = False
        self._closed = False
        self._accepted_draft = False
        self._taking_in = 0
        self._coming: collections.deque[tuple[cf.Future[TakenIn], Callable[[], None]]] = collections.deque()
        self._arrived: list[_Arrival] = []
        self._open_batch = ""
        self._undo: list[IntakeDraft] = []
        self._redo: list[IntakeDraft] = []
        self._preparing: dict[str, cf.Future[PageRef]] = {}
        self._reading = (
            ReadingBehind(recognition, lanes, post=post, found=self._was_read) if recognition is not None else None
        )
        self._prepare_missing()
        self._read_words()

    @property
    def state(self) -> SessionState:
        """What the screen shows now."""
        return SessionState(
            draft=self._draft,
            saved_at=self._saved_at if self._saved is self._draft else None,
            save_error=self._save_error,
            taking_in=self._taking_in + len(self._arrived),
            preparing=sum(not p.prepared and not p.failed for p in self._draft.pages),
            can_undo=bool(self._undo),
            can_redo=bool(self._redo),
        )

    @property
    def draft(self) -> IntakeDraft:
        """The draft as it stands."""
        return self._draft

    def edit(self, **changes: object) -> None:
        """Change fields of the draft: typing, which is no undo step of its own and which no undo of other steps takes back."""
        typed = dataclasses.replace(self._draft, **changes)  # type: ignore[arg-type]
        self._undo = [_with_typing(d, self._draft, typed, changes) for d in self._undo]
        self._redo = [_with_typing(d, self._draft, typed, changes) for d in self._redo]
        self._become(typed)

    def replace(self, draft: IntakeDraft) -> None:
        """Take over a draft that a use case gave (procedure chosen, card read), as one undo step."""
        self._step(draft)

    def set_component(self, component: DraftComponent) -> None:
        """Change a line of the checklist, as one undo step."""
        lines = tuple(component if c.id == component.id else c for c in self._draft.components)
        self._step(dataclasses.replace(self._draft, components=lines))

    def add_component(self, component: DraftComponent) -> None:
        """Add an extra paper at the end of the checklist."""
        self._step(dataclasses.replace(self._draft, components=(*self._draft.components, component)))

    def add_files(
        self,
        files: Sequence[IncomingFile],
        *,
        component: str | None = None,
        before: str | None = None,
        instead_of: str | None = None,
        batch: str = "",
    ) -> None:
        """Take files in on a work lane; their pages appear when they are on disk.

        Args:
            files: what came.
            component: where the pages belong, None while that is open.
            before: a page before which the new ones are laid, in its paper.
            instead_of: a page that the new ones replace at its place; it goes to the dustbin.
            batch: id of the scan run they come with; a whole run is one undo step as long as nothing else is done meanwhile.
        """
        self._taking_in += 1
        future = self._lanes.work.submit(self._digitisation.take_in, files, component=component, batch=batch)
        self._coming.append((future, lambda: self._taken_in(future, before, instead_of, batch)))
        future.add_done_callback(lambda _future: self._post(self._take_in_turn))
        self._changed(self.state)

    def move(self, pages: Collection[str], *, component: str | None, before: str | None = None) -> None:
        """Move pages to a component, before a page or to the end."""
        self._step(arrangement.moved(self._draft, pages, component=component, before=before))

    def turn(self, pages: Collection[str], *, degrees: int = 90) -> None:
        """Turn pages clockwise."""
        self._step(arrangement.turned(self._draft, pages, degrees=degrees))

    def delete(self, pages: Collection[str]) -> None:
        """Lay pages in the dustbin."""
        self._step(arrangement.deleted(self._draft, pages))

    def restore(self, pages: Collection[str]) -> None:
        """Take pages out of the dustbin."""
        self._step(arrangement.restored(self._draft, pages))

    def accept_flags(self, pages: Collection[str], *, good: bool = True) -> None:
        """Pages looked at and found good, or in question again."""
        self._step(arrangement.reviewed(self._draft, pages, good=good))

    def exclude(self, pages: Collection[str], *, out: bool = True) -> None:
        """Leave pages out of what is bound, or take them in again."""
        self._step(arrangement.excluded(self._draft, pages, out=out))

    def interleave(self, fronts: Sequence[str], backs: Sequence[str], *, reverse_backs: bool = True) -> None:
        """Lay front and back sides of two scan runs alternately."""
        self._step(arrangement.interleaved(self._draft, fronts, backs, reverse_backs=reverse_backs))

    def move_border(self, component: str | None, *, before: str | None) -> None:
        """Move the border above a paper's pages."""
        self._step(arrangement.border_moved(self._draft, component, before=before))

    def join_card(self, front: str, back: str) -> None:
        """Both sides of a card on one page."""
        self._step(arrangement.card_joined(self._draft, front, back))

    def part_card(self, page: str) -> None:
        """The sides of a card on pages of their own again."""
        self._step(arrangement.card_parted(self._draft, page, new_id=ids.new_id()))

    def undo(self) -> None:
        """Take back the last step; pages prepared meanwhile stay prepared."""
        self._open_batch = ""
        if self._undo:
            self._redo.append(self._draft)
            self._become(_with_work_of(self._undo.pop(), self._draft))

    def redo(self) -> None:
        """Do the step taken back once more."""
        self._open_batch = ""
        if self._redo:
            self._undo.append(self._draft)
            self._become(_with_work_of(self._redo.pop(), self._draft))

    def accept(self) -> cf.Future[Accepted | NotAccepted]:
        """Accept the draft on the store lane, after everything still being saved; the session ends if it is accepted."""
        draft = self._draft
        future = self._lanes.store.submit(lambda: self._intake.accept(draft, who=self._who))
        future.add_done_callback(lambda f: self._post(lambda: self._accepted(f)))
        return future

    def try_again(self, pages: Collection[str]) -> None:
        """Prepare pages once more that could not be prepared."""
        lifted = tuple(dataclasses.replace(p, failed="") if p.id in pages else p for p in self._draft.pages)
        self._become(dataclasses.replace(self._draft, pages=lifted))

    def save_again(self) -> None:
        """Try once more to put on disk what could not be saved."""
        self._save()

    def close(self) -> None:
        """Stop listening to answers; whatever was edited last still goes to disk."""
        if self._closed:
            return
        if self._saving or self._save_error is not None or self._arrived:
            self._save(although_busy=True)
        self._closed = True
        if self._reading is not None:
            self._reading.stop()
        for future in tuple(self._preparing.values()):
            future.cancel()

    def _step(self, draft: IntakeDraft, *, batch: str = "") -> None:
        if draft == self._draft:
            return
        if not batch or batch != self._open_batch:
            self._undo = [*self._undo[-UNDO_DEPTH + 1 :], self._draft]
        self._open_batch = batch
        self._redo.clear()
        self._become(draft)

    def _become(self, draft: IntakeDraft) -> None:
        if self._closed:
            return
        self._draft = draft
        self._save()
        self._prepare_missing()
        self._read_words()
        self._changed(self.state)

    def _save(self, *, although_busy: bool = False) -> None:
        arrived = tuple(self._arrived)
        unchanged = self._draft is self._saved and not arrived
        if self._closed or self._accepted_draft or unchanged or (self._saving and not although_busy):
            return
        kept = functools.reduce(lambda draft, arrival: arrival.into(draft), arrived, self._draft)
        if kept.is_empty and self._saved is None:
            return
        self._saving = True
        draft = self._draft
        future = self._lanes.store.submit(self._intake.save, kept)
        future.add_done_callback(lambda f: self._post(lambda: self._was_saved(draft, arrived, f)))

    def _was_saved(self, draft: IntakeDraft, arrived: Sequence[_Arrival], future: cf.Future[IntakeDraft]) -> None:
        self._saving = False
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._saved, self._saved_at, self._save_error = draft, future.result().updated_at, None
        elif isinstance(error, Exception):
            self._save_error = error
        if self._closed:
            return
        if error is None:
            self._show(arrived)
            self._save()
        self._changed(self.state)

    def _show(self, arrived: Sequence[_Arrival]) -> None:
        """Pages that the draft on disk holds appear on the screen."""
        for arrival in arrived:
            if arrival in self._arrived:
                self._arrived.remove(arrival)
                self._step(arrival.into(self._draft), batch=arrival.batch)

    def _take_in_turn(self) -> None:
        """Pages appear in the order in which they came, whichever worker was done first."""
        while self._coming and self._coming[0][0].done():
            self._coming.popleft()[1]()

    def _taken_in(self, future: cf.Future[TakenIn], before: str | None, instead_of: str | None, batch: str) -> None:
        self._taking_in -= 1
        if future.cancelled() or self._accepted_draft:
            return
        error = future.exception()
        if self._closed:
            if error is None and future.result().pages:
                self._keep_late(future.result().pages)
            return
        if isinstance(error, Exception):
            self._rejected((Rejected("", error),))
            self._changed(self.state)
            return
        taken = future.result()
        if taken.pages:
            self._arrived.append(_Arrival(taken.pages, before, instead_of, batch))
            self._save()
        if taken.rejected:
            self._rejected(taken.rejected)
        self._changed(self.state)

    def _keep_late(self, pages: Sequence[PageRef]) -> None:
        """Somebody went on to the next citizen meanwhile: the pages wait in this one's draft."""
        with contextlib.suppress(RuntimeError):  # the program ends: nothing is taken on any more
            self._lanes.store.submit(self._intake.keep_late_pages, self._draft, pages)

    def _prepare_missing(self) -> None:
        for page in self._draft.pages:
            if len(self._preparing) >= PREPARING_AT_ONCE:
                return
            if page.prepared or page.failed or page.id in self._preparing:
                continue
            future = self._lanes.work.submit(self._digitisation.prepare, page)
            self._preparing[page.id] = future
            future.add_done_callback(lambda f, page=page: self._post(lambda: self._prepared(page, f)))  # type: ignore[misc]

    def _prepared(self, asked: PageRef, future: cf.Future[PageRef]) -> None:
        self._preparing.pop(asked.id, None)
        if self._closed or future.cancelled():
            return
        now = next((p for p in (*self._draft.pages, *self._draft.dustbin) if p.id == asked.id), None)
        error = future.exception()
        if now is None or (now.rotation, now.back) != (asked.rotation, asked.back):
            self._prepare_missing()
        elif isinstance(error, Exception):
            self._become(arrangement.with_page(self._draft, dataclasses.replace(now, failed=type(error).__name__)))
        else:
            self._become(arrangement.with_page(self._draft, arrangement.with_results(now, future.result())))

    def _read_words(self) -> None:
        busy = self._preparing or self._taking_in or self._arrived or self._closed
        if self._reading is not None and not busy:
            self._reading.look(self._draft)

    def _was_read(self, page: PageRef) -> None:
        read = arrangement.with_words(self._draft, page)
        if read == self._draft:
            self._read_words()
        else:
            self._become(read)

    def _accepted(self, future: cf.Future[Accepted | NotAccepted]) -> None:
        if not future.cancelled() and future.exception() is None and isinstance(future.result(), Accepted):
            self._accepted_draft = True
            self.close()


def _with_typing(draft: IntakeDraft, before: IntakeDraft, after: IntakeDraft, names: Iterable[str]) -> IntakeDraft:
    """Another step's draft with what was typed between ``before`` and ``after``: of a person only the fields that were touched."""
    touched: dict[str, object] = {}
    for name in names:
        here, old, new = getattr(draft, name), getattr(before, name), getattr(after, name)
        if isinstance(new, Applicant | Submitter) and type(here) is type(old) is type(new):
            fields = [f.name for f in dataclasses.fields(new) if getattr(old, f.name) != getattr(new, f.name)]
            new = dataclasses.replace(here, **{f: getattr(new, f) for f in fields})
        touched[name] = new
    return dataclasses.replace(draft, **touched)  # type: ignore[arg-type]


def _with_work_of(draft: IntakeDraft, latest: IntakeDraft) -> IntakeDraft:
    """The older draft, its pages as far prepared as in the latest one; pages that came in since are not lost but unsorted."""
    done = {p.id: p for p in (*latest.pages, *latest.dustbin) if p.prepared}
    here = {p.id for p in (*draft.pages, *draft.dustbin)}

    def lifted(page: PageRef) -> PageRef:
        newer = done.get(page.id)
        if newer is None or page.prepared or (newer.rotation, newer.back) != (page.rotation, page.back):
            return page
        return arrangement.with_results(page, newer)

    newcomers = tuple(p for p in (*latest.pages, *latest.dustbin) if p.id not in here)
    return dataclasses.replace(
        draft,
        pages=tuple(lifted(p) for p in draft.pages),
        dustbin=(*(lifted(p) for p in draft.dustbin), *newcomers),
    )
