"""Our own gateway over HTTP: the contract of ``wire.py`` and ``messages.py``, tus 1.0 for files."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import httpx

from desk_app import clock
from desk_app.domain.events import Fact
from desk_app.sync import answers, messages, wire
from desk_app.sync.address import Address
from desk_app.sync.central import (
    CentralUnreachable,
    Health,
    NotTheCentre,
    OutOfStep,
    Refused,
    UploadOutOfStep,
    UploadPlace,
    Why,
)
from desk_app.sync.fields import Record, WireError
from desk_app.sync.messages import ChangePage, CodeLease, Enrolment, ListedFile, ManifestAnswer
from desk_app.sync.pace import Pace
from desk_app.sync.wire import EventAnswer

MAX_ANSWER_BYTES = 8 * 1024 * 1024
CONNECT_TIMEOUT_S = 10.0
_WORTH_PACKING_BYTES = 1024
T = TypeVar("T")
_TUS = {"Tus-Resumable": "1.0.0"}


class HttpCentral:
    """The gateway of this program's own contract. For one thread at a time.

    Args:
        address: where it is.
        token: device token; empty only for enrolment and the test of a connection.
        pace: told how fast bodies go out, asked how long to wait.
        transport: in place of the network.
    """

    resumable = True

    def __init__(
        self,
        address: Address,
        *,
        token: str = "",
        pace: Pace | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._address = address
        self._pace = pace or Pace()
        headers = {"Accept": wire.JSON_TYPE, "Accept-Encoding": "identity", wire.PROTOCOL_HEADER: str(wire.PROTOCOL)}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            headers=headers,
            follow_redirects=False,
            transport=transport,
            # A proxy of the office is for the way outside; plain HTTP never leaves this machine.
            trust_env=address.is_encrypted,
            # The operating system's own list of authorities: provinces run their own, and portals cannot be trusted.
            verify=ssl.create_default_context() if address.is_encrypted else False,
        )

    def enrol(self, code: str, device_name: str) -> Enrolment:
        """Exchange a one-time code for this device's token; Refused("enrolment_refused") for a wrong or used one."""
        return self._read(messages.read_enrolment, "POST", "/v1/enrolments", {"code": code, "device_name": device_name})

    def send(self, facts: Sequence[Fact]) -> tuple[EventAnswer, ...]:
        """Deliver facts."""
        found = self._read(wire.read_answers, "POST", "/v1/events", wire.write_batch(facts))
        if len({answer.event_id for answer in found}) != len(found):
            raise NotTheCentre(200)
        return found

    def answer_to(self, event_id: str) -> EventAnswer | None:
        """What became of an event."""
        try:
            found = self._read(wire.read_answer, "GET", f"/v1/events/{event_id}")
        except Refused as error:
            if error.status == 404 and error.reason == "unknown_event":
                return None
            raise
        if found.event_id != event_id:
            raise NotTheCentre(200)
        return found

    def open_upload(self, dossier_id: str, sha256: str, size: int) -> UploadPlace:
        """A place for a file."""
        metadata = f"sha256 {_b64(sha256.encode())},dossier_id {_b64(dossier_id.encode())}"
        asked = self._address.join("/v1/uploads")
        response, _ = self._call(
            "POST", asked, headers={**_TUS, "Upload-Length": str(size), "Upload-Metadata": metadata}
        )
        url = self._address.within(response.headers.get("location", ""), asked=asked)
        if not response.headers.get("location") or url is None:
            raise NotTheCentre(response.status_code)
        return UploadPlace(url, _offset(response))

    def upload_offset(self, url: str) -> int:
        """How many bytes the gateway has."""
        response, _ = self._call("HEAD", self._own(url), headers=_TUS, upload=True)
        return _offset(response)

    def send_chunk(self, url: str, offset: int, chunk: bytes) -> int:
        """Append bytes."""
        headers = {
            **_TUS,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {_b64(hashlib.sha256(chunk).digest())}",
        }
        started = clock.monotonic_s()
        response, _ = self._call("PATCH", self._own(url), headers=headers, content=chunk, upload=True)
        self._pace.observe(len(chunk), clock.monotonic_s() - started)
        return _offset(response)

    def put_manifest(self, dossier_id: str, files: Sequence[ListedFile]) -> ManifestAnswer:
        """Tell which files belong to a dossier."""
        path = f"/v1/dossiers/{dossier_id}/manifest"
        return self._read(messages.read_manifest_answer, "PUT", path, messages.write_manifest(files))

    def changes(self, since: str, *, limit: int) -> ChangePage:
        """What happened after a cursor."""
        query = httpx.QueryParams({"since": since, "limit": limit, "wait": 0})
        return self._read(messages.read_changes, "GET", f"/v1/changes?{query}")

    def lease(self, request_id: str, day: dt.date, count: int) -> CodeLease | None:
        """A range of dossier numbers."""
        body: wire.Json = {"request_id": request_id, "day": day.isoformat(), "count": count}
        return self._read(messages.read_lease, "POST", "/v1/leases", body)

    def return_lease(self, lease_id: str, unused_from: int) -> None:
        """Give back unused numbers."""
        self._send("POST", f"/v1/leases/{lease_id}/return", {"unused_from": unused_from})

    def health(self) -> Health:
        """Whether the gateway answers."""
        return self._read(lambda value: Health(Record(value).moment("time")), "GET", "/v1/health")

    def close(self) -> None:
        """Let connections go."""
        self._http.close()

    def _read(self, reader: Callable[[object], T], method: str, path: str, message: wire.Json | None = None) -> T:
        response, body = self._send(method, path, message)
        value = answers.json_of(response.status_code, response.headers, body)
        try:
            return reader(value)
        except WireError:
            raise NotTheCentre(response.status_code) from None

    def _send(self, method: str, path: str, message: wire.Json | None) -> tuple[httpx.Response, bytes]:
        headers: dict[str, str] = {}
        content: bytes | None = None
        if message is not None:
            content = wire.to_bytes(message)
            headers["Content-Type"] = wire.JSON_TYPE
            if len(content) > _WORTH_PACKING_BYTES:
                content = gzip.compress(content, mtime=0)
                headers["Content-Encoding"] = "gzip"
        return self._call(method, self._address.join(path), headers=headers, content=content)

    def _call(
        self, method: str, url: str, *, headers: Mapping[str, str], content: bytes | None = None, upload: bool = False
    ) -> tuple[httpx.Response, bytes]:
        patience_s = self._pace.timeout_s(len(content or b""))
        timeout = httpx.Timeout(patience_s, connect=CONNECT_TIMEOUT_S)
        try:
            with self._http.stream(method, url, headers=dict(headers), content=content, timeout=timeout) as response:
                body = _body_of(response, patience_s)
        except httpx.TimeoutException:
            raise CentralUnreachable(Why.TIMEOUT) from None
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise CentralUnreachable(_why(error)) from None
        answers.judge(response.status_code, response.headers, body, upload=upload)
        return response, body

    def _own(self, url: str) -> str:
        target = self._address.within(url, asked=self._address.url)
        if target is None:  # kept from an earlier enrolment at another gateway
            raise UploadOutOfStep(OutOfStep.GONE)
        return target


def _body_of(response: httpx.Response, patience_s: float) -> bytes:
    """At most MAX_ANSWER_BYTES as they came; what is packed although we did not ask for it is not ours."""
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise NotTheCentre(response.status_code)
    body, deadline_s = bytearray(), clock.monotonic_s() + patience_s
    for piece in response.iter_raw():
        body += piece
        if len(body) > MAX_ANSWER_BYTES:
            raise NotTheCentre(response.status_code)
        if clock.monotonic_s() > deadline_s:  # httpx's own limit is per read, a dripping server would hold us for ever
            raise CentralUnreachable(Why.TIMEOUT)
    return bytes(body)


def _offset(response: httpx.Response) -> int:
    text = response.headers.get("upload-offset", "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise NotTheCentre(response.status_code)
    return int(text)


def _why(error: Exception) -> Why:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Why.CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    return Why.TRANSPORT


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
