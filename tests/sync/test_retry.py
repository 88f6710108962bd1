"""Pauses grow, are drawn evenly, honour what the centre asks for, and never end for good."""

from __future__ import annotations

import email.utils
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app import clock
from desk_app.sync.address import Address, AddressError
from desk_app.sync.answers import retry_after_s
from desk_app.sync.retry import FILES, MAX_RETRY_AFTER_S, RECORDS

asked = st.none() | st.floats(0, 10_000)


@given(attempts=st.integers(0, 10**12), seed=st.integers(), asked_s=asked)
def test_a_pause_lies_between_what_was_asked_for_and_the_ceiling(
    attempts: int, seed: int, asked_s: float | None
) -> None:
    least = min(asked_s or 0.0, MAX_RETRY_AFTER_S)

    pause = RECORDS.delay_s(attempts, random.Random(seed), retry_after_s=asked_s)

    assert least <= pause <= least + RECORDS.ceiling_s(attempts)
    assert RECORDS.ceiling_s(attempts) <= 300


def test_records_wait_five_minutes_at_most_and_files_fifteen() -> None:
    assert (RECORDS.ceiling_s(1), RECORDS.ceiling_s(50), FILES.ceiling_s(50)) == (2.0, 300.0, 900.0)


def test_jitter_is_full() -> None:
    rng = random.Random(1)
    pauses = [RECORDS.delay_s(8, rng) for _ in range(2_000)]

    assert min(pauses) < 5
    assert max(pauses) > 250
    assert 120 < sum(pauses) / len(pauses) < 136


@pytest.mark.parametrize("text", ["", "soon", "-5", "1e9", "9" * 30, "٣", "Mon, 99 Foo 2026"])
def test_a_senseless_retry_after_is_no_retry_after(text: str) -> None:
    assert retry_after_s(text) is None


def test_retry_after_may_be_a_date() -> None:
    in_a_minute = email.utils.formatdate(clock.now().timestamp() + 60, usegmt=True)

    assert 55 <= (retry_after_s(in_a_minute) or 0) <= 61
    assert retry_after_s("Mon, 01 Jan 2024 00:00:00 GMT") == 0.0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("http://motcua.example.vn", "not_encrypted"),
        ("http://192.168.1.5:8765", "not_encrypted"),
        ("ftp://127.0.0.1", "not_http"),
        ("motcua.example.vn", "not_http"),
        ("https://", "malformed"),
        ("https://user:pass@example.vn", "malformed"),
        ("https://example.vn/?a=b", "malformed"),
        ("https://[::1", "malformed"),
        ("https://example.vn:99999", "malformed"),
    ],
)
def test_addresses_that_a_token_must_not_go_to(text: str, reason: str) -> None:
    with pytest.raises(AddressError) as caught:
        Address.parse(text)

    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8765/", "http://localhost:1", "http://[::1]:8765", "https://a.vn/x"]
)
def test_addresses_that_are_fine(text: str) -> None:
    assert Address.parse(text).url == text.rstrip("/")
