from __future__ import annotations

import dataclasses
import io
import json
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.capture.devices import FoundDevice, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import DeviceFailed, PaperJam
from desk_app.capture.sources.hosted import words
from desk_app.capture.sources.hosted.frames import (
    MARK,
    MOST_BODY_BYTES,
    MOST_HEADER_BYTES,
    Frame,
    GarbageFrame,
    packed,
    read_frame,
)

few = settings(max_examples=40)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=5,
)
HEADERS = st.dictionaries(st.text(max_size=10), JSON, max_size=6)
TEXT = st.text(max_size=60)
OPTIONS = st.builds(
    ScanOptions,
    dpi=st.integers(1, 9600),
    paper=st.sampled_from(PaperSource),
    colour=st.booleans(),
    width_mm=st.floats(1, 1000),
    height_mm=st.floats(1, 1000),
    most_pages=st.integers(0, 1000),
)


def whole(frame: Frame) -> bytes:
    return packed(frame) + frame.body


class Dribble(io.RawIOBase):
    """A pipe that gives one byte at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 1))


@few
@given(HEADERS, st.binary(max_size=300))
def test_a_frame_comes_back_as_it_was_sent_and_leaves_the_next_one_alone(header: dict[str, Any], body: bytes) -> None:
    pipe = io.BytesIO(whole(Frame(header, body)) + whole(Frame({"then": 1})))

    assert read_frame(pipe.read) == Frame(json.loads(json.dumps(header)), body)
    assert read_frame(pipe.read) == Frame({"then": 1})
    assert read_frame(pipe.read) is None


def test_a_frame_may_come_byte_by_byte() -> None:
    assert read_frame(Dribble(whole(Frame({"is": "page"}, b"body"))).read) == Frame({"is": "page"}, b"body")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_frame_or_refused(data: bytes) -> None:
    try:
        frame = read_frame(io.BytesIO(data).read)
    except GarbageFrame:
        return
    assert frame is None or data.startswith(MARK)
    assert (frame is None) == (not data)


@given(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.binary(max_size=200))
def test_any_lengths_are_kept_to_or_refused(header: int, body: int, rest: bytes) -> None:
    pipe = io.BytesIO(struct.pack(">4sII", MARK, header, body) + rest)

    try:
        frame = read_frame(pipe.read)
    except GarbageFrame:
        return
    assert frame is not None
    assert len(frame.body) == body <= MOST_BODY_BYTES


@few
@given(HEADERS, st.binary(max_size=40), st.data())
def test_a_frame_cut_anywhere_is_torn(header: dict[str, Any], body: bytes, data: st.DataObject) -> None:
    sent = whole(Frame(header, body))
    cut = data.draw(st.integers(1, len(sent) - 1))

    with pytest.raises(GarbageFrame) as refused:
        read_frame(io.BytesIO(sent[:cut]).read)

    assert refused.value.reason == "torn"


@pytest.mark.parametrize(
    "header", [b"[1]", b'"x"', b"{", b"\xff", b"", b"[" * 60_000, b'{"a":' * 10_000, b"1" * 50_000]
)
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    pipe = io.BytesIO(struct.pack(">4sII", MARK, len(header), 0) + header)

    with pytest.raises(GarbageFrame) as refused:
        read_frame(pipe.read)

    assert refused.value.reason == "header"


def test_nothing_over_the_limits_is_sent() -> None:
    with pytest.raises(GarbageFrame):
        packed(Frame({"text": "x" * MOST_HEADER_BYTES}))


@given(
    st.one_of(st.builds(words.Find, TEXT), st.just(words.Cancel()), st.builds(words.Scan, TEXT, TEXT, TEXT, OPTIONS))
)
def test_requests_come_back_as_they_were_said(request: words.Request) -> None:
    assert words.read_request(words.request_frame(request)) == request


DEVICES = st.builds(
    FoundDevice,
    kind=TEXT,
    address=TEXT,
    name=TEXT,
    papers=st.lists(st.sampled_from(PaperSource), max_size=3).map(tuple),
)
ANSWERS = st.one_of(
    st.builds(words.Hello, st.integers(0, 99)),
    st.just(words.Alive()),
    st.just(words.Done()),
    st.builds(words.Seen, DEVICES),
    st.builds(words.Failed, st.sampled_from((PaperJam, DeviceFailed)), TEXT),
)


@given(ANSWERS)
def test_answers_come_back_as_they_were_said(answer: words.Answer) -> None:
    assert words.read_answer(words.answer_frame(answer)) == answer


@given(st.binary(min_size=1, max_size=100), st.sampled_from(words.SUFFIXES), TEXT)
def test_pages_come_back_as_they_were_sent(data: bytes, suffix: str, name: str) -> None:
    pipe = io.BytesIO(whole(words.answer_frame(words.PageCame(RawPage(data, suffix, name)))))
    frame = read_frame(pipe.read)

    assert frame is not None
    answer = words.read_answer(frame)

    assert isinstance(answer, words.PageCame)
    assert (answer.page.data, answer.page.suffix, answer.page.name) == (data, suffix, name)


WILD = st.dictionaries(
    st.sampled_from(
        ("is", "do", "kind", "address", "name", "options", "papers", "version", "error", "reason", "suffix")
    ),
    JSON | st.sampled_from(("find", "scan", "cancel", "hello", "seen", "page", "failed", "done")),
    max_size=8,
)


@few
@given(WILD | HEADERS, st.binary(max_size=5))
def test_any_header_is_understood_or_refused(header: dict[str, Any], body: bytes) -> None:
    for read in (words.read_request, words.read_answer):
        try:
            read(Frame(header, body))
        except GarbageFrame:
            continue


@few
@given(st.dictionaries(st.sampled_from([field.name for field in dataclasses.fields(ScanOptions)]), JSON))
def test_any_options_are_understood_or_refused(options: dict[str, Any]) -> None:
    asked = {"do": "scan", "kind": "sane", "address": "a", "name": "n", "options": options}
    try:
        request = words.read_request(Frame(asked))
    except GarbageFrame:
        return
    assert isinstance(request, words.Scan)
    assert request.options.width_mm > 0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0, -1, 1e9, True, "210"])
def test_a_paper_of_no_size_is_refused(value: object) -> None:
    frame = words.request_frame(words.Scan("sane", "a", "n", ScanOptions()))
    frame.header["options"]["width_mm"] = value

    with pytest.raises(GarbageFrame):
        words.read_request(frame)


def test_long_texts_are_cut_rather_than_refused() -> None:
    answer = words.read_answer(words.answer_frame(words.Failed(DeviceFailed, "x" * 100_000)))

    assert isinstance(answer, words.Failed)
    assert len(answer.reason) == 1000


def test_an_error_nobody_knows_is_a_failure_of_the_device() -> None:
    answer = words.read_answer(Frame({"is": "failed", "error": "SystemExit", "reason": ""}))

    assert answer == words.Failed(DeviceFailed, "")
