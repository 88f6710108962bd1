"""What answers of a real HTTP server mean to the queue: the table of the design, and servers that misbehave."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import gzip
import hashlib
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk_app.sync import central as ce
from desk_app.sync.address import Address
from desk_app.sync.http_central import MAX_ANSWER_BYTES, HttpCentral
from desk_app.sync.pace import Pace
from desk_app.sync.wire import EventAnswer, Result

EVENT = "01936d2e-0000-7000-8000-0000000000e4"


class Hasty(Pace):
    def timeout_s(self, size: int) -> float:
        return 0.25


@pytest.fixture
def client(server: Any) -> Iterator[HttpCentral]:
    client = HttpCentral(Address.parse(server.url), token="the-token", pace=Hasty())
    yield client
    client.close()


@pytest.fixture
def reply(server: Any) -> Any:
    """The class of replies, taken from the server's own first one."""
    return type(server.replies[0])


def error(reason: str, **more: str) -> bytes:
    return json.dumps({"error": {"reason": reason, "detail": "words of the server", **more}}).encode()


def answers(**changes: object) -> bytes:
    one = {"event_id": EVENT, "result": "applied", "official_code": None, "reason": None, "field": None, "detail": None}
    return json.dumps({"answers": [one | changes]}).encode()


LATER = [408, 425, 429, 502, 503, 504]
A_PERSON = [400, 403, 404, 409, 413, 422]


@pytest.mark.parametrize("status", LATER)
@pytest.mark.parametrize("ours", [True, False])
def test_busy_answers_are_tried_again_whoever_gives_them(
    client: Any, server: Any, reply: Any, status: int, ours: bool
) -> None:
    server.says(reply(status, ours=ours, media_type="text/html", body=b"<h1>later</h1>", headers={"Retry-After": "17"}))

    with pytest.raises(ce.CentralUnreachable) as caught:
        client.changes("", limit=1)

    assert (caught.value.why, caught.value.retry_after_s) == (ce.Why.BUSY, 17.0)


@pytest.mark.parametrize("status", A_PERSON)
def test_refusals_of_the_centre_carry_reason_and_field(
    client: Any, server: Any, reply: Any, examples: Any, status: int
) -> None:
    server.says(reply(status, error("phone", field="applicant.phone")))

    with pytest.raises(ce.Refused) as caught:
        client.send([examples.facts()["receipt_issued"]])

    refused = caught.value
    assert (refused.status, refused.reason, refused.field) == (status, "phone", "applicant.phone")
    assert "words of the server" not in str(refused)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 415, 422, 451])
def test_refusals_in_html_are_not_the_centre(client: Any, server: Any, reply: Any, status: int) -> None:
    server.says(reply(status, b"<html>blocked by policy</html>", ours=False, media_type="text/html"))

    with pytest.raises(ce.NotTheCentre):
        client.changes("", limit=1)


def test_too_big_for_a_proxy_on_the_way_is_a_refusal(client: Any, server: Any, reply: Any, examples: Any) -> None:
    server.says(reply(413, b"<html>nginx</html>", ours=False, media_type="text/html"))

    with pytest.raises(ce.Refused) as caught:
        client.send([examples.facts()["receipt_issued"]])

    assert caught.value.reason == "too_big"


@pytest.mark.parametrize("ours", [True, False])
def test_401_means_enrol_again(client: Any, server: Any, reply: Any, ours: bool) -> None:
    server.says(reply(401, error("unknown_token"), ours=ours))

    with pytest.raises(ce.NotAuthorised):
        client.health()


@pytest.mark.parametrize("status", [500, 501, 505, 507, 520])
def test_other_faults_of_the_centre_are_its_own(client: Any, server: Any, reply: Any, status: int) -> None:
    server.says(reply(status, b"Traceback", media_type="text/plain"))

    with pytest.raises(ce.CentralFailing):
        client.health()


PORTALS = {
    "a sign-in page": {"body": b"<html>", "ours": False, "media_type": "text/html"},
    "json without our header": {"body": answers(), "ours": False},
    "our header on html": {"body": b"<html>", "media_type": "text/html"},
    "another protocol": {"body": answers(), "ours": False, "headers": {"X-Desk-Protocol": "2"}},
    "no media type": {"body": answers(), "media_type": None},
    "truncated json": {"body": answers()[:-5]},
    "another schema": {"body": b'{"answers": [{"event_id": 7}]}'},
    "an unknown result": {"body": answers(result="perhaps")},
    "a list": {"body": b"[]"},
    "not utf-8": {"body": b'{"answers": "\xff"}'},
    "deep nesting": {"body": b"[" * 200_000},
    "the same event twice": {"body": b'{"answers": [%s, %s]}' % (answers()[13:-2], answers(result="refused")[13:-2])},
    "packed although not asked for": {
        "body": gzip.compress(answers(), mtime=0),
        "headers": {"Content-Encoding": "gzip"},
    },
    "a redirection": {"status": 302, "body": b"", "headers": {"Location": "http://192.0.2.1/login"}},
    "no content": {"status": 204, "ours": False},
}


@pytest.mark.parametrize("name", PORTALS)
def test_success_that_is_not_ours_counts_as_offline(
    client: Any, server: Any, reply: Any, examples: Any, name: str
) -> None:
    server.says(reply(**PORTALS[name]))

    with pytest.raises(ce.NotTheCentre):
        client.send([examples.facts()["receipt_issued"]])

    assert len(server.asked) == 1


def test_an_answer_without_end_is_not_read_to_its_end(client: Any, server: Any, reply: Any) -> None:
    server.says(reply(body=b'"' + b"x" * (MAX_ANSWER_BYTES + 100) + b'"'))

    with pytest.raises(ce.NotTheCentre):
        client.health()


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"reset": True}, ce.Why.TRANSPORT),
        ({"body": answers(), "cut": 20}, ce.Why.TRANSPORT),
        ({"silent_s": 2.0}, ce.Why.TIMEOUT),
        ({"body": answers(), "drip_s": 0.1}, ce.Why.TIMEOUT),
    ],
)
def test_broken_lines_are_unreachable(
    client: Any, server: Any, reply: Any, examples: Any, fault: dict[str, Any], why: ce.Why
) -> None:
    server.says(reply(**fault))

    with pytest.raises(ce.CentralUnreachable) as caught:
        client.send([examples.facts()["receipt_issued"]])

    assert caught.value.why is why


def test_nobody_at_the_address_is_unreachable(server: Any) -> None:
    server.close()
    client = HttpCentral(Address.parse(server.url))

    with pytest.raises(ce.CentralUnreachable):
        client.health()

    client.close()


def test_events_go_out_packed_with_the_token_and_come_back_as_answers(
    client: Any, server: Any, reply: Any, examples: Any
) -> None:
    server.says(reply(body=answers(result="duplicate", official_code="H12.64-261123-0107")))

    found = client.send([examples.facts()["dossier_received"]])

    asked = server.asked[0]
    assert found == (EventAnswer(event_id=EVENT, result=Result.DUPLICATE, official_code="H12.64-261123-0107"),)
    assert (asked.method, asked.path) == ("POST", "/v1/events")
    assert asked.headers["authorization"] == "Bearer the-token"
    assert asked.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(asked.body))["events"][0]["dossier_id"] == examples.dossier_id


def test_unknown_event_is_none_and_other_404_is_not(client: Any, server: Any, reply: Any) -> None:
    server.says(reply(404, error("unknown_event")), reply(404, error("no_such_path")))

    assert client.answer_to(EVENT) is None
    with pytest.raises(ce.Refused):
        client.answer_to(EVENT)


def test_answer_to_another_event_is_not_believed(client: Any, server: Any, reply: Any) -> None:
    server.says(reply(body=answers(event_id="01936d2e-0000-7000-8000-0000000000ff")[13:-2]))

    with pytest.raises(ce.NotTheCentre):
        client.answer_to(EVENT)


def test_upload_speaks_tus(client: Any, server: Any, reply: Any) -> None:
    server.says(
        reply(201, b"", headers={"Location": "/v1/uploads/7", "Upload-Offset": "0"}),
        reply(204, headers={"Upload-Offset": "5"}, media_type=None),
        reply(200, headers={"Upload-Offset": "5", "Upload-Length": "9"}),
    )

    place = client.open_upload("d", "a" * 64, 9)
    reached = client.send_chunk(place.url, 0, b"hello")
    known = client.upload_offset(place.url)

    created, patched, looked = server.asked
    digest = base64.b64encode(hashlib.sha256(b"hello").digest()).decode()
    assert (place.url, reached, known) == (f"{server.url}/v1/uploads/7", 5, 5)
    assert (created.headers["upload-length"], created.headers["tus-resumable"]) == ("9", "1.0.0")
    assert created.headers["upload-metadata"] == f"sha256 {base64.b64encode(b'a' * 64).decode()},dossier_id ZA=="
    assert patched.headers["upload-checksum"] == f"sha256 {digest}"
    assert patched.headers["content-type"] == "application/offset+octet-stream"
    assert (patched.headers["upload-offset"], patched.body, looked.method) == ("0", b"hello", "HEAD")


@pytest.mark.parametrize("location", ["http://192.0.2.7/v1/uploads/7", "//192.0.2.7/x", "", "http://u@127.0.0.1/"])
def test_token_does_not_follow_an_upload_to_another_host(client: Any, server: Any, reply: Any, location: str) -> None:
    server.says(reply(201, b"", headers={"Location": location, "Upload-Offset": "0"}))

    with pytest.raises(ce.NotTheCentre):
        client.open_upload("d", "a" * 64, 9)


@pytest.mark.parametrize(
    ("status", "why"), [(409, "offset"), (423, "locked"), (460, "checksum"), (404, "gone"), (410, "gone")]
)
def test_disagreement_about_an_upload_asks_for_the_offset_again(
    client: Any, server: Any, reply: Any, status: int, why: str
) -> None:
    server.says(reply(status, error("x")))

    with pytest.raises(ce.UploadOutOfStep) as caught:
        client.send_chunk(f"{server.url}/v1/uploads/7", 0, b"hello")

    assert caught.value.why == why


def test_upload_of_an_earlier_gateway_is_begun_anew(client: Any) -> None:
    with pytest.raises(ce.UploadOutOfStep) as caught:
        client.upload_offset("https://old.example.vn/v1/uploads/7")

    assert caught.value.why is ce.OutOfStep.GONE


@pytest.mark.parametrize("offset", ["", "-1", "x", "٣", "9" * 20])
def test_offset_must_be_a_number(client: Any, server: Any, reply: Any, offset: str) -> None:
    server.says(reply(200, headers={"Upload-Offset": offset.encode().decode("latin-1")}))

    with pytest.raises(ce.NotTheCentre):
        client.upload_offset(f"{server.url}/v1/uploads/7")


def test_lease_health_feed_and_manifest_are_read(client: Any, server: Any, reply: Any) -> None:
    lease = {"lease": {"id": "L", "unit": "H12.64", "day": "2026-11-23", "first": 101, "last": 150}}
    page = {"changes": [], "cursor": "c7", "more": False}
    server.says(
        reply(body=json.dumps(lease).encode()),
        reply(body=b'{"status":"ok","time":"2026-11-23T08:00:00+07:00","protocol":1}'),
        reply(body=json.dumps(page).encode()),
        reply(body=b'{"complete":false,"missing":["%s"],"receipt":null}' % (b"a" * 64)),
        reply(200, b"{}"),
    )

    granted = client.lease("r", dt.date(2026, 11, 23), 50)
    health = client.health()
    changes = client.changes("c6&x", limit=5)
    manifest = client.put_manifest("d", [])
    client.return_lease("L", 120)

    assert (granted.first, granted.last) == (101, 150)
    assert health.time.hour == 8
    assert (changes.cursor, manifest.missing) == ("c7", ("a" * 64,))
    assert server.asked[2].path == "/v1/changes?since=c6%26x&limit=5&wait=0"
    assert json.loads(server.asked[4].body) == {"unused_from": 120}


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with TLS whose certificate nobody vouches for, as a portal that listens in would have."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    no_password = serialization.NoEncryption()
    key_text = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, no_password)
    path.write_bytes(key_text + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            context.wrap_socket(connection, server_side=True).close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{port}"
    thread.join(5)
    listener.close()


def test_a_certificate_that_nobody_vouches_for_is_unreachable_and_told_apart(stranger: str) -> None:
    client = HttpCentral(Address.parse(stranger), token="the-token")

    with pytest.raises(ce.CentralUnreachable) as caught:
        client.health()

    client.close()
    assert caught.value.why is ce.Why.CERTIFICATE
