from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_app import clock
from desk_app.desk.accounts import LockedOut, SignedIn, SignIn, WrongPin
from desk_app.domain.accounts import Account
from desk_app.domain.events import Author
from desk_app.domain.roles import Role
from desk_app.store.errors import StoreBusy
from desk_app.ui.sign_in import SignInPage, SignInPorts
from desk_app.ui.tasks import Tasks

SINCE = dt.datetime(2026, 11, 21, 8, tzinfo=clock.VIETNAM)
PEOPLE = (
    Account(id="a", name="Trần Thị Thuý Hằng", role=Role.OFFICER, pin_hash="", created_at=SINCE),
    Account(id="b", name="Lê Minh Khôi", role=Role.VOLUNTEER, pin_hash="", created_at=SINCE),
    Account(id="c", name="Phạm Văn Út", role=Role.SUPERVISOR, pin_hash="", locked=True, created_at=SINCE),
)


class Desk:
    """Knows the PIN 1234."""

    def __init__(self) -> None:
        self.left = 2
        self.asked: list[tuple[str, str]] = []

    def sign_in(self, account_id: str, pin: str) -> SignIn:
        self.asked.append((account_id, pin))
        if pin == "1234":
            name = next(person.name for person in PEOPLE if person.id == account_id)
            return SignedIn(Author(account_id=account_id, name=name, role=Role.OFFICER))
        self.left -= 1
        return WrongPin(self.left) if self.left else LockedOut()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def page(qtbot: QtBot, tasks: Tasks, desk: Desk) -> SignInPage:
    page = SignInPage(PEOPLE, SignInPorts(sign_in=desk.sign_in), tasks, last_account_id="b")
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_who_was_here_last_only_types_the_pin(page: SignInPage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.pin.hasFocus)
    qtbot.keyClicks(page.pin, "1234")

    with qtbot.waitSignal(page.signed_in) as heard:
        qtbot.keyClick(page.pin, Qt.Key.Key_Return)

    assert heard.args[0].name == "Lê Minh Khôi"
    assert desk.asked == [("b", "1234")]
    assert page.pin.text() == ""


def test_the_arrows_choose_who(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.pin, Qt.Key.Key_Up)

    assert page.person() is PEOPLE[0]


def test_digits_typed_into_the_list_are_the_pin(page: SignInPage, qtbot: QtBot) -> None:
    page.names.setFocus()

    qtbot.keyClick(page.names, Qt.Key.Key_1)

    assert page.pin.text() == "1"


def test_a_wrong_pin_says_how_many_tries_are_left(page: SignInPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.pin, "0000")
    qtbot.keyClick(page.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "Còn 1 lần thử" in page.field.error())


def test_a_lock_out_says_whom_to_ask(page: SignInPage, desk: Desk, qtbot: QtBot) -> None:
    desk.left = 1
    qtbot.keyClicks(page.pin, "0000")
    qtbot.keyClick(page.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "quản trị" in page.field.error())


def test_somebody_locked_is_told_before_typing(page: SignInPage) -> None:
    page.names.setCurrentRow(2)

    assert "đã bị khoá" in page.field.error()


def test_no_pin_is_asked_for_by_name(page: SignInPage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(page.pin, Qt.Key.Key_Return)

    assert "Lê Minh Khôi" in page.field.error()
    assert desk.asked == []


def test_trouble_with_the_store_is_said(qtbot: QtBot, tasks: Tasks, tmp_path: object) -> None:
    def busy(_account_id: str, _pin: str) -> SignIn:
        raise StoreBusy(tmp_path)

    page = SignInPage(PEOPLE, SignInPorts(sign_in=busy), tasks)
    qtbot.addWidget(page)
    page.pin.setText("1234")

    page._try()

    qtbot.waitUntil(lambda: "đang bận" in page.field.error())
    assert page.button.isEnabled()


def test_nobody_at_all_is_no_crash(qtbot: QtBot, tasks: Tasks, type_text: Callable[..., None]) -> None:
    page = SignInPage((), SignInPorts(sign_in=lambda _a, _p: LockedOut()), tasks)
    qtbot.addWidget(page)

    page._step(1)
    page._try()

    assert page.person() is None
