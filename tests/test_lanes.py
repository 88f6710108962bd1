from __future__ import annotations

import threading

import pytest

from desk_app.lanes import Cancelled, CancelToken, Lanes, start_thread


def test_work_for_the_store_is_done_in_order_by_one_thread() -> None:
    lanes = Lanes()
    done: list[tuple[int, str]] = []

    for number in range(50):
        lanes.store.submit(lambda n=number: done.append((n, threading.current_thread().name)))
    lanes.close()

    assert [n for n, _ in done] == list(range(50))
    assert len({name for _, name in done}) == 1


def test_what_waits_for_the_store_is_finished_before_the_lanes_close_and_other_work_is_not_begun() -> None:
    lanes = Lanes(workers=1)
    gate, begun, done = threading.Event(), threading.Event(), []

    def first() -> None:
        begun.set()
        gate.wait(10)

    lanes.work.submit(first)
    late = lanes.work.submit(done.append, "work")
    lanes.store.submit(gate.wait, 10)
    saves = [lanes.store.submit(done.append, f"save {n}") for n in range(3)]
    begun.wait(10)
    closing = start_thread("closing", lanes.close)
    gate.set()
    closing.join(10)

    assert done == ["save 0", "save 1", "save 2"]
    assert late.cancelled()
    assert all(f.done() for f in saves)


def test_work_that_ends_while_the_lanes_close_may_still_save() -> None:
    lanes = Lanes(workers=1)
    saved: list[str] = []
    lanes.work.submit(lambda: "page").add_done_callback(lambda f: lanes.store.submit(saved.append, f.result()))

    lanes.close()

    assert saved == ["page"]


def test_a_device_has_one_thread_of_its_own() -> None:
    lanes = Lanes()
    try:
        assert lanes.device("camera") is lanes.device("camera")
        assert lanes.device("camera") is not lanes.device("scanner")
        names = {
            lanes.device(d).submit(lambda: threading.current_thread().name).result(10) for d in ("camera", "scanner")
        }
        assert len(names) == 2
    finally:
        lanes.close()


def test_closed_lanes_take_nothing_on_and_may_be_closed_again() -> None:
    lanes = Lanes()
    lanes.close()
    lanes.close()

    with pytest.raises(RuntimeError):
        lanes.store.submit(print)


def test_a_token_is_raised_once_for_everybody() -> None:
    token = CancelToken()
    token.raise_if_cancelled()
    assert not token.wait(0)

    token.cancel()
    token.cancel()

    assert token.is_cancelled
    assert token.wait(60)
    with pytest.raises(Cancelled):
        token.raise_if_cancelled()


def test_a_long_running_thread_has_its_name_and_does_not_keep_the_program() -> None:
    seen: list[str] = []
    thread = start_thread("sync", lambda word: seen.append(f"{word} {threading.current_thread().name}"), "in")
    thread.join(10)

    assert (seen, thread.daemon) == (["in sync"], True)
