from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desk_app.capture import simulated
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceMissing
from desk_app.capture.watching.sighting import SheetState
from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.live_camera import LiveCamera, Picture, Sight
from desk_app.lanes import CancelToken, Lanes
from desk_app.ui.intake import camera_view
from desk_app.ui.intake.camera_view import PEDAL_KEYS, CameraView
from desk_app.ui.tasks import Tasks


def page_file(seed: int) -> bytes:
    return simulated.jpeg_file(simulated.document_page(seed=seed, dpi=70), dpi=70)


BLACK = Picture(bytes(8 * 6 * 3), 8, 6)
SHEET = ((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.2, 0.9))


class FakeCamera(LiveCamera):
    """Shows what the test lays before it, until it is cancelled; fails while ``error`` is set."""

    def __init__(self) -> None:
        super().__init__("0")
        self.asked = 0
        self.looks = 0
        self.warmed = 0
        self.closed = 0
        self.error: DeviceError | None = None
        self._show: list[Sight] = []

    def lay(self, *sights: Sight) -> None:
        self._show.extend(sights)

    def warm_up(self) -> None:
        self.warmed += 1

    def sights(self, *, cancel: CancelToken, for_card: bool, automatic: bool = False) -> Iterator[Sight]:
        self.looks += 1
        self.automatic = automatic
        if self.error is not None:
            raise self.error
        while not cancel.is_cancelled:
            while self._show:
                yield self._show.pop(0)
            cancel.wait(0.005)

    def ask_shot(self) -> None:
        self.asked += 1

    def close(self) -> None:
        self.closed += 1


class FakeCapturing(Capturing):
    def __init__(self, camera: FakeCamera) -> None:
        super().__init__()
        self._camera = camera

    def camera(self, address: str) -> LiveCamera:
        return self._camera


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.lanes = Lanes()
        self.camera = FakeCamera()
        self.tasks = Tasks(self.lanes, lambda error: None)
        self.view = CameraView(self.tasks, FakeCapturing(self.camera))
        self.files: list[str] = []
        self.view.shot.connect(lambda file: self.files.append(file.name))
        self.view.superseded.connect(lambda: self.files.pop())
        self.view.resize(420, 480)
        with qtbot.waitExposed(self.view):
            self.view.show()

    def open(self) -> CameraView:
        self.view.open("0", for_card=False)
        return self.view

    def until(self, condition: object) -> None:
        self.qtbot.waitUntil(condition, timeout=20000)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.view, key)

    def close(self) -> None:
        self.view.close_view(quietly=True)
        shiboken6.delete(self.view)
        self.lanes.close()


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.close()


def shot(name: str, *, by_itself: bool = True, warnings: tuple[str, ...] = ()) -> Sight:
    file = IncomingFile(name, b"jpeg", source="camera")
    return Sight(BLACK, outline=SHEET, state=SheetState.SHOT, shot=file, by_itself=by_itself, warnings=warnings)


def test_every_sheet_that_is_laid_down_arrives_at_once_without_a_touch(desk: Desk) -> None:
    view = desk.open()

    desk.camera.lay(shot("a"), shot("b"), shot("c"))
    desk.until(lambda: desk.files == ["a", "b", "c"])

    assert view.taken == 3
    assert view.is_live
    assert "3" in view.sentence.text()
    assert not view.doubt.isVisible()


def test_the_outline_and_the_ring_are_drawn_over_the_picture(desk: Desk) -> None:
    view = desk.open()

    desk.camera.lay(Sight(BLACK, outline=SHEET, state=SheetState.STEADYING, progress=0.4))
    desk.until(lambda: view.picture.mark.ring == 0.4)

    assert view.picture.mark.outline == SHEET
    assert "Giữ yên" in view.sentence.text()
    assert not view.grab().isNull()


def test_a_warning_is_said_before_the_shot(desk: Desk) -> None:
    view = desk.open()

    desk.camera.lay(Sight(BLACK, outline=SHEET, state=SheetState.STEADYING, warnings=("cut",)))
    desk.until(lambda: "nằm ngoài khung" in view.sentence.text())

    assert view.picture.mark.tone == "amber"
    assert desk.files == []


@pytest.mark.parametrize("key", sorted(PEDAL_KEYS))
def test_space_and_the_keys_of_foot_pedals_ask_for_a_shot(desk: Desk, key: Qt.Key) -> None:
    desk.open()

    desk.press(key)

    assert desk.camera.asked == 1


def test_a_doubtful_page_is_kept_and_asked_about_and_enter_takes_it(desk: Desk) -> None:
    view = desk.open()
    desk.camera.lay(shot("a", warnings=("blurred",)))
    desk.until(lambda: view.doubt.isVisible())

    assert desk.files == ["a"]
    assert "mờ" in view.doubt.text()
    desk.press(Qt.Key.Key_Return)

    assert not view.doubt.isVisible()
    assert desk.camera.asked == 0


def test_space_shoots_a_doubtful_page_again_and_the_new_one_takes_its_place(desk: Desk) -> None:
    view = desk.open()
    desk.camera.lay(shot("a"), shot("b", warnings=("glare",)))
    desk.until(lambda: view.doubt.isVisible())

    desk.press(Qt.Key.Key_Space)
    desk.camera.lay(shot("b2", by_itself=False))
    desk.until(lambda: "b2" in desk.files)

    assert desk.files == ["a", "b2"]
    assert view.taken == 2


def test_a_sheet_laid_down_next_answers_the_question_by_itself(desk: Desk) -> None:
    view = desk.open()
    desk.camera.lay(shot("a", warnings=("glare",)))
    desk.until(lambda: view.doubt.isVisible())

    desk.camera.lay(shot("b"))
    desk.until(lambda: desk.files == ["a", "b"])

    assert not view.doubt.isVisible()


def test_automatic_shots_are_switched_with_a_key_and_the_choice_stays(desk: Desk) -> None:
    view = desk.open()
    desk.until(lambda: desk.camera.automatic)

    desk.press(Qt.Key.Key_A)
    assert not desk.camera.automatic
    view.close_view()
    view.open("0", for_card=False)

    assert not view.automatic.isChecked()
    desk.until(lambda: desk.camera.looks == 2)
    assert not desk.camera.automatic


@pytest.mark.parametrize("error", [DeviceMissing("Camera 1", "lost"), DeviceBusy("Camera 1", "no_frame")])
def test_a_camera_that_is_away_or_in_other_hands_is_said_and_comes_back_quietly(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: DeviceError
) -> None:
    desk.view._again.setInterval(20)
    desk.camera.error = error
    view = desk.open()
    desk.until(lambda: "Camera 1" in view.sentence.text())
    assert view.is_live

    desk.camera.error = None
    desk.camera.lay(shot("a"))

    desk.until(lambda: desk.files == ["a"])
    assert "Camera 1" not in view.sentence.text()


def test_a_page_that_arrives_while_the_view_is_being_closed_is_not_lost(desk: Desk) -> None:
    view = desk.open()

    view._offer(shot("late"))
    view.close_view()

    assert desk.files == ["late"]


def test_escape_closes_and_the_camera_stays_warm_until_somebody_else_may_want_it(desk: Desk) -> None:
    view = desk.open()
    closed: list[bool] = []
    view.closed.connect(lambda: closed.append(True))

    desk.press(Qt.Key.Key_Escape)
    view._mind_others(Qt.ApplicationState.ApplicationActive)
    assert closed == [True]
    assert view._cool.interval() > camera_view.GIVEN_FREE_MS

    view._mind_others(Qt.ApplicationState.ApplicationInactive)
    assert view._cool.interval() <= camera_view.GIVEN_FREE_MS
    view.let_go()
    desk.until(lambda: desk.camera.closed == 1)


def test_a_camera_nobody_has_used_for_long_is_given_free(desk: Desk) -> None:
    view = desk.open()

    view._idle.timeout.emit()

    assert not view.is_live
    desk.until(lambda: desk.camera.closed == 1)


def test_the_camera_is_opened_in_the_background_some_time_after_the_screen(desk: Desk) -> None:
    desk.view.warm_up("0")
    assert desk.camera.warmed == 0

    desk.view._warm.timeout.emit()

    desk.until(lambda: desk.camera.warmed == 1)
    assert not desk.view.is_live
    assert QGuiApplication.instance() is not None


def test_while_a_card_is_read_nothing_is_shot(desk: Desk) -> None:
    desk.view.open("0", for_card=True)

    desk.press(Qt.Key.Key_Space)
    desk.camera.lay(Sight(BLACK, readings=2))
    desk.until(lambda: "2/3" in desk.view.sentence.text())

    assert desk.camera.asked == 0
    assert not desk.view.shoot.isVisible()


def test_a_page_taken_again_puts_the_doubtful_one_into_the_dustbin(counter) -> None:
    screen = counter.open()
    camera = screen.pages.camera

    camera.shot.emit(IncomingFile("a.jpg", page_file(1), source="camera"))
    counter.until(lambda: len(counter.draft.pages) == 1)
    camera.shot.emit(IncomingFile("b.jpg", page_file(2), source="camera"))
    counter.until(lambda: len(counter.draft.pages) == 2)
    before = {page.id for page in counter.draft.pages}

    camera.superseded.emit()
    camera.shot.emit(IncomingFile("b2.jpg", page_file(3), source="camera"))
    counter.until(lambda: len({page.id for page in counter.draft.pages} - before) == 1)

    assert len(counter.draft.pages) == 2
    counter.settle()
