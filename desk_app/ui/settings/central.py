"""Kết nối trung tâm: address, one-time code, and whether anybody answers there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_app.desk.settings import DeskSettings
from desk_app.sync.status import LinkState, StatusBoard
from desk_app.ui import link_words, messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import PrimaryButton, QuietButton, button_row
from desk_app.ui.fields import TextField
from desk_app.ui.pills import Kind, Pill
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.ports import EnrolPort
from desk_app.ui.settings.section import Section, side_by_side


class CentralSection(Section):
    """The queue stays as it is whatever happens here."""

    icon = "cloud-upload"

    def __init__(self, keeper: Keeper, port: EnrolPort, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self._port = port
        self._busy = False
        self.state = Pill()
        self.url = TextField(self.tr("Địa chỉ trung tâm"), placeholder="https://motcua.camau.gov.vn", most=500)
        self.code = TextField(
            self.tr("Mã đăng ký"),
            hint=self.tr("Dùng một lần, do quản trị trung tâm cấp cho đúng đơn vị này"),
        )
        self.enrol_button = PrimaryButton(self.tr("Đăng ký quầy"), icon="key-round", small=True, run=self.enrol)
        self.test_button = QuietButton(self.tr("Thử kết nối"), icon="wifi", run=self.test)
        self.answer = Banner()
        self.answer.hide()
        self.column.addLayout(button_row([self.state]))
        self.column.addLayout(side_by_side([self.url, self.code], [3, 2]))
        self.column.addLayout(button_row([self.enrol_button, self.test_button]))
        self.column.addWidget(self.answer)
        self.column.addStretch(1)
        self.code.line.returnPressed.connect(self.enrol)
        keeper.loaded.connect(self.show_settings)

    def title(self) -> str:
        return self.tr("Kết nối trung tâm")

    def entered(self) -> None:
        self._show_state()

    def show_settings(self, settings: DeskSettings) -> None:
        """Fill the address."""
        self.url.set_value(settings.gateway_url)
        self._show_state()

    def enrol(self) -> None:
        """Connect with the address and the code that were typed."""
        url, code = self.url.value(), self.code.value()
        self.url.set_error("" if url else self.tr("Nhập địa chỉ trung tâm."))
        self.code.set_error("" if code else self.tr("Nhập mã đăng ký."))
        if url and code:
            who = self.keeper.who
            self._ask(lambda: self._port.enrol(url, code, who=who), self._enrolled)

    def test(self) -> None:
        """Ask whether a gateway answers at the address."""
        url = self.url.value()
        self.url.set_error("" if url else self.tr("Nhập địa chỉ trung tâm."))
        if url:
            self._ask(lambda: self._port.test(url), self._answered)

    def _ask(self, work: object, done: object) -> None:
        if self._busy or not callable(work) or not callable(done):
            return
        self._show_busy(busy=True)
        self.answer.show_message(Kind.NEUTRAL, self.tr("Đang hỏi trung tâm…"))
        self.answer.show()
        self.keeper.context.tasks.work(work, owner=self, done=lambda _none: done(), failed=self._failed)

    def _enrolled(self) -> None:
        self._show_busy(busy=False)
        self.code.set_value("")
        self.answer.show_message(Kind.PROVEN, self.tr("Quầy đã được trung tâm nhận. Những gì đang chờ sẽ tự gửi."))
        self.keeper.load()

    def _answered(self) -> None:
        self._show_busy(busy=False)
        self.answer.show_message(Kind.PROVEN, self.tr("Trung tâm trả lời tốt."))

    def _failed(self, error: BaseException) -> None:
        self._show_busy(busy=False)
        sentence = self.keeper.sentence(error)
        if not messages.is_bug(error):
            sentence = messages.for_connecting(error, self.keeper.context.language)
        self.answer.show_message(Kind.PERSON, sentence)

    def _show_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.enrol_button.setEnabled(not busy)
        self.test_button.setEnabled(not busy)

    def _show_state(self) -> None:
        board = self.keeper.context.ports.get(StatusBoard)
        if not isinstance(board, StatusBoard):
            self.state.hide()
            return
        said = link_words.describe(board.latest)
        self.state.show_state(said.text, said.kind, icon=said.icon)
        enrolled = board.latest.state is not LinkState.NOT_ENROLLED
        self.enrol_button.setText(self.tr("Đăng ký lại") if enrolled else self.tr("Đăng ký quầy"))
