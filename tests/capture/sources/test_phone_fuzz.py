"""A short run of what ``tests/benchmarks/fuzz_phone.py`` does at length."""

from __future__ import annotations

import random

import pytest
from fuzzed_phone import ENTRANCES, Http, mutated, requests


def test_good_requests_are_answered_through_the_same_wire() -> None:
    http = Http()
    answers = [http(request) for request in requests()]
    http.close()

    assert [answer[9:12] for answer in answers] == [b"200"] * 6 + [b"404"]


@pytest.mark.parametrize("entrance", sorted(ENTRANCES))
def test_mutated_input_is_answered_or_dropped_and_nothing_breaks(entrance: str) -> None:
    run, seeds = ENTRANCES[entrance]()
    chance = random.Random(20261123)

    for _ in range(150):
        run(mutated(chance.choice(seeds), chance))

    if isinstance(run, Http):
        run.close()
