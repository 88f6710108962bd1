"""One file to the centre: chunks as long as the line bears, resumed where it stopped, never green by mistake."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from desk_app.lanes import CancelToken
from desk_app.sync import central as ce
from desk_app.sync.pace import FIRST_CHUNK_BYTES, LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES, Pace
from desk_app.sync.uploads import Budget, Transfer

DATA = bytes(range(256)) * 2_000  # 512,000 bytes: four chunks of the first length
SHA = hashlib.sha256(DATA).hexdigest()


def transfer(centre: Any, *, url: str = "", data: bytes = DATA, pace: Pace | None = None) -> tuple[Transfer, list[Any]]:
    places: list[Any] = []
    made = Transfer(centre, pace or Pace(), dossier_id="d", sha256=SHA, data=data, url=url, saved=places.append)
    return made, places


def plenty() -> Budget:
    return Budget(chunks=1_000, seconds=60.0)


def test_a_file_arrives_in_chunks_and_every_step_is_remembered(centre: Any) -> None:
    job, places = transfer(centre)

    held = job.run(plenty(), CancelToken())

    assert held
    assert centre.held[SHA] == DATA
    assert [place.offset for place in places] == [0, 131_072, 262_144, 393_216]


def test_a_file_that_is_there_already_costs_one_question(centre: Any) -> None:
    centre.held[SHA] = DATA
    job, _ = transfer(centre)

    assert job.run(plenty(), CancelToken())
    assert centre.calls == ["open_upload"]


@pytest.mark.parametrize("fault", ["drop", "lose"])
def test_a_cut_in_the_middle_costs_at_most_one_chunk(centre: Any, fault: str) -> None:
    centre.plan = ["", "", fault]
    job, places = transfer(centre)
    with pytest.raises(ce.CentralUnreachable):
        job.run(plenty(), CancelToken())
    before = centre.calls.count("send_chunk")

    again, _ = transfer(centre, url=places[-1].url)
    held = again.run(plenty(), CancelToken())

    assert held
    assert centre.held[SHA] == DATA
    assert "open_upload" not in centre.calls[before + 1 :]
    assert centre.calls.count("send_chunk") <= 5


def test_budget_and_cancel_end_a_turn_between_chunks(centre: Any) -> None:
    job, _ = transfer(centre)
    cancel = CancelToken()
    cancel.cancel()

    assert not job.run(Budget(chunks=2, seconds=60.0), CancelToken())
    assert centre.calls.count("send_chunk") == 2
    assert not job.run(plenty(), cancel)
    assert centre.calls.count("send_chunk") == 2


def test_a_place_that_is_gone_is_opened_again(centre: Any) -> None:
    job, places = transfer(centre, url="mem:forgotten")

    assert job.run(plenty(), CancelToken())
    assert places[0].url == f"mem:{SHA}"


def test_a_chunk_delivered_twice_is_not_appended_twice(centre: Any) -> None:
    centre.plan = ["", "twice"]
    job, _ = transfer(centre)

    assert job.run(plenty(), CancelToken())
    assert centre.held[SHA] == DATA


def test_content_of_another_digest_is_refused_in_the_end(centre: Any) -> None:
    job, _ = transfer(centre, data=DATA[:-1] + b"?")

    with pytest.raises(ce.Refused) as caught:
        job.run(plenty(), CancelToken())

    assert caught.value.reason == "digest_mismatch"
    assert SHA not in centre.held


class Stuck:
    """Every chunk meets the same objection."""

    resumable = True

    def __init__(self, why: ce.OutOfStep) -> None:
        self.why = why

    def open_upload(self, dossier_id: str, sha256: str, size: int) -> ce.UploadPlace:
        return ce.UploadPlace("mem:x", 0)

    def upload_offset(self, url: str) -> int:
        return 0

    def send_chunk(self, url: str, offset: int, chunk: bytes) -> int:
        raise ce.UploadOutOfStep(self.why)


@pytest.mark.parametrize(("why", "error"), [("offset", ce.CentralUnreachable), ("locked", ce.CentralUnreachable),
                                            ("gone", ce.CentralUnreachable), ("checksum", ce.Refused)])  # fmt: skip
def test_endless_disagreement_ends(why: str, error: type[Exception]) -> None:
    job, _ = transfer(Stuck(ce.OutOfStep(why)))

    with pytest.raises(error):
        job.run(plenty(), CancelToken())


class Overfull(Stuck):
    def upload_offset(self, url: str) -> int:
        return len(DATA) + 1


def test_more_bytes_than_the_file_has_is_not_our_centre() -> None:
    job, _ = transfer(Overfull(ce.OutOfStep.OFFSET), url="mem:x")

    with pytest.raises(ce.NotTheCentre):
        job.run(plenty(), CancelToken())


class OnePiece:
    """A centre that takes files whole only."""

    resumable = False

    def __init__(self) -> None:
        self.pieces: list[int] = []

    def open_upload(self, dossier_id: str, sha256: str, size: int) -> ce.UploadPlace:
        return ce.UploadPlace("x", 0)

    def send_chunk(self, url: str, offset: int, chunk: bytes) -> int:
        self.pieces.append(len(chunk))
        return len(chunk)


def test_a_centre_without_resumption_gets_the_file_in_one_piece() -> None:
    centre = OnePiece()
    job, _ = transfer(centre)

    assert job.run(plenty(), CancelToken())
    assert centre.pieces == [len(DATA)]


def test_chunks_grow_on_a_fast_line_and_shrink_on_a_poor_one() -> None:
    fast, slow = Pace(), Pace()

    for _ in range(10):
        fast.observe(fast.chunk_bytes, 0.01)
        slow.observe(slow.chunk_bytes, slow.chunk_bytes / 4_096)
        slow.stumble()

    assert fast.chunk_bytes == MOST_CHUNK_BYTES
    assert slow.chunk_bytes == LEAST_CHUNK_BYTES
    assert Pace().chunk_bytes == FIRST_CHUNK_BYTES


def test_a_chunk_aims_at_five_to_ten_seconds() -> None:
    pace = Pace()
    for _ in range(20):
        pace.observe(pace.chunk_bytes, pace.chunk_bytes / 50_000)

    assert 5 <= pace.chunk_bytes / 50_000 <= 10


def test_patience_grows_with_size_and_shrinks_with_speed() -> None:
    unknown, fast = Pace(), Pace()
    fast.observe(1_000_000, 1.0)

    assert unknown.timeout_s(0) == 20.0
    assert unknown.timeout_s(128 * 1024) == 84.0
    assert fast.timeout_s(128 * 1024) < 21
    assert unknown.timeout_s(10**9) == 300.0
