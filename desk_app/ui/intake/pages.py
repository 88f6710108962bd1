"""Third column of the intake screen: the page that is looked at or the camera, the strip, and the acts on pages."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import Digitisation
from desk_app.desk.intake_session import SessionState
from desk_app.domain.codes import CodeKind, classify, parse, parse_receipt_qr
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.domain.identity_card import IdentityCard
from desk_app.domain.identity_card import read as read_card
from desk_app.ui import messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import IconButton, QuietButton
from desk_app.ui.cards import PAD_PX, Card, EmptyState
from desk_app.ui.intake.camera_view import CameraView
from desk_app.ui.intake.page_view import PageView
from desk_app.ui.intake.strip import PageStrip
from desk_app.ui.intake.strip_model import Leaf, entries_of
from desk_app.ui.intake.thumbnails import PREVIEW_PX, Thumbnails
from desk_app.ui.intake.visit import Visit
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks


class PagesCard(Card):
    """Shows the pages of a draft and changes them.

    ``scan_asked`` F10, ``camera_asked`` and ``files_asked`` the buttons; ``replace_asked`` carries the id of a page that failed;
    ``dropped`` mime data and a component; ``card_found`` the text of a card on a page; ``dossier_found`` a dossier code.
    """

    scan_asked = Signal()
    camera_asked = Signal()
    files_asked = Signal()
    replace_asked = Signal(str)
    dropped = Signal(object, object)
    card_found = Signal(str)
    dossier_found = Signal(str)

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
        self._visit, self._tasks, self._digitisation, self._language = visit, tasks, digitisation, language
        self._pages: tuple[PageRef, ...] = ()
        self._components: object = None
        self._device, self._busy = "", ""
        self._offer: Callable[[], object] = lambda: None
        self.thumbnails = Thumbnails(digitisation, tasks, self)
        self.strip = PageStrip(self.thumbnails)
        self.view = PageView()
        self.camera = CameraView(tasks, capturing, language=language)
        self.note = Banner(Kind.NEUTRAL, action=" ")
        self.note.hide()
        self._lay_out()
        self._bind()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "scan-line", self.tr("Chưa có trang nào. Quét (F10), thả tệp vào đây, dán (Ctrl+V) hoặc mở tệp (Ctrl+O).")
        )
        self.stack = QStackedWidget()
        for page in (self.empty, self.view, self.camera):
            self.stack.addWidget(page)
        upper = QHBoxLayout()
        upper.setSpacing(8)
        upper.addWidget(self.stack, 1)
        upper.addWidget(self.strip)
        self.scan = QuietButton(self.tr("Quét"), "F10", icon="scan-line", run=self.scan_asked.emit, bind=False)
        self.scan.setToolTip(self.tr("Quét vào giấy tờ đang chọn"))
        shoot = IconButton(self.tr("Chụp bằng camera"), "camera", run=self.camera_asked.emit)
        files = IconButton(self.tr("Mở tệp (Ctrl+O)"), "folder-input", run=self.files_asked.emit)
        self.turn = IconButton(self.tr("Xoay phải (R, Shift+R: xoay trái)"), "rotate-cw", run=lambda: self.turn_by(90))
        self.bin = IconButton(self.tr("Xoá trang (Del)"), "trash-2", run=self.delete)
        self.undo = IconButton(self.tr("Hoàn tác (Ctrl+Z)"), "undo-2", run=lambda: self._visit.session.undo())
        self.redo = IconButton(self.tr("Làm lại (Ctrl+Y)"), "redo-2", run=lambda: self._visit.session.redo())
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.scan, shoot, files):
            row.addWidget(button)
        row.addStretch(1)
        for button in (self.turn, self.bin, self.undo, self.redo):
            row.addWidget(button)
        column = QVBoxLayout()
        column.setContentsMargins(PAD_PX, 0, PAD_PX - 2, 10)
        column.setSpacing(8)
        column.addLayout(upper, 1)
        column.addWidget(self.note)
        column.addLayout(row)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(column, 1)

    def _bind(self) -> None:
        strip = self.strip
        strip.looked_at.connect(self._look_at)
        strip.turn_asked.connect(self.turn_by)
        strip.delete_asked.connect(self.delete)
        strip.shift_asked.connect(self.shift)
        strip.number_pressed.connect(self.send_to)
        strip.menu_asked.connect(self.ask_component)
        strip.dropped_pages.connect(
            lambda pages, component, before: self._visit.session.move(pages, component=component, before=before)
        )
        strip.dropped_data.connect(self.dropped)
        self.view.stepped.connect(strip.step)
        self.thumbnails.ready.connect(lambda edge: self._show_picture() if edge == PREVIEW_PX else None)
        self.note.acted.connect(lambda: self._offer())
        self.camera.closed.connect(lambda: self._look_at(self.strip.current()))

    # showing

    def show_state(self, state: SessionState) -> None:
        """Show the pages of a draft, and what is under way."""
        draft = state.draft
        self.undo.setEnabled(state.can_undo)
        self.redo.setEnabled(state.can_redo)
        self._busy = self._busy_words(state)
        self._show_aside()
        if draft.pages == self._pages and draft.components == self._components:
            return
        known = {p.id for p in self._pages}
        new = [p.id for p in draft.pages if p.id not in known]
        came_now = bool(new) and bool(known or len(new) < len(draft.pages) or self.isVisible())
        self._pages, self._components = draft.pages, draft.components
        look_at = new[0] if came_now and new else None
        self.strip.show_entries(entries_of(draft, self.tr("Chưa xếp")), look_at=look_at)
        self._show_buttons(draft)
        self.strip.setVisible(bool(draft.pages))
        if not draft.pages:
            self._look_at(None)

    def show_device(self, name: str) -> None:
        """Say what F10 scans with."""
        self._device = name
        self._show_aside()

    def show_scanning(self, *, running: bool) -> None:
        """The scan button stops while a scan is running."""
        self.scan.setText(self.tr("Dừng") if running else self.tr("Quét"))

    def open_camera(self, address: str, *, for_card: bool) -> None:
        """Look through the camera in place of the page."""
        self.stack.setCurrentWidget(self.camera)
        self.note.hide()
        self.camera.open(address, for_card=for_card)

    def start_over(self) -> None:
        """Another draft."""
        self.camera.close_view(quietly=True)
        self._pages, self._components = (), None
        self.strip.show_entries(())
        self._look_at(None)

    def focus_pages(self) -> None:
        """Put the focus into the strip."""
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pages_of(self, component_id: str) -> None:
        """Look at the first page of a paper."""
        page = next((p for p in self._pages if p.component == component_id), None)
        if page is not None:
            self.strip.look_at(page.id)

    # acts

    def turn_by(self, degrees: int) -> None:
        """Turn the selected pages clockwise."""
        if self._chosen():
            self._visit.session.turn(self._chosen(), degrees=degrees)

    def delete(self) -> None:
        """Lay the selected pages in the dustbin."""
        if self._chosen():
            self._visit.session.delete(self._chosen())

    def send_to(self, number: int) -> None:
        """Move the selected pages to the paper of this number."""
        components = self._visit.draft.components
        if self._chosen() and 1 <= number <= len(components):
            self._visit.session.move(self._chosen(), component=components[number - 1].id)

    def shift(self, by: int) -> None:
        """Move the selected pages one place up or down, across papers too."""
        chosen = self._chosen()
        leaves = [e.page for e in entries_of(self._visit.draft, "-") if isinstance(e, Leaf)]
        rest = [p for p in leaves if p.id not in chosen]
        places = [n for n, p in enumerate(leaves) if p.id in chosen]
        if not places or not rest:
            return
        above = sum(1 for p in leaves[: places[0]] if p.id not in chosen)
        if by < 0 and above > 0:
            target = rest[above - 1]
            self._visit.session.move(chosen, component=target.component, before=target.id)
        elif by > 0 and above < len(rest):
            over = rest[above]
            after = rest[above + 1] if above + 1 < len(rest) else None
            same = after is not None and after.component == over.component
            self._visit.session.move(chosen, component=over.component, before=after.id if after and same else None)

    def ask_component(self, at: QPoint) -> None:
        """Ask which paper the selected pages belong to."""
        if not self._chosen():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, component in enumerate(self._visit.draft.components, start=1):
            action = menu.addAction(f"&{number}  {component.name}" if number < 10 else component.name)
            action.triggered.connect(lambda _checked=False, number=number: self.send_to(number))
        menu.addSeparator()
        loose = menu.addAction(self.tr("Chưa xếp"))
        loose.triggered.connect(lambda _checked=False: self._visit.session.move(self._chosen(), component=None))
        menu.popup(at)

    def _chosen(self) -> list[str]:
        current = self.strip.current()
        return self.strip.selected() or ([current.id] if current else [])

    # the page that is looked at

    def _look_at(self, page: PageRef | None) -> None:
        if self.camera.is_live:
            return
        self.stack.setCurrentWidget(self.view if page is not None else self.empty)
        self.view.fit()
        self._show_picture()
        self._show_note(page)

    def _show_picture(self) -> None:
        page = self.strip.current()
        if page is None:
            return
        picture = self.thumbnails.picture(page, PREVIEW_PX)
        if picture is not None:
            self.view.show_picture(picture, same_page=True)
        elif page.failed:
            self.view.show_sentence(self.tr("Không đọc được trang này."), "circle-alert")
        else:
            self.view.show_sentence(self.tr("Đang mở trang…"))

    def _show_note(self, page: PageRef | None) -> None:
        """Beneath the page: why it failed, the code on it, what looks odd."""
        self.note.hide()
        if page is None:
            return
        if page.failed:
            self._ask_why(page)
            return
        for text in page.codes:
            if self._offer_code(text):
                return
        flags = [
            messages.for_key(f"page.{flag}", self._language) for flag in page.flags if messages.has_key(f"page.{flag}")
        ]
        if page.flags:
            self._say(Kind.WAITING, " ".join(flags) or self.tr("Trang này cần xem lại: có thể bị mất góc hoặc mờ."))

    def _ask_why(self, page: PageRef) -> None:
        def why(error: BaseException) -> None:
            current = self.strip.current()
            if current is not None and current.id == page.id:
                self._say(
                    Kind.PERSON,
                    messages.for_error(error, self._language),
                    self.tr("Thay trang…"),
                    lambda: self.replace_asked.emit(page.id),
                )

        self._tasks.work(
            lambda: self._digitisation.check(page),
            owner=self,
            done=lambda _none: self._visit.session.try_again([page.id]),
            failed=why,
        )

    def _offer_code(self, text: str) -> bool:
        card = read_card(text)
        if isinstance(card, IdentityCard):
            known = self._visit.draft.applicant.id_number == card.number
            if known:
                return False
            sentence = self.tr("Trên trang có căn cước của {name}.").format(name=card.full_name)
            self._say(Kind.ACCENT, sentence, self.tr("Điền vào đơn"), lambda: self.card_found.emit(text))
            return True
        if classify(text) in (CodeKind.DOSSIER, CodeKind.PROVISIONAL):
            receipt = parse_receipt_qr(text)
            official = parse(text)
            code = receipt.code if receipt else official.text if official else text
            sentence = self.tr("Trên trang có mã hồ sơ {code}.").format(code=code)
            self._say(Kind.NEUTRAL, sentence, self.tr("Mở hồ sơ"), lambda: self.dossier_found.emit(code))
            return True
        return False

    def _say(self, kind: Kind, sentence: str, action: str = "", run: Callable[[], object] = lambda: None) -> None:
        self._offer = run
        self.note.show_message(kind, sentence, action=action)
        self.note.show()

    def _show_buttons(self, draft: IntakeDraft) -> None:
        self.turn.setEnabled(bool(draft.pages))
        self.bin.setEnabled(bool(draft.pages))

    def _busy_words(self, state: SessionState) -> str:
        if state.taking_in:
            return self.tr("Đang nhận tệp…")
        if state.preparing:
            return self.tr("Đang xử lý {count} trang…").format(count=state.preparing)
        count = len(state.draft.pages)
        return self.tr("{count} trang").format(count=count) if count else ""

    def _show_aside(self) -> None:
        self.set_aside(" · ".join(filter(None, (self._device, self._busy))))
