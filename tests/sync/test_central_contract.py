"""The port's contract, run against every central system we can speak to, and against the one in memory that tests trust."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desk_app import clock
from desk_app.central import commands
from desk_app.central.api import create_app
from desk_app.central.server import running
from desk_app.domain import codes
from desk_app.domain.events import Fact
from desk_app.ids import new_id
from desk_app.sync import central as ce
from desk_app.sync.adapters import REGISTRY
from desk_app.sync.address import Address
from desk_app.sync.http_central import HttpCentral
from desk_app.sync.messages import ListedFile
from desk_app.sync.pace import Pace
from desk_app.sync.wire import Result

DATA = b"%PDF-1.7 nobody's paper" * 100
SHA = hashlib.sha256(DATA).hexdigest()


def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], ce.CentralClient]]:
    folder = tmp_path_factory.mktemp("gateway")
    database = f"sqlite:///{folder / 'central.db'}"
    with running(create_app(database, folder / "files")) as url:
        address = Address.parse(url)
        asking = HttpCentral(address)
        token = asking.enrol(commands.create_enrolment(database, "H12.64"), "Quầy 2").token
        asking.close()
        yield lambda: REGISTRY["gateway"](address, token, Pace())


SYSTEMS = {"gateway": gateway}


def test_every_central_system_of_the_registry_is_held_to_the_contract() -> None:
    assert set(SYSTEMS) == set(REGISTRY)


@pytest.fixture(scope="module", params=["memory", *SYSTEMS])
def system(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if request.param == "memory":
        yield None
    else:
        yield from SYSTEMS[request.param](tmp_path_factory)


@pytest.fixture
def client(system: Any, centre: Any) -> Iterator[ce.CentralClient]:
    client = system() if system else centre
    yield client
    client.close()


def received(examples: Any) -> Fact:
    code = codes.provisional("K7QX", dt.date(2026, 11, 23), next(received.numbers))  # type: ignore[attr-defined]
    dossier_id = new_id()
    now = clock.now()
    dossier = dataclasses.replace(
        examples.dossier(), id=dossier_id, code=code, provisional_code=code, received_at=now, recorded_at=now
    )
    return examples.fact("dossier_received", event_id=new_id(), dossier_id=dossier_id, dossier=dossier, occurred_at=now)


received.numbers = iter(range(1, 9_000))  # type: ignore[attr-defined]


def test_a_fact_is_applied_once_and_its_answer_given_again(client: Any, examples: Any) -> None:
    fact = received(examples)

    first = client.send([fact])[0]
    again = client.send([fact])[0]

    assert (first.result, again.result) == (Result.APPLIED, Result.DUPLICATE)
    assert first.official_code == again.official_code == client.answer_to(fact.event_id).official_code
    assert first.took_effect
    assert again.took_effect


def test_an_event_never_seen_has_no_answer(client: Any) -> None:
    assert client.answer_to(new_id()) is None


def test_a_fact_about_an_unknown_dossier_is_deferred_and_may_come_again(client: Any, examples: Any) -> None:
    opening = received(examples)
    early = examples.fact("receipt_issued", event_id=new_id(), dossier_id=opening.dossier_id)

    before = client.send([early])[0]
    answers = client.send([opening, early])

    assert before.result is Result.DEFERRED
    assert [answer.result for answer in answers] == [Result.APPLIED, Result.APPLIED]


def test_a_file_is_put_in_pieces_and_held_in_the_end(client: Any, examples: Any) -> None:
    fact = received(examples)
    client.send([fact])
    listed = [ListedFile(SHA, len(DATA), "component", "c")]
    before = client.put_manifest(fact.dossier_id, listed)

    place = client.open_upload(fact.dossier_id, SHA, len(DATA))
    reached = client.send_chunk(place.url, place.offset, DATA[:1_000])
    known = client.upload_offset(place.url)
    again = client.open_upload(fact.dossier_id, SHA, len(DATA))
    with pytest.raises(ce.UploadOutOfStep) as wrong:
        client.send_chunk(place.url, 500, DATA[500:])
    done = client.send_chunk(place.url, reached, DATA[1_000:])
    after = client.put_manifest(fact.dossier_id, listed)

    assert (before.complete, before.missing, before.receipt) == (False, (SHA,), None)
    assert reached == known == again.offset == 1_000
    assert wrong.value.why is ce.OutOfStep.OFFSET
    assert done == len(DATA)
    assert after.receipt.dossier_id == fact.dossier_id
    assert after.receipt.files == ((SHA, len(DATA)),)
    assert client.open_upload(fact.dossier_id, SHA, len(DATA)).offset == len(DATA)


def test_content_of_another_digest_is_never_held(client: Any, examples: Any) -> None:
    fact = received(examples)
    client.send([fact])
    other = hashlib.sha256(b"something else").hexdigest()

    place = client.open_upload(fact.dossier_id, other, len(DATA))
    with pytest.raises(ce.UploadOutOfStep) as caught:
        client.send_chunk(place.url, 0, DATA)

    assert caught.value.why is ce.OutOfStep.CHECKSUM
    assert client.open_upload(fact.dossier_id, other, len(DATA)).offset == 0


def test_an_unknown_upload_is_gone(client: Any, examples: Any) -> None:
    fact = received(examples)
    client.send([fact])
    place = client.open_upload(fact.dossier_id, hashlib.sha256(fact.event_id.encode()).hexdigest(), 10)

    with pytest.raises(ce.UploadOutOfStep) as caught:
        client.upload_offset(place.url[:-4] + "0000")

    assert caught.value.why is ce.OutOfStep.GONE


def test_a_dossier_without_files_is_certified_at_once(client: Any, examples: Any) -> None:
    fact = received(examples)
    client.send([fact])

    answer = client.put_manifest(fact.dossier_id, [])

    assert answer.complete
    assert answer.receipt.files == ()


def test_the_feed_goes_on_from_its_cursor(client: Any, examples: Any) -> None:
    client.send([received(examples), received(examples)])

    whole = client.changes("", limit=1_000)
    rest = client.changes(whole.cursor, limit=1_000)

    assert (rest.changes, rest.cursor, rest.more) == ((), whole.cursor, False)


def test_a_lease_is_the_same_for_the_same_request(client: Any) -> None:
    day = clock.now().date()

    first, again, other = client.lease("r1", day, 10), client.lease("r1", day, 10), client.lease("r2", day, 10)
    client.return_lease(first.id, first.first)

    assert first == again
    assert other.first > first.last
    assert (first.last - first.first, first.unit, first.day) == (9, "H12.64", day)


def test_a_centre_that_is_there_says_so(client: Any) -> None:
    assert client.health().time.tzinfo is not None
