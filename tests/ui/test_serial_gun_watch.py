from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desk_app.capture.errors import DeviceBusy, DeviceFailed, DeviceMissing
from desk_app.capture.serial_gun import Reading
from desk_app.desk.serial_gun import SerialGuns
from desk_app.domain.codes import CodeKind
from desk_app.lanes import CancelToken
from desk_app.ui import messages
from desk_app.ui.screen import Scan, ScanTrouble
from desk_app.ui.serial_gun import SerialGunWatch
from desk_app.ui.tasks import Tasks

CODE = "H12.64-261123-0107"


class FakeGun:
    """Reads what a test puts into the queue; an error there is raised, which ends one connection."""

    def __init__(self, port: str, shots: queue.Queue[Reading | Exception]) -> None:
        self.port, self._shots = port, shots

    def readings(self, cancel: CancelToken) -> Iterator[Reading | None]:
        yield None
        while not cancel.is_cancelled:
            try:
                shot = self._shots.get(timeout=0.02)
            except queue.Empty:
                continue
            if isinstance(shot, Exception):
                raise shot
            yield shot


class Bench:
    def __init__(self, tasks: Tasks) -> None:
        self.tasks = tasks
        self.shots: queue.Queue[Reading | Exception] = queue.Queue()
        self.other: queue.Queue[Reading | Exception] = queue.Queue()
        self.opened: list[str] = []
        self.watch = SerialGunWatch(tasks, SerialGuns(gun=self._make, again_s=0.01))  # type: ignore[arg-type]
        self.scans: list[Scan] = []
        self.said: list[str] = []
        self.watch.scanned.connect(self.scans.append)
        self.watch.lost.connect(lambda key, port: self.said.append(messages.for_key(key, device=port)))
        self.watch.back.connect(lambda: self.said.append("back"))

    def _make(self, port: str) -> FakeGun:
        self.opened.append(port)
        return FakeGun(port, self.shots if port == "COM3" else self.other)

    def shoot(self, text: str) -> None:
        for shots in (self.shots, self.other):
            shots.put(Reading(text, len(text)))


@pytest.fixture
def bench(tasks: Tasks, qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(tasks)
    yield made
    made.watch.stop()
    qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=10_000)


def test_without_a_port_nothing_is_opened(bench: Bench) -> None:
    bench.watch.use("")

    assert bench.opened == []
    assert bench.tasks.under_way == 0


def test_what_the_gun_reads_is_understood_like_any_scan(bench: Bench, qtbot: QtBot) -> None:
    bench.watch.use("COM3")
    bench.shoot(CODE)
    bench.shots.put(Reading("", 5000))

    qtbot.waitUntil(lambda: len(bench.scans) == 2, timeout=10_000)

    assert bench.scans[0] == Scan(text=CODE, kind=CodeKind.DOSSIER)
    assert bench.scans[1].trouble is ScanTrouble.TOO_LONG


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (DeviceFailed("COM3", "lost"), "gun.lost"),
        (DeviceMissing("COM3", "port"), "gun.port"),
        (DeviceBusy("COM3", "busy"), "gun.busy"),
        (DeviceBusy("COM3", "permission"), "gun.permission"),
    ],
)
def test_a_gun_that_goes_away_is_a_sentence_and_comes_back_quietly(
    bench: Bench, qtbot: QtBot, error: Exception, key: str
) -> None:
    bench.watch.use("COM3")
    bench.shots.put(error)
    qtbot.waitUntil(lambda: len(bench.said) == 2, timeout=10_000)
    bench.shoot(CODE)
    qtbot.waitUntil(lambda: bool(bench.scans), timeout=10_000)

    assert bench.said == [messages.for_key(key, device="COM3"), "back"]
    assert "COM3" in bench.said[0]


def test_another_port_takes_the_place_of_the_first(bench: Bench, qtbot: QtBot) -> None:
    bench.watch.use("COM3")
    bench.watch.use("COM3")
    bench.watch.use("COM4")
    bench.shoot(CODE)

    qtbot.waitUntil(lambda: bool(bench.scans), timeout=10_000)

    assert bench.opened[-1] == "COM4"
    assert bench.opened.count("COM3") <= 1
    assert len(bench.scans) == 1
    assert bench.watch.port == "COM4"


def test_after_stopping_nothing_is_heard(bench: Bench, qtbot: QtBot) -> None:
    bench.watch.use("COM3")
    qtbot.waitUntil(lambda: bool(bench.opened), timeout=10_000)

    bench.watch.stop()
    bench.shoot(CODE)
    qtbot.waitUntil(lambda: bench.tasks.under_way == 0, timeout=10_000)

    assert bench.scans == []
