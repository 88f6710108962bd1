from __future__ import annotations

import contextlib
import gzip
import json
import logging
import socket
import sqlite3
import threading
import zlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app import clock
from desk_app.central.bodies import gunzip
from desk_app.central.errors import GatewayError, TooMany
from desk_app.central.limits import Rate
from desk_app.central.rates import Bucket

JSON = {"Content-Type": "application/json"}


def batch(*events: object) -> bytes:
    return json.dumps({"protocol": 1, "events": list(events)}).encode()


def test_health_says_that_it_is_the_gateway(gateway: Any) -> None:
    answer = httpx.get(f"{gateway.url}/v1/health")

    assert answer.json() | {"time": ""} == {"status": "ok", "time": "", "protocol": 1}
    assert answer.json()["time"].endswith("+07:00")
    assert (answer.headers["X-Desk-Protocol"], answer.headers["Content-Type"]) == ("1", "application/json")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1/nothing", 404),
        ("DELETE", "/v1/health", 405),
        ("GET", "/docs", 404),
        ("GET", "/v1/files/..%2f..%2fetc%2fpasswd", 404),
        ("GET", "/v1/files/../../../etc/passwd", 404),
        ("GET", f"/v1/files/{'A' * 64}", 422),
        ("GET", "/v1/files/%2e%2e", 422),
        ("GET", "/v1/dossiers/%ff%00", 404),
        ("GET", f"/v1/dossiers/{'9' * 65}", 422),
        ("GET", "/v1/events/1", 422),
        ("GET", "/v1/changes?limit=0", 422),
        ("PUT", "/v1/dossiers/x/manifest", 422),
    ],
)
def test_every_refusal_is_ours_and_has_a_reason(desk: Any, method: str, path: str, status: int) -> None:
    answer = desk.http.request(method, path)

    assert answer.status_code == status
    assert answer.headers["X-Desk-Protocol"] == "1"
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["error"]["reason"]


def test_a_packed_batch_is_taken(desk: Any) -> None:
    body = gzip.compress(batch(desk.received()))

    answer = desk.http.post("/v1/events", content=body, headers=JSON | {"Content-Encoding": "gzip"})

    assert answer.json()["answers"][0]["result"] == "applied"


@pytest.mark.parametrize(
    ("body", "encoding", "status", "reason"),
    [
        (b"x" * (4 * 1024 * 1024 + 1), "identity", 413, "body_too_large"),
        (gzip.compress(b" " * (4 * 1024 * 1024 + 1), mtime=0), "gzip", 413, "body_too_large"),
        (gzip.compress(b"\0" * 100_000_000, mtime=0), "gzip", 413, "body_too_large"),
        (gzip.compress(b"{}", mtime=0)[:-6], "gzip", 422, "malformed"),
        (b"not gzip", "gzip", 422, "malformed"),
        (b"x", "br", 415, "content_encoding"),
        (b"not json", "identity", 422, "malformed"),
        (b"\xff\xfe{}", "identity", 422, "malformed"),
        (b"[" * 100_000, "identity", 400, "malformed"),
        (b"{}", "identity", 422, "malformed"),
        (b'{"protocol": 2, "events": []}', "identity", 422, "malformed"),
        (b'{"protocol": "1", "events": []}', "identity", 422, "malformed"),
    ],
)
def test_a_body_that_is_too_large_or_not_understood_is_refused(
    desk: Any, body: bytes, encoding: str, status: int, reason: str
) -> None:
    answer = desk.http.post("/v1/events", content=body, headers=JSON | {"Content-Encoding": encoding})

    assert (answer.status_code, answer.json()["error"]["reason"]) == (status, reason)
    assert answer.headers["X-Desk-Protocol"] == "1"


@pytest.mark.parametrize("constant", ["NaN", "Infinity"])
def test_what_is_no_number_is_no_event(desk: Any, constant: str) -> None:
    event = json.dumps(desk.received(sets="@@")).replace('"@@"', constant)
    body = f'{{"protocol": 1, "events": [{event}]}}'

    answer = desk.http.post("/v1/events", content=body, headers=JSON)

    assert answer.status_code == 200
    assert answer.json()["answers"][0]["reason"] == "malformed"


def test_a_body_that_stops_coming_is_given_up(own_gateway: Any) -> None:
    from desk_app.central.limits import Limits

    url = own_gateway(limits=Limits(body_idle_s=0.2)).url

    host, _, port = url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b'POST /v1/events HTTP/1.1\r\nHost: gateway\r\nContent-Length: 100\r\n\r\n{"protocol"')

        answer = line.recv(65536).decode()

    assert answer.startswith("HTTP/1.1 408 ")
    assert "x-desk-protocol: 1" in answer


def test_logs_hold_ids_and_counts_and_nobodys_data(desk: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="desk_app")
    caplog.set_level(logging.INFO, logger="uvicorn")
    caplog.set_level(logging.INFO, logger="sqlalchemy")
    bad = desk.received()
    bad["body"]["dossier"]["applicant"]["phone"] = "0000"
    event = desk.received()
    code = desk.send(bad, event)[1]["official_code"]

    desk.http.get(f"/v1/dossiers/{code}")

    pause = threading.Event()
    line: dict[str, Any] = {}
    while line.get("method") != "GET":  # it is written after the answer has left
        pause.wait(0.02)
        line = [json.loads(r.getMessage()) for r in list(caplog.records) if r.name == "desk_app.central.edge"][-1]
    assert line | {"ms": 0, "request": ""} == {
        "request": "",
        "method": "GET",
        "route": "/v1/dossiers/{reference}",
        "status": 200,
        "ms": 0,
        "caller": desk.device_id,
    }
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))
    for secret in ("Nguyễn", "096191004582", "0912345678", code, desk.token):
        assert secret not in ours


def test_a_bug_becomes_an_answer_with_a_number_and_a_log_line_without_words(
    gateway: Any, desk: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Nguyễn Thị Mẫu 096191004582")

    with monkeypatch.context() as patch:
        patch.setattr(gateway.parts.ledger, "take_in", broken)
        answer = desk.http.post("/v1/events", json={"protocol": 1, "events": []})

    assert (answer.status_code, answer.json()["error"]["reason"]) == (500, "internal")
    number = answer.headers["X-Request-Id"]
    assert number in answer.json()["error"]["detail"]
    (bug,) = [json.loads(r.getMessage()) for r in caplog.records if r.levelname == "ERROR"]
    assert (bug["request"], bug["bug"]) == (number, "RuntimeError")
    assert "Nguyễn" not in caplog.text


def test_a_database_that_is_locked_for_long_asks_to_come_again(
    gateway: Any, desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlalchemy as sa

    def locked(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("UPDATE", {"name": "Nguyễn"}, sqlite3.OperationalError("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr("desk_app.central.effects.apply", locked)
        answer = desk.http.post("/v1/events", json={"protocol": 1, "events": [desk.received()]})

    assert (answer.status_code, answer.json()["error"]["reason"]) == (503, "database")
    assert "Nguyễn" not in answer.text


@given(st.binary(max_size=3000), st.integers(0, 3000))
def test_what_was_packed_is_unpacked_up_to_the_limit(data: bytes, limit: int) -> None:
    packed = gzip.compress(data)

    if len(data) <= limit:
        assert gunzip(packed, limit) == data
    else:
        with pytest.raises(GatewayError) as refused:
            gunzip(packed, limit)
        assert refused.value.status == 413


@given(st.binary(max_size=200))
def test_what_is_no_gzip_never_breaks_anything(data: bytes) -> None:
    with contextlib.suppress(zlib.error, GatewayError):
        assert zlib.decompress(data, 31) == gunzip(data, 10_000)


def test_a_bucket_empties_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(clock, "monotonic_s", lambda: now[0])
    bucket = Bucket(Rate(2, 3))
    for _ in range(3):
        bucket.take("a")

    with pytest.raises(TooMany):
        bucket.take("a")
    bucket.take("b")
    now[0] += 0.5

    bucket.take("a")
    with pytest.raises(TooMany):
        bucket.take("a")
