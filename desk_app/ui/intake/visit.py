"""One citizen after the other at the counter: holds the session on the screen and brings every answer to the window's thread."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.intake import Accepted, NotAccepted, Outlook
from desk_app.desk.intake_session import IntakeSession, SessionState
from desk_app.domain.draft import IntakeDraft
from desk_app.domain.events import Author
from desk_app.domain.procedure import Procedure
from desk_app.ui.screen import Context
from desk_app.ui.tasks import Task

OUTLOOK_PAUSE_MS = 120
SAVE_AGAIN_MS = 5000

Make = Callable[[IntakeDraft], IntakeDraft]


class Visit(QObject):
    """The draft on the screen, and what the desk says about it.

    ``changed`` carries a SessionState after every change; ``began`` says that it is another draft. ``procedure_known`` carries the
    Procedure or None, ``outlook_known`` an Outlook, ``similar_known`` a tuple of codes, ``rejected`` a tuple of Rejected.
    """

    began = Signal()
    changed = Signal(object)
    procedure_known = Signal(object)
    outlook_known = Signal(object)
    similar_known = Signal(object)
    rejected = Signal(object)
    _posted = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = context.desk, context.tasks
        session = context.session
        self.who = Author(account_id=session.account_id, name=session.name, role=session.role)
        self._posted.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        self.procedure: Procedure | None = None
        self.outlook: Outlook | None = None
        self._asked_similar = ("", "")
        self._asked_procedure = ""
        self._look = QTimer(self, singleShot=True, interval=OUTLOOK_PAUSE_MS)
        self._look.timeout.connect(self._ask_outlook)
        self._looking: Task[Outlook] | None = None
        self._save_again = QTimer(self, interval=SAVE_AGAIN_MS)
        self.session: IntakeSession = self._open(self._desk.intake.start(self.who))
        self._save_again.timeout.connect(lambda: self.session.save_again())
        holder = [self.session]
        self._holder = holder
        self.destroyed.connect(lambda: holder[0].close())
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(lambda: holder[0].close())

    @property
    def draft(self) -> IntakeDraft:
        """The draft as it stands."""
        return self.session.draft

    @property
    def state(self) -> SessionState:
        """What the screen shows."""
        return self.session.state

    def begin(self, draft: IntakeDraft | None = None) -> None:
        """Leave the draft on the screen (it is on disk) and go on with another one, or a new one."""
        self.session.close()
        self.procedure, self.outlook = None, None
        self._asked_similar, self._asked_procedure = ("", ""), ""
        self.session = self._open(draft or self._desk.intake.start(self.who))
        self._holder[0] = self.session
        self.began.emit()
        self.procedure_known.emit(None)
        self.similar_known.emit(())
        self._changed(self.session, self.session.state)

    def edit(self, **changes: object) -> None:
        """Typing: see IntakeSession.edit."""
        self.session.edit(**changes)

    def transform(self, make: Make, then: Callable[[IntakeDraft], object] | None = None) -> None:
        """Let a use case make another draft of this one, off the window's thread, as one step that can be undone.

        What was typed meanwhile is not lost: then it is asked again.
        """
        session, draft = self.session, self.session.draft

        def made(result: IntakeDraft) -> None:
            if self.session is not session:
                return
            if session.draft is not draft:
                self.transform(make, then)
                return
            session.replace(result)
            if then is not None:
                then(session.draft)

        self._tasks.store(lambda: make(draft), owner=self, done=made)

    def add_files(
        self,
        files: list[IncomingFile],
        *,
        component: str | None,
        before: str | None = None,
        instead_of: str | None = None,
        batch: str = "",
    ) -> None:
        """Take files in; their pages appear when they are on disk."""
        self.session.add_files(files, component=component, before=before, instead_of=instead_of, batch=batch)

    def accept(
        self, done: Callable[[Accepted | NotAccepted], object], failed: Callable[[BaseException], object]
    ) -> None:
        """Accept the draft as it stands."""
        self._tasks.follow(self.session.accept(), owner=self, done=done, failed=failed)

    def look_now(self) -> None:
        """Ask again what would come of the draft (the day may have changed, codes may have been leased)."""
        self._ask_outlook()

    def _open(self, draft: IntakeDraft) -> IntakeSession:
        opened: list[IntakeSession] = []

        def changed(state: SessionState) -> None:
            if opened:
                self._changed(opened[0], state)

        session = IntakeSession(
            self._desk.intake,
            self._desk.digitisation,
            self._desk.lanes,
            draft=draft,
            who=self.who,
            post=self._post,
            changed=changed,
            rejected=self.rejected.emit,
            recognition=self._desk.recognition,
        )
        opened.append(session)
        return session

    def _post(self, call: Callable[[], None]) -> None:
        """From any thread; the window may be gone by then."""
        with contextlib.suppress(RuntimeError):
            self._posted.emit(call)

    def _changed(self, session: IntakeSession, state: SessionState) -> None:
        if session is not self.session:
            return
        if state.save_error is not None and not self._save_again.isActive():
            self._save_again.start()
        elif state.save_error is None:
            self._save_again.stop()
        self.changed.emit(state)
        self._look.start()
        self._ask_procedure(state.draft)
        self._ask_similar(state.draft)

    def _ask_procedure(self, draft: IntakeDraft) -> None:
        version = draft.procedure_version
        if version == self._asked_procedure:
            return
        self._asked_procedure = version

        def known(procedure: Procedure | None) -> None:
            if version == self.draft.procedure_version:
                self.procedure = procedure
                self.procedure_known.emit(procedure)

        self._tasks.store(lambda: self._desk.intake.procedure_of(draft), owner=self, done=known)

    def _ask_similar(self, draft: IntakeDraft) -> None:
        key = (draft.applicant.id_number, draft.procedure_code)
        if key == self._asked_similar:
            return
        self._asked_similar = key
        if not all(key):
            self.similar_known.emit(())
            return

        def known(codes: tuple[str, ...]) -> None:
            if key == self._asked_similar:
                self.similar_known.emit(codes)

        self._tasks.store(lambda: self._desk.intake.similar(draft), owner=self, done=known)

    def _ask_outlook(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        session, draft = self.session, self.draft

        def known(outlook: Outlook) -> None:
            if self.session is session:
                self.outlook = outlook
                self.outlook_known.emit(outlook)

        self._looking = self._tasks.store(lambda: self._desk.intake.outlook(draft), owner=self, done=known)


def with_applicant(draft: IntakeDraft, **changes: object) -> dict[str, object]:
    """The change of a draft that changes these fields of its applicant; for ``Visit.edit``."""
    return {"applicant": dataclasses.replace(draft.applicant, **changes)}  # type: ignore[arg-type]
