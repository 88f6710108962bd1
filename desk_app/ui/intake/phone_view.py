"""A phone as the scanner, as the clerk sees it: the code to scan, what has come, how long it lasts, and why nothing comes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_app.capture.errors import DeviceError
from desk_app.desk.intake_session import SessionState
from desk_app.desk.phone import Arrived, LinkState, PhoneLink, Phones, Plan
from desk_app.domain.events import Author
from desk_app.lanes import CancelToken
from desk_app.ui import messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import PrimaryButton, QuietButton, button_row
from desk_app.ui.fields import ChoiceField
from desk_app.ui.intake.phone_code import PhoneCode
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind, Pill
from desk_app.ui.tasks import Tasks

LOOK_MS = 400
NARROW_PX = 370
SILENT_S = 20
"""Seconds without any phone after which it is found out why."""


class PhoneView(QWidget):
    """``arrived`` carries an IncomingFile; ``closed`` says that the panel is no longer wanted.

    ``show_state`` has to be told every state of the draft: from it the phones learn which photos are on disk.
    """

    arrived = Signal(object)
    closed = Signal()
    _came = Signal(object, object)

    def __init__(
        self,
        tasks: Tasks,
        phones: Phones,
        *,
        who: Author,
        language: str = messages.VIETNAMESE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._phones, self._who, self._language = tasks, phones, who, language
        self._wanted = False
        self._plan: Plan | None = None
        self._link: PhoneLink | None = None
        self._token: CancelToken | None = None
        self._silent_ms = 0
        self._asked_why = False
        self._command = ""
        self._act: Callable[[], object] = lambda: None
        self._lay_out()
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        self._ends = _Ends()
        self.destroyed.connect(self._ends.end)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._ends.end)

    @property
    def is_live(self) -> bool:
        """Whether the panel is in use."""
        return self._wanted

    def open(self) -> None:
        """Begin a session, or explain what it is where nobody has switched it on yet."""
        self.setFocus()
        if self._wanted:
            return
        self._wanted = True
        self._say(Kind.NEUTRAL, self.tr("Đang mở…"))
        self._ask_plan()

    def close_view(self, *, quietly: bool = False) -> None:
        """End the session: the page is gone at once, what has come stays."""
        was_wanted, self._wanted = self._wanted, False
        self._let_go()
        if was_wanted and not quietly:
            self.closed.emit()

    def show_state(self, state: SessionState) -> None:
        """The draft on the screen has changed: photos whose pages are on disk are received."""
        if self._link is None:
            return
        pages = (*state.draft.pages, *state.draft.dustbin)
        on_disk = {page.raw for page in pages} | {page.back.raw for page in pages if page.back is not None}
        self._link.settle(on_disk, idle=state.taking_in == 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW_PX
        self._upper.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.code.fit(small=narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_view()
        else:
            super().keyPressEvent(event)

    # looks

    def _lay_out(self) -> None:
        self.code = PhoneCode()
        self.steps = label("", wrap=True)
        self.address = label("", "small", selectable=True)
        self.pill = Pill("", Kind.NEUTRAL)
        self.left = label("", "small")
        self.adapter = ChoiceField(self.tr("Mạng"))
        self.adapter.chosen.connect(self._change_address)
        self.note = Banner(Kind.NEUTRAL)
        self.help = QuietButton("", run=lambda: self._act())
        self.plain = label(
            self.tr("Trang này không mã hoá: chỉ dùng trong mạng riêng của cơ quan, không dùng ở Wi-Fi công cộng."),
            "small",
            wrap=True,
        )
        self.about = label(
            self.tr(
                "Điện thoại quét một mã QR, mở một trang dùng một lần trong mạng của cơ quan và chụp giấy tờ; ảnh vào thẳng "
                "hồ sơ đang mở. Trang chỉ mở trong lúc dùng, tối đa 15 phút nếu không có ảnh nào, và không mở ra Internet."
            ),
            wrap=True,
        )
        self.about_title = label(self.tr("Dùng điện thoại làm máy quét"), "title", wrap=True)
        self.allow = PrimaryButton(self.tr("Bật cho quầy"), icon="smartphone", run=self._allow, small=True)
        self.again = PrimaryButton(self.tr("Mở phiên mới"), icon="refresh-cw", run=self._reopen, small=True)
        self.copy = QuietButton(self.tr("Chép địa chỉ"), icon="copy", run=self._copy_address)
        self.stop = QuietButton(self.tr("Dừng"), "Esc", run=self.close_view, bind=False)
        words = QVBoxLayout()
        words.setSpacing(8)
        pills = QHBoxLayout()
        pills.setSpacing(10)
        pills.addWidget(self.pill)
        pills.addWidget(self.left)
        pills.addStretch(1)
        words.addLayout(pills)
        words.addWidget(self.steps)
        words.addStretch(1)
        self._upper = QHBoxLayout()
        self._upper.setSpacing(14)
        self._upper.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._upper.addLayout(words, 1)
        helps = button_row([self.help])
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.note)
        column.addLayout(helps)
        column.addLayout(self._upper)
        for part in (self.about_title, self.about, self.address, self.adapter, self.plain):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(scroll, 1)
        outer.addLayout(button_row([self.allow, self.again, self.copy, self.stop]))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._show_parts()

    def _show_parts(self, *, live: bool = False, allow: bool = False, again: bool = False) -> None:
        self.code.setVisible(live)
        for part in (self.steps, self.pill, self.left, self.address):
            part.setVisible(live and not again)
        for part in (self.about_title, self.about):
            part.setVisible(allow)
        plan = self._plan
        self.stop.setText(self.tr("Dừng") if live and not again else self.tr("Đóng"))
        self.again.setText(self.tr("Mở phiên mới") if live else self.tr("Thử lại"))
        self.copy.setVisible(live and not again)
        self.allow.setVisible(allow)
        self.again.setVisible(again)
        self.plain.setVisible(allow or (live and plan is not None and not plan.certificate))
        self.adapter.setVisible(live and not again and plan is not None and len(plan.addresses) > 1)

    def _say(
        self, kind: Kind, sentence: str, action: str = "", run: Callable[[], object] = lambda: None, *, title: str = ""
    ) -> None:
        self._act = run
        self.note.show_message(kind, sentence, title=title)
        self.note.setVisible(bool(sentence))
        self.help.setText(action)
        self.help.setVisible(bool(action))

    # opening

    def _allow(self) -> None:
        self.allow.setEnabled(False)

        def allowed(_none: None) -> None:
            self.allow.setEnabled(True)
            if self._wanted:
                self._ask_plan()

        def refused(error: BaseException) -> None:
            self.allow.setEnabled(True)
            self._failed(error)

        self._tasks.store(lambda: self._phones.allow(who=self._who), owner=self, done=allowed, failed=refused)

    def _reopen(self) -> None:
        self._let_go()
        self._wanted = False
        self.open()

    def _ask_plan(self) -> None:
        """Only what was asked for last is answered: somebody may close and open again meanwhile."""
        self._let_go()
        token = self._token = CancelToken()

        def planned(plan: Plan) -> None:
            if token is self._token:
                self._planned(plan)

        self._tasks.store(self._phones.plan, owner=self, done=planned, failed=self._failed)

    def _planned(self, plan: Plan) -> None:
        self._plan = plan
        if not plan.allowed:
            self._show_parts(allow=True)
            self._say(Kind.NEUTRAL, "")
        elif not plan.addresses:
            self._show_parts(again=True)
            self._say(Kind.WAITING, messages.for_key("phone.no_network", self._language))
        else:
            names = [(a.address, f"{a.address} · {a.adapter}" if a.adapter else a.address) for a in plan.addresses]
            self.adapter.set_items(names)
            self._serve(plan, plan.addresses[0].address)

    def _change_address(self, address: object) -> None:
        plan = self._plan
        if plan is not None and self._wanted:
            self._let_go()
            self._serve(plan, str(address))

    def _serve(self, plan: Plan, address: str) -> None:
        token = CancelToken()
        self._token = token

        def opened(link: PhoneLink) -> None:
            if token is self._token:
                self._opened(link, token)
            else:
                self._end(link)

        def failed(error: BaseException) -> None:
            if token is self._token:
                self._failed(error)

        self._tasks.device("phone", lambda: self._phones.open(plan, address), owner=self, done=opened, failed=failed)

    def _opened(self, link: PhoneLink, token: CancelToken) -> None:
        self._link = link
        self._ends.keep(token, link)
        self._silent_ms, self._asked_why = 0, False
        self.code.show_code(link.code())
        self.code.fade(faded=False)
        place, _, secret = link.url.rpartition("/")
        self.address.setText(f"{place}/\n{secret}")
        self.steps.setText(
            self.tr(
                "1. Điện thoại vào Wi-Fi của cơ quan.\n2. Mở máy ảnh, quét mã này.\n3. Bấm “Chụp ảnh” trên trang hiện ra."
            )
        )
        self._say(Kind.NEUTRAL, "")
        self._show_parts(live=True)
        self._look.start()
        self.look()

        def draw() -> None:
            for photo in link.photos(token):
                with contextlib.suppress(RuntimeError):
                    self._came.emit(token, photo)

        self._tasks.device("phone-photos", draw, owner=self, failed=self._failed)

    def _let_go(self) -> None:
        self._look.stop()
        token, self._token = self._token, None
        link, self._link = self._link, None
        self._ends.keep(None, None)
        if token is not None:
            token.cancel()
        if link is not None:
            self._end(link)

    def _end(self, link: PhoneLink) -> None:
        """At once for the phones; the next session waits on the lane until the port is free."""
        link.close(wait=False)
        self._tasks.device("phone", link.close, owner=self)

    # while it is open

    def _take(self, token: CancelToken, photo: Arrived) -> None:
        if token is self._token and self._link is not None:
            self._link.hand_over(photo)
            self.arrived.emit(photo.file)

    def look(self) -> None:
        """Show how the session stands."""
        if self._link is None:
            return
        state = self._link.state()
        self._show_progress(state)
        if state.over:
            self._show_over(state)
        elif not state.phones:
            self._silent_ms += LOOK_MS
            if self._silent_ms >= SILENT_S * 1000 and not self._asked_why:
                self._ask_why()
        elif self._asked_why:
            self._asked_why = False
            self._say(Kind.NEUTRAL, "")

    def _show_progress(self, state: LinkState) -> None:
        minutes, seconds = divmod(state.left_s, 60)
        self.left.setText(self.tr("Còn {time}").format(time=f"{minutes}:{seconds:02d}"))
        if state.arriving:
            text = self.tr("Đang nhận {percent} %").format(percent=state.percent)
            self.pill.show_state(text, Kind.ACCENT)
        elif state.waiting:
            self.pill.show_state(self.tr("Đang lưu {count} ảnh").format(count=state.waiting), Kind.ACCENT)
        elif state.kept:
            self.pill.show_state(self.tr("Đã nhận {count} ảnh").format(count=state.kept), Kind.PROVEN)
        elif state.phones:
            self.pill.show_state(self.tr("Điện thoại đã vào trang"), Kind.ACCENT)
        else:
            self.pill.show_state(self.tr("Chờ điện thoại"), Kind.NEUTRAL)

    def _show_over(self, state: LinkState) -> None:
        link, self._link = self._link, None
        self._look.stop()
        if link is not None:
            self._end(link)
        self.code.fade(faded=True)
        self._show_parts(live=True, again=True)
        self._say(
            Kind.NEUTRAL,
            self.tr("Phiên với điện thoại đã hết giờ; đã nhận {count} ảnh.").format(count=state.kept),
        )

    def _ask_why(self) -> None:
        link = self._link
        if link is None:
            return
        self._asked_why = True

        def told(findings: object) -> None:
            if link is self._link and not link.state().phones:
                self._show_why(findings, link)

        self._tasks.work(link.why_silent, owner=self, done=told, failed=self._failed)

    def _show_why(self, findings: object, link: PhoneLink) -> None:
        verdict, self._command = str(getattr(findings, "verdict", "unknown")), str(getattr(findings, "command", ""))
        port = link.url.rpartition("/")[0].rpartition(":")[2]
        sentence = messages.for_key(f"phone.{verdict}", self._language, port=port)
        title = self.tr("Chưa có điện thoại nào vào được")
        if self._command:
            self._say(Kind.WAITING, sentence, self.tr("Chép lệnh"), self._copy_command, title=title)
        else:
            self._say(Kind.WAITING, sentence, self.tr("Kiểm tra lại"), self._ask_why, title=title)

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self._command)

    def _copy_address(self) -> None:
        if self._link is not None:
            QGuiApplication.clipboard().setText(self._link.url)

    def _failed(self, error: BaseException) -> None:
        self._let_go()
        self._show_parts(again=True)
        key = f"phone.{error.reason}" if isinstance(error, DeviceError) else ""
        sentence = messages.for_key(key, self._language) if messages.has_key(key) else ""
        if not sentence and messages.is_bug(error):
            self._tasks.on_error(error)
        self._say(Kind.PERSON, sentence or messages.for_error(error, self._language))


class _Ends:
    """Ends what runs when the view is gone; it must not be the view itself."""

    def __init__(self) -> None:
        self._token: CancelToken | None = None
        self._link: PhoneLink | None = None

    def keep(self, token: CancelToken | None, link: PhoneLink | None) -> None:
        self._token, self._link = token, link

    def end(self) -> None:
        if self._token is not None:
            self._token.cancel()
        if self._link is not None:
            self._link.close(wait=False)
            self._link = None
