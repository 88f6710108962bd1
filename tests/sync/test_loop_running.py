"""The loop in its thread: pauses, who may shorten them, what happens when something breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desk_app.domain.queue import SyncState
from desk_app.lanes import CancelToken, start_thread
from desk_app.sync.loop import Rhythm, SyncLoop
from desk_app.sync.status import LinkState, StatusBoard, SyncStatus

PATIENCE_S = 20.0
QUICK = Rhythm(start_delay_s=0.0, idle_s=60.0, look_s=0.02)


class Running:
    """A loop in its thread, and a way to wait for what it publishes."""

    def __init__(self, loop: SyncLoop) -> None:
        self.loop = loop
        self.cancel = CancelToken()
        self._changed = threading.Condition()
        loop.status.listen(self._told)
        self.thread = start_thread("sync", loop.run_forever, self.cancel)

    def until(self, holds: Callable[[SyncStatus], bool]) -> SyncStatus:
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self.loop.status.latest), PATIENCE_S)
        return self.loop.status.latest

    def stop(self) -> None:
        self.cancel.cancel()
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()

    def _told(self, _: SyncStatus) -> None:
        with self._changed:
            self._changed.notify_all()


@pytest.fixture
def run() -> Iterator[Callable[[SyncLoop], Running]]:
    started: list[Running] = []

    def start(loop: SyncLoop) -> Running:
        started.append(Running(loop))
        return started[-1]

    yield start
    for each in started:
        each.stop()


def test_a_new_dossier_wakes_an_idle_loop(desk: Any, centre: Any, run: Any) -> None:
    running = run(desk.loop(centre, rhythm=QUICK))
    running.until(lambda status: status.state is LinkState.ONLINE)

    dossier_id = desk.accept()
    running.loop.notice()
    running.until(lambda status: status.confirmed_today == 1)

    assert desk.state(dossier_id) is SyncState.CONFIRMED


def test_only_send_now_shortens_the_pause_of_a_broken_line(desk: Any, centre: Any, run: Any) -> None:
    desk.accept()
    loop = desk.loop(centre, rhythm=QUICK)
    loop._failures = 30  # a line that has been broken for long: minutes of pause
    centre.plan = ["drop"]
    running = run(loop)
    running.until(lambda status: status.reason == "transport")
    asked = len(centre.calls)

    loop.notice()
    assert not running.cancel.wait(0.15)
    still = len(centre.calls)
    loop.send_now()
    running.until(lambda status: status.confirmed_today == 1)

    assert (asked, still) == (1, 1)


def test_the_first_turn_waits_for_a_random_while(desk: Any, centre: Any, run: Any) -> None:
    desk.accept()
    loop = desk.loop(centre, rhythm=Rhythm(start_delay_s=10_000.0, look_s=0.02))
    running = run(loop)

    assert not running.cancel.wait(0.1)
    before = list(centre.calls)
    loop.send_now()
    running.until(lambda status: status.confirmed_today == 1)

    assert before == []


def test_connecting_at_the_start_leaves_the_random_delay(desk: Any, centre: Any, run: Any) -> None:
    loop = desk.loop(None, rhythm=Rhythm(start_delay_s=10_000.0, look_s=0.02))
    loop.use(centre)
    running = run(loop)

    assert not running.cancel.wait(0.1)
    assert centre.calls == []


def test_a_client_that_was_replaced_is_closed_by_the_sending_thread(desk: Any, centre: Any) -> None:
    closed: list[str] = []
    old, new = centre, type(centre)()
    old.close = lambda: closed.append("old")
    new.close = lambda: closed.append("new")
    loop = desk.loop(old)
    loop.run_once()

    loop.use(new)
    before = list(closed)
    loop.run_once()
    after = list(closed)
    loop.close()

    assert (before, after, closed) == ([], ["old"], ["old", "new"])


def test_a_fault_is_logged_without_words_shown_and_got_over(
    desk: Any, centre: Any, run: Any, caplog: pytest.LogCaptureFixture
) -> None:
    desk.accept()
    honest = centre.send

    def broken(facts: Any) -> Any:
        centre.send = honest
        raise RuntimeError("Nguyễn Văn Mẫu 0912345678")

    centre.send = broken
    running = run(desk.loop(centre, rhythm=QUICK))

    running.until(lambda status: status.reason == "fault")
    running.loop.send_now()
    running.until(lambda status: status.confirmed_today == 1)

    assert "RuntimeError" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_a_listener_hears_of_changes_until_it_leaves() -> None:
    board, heard = StatusBoard(), []
    leave = board.listen(lambda status: heard.append(status.waiting_dossiers))

    board.publish(SyncStatus(waiting_dossiers=1))
    board.publish(SyncStatus(waiting_dossiers=1))
    leave()
    leave()
    board.publish(SyncStatus(waiting_dossiers=2))

    assert heard == [1]
    assert board.latest.waiting_dossiers == 2
