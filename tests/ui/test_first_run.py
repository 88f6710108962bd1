from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_app.desk.first_run import FirstRun
from desk_app.domain.errors import InvalidValue
from desk_app.sync.central import CentralUnreachable, Refused, Why
from desk_app.ui.first_run import FirstRunPage, FirstRunPorts
from desk_app.ui.first_run_steps import DeviceFound
from desk_app.ui.picker import Choice, at_once
from desk_app.ui.printer import PrintFailed
from desk_app.ui.tasks import Tasks

KEY = "00000-11111-22222-33333-44444-55555-66666-77777-88888-99999-00V33-RQ56T"


class Machine:
    def __init__(self) -> None:
        self.made: list[FirstRun] = []
        self.printed: list[str] = []
        self.enrolled: list[tuple[str, str]] = []
        self.fails: BaseException | None = None
        self.paper_out = False

    def ports(self) -> FirstRunPorts:
        return FirstRunPorts(
            communes=at_once(lambda _text: [Choice("UBND xã Khánh An", "Xã Khánh An", "tỉnh Cà Mau")]),
            create=self.create,
            print_key=self.print_key,
            enrol=self.enrol,
            devices=self.devices,
        )

    def print_key(self, text: str) -> None:
        if self.paper_out:
            raise PrintFailed("no_printer", "")
        self.printed.append(text)

    def create(self, first: FirstRun) -> str:
        if self.fails:
            raise self.fails
        self.made.append(first)
        return KEY

    def enrol(self, url: str, code: str) -> str:
        if self.fails:
            raise self.fails
        self.enrolled.append((url, code))
        return "UBND xã Khánh An"

    def devices(self) -> Sequence[DeviceFound]:
        return [DeviceFound(name="Camera HD", icon="camera")]


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def page(qtbot: QtBot, tasks: Tasks, machine: Machine) -> FirstRunPage:
    page = FirstRunPage(machine.ports(), tasks)
    qtbot.addWidget(page)
    page.show()
    return page


def fill_office(page: FirstRunPage) -> None:
    page.office._picked("UBND xã Khánh An")
    page.office.unit.set_value("h12.64")
    page.office.desk.set_value("Quầy 2")
    page._next()


def fill_people(page: FirstRunPage, pin: str = "1234") -> None:
    page.people.officer.set_value("Trần Thị Thuý Hằng")
    page.people.pin.set_value(pin)
    page.people.again.set_value(pin)
    page._next()


def test_from_nothing_to_a_desk(page: FirstRunPage, machine: Machine, qtbot: QtBot) -> None:
    fill_office(page)
    fill_people(page)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.recovery)
    page.recovery.print.click()
    page.recovery.last.set_value("rq56t")
    page.recovery.last.edited.emit("rq56t")
    assert page.stack.currentWidget() is page.connect_step

    with qtbot.waitSignal(page.finished):
        page.next.click()

    made = machine.made[0]
    assert (made.unit, made.unit_name, made.desk, made.officer, made.pin) == (
        "H12.64",
        "UBND xã Khánh An",
        "Quầy 2",
        "Trần Thị Thuý Hằng",
        "1234",
    )
    assert machine.printed == [KEY]


def test_nobody_gets_past_the_recovery_key_without_it(page: FirstRunPage, qtbot: QtBot) -> None:
    fill_office(page)
    fill_people(page)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.recovery)

    page.recovery.last.set_value("00000")
    page.recovery.last.edited.emit("00000")
    page._next()

    assert page.stack.currentWidget() is page.recovery
    assert page.recovery.last.error()
    assert not page.next.isEnabled()


def test_what_is_missing_is_said_beside_its_field(page: FirstRunPage) -> None:
    page.office.unit.set_value("không phải mã")

    page._next()

    assert page.stack.currentWidget() is page.office
    assert page.office.unit.error().startswith("Mã đơn vị chưa đúng")
    assert page.office.desk.error().startswith("Nhập tên quầy")


def test_enter_in_a_field_goes_on(page: FirstRunPage, qtbot: QtBot) -> None:
    page.office._picked("UBND xã Khánh An")
    page.office.unit.set_value("H12.64")
    page.office.desk.set_value("Quầy 2")
    page.office.desk.setFocus()

    qtbot.keyClick(page.office.desk.line, Qt.Key.Key_Return)

    assert page.stack.currentWidget() is page.people


def test_a_recovery_key_that_cannot_be_printed_is_said_so(page: FirstRunPage, machine: Machine, qtbot: QtBot) -> None:
    fill_office(page)
    fill_people(page)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.recovery)
    machine.paper_out = True

    page.recovery.print.click()
    assert page.recovery.not_printed.isVisible()

    machine.paper_out = False
    page.recovery.print.click()
    assert machine.printed == [KEY]
    assert not page.recovery.not_printed.isVisible()


def test_two_different_pins_are_noticed(page: FirstRunPage) -> None:
    fill_office(page)
    page.people.officer.set_value("Hằng")
    page.people.pin.set_value("1234")
    page.people.again.set_value("1243")

    page._next()

    assert "không giống nhau" in page.people.again.error()


def test_what_the_desk_refuses_is_said_beside_its_field(page: FirstRunPage, machine: Machine, qtbot: QtBot) -> None:
    machine.fails = InvalidValue("unit", "malformed")
    fill_office(page)
    fill_people(page)

    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.office)
    assert page.office.unit.error()


def test_a_full_disk_is_said_and_one_may_try_again(page: FirstRunPage, machine: Machine, qtbot: QtBot) -> None:
    from pathlib import Path

    from desk_app.store.errors import DiskFull

    machine.fails = DiskFull(Path("/x"))
    fill_office(page)
    fill_people(page)

    qtbot.waitUntil(lambda: "Ổ đĩa đã đầy" in page.people.trouble.text())
    assert page.next.isEnabled()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused(403, "enrolment_refused"), "Mã đăng ký sai"),
        (CentralUnreachable(Why.TRANSPORT), "Không có trung tâm nào trả lời"),
    ],
)
def test_a_refused_enrolment_stops_nobody(
    page: FirstRunPage, machine: Machine, qtbot: QtBot, error: BaseException, words: str
) -> None:
    page._show(3)
    machine.fails = error
    page.connect_step.url.set_value("https://motcua.example.vn")
    page.connect_step.code.set_value("ABCD")

    page.connect_step.enrol.click()

    qtbot.waitUntil(lambda: words in page.connect_step.answer.text())
    with qtbot.waitSignal(page.finished):
        page.next.click()


def test_an_enrolment_says_as_whom(page: FirstRunPage, machine: Machine, qtbot: QtBot) -> None:
    page._show(3)
    page.connect_step.url.set_value("https://motcua.example.vn")
    page.connect_step.code.set_value("ABCD")

    page.connect_step.enrol.click()

    qtbot.waitUntil(lambda: "UBND xã Khánh An" in page.connect_step.answer.text())
    assert machine.enrolled == [("https://motcua.example.vn", "ABCD")]


def test_devices_are_shown_as_they_answer(page: FirstRunPage, qtbot: QtBot) -> None:
    page._show(3)

    qtbot.waitUntil(page.connect_step.again.isEnabled)
    assert page.connect_step.devices.count() == 1


def test_another_language_makes_the_page_anew(page: FirstRunPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.language_asked) as heard:
        page.office.language.chosen.emit("en")

    assert heard.args == ["en"]
