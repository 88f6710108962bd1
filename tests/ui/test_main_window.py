from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout
from pytestqt.qtbot import QtBot

from desk_app import clock
from desk_app.domain.codes import CodeKind
from desk_app.domain.roles import Act, Role
from desk_app.lanes import start_thread
from desk_app.store.errors import DiskFull
from desk_app.sync.status import LinkState, StatusBoard, SyncStatus
from desk_app.ui import link_words, messages, scanner, screens
from desk_app.ui.main_window import MainWindow
from desk_app.ui.pills import Kind
from desk_app.ui.rail import Rail
from desk_app.ui.screen import Context, KeyAction, Scan, ScanTrouble, Screen, SearchFor, Session
from desk_app.ui.screens import ScreenSpec
from desk_app.ui.tasks import Tasks


class FakeScreen(Screen):
    def __init__(self, context: Context, name: str) -> None:
        super().__init__(context)
        self.name = name
        self.log: list[object] = []
        self.takes: set[CodeKind] = set()
        self.scans: list[Scan] = []
        self.actions: tuple[KeyAction, ...] = ()
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)

    def keys(self) -> tuple[KeyAction, ...]:
        return self.actions

    def entered(self) -> None:
        self.log.append("entered")

    def left(self) -> None:
        self.log.append("left")

    def receive(self, subject: object) -> None:
        self.log.append(subject)

    def take_scan(self, scan: Scan) -> bool:
        self.scans.append(scan)
        return scan.kind in self.takes

    def refresh(self) -> None:
        self.log.append("refresh")


SPECS = [
    ScreenSpec(
        id="intake",
        title=lambda: "Tiếp nhận",
        icon="inbox",
        key="F3",
        factory=lambda c: FakeScreen(c, "intake"),
        act=Act.PREPARE,
    ),
    ScreenSpec(
        id="dossiers",
        title=lambda: "Hồ sơ",
        icon="folder-open",
        key="F4",
        factory=lambda c: FakeScreen(c, "dossiers"),
        act=Act.SEARCH,
    ),
    ScreenSpec(
        id="queue",
        title=lambda: "Hàng đợi",
        icon="list-checks",
        key="F5",
        factory=lambda c: FakeScreen(c, "queue"),
        act=Act.SEE_QUEUE,
    ),
]


@pytest.fixture
def window(qtbot: QtBot, tasks: Tasks, session: Session) -> MainWindow:
    window = MainWindow(desk=None, tasks=tasks, session=session, specs=SPECS)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def screen(window: MainWindow, screen_id: str) -> FakeScreen:
    found = window.screen_of(screen_id)
    assert isinstance(found, FakeScreen)
    return found


def test_the_first_screen_is_shown_and_f_keys_switch(window: MainWindow, qtbot: QtBot) -> None:
    assert screen(window, "intake").log == ["entered"]

    qtbot.keyClick(window, Qt.Key.Key_F4)

    assert window.current is screen(window, "dossiers")
    assert screen(window, "intake").log == ["entered", "left"]
    assert window.rail.buttons["dossiers"].isChecked()


def test_a_screen_is_made_only_when_it_is_first_shown(window: MainWindow) -> None:
    assert set(window._screens) == {"intake"}


def test_a_person_sees_only_the_screens_of_their_role(qtbot: QtBot, tasks: Tasks, session: Session) -> None:
    volunteer = dataclasses.replace(session, role=Role.VOLUNTEER)
    window = MainWindow(desk=None, tasks=tasks, session=volunteer, specs=SPECS)
    qtbot.addWidget(window)

    assert list(window.rail.buttons) == ["intake", "queue"]
    window.go_to("dossiers")
    assert window.current is window.screen_of("intake")


def test_f2_goes_to_the_search_line_and_enter_searches(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert window.top.search.hasFocus()

    qtbot.keyClicks(window.top.search, "nguyen thi huong")
    qtbot.keyClick(window.top.search, Qt.Key.Key_Return)

    assert screen(window, "dossiers").log == ["entered", SearchFor("nguyen thi huong")]


def test_a_dossier_code_that_no_screen_takes_is_looked_up(window: MainWindow) -> None:
    window.take_scan(scanner.understand("H12.64-261123-0107"))

    assert screen(window, "dossiers").log[-1] == SearchFor("H12.64-261123-0107")


def test_the_screen_in_sight_takes_a_scan_first(window: MainWindow) -> None:
    screen(window, "intake").takes.add(CodeKind.DOSSIER)

    window.take_scan(scanner.understand("H12.64-261123-0107"))

    assert window.current is screen(window, "intake")


def test_a_card_damaged_by_an_input_method_is_said_so(window: MainWindow) -> None:
    window.take_scan(Scan(text="x", kind=CodeKind.IDENTITY_CARD, trouble=ScanTrouble.GARBLED))

    assert "Unikey" in window.notice.text()
    assert screen(window, "intake").scans == []


def test_a_scan_that_can_be_read_takes_back_what_was_said_about_the_one_before(window: MainWindow) -> None:
    window.take_scan(Scan(text="x", kind=CodeKind.IDENTITY_CARD, trouble=ScanTrouble.GARBLED))

    window.take_scan(scanner.understand("096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1|15042021"))

    assert not window.notice.isVisible()


def test_who_may_not_look_dossiers_up_is_told_so(qtbot: QtBot, tasks: Tasks, session: Session) -> None:
    volunteer = dataclasses.replace(session, role=Role.VOLUNTEER)
    window = MainWindow(desk=None, tasks=tasks, session=volunteer, specs=SPECS)
    qtbot.addWidget(window)

    window.search("nguyen thi huong")

    assert "Ctrl+U" in window.notice.text()


def test_an_unknown_code_is_said_so(window: MainWindow) -> None:
    window.take_scan(Scan(text="893850123456789", kind=CodeKind.UNKNOWN))

    assert window.notice.isVisible()


def test_a_gun_is_understood_wherever_the_focus_is(window: MainWindow, qapp: object, gun: Callable[..., None]) -> None:
    watch = scanner.GunWatch(qapp)
    watch.scanned.connect(window.take_scan)
    line = screen(window, "intake").line
    line.setFocus()

    gun(line, "H12.64-261123-0107")

    qapp.removeEventFilter(watch)
    assert line.text() == ""
    assert screen(window, "dossiers").log[-1] == SearchFor("H12.64-261123-0107")


def test_the_keys_of_a_screen_stand_at_the_bottom_and_work(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    intake = screen(window, "intake")
    intake.actions = (
        KeyAction(key="F10", text="Quét", run=lambda: done.append("F10")),
        KeyAction(key="F9", text="Tiếp nhận", run=lambda: done.append("F9"), enabled=False),
    )
    intake.keys_changed.emit()
    qtbot.waitUntil(lambda: all(button.isVisible() for button in window.keys._buttons))

    qtbot.keyClick(window, Qt.Key.Key_F10)
    qtbot.keyClick(window, Qt.Key.Key_F9)

    assert done == ["F10"]
    assert [button.text() for button in window.keys._buttons] == ["Quét", "Tiếp nhận"]


def test_the_buttons_at_the_bottom_stay_while_only_what_they_do_changes(window: MainWindow) -> None:
    done: list[int] = []
    intake = screen(window, "intake")
    intake.actions = (KeyAction(key="F10", text="Quét", run=lambda: done.append(1)),)
    intake.keys_changed.emit()
    before = window.keys._buttons[0]

    intake.actions = (KeyAction(key="F10", text="Quét", run=lambda: done.append(2), enabled=True),)
    intake.keys_changed.emit()
    before.click()

    assert window.keys._buttons == [before]
    assert done == [2]


def test_an_error_is_shown_as_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    window.show_error(DiskFull(tmp_path))

    assert window.notice.isVisible()
    assert "Ổ đĩa đã đầy" in window.notice.text()


def test_a_bug_goes_to_the_log_with_the_id_that_is_shown(window: MainWindow, caplog: pytest.LogCaptureFixture) -> None:
    error = ZeroDivisionError()

    window.show_error(error)

    assert messages.bug_id(error) in window.notice.text()
    assert messages.bug_id(error) in caplog.text


def test_what_sync_publishes_from_its_thread_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    board = StatusBoard()
    window.follow(board)

    thread = start_thread(
        "sync",
        lambda: board.publish(SyncStatus(state=LinkState.OFFLINE, waiting_dossiers=12, needs_person=1, leases_left=93)),
    )

    qtbot.waitUntil(lambda: "12" in window.top.pill.text())
    thread.join()
    assert window.rail.buttons["queue"].count() == 1
    assert window.keys._right.text() == "Còn 93 mã cho hôm nay"


def test_a_closed_window_no_longer_listens(window: MainWindow) -> None:
    board = StatusBoard()
    window.follow(board)

    window.close()

    assert board._listeners == []


def test_news_from_the_store_reach_the_screen_in_sight(window: MainWindow) -> None:
    window.dossiers_changed()

    assert screen(window, "intake").log[-1] == "refresh"


def test_ctrl_u_lets_somebody_else_sign_in(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.switch_asked):
        qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)


def test_the_window_fits_the_smallest_screen(window: MainWindow) -> None:
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 728


NOON = clock.now().replace(hour=12, minute=30)


@pytest.mark.parametrize(
    ("status", "text", "kind"),
    [
        (SyncStatus(state=LinkState.OFFLINE, waiting_dossiers=12), "Ngoại tuyến · 12 hồ sơ chờ gửi", Kind.WAITING),
        (SyncStatus(state=LinkState.OFFLINE), "Ngoại tuyến", Kind.WAITING),
        (SyncStatus(state=LinkState.ONLINE, last_contact_at=NOON), "Trực tuyến · đã gửi hết 12:30", Kind.PROVEN),
        (SyncStatus(state=LinkState.ONLINE, waiting_dossiers=1), "Trực tuyến · 1 hồ sơ chờ gửi", Kind.WAITING),
        (SyncStatus(state=LinkState.SENDING, waiting_dossiers=3), "Trực tuyến · đang gửi 3 hồ sơ", Kind.WAITING),
        (SyncStatus(state=LinkState.PAUSED, reason="enrol_again"), "Tạm dừng gửi", Kind.PERSON),
        (SyncStatus(state=LinkState.PORTAL), "Mạng cần đăng nhập", Kind.PERSON),
        (SyncStatus(state=LinkState.NOT_ENROLLED), "Chưa kết nối trung tâm", Kind.NEUTRAL),
    ],
)
def test_the_pill_tells_the_truth(status: SyncStatus, text: str, kind: Kind) -> None:
    words = link_words.describe(status)

    assert (words.text, words.kind) == (text, kind)


def test_only_proof_is_green() -> None:
    for state in LinkState:
        assert link_words.describe(SyncStatus(state=state, waiting_dossiers=1)).kind is not Kind.PROVEN


def test_the_details_say_what_waits_and_when_it_is_tried_again() -> None:
    status = SyncStatus(
        waiting_dossiers=12, waiting_files=41, waiting_bytes=5_452_595, next_try_at=NOON, last_contact_at=NOON
    )

    assert link_words.details(status) == "12 hồ sơ, 41 tệp, 5,2 MB chờ gửi; thử lại lúc 12:30; lần liên lạc cuối 12:30"


def test_another_day_is_named() -> None:
    assert link_words.time_text(NOON - dt.timedelta(days=3)).startswith("12:30 ")


def test_every_screen_has_an_icon_and_a_key_of_its_own() -> None:
    assert (
        len({spec.key for spec in screens.REGISTRY})
        == len({spec.id for spec in screens.REGISTRY})
        == len(screens.REGISTRY)
    )


def test_the_badge_is_spoken(qtbot: QtBot) -> None:
    rail = Rail([("queue", "Hàng đợi", "list-checks", "F5")])
    qtbot.addWidget(rail)

    rail.buttons["queue"].set_count(3)

    assert rail.buttons["queue"].accessibleName() == "Hàng đợi: 3"
