from __future__ import annotations

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desk_app.lanes import Cancelled
from desk_app.ui.tasks import Tasks


def test_an_answer_arrives_in_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[tuple[int, int]] = []
    owner = QObject()

    tasks.work(
        threading.get_ident,
        owner=owner,
        done=lambda ident: seen.append((ident, threading.get_ident())),
    )

    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1] == threading.get_ident()


def test_an_answer_whose_owner_is_gone_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    go = threading.Event()
    seen: list[object] = []
    owner = QObject()
    tasks.work(lambda: go.wait(5), owner=owner, done=seen.append)

    import shiboken6

    shiboken6.delete(owner)
    go.set()

    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert seen == []


def test_a_cancelled_task_stays_silent(qtbot: QtBot, tasks: Tasks, errors: list[BaseException]) -> None:
    go = threading.Event()
    seen: list[object] = []
    owner = QObject()
    task = tasks.work(lambda: go.wait(5), owner=owner, done=seen.append)

    task.cancel()
    go.set()

    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert (seen, errors) == ([], [])


def test_an_error_goes_to_whoever_asked_for_it_else_to_the_sink(
    qtbot: QtBot, tasks: Tasks, errors: list[BaseException]
) -> None:
    asked: list[BaseException] = []
    owner = QObject()

    def fail() -> None:
        raise ValueError

    tasks.store(fail, owner=owner, failed=asked.append)
    tasks.store(fail, owner=owner)

    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert len(asked) == len(errors) == 1


def test_work_that_stopped_as_asked_is_no_error(qtbot: QtBot, tasks: Tasks, errors: list[BaseException]) -> None:
    def stop() -> None:
        raise Cancelled

    tasks.device("camera", stop, owner=tasks)

    qtbot.waitUntil(lambda: tasks.under_way == 0)
    assert errors == []


def test_the_store_lane_keeps_the_order(qtbot: QtBot, tasks: Tasks) -> None:
    seen: list[int] = []

    for number in range(20):
        tasks.store(lambda number=number: number, owner=tasks, done=seen.append)

    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == list(range(20))


def test_nothing_new_is_started_while_the_program_closes(tasks: Tasks, errors: list[BaseException]) -> None:
    tasks._lanes.close()

    task = tasks.store(threading.get_ident, owner=QObject(), done=lambda _ident: errors.append(AssertionError()))

    assert task.future is None
    assert tasks.under_way == 0
    assert errors == []
