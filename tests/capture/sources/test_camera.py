from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from desk_app.capture import files, simulated
from desk_app.capture.codes.symbols import read_card
from desk_app.capture.devices import ScanOptions
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceMissing
from desk_app.capture.page import Pixels
from desk_app.capture.sources import camera_opening
from desk_app.capture.sources.camera import Camera, motion, sharpness
from desk_app.lanes import CancelToken


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, card_text: str) -> Path:
    """A card that comes into focus: 12 frames of 640×480."""
    path = tmp_path_factory.mktemp("film") / "camera.avi"
    card = simulated.card_image(card_text, 1)
    sharp = simulated.photograph(card, 1, 2, size_px=(640, 480), fill=0.95, tilt=0.01, noise=2, blur_px=0.3)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 60, (640, 480))
    for number in range(12):
        frame = cv2.GaussianBlur(sharp, (0, 0), 6 - number / 2) if number < 11 else sharp
        writer.write(cv2.cvtColor(frame if number < 6 else sharp, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


@pytest.fixture
def camera(film: Path) -> Iterator[Camera]:
    with Camera(film) as opened:
        yield opened


def test_frames_come_in_red_green_blue(tmp_path: Path) -> None:
    path = tmp_path / "red.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (64, 48))
    for _ in range(3):
        writer.write(np.full((48, 64, 3), (0, 0, 255), np.uint8))
    writer.release()

    with Camera(path) as camera:
        frame = next(camera.frames(CancelToken()))

    assert frame.shape == (48, 64, 3)
    assert frame[20, 20, 0] > 200 > frame[20, 20, 2]


def test_the_newest_frame_is_at_hand_and_a_film_starts_again(camera: Camera) -> None:
    seen = sum(1 for _ in itertools.islice(camera.frames(CancelToken()), 20))

    assert seen == 20
    assert camera.latest() is not None


def test_the_frames_of_a_film_end_where_it_ends_if_so_wanted(film: Path) -> None:
    with Camera(film, repeat=False) as camera:
        assert 1 <= sum(1 for _ in camera.frames(CancelToken())) <= 12


def test_a_shot_is_the_sharpest_of_several_frames(camera: Camera) -> None:
    shot = camera.shot()

    assert sharpness(shot) >= sharpness(cv2.GaussianBlur(shot, (0, 0), 3))
    assert shot.shape == (480, 640, 3)


def test_a_shot_becomes_a_page_file(camera: Camera) -> None:
    pages = list(camera.pages(ScanOptions(most_pages=2), CancelToken()))

    assert [page.suffix for page in pages] == [".jpg", ".jpg"]
    assert files.read_frame(pages[0].data).width_px == 640


def test_a_card_held_before_the_camera_is_read(camera: Camera, card_text: str) -> None:
    found = read_card(itertools.islice(camera.frames(CancelToken()), 60))

    assert found is not None
    assert found.text == card_text


def test_frames_end_when_cancelled_or_closed(camera: Camera) -> None:
    cancel = CancelToken()
    frames = camera.frames(cancel)
    next(frames)
    cancel.cancel()

    assert list(frames) == []
    others = camera.frames(CancelToken())
    next(others)
    camera.close()
    assert list(others) == []


def test_a_closed_camera_can_be_opened_again(camera: Camera) -> None:
    camera.shot()
    camera.close()

    assert camera.shot().shape == (480, 640, 3)


def test_a_missing_camera_is_said_to_be_missing(tmp_path: Path) -> None:
    with Camera(tmp_path / "none.avi") as camera:
        with pytest.raises(DeviceMissing):
            next(camera.frames(CancelToken()))
        with pytest.raises(DeviceMissing):
            camera.latest()


def test_a_file_that_is_no_film_is_a_camera_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "text.avi"
    path.write_text("no film")

    with Camera(path) as camera, pytest.raises(DeviceMissing):
        camera.shot()


def test_motion_tells_a_hand_from_noise() -> None:
    rng = np.random.default_rng(0)
    still = np.full((480, 640, 3), 120, np.uint8)
    noisy = np.clip(still + rng.normal(0, 4, still.shape), 0, 255).astype(np.uint8)
    hand = still.copy()
    hand[100:300, 200:400] = 60

    assert motion(still, noisy) < 2
    assert motion(still, hand) > 6


class FakeCapture:
    """A camera of the operating system: sizes it has, and frames it gives, the last one for ever or none any more."""

    def __init__(
        self,
        frames: list[Pixels] | None = None,
        *,
        sizes: tuple[tuple[int, int], ...] = ((1280, 720),),
        nearest: bool = True,
        then_lost: bool = False,
    ) -> None:
        self._frames, self._sizes, self._nearest, self._then_lost = frames or [], sizes, nearest, then_lost
        self._wish = [0.0, 0.0]
        self.asked: list[tuple[int, int]] = []
        self.given = 0
        self.passed = 0
        self.released = threading.Event()

    def isOpened(self) -> bool:
        return True

    def set(self, prop: int, value: float) -> bool:
        if prop == cv2.CAP_PROP_FRAME_WIDTH:
            self._wish[0] = value
        if prop == cv2.CAP_PROP_FRAME_HEIGHT:
            self._wish[1] = value
            self.asked.append((int(self._wish[0]), int(self._wish[1])))
        return True

    def get(self, prop: int) -> float:
        wish = (int(self._wish[0]), int(self._wish[1]))
        area = wish[0] * wish[1]
        got = min(self._sizes, key=lambda size: abs(size[0] * size[1] - area))
        if not self._nearest and wish not in self._sizes:
            got = (640, 480)
        return float(got[0] if prop == cv2.CAP_PROP_FRAME_WIDTH else got[1])

    def grab(self) -> bool:
        self.passed += 1
        return True

    def read(self) -> tuple[bool, Pixels]:
        self.given += 1
        if not self._frames or (self._then_lost and self.given > len(self._frames)):
            return False, np.zeros((0, 0, 3), np.uint8)
        return True, self._frames[min(self.given, len(self._frames)) - 1]

    def release(self) -> None:
        self.released.set()


def grey(level: int) -> Pixels:
    return np.full((48, 64, 3), level, np.uint8)


def opened(capture: FakeCapture) -> Camera:
    return Camera(0, opened=lambda _address, _name: capture)


def test_the_largest_picture_a_camera_has_is_asked_for() -> None:
    capture = FakeCapture(sizes=((640, 480), (1920, 1080), (3264, 2448)))

    assert camera_opening.negotiate(capture) == (3264, 2448)
    assert len(capture.asked) <= 3


def test_a_camera_that_answers_unknown_sizes_with_its_default_is_asked_one_after_the_other() -> None:
    capture = FakeCapture(sizes=((640, 480), (1920, 1080)), nearest=False)

    assert camera_opening.negotiate(capture, answers_with_default=True) == (1920, 1080)


def test_not_more_than_was_said_is_asked_for() -> None:
    capture = FakeCapture(sizes=((640, 480), (1920, 1080), (3840, 2160)))

    assert camera_opening.negotiate(capture, most=(1920, 1080)) == (1920, 1080)


def test_black_first_frames_and_a_running_exposure_are_held_back() -> None:
    frames = [grey(0)] * 6 + [grey(30), grey(60), grey(100), grey(140), grey(142), grey(143)]

    with opened(FakeCapture(frames)) as camera:
        first = next(camera.frames(CancelToken()))

    assert 138 <= int(first.mean()) <= 144


def test_a_dark_room_is_shown_in_the_end() -> None:
    with opened(FakeCapture([grey(2)])) as camera:
        assert int(next(camera.frames(CancelToken())).mean()) == 2


def test_a_camera_that_is_open_but_gives_nothing_belongs_to_another_program() -> None:
    capture = FakeCapture()

    with opened(capture) as camera, pytest.raises(DeviceBusy):
        next(camera.frames(CancelToken()))

    assert capture.released.wait(20)


def test_a_camera_that_vanishes_is_missing_and_can_be_opened_again_when_it_is_back() -> None:
    captures = [FakeCapture([grey(120)] * 8, then_lost=True), FakeCapture([grey(90)])]
    camera = Camera(0, opened=lambda _address, _name: captures.pop(0))

    with pytest.raises(DeviceMissing):
        list(camera.frames(CancelToken()))
    camera.close()
    again = next(camera.frames(CancelToken()))
    camera.close()

    assert int(again.mean()) == 90


def test_each_frame_has_its_time() -> None:
    with opened(FakeCapture([grey(120)])) as camera:
        times = [at_s for at_s, _ in itertools.islice(camera.timed_frames(CancelToken()), 4)]

    assert times == sorted(times)


def test_an_opening_error_reaches_whoever_looks() -> None:
    def refuse(_address: object, name: str) -> FakeCapture:
        raise DeviceBusy(name, "not_opened")

    camera = Camera(3, opened=refuse)
    with pytest.raises(DeviceError):
        camera.shot()
    camera.close()
