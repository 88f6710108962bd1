"""The gateway as a process of its own: killed in the middle, started again, asked to stop."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

from desk_app import clock
from desk_app.central import commands

_RUN = """
import sys
from desk_app.central.server import serve
serve(sys.argv[1], sys.argv[2], port=0, ready=lambda url: print(url, flush=True))
"""


posix = pytest.mark.skipif(os.name == "nt", reason="signals as in POSIX")


class Process:
    def __init__(self, database_url: str, files_dir: Path) -> None:
        arguments = [sys.executable, "-c", _RUN, database_url, str(files_dir)]
        self.popen = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.popen.stdout is not None
        self.url = self.popen.stdout.readline().strip()
        assert self.url, self.popen.communicate()[1]

    def end(self, how: int) -> str:
        if self.popen.poll() is None:
            self.popen.send_signal(how)
        return self.popen.communicate(timeout=20)[1]


@pytest.fixture
def start(tmp_path: Path) -> Any:
    processes: list[Process] = []

    def started() -> Process:
        processes.append(Process(f"sqlite:///{tmp_path / 'gateway.db'}", tmp_path / "files"))
        return processes[-1]

    yield started
    for process in processes:
        process.end(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)


@pytest.fixture
def speak(tmp_path: Path, desk: Any) -> Any:
    """A desk of that process; the fixture ``desk`` lends its class."""
    desks: list[Any] = []

    def enrolled(process: Process) -> Any:
        code = commands.create_enrolment(f"sqlite:///{tmp_path / 'gateway.db'}", "H12.64")
        desks.append(type(desk)(process.url, "H12.64"))
        desks[-1].signed_in(desks[-1].http.post("/v1/enrolments", json={"code": code, "device_name": "Máy 1"}).json())
        return desks[-1]

    yield enrolled
    for one in desks:
        one.close()


@posix
def test_killed_in_the_middle_it_loses_nothing_and_doubles_nothing(start: Any, speak: Any, tmp_path: Path) -> None:
    data = random.Random(5).randbytes(600_000)
    first = start()
    desk, colleague = speak(first), speak(first)
    dossier_id, code = desk.accept()
    location = desk.create_upload(dossier_id, data).headers["Location"]
    line = begin_patch(desk, location, data, send=350_000)
    until_written(tmp_path / "files" / "parts", 350_000)
    events = [colleague.received() for _ in range(60)]
    batch = threading.Thread(target=lambda: send_whatever_happens(colleague, events))
    batch.start()
    until_changed(desk, more_than=5)

    first.end(signal.SIGKILL)
    batch.join()
    line.close()
    second = start()
    desk.http.base_url = colleague.http.base_url = second.url

    created = desk.create_upload(dossier_id, data)
    offset = int(created.headers["Upload-Offset"])
    assert (created.headers["Location"], offset) == (location, 350_000)
    assert desk.patch(location, offset, data[offset:]).status_code == 204
    proof = desk.manifest(dossier_id, data)
    assert proof["receipt"]["files"] == [{"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}]
    answers, again = colleague.send(*events), colleague.send(*events)
    codes = [a["official_code"] for a in answers]
    assert {a["result"] for a in answers} <= {"applied", "duplicate"}
    assert [a["official_code"] for a in again] == codes
    assert len({code, *codes}) == len(events) + 1
    changes = desk.changes(limit=500)["changes"]
    assert [c["body"]["code"] for c in changes] == [code, *codes]


def begin_patch(desk: Any, location: str, data: bytes, *, send: int) -> http.client.HTTPConnection:
    """Announce all, send only the beginning."""
    line = http.client.HTTPConnection(desk.http.base_url.host, desk.http.base_url.port, timeout=10)
    line.putrequest("PATCH", location)
    for key, value in {
        "Authorization": f"Bearer {desk.token}",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(data)),
    }.items():
        line.putheader(key, value)
    line.endheaders()
    line.send(data[:send])
    return line


def until_written(parts: Path, size: int) -> None:
    pause = threading.Event()
    while sum(part.stat().st_size for part in parts.glob("*.part")) < size:
        pause.wait(0.02)


def until_changed(desk: Any, *, more_than: int) -> None:
    while len(desk.changes(limit=500)["changes"]) <= more_than:
        pass


def send_whatever_happens(desk: Any, events: list[dict[str, Any]]) -> None:
    with contextlib.suppress(httpx.TransportError):
        desk.send(*events)


@posix
def test_asked_to_stop_it_sends_those_who_wait_home_and_ends_in_order(start: Any, speak: Any) -> None:
    process = start()
    desk = speak(process)
    pages: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: pages.append(desk.changes(wait=30)))
    waiting.start()
    threading.Event().wait(0.4)
    began = clock.monotonic_s()

    log = process.end(signal.SIGTERM)
    waiting.join()

    assert process.popen.returncode in (0, -signal.SIGTERM)
    assert pages == [{"changes": [], "cursor": "0", "more": False}]
    assert clock.monotonic_s() - began < 6
    lines = [json.loads(line.partition("edge ")[2]) for line in log.splitlines() if "central.edge" in line]
    assert {line["route"] for line in lines} == {"/v1/enrolments", "/v1/changes"}
    assert "Traceback" not in log
