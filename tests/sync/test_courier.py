from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from desk_app.lanes import CancelToken
from desk_app.sync.courier import PAUSED_HERE, Courier
from desk_app.sync.status import LinkState, StatusBoard, SyncStatus


class WaitingLoop:
    """A loop that runs until it is asked to stop and remembers what it was told."""

    def __init__(self) -> None:
        self.status = StatusBoard()
        self.told: list[object] = []
        self.running = threading.Event()
        self.runs = 0

    def use(self, client: object) -> None:
        self.told.append(("use", client))

    def notice(self) -> None:
        self.told.append("notice")

    def send_now(self) -> None:
        self.told.append("send_now")

    def run_forever(self, cancel: CancelToken) -> None:
        self.runs += 1
        self.running.set()
        cancel.wait(30)
        self.running.clear()


@pytest.fixture
def loop() -> WaitingLoop:
    return WaitingLoop()


@pytest.fixture
def courier(loop: WaitingLoop) -> Iterator[Courier]:
    made = Courier(loop, connect=lambda: threading.current_thread().name)  # type: ignore[arg-type, return-value]
    yield made
    made.stop()


def test_it_carries_in_a_thread_of_its_own_that_makes_the_client_first(courier: Courier, loop: WaitingLoop) -> None:
    courier.start()

    assert loop.running.wait(10)
    assert courier.is_running
    assert loop.told == [("use", "sync")]


def test_starting_twice_carries_once(courier: Courier, loop: WaitingLoop) -> None:
    courier.start()
    assert loop.running.wait(10)
    courier.start()
    courier.stop()

    assert loop.runs == 1


def test_when_stop_returns_nothing_is_carried_any_more(courier: Courier, loop: WaitingLoop) -> None:
    courier.start()
    assert loop.running.wait(10)

    courier.stop()
    courier.stop()

    assert not loop.running.is_set()
    assert not courier.is_running


def test_it_can_be_started_again(courier: Courier, loop: WaitingLoop) -> None:
    for _ in range(2):
        courier.start()
        assert loop.running.wait(10)
        courier.stop()

    assert loop.runs == 2


def test_a_pause_is_said_in_the_status_and_resume_goes_on_at_once(courier: Courier, loop: WaitingLoop) -> None:
    loop.status.publish(SyncStatus(state=LinkState.ONLINE, waiting_dossiers=3))
    courier.start()
    assert loop.running.wait(10)

    courier.pause()
    assert not courier.is_running
    assert loop.status.latest == SyncStatus(state=LinkState.PAUSED, reason=PAUSED_HERE, waiting_dossiers=3)

    courier.resume()
    assert loop.running.wait(10)
    assert "send_now" in loop.told


def test_wishes_are_passed_on(courier: Courier, loop: WaitingLoop) -> None:
    courier.wake()
    courier.send_now()
    courier.connect()

    assert loop.told == ["notice", "send_now", ("use", threading.current_thread().name)]


def test_the_carrying_thread_may_stop_itself(loop: WaitingLoop) -> None:
    stopped = threading.Event()
    courier: Courier

    def run(cancel: CancelToken) -> None:
        courier.stop()
        stopped.set()

    loop.run_forever = run  # type: ignore[method-assign]
    courier = Courier(loop, connect=lambda: None)  # type: ignore[arg-type]
    courier.start()

    assert stopped.wait(10)
    assert not courier.is_running
