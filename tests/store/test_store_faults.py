"""Power cuts, full disks and closed doors, as real as a test can make them."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from desk_app.store import schema
from desk_app.store.engine import Store
from desk_app.store.errors import BlobMissing, DiskFull, StoreLocked, StoreReadOnly, StoreUnavailable

ROOT = Path(schema.__file__).parents[2]

# A desk in a process of its own. It says on stdout what it has been told is on disk, and dies where it is told to.
DESK = """
import os, signal, stat, sys
sys.path[:0] = [{root!r}, {tests!r}]
from pathlib import Path
import conftest
from desk_app.store import blobs, disk
from desk_app.store.engine import Store
from sqlalchemy import event

def die():
    os.kill(os.getpid(), signal.SIGKILL) if hasattr(signal, "SIGKILL") else os._exit(9)

def say(text):
    print(text, flush=True)

make = conftest.Make()
store = Store.open(Path({folder!r}), key=conftest.KEY)
"""


def desk(folder: Path, program: str, **options):
    source = DESK.format(root=str(ROOT), tests=str(Path(__file__).parent), folder=str(folder)) + program
    return subprocess.Popen(
        [sys.executable, "-B", "-c", source], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options
    )


POINTS = {
    "in the transaction": "with store.transaction() as uow:\n    scan(); make.accept(uow, dossier, fact); die()",
    "before the commit": (
        "event.listen(store._writer, 'commit', lambda connection: die())\n"
        "with store.transaction() as uow:\n    scan(); make.accept(uow, dossier, fact)"
    ),
    "after the commit": "with store.transaction() as uow:\n    scan(); make.accept(uow, dossier, fact)\nsay('done'); die()",
    "between file and row": "scan(); die()",
    "in the middle of the file": (
        "real = os.fsync\n"
        "def cut(descriptor):\n"
        "    if stat.S_ISREG(os.fstat(descriptor).st_mode): os.ftruncate(descriptor, 30); real(descriptor); die()\n"
        "disk.os.fsync = cut\nscan()"
    ),
    "between writing and naming the file": "disk.replace = lambda source, target: die()\nscan()",
    "between naming the file and its folder": "disk.sync_folder = lambda folder: die()\nscan()",
    "in the middle of a backup": (
        "from desk_app.store import copies\ncopies._copy_file = lambda *a: die()\n"
        "store.backup(Path({folder!r} + '-backup'))"
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_after_a_power_cut_there_is_all_or_nothing(folder, key, make, point):
    process = desk(
        folder,
        "dossier = make.dossier(); fact = make.digitised(dossier, make.copy('scan'))\n"
        "def scan():\n    store.blobs.put(b'scan')\n"
        "say(dossier.id)\n" + POINTS[point].replace("{folder!r}", repr(str(folder))),
    )
    output, _ = process.communicate(timeout=60)
    dossier_id, *done = output.split()
    assert process.returncode in (-9, 9)

    with Store.open(folder, key=key) as store:
        assert store.check() == []
        assert list((folder / "blobs").glob("*.part")) == []
        with store.read() as uow:
            kept = [row.id for row in uow.queries.recent(5)]
            events = uow.outbox.events_of(dossier_id)
            audited = uow.audit.of(dossier_id)
            assert uow.audit.verify() is None
        if done:
            assert kept == [dossier_id]
        else:
            assert kept == []
        assert (len(kept), len(events), len(audited)) in {(0, 0, 0), (1, 2, 1)}
        if kept:
            assert store.blobs.get(make.copy("scan").sha256) == b"scan"
        with store.transaction() as uow:  # the next start asks no hard question
            make.accept(uow, make.dossier(code="H12.64-261123-0999"))
        assert store.blobs.get(store.blobs.put(b"scan")) == b"scan"
        store.backup(folder.with_name("after"))


def test_a_torn_file_was_never_there(folder, key, make):
    process = desk(
        folder,
        "def cut(descriptor):\n"
        "    if stat.S_ISREG(os.fstat(descriptor).st_mode): os.ftruncate(descriptor, 30); die()\n"
        "disk.os.fsync = cut\nstore.blobs.put(b'scan' * 1000)",
    )
    process.communicate(timeout=60)

    assert len(list((folder / "blobs").glob("*.part"))) == 1
    with Store.open(folder, key=key) as store:
        sha256 = make.copy("scan" * 1000).sha256
        assert not store.blobs.has(sha256)
        with pytest.raises(BlobMissing):
            store.blobs.get(sha256)


@pytest.mark.slow
def test_what_was_reported_as_accepted_survives_kill_9_at_any_moment(folder, key):
    promised: list[str] = []
    for n in range(4):
        process = desk(
            folder,
            "from desk_app.store.numbering import Lease\n"
            "day = make.now.date()\n"
            "with store.transaction() as uow:\n    uow.numbering.add_lease(Lease('lease', 'H12.64', day, 1, 9999))\n"
            "say('ready')\n"
            "while True:\n"
            "    with store.transaction() as uow:\n"
            "        number = uow.numbering.take('H12.64', day)\n"
            "        dossier = make.dossier(code=f'H12.64-261123-{number:04d}')\n"
            "        store.blobs.put(dossier.id.encode())\n"
            "        make.accept(uow, dossier, make.digitised(dossier, make.copy(dossier.id)))\n"
            "    say(f'{dossier.id} {dossier.code}')\n",
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        # Reading a changing number of lines is what makes the moment differ.
        lines = [process.stdout.readline() for _ in range(3 + 7 * n)]
        process.kill()
        rest, _ = process.communicate(timeout=30)
        promised += [line for line in (*lines, *rest.splitlines(keepends=True)) if line.endswith("\n")]

    with Store.open(folder, key=key) as store:
        assert store.check() == []
        with store.read() as uow:
            kept = {row.id: row.code for row in uow.queries.recent(100_000)}
            for line in promised:
                dossier_id, code = line.split()
                assert kept[dossier_id] == code
            for dossier_id in kept:
                assert len(uow.outbox.events_of(dossier_id)) == 2
                assert len(uow.audit.of(dossier_id)) == 1
            taken = 9999 - uow.numbering.left("H12.64", uow.dossiers.get(dossier_id).received_at.date())
    assert len(set(kept.values())) == len(kept) == taken
    assert len(promised) >= 3 + 10 + 17 + 24


def test_a_second_process_is_refused_until_the_first_one_ends_however_it_ends(folder, key):
    process = desk(folder, "say('open'); sys.stdin.read()")
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"

    with pytest.raises(StoreLocked) as raised:
        Store.open(folder, key=key)
    assert raised.value.folder == folder
    process.kill()
    process.communicate(timeout=30)

    Store.open(folder, key=key).close()


def test_a_full_disk_is_named_and_nothing_is_written(store, make):
    with store._writer.connect() as connection:
        driver = connection.connection.driver_connection
        (pages,) = driver.execute("PRAGMA page_count").fetchone()
        driver.execute(f"PRAGMA max_page_count = {pages + 4}")
    kept = []

    with pytest.raises(DiskFull) as raised:  # noqa: PT012
        for _ in range(200):
            with store.transaction() as uow:
                dossier = make.accept(uow)
            kept.append(dossier.id)

    assert raised.value.folder == store.folder
    assert kept
    with store.read() as uow:
        assert [row.id for row in uow.queries.recent(500)] == kept[::-1]
        assert all(len(uow.outbox.events_of(one)) == 1 for one in kept)
        assert uow.audit.verify() is None
    with store._writer.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA max_page_count = 100000")
    with store.transaction() as uow:  # somebody made room
        make.accept(uow)


@contextlib.contextmanager
def small_disk(mebibytes: int):
    """A real disk of that size, where this user may mount one."""
    point = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(point)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        point.rmdir()
        pytest.skip("no right to mount a file system")
    try:
        yield point
    finally:
        subprocess.run(["umount", str(point)], check=False)
        point.rmdir()


def test_a_really_full_disk_is_named_for_rows_files_and_backups(template, key, make):
    with small_disk(2) as disk:
        folder = Path(shutil.copytree(template, disk / "data"))
        with Store.open(folder, key=key) as store:
            with store.transaction() as uow:
                dossier = make.accept(uow)
            (disk / "other people's films").write_bytes(bytes(shutil.disk_usage(disk).free - 8192))

            with pytest.raises(DiskFull):
                store.blobs.put(os.urandom(100_000))
            with pytest.raises(DiskFull), store.transaction() as uow:  # noqa: PT012
                for n in range(40):
                    uow.settings.put(f"key {n}", "x" * 3000)
            with pytest.raises(DiskFull):
                store.backup(disk / "backup")

            (disk / "other people's films").unlink()
            store.blobs.put(os.urandom(100_000))
            with store.transaction() as uow:
                make.accept(uow)
            with store.read() as uow:
                assert uow.queries.count("") == 2
                assert uow.dossiers.get(dossier.id) == dossier
                assert uow.settings.all() == {}
            assert store.check() == []


@contextlib.contextmanager
def as_nobody():
    """As a user who owns nothing here; the administrator may write everywhere, so such a test needs one who may not."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no users of that kind on this system")
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shut_folder(template):
    """A data folder that may be read and not written, outside of the tests' own folder, which others may not even enter."""
    top = Path(tempfile.mkdtemp())
    folder = Path(shutil.copytree(template, top / "data"))
    (folder / "desk.lock").touch()
    for path in (top, folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (top, folder):
        path.chmod(0o755)
    shutil.rmtree(top)


def test_a_folder_that_may_not_be_written_is_named(shut_folder, key):
    with as_nobody():
        with pytest.raises(StoreReadOnly):
            Store.open(shut_folder, key=key)
        with pytest.raises(StoreReadOnly):
            Store.create(shut_folder / "below", key=key)


def test_a_folder_that_is_shut_while_work_goes_on_is_named(folder, key, make):
    store = Store.open(folder, key=key)
    with store._writer.connect() as connection:
        connection.connection.driver_connection.execute(
            "PRAGMA query_only = ON"
        )  # as the system's refusal looks to SQLite

    with pytest.raises(StoreReadOnly), store.transaction() as uow:
        make.accept(uow)

    store.close()


def test_writers_of_several_threads_take_turns(store, make):
    errors: list[StoreUnavailable] = []

    def work():
        try:
            for _ in range(8):
                with store.transaction() as uow:
                    make.accept(uow)
        except StoreUnavailable as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    with store.read() as uow:
        assert uow.queries.count("") == 32
        assert uow.audit.verify() is None
