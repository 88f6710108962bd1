from __future__ import annotations

import dataclasses
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.capture.sources.phone import tokens
from desk_app.capture.sources.phone.limits import PhoneLimits
from desk_app.capture.sources.phone.page import wants_english
from desk_app.capture.sources.phone.reception import PhotoState, Progress, Reception, Refusal

SMALL = PhoneLimits(
    photo_bytes=1000, photos=3, session_bytes=2500, waiting_bytes=1500, chunk_bytes=100, life_s=60, longest_s=300
)


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reception(clock: Clock) -> Reception:
    return Reception(SMALL, now_s=clock)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def send(reception: Reception, data: bytes, *, piece: int = 100) -> Progress:
    """As the page does: from where the photo stands, until it is whole or not wanted."""
    digest = digest_of(data)
    progress = reception.admit(digest, len(data), 0)
    while progress.state is PhotoState.ARRIVING and not progress.busy:
        at = progress.have
        progress = reception.admit(digest, len(data), at)
        progress = reception.append(digest, len(data), at, data[at : at + piece])
    return progress


def test_a_photo_is_received_only_when_the_desk_says_so(reception: Reception) -> None:
    data = b"photo" * 50

    assert send(reception, data).state is PhotoState.WAITING
    photo = reception.next_photo(0)
    assert photo is not None
    assert photo.data == data
    assert reception.progress(photo.digest).state is PhotoState.WAITING
    reception.keep(photo.digest)

    assert reception.progress(photo.digest) == Progress(PhotoState.KEPT, len(data))
    assert reception.tally().kept == 1


def test_the_same_photo_sent_twice_is_one(reception: Reception) -> None:
    data = b"once" * 40
    send(reception, data)
    send(reception, data)

    first, second = reception.next_photo(0), reception.next_photo(0)

    assert first is not None
    assert second is None


def test_a_piece_that_does_not_continue_changes_nothing(reception: Reception) -> None:
    data = bytes(range(200))
    digest = digest_of(data)
    reception.admit(digest, 200, 0)
    reception.append(digest, 200, 0, data[:100])

    again = reception.append(digest, 200, 0, data[:100])
    beyond = reception.append(digest, 200, 150, data[150:])
    other_size = reception.append(digest, 300, 100, data[100:])

    assert again.have == beyond.have == other_size.have == 100
    assert reception.append(digest, 200, 100, data[100:]).state is PhotoState.WAITING


def test_bytes_damaged_on_the_way_are_asked_for_again(reception: Reception) -> None:
    data = b"a" * 100
    digest = digest_of(data)
    reception.admit(digest, 100, 0)

    damaged = reception.append(digest, 100, 0, b"b" * 100)

    assert damaged == Progress(PhotoState.ARRIVING, 0)
    assert send(reception, data).state is PhotoState.WAITING


@pytest.mark.parametrize("size", [0, -1, 1001, 10**9])
def test_a_photo_beyond_the_limit_is_refused_before_a_byte_is_taken(reception: Reception, size: int) -> None:
    assert reception.admit("0" * 64, size, 0).why is Refusal.TOO_BIG
    assert reception.tally().arriving == 0


def test_no_more_photos_than_a_session_takes(reception: Reception) -> None:
    for letter in b"abc":
        send(reception, bytes([letter]) * 100)

    assert send(reception, b"d" * 100).why is Refusal.TOO_MANY


def test_no_more_bytes_than_a_session_takes(reception: Reception) -> None:
    for letter in b"ab":
        send(reception, bytes([letter]) * 1000)
        assert reception.next_photo(0) is not None

    assert send(reception, b"c" * 600).why is Refusal.FULL


def test_the_phone_waits_while_memory_is_full_and_goes_on_when_the_desk_has_fetched_some(reception: Reception) -> None:
    send(reception, b"a" * 1000)

    assert reception.admit(digest_of(b"b" * 1000), 1000, 0).busy
    assert reception.next_photo(0) is not None
    assert send(reception, b"b" * 1000).state is PhotoState.WAITING


def test_a_photo_left_half_sent_gives_way_after_a_minute(reception: Reception, clock: Clock) -> None:
    data = b"x" * 1000
    reception.admit(digest_of(data), 1000, 0)
    reception.append(digest_of(data), 1000, 0, data[:100])
    assert reception.admit(digest_of(b"y" * 1000), 1000, 0).busy
    clock.now_s += 59

    clock.now_s += 0.5
    assert reception.admit(digest_of(b"y" * 1000), 1000, 0).busy
    clock.now_s += 0.4
    assert not reception.is_over()
    late = Reception(dataclasses.replace(SMALL, life_s=600), now_s=clock)
    late.admit(digest_of(data), 1000, 0)
    clock.now_s += 61

    assert not late.admit(digest_of(b"y" * 1000), 1000, 0).busy
    assert late.progress(digest_of(data)) == Progress(PhotoState.ARRIVING, 0)


def test_a_refused_photo_may_be_tried_again_from_the_beginning(reception: Reception) -> None:
    data = b"again" * 20
    send(reception, data)
    photo = reception.next_photo(0)
    assert photo is not None
    reception.refuse(photo.digest, Refusal.NOT_KEPT)
    assert reception.progress(photo.digest).why is Refusal.NOT_KEPT

    assert send(reception, data).state is PhotoState.WAITING
    assert reception.next_photo(0) == photo


def test_the_session_ends_by_itself_and_each_photo_kept_prolongs_it(reception: Reception, clock: Clock) -> None:
    send(reception, b"a" * 100)
    photo = reception.next_photo(0)
    assert photo is not None
    clock.now_s += 50
    reception.keep(photo.digest)
    clock.now_s += 50

    assert not reception.is_over()
    clock.now_s += 11
    assert reception.is_over()
    assert reception.append(photo.digest, 100, 0, b"") == Progress(PhotoState.ARRIVING)


def test_no_photo_prolongs_it_beyond_the_longest_time(reception: Reception, clock: Clock) -> None:
    for number in range(3):
        send(reception, bytes([number]) * 100)
        photo = reception.next_photo(0)
        assert photo is not None
        clock.now_s += 59
        reception.keep(photo.digest)
    clock.now_s = 1000.0 + SMALL.longest_s

    assert reception.is_over()


def test_closing_wakes_whoever_waits(reception: Reception) -> None:
    reception.close()

    assert reception.next_photo(60) is None
    assert reception.tally().over


def test_a_photo_that_was_not_handed_over_cannot_be_kept(reception: Reception) -> None:
    reception.keep("f" * 64)
    reception.admit("f" * 64, 10, 0)
    reception.keep("f" * 64)

    assert reception.progress("f" * 64).state is PhotoState.ARRIVING


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 320), st.binary(max_size=120)), max_size=40))
def test_whatever_pieces_come_in_whatever_order_only_whole_photos_come_out(
    pieces: list[tuple[int, int, bytes]],
) -> None:
    reception = Reception(SMALL, now_s=Clock())
    photos = [bytes([number]) * 300 for number in range(3)]
    digests = [*map(digest_of, photos), "0" * 64]

    for which, at, piece in pieces:
        reception.admit(digests[which], 300, at)
        reception.append(digests[which], 300, at, piece)
    for data in photos:
        send(reception, data)

    came = []
    while (photo := reception.next_photo(0)) is not None:
        came.append(photo.data)
    assert len(came) == len(set(came))
    assert set(came) <= set(photos)


def test_tokens_are_long_different_and_fit_into_a_link() -> None:
    many = {tokens.new_token() for _ in range(200)}

    assert len(many) == 200
    assert all(len(token) == 22 and token.replace("-", "").replace("_", "").isalnum() for token in many)


@given(st.text(), st.text())
def test_only_equal_tokens_are_the_same(one: str, other: str) -> None:
    assert tokens.same(one, other) == (one == other)
    assert tokens.same(one, one)


@given(st.text(max_size=300))
def test_any_header_of_languages_gives_a_page(header: str) -> None:
    assert wants_english(header) in (True, False)


@pytest.mark.parametrize(
    ("header", "english"),
    [("en", True), ("en-US,vi;q=0.5", True), ("vi,en", False), ("fr,en;q=0.3", True), ("en;q=0", False), ("", False)],
)
def test_the_page_speaks_vietnamese_unless_english_is_wanted_more(header: str, english: bool) -> None:
    assert wants_english(header) is english
