from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import pytest

from desk_app.capture.devices import RawPage, ScanOptions
from desk_app.capture.errors import DeviceMissing
from desk_app.capture.page import Pixels
from desk_app.capture.simulated_film import Script, Stage
from desk_app.capture.watching.sighting import SheetState
from desk_app.desk.live_camera import LiveCamera, Sight
from desk_app.lanes import CancelToken

FPS = 10.0


class FilmCamera:
    """Plays frames as fast as they are looked at; ends with an error if it is given one."""

    name = "Camera 1"

    def __init__(self, frames: Sequence[Pixels], *, error: Exception | None = None) -> None:
        self._frames, self._error = frames, error
        self.started = 0
        self.closed = 0

    def start(self) -> None:
        self.started += 1

    def close(self) -> None:
        self.closed += 1

    def timed_frames(self, cancel: CancelToken) -> Iterator[tuple[float, Pixels]]:
        for number, frame in enumerate(self._frames):
            if cancel.is_cancelled:
                return
            yield number / FPS, frame
        if self._error is not None:
            raise self._error

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        yield RawPage(b"page", ".jpg", "camera-001.jpg")


@pytest.fixture(scope="module")
def two_sheets() -> list[Pixels]:
    stage = Stage(3, size_px=(800, 600))
    script = Script(3, stage, fps=FPS).lay(9).lie(1.0).take_away().lay(12).lie(1.0)
    return [stage.draw(scene) for scene in script.scenes]


@pytest.fixture(scope="module")
def lying(two_sheets: list[Pixels]) -> list[Pixels]:
    return two_sheets[-10:]


def looked(camera: FilmCamera, *, automatic: bool) -> list[Sight]:
    live = LiveCamera("0", make=lambda _address: camera)
    return list(live.sights(cancel=CancelToken(), for_card=False, automatic=automatic))


def test_sheets_that_lie_still_come_as_files_in_the_stream_one_each(two_sheets: list[Pixels]) -> None:
    sights = looked(FilmCamera(two_sheets), automatic=True)

    shots = [sight for sight in sights if sight.shot is not None]
    assert [sight.shot.name for sight in shots if sight.shot] == ["camera-001.jpg", "camera-002.jpg"]
    assert all(sight.by_itself and sight.state is SheetState.SHOT for sight in shots)
    pixels = cv2.imdecode(np.frombuffer(shots[0].shot.data, np.uint8), cv2.IMREAD_COLOR)
    assert pixels.shape == (600, 800, 3)
    assert shots[0].shot.source == "camera"


def test_nothing_is_shot_by_itself_unless_so_wanted(two_sheets: list[Pixels]) -> None:
    sights = looked(FilmCamera(two_sheets), automatic=False)

    assert [sight for sight in sights if sight.shot is not None] == []
    assert any(sight.outline is not None and sight.state is SheetState.STEADYING for sight in sights)


def test_automatic_shots_can_be_switched_on_while_somebody_looks(lying: list[Pixels]) -> None:
    live = LiveCamera("0", make=lambda _address: FilmCamera(lying * 2))
    sights = live.sights(cancel=CancelToken(), for_card=False)
    before = list(itertools.islice(sights, len(lying)))

    live.automatic = True

    assert all(sight.shot is None for sight in before)
    assert len([sight for sight in sights if sight.shot is not None]) == 1


def test_a_page_that_is_asked_for_comes_once_and_is_not_taken_again_by_itself(lying: list[Pixels]) -> None:
    live = LiveCamera("0", make=lambda _address: FilmCamera(lying * 2))
    sights = live.sights(cancel=CancelToken(), for_card=False, automatic=True)
    first = next(sights)

    live.ask_shot()
    shots = [sight for sight in sights if sight.shot is not None]

    assert first.shot is None
    assert len(shots) == 1
    assert not shots[0].by_itself
    assert shots[0].warnings == ()


def test_what_is_doubtful_about_a_page_that_was_asked_for_is_said_with_it() -> None:
    grey = np.full((600, 800, 3), 90, np.uint8)
    live = LiveCamera("0", make=lambda _address: FilmCamera([grey] * 8))
    sights = live.sights(cancel=CancelToken(), for_card=False)
    next(sights)

    live.ask_shot()

    assert [sight.warnings for sight in sights if sight.shot is not None] == [("no_sheet",)]


def test_a_sheet_that_was_taken_is_known_when_the_view_is_opened_again(lying: list[Pixels]) -> None:
    live = LiveCamera("0", make=lambda _address: FilmCamera(lying))
    token = CancelToken()
    first = [s for s in live.sights(cancel=token, for_card=False, automatic=True) if s.shot is not None]

    again = [s for s in live.sights(cancel=token, for_card=False, automatic=True) if s.shot is not None]

    assert (len(first), len(again)) == (1, 0)


def test_a_camera_that_vanishes_is_let_go_and_opened_anew_by_the_next_look(lying: list[Pixels]) -> None:
    made: list[FilmCamera] = []

    def make(_address: str) -> FilmCamera:
        made.append(FilmCamera(lying[:2], error=None if made else DeviceMissing("Camera 1", "lost")))
        return made[-1]

    live = LiveCamera("0", make=make)
    with pytest.raises(DeviceMissing):
        list(live.sights(cancel=CancelToken(), for_card=False))

    again = list(live.sights(cancel=CancelToken(), for_card=False))

    assert (len(made), made[0].closed, len(again)) == (2, 1, 2)


def test_warming_up_opens_the_camera_and_looking_uses_the_same(lying: list[Pixels]) -> None:
    camera = FilmCamera(lying[:2])
    made: list[str] = []

    def make(address: str) -> FilmCamera:
        made.append(address)
        return camera

    live = LiveCamera("2", make=make)
    live.warm_up()
    list(live.sights(cancel=CancelToken(), for_card=True))
    live.close()

    assert (made, camera.started, camera.closed) == (["2"], 1, 1)
