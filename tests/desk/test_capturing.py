from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from desk_app import lanes
from desk_app.capture import simulated
from desk_app.capture.errors import DeviceMissing, SimulationRefused, UnreadableFile
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.live_camera import READINGS_NEEDED, SHOWN_WIDTH_PX
from desk_app.lanes import CancelToken

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("camera") / "camera.avi"
    card = simulated.card_image(CARD, dpi=250)
    frame = np.full((720, 1280, 3), 200, np.uint8)
    height, width = min(card.shape[0], 700), min(card.shape[1], 1200)
    frame[10 : 10 + height, 40 : 40 + width] = card[:height, :width]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 20, (1280, 720))
    for _ in range(20):
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def test_a_card_from_the_camera_is_believed_after_several_equal_readings_and_once_only(video: Path) -> None:
    token = CancelToken()
    camera = Capturing().camera(str(video))
    seen = []

    for sight in camera.sights(cancel=token, for_card=True):
        seen.append(sight)
        if len([s for s in seen if s.readings > READINGS_NEEDED]) == 2:
            token.cancel()
    camera.close()

    believed = [s for s in seen if s.card]
    assert [s.card for s in believed] == [CARD]
    assert believed[0].readings == READINGS_NEEDED
    assert (seen[0].picture.width_px, len(seen[0].picture.rgb)) == (
        SHOWN_WIDTH_PX,
        SHOWN_WIDTH_PX * seen[0].picture.height_px * 3,
    )


def test_without_being_asked_the_camera_reads_no_card(video: Path) -> None:
    token = CancelToken()
    camera = Capturing().camera(str(video))

    sight = next(camera.sights(cancel=token, for_card=False))
    token.cancel()
    camera.close()

    assert (sight.readings, sight.card) == (0, "")


def test_a_shot_is_a_whole_frame_as_a_file(video: Path) -> None:
    camera = Capturing().camera(str(video))

    file = camera.shot(cancel=CancelToken())
    camera.close()

    pixels = cv2.imdecode(np.frombuffer(file.data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels.shape == (720, 1280, 3)
    assert file.source == "camera"


def test_a_camera_that_is_not_there_says_so(tmp_path: Path) -> None:
    camera = Capturing().camera(str(tmp_path / "none.avi"))

    with pytest.raises(DeviceMissing):
        next(camera.sights(cancel=CancelToken(), for_card=True))

    camera.close()


def test_the_simulated_scanner_exists_only_where_it_is_allowed() -> None:
    assert Capturing().scanners() == ()
    (device,) = Capturing(simulation_allowed=True).scanners()
    assert device.kind == "simulated"

    with pytest.raises(SimulationRefused):
        next(Capturing().scan(device, dpi=60, cancel=CancelToken()))


def test_a_scan_yields_pages_with_the_name_of_the_device() -> None:
    pages = list(Capturing(simulation_allowed=True).scan(Device(kind="simulated"), dpi=60, cancel=CancelToken()))

    assert [page.source for page in pages] == ["Máy quét mô phỏng"] * 2


def test_a_watched_folder_yields_only_what_comes_from_now_on(tmp_path: Path) -> None:
    (tmp_path / "old.jpg").write_bytes(b"\xff\xd8 old")
    token = CancelToken()
    came: list[str] = []
    began = threading.Event()

    def watch() -> None:
        for file in Capturing().watch(tmp_path, cancel=_Telling(token, began)):
            came.append(file.name)
            token.cancel()

    thread = lanes.start_thread("watch", watch)
    assert began.wait(10)
    (tmp_path / "new.jpg").write_bytes(b"\xff\xd8 new")
    thread.join(10)

    assert came == ["new.jpg"]


class _Telling(CancelToken):
    """Tells when the watching began: then the folder was looked at once."""

    def __init__(self, token: CancelToken, began: threading.Event) -> None:
        super().__init__()
        self._token, self._began = token, began

    @property
    def is_cancelled(self) -> bool:
        self._began.set()
        return self._token.is_cancelled

    def wait(self, timeout_s: float) -> bool:
        return self._token.wait(min(timeout_s, 0.05))


def test_a_card_is_found_on_a_picture_and_nothing_on_another() -> None:
    capturing = Capturing()

    assert capturing.card_in(simulated.jpeg_file(simulated.card_image(CARD), dpi=300)) == CARD
    assert capturing.card_in(simulated.jpeg_file(np.full((200, 300, 3), 255, np.uint8))) is None
    with pytest.raises(UnreadableFile):
        capturing.card_in(b"no picture")
