"""Uploads by tus 1.0.0, written from the specification; ``_Wire`` speaks it over a bare socket, without our client or httpx."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import random
import socket
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from desk_app import ids
from desk_app.central import files as files_module
from desk_app.central.limits import Limits

TUS = {"Tus-Resumable": "1.0.0"}
PATCH = {"Content-Type": "application/offset+octet-stream"}


def some_bytes(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Wire:
    """HTTP/1.1 by hand: the request is written piece by piece, and the line may break anywhere."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self._token = token

    def begin(self, method: str, path: str, headers: dict[str, str]) -> None:
        lines = [f"{method} {path} HTTP/1.1", "Host: gateway", f"Authorization: Bearer {self._token}"]
        lines += [f"{key}: {value}" for key, value in headers.items()]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("ascii"))

    def write(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self) -> tuple[int, dict[str, str]]:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = self._socket.recv(65536)
            assert piece, "closed without an answer"
            data += piece
        head = data.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in head[1:])}
        return int(head[0].split()[1]), headers

    def cut(self) -> None:
        self._socket.close()


def wire(desk: Any) -> _Wire:
    return _Wire(str(desk.http.base_url), desk.token)


def until(condition: Any, timeout_s: float = 5) -> None:
    pause = threading.Event()
    for _ in range(int(timeout_s / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("it did not come true")


def test_a_bare_tus_client_uploads_breaks_off_and_resumes(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(300_000)
    metadata = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in {"sha256": digest(data), "dossier_id": dossier_id}.items()
    )

    line = wire(desk)
    line.begin("OPTIONS", "/v1/uploads", {})
    status, headers = line.answer()
    assert status in (200, 204)
    assert headers["tus-version"] == "1.0.0"
    assert {"creation", "checksum"} <= set(headers["tus-extension"].split(","))
    assert {"sha1", "sha256"} <= set(headers["tus-checksum-algorithm"].split(","))
    assert int(headers["tus-max-size"]) >= len(data)

    line.begin(
        "POST",
        "/v1/uploads",
        TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": metadata, "Content-Length": "0"},
    )
    status, headers = line.answer()
    assert (status, headers["upload-offset"], headers["tus-resumable"]) == (201, "0", "1.0.0")
    location = headers["location"]
    line.cut()

    line = wire(desk)
    line.begin("PATCH", location, TUS | PATCH | {"Upload-Offset": "0", "Content-Length": str(len(data))})
    line.write(data[:100_000])
    until(lambda: desk.offset(location) == 100_000)
    line.cut()

    line = wire(desk)

    def patched() -> int:
        line.begin("PATCH", location, TUS | PATCH | {"Upload-Offset": "100000", "Content-Length": "0"})
        return line.answer()[0]

    until(lambda: patched() == 204)  # 423 until the gateway has noticed that the first connection is gone
    line.begin("HEAD", location, TUS)
    status, headers = line.answer()
    assert (status, headers["upload-offset"], headers["upload-length"]) == (200, "100000", str(len(data)))
    assert headers["cache-control"] == "no-store"
    line.begin("PATCH", location, TUS | PATCH | {"Upload-Offset": "100000", "Content-Length": str(len(data) - 100_000)})
    line.write(data[100_000:])
    status, headers = line.answer()
    line.cut()

    assert (status, headers["upload-offset"]) == (204, str(len(data)))
    assert desk.http.get(f"/v1/files/{digest(data)}").content == data


def test_creating_the_same_digest_again_finds_the_same_upload_and_its_offset(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(1000)
    location = desk.create_upload(dossier_id, data).headers["Location"]
    desk.patch(location, 0, data[:400])

    again = desk.create_upload(dossier_id, data)

    assert (again.status_code, again.headers["Location"], again.headers["Upload-Offset"]) == (201, location, "400")
    assert again.json() == {"id": location.rpartition("/")[2], "offset": 400, "bytes": 1000}


def test_a_length_that_was_announced_wrong_starts_over_with_the_right_one(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(1000, seed=13)
    location = desk.create_upload(dossier_id, data, size=2000).headers["Location"]
    desk.patch(location, 0, data[:400])

    again = desk.create_upload(dossier_id, data)
    done = desk.patch(location, 0, data)
    wrong_now = desk.create_upload(dossier_id, data, size=2000)

    assert (again.headers["Location"], again.headers["Upload-Offset"], again.json()["bytes"]) == (location, "0", 1000)
    assert done.status_code == 204
    assert (wrong_now.status_code, wrong_now.json()["error"]["reason"]) == (409, "length_differs")


def test_an_upload_whose_file_vanished_begins_again_where_it_is_asked_for(gateway: Any, desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(900, seed=14)
    location = desk.create_upload(dossier_id, data).headers["Location"]
    desk.patch(location, 0, data)
    gateway.parts.files.path(digest(data)).unlink()

    assert desk.offset(location) == 0
    assert desk.patch(location, 0, data).status_code == 204


def test_a_held_file_needs_no_second_upload_and_belongs_to_both_dossiers(desk: Any) -> None:
    (first, _), (second, _) = desk.accept(), desk.accept()
    data = some_bytes(500)
    desk.upload(first, data)

    again = desk.create_upload(second, data)

    assert (again.status_code, again.headers["Upload-Offset"]) == (201, "500")
    assert desk.patch(again.headers["Location"], 500, b"").status_code == 204
    assert desk.http.get(f"/v1/dossiers/{second}").json()["files"] == [
        {"sha256": digest(data), "bytes": 500, "held": True}
    ]


def test_the_same_content_of_another_unit_is_not_held_for_us(desk: Any, other_unit_desk: Any) -> None:
    data = some_bytes(600, seed=6)
    theirs, _ = other_unit_desk.accept()
    other_unit_desk.upload(theirs, data)
    ours, _ = desk.accept()

    assert desk.http.head(f"/v1/files/{digest(data)}").status_code == 404
    assert desk.manifest(ours, data)["missing"] == [digest(data)]
    created = desk.create_upload(ours, data)
    assert created.headers["Upload-Offset"] == "0"
    assert desk.patch(created.headers["Location"], 0, data).status_code == 204
    assert desk.http.get(f"/v1/files/{digest(data)}").content == data


def test_another_unit_sees_neither_upload_nor_file_nor_dossier(desk: Any, other_unit_desk: Any) -> None:
    dossier_id, code = desk.accept()
    data = some_bytes(700)
    location = desk.create_upload(dossier_id, data).headers["Location"]

    answers = [
        other_unit_desk.http.head(location, headers=TUS),
        other_unit_desk.patch(location, 0, data),
        other_unit_desk.http.get(f"/v1/files/{digest(data)}"),
        other_unit_desk.http.get(f"/v1/dossiers/{dossier_id}"),
        other_unit_desk.http.get(f"/v1/dossiers/{code}"),
        other_unit_desk.http.put(f"/v1/dossiers/{dossier_id}/manifest", json={"files": []}),
        other_unit_desk.create_upload(dossier_id, data),
    ]

    assert [a.status_code for a in answers] == [404] * len(answers)


def test_a_wrong_offset_is_a_conflict_that_names_the_right_one(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(1000)
    location = desk.create_upload(dossier_id, data).headers["Location"]
    desk.patch(location, 0, data[:300])

    answer = desk.patch(location, 200, data[200:])

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "300")
    assert desk.offset(location) == 300


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_right_checksum_is_taken_and_a_wrong_one_leaves_no_byte(desk: Any, algorithm: str) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(1000, seed=len(algorithm))
    location = desk.create_upload(dossier_id, data).headers["Location"]
    right = base64.b64encode(hashlib.new(algorithm, data[:600]).digest()).decode()

    wrong = desk.patch(location, 0, data[:599] + b"x", **{"Upload-Checksum": f"{algorithm} {right}"})
    after_wrong = desk.offset(location)
    taken = desk.patch(location, 0, data[:600], **{"Upload-Checksum": f"{algorithm} {right}"})

    assert (wrong.status_code, wrong.json()["error"]["reason"], after_wrong) == (460, "checksum_differs", 0)
    assert (taken.status_code, desk.offset(location)) == (204, 600)


@pytest.mark.parametrize("header", ["md5 AAAA", "sha256 !!!", "sha256"])
def test_a_checksum_that_is_not_understood_is_refused_and_nothing_written(desk: Any, header: str) -> None:
    dossier_id, _ = desk.accept()
    location = desk.create_upload(dossier_id, b"data").headers["Location"]

    answer = desk.patch(location, 0, b"data", **{"Upload-Checksum": header})

    assert answer.status_code in (422, 460)
    assert desk.offset(location) == 0


def test_a_whole_with_another_digest_starts_over(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(1000)
    location = desk.create_upload(dossier_id, data).headers["Location"]

    spoiled = desk.patch(location, 0, data[:-1] + b"?")
    offset = desk.offset(location)
    good = desk.patch(location, 0, data)

    assert (spoiled.status_code, spoiled.json()["error"]["reason"], offset) == (460, "digest_differs", 0)
    assert good.status_code == 204
    assert desk.http.get(f"/v1/files/{digest(data)}").content == data


def test_bytes_beyond_the_length_are_refused_and_not_kept(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(100)
    location = desk.create_upload(dossier_id, data).headers["Location"]

    def chunked() -> Any:
        yield data
        yield b"more"

    announced = desk.patch(location, 0, data + b"more")
    streamed = desk.http.patch(location, headers=TUS | PATCH | {"Upload-Offset": "0"}, content=chunked())

    assert (announced.status_code, streamed.status_code, desk.offset(location)) == (413, 413, 0)


def test_only_one_may_write_to_an_upload_at_a_time(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(1000)
    location = desk.create_upload(dossier_id, data).headers["Location"]
    line = wire(desk)
    line.begin("PATCH", location, TUS | PATCH | {"Upload-Offset": "0", "Content-Length": "1000"})
    line.write(data[:10])
    until(lambda: desk.offset(location) == 10)

    locked = desk.patch(location, 10, data[10:])
    line.write(data[10:])
    status, _ = line.answer()
    line.cut()

    assert (locked.status_code, locked.json()["error"]["reason"]) == (423, "upload_locked")
    assert status == 204


def test_a_silent_sender_is_given_up_and_what_came_is_kept(own_gateway: Any, enrol: Any, unit: str) -> None:
    desk = enrol(unit, at=own_gateway(limits=Limits(body_idle_s=0.2)))
    dossier_id, _ = desk.accept()
    data = some_bytes(1000)
    location = desk.create_upload(dossier_id, data).headers["Location"]
    line = wire(desk)
    line.begin("PATCH", location, TUS | PATCH | {"Upload-Offset": "0", "Content-Length": "1000"})
    line.write(data[:400])

    status, _ = line.answer()
    line.cut()

    assert status == 408
    assert desk.patch(location, 400, data[400:]).status_code == 204


def test_a_file_beyond_the_limit_is_too_large(own_gateway: Any, enrol: Any, unit: str) -> None:
    desk = enrol(unit, at=own_gateway(limits=Limits(file_bytes=1000)))
    dossier_id, _ = desk.accept()

    answers = [desk.create_upload(dossier_id, b"", sha256="a" * 64, size=size) for size in (1001, 1000)]

    assert [a.status_code for a in answers] == [413, 201]


def test_a_disk_that_is_nearly_full_takes_no_new_upload(own_gateway: Any, enrol: Any, unit: str) -> None:
    desk = enrol(unit, at=own_gateway(limits=Limits(free_bytes=2**60)))
    dossier_id, _ = desk.accept()

    answer = desk.create_upload(dossier_id, b"data")

    assert (answer.status_code, answer.json()["error"]["reason"]) == (503, "disk_full")
    assert "Retry-After" in answer.headers


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": "-1"}, 422),
        ({"Upload-Length": "many"}, 422),
        ({"Upload-Metadata": "sha256 !!!"}, 422),
        ({"Upload-Metadata": "sha256 " + base64.b64encode(b"../../etc/passwd").decode()}, 422),
        ({"Upload-Metadata": "dossier_id " + base64.b64encode(b"\xff\xfe").decode()}, 422),
        ({"Upload-Metadata": ""}, 422),
    ],
)
def test_a_creation_that_is_not_understood_is_refused(desk: Any, changes: dict[str, str], status: int) -> None:
    good = {"Upload-Length": "5", "Upload-Metadata": f"sha256 {base64.b64encode(b'a' * 64).decode()}"}

    answer = desk.http.post("/v1/uploads", headers=TUS | good | changes)

    assert answer.status_code == status
    assert answer.headers["X-Desk-Protocol"] == "1"


def test_an_upload_for_an_unknown_dossier_is_refused(desk: Any) -> None:
    answer = desk.create_upload(ids.new_id(), b"data")

    assert (answer.status_code, answer.json()["error"]["reason"]) == (404, "unknown_dossier")


def test_a_patch_of_another_media_type_is_refused(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    location = desk.create_upload(dossier_id, b"data").headers["Location"]

    assert desk.patch(location, 0, b"data", **{"Content-Type": "application/json"}).status_code == 415


def test_a_post_may_stand_for_a_patch_where_a_proxy_lets_nothing_else_through(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    location = desk.create_upload(dossier_id, b"data").headers["Location"]
    headers = TUS | PATCH | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}

    answer = desk.http.post(location, headers=headers, content=b"data")

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "4")


def test_a_file_comes_down_by_ranges(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(5000)
    path = f"/v1/files/{desk.upload(dossier_id, data)}"

    whole, head = desk.http.get(path), desk.http.head(path)
    part = desk.http.get(path, headers={"Range": "bytes=1000-1999", "If-Range": whole.headers["ETag"]})
    beyond = desk.http.get(path, headers={"Range": "bytes=9000-"})

    assert (whole.status_code, whole.content, whole.headers["Accept-Ranges"]) == (200, data, "bytes")
    assert whole.headers["ETag"] == f'"{digest(data)}"'
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, "5000", b"")
    assert (part.status_code, part.content) == (206, data[1000:2000])
    assert beyond.status_code == 416


def test_the_manifest_tells_what_is_missing_and_then_gives_a_proof_that_stays_the_same(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    first, second = some_bytes(100, seed=1), some_bytes(200, seed=2)
    desk.upload(dossier_id, first)

    before = desk.manifest(dossier_id, first, second)
    desk.upload(dossier_id, second)
    after, again = desk.manifest(dossier_id, first, second), desk.manifest(dossier_id, second, first)

    assert before == {"complete": False, "missing": [digest(second)], "receipt": None}
    assert (after["complete"], after["missing"], after["receipt"]["dossier_id"]) == (True, [], dossier_id)
    assert {(f["sha256"], f["bytes"]) for f in after["receipt"]["files"]} == {
        (digest(first), 100),
        (digest(second), 200),
    }
    assert again == after


def test_a_manifest_with_another_size_is_not_proven(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    sha256 = desk.upload(dossier_id, b"four")
    listed = [{"sha256": sha256, "bytes": 5, "role": "component", "ref": ""}]

    answer = desk.http.put(f"/v1/dossiers/{dossier_id}/manifest", json={"files": listed}).json()

    assert answer == {"complete": False, "missing": [sha256], "receipt": None}


def test_a_manifest_without_files_is_proven_at_once(desk: Any) -> None:
    dossier_id, _ = desk.accept()

    assert desk.manifest(dossier_id)["complete"] is True


def test_a_file_that_vanished_from_the_disk_is_missing_and_can_be_sent_again(gateway: Any, desk: Any) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(800, seed=8)
    sha256 = desk.upload(dossier_id, data)
    gateway.parts.files.path(sha256).unlink()

    manifest = desk.manifest(dossier_id, data)
    created = desk.create_upload(dossier_id, data)

    assert manifest["missing"] == [sha256]
    assert desk.http.get(f"/v1/files/{sha256}").status_code == 404
    assert created.headers["Upload-Offset"] == "0"
    assert desk.patch(created.headers["Location"], 0, data).status_code == 204
    assert desk.manifest(dossier_id, data)["complete"] is True


def test_a_last_byte_that_came_just_before_the_end_is_settled_on_the_next_question(gateway: Any, desk: Any) -> None:
    dossier_id, _ = desk.accept()
    good, spoiled = some_bytes(900, seed=9), some_bytes(900, seed=10)
    locations = [desk.create_upload(dossier_id, data).headers["Location"] for data in (good, spoiled)]
    for location, data in zip(locations, (good, some_bytes(900, seed=11)), strict=True):
        with gateway.parts.files.appending(location.rpartition("/")[2]) as part:  # written, then the power went
            part.write(data)

    offsets = [desk.offset(location) for location in locations]

    assert offsets == [900, 0]
    assert desk.http.get(f"/v1/files/{digest(good)}").content == good


def test_a_full_disk_while_writing_asks_to_come_again(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier_id, _ = desk.accept()
    data = some_bytes(100, seed=12)
    location = desk.create_upload(dossier_id, data).headers["Location"]

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("desk_app.central.file_routes.write_all", full)
        answer = desk.patch(location, 0, data)

    assert (answer.status_code, answer.json()["error"]["reason"]) == (503, "disk_full")
    assert desk.patch(location, 0, data).status_code == 204


def test_old_beginnings_are_swept_away_and_young_ones_stay(tmp_path: Path) -> None:
    from desk_app import clock

    files = files_module.Files(tmp_path, free_bytes=0)
    for name in ("old", "young"):
        with files.appending(name) as part:
            part.write(b"12345")
    os.utime(tmp_path / "parts" / "old.part", (0, 0))
    (tmp_path / "parts" / "young.lock").touch()
    os.utime(tmp_path / "parts" / "young.lock", (0, 0))

    freed = files.sweep(clock.now().replace(year=2020))

    assert freed == 5
    assert sorted(p.name for p in (tmp_path / "parts").iterdir()) == ["young.lock", "young.part"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63 + "/", "", "A" * 64, "é" * 64])
def test_no_name_but_a_digest_becomes_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files_module.Files(tmp_path, free_bytes=0).path(name)
