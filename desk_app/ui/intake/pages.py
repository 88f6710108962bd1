"""Third column of the intake screen: the strip of pages, what is beside it, and the buttons; made of the parts in ``pane``."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import Digitisation
from desk_app.desk.intake_session import SessionState
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.ui.cards import PAD_PX, Card
from desk_app.ui.intake.controls import CaptionLink
from desk_app.ui.intake.page_keys import PageAct
from desk_app.ui.intake.pane.acts import PageActs
from desk_app.ui.intake.pane.buttons import PageButtons
from desk_app.ui.intake.pane.planning import PlanBar, Planning
from desk_app.ui.intake.pane.progress import ProgressLine
from desk_app.ui.intake.pane.reviewing import Reviewing
from desk_app.ui.intake.pane.stage import Stage
from desk_app.ui.intake.pane.tray import PaperTray, slots_of
from desk_app.ui.intake.phone_view import PhoneView
from desk_app.ui.intake.strip import PageStrip, Shape
from desk_app.ui.intake.strip_model import Entry, entries_of
from desk_app.ui.intake.thumbnails import Thumbnails
from desk_app.ui.intake.visit import Visit
from desk_app.ui.tasks import Tasks


class PagesCard(Card):
    """Shows the pages of a draft and changes them.

    ``scan_asked`` F10, ``camera_asked``, ``phone_asked`` and ``files_asked`` the buttons; ``replace_asked`` carries the id of a
    page that failed, ``insert_asked`` that of a page before which to scan; ``run_asked`` the id of a run of the duplex guide;
    ``dropped`` mime data and a component; ``card_found`` the text of a card on a page; ``dossier_found`` a dossier code;
    ``wide_asked`` whether the pane wants the screen for itself.
    """

    scan_asked = Signal()
    camera_asked = Signal()
    phone_asked = Signal()
    files_asked = Signal()
    replace_asked = Signal(str)
    insert_asked = Signal(str)
    run_asked = Signal(str)
    dropped = Signal(object, object)
    card_found = Signal(str)
    dossier_found = Signal(str)
    wide_asked = Signal(bool)

    def __init__(
        self,
        visit: Visit,
        *,
        tasks: Tasks,
        digitisation: Digitisation,
        capturing: Capturing,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padded=False, parent=parent)
        self.set_title(self.tr("Trang đã quét"))
        self._visit = visit
        self._shown: tuple[object, object] = ((), None)
        self._device = ""
        self.phone: PhoneView | None = None
        self._wide, self._close_up = False, False
        self.thumbnails = Thumbnails(digitisation, tasks, self)
        self.strip = PageStrip(self.thumbnails)
        self.stage = Stage(
            visit, self.thumbnails, tasks=tasks, digitisation=digitisation, capturing=capturing, language=language
        )
        self.stack, self.look, self.camera = self.stage, self.stage.look, self.stage.camera
        self.view, self.note = self.look.view, self.look.note
        self.plan_bar = PlanBar()
        self.acts = PageActs(visit, self.strip, self)
        self.reviewing = Reviewing(visit, self.strip, self)
        self.planning = Planning(visit, self.plan_bar, language=language, parent=self)
        self.progress = ProgressLine()
        self.tray = PaperTray()
        self.tray.hide()
        self.buttons = PageButtons(visit, self.acts)
        self.scan, self.undo, self.redo = self.buttons.scan, self.buttons.undo, self.buttons.redo
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        self._to_review = CaptionLink("", "Ctrl+G", icon="triangle-alert", run=self.review, bind=False)
        self._to_review.hide()
        self._to_wide = CaptionLink(
            self.tr("Mở rộng"), "F12", run=lambda: self.wide_asked.emit(not self._wide), bind=False
        )
        self.head.addWidget(self._to_review)
        self.head.addWidget(self._to_wide)
        self._upper = QHBoxLayout()
        self._upper.setSpacing(8)
        self._upper.addWidget(self.stage, 1)
        self._upper.addWidget(self.strip)
        self._column = column = QVBoxLayout()
        column.setContentsMargins(PAD_PX, 0, PAD_PX - 2, 10)
        column.setSpacing(8)
        column.addWidget(self.progress)
        column.addWidget(self.tray)
        column.addWidget(self.plan_bar)
        column.addLayout(self._upper, 1)
        column.addWidget(self.note)
        column.addWidget(self.buttons)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(column, 1)

    def _bind(self) -> None:
        strip, stage, buttons = self.strip, self.stage, self.buttons
        more: dict[PageAct, Callable[[], object]] = {
            PageAct.AS_IT_CAME: self.show_as_it_came,
            PageAct.LOUPE: lambda: stage.use_loupe(on=not self.view.loupe.is_on),
            PageAct.BIN: self.open_bin,
            PageAct.SPLIT: self.split,
            PageAct.COUNT: self.count,
            PageAct.GOOD: self.reviewing.good,
            PageAct.CLOSER: self.come_closer,
            PageAct.LEAVE: self.step_back,
            PageAct.INSERT: self._ask_insert,
            PageAct.HELP: self.show_keys,
        }
        self._runs = self.acts.by_act | more
        strip.asked.connect(self._run)
        strip.looked_at.connect(self._look_at)
        strip.dropped_data.connect(self.dropped)
        strip.border_dragged.connect(self._border_dragged)
        strip.before_moving = self.view.use_arrow
        self.view.stepped.connect(strip.step)
        self.look.replace_asked.connect(self.replace_asked)
        self.look.card_found.connect(self.card_found)
        self.look.dossier_found.connect(self.dossier_found)
        stage.left.connect(self._stage_left)
        stage.duplex.scan_asked.connect(self.run_asked)
        self.reviewing.changed.connect(self._show_entries)
        self.planning.changed.connect(self._plan_changed)
        self.tray.picked.connect(self.acts.send_to)
        self.tray.dropped.connect(lambda pages, component: self._visit.session.move(pages, component=component))
        self.progress.stop_asked.connect(self.scan_asked)
        buttons.scan_asked.connect(self.scan_asked)
        buttons.camera_asked.connect(self.camera_asked)
        buttons.phone_asked.connect(self.phone_asked)
        buttons.files_asked.connect(self.files_asked)
        buttons.bin_asked.connect(self.open_bin)
        buttons.keys_asked.connect(self.show_keys)
        stage.currentChanged.connect(lambda _page: self._fit_strip())

    # showing

    def show_state(self, state: SessionState) -> None:
        """Show the pages of a draft, and what is under way."""
        draft = state.draft
        self.buttons.show_state(state)
        self.progress.show_state(state)
        if self.phone is not None:
            self.phone.show_state(state)
        self._show_aside(draft)
        shown = (draft.pages, draft.components)
        if shown == self._shown:
            self.stage.show_draft(draft)
            return
        known = {p.id for p in self._visit_pages()}
        self._shown = shown
        self.stage.show_draft(draft)
        self.tray.show_slots(slots_of(draft))
        count = self.reviewing.waiting()
        self._to_review.setVisible(count > 0)
        self._to_review.setText(self.tr("{count} cần xem").format(count=count))
        new = [p.id for p in draft.pages if p.id not in known]
        came_now = bool(new) and bool(known or len(new) < len(draft.pages) or self.isVisible())
        self._show_entries(look_at=new[0] if came_now else None)
        self._fit_strip()
        if not draft.pages:
            self._look_at(None)

    def show_device(self, name: str) -> None:
        """Say what F10 scans with."""
        self._device = name
        self._show_aside(self._visit.draft)

    def show_scanning(self, *, running: bool, came: int = 0) -> None:
        """The scan button stops while a scan is running; ``came`` pages so far."""
        self.buttons.show_scanning(running=running)
        self.progress.show_scanning(running=running, came=came)
        if not running:
            self.stage.duplex.scan_ended()

    def set_wide(self, *, on: bool) -> None:
        """The pane has the screen for itself, or stands in its column."""
        self._wide = on
        if not on:
            self._close_up = False
        self._to_wide.setText(self.tr("Thu lại") if on else self.tr("Mở rộng"))
        self.buttons.show_wide(on=on)
        self._show_aside(self._visit.draft)
        self._fit_shape()
        if on:
            self.focus_pages()

    def open_camera(self, address: str, *, for_card: bool) -> None:
        """Look through the camera in place of the page."""
        self.stage.open_camera(address, for_card=for_card)

    def add_phone(self, phone: PhoneView) -> None:
        """Let a phone be the scanner: its panel stands beside the strip."""
        self.phone = phone
        phone.closed.connect(self.stage.close_panel)
        self.stage.currentChanged.connect(
            lambda _index: None if self.stage.currentWidget() is phone else phone.close_view(quietly=True)
        )
        self.buttons.phone.show()

    def open_phone(self) -> None:
        """Show the code for phones."""
        if self.phone is not None:
            self.stage.open_panel(self.phone)
            self.phone.open()

    def start_over(self) -> None:
        """Another draft."""
        self.planning.leave()
        self.reviewing.leave()
        if self.phone is not None:
            self.phone.close_view(quietly=True)
        self.stage.start_over()
        self._shown = ((), None)
        self.strip.show_entries(())
        self._look_at(None)

    def focus_pages(self) -> None:
        """Put the focus into the strip."""
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pages_of(self, component_id: str) -> None:
        """Look at the first page of a paper."""
        page = next((p for p in self._visit.draft.pages if p.component == component_id), None)
        if page is not None:
            self.strip.look_at(page.id)

    # what the keys ask

    def review(self) -> None:
        """Ctrl+G: go through what is suspicious, as wide as the screen."""
        if self.reviewing.waiting():
            self.planning.leave()
            self.wide_asked.emit(True)
            self.reviewing.begin()
            self.focus_pages()

    def split(self) -> None:
        """Plan to split at the separator sheets."""
        self.reviewing.leave()
        if self.planning.by_sheets():
            self.wide_asked.emit(True)
            self.focus_pages()

    def count(self) -> None:
        """Plan to deal the stack out by numbers of pages."""
        self.reviewing.leave()
        self.wide_asked.emit(True)
        self.planning.by_counts()

    def guide_duplex(self) -> None:
        """Ctrl+D: both sides with a scanner that sees only one."""
        self.stage.show_duplex()

    def open_bin(self) -> None:
        """The dustbin, beside the strip."""
        self.stage.show_bin(self._visit.draft)

    def show_as_it_came(self) -> None:
        """Raw picture or prepared page."""
        self.look.show_as_it_came(raw=not self.look.is_raw)

    def show_keys(self) -> None:
        """?: all keys on a card, in place of the strip."""
        self.wide_asked.emit(True)
        self.stage.show_keys()

    def come_closer(self) -> None:
        """Enter: apply the plan that is shown, else look at the page as big as can be, or all again."""
        if self.planning.is_open:
            self.planning.apply()
        elif self.strip.current() is not None:
            self._close_up = not (self._wide and self._close_up)
            self.wide_asked.emit(True)
            self._fit_shape()

    def step_back(self) -> None:
        """Esc: what was opened last is closed."""
        if self.view.loupe.is_on:
            self.stage.use_loupe(on=False)
        elif self.planning.is_open:
            self.planning.leave()
        elif self.stage.step_back():
            self.focus_pages()
        elif self._close_up:
            self._close_up = False
            self._fit_shape()
        elif self.reviewing.is_open:
            self.reviewing.leave()
        elif len(self.strip.selected()) > 1:
            self.strip.look_at(self.strip.selected()[0])
        else:
            self.wide_asked.emit(False)

    def replace_current(self) -> str | None:
        """The page that a new scan shall replace."""
        current = self.strip.current()
        return current.id if current is not None else None

    # within

    def _run(self, act: PageAct) -> None:
        if self.planning.is_open and act not in _WITH_A_PLAN:
            return
        self._runs[act]()

    def _look_at(self, page: PageRef | None) -> None:
        self.stage.show_page(page)
        if self._close_up:
            self.view.fill_width()

    def _show_entries(self, *, look_at: str | None = None) -> None:
        self.strip.show_entries(self._entries(), look_at=look_at)

    def _entries(self) -> tuple[Entry, ...]:
        draft = self._visit.draft
        if self.planning.is_open:
            return self.planning.entries(self.tr("Chưa xếp"))
        if self.reviewing.is_open:
            return self.reviewing.entries(draft.pages)
        return entries_of(draft, self.tr("Chưa xếp"))

    def _plan_changed(self) -> None:
        self._show_entries()
        if not self.planning.is_open and self.isVisible():
            self.focus_pages()

    def _border_dragged(self, component: str | None, before: str | None) -> None:
        if self.planning.is_open:
            self.planning.drag_border(component, before)
        else:
            self._visit.session.move_border(component, before=before)

    def _ask_insert(self) -> None:
        current = self.strip.current()
        if current is not None:
            self.insert_asked.emit(current.id)

    def _stage_left(self) -> None:
        self._look_at(self.strip.current())
        self.focus_pages()

    def _fit_shape(self) -> None:
        sheet = self._wide and not self._close_up
        self.strip.set_shape(Shape.SHEET if sheet else Shape.COLUMN)
        self._upper.setDirection(QBoxLayout.Direction.RightToLeft if sheet else QBoxLayout.Direction.LeftToRight)
        self._upper.setStretch(0, 5)
        self._upper.setStretch(1, 9 if sheet else 0)
        self.tray.setVisible(sheet)
        self._fit_strip()
        if sheet:
            self.look.keep_note(here=True)
        else:
            self._column.insertWidget(self._column.count() - 1, self.note)
        QTimer.singleShot(0, self, self._fit_view)

    def _fit_view(self) -> None:
        """Once the layout has come to rest."""
        if self._close_up:
            self.view.fill_width()
        else:
            self.view.fit()

    def _fit_strip(self) -> None:
        """The card of keys takes the place of the strip; in the narrow column so do camera, phone and duplex guide."""
        stage = self.stage
        shown = stage.currentWidget()
        room = shown in (stage.look, stage.empty, stage.bin) or (self._wide and shown is not stage.keys)
        self.strip.setVisible(bool(self._visit.draft.pages) and room)

    def _visit_pages(self) -> tuple[PageRef, ...]:
        pages = self._shown[0]
        return pages if isinstance(pages, tuple) else ()

    def _show_aside(self, draft: IntakeDraft) -> None:
        count = len(draft.pages)
        words = self.tr("{count} trang").format(count=count) if count else ""
        device = "" if self.reviewing.waiting() and not self._wide else self._device
        self.set_aside(" · ".join(filter(None, (device, words))))


_WITH_A_PLAN = {PageAct.CLOSER, PageAct.LEAVE, PageAct.LOUPE, PageAct.AS_IT_CAME, PageAct.HELP}
