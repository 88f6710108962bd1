from __future__ import annotations

from typing import Any

import httpx
import pytest

from desk_app import clock
from desk_app.central.errors import FaultsNotAllowed, PlainHttpRefused
from desk_app.central.faults import Fault, FaultKind, Faults
from desk_app.central.server import is_loopback, serve


@pytest.mark.parametrize("purpose", ["", "production", "test"])
def test_faults_exist_only_for_tests_and_demo(purpose: str) -> None:
    with pytest.raises(FaultsNotAllowed):
        Faults(purpose)


def test_a_gateway_with_faults_is_not_served_beyond_this_machine(tmp_path: Any) -> None:
    with pytest.raises(FaultsNotAllowed):
        serve(f"sqlite:///{tmp_path}/g.db", tmp_path, host="0.0.0.0", behind_proxy=True, faults=Faults("demo"))  # noqa: S104


def test_plain_http_is_not_served_beyond_this_machine(tmp_path: Any) -> None:
    with pytest.raises(PlainHttpRefused):
        serve(f"sqlite:///{tmp_path}/g.db", tmp_path, host="0.0.0.0")  # noqa: S104


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.5", False),
        ("gateway.vn", False),
    ],
)
def test_loopback_is_recognised(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_lost_answer_is_given_again_with_the_same_official_code(desk: Any, faults: Faults) -> None:
    event = desk.received()
    faults.arm(Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/events"))

    with pytest.raises(httpx.RemoteProtocolError):
        desk.send(event)

    kept = desk.http.get(f"/v1/events/{event['event_id']}").json()
    (again,) = desk.send(event)
    assert (kept["result"], again["result"]) == ("applied", "duplicate")
    assert again["official_code"] == kept["official_code"] == desk.changes()["changes"][0]["body"]["code"]
    assert faults.happened[-1] is FaultKind.LOSE_ANSWER


def test_a_lost_lease_is_found_again_by_its_request(desk: Any, faults: Faults) -> None:
    body = {"request_id": "r-1", "day": clock.now().date().isoformat(), "count": 5}
    faults.arm(Fault(kind=FaultKind.LOSE_ANSWER, path="/v1/leases"))

    with pytest.raises(httpx.RemoteProtocolError):
        desk.http.post("/v1/leases", json=body)

    lease = desk.http.post("/v1/leases", json=body).json()["lease"]
    assert (lease["first"], lease["last"]) == (1, 5)


def test_a_portal_answers_in_our_place_without_our_header(desk: Any, faults: Faults) -> None:
    event = desk.received()
    faults.arm(Fault(kind=FaultKind.PORTAL, path="/v1/events"))

    answer = desk.http.post("/v1/events", json={"protocol": 1, "events": [event]})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "X-Desk-Protocol" not in answer.headers
    assert desk.http.get(f"/v1/events/{event['event_id']}").status_code == 404


@pytest.mark.parametrize("status", [500, 502, 503, 429, 401])
def test_a_status_is_answered_as_often_as_asked(desk: Any, faults: Faults, status: int) -> None:
    faults.arm(Fault(kind=FaultKind.STATUS, status=status, times=2, method="GET", path="/v1/changes"))

    answers = [desk.http.get("/v1/changes").status_code for _ in range(3)]

    assert answers == [status, status, 200]
    assert desk.http.post("/v1/events", json={"protocol": 1, "events": []}).status_code == 200


def test_an_answer_is_torn_in_the_middle(desk: Any, faults: Faults) -> None:
    faults.arm(Fault(kind=FaultKind.TRUNCATE_ANSWER, path="/v1/changes"))

    with pytest.raises(httpx.RemoteProtocolError):
        desk.http.get("/v1/changes")

    assert desk.changes()["changes"] == []


def test_an_upload_is_cut_after_so_many_bytes_and_goes_on_from_there(desk: Any, faults: Faults) -> None:
    dossier_id, _ = desk.accept()
    data = bytes(range(256)) * 1000
    location = desk.create_upload(dossier_id, data).headers["Location"]
    faults.arm(Fault(kind=FaultKind.CUT_UPLOAD, path="/v1/uploads/", method="PATCH", after_bytes=100_000))

    with pytest.raises(httpx.TransportError):
        desk.patch(location, 0, data)

    assert desk.offset(location) == 100_000
    assert desk.patch(location, 100_000, data[100_000:]).status_code == 204
    assert desk.manifest(dossier_id, data)["complete"] is True


def test_a_delay_only_delays(desk: Any, faults: Faults) -> None:
    faults.arm(Fault(kind=FaultKind.DELAY, delay_s=0.3))
    began = clock.monotonic_s()

    desk.changes()

    assert clock.monotonic_s() - began >= 0.3


def test_cleared_faults_do_not_happen(desk: Any, faults: Faults) -> None:
    faults.arm(Fault(kind=FaultKind.PORTAL, times=0))
    assert desk.http.get("/v1/health").headers["Content-Type"].startswith("text/html")

    faults.clear()

    assert desk.http.get("/v1/health").json()["status"] == "ok"
