from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desk_app.desk.queue import Queue
from desk_app.domain.errors import InvalidValue, NotPermitted
from desk_app.domain.queue import FileState, QueueCounts, QueueRow, SyncState
from desk_app.domain.roles import Role
from desk_app.ids import new_id
from desk_app.sync.status import LinkState, SyncStatus
from desk_app.ui.pills import Kind
from desk_app.ui.queue import words
from desk_app.ui.queue.screen import QueueScreen
from desk_app.ui.screen import OpenDossier

LATE, PROVEN, REFUSED, WAITING, NEWEST = range(5)


class Sender:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def wake(self) -> None:
        self.asked.append("wake")

    def send_now(self) -> None:
        self.asked.append("send_now")

    def pause(self) -> None:
        self.asked.append("pause")

    def resume(self) -> None:
        self.asked.append("resume")


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def open_screen(qtbot: Any, office: Any, sender: Sender) -> Callable[..., QueueScreen]:
    def start(role: Role = Role.SUPERVISOR) -> QueueScreen:
        queue = Queue(office.program.store, clock=office.now, new_id=new_id, sync=sender)
        context = office.context(role, desk=dataclasses.replace(office.desk, queue=queue))
        screen = QueueScreen(context, now=office.now)
        qtbot.addWidget(screen)
        screen.resize(1254, 640)
        screen.show()
        screen.entered()
        qtbot.waitUntil(lambda: len(screen.list.model.rows()) == 5)
        return screen

    return start


@pytest.fixture
def screen(qtbot: Any, open_screen: Callable[..., QueueScreen]) -> QueueScreen:
    made = open_screen()
    qtbot.waitUntil(lambda: made.pane.refusal is not None)
    return made


def phone(office: Any) -> str:
    with office.program.store.read() as uow:
        return str(uow.dossiers.get(office.dossiers[REFUSED]).applicant.phone)


def row(**changes: Any) -> QueueRow:
    return dataclasses.replace(
        QueueRow(dossier_id="d", code="c", procedure_name="p", applicant_name="a", state=SyncState.WAITING), **changes
    )


def test_what_needs_a_person_stands_first_and_what_is_proven_last(screen: QueueScreen, office: Any) -> None:
    states = [row.state for row in screen.list.model.rows()]

    assert states[0] is SyncState.NEEDS_PERSON
    assert states[-1] is SyncState.CONFIRMED
    assert [figure.value() for figure in screen.figures.values()] == [
        "2 hồ sơ · 6 tệp",
        "Trực tuyến",
        "1 hồ sơ",
        "1 hồ sơ",
    ]


def test_the_badge_counts_what_needs_a_person(qtbot: Any, screen: QueueScreen) -> None:
    with qtbot.waitSignal(screen.badge_changed, check_params_cb=lambda count: count == 1):
        screen.refresh()


def test_a_refused_dossier_shows_reason_field_and_present_value(screen: QueueScreen) -> None:
    assert "Số điện thoại không hợp lệ" in screen.pane.banner.text()
    assert screen.pane.field.caption.text() == "Điện thoại"
    assert screen.pane.field.value() == "0918224175"


def test_correcting_the_field_sends_the_dossier_again(
    qtbot: Any, screen: QueueScreen, office: Any, sender: Sender
) -> None:
    screen.pane.field.line.setText("0918 224 199")

    screen.pane.fix_button.click()

    qtbot.waitUntil(lambda: all(r.state is not SyncState.NEEDS_PERSON for r in screen.list.model.rows()))
    assert phone(office) == "0918224199"
    assert sender.asked == ["wake"]
    assert office.acts(office.dossiers[REFUSED])[-1] == "field_corrected"


def test_a_correction_that_is_wrong_too_is_said_beside_the_field(qtbot: Any, screen: QueueScreen, office: Any) -> None:
    screen.pane.field.line.setText("0918 22")

    qtbot.keyClick(screen.pane.field.line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(screen.pane.field.error()))
    assert "Số điện thoại chưa đúng" in screen.pane.field.error()
    assert phone(office) == "0918224175"
    assert screen.pane.fix_button.isEnabled()


def test_what_is_being_typed_survives_a_new_reading(qtbot: Any, screen: QueueScreen) -> None:
    screen.pane.field.line.setText("0909")
    before = screen.list.model.rows()

    screen.refresh()

    qtbot.waitUntil(lambda: not screen._reading and screen.list.model.rows() is not before)
    assert screen.pane.field.value() == "0909"


def test_sending_again_without_a_change_queues_it(qtbot: Any, screen: QueueScreen, sender: Sender) -> None:
    screen.pane.again_button.click()

    qtbot.waitUntil(lambda: sender.asked == ["wake"])
    qtbot.waitUntil(lambda: all(r.state is not SyncState.NEEDS_PERSON for r in screen.list.model.rows()))


def test_a_stuck_file_can_be_sent_again(
    qtbot: Any, open_screen: Callable[..., QueueScreen], office: Any, sender: Sender
) -> None:
    with office.program.store.transaction() as uow:
        event = uow.outbox.events_of(office.dossiers[REFUSED])[0].fact.event_id
        uow.outbox.requeue(event)
        file = uow.outbox.files_of(office.dossiers[WAITING])[0]
        uow.outbox.mark_file(
            office.dossiers[WAITING], file.sha256, state=FileState.NEEDS_PERSON, attempts=3, reason="too_big"
        )
    screen = open_screen()
    assert "Tệp lớn quá mức" in screen.pane.banner.text()
    assert not screen.pane.field.isVisible()

    screen.pane.again_button.click()

    qtbot.waitUntil(lambda: all(r.state is not SyncState.NEEDS_PERSON for r in screen.list.model.rows()))
    assert office.acts(office.dossiers[WAITING])[-1] == "file_sent_again"
    assert sender.asked == ["wake"]


def test_an_officer_sees_the_reason_but_no_repair(qtbot: Any, open_screen: Callable[..., QueueScreen]) -> None:
    screen = open_screen(Role.OFFICER)
    qtbot.waitUntil(lambda: screen.pane.refusal is not None)

    assert screen.pane.banner.isVisible()
    assert screen.pane.who_may.isVisible()
    assert not screen.pane.field.isVisible()
    assert not screen.pane.fix_button.isVisible()
    assert not screen.pane.again_button.isVisible()
    assert screen.pane.refusal is not None
    assert screen.pane.refusal.value == ""


def test_whoever_may_not_search_cannot_open_the_dossier(open_screen: Callable[..., QueueScreen]) -> None:
    assert not open_screen(Role.ADMINISTRATOR).pane.open_button.isVisible()


def test_the_servers_own_words_are_one_click_away(screen: QueueScreen) -> None:
    assert not screen.pane.raw.isVisible()

    screen.pane.raw_link.click()

    assert "ten digits" in screen.pane.raw.toPlainText()
    assert screen.pane.raw.isVisible()


def test_opening_leads_to_the_dossier(screen: QueueScreen, office: Any, told: Any) -> None:
    screen.pane.open_button.click()

    assert told.went == [("dossiers", OpenDossier(office.dossiers[REFUSED]))]


def test_being_sent_here_selects_the_dossier(qtbot: Any, screen: QueueScreen, office: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[PROVEN]))

    qtbot.waitUntil(lambda: screen.pane.row is not None and screen.pane.row.dossier_id == office.dossiers[PROVEN])
    assert screen.pane.banner.property("banner") == Kind.PROVEN.value


def test_chips_narrow_the_list(screen: QueueScreen) -> None:
    assert [chip.text() for chip in screen.list.chips] == ["Tất cả", "Chờ 2", "Cần xử lý 1", "Đã xác nhận 1"]

    screen.list.chips[2].click()

    assert [r.state for r in screen.list.model.rows()] == [SyncState.NEEDS_PERSON]


def test_send_now_hurries(qtbot: Any, screen: QueueScreen, sender: Sender) -> None:
    screen.list.send_button.click()

    qtbot.waitUntil(lambda: sender.asked == ["send_now"])


def test_pause_becomes_go_on(qtbot: Any, screen: QueueScreen, office: Any, sender: Sender) -> None:
    screen.list.pause_button.click()
    qtbot.waitUntil(lambda: sender.asked == ["pause"])
    office.board.publish(SyncStatus(state=LinkState.PAUSED, reason="paused_here"))
    qtbot.waitUntil(lambda: screen.list.pause_button.text() == "Tiếp tục")

    screen.list.pause_button.click()

    qtbot.waitUntil(lambda: sender.asked == ["pause", "resume"])


def test_a_status_from_the_sending_thread_is_shown(qtbot: Any, screen: QueueScreen, office: Any) -> None:
    status = SyncStatus(state=LinkState.SENDING, rate_bytes_s=14_750.0)

    thread = threading.Thread(target=office.board.publish, args=(status,))
    thread.start()
    thread.join()

    qtbot.waitUntil(lambda: screen.figures["link"].value() == "118 kbit/s")


def test_a_screen_that_is_gone_hears_nothing_more(qtbot: Any, office: Any) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    screen = QueueScreen(office.context(), now=office.now, parent=holder)

    screen.deleteLater()

    qtbot.waitUntil(lambda: not shiboken6.isValid(screen))
    office.board.publish(SyncStatus(state=LinkState.OFFLINE))
    assert office.board._listeners == []


def test_a_desk_without_a_centre_offers_to_connect_instead_of_sending(
    open_screen: Callable[..., QueueScreen], office: Any, told: Any
) -> None:
    office.board.publish(SyncStatus(state=LinkState.NOT_ENROLLED))
    screen = open_screen(Role.ADMINISTRATOR)

    assert not screen.list.send_button.isVisible()
    assert not screen.list.pause_button.isVisible()
    assert not screen.keys()[0].enabled
    screen.list.connect_button.click()
    assert told.went == [("settings",)]


def test_an_empty_queue_says_how_things_get_there(qtbot: Any, open_screen: Callable[..., QueueScreen]) -> None:
    screen = open_screen()
    screen.list.show_rows((), QueueCounts())

    assert screen.list.stack.currentIndex() == 1
    assert "F3" in screen.list.empty.sentence.text()


def test_only_a_proven_dossier_is_green() -> None:
    green = {state for state in SyncState if words.cells(row(state=state))[0].pill is Kind.PROVEN}

    assert green == {SyncState.CONFIRMED}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"events_waiting": 2}, "Đến lượt sẽ gửi"),
        ({"files_waiting": 3}, "Hồ sơ đã tới trung tâm, còn 3 tệp"),
        ({}, "Đã gửi hết, chờ trung tâm xác nhận"),
        ({"state": SyncState.SENDING, "bytes_total": 200, "bytes_waiting": 76}, "Đang gửi tệp · 62 %"),
        ({"state": SyncState.SENDING, "events_waiting": 1}, "Đang gửi hồ sơ"),
        ({"state": SyncState.CONFIRMED, "files_total": 5}, "Trung tâm giữ 5/5 tệp, trùng mã băm"),
    ],
)
def test_each_state_has_its_sentence(changes: dict[str, Any], said: str) -> None:
    assert words.line(row(**changes)) == said


def test_repairs_are_refused_to_whoever_may_not(office: Any) -> None:
    with office.program.store.read() as uow:
        event = uow.outbox.events_of(office.dossiers[REFUSED])[0].fact.event_id
    queue = office.desk.queue

    with pytest.raises(NotPermitted):
        queue.send_file_again(office.dossiers[REFUSED], "0" * 64, who=office.who(Role.OFFICER))
    with pytest.raises(NotPermitted):
        queue.fix(event, "applicant.phone", "0918224199", who=office.who(Role.OFFICER))
    with pytest.raises(InvalidValue):
        queue.fix(event, "code", "x", who=office.who(Role.SUPERVISOR))
