"""The loop against the real gateway over a real line, with the faults of lines."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_app.central import commands
from desk_app.central.api import create_app
from desk_app.central.faults import Fault, FaultKind, Faults
from desk_app.central.server import running
from desk_app.domain.dossier import Status
from desk_app.domain.queue import OutboxState, SyncState
from desk_app.sync import central as ce
from desk_app.sync import enrolment
from desk_app.sync.address import Address, AddressError
from desk_app.sync.http_central import HttpCentral
from desk_app.sync.leases import LeasePolicy
from desk_app.sync.pace import FIRST_CHUNK_BYTES, Pace
from desk_app.sync.sender import MachineLock
from desk_app.sync.status import LinkState

units = itertools.count(64)


@dataclasses.dataclass
class Gateway:
    url: str
    database: str
    faults: Faults


class Clock:
    """The gateway's clock, set to the desks' day."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 23, 8, 15, tzinfo=dt.timezone(dt.timedelta(hours=7)))

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    database, faults = f"sqlite:///{folder / 'central.db'}", Faults("tests")
    app = create_app(database, folder / "files", clock=Clock(), faults=faults)
    with running(app) as url:
        yield Gateway(url, database, faults)


class Counting(HttpCentral):
    """Tells how many bytes of files went out."""

    sent_bytes = 0
    token = ""

    def send_chunk(self, url: str, offset: int, chunk: bytes) -> int:
        self.sent_bytes += len(chunk)
        return super().send_chunk(url, offset, chunk)


@pytest.fixture
def enrolled(desk: Any, gateway: Gateway, tmp_path: Path, template: Path) -> Iterator[Any]:
    """A desk of a unit of its own, enrolled."""
    gateway.faults.clear()
    unit = f"H12.{next(units)}"
    own = type(desk)(tmp_path / "own", template=template, unit=unit)
    own.client = enrol(own, gateway)
    yield own
    own.client.close()
    own.store.close()


def enrol(desk: Any, gateway: Gateway) -> Counting:
    code = commands.create_enrolment(gateway.database, desk.unit, "UBND xã", clock=desk.clock)
    enrolment.enrol(desk.store, gateway.url, code, device_name="Quầy 2", who=None, now=desk.clock())
    with desk.store.read() as uow:
        token = uow.settings.get(enrolment.DEVICE_TOKEN)
    client = Counting(Address.parse(gateway.url), token=token, pace=Pace())
    client.token = token
    return client


def held(desk: Any, gateway: Gateway, dossier_id: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {desk.client.token}"}
    answer = httpx.get(f"{gateway.url}/v1/dossiers/{dossier_id}", headers=headers)
    state: dict[str, Any] = answer.json()
    return state


def test_everything_arrives_once_and_a_second_run_changes_nothing(enrolled: Any, gateway: Gateway) -> None:
    dossier_id = enrolled.accept(pages=[b"%PDF small", bytes(300_000)])
    loop = enrolled.loop(enrolled.client)

    loop.run_until_idle()
    first = enrolled.dossier(dossier_id)
    again = loop.run_until_idle()

    there = held(enrolled, gateway, dossier_id)
    assert enrolled.state(dossier_id) is SyncState.CONFIRMED
    assert {file["sha256"] for file in there["files"]} == {file.sha256 for file in enrolled.files(dossier_id)}
    assert there["events"] == [event.fact.event_id for event in enrolled.events(dossier_id)]
    assert (first.code, first.provisional_code) == (there["code"], there["provisional_code"])
    assert not first.is_provisional
    assert (again.moved, enrolled.dossier(dossier_id)) == (0, first)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/events"), LinkState.OFFLINE),
        (Fault(kind=FaultKind.TRUNCATE_ANSWER, path="/v1/events"), LinkState.OFFLINE),
        (Fault(kind=FaultKind.PORTAL, path="/v1/events"), LinkState.PORTAL),
        (Fault(kind=FaultKind.STATUS, path="/v1/events", status=503), LinkState.OFFLINE),
        (Fault(kind=FaultKind.STATUS, path="/v1/events", status=429), LinkState.OFFLINE),
        (Fault(kind=FaultKind.STATUS, path="/v1/events", status=403), LinkState.PORTAL),
        (Fault(kind=FaultKind.STATUS, path="/v1/events", status=401), LinkState.PAUSED),
        (Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/dossiers"), LinkState.OFFLINE),
        (Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/changes"), LinkState.OFFLINE),
        (Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/uploads"), LinkState.ONLINE),
        (Fault(kind=FaultKind.PORTAL, path="/v1/uploads"), LinkState.ONLINE),
        (Fault(kind=FaultKind.STATUS, path="/v1/uploads", status=500), LinkState.ONLINE),
    ],
    ids=lambda value: f"{value.kind}-{value.path}-{value.status}" if isinstance(value, Fault) else str(value),
)
def test_a_fault_of_the_line_costs_time_and_nothing_else(
    enrolled: Any, gateway: Gateway, fault: Fault, state: LinkState
) -> None:
    dossier_id = enrolled.accept()
    gateway.faults.arm(fault)
    loop = enrolled.loop(enrolled.client)

    outcome = loop.run_once()
    loop.run_until_idle()

    assert outcome.state is state
    assert enrolled.state(dossier_id) is SyncState.CONFIRMED
    assert len(held(enrolled, gateway, dossier_id)["events"]) == 4


def test_a_program_killed_before_the_answer_finds_out_at_its_next_start(
    enrolled: Any, gateway: Gateway, centre: Any
) -> None:
    dossier_id = enrolled.accept()

    class Dying(Counting):
        def send(self, facts: Any) -> Any:
            super().send(facts)
            raise centre.Crash

    dying = Dying(Address.parse(gateway.url), token=enrolled.client.token)
    with pytest.raises(centre.Crash):
        enrolled.loop(dying).run_once()
    dying.close()
    before = {event.state for event in enrolled.events(dossier_id)}

    enrolled.loop(enrolled.client).run_until_idle()

    assert before == {OutboxState.ATTEMPTING}
    assert enrolled.state(dossier_id) is SyncState.CONFIRMED
    assert len(held(enrolled, gateway, dossier_id)["events"]) == 4


def test_a_file_cut_in_the_middle_costs_at_most_one_chunk(enrolled: Any, gateway: Gateway) -> None:
    size = 5 * FIRST_CHUNK_BYTES
    dossier_id = enrolled.accept(pages=[bytes(size)])
    loop = enrolled.loop(enrolled.client)
    for cut in (1_000, 70_000):
        gateway.faults.arm(Fault(kind=FaultKind.CUT_UPLOAD, method="PATCH", path="/v1/uploads", after_bytes=cut))

    for _ in range(3):
        loop.run_once()
    loop.run_until_idle()

    receipt = min(file.bytes for file in enrolled.files(dossier_id))
    assert enrolled.state(dossier_id) is SyncState.CONFIRMED
    assert gateway.faults.happened.count(FaultKind.CUT_UPLOAD) >= 2
    assert enrolled.client.sent_bytes <= size + receipt + 2 * FIRST_CHUNK_BYTES


def test_a_refused_phone_is_corrected_and_goes_on(enrolled: Any, gateway: Gateway) -> None:
    dossier_id = enrolled.accept(phone="12")
    loop = enrolled.loop(enrolled.client)

    loop.run_until_idle()
    stuck = enrolled.events(dossier_id)[0]
    waits = enrolled.state(dossier_id)
    enrolled.correct_phone(dossier_id, "0912345678")
    loop.run_until_idle()

    assert (waits, stuck.reason, stuck.field) == (SyncState.NEEDS_PERSON, "phone", "applicant.phone")
    assert enrolled.state(dossier_id) is SyncState.CONFIRMED


def test_a_revoked_desk_pauses_and_goes_on_after_enrolling_again(enrolled: Any, gateway: Gateway) -> None:
    dossier_id = enrolled.accept()
    with enrolled.store.read() as uow:
        commands.revoke_device(gateway.database, uow.settings.get(enrolment.DEVICE_ID))
    loop = enrolled.loop(enrolled.client)

    paused = loop.run_until_idle()
    enrolled.client = enrol(enrolled, gateway)
    loop.use(enrolled.client)
    loop.run_until_idle()

    assert (paused.state, paused.reason) == (LinkState.PAUSED, "enrol_again")
    assert enrolled.state(dossier_id) is SyncState.CONFIRMED


def test_a_status_set_at_the_centre_arrives(enrolled: Any, gateway: Gateway) -> None:
    dossier_id = enrolled.accept()
    loop = enrolled.loop(enrolled.client)
    loop.run_until_idle()

    commands.set_status(gateway.database, enrolled.dossier(dossier_id).code, Status.IN_PROCESS, actor="x")
    outcome = loop.run_until_idle()

    assert outcome.changed == {dossier_id}
    assert enrolled.dossier(dossier_id).status is Status.IN_PROCESS


def test_numbers_are_in_hand_ahead_of_time_and_go_back_when_their_day_is_over(enrolled: Any, gateway: Gateway) -> None:
    today = enrolled.clock().date()
    policy = LeasePolicy(low=5, count=10, days=lambda day: (day, day + dt.timedelta(days=1)))
    gateway.faults.arm(Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/leases"))
    loop = enrolled.loop(enrolled.client, leases=policy)

    loop.run_once()
    loop.run_until_idle()
    with enrolled.store.transaction() as uow:
        taken = [uow.numbering.take(enrolled.unit, today) for _ in range(3)]
    status = loop.status.latest
    enrolled.clock.forward(days=1)
    loop.run_until_idle()

    with enrolled.store.read() as uow:
        left = [uow.numbering.left(enrolled.unit, today + dt.timedelta(days=n)) for n in range(3)]
        assert not [key for key in uow.settings.all() if key.startswith("lease_")]
    assert (taken, status.leases_left, left) == ([1, 2, 3], 10, [0, 10, 10])


def test_connect_makes_the_client_this_desk_is_enrolled_for(enrolled: Any, gateway: Gateway) -> None:
    client = enrolment.connect(enrolled.store, pace=Pace())

    assert client is not None
    assert client.health().time == Clock()()
    client.close()


def test_a_used_code_is_refused_and_leaves_the_old_enrolment(enrolled: Any, gateway: Gateway) -> None:
    code = commands.create_enrolment(gateway.database, enrolled.unit, clock=enrolled.clock)
    more = {"device_name": "q", "who": None, "now": enrolled.clock()}
    enrolment.enrol(enrolled.store, gateway.url, f" {code} ", **more)

    with pytest.raises(ce.Refused) as caught:
        enrolment.enrol(enrolled.store, gateway.url, code, **more)

    assert caught.value.reason == "enrolment_refused"
    assert enrolment.connect(enrolled.store, pace=Pace()) is not None


def test_a_code_of_another_unit_and_a_plain_address_are_refused(enrolled: Any, gateway: Gateway) -> None:
    code = commands.create_enrolment(gateway.database, "H12.1", clock=enrolled.clock)
    more = {"device_name": "q", "who": None, "now": enrolled.clock()}

    with pytest.raises(enrolment.WrongUnit):
        enrolment.enrol(enrolled.store, gateway.url, code, **more)
    with pytest.raises(AddressError):
        enrolment.enrol(enrolled.store, "http://192.0.2.1", code, **more)


def test_a_desk_that_never_enrolled_has_no_client(desk: Any) -> None:
    assert enrolment.connect(desk.store, pace=Pace()) is None


def test_only_one_program_sends(tmp_path: Path) -> None:
    first, second = MachineLock(tmp_path), MachineLock(tmp_path)

    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
