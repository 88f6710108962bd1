"""What tests of sync share: example facts of one dossier of nobody, and a clock that stands where it is put."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import hashlib
import http.server
import json
import random
import shutil
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desk_app.clock import VIETNAM
from desk_app.domain import codes
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex, Submitter
from desk_app.domain.dossier import Component, Dossier, Due, ElectronicCopy, FeeLine, NotDigitised
from desk_app.domain.events import (
    Author,
    ComponentDigitised,
    ComponentNotDigitised,
    DossierReceived,
    Fact,
    ReceiptIssued,
)
from desk_app.domain.queue import FileTransfer, OutboxItem, OutboxState
from desk_app.domain.queue import SyncState as QueueState
from desk_app.ids import new_id
from desk_app.store.engine import Store
from desk_app.sync import central, messages, wire
from desk_app.sync.leases import LeasePolicy
from desk_app.sync.loop import SyncLoop

KEY = bytes(range(32))


class Examples:
    """Facts about one dossier, always the same ones."""

    at = dt.datetime(2026, 11, 23, 8, 15, 30, 250_000, tzinfo=VIETNAM)
    author = Author(account_id="01936d2e-0000-7000-8000-0000000000aa", name="Trần Thị Một Cửa", role="officer")
    dossier_id = "01936d2e-0000-7000-8000-000000000001"

    def copy(self, digit: str = "a", size: int = 48_213, pages: int = 2) -> ElectronicCopy:
        return ElectronicCopy(sha256=digit * 64, bytes=size, pages=pages)

    def dossier(self) -> Dossier:
        return Dossier(
            id=self.dossier_id,
            code="TAM-261123-K7QX-0003-C",
            provisional_code="TAM-261123-K7QX-0003-C",
            procedure_code="1.001193",
            procedure_version="c" * 64,
            procedure_name="Thủ tục đăng ký khai sinh",
            field="Hộ tịch",
            case="mac-dinh",
            applicant=Applicant(
                full_name="Nguyễn Văn Mẫu",
                id_type=IdType.CCCD,
                id_number="096091004582",
                born=PartialDate(1991, 3),
                sex=Sex.MALE,
                phone="0912345678",
                email="mau@example.vn",
                address=Address(
                    text="Ấp 7, xã Khánh An, huyện U Minh, Cà Mau",
                    province="96",
                    commune="32059",
                    units_as_of=dt.date(2025, 7, 1),
                ),
            ),
            submitter=Submitter(full_name="Đỗ Thị Thử", id_type=IdType.CMND, id_number="381234567", authority="mẹ"),
            components=(
                Component(
                    id="01936d2e-0000-7000-8000-0000000000c1",
                    code="c01",
                    name="Tờ khai đăng ký khai sinh",
                    originals=1,
                    mandatory=True,
                ),
                Component(
                    id="01936d2e-0000-7000-8000-0000000000c2",
                    name="Giấy chứng sinh",
                    copies=1,
                    presented_only=True,
                    not_digitised_because=NotDigitised.PRESENTED_ONLY,
                    not_digitised_note="đã đối chiếu",
                ),
            ),
            note="“Ưu tiên”: người cao tuổi ở ấp Trùm Thuật",
            fees=(
                FeeLine(name="Lệ phí", amount_vnd=8_000),
                FeeLine(name="Bản sao", amount_vnd=None, note="theo số bản"),
            ),
            received_at=self.at - dt.timedelta(minutes=5),
            received_at_reason="mất điện",
            recorded_at=self.at,
            due=Due(
                at=self.at + dt.timedelta(days=5),
                amount=5,
                unit="working_day",
                skipped=((dt.date(2026, 11, 28), "Thứ Bảy"), (dt.date(2026, 11, 29), "Chủ nhật")),
                after_cutoff=True,
            ),
            unit="H12.64",
            unit_name="UBND xã Khánh An",
            desk="Quầy 2",
            accepted_by=self.author.account_id,
            accepted_by_name=self.author.name,
            missing_accepted_because="bổ sung trong ngày",
        )

    def facts(self) -> dict[str, Fact]:
        head = {
            "dossier_id": self.dossier_id,
            "occurred_at": self.at,
            "author": self.author,
            "unit": "H12.64",
            "desk": "Quầy 2",
        }
        return {
            "dossier_received": DossierReceived(
                event_id="01936d2e-0000-7000-8000-0000000000e1", dossier=self.dossier(), **head
            ),
            "component_digitised": ComponentDigitised(
                event_id="01936d2e-0000-7000-8000-0000000000e2",
                component_id="01936d2e-0000-7000-8000-0000000000c1",
                component_name="Tờ khai đăng ký khai sinh",
                copy=self.copy(),
                **head,
            ),
            "component_not_digitised": ComponentNotDigitised(
                event_id="01936d2e-0000-7000-8000-0000000000e3",
                component_id="01936d2e-0000-7000-8000-0000000000c2",
                reason=NotDigitised.PRESENTED_ONLY,
                note="đã đối chiếu",
                **head,
            ),
            "receipt_issued": ReceiptIssued(
                event_id="01936d2e-0000-7000-8000-0000000000e4",
                form="receipt",
                circular="tt-03-2025",
                copy=self.copy("b", 20_480, 1),
                reprint=0,
                **head,
            ),
        }

    def fact(self, kind: str, **changes: object) -> Fact:
        return dataclasses.replace(self.facts()[kind], **changes)


@pytest.fixture
def examples() -> Examples:
    return Examples()


@dataclasses.dataclass(frozen=True)
class Reply:
    """What the misbehaving server says once. ``cut``: bytes of the body after which the line goes dead."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    ours: bool = True
    media_type: str | None = "application/json"
    cut: int | None = None
    reset: bool = False
    silent_s: float = 0.0
    drip_s: float = 0.0


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class ScriptedServer:
    """A real HTTP server on loopback that says what it was told to, in order; the last reply is repeated."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [Reply()]
        self.asked: list[Asked] = []
        self.ended = threading.Event()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.02), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def says(self, *replies: Reply) -> None:
        self.replies = list(replies)

    def close(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        script = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                script.asked.append(Asked(self.command, self.path, headers, body))
                reply = script.replies.pop(0) if len(script.replies) > 1 else script.replies[0]
                script.ended.wait(reply.silent_s)
                if reply.reset:
                    linger = struct.pack("ii", 1, 0)
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                    self.close_connection = True
                    return
                self.answer(reply)

            def answer(self, reply: Reply) -> None:
                self.send_response(reply.status)
                if reply.ours:
                    self.send_header("X-Desk-Protocol", "1")
                if reply.media_type:
                    self.send_header("Content-Type", reply.media_type)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                body = b"" if self.command == "HEAD" or reply.status == 204 else reply.body
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.close_connection = True
                try:
                    if reply.drip_s:
                        for byte in body:
                            self.wfile.write(bytes([byte]))
                            self.wfile.flush()
                            script.ended.wait(reply.drip_s)
                    else:
                        self.wfile.write(body if reply.cut is None else body[: reply.cut])
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = do_PUT = do_PATCH = do_HEAD = handle_any  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    scripted = ScriptedServer()
    yield scripted
    scripted.close()


class Crash(BaseException):
    """The program died here."""


class FakeCentral:
    """A centre in memory that keeps the contract, with faults that happen once each, in the order they were planned.

    ``drop``: the request is lost. ``lose``: the answer is lost. ``twice``: the request arrives twice. ``die_before`` and
    ``die_after``: the desk's program dies before or after the centre did its work. ``portal``, ``fail``, ``unknown_token``.
    """

    Crash = Crash
    resumable = True

    def __init__(self) -> None:
        self.plan: list[str] = []
        self.calls: list[str] = []
        self.envelopes: dict[str, dict[str, Any]] = {}
        self.applied: list[str] = []
        self.answers: dict[str, wire.EventAnswer] = {}
        self.codes: dict[str, str] = {}
        self.refuse: dict[str, str] = {}
        self.fail_on: set[str] = set()
        self.parts: dict[str, bytearray] = {}
        self.sizes: dict[str, int] = {}
        self.held: dict[str, bytes] = {}
        self.certify: Callable[[messages.ManifestAnswer], messages.ManifestAnswer] = lambda answer: answer
        self.feed: list[messages.Change] = []
        self.leases: dict[str, messages.CodeLease] = {}
        self.returned: dict[str, int] = {}
        self.unit = "H12.64"

    def send(self, facts: Sequence[Fact]) -> tuple[wire.EventAnswer, ...]:
        return self._call("send", lambda: tuple(self._take(fact) for fact in facts))

    def answer_to(self, event_id: str) -> wire.EventAnswer | None:
        return self._call("answer_to", lambda: self.answers.get(event_id))

    def open_upload(self, dossier_id: str, sha256: str, size: int) -> central.UploadPlace:
        def work() -> central.UploadPlace:
            self.sizes[sha256] = size
            return central.UploadPlace(f"mem:{sha256}", self._offset(sha256))

        return self._call("open_upload", work)

    def upload_offset(self, url: str) -> int:
        def work() -> int:
            sha256 = url.removeprefix("mem:")
            if sha256 not in self.sizes:
                raise central.UploadOutOfStep(central.OutOfStep.GONE)
            return self._offset(sha256)

        return self._call("upload_offset", work)

    def send_chunk(self, url: str, offset: int, chunk: bytes) -> int:
        def work() -> int:
            sha256 = url.removeprefix("mem:")
            if offset != self._offset(sha256):
                raise central.UploadOutOfStep(central.OutOfStep.OFFSET)
            part = self.parts.setdefault(sha256, bytearray())
            part += chunk
            if len(part) == self.sizes[sha256]:
                if hashlib.sha256(part).hexdigest() != sha256:
                    self.parts.pop(sha256)
                    raise central.UploadOutOfStep(central.OutOfStep.CHECKSUM)
                self.held[sha256] = bytes(self.parts.pop(sha256))
            return self._offset(sha256)

        return self._call("send_chunk", work)

    def put_manifest(self, dossier_id: str, files: Sequence[messages.ListedFile]) -> messages.ManifestAnswer:
        def work() -> messages.ManifestAnswer:
            missing = tuple(f.sha256 for f in files if len(self.held.get(f.sha256, b"")) != f.bytes)
            listed = tuple(sorted({(f.sha256, f.bytes) for f in files}))
            receipt = None if missing else messages.HeldReceipt(f"r-{dossier_id}", dossier_id, listed, Examples.at)
            return self.certify(messages.ManifestAnswer(not missing, missing, receipt))

        return self._call("put_manifest", work)

    def changes(self, since: str, *, limit: int) -> messages.ChangePage:
        def work() -> messages.ChangePage:
            begin = int(since or 0)
            page = tuple(self.feed[begin : begin + limit])
            end = begin + len(page)
            return messages.ChangePage(page, str(end), end < len(self.feed))

        return self._call("changes", work)

    def lease(self, request_id: str, day: dt.date, count: int) -> messages.CodeLease | None:
        def work() -> messages.CodeLease:
            if request_id not in self.leases:
                first = 1 + max((k.last for k in self.leases.values() if k.day == day), default=100)
                self.leases[request_id] = messages.CodeLease(
                    f"l-{request_id}", self.unit, day, first, first + count - 1
                )
            return self.leases[request_id]

        return self._call("lease", work)

    def return_lease(self, lease_id: str, unused_from: int) -> None:
        self._call("return_lease", lambda: self.returned.__setitem__(lease_id, unused_from))

    def health(self) -> central.Health:
        return central.Health(Examples.at)

    def close(self) -> None:
        pass

    def say(self, kind: str, dossier_id: str, body: dict[str, Any]) -> None:
        self.feed.append(messages.Change(str(len(self.feed) + 1), kind, dossier_id, Examples.at, body))

    def _call(self, name: str, work: Callable[[], Any]) -> Any:
        self.calls.append(name)
        fault = self.plan.pop(0) if self.plan else ""
        match fault:
            case "drop":
                raise central.CentralUnreachable(central.Why.TRANSPORT)
            case "portal":
                raise central.NotTheCentre(200)
            case "fail":
                raise central.CentralFailing(500)
            case "unknown_token":
                raise central.NotAuthorised
            case "die_before":
                raise Crash
            case "lose":
                work()
                raise central.CentralUnreachable(central.Why.TIMEOUT)
            case "die_after":
                work()
                raise Crash
            case "twice":
                with contextlib.suppress(central.UploadOutOfStep):
                    work()
        return work()

    def _offset(self, sha256: str) -> int:
        return len(self.held[sha256]) if sha256 in self.held else len(self.parts.get(sha256, b""))

    def _take(self, fact: Fact) -> wire.EventAnswer:
        envelope = json.loads(wire.to_bytes(wire.write_envelope(fact)))
        if fact.event_id in self.fail_on:
            raise central.CentralFailing(500)
        known = self.answers.get(fact.event_id)
        if known is not None and known.took_effect:
            assert wire.fingerprint(envelope) == wire.fingerprint(self.envelopes[fact.event_id])
            return dataclasses.replace(known, result=wire.Result.DUPLICATE)
        answer = self._decide(fact)
        if answer.result is not wire.Result.DEFERRED:
            self.answers[fact.event_id] = answer
            self.envelopes[fact.event_id] = envelope
        return answer

    def _decide(self, fact: Fact) -> wire.EventAnswer:
        if fact.event_id in self.refuse:
            return wire.EventAnswer(
                event_id=fact.event_id,
                result=wire.Result.REFUSED,
                reason=self.refuse[fact.event_id],
                field="applicant.phone",
                detail="not a phone number",
            )
        code = None
        if isinstance(fact, DossierReceived):
            code = self.codes.setdefault(fact.dossier_id, f"H12.64-261123-{len(self.codes) + 1:04d}")
        elif fact.dossier_id not in self.codes:
            return wire.EventAnswer(event_id=fact.event_id, result=wire.Result.DEFERRED)
        self.applied.append(fact.event_id)
        return wire.EventAnswer(event_id=fact.event_id, result=wire.Result.APPLIED, official_code=code)


@pytest.fixture
def centre() -> FakeCentral:
    return FakeCentral()


class Clock:
    """Stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = Examples.at

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)


class FreeLock:
    """The right to send, always free."""

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        pass


class Desk:
    """A desk with a real store, and what its clerk does."""

    examples = Examples()

    def __init__(self, folder: Path, *, template: Path, unit: str = "H12.64") -> None:
        self.clock = Clock()
        self.unit = unit
        shutil.copytree(template, folder)
        self.store = Store.open(folder, key=KEY, clock=self.clock)
        self.changed: list[frozenset[str]] = []
        self._numbers = 0
        with self.store.transaction() as uow:
            uow.settings.put("unit", unit)

    def loop(self, client: Any, **more: Any) -> SyncLoop:
        """A loop as of a program that was just started."""
        more.setdefault("sender_lock", FreeLock())
        more.setdefault("leases", LeasePolicy(days=lambda day: ()))
        return SyncLoop(
            self.store, client, clock=self.clock, rng=random.Random(7), on_change=self.changed.append, **more
        )

    def accept(self, *, pages: Sequence[bytes] = (b"%PDF one", b"%PDF two"), phone: str = "0912345678") -> str:
        """Accept a dossier with one file for each component, print its receipt; its id."""
        self._numbers += 1
        dossier_id = new_id()
        code = codes.provisional("K7QX", self.clock.now.date(), self._numbers)
        components = tuple(Component(id=new_id(), name=f"Giấy tờ {n}", originals=1) for n, _ in enumerate(pages))
        dossier = dataclasses.replace(
            self.examples.dossier(),
            id=dossier_id,
            code=code,
            provisional_code=code,
            components=components,
            unit=self.unit,
        )
        dossier = dataclasses.replace(dossier, applicant=dataclasses.replace(dossier.applicant, phone=phone))
        copies = [self.keep(page) for page in pages]
        receipt = self.keep(b"%PDF receipt " + dossier_id.encode())
        facts: list[Fact] = [DossierReceived(**self.head(dossier_id), dossier=dossier)]
        facts += [self.digitised(dossier_id, c, copy) for c, copy in zip(components, copies, strict=True)]
        facts.append(
            ReceiptIssued(**self.head(dossier_id), form="receipt", circular="tt-03-2025", copy=receipt, reprint=0)
        )
        with self.store.transaction() as uow:
            uow.dossiers.add(dossier)
            uow.outbox.append(*facts)
        return dossier_id

    def digitised(self, dossier_id: str, component: Component, copy: ElectronicCopy) -> ComponentDigitised:
        return ComponentDigitised(
            **self.head(dossier_id), component_id=component.id, component_name=component.name, copy=copy
        )

    def scan_again(self, dossier_id: str, page: bytes) -> None:
        """Another copy of the first component."""
        copy = self.keep(page)
        with self.store.transaction() as uow:
            component = uow.dossiers.get(dossier_id).components[0]
            uow.outbox.append(self.digitised(dossier_id, component, copy))

    def correct_phone(self, dossier_id: str, phone: str) -> None:
        """What the clerk does with a refused phone number: a new event in the place of the refused one."""
        with self.store.transaction() as uow:
            refused = next(e for e in uow.outbox.events_of(dossier_id) if e.state is OutboxState.NEEDS_PERSON)
            fact = refused.fact
            assert isinstance(fact, DossierReceived)
            applicant = dataclasses.replace(fact.dossier.applicant, phone=phone)
            dossier = dataclasses.replace(fact.dossier, applicant=applicant)
            uow.outbox.replace_refused(fact.event_id, dataclasses.replace(fact, event_id=new_id(), dossier=dossier))

    def keep(self, content: bytes) -> ElectronicCopy:
        return ElectronicCopy(sha256=self.store.blobs.put(content), bytes=len(content), pages=1)

    def head(self, dossier_id: str) -> dict[str, Any]:
        return {
            "event_id": new_id(),
            "dossier_id": dossier_id,
            "occurred_at": self.clock.now,
            "author": self.examples.author,
            "unit": self.unit,
            "desk": "Quầy 2",
        }

    def state(self, dossier_id: str) -> QueueState:
        with self.store.read() as uow:
            return uow.outbox.sync_state(dossier_id)

    def events(self, dossier_id: str) -> tuple[OutboxItem, ...]:
        with self.store.read() as uow:
            return uow.outbox.events_of(dossier_id)

    def files(self, dossier_id: str) -> tuple[FileTransfer, ...]:
        with self.store.read() as uow:
            return uow.outbox.files_of(dossier_id)

    def dossier(self, dossier_id: str) -> Dossier:
        with self.store.read() as uow:
            return uow.dossiers.get(dossier_id)

    def acts(self, dossier_id: str) -> list[str]:
        with self.store.read() as uow:
            return [entry.act for entry in uow.audit.of(dossier_id)]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which nothing has happened yet."""
    folder = tmp_path_factory.mktemp("template") / "desk"
    Store.create(folder, key=KEY).close()
    return folder


@pytest.fixture
def desk(tmp_path: Path, template: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", template=template)
    yield desk
    desk.store.close()
