from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.store import disk
from desk_app.store.blobs import Blobs
from desk_app.store.errors import BlobDamaged, BlobMissing, DiskFull, StoreReadOnly

KEY = bytes(range(32))


@pytest.fixture
def blobs(tmp_path):
    return Blobs(tmp_path / "blobs", KEY)


def only_file(blobs: Blobs) -> Path:
    (path,) = blobs.files()
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.binary(max_size=5000))
def test_what_was_put_is_got_back(blobs, data):
    sha256 = blobs.put(data)

    assert sha256 == hashlib.sha256(data).hexdigest()
    assert blobs.get(sha256) == data
    assert blobs.size(sha256) == len(data)


def test_neither_content_nor_digest_shows_on_disk(blobs):
    data = "Nguyễn Thị Mẫu 096085000001".encode() * 20

    sha256 = blobs.put(data)

    path = only_file(blobs)
    assert data[:30] not in path.read_bytes()
    assert sha256 not in str(path)
    assert Blobs(path.parents[1], bytes(32)).has(sha256) is False


def test_the_same_content_is_kept_once(blobs):
    blobs.put(b"page")
    written = only_file(blobs).stat().st_mtime_ns

    blobs.put(b"page")

    assert only_file(blobs).stat().st_mtime_ns == written


def test_what_was_never_put_is_missing(blobs):
    sha256 = hashlib.sha256(b"page").hexdigest()

    assert not blobs.has(sha256)
    with pytest.raises(BlobMissing):
        blobs.get(sha256)
    with pytest.raises(BlobMissing):
        blobs.size(sha256)


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b"", lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:], lambda b: b"x" + b]
)
def test_a_changed_file_is_noticed_and_putting_it_again_heals_it(blobs, spoil):
    sha256 = blobs.put(b"page" * 100)
    path = only_file(blobs)
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(BlobDamaged):
        blobs.get(sha256)
    blobs.put(b"page" * 100)

    assert blobs.get(sha256) == b"page" * 100


def test_two_files_changed_for_one_another_are_noticed(blobs):
    one, other = blobs.put(b"one"), blobs.put(b"two")
    first, second = blobs.files()
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)

    for sha256 in (one, other):
        with pytest.raises(BlobDamaged):
            blobs.get(sha256)


def test_discarding_removes_it_and_may_be_repeated(blobs):
    sha256 = blobs.put(b"page")

    blobs.discard(sha256)
    blobs.discard(sha256)

    assert not blobs.has(sha256)


@pytest.mark.parametrize(
    ("number", "meant"), [(errno.ENOSPC, DiskFull), (errno.EROFS, StoreReadOnly), (errno.EACCES, StoreReadOnly)]
)
def test_a_failed_write_is_named_and_leaves_nothing(blobs, monkeypatch, number, meant):
    def refuse(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    blobs.put(b"before")
    monkeypatch.setattr(disk.os, "fsync", refuse)

    with pytest.raises(meant):
        blobs.put(b"page")

    monkeypatch.undo()
    assert not blobs.has(hashlib.sha256(b"page").hexdigest())
    assert len(list(blobs.files())) == 1
    assert blobs.sweep() == 0


def test_a_file_held_by_a_virus_scanner_for_a_moment_is_written_all_the_same(blobs, monkeypatch):
    real, refusals = Path.replace, [PermissionError(), PermissionError()]

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    assert blobs.get(blobs.put(b"page")) == b"page"


def test_other_errors_of_the_system_are_not_taken_for_a_full_disk(tmp_path):
    with pytest.raises(OSError, match="eaten") as raised, disk.translated(tmp_path):
        raise OSError(errno.EIO, "eaten")

    assert raised.type is OSError
