"""The intake screen itself: three columns, the foot, the keys; it wires the parts and decides nothing."""

from __future__ import annotations

import functools

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk_app.desk.capturing import Capturing
from desk_app.desk.intake import Accepted, Outlook
from desk_app.desk.intake_session import SessionState
from desk_app.desk.phone import Phones
from desk_app.desk.scanners import Scanners
from desk_app.desk.settings import DeskSettings
from desk_app.domain import codes
from desk_app.domain.codes import CodeKind
from desk_app.domain.draft import IntakeDraft, Problem
from desk_app.domain.procedure import Procedure
from desk_app.domain.roles import Act
from desk_app.domain.sheet_names import component_named
from desk_app.ui import messages
from desk_app.ui.intake import extraction
from desk_app.ui.intake.acceptance import Acceptance
from desk_app.ui.intake.card_menu import CardMenu
from desk_app.ui.intake.card_reading import CardReading
from desk_app.ui.intake.drafts import OpenDrafts
from desk_app.ui.intake.drawer import Drawer
from desk_app.ui.intake.incoming import is_wanted, local_files
from desk_app.ui.intake.notices import Notices
from desk_app.ui.intake.outlook import OutlookBar
from desk_app.ui.intake.pages import PagesCard
from desk_app.ui.intake.pane.wide import Wide
from desk_app.ui.intake.papers import PapersCard
from desk_app.ui.intake.person import PersonForm
from desk_app.ui.intake.phone_view import PhoneView
from desk_app.ui.intake.receipts import Receipts
from desk_app.ui.intake.taking import Taking
from desk_app.ui.intake.visit import Visit
from desk_app.ui.pills import Kind
from desk_app.ui.printer import Printer, SystemPrinter
from desk_app.ui.screen import Context, KeyAction, Scan, Screen, SearchFor

SAVING_SHOWN_MS = 400


class IntakeScreen(Screen):
    """Tiếp nhận. Ports, each with an ordinary one when nobody wired it: Capturing (devices), Printer."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        capturing = context.ports.get(Capturing)
        self._capturing = capturing if isinstance(capturing, Capturing) else Capturing()
        printer = context.ports.get(Printer)
        self._printer = printer if isinstance(printer, Printer) else SystemPrinter()
        self._language = context.language
        self._begun = False
        self._may_accept = context.session.may(Act.ACCEPT)
        self.visit = Visit(context, self)
        self._build()
        self._wire()
        self.visit.changed.connect(self._show)
        self._show(self.visit.state)

    # building

    def _build(self) -> None:
        context, language = self.context, self._language
        self.notices = Notices()
        self.person = PersonForm(context, self.visit, language=language)
        self.papers = PapersCard(self.visit, may_leave_out=context.session.may(Act.ACCEPT_INCOMPLETE))
        self.pages = PagesCard(
            self.visit,
            tasks=context.tasks,
            digitisation=context.desk.digitisation,
            capturing=self._capturing,
            language=language,
        )
        self.outlook = OutlookBar(may_accept=self._may_accept, accept=self.main_act, start=self.start_new)
        columns = QHBoxLayout()
        columns.setSpacing(10)
        columns.addWidget(self.person, 372)
        columns.addWidget(self.papers, 450)
        columns.addWidget(self.pages, 412)
        self.drawer = Drawer(self, self.pages, columns, heads=(self.papers.head, self.pages.head))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.notices)
        column.addLayout(columns, 1)
        column.addWidget(self.outlook)
        self.wide = Wide((self.person, self.papers, self.outlook), self.drawer, self)
        self.setAcceptDrops(True)

    def _wire(self) -> None:
        context, language = self.context, self._language
        who = self.visit.who
        scanners = context.ports.get(Scanners)
        self.receipts = Receipts(context.desk, context.tasks, self._printer, who=who, language=language, parent=self)
        self.acceptance = Acceptance(self.visit, self.notices, self.receipts, language=language, parent=self)
        self.drafts = OpenDrafts(
            self.visit,
            self.notices,
            desk=context.desk,
            tasks=context.tasks,
            sees_all=self._may_accept,
            parent=self,
        )
        self.person.head.insertWidget(1, self.drafts.link)
        self.cards = CardReading(
            self.visit,
            self.person,
            intake=context.desk.intake,
            capturing=self._capturing,
            tasks=context.tasks,
            language=language,
        )
        if context.session.may(Act.SCAN):
            phones = context.ports.get(Phones)
            self.pages.add_phone(
                PhoneView(
                    context.tasks,
                    phones if isinstance(phones, Phones) else Phones(context.desk.settings),
                    who=who,
                    language=language,
                )
            )
        self.taking = Taking(
            self.visit,
            self.papers,
            self.pages,
            self.notices,
            tasks=context.tasks,
            capturing=self._capturing,
            language=language,
            parent=self,
            scanners=scanners if isinstance(scanners, Scanners) else None,
        )
        self.card_menu = CardMenu(
            self.cards,
            self.pages,
            self.taking,
            self.drawer,
            tasks=context.tasks,
            digitisation=context.desk.digitisation,
            parent=self,
        )
        self._saving = QTimer(self, singleShot=True, interval=SAVING_SHOWN_MS)
        self._saving.timeout.connect(lambda: self.person.set_aside(self.tr("Đang lưu…")))
        self._connect()
        for key, run in (
            ("F10", self.taking.scan),
            ("Ctrl+N", self.start_new),
            ("Ctrl+O", self.taking.choose_files),
            ("Ctrl+R", self.repeat_last),
            ("Ctrl+V", self.taking.paste),
            ("Ctrl+Y", lambda: self.visit.session.redo()),
            ("Ctrl+Z", lambda: self.visit.session.undo()),
            ("F12", self.wide.toggle),
            ("Ctrl+F10", self._scan_again),
            ("Ctrl+D", self._guide_duplex),
            ("Ctrl+M", self._open_phone),
            ("Ctrl+G", self.pages.review),
            *((f"Ctrl+{n}", functools.partial(self.taking.scan_with, n)) for n in range(1, 10)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(run)
        for line in self.findChildren(QLineEdit):
            line.installEventFilter(self)
            line.setAcceptDrops(False)  # a file that is dropped on a field is a page, not the text of its path

    def _connect(self) -> None:
        visit, person, papers, pages = self.visit, self.person, self.papers, self.pages
        visit.began.connect(self._start_over)
        visit.procedure_known.connect(self._show_procedure)
        visit.outlook_known.connect(self._show_outlook)
        visit.similar_known.connect(self._show_similar)
        person.procedure_picked.connect(self.choose_procedure)
        person.case_picked.connect(self.choose_case)
        person.card_asked.connect(self._ask_card)
        person.id_left.connect(self._recall_known)
        person.finished.connect(lambda: papers.table.setFocus(Qt.FocusReason.TabFocusReason))
        papers.opened.connect(self._look_at_paper)
        papers.facts_asked.connect(self.ask_facts)
        pages.card_found.connect(lambda text: self.cards.take(text, self.tr("từ trang đã quét")))
        pages.dossier_found.connect(self.open_dossier)
        pages.camera.card_read.connect(self.cards.from_camera)
        pages.wide_asked.connect(lambda on: self.wide.show(on=on))
        self.wide.changed.connect(self._show_wide)
        pages.strip.looked_at.connect(lambda page: self.drawer.open() if page is not None else None)
        self.cards.filled.connect(self._go_on)
        acceptance = self.acceptance
        acceptance.busy_changed.connect(self._show_busy)
        acceptance.refused.connect(self._show_refused)
        acceptance.accepted.connect(self._after_acceptance)
        acceptance.failed.connect(self._focus_start)
        acceptance.open_asked.connect(self.open_dossier)

    # what the window asks

    def keys(self) -> tuple[KeyAction, ...]:
        """The keys shown at the bottom; all of them are bound here."""
        new = KeyAction(key="Ctrl+N", text=self.tr("Hồ sơ mới"), run=self.start_new, bound=True)
        if self.wide.is_on:
            return self._wide_keys()
        return (
            *((new,) if self.drawer.is_narrow else ()),
            KeyAction(key="F12", text=self.tr("Xếp trang"), run=self.wide.toggle, bound=True),
            KeyAction(key="F10", text=self.tr("Quét"), run=self.taking.scan, bound=True),
            KeyAction(key="F11", text=self.tr("Đọc thẻ"), run=self._ask_card, bound=True),
            KeyAction(key="Ctrl+R", text=self.tr("Lặp lại hồ sơ trước"), run=self.repeat_last, bound=True),
        )

    def _wide_keys(self) -> tuple[KeyAction, ...]:
        """While the pane has the screen for itself the main act has no other button."""
        accept = self.tr("Tiếp nhận") if self._may_accept else self.tr("Chuyển cán bộ")
        return (
            KeyAction(key="F12", text=self.tr("Về đơn"), run=self.wide.toggle, bound=True),
            KeyAction(key="F10", text=self.tr("Quét"), run=self.taking.scan, bound=True),
            KeyAction(key="Ctrl+G", text=self.tr("Xem lại"), run=self.pages.review, bound=True),
            KeyAction(key="Ctrl+Z", text=self.tr("Hoàn tác"), run=lambda: self.visit.session.undo(), bound=True),
            KeyAction(key="F9", text=accept, run=self.main_act),
        )

    def entered(self) -> None:
        """Read settings again; the first time, go on where somebody was."""
        self.context.tasks.store(self.context.desk.settings.get, owner=self, done=self._use_settings)
        if not self._begun:
            self._begun = True
            self.visit.look_now()
            self.drafts.restore()
            self.person.procedure.warm_up()
            if self.context.session.may(Act.PRINT):
                self.receipts.look_for_owed()
        else:
            self.drafts.look()
            self.visit.look_now()
        QTimer.singleShot(0, self, self._focus_start)

    def left(self) -> None:
        """Nobody looks through the camera any more, no phone sends pages."""
        self.pages.camera.close_view()
        if self.pages.phone is not None:
            self.pages.phone.close_view()

    def receive(self, subject: object) -> None:
        """A procedure code that was scanned elsewhere."""
        if isinstance(subject, Scan):
            self.take_scan(subject)

    def take_scan(self, scan: Scan) -> bool:
        """Cards fill the person, procedure codes choose it, separator sheets select a paper (the wide pane: send pages there)."""
        match scan.kind:
            case CodeKind.IDENTITY_CARD | CodeKind.HEALTH_INSURANCE:
                self.cards.take(scan.text, self.tr("súng đọc mã"))
            case CodeKind.PROCEDURE:
                found = codes.parse_procedure(scan.text)
                if found is None:
                    return False
                self.choose_procedure(found[0])
            case CodeKind.SEPARATOR:
                line = component_named(codes.parse_separator(scan.text) or "", self.visit.draft.components)
                if line is None:
                    return False
                if self.wide.is_on:
                    self.pages.acts.send_to_paper(line.id)
                else:
                    self.papers.focus_line(line.id)
            case _:
                return False
        return True

    def refresh(self) -> None:
        """Codes may have been leased, another person may have handed a draft over."""
        self.visit.look_now()
        self.drafts.look()

    # acts

    def main_act(self) -> None:
        """F9."""
        if self._may_accept:
            self.acceptance.accept()
        else:
            self.acceptance.hand_over()

    def start_new(self) -> None:
        """Ctrl+N: a new draft; the present one stays in the list."""
        self.drafts.fresh()
        self._focus_start()

    def choose_procedure(self, code: str) -> None:
        """Take a procedure and its checklist."""
        intake = self.context.desk.intake
        self.visit.transform(lambda draft: intake.choose_procedure(draft, code), lambda _draft: self._go_on())

    def choose_case(self, case: str) -> None:
        """Take a case of the procedure and its checklist."""
        intake = self.context.desk.intake
        self.visit.transform(
            lambda draft: intake.choose_procedure(draft, draft.procedure_code, case=case), lambda _draft: self._go_on()
        )

    def repeat_last(self) -> None:
        """Ctrl+R: procedure, case, channel and way of return of this person's last dossier."""
        intake, who = self.context.desk.intake, self.visit.who

        def repeated(draft: IntakeDraft) -> None:
            if not draft.procedure_code:
                self.context.say(self.tr("Bạn chưa tiếp nhận hồ sơ nào để lặp lại."))
            self._go_on()

        self.visit.transform(lambda draft: intake.repeat_last(draft, who=who), repeated)

    def _ask_card(self) -> None:
        self.card_menu.ask(self.person.card)

    def ask_facts(self, component_id: str) -> None:
        """Show what a paper seems to say, to be corrected and kept."""
        desk, tasks = self.context.desk, self.context.tasks
        extraction.ask(component_id, visit=self.visit, recognition=desk.recognition, tasks=tasks, parent=self.window())

    def _scan_again(self) -> None:
        page = self.pages.replace_current()
        if page is not None:
            self.taking.scan_instead_of(page)

    def _open_phone(self) -> None:
        self.drawer.open()
        self.pages.open_phone()

    def _guide_duplex(self) -> None:
        self.drawer.open()
        self.pages.guide_duplex()

    def _show_wide(self, on: bool) -> None:
        self.taking.put_whole_stacks(on=on)
        self.pages.set_wide(on=on)
        self.keys_changed.emit()
        if not on:
            self._focus_start()

    def open_dossier(self, code: str) -> None:
        """Show a dossier on its own screen."""
        self.context.go_to("dossiers", SearchFor(code))

    # showing

    def _show(self, state: SessionState) -> None:
        self.person.show_draft(state.draft)
        self.papers.show_draft(state.draft)
        self.papers.show_procedure(self.visit.procedure, state.draft)
        self.pages.show_state(state)
        self._show_saved(state)
        if not state.draft.is_empty:
            self.notices.forget("accepted")

    def _show_saved(self, state: SessionState) -> None:
        if state.save_error is not None:
            self.person.set_aside(self.tr("Chưa lưu được"))
            self.notices.tell(
                "save",
                Kind.PERSON,
                messages.for_error(state.save_error, self._language),
                title=self.tr("Chưa lưu được bản nháp; chương trình tự thử lại mỗi 5 giây."),
                action=self.tr("Thử lưu lại"),
                run=lambda: self.visit.session.save_again(),
            )
            return
        if self.notices.text("save"):
            self.notices.forget("save")
        if state.saved_at is not None:
            self._saving.stop()
            saved = f"{state.saved_at:%H:%M}" if self.drafts.link.isVisible() else f"{state.saved_at:%H:%M:%S}"
            self.person.set_aside(self.tr("Đã lưu {time}").format(time=saved))
        elif state.draft.is_empty:
            self._saving.stop()
            self.person.set_aside("")
        elif not self._saving.isActive():
            self._saving.start()

    def _show_procedure(self, procedure: Procedure | None) -> None:
        draft = self.visit.draft
        self.person.show_procedure(procedure, draft.case)
        self.papers.show_procedure(procedure, draft)

    def _show_outlook(self, outlook: Outlook) -> None:
        self.outlook.show_outlook(outlook)
        self.papers.show_outlook(outlook)
        self.person.show_problems(outlook.problems)
        self.person.procedure.show_procedure(self.visit.procedure, self.visit.draft.case)

    def _show_similar(self, found: tuple[str, ...]) -> None:
        if not found:
            self.notices.forget("similar")
            return
        self.notices.tell(
            "similar",
            Kind.WAITING,
            self.tr("Người này đã nộp thủ tục này trong 30 ngày qua: {codes}.").format(codes=", ".join(found[:3])),
            action=self.tr("Xem hồ sơ"),
            run=lambda: self.open_dossier(found[0]),
        )

    def _show_busy(self, busy: bool) -> None:
        self.outlook.show_busy(busy=busy)
        for part in (self.person, self.papers, self.pages):
            part.setEnabled(not busy)

    def _show_refused(self, problems: tuple[Problem, ...]) -> None:
        everything = self.visit.outlook.problems if self.visit.outlook else problems
        self.person.show_all_problems((*problems, *(p for p in everything if p not in problems)))
        first = problems[0].field if problems else ""
        self.wide.show(on=self.wide.is_on and first == "pages")
        if first in self.person.fields:
            self.person.focus(self.person.fields[first])
        elif first.startswith("components."):
            self.papers.focus_line(first.partition(".")[2])
        elif first == "pages":
            self.drawer.open()
            self.pages.focus_pages()

    def _after_acceptance(self, _accepted: Accepted) -> None:
        self.context.desk.catalogue.forget()
        self.person.procedure.warm_up()
        self._focus_start()

    def _start_over(self) -> None:
        self.wide.show(on=False)
        self.person.start_over()
        self.papers.start_over()
        self.pages.start_over()
        for name in ("similar", "save", "source", "rejected", "failed"):
            self.notices.forget(name)

    def _use_settings(self, settings: DeskSettings) -> None:
        self.taking.use(settings)

    def _recall_known(self) -> None:
        """The number was typed: what is still empty comes from this person's last dossier."""
        number = self.visit.draft.applicant.id_number
        if len(number) < 9 or not self.context.session.may(Act.SEARCH):
            return
        before = self.visit.draft.applicant
        if before.phone and before.address.text and before.full_name:
            return
        intake = self.context.desk.intake

        def recalled(draft: IntakeDraft) -> None:
            if draft.applicant != before:
                self.person.show_known(self.tr("Người này đã nộp hồ sơ ở đây: những ô còn trống lấy theo lần trước."))

        self.visit.transform(intake.with_known_person, recalled)

    def _go_on(self) -> None:
        """To the first gap of the form, else to the papers."""
        if not self.isVisible() or self.acceptance.is_busy:
            return
        if not self.person.focus_first_gap() and self.visit.draft.components:
            self.papers.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.papers.go_to_next_gap()

    def _focus_start(self) -> None:
        if self.isVisible() and not self.person.focus_first_gap():
            self.papers.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_at_paper(self, component_id: str) -> None:
        self.drawer.open()
        self.pages.show_pages_of(component_id)
        self.pages.focus_pages()

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.drawer.fit()
        if self.drawer.is_narrow != self.outlook.fresh.isHidden():
            self.outlook.fit(narrow=self.drawer.is_narrow)
            self.keys_changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_wanted(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.taking.take_data(event.mimeData())
        event.acceptProposedAction()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A picture or files in the clipboard are pages even while a line of text has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            data = QGuiApplication.clipboard().mimeData()
            pasting = event.matches(QKeySequence.StandardKey.Paste)
            if pasting and data is not None and not data.hasText() and is_wanted(data):
                event.ignore()
                return True
            if pasting and data is not None and local_files(data):
                event.ignore()
                return True
        return False
