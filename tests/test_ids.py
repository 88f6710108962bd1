from __future__ import annotations

import concurrent.futures as cf
import datetime as dt
import uuid

import pytest

from desk_app import clock, ids

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=clock.VIETNAM)


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """The clock shows the last of these."""
    shown = [NOW]
    monkeypatch.setattr(clock, "now", lambda: shown[-1])
    monkeypatch.setattr(ids, "_last_ms", 0)
    monkeypatch.setattr(ids, "_sequence", 0)
    return shown


def test_an_id_is_a_uuid_of_version_7_that_tells_its_time(standing_clock: list[dt.datetime]) -> None:
    made = uuid.UUID(ids.new_id())

    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_of_one_millisecond_rise(standing_clock: list[dt.datetime]) -> None:
    made = [ids.new_id() for _ in range(10_000)]

    assert made == sorted(set(made))


def test_ids_rise_although_the_clock_is_set_back(standing_clock: list[dt.datetime]) -> None:
    first = ids.new_id()
    standing_clock.append(NOW - dt.timedelta(hours=3))

    assert ids.new_id() > first


def test_ids_of_several_threads_are_all_different() -> None:
    with cf.ThreadPoolExecutor(4) as pool:
        made = [i for batch in pool.map(lambda _: [ids.new_id() for _ in range(500)], range(4)) for i in batch]

    assert len(set(made)) == 2_000
