"""Người dùng: who works at this desk, in which role, and a new PIN for whoever forgot theirs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desk_app import clock
from desk_app.domain.accounts import Account
from desk_app.domain.errors import InvalidValue
from desk_app.domain.roles import Role
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import LinkButton, PrimaryButton, QuietButton, button_row
from desk_app.ui.fields import ChoiceField, TextField
from desk_app.ui.labels import ElidedLabel, label
from desk_app.ui.pills import Kind
from desk_app.ui.role_names import role_name
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import Section
from desk_app.ui.tables import Cell, Column, RowsModel, Table

_FORM_PX = 290
_EDIT, _ADD = 0, 1


class PinPair(QWidget):
    """A new PIN, typed twice. ``entered`` comes with Enter in the second field."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = TextField(self.tr("Mã PIN mới"), hint=self.tr("Ít nhất 4 ký tự"), most=64)
        self.second = TextField(self.tr("Gõ lại mã PIN"), most=64)
        for field in (self.first, self.second):
            field.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.second.line.returnPressed.connect(self.entered)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.first, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.second, 1, Qt.AlignmentFlag.AlignTop)

    def pin(self) -> str | None:
        """The PIN; None, and a sentence beside it, when the two differ."""
        self.first.set_error("")
        same = self.first.value() == self.second.value()
        self.second.set_error("" if same else self.tr("Hai lần gõ mã PIN không giống nhau. Gõ lại."))
        return self.first.value() if same else None

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.second):
            field.set_value("")
            field.set_error("")


class PeopleSection(Section):
    """A table, and beside it the selected person or a new one."""

    icon = "users"

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self._account: Account | None = None
        columns = (
            Column(title=self.tr("Họ và tên"), width_px=220, stretch=True),
            Column(title=self.tr("Vai trò"), width_px=124),
            Column(title=self.tr("Trạng thái"), width_px=124),
        )
        self.model: RowsModel[Account] = RowsModel(columns, self._cells, self)
        self.table = Table(columns, row_px=44, name=self.tr("Người dùng"))
        self.table.setProperty("framed", "true")
        self.table.setModel(self.model)
        self.table.moved.connect(self._moved)
        roles = [(role, role_name(role)) for role in Role]
        self.role = ChoiceField(self.tr("Vai trò"), roles)
        self.pins = PinPair()
        self.pins.entered.connect(self.reset_pin)
        self.new_name = TextField(self.tr("Họ và tên"))
        self.new_role = ChoiceField(self.tr("Vai trò"), roles)
        self.new_pins = PinPair()
        self.new_pins.entered.connect(self.add)
        self.answer = Banner(closable=True)
        self.answer.hide()
        self._name = ElidedLabel("", "heading")
        self._state = label("", "small", wrap=True)
        self.role.chosen.connect(self._change_role)
        self._lay_out()

    def title(self) -> str:
        return self.tr("Người dùng")

    def entered(self) -> None:
        self._read()

    def _lay_out(self) -> None:
        self._forms = QStackedWidget()
        self._forms.setFixedWidth(_FORM_PX)
        self._forms.addWidget(self._edit_form())
        self._forms.addWidget(self._add_form())
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.table, 1)
        left.addLayout(button_row([QuietButton(self.tr("Thêm người"), icon="plus", run=self.start_adding)]))
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addLayout(left, 1)
        row.addWidget(self._forms)
        self.column.addWidget(self.answer)
        self.column.addLayout(row, 1)

    def _edit_form(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._name)
        column.addWidget(self._state)
        column.addWidget(self.role)
        column.addWidget(self.pins)
        self.reset_button = PrimaryButton(self.tr("Đặt lại mã PIN"), small=True, run=self.reset_pin)
        column.addLayout(button_row([self.reset_button]))
        column.addStretch(1)
        return page

    def _add_form(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(self.tr("Người mới"), "heading"))
        for widget in (self.new_name, self.new_role, self.new_pins):
            column.addWidget(widget)
        self.add_button = PrimaryButton(self.tr("Thêm người"), small=True, run=self.add)
        cancel = LinkButton(self.tr("Thôi"), run=self._stop_adding)
        column.addLayout(button_row([self.add_button, cancel]))
        column.addStretch(1)
        return page

    def start_adding(self) -> None:
        """Show the empty form for somebody new."""
        self.new_name.set_value("")
        self.new_name.set_error("")
        self.new_pins.clear()
        self._forms.setCurrentIndex(_ADD)
        self.new_name.setFocus()

    def add(self) -> None:
        """Add the person of the form."""
        name, role, pin = self.new_name.value(), self.new_role.value(), self.new_pins.pin()
        if pin is None or not isinstance(role, Role):
            return
        accounts = self.keeper.context.desk.accounts
        self.keeper.context.tasks.store(
            lambda: accounts.add(name=name, role=role, pin=pin, who=self.keeper.who),
            owner=self,
            done=self._added,
            failed=lambda error: self._refused(error, self.new_name, self.new_pins),
        )

    def reset_pin(self) -> None:
        """Give the selected person the PIN of the form, which also ends a lock-out."""
        account, pin = self._account, self.pins.pin()
        if account is None or pin is None:
            return
        accounts = self.keeper.context.desk.accounts
        said = self.tr("{name} có mã PIN mới và đăng nhập được ngay.").format(name=account.name)
        self.keeper.context.tasks.store(
            lambda: accounts.reset_pin(account.id, pin, who=self.keeper.who),
            owner=self,
            done=lambda _none: self._done(said),
            failed=lambda error: self._refused(error, None, self.pins),
        )

    def _change_role(self, role: object) -> None:
        account = self._account
        if account is None or not isinstance(role, Role) or role is account.role:
            return
        accounts = self.keeper.context.desk.accounts
        said = self.tr("{name} nay là {role}.").format(name=account.name, role=role_name(role))
        self.keeper.context.tasks.store(
            lambda: accounts.change_role(account.id, role, who=self.keeper.who),
            owner=self,
            done=lambda _none: self._done(said),
            failed=lambda error: self._refused(error, None, self.pins),
        )

    def _read(self) -> None:
        self.keeper.context.tasks.store(self.keeper.context.desk.accounts.all, owner=self, done=self._show)

    def _show(self, accounts: tuple[Account, ...]) -> None:
        chosen = self._account.id if self._account else ""
        place = next((n for n, account in enumerate(accounts) if account.id == chosen), 0)
        self.table.blockSignals(True)
        self.model.replace(accounts)
        self.table.select_row(place)
        self.table.blockSignals(False)
        if accounts:
            self._show_account(accounts[place])

    def _moved(self, index: QModelIndex) -> None:
        account = self.model.row(index)
        if account is not None:
            self._show_account(account)
            self._forms.setCurrentIndex(_EDIT)

    def _show_account(self, account: Account) -> None:
        if self._account is None or self._account.id != account.id:
            self.pins.clear()
        self._account = account
        self._name.setText(account.name)
        self.role.set_value(account.role)
        self.role.set_error("")
        since = f"{account.created_at.astimezone(clock.VIETNAM):%d/%m/%Y}"
        text = self.tr("Bị khoá vì gõ sai mã PIN nhiều lần; đặt mã PIN mới để mở.") if account.locked else ""
        self._state.setText(text or self.tr("Có tài khoản từ {day}.").format(day=since))

    def _stop_adding(self) -> None:
        self._forms.setCurrentIndex(_EDIT)

    def _added(self, account: Account) -> None:
        self._account = account
        self._forms.setCurrentIndex(_EDIT)
        self._done(self.tr("Đã thêm {name}.").format(name=account.name))

    def _done(self, sentence: str) -> None:
        self.pins.clear()
        self.answer.show_message(Kind.ACCENT, sentence)
        self.answer.show()
        self._read()

    def _refused(self, error: BaseException, name: TextField | None, pins: PinPair) -> None:
        sentence = self.keeper.sentence(error)
        field = error.field if isinstance(error, InvalidValue) else ""
        if field == "pin":
            pins.first.set_error(sentence)
        elif field == "name" and name is not None:
            name.set_error(sentence)
        elif field == "role":
            self.role.set_error(sentence)
            if self._account is not None:
                self.role.set_value(self._account.role)
        else:
            self.answer.show_message(Kind.PERSON, sentence)
            self.answer.show()

    def _cells(self, account: Account) -> tuple[Cell, ...]:
        if account.locked:
            state = Cell(text=self.tr("Bị khoá"), pill=Kind.PERSON, icon="lock")
        elif account.failed_attempts:
            state = Cell(text=self.tr("Sai PIN {count} lần").format(count=account.failed_attempts), pill=Kind.WAITING)
        else:
            state = Cell(text=self.tr("Đang dùng"), pill=Kind.NEUTRAL)
        return Cell(text=account.name, strong=True), Cell(text=role_name(account.role)), state
