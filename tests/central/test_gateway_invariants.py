"""Whatever is delivered in whatever order and however often: each event takes effect once, no two dossiers share a code."""

from __future__ import annotations

import collections
import copy
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app import clock
from desk_app.central.devices import Device
from desk_app.central.gateway import Gateway
from desk_app.central.limits import Limits

_units = itertools.count(1)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("invariants")
    gateway = Gateway(str(folder / "gateway.db"), folder / "files", clock=clock.now, limits=Limits())
    yield gateway
    gateway.close()


def history(desk: Any) -> list[dict[str, Any]]:
    """Two dossiers, each with its events in order."""
    events = []
    for data in (b"one", b"two"):
        received = desk.received()
        dossier_id = received["dossier_id"]
        receipt = {
            "form": "receipt",
            "circular": "tt-03-2025",
            "reprint": 0,
            "file": {"sha256": "a" * 64, "bytes": 9, "pages": 1},
        }
        events += [received, desk.digitised(dossier_id, data), desk.envelope("receipt_issued", dossier_id, receipt)]
    return events


deliveries = st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=15)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(deliveries, max_size=3))
def test_each_event_takes_effect_exactly_once(parts: Gateway, desk: Any, batches: list[list[tuple[int, bool]]]) -> None:
    speaker = copy.copy(desk)
    speaker.unit = f"H13.{next(_units)}"
    device = Device("00000000-0000-7000-8000-000000000000", speaker.unit)
    events = history(speaker)
    answers = []

    for batch in batches:
        sent = [events[index] | ({"desk": "Quầy lạ"} if spoiled else {}) for index, spoiled in batch]
        answers += parts.ledger.take_in(device, sent)
    for _ in range(2):
        answers += parts.ledger.take_in(device, events)

    effects = collections.Counter(a.event_id for a in answers if a.result == "applied")
    finals = answers[-len(events) :]
    codes = [a.official_code for a in finals if a.official_code]
    spoiled = any(spoiled for batch in batches for _, spoiled in batch)
    assert set(effects.values()) <= {1}
    assert {a.result for a in finals} <= ({"duplicate", "refused", "deferred"} if spoiled else {"duplicate"})
    assert {a.reason for a in finals if a.result == "refused"} <= {
        "id_reused"
    }  # a spoiled copy was first, it is the event now
    assert len(set(codes)) == len(codes)
