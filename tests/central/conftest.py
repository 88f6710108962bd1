"""A real gateway on loopback for the whole run; each test speaks as desks of a unit of its own, so none sees another's."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import hashlib
import itertools
import os
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_app import clock, ids
from desk_app.central import devices
from desk_app.central.api import create_app
from desk_app.central.faults import Faults
from desk_app.central.gateway import Gateway as Parts
from desk_app.central.limits import Limits, Rate
from desk_app.central.server import running
from desk_app.domain import codes

Json = dict[str, Any]
POSTGRESQL = "DESK_APP_TEST_POSTGRESQL"
"""URL of an empty database (``postgresql+psycopg://…``): the same tests, on that."""
_unit_numbers = itertools.count(100)


@dataclasses.dataclass
class Gateway:
    url: str
    database_url: str
    files_dir: Path
    faults: Faults
    parts: Parts

    def enrol(self, unit: str, name: str = "Máy quầy 1") -> Desk:
        with self.parts.database.write() as connection:
            valid_for = dt.timedelta(hours=1)
            code = devices.add_enrolment(
                connection, unit=unit, unit_name="Xã Mẫu", now=self.parts.clock(), valid_for=valid_for
            )
        desk = Desk(self.url, unit)
        answer = desk.http.post("/v1/enrolments", json={"code": code, "device_name": name})
        assert answer.status_code == 201, answer.text
        desk.signed_in(answer.json())
        return desk


class Desk:
    """A desk as simple as can be: it knows the wire from the contract, not from our code."""

    def __init__(self, url: str, unit: str) -> None:
        self.unit = unit
        self.http = httpx.Client(base_url=url, timeout=20, verify=_NO_TLS)

    def signed_in(self, enrolment: Json) -> None:
        self.device_id, self.token = enrolment["device_id"], enrolment["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def envelope(self, kind: str, dossier_id: str, body: Json, **changes: Any) -> Json:
        return {
            "protocol": 1,
            "event_id": ids.new_id(),
            "dossier_id": dossier_id,
            "kind": kind,
            "occurred_at": clock.now().isoformat(),
            "author": {"account_id": ids.new_id(), "name": "Trần Thị Mẫu", "role": "officer"},
            "unit": self.unit,
            "desk": "Quầy 3",
            "body": body,
        } | changes

    def received(self, *, code: str | None = None, dossier_id: str | None = None, **changes: Any) -> Json:
        """A dossier that was accepted, under a provisional code unless one is given."""
        provisional = None if code else next(_provisional_codes)
        dossier = {
            "code": code or provisional,
            "provisional_code": provisional,
            "procedure": {"code": "1.001193", "version": "", "name": "Đăng ký khai sinh", "field": "Hộ tịch"},
            "case": None,
            "channel": "direct",
            "return_method": "desk",
            "applicant": {
                "kind": "citizen",
                "full_name": "Nguyễn Thị Mẫu",
                "id_type": "cccd",
                "id_number": "096191004582",
                "born": "1991-03-05",
                "sex": "female",
                "phone": "0912345678",
                "email": "",
                "address": {"text": "Ấp 1, xã Khánh An", "province": "96", "commune": "32041"},
            },
            "submitter": None,
            "components": [
                {
                    "id": "c-1",
                    "code": "c01",
                    "name": "Tờ khai đăng ký khai sinh",
                    "originals": 1,
                    "copies": 0,
                    "mandatory": True,
                    "presented_only": False,
                    "not_digitised_because": None,
                    "not_digitised_note": "",
                }
            ],
            "sets": 1,
            "note": "",
            "fees": [{"name": "Lệ phí", "amount_vnd": 8000, "note": ""}],
            "received_at": clock.now().isoformat(),
            "received_at_reason": "",
            "recorded_at": clock.now().isoformat(),
            "due": {"at": (clock.now() + dt.timedelta(days=1)).isoformat()},
            "status": "received",
            "unit": self.unit,
            "unit_name": "",
            "desk": "Quầy 3",
            "accepted_by": "a-1",
            "accepted_by_name": "Trần Thị Mẫu",
            "missing_accepted_because": "",
            "revision": 1,
        } | changes
        return self.envelope("dossier_received", dossier_id or ids.new_id(), {"dossier": dossier})

    def digitised(self, dossier_id: str, data: bytes, component_id: str = "c-1") -> Json:
        body = {"component_id": component_id, "component_name": "Tờ khai", "file": file_of(data)}
        return self.envelope("component_digitised", dossier_id, body)

    def send(self, *events: Json) -> list[Json]:
        answer = self.http.post("/v1/events", json={"protocol": 1, "events": list(events)})
        assert answer.status_code == 200, answer.text
        answers: list[Json] = answer.json()["answers"]
        return answers

    def accept(self, **changes: Any) -> tuple[str, str]:
        """Hand in a dossier; its id and official code."""
        event = self.received(**changes)
        (answer,) = self.send(event)
        assert answer["result"] == "applied", answer
        return event["dossier_id"], answer["official_code"]

    def create_upload(
        self, dossier_id: str, data: bytes, *, sha256: str | None = None, size: int | None = None
    ) -> httpx.Response:
        metadata = f"sha256 {b64(sha256 or digest(data))},dossier_id {b64(dossier_id)}"
        headers = {"Upload-Length": str(len(data) if size is None else size), "Upload-Metadata": metadata}
        return self.http.post("/v1/uploads", headers=TUS | headers)

    def patch(self, location: str, offset: int, data: bytes, **headers: str) -> httpx.Response:
        fixed = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return self.http.patch(location, headers=TUS | fixed | headers, content=data)

    def offset(self, location: str) -> int:
        answer = self.http.head(location, headers=TUS)
        assert answer.status_code == 200
        return int(answer.headers["Upload-Offset"])

    def upload(self, dossier_id: str, data: bytes) -> str:
        location = self.create_upload(dossier_id, data).headers["Location"]
        assert self.patch(location, 0, data).status_code == 204
        return digest(data)

    def manifest(self, dossier_id: str, *files: bytes) -> Json:
        listed = [{"sha256": digest(f), "bytes": len(f), "role": "component", "ref": "c-1"} for f in files]
        answer = self.http.put(f"/v1/dossiers/{dossier_id}/manifest", json={"files": listed})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def changes(self, since: str = "", **query: Any) -> Json:
        answer = self.http.get("/v1/changes", params={"since": since, **query})
        assert answer.status_code == 200, answer.text
        page: Json = answer.json()
        return page

    def close(self) -> None:
        self.http.close()


_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # never used; loading the usual one costs 50 ms a client
TUS = {"Tus-Resumable": "1.0.0"}


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def file_of(data: bytes) -> Json:
    return {"sha256": digest(data), "bytes": len(data), "pages": 1}


def _provisional() -> Iterator[str]:
    for number in itertools.count(1):
        yield codes.provisional("K7QX", clock.now().date(), number)


_provisional_codes = _provisional()


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    database_url = os.environ.get(POSTGRESQL) or f"sqlite:///{folder / 'gateway.db'}"
    files_dir, faults = folder / "files", Faults("tests")
    app = create_app(database_url, files_dir, faults=faults, limits=Limits(enrolments=Rate(100, 10_000)))
    with running(app) as url:
        yield Gateway(url, database_url, files_dir, faults, app.state.gateway)


@pytest.fixture
def unit() -> str:
    """A unit that no other test uses."""
    return f"H12.{next(_unit_numbers)}"


@pytest.fixture
def enrol(gateway: Gateway) -> Iterator[Callable[..., Desk]]:
    """Enrols desks and closes their connections afterwards."""
    desks: list[Desk] = []

    def enrolled(unit: str, *, at: Gateway | None = None, name: str = "Máy quầy 1") -> Desk:
        desks.append((at or gateway).enrol(unit, name))
        return desks[-1]

    yield enrolled
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(enrol: Callable[..., Desk], unit: str) -> Desk:
    """A desk of a unit of its own."""
    return enrol(unit)


@pytest.fixture
def other_unit_desk(enrol: Callable[..., Desk]) -> Desk:
    """A desk that has no business with ``desk``."""
    return enrol(f"H12.{next(_unit_numbers)}")


@pytest.fixture
def faults(gateway: Gateway) -> Iterator[Faults]:
    """The faults of the shared gateway, disarmed afterwards."""
    yield gateway.faults
    gateway.faults.clear()


@pytest.fixture
def own_gateway(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts a gateway of this test alone, with its own limits or clock."""
    import contextlib

    with contextlib.ExitStack() as stack:

        def start(**options: Any) -> Gateway:
            database_url, files_dir, faults = f"sqlite:///{tmp_path / 'own.db'}", tmp_path / "files", Faults("tests")
            app = create_app(database_url, files_dir, faults=faults, **options)
            return Gateway(stack.enter_context(running(app)), database_url, files_dir, faults, app.state.gateway)

        yield start
