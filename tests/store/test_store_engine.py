from __future__ import annotations

import threading

import pytest

from desk_app.store.engine import Store
from desk_app.store.errors import StoreDamaged, StoreExists, StoreLocked, StoreMissing, StoreReadOnly, WrongKey
from desk_app.store.keys import key_from_recovery, new_data_key, recovery_text


def test_a_new_store_is_empty_and_sound(tmp_path, key):
    with Store.create(tmp_path / "deep" / "data", key=key) as store:
        assert store.check() == []
        with store.read() as uow:
            assert uow.queries.recent(5) == ()
            assert uow.settings.all() == {}


def test_what_was_written_is_there_after_reopening(folder, key, make):
    with Store.open(folder, key=key) as store, store.transaction() as uow:
        dossier = make.accept(uow)

    with Store.open(folder, key=key) as store, store.read() as uow:
        assert uow.dossiers.get(dossier.id) == dossier
        assert uow.outbox.next_records(make.now, 5)[0].fact.dossier == dossier
    assert not (folder / "desk.db-wal").exists()


def test_nothing_of_a_person_can_be_read_in_the_folder(folder, key, make):
    store = Store.open(folder, key=key)
    with store.transaction() as uow:
        dossier = make.accept(uow, make.dossier("Huỳnh Quốc Bảo"))
        store.blobs.put("Huỳnh Quốc Bảo".encode() * 50)

    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    store.close()

    for secret in ("Quốc Bảo", "quoc bao", dossier.applicant.id_number, dossier.code, "CREATE TABLE", "SQLite format"):
        assert secret.encode() not in everything


def test_a_store_is_created_once(folder, key, tmp_path):
    with pytest.raises(StoreExists):
        Store.create(folder, key=key)
    with pytest.raises(StoreMissing):
        Store.open(tmp_path / "nothing", key=key)


def test_a_creation_that_was_interrupted_can_be_repeated(tmp_path, key):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "desk.db.new").write_bytes(b"half")
    (folder / "desk.db.new-wal").write_bytes(b"half")

    with pytest.raises(StoreMissing):
        Store.open(folder, key=key)
    with Store.create(folder, key=key) as store:
        assert store.check() == []
    assert not list(folder.glob("desk.db.new*"))


def test_another_key_does_not_open_it_and_says_so(folder, key):
    with pytest.raises(WrongKey):
        Store.open(folder, key=new_data_key())
    Store.open(folder, key=key).close()


def test_without_the_note_a_wrong_key_looks_like_damage(folder, key):
    (folder / "key.check").unlink()

    with pytest.raises(StoreDamaged):
        Store.open(folder, key=new_data_key())
    Store.open(folder, key=key).close()


@pytest.mark.parametrize("where", [100, 5000])
def test_a_damaged_database_is_named(folder, key, make, where):
    with Store.open(folder, key=key) as store, store.transaction() as uow:
        make.accept(uow)
    content = bytearray((folder / "desk.db").read_bytes())
    content[where] ^= 0xFF
    (folder / "desk.db").write_bytes(content)

    with pytest.raises(StoreDamaged), Store.open(folder, key=key) as store, store.transaction() as uow:
        make.accept(uow)


def test_a_damaged_page_that_nobody_reads_is_found_by_the_examination(folder, key, make):
    with Store.open(folder, key=key) as store, store.transaction() as uow:
        for n in range(30):
            uow.settings.put(f"key {n}", "x" * 3000)
    content = bytearray((folder / "desk.db").read_bytes())
    content[-100] ^= 0xFF
    (folder / "desk.db").write_bytes(content)

    with Store.open(folder, key=key) as store:
        assert any(problem.startswith("page: ") for problem in store.check())


def test_missing_and_damaged_files_are_found_by_the_examination(store, make):
    gone, spoiled = store.blobs.put(b"gone"), store.blobs.put(b"spoiled")
    with store.transaction() as uow:
        dossier = make.accept(uow)
        uow.outbox.append(
            make.digitised(dossier, make.copy("gone"), component="c1"),
            make.digitised(dossier, make.copy("spoiled"), component="c2"),
        )
    assert store.check() == []
    store.blobs._path(spoiled).write_bytes(b"QMC1" + bytes(60))
    store.blobs.discard(gone)

    assert store.check() == sorted([f"file missing: {gone}", f"file damaged: {spoiled}"], key=lambda line: line[-64:])


def test_only_one_opening_at_a_time(folder, key):
    with Store.open(folder, key=key), pytest.raises(StoreLocked):
        Store.open(folder, key=key)
    Store.open(folder, key=key).close()


def test_a_reader_sees_one_moment_while_a_writer_goes_on(store, make):
    with store.transaction() as uow:
        make.accept(uow)

    with store.read() as reader:
        before = reader.queries.count("")
        done = threading.Thread(target=lambda: _accept_one(store, make))
        done.start()
        done.join(10)
        assert not done.is_alive()
        assert reader.queries.count("") == before == 1
    with store.read() as reader:
        assert reader.queries.count("") == 2


def _accept_one(store, make):
    with store.transaction() as uow:
        make.accept(uow)


def test_a_reader_cannot_write(store):
    with pytest.raises(StoreReadOnly), store.read() as uow:
        uow.settings.put("unit", "x")


def test_a_transaction_inside_a_transaction_is_a_mistake_not_a_deadlock(store):
    with store.transaction(), pytest.raises(RuntimeError), store.transaction():
        pass
    with store.transaction() as uow:
        uow.settings.put("unit", "x")


def test_it_may_be_closed_by_another_thread_than_the_one_that_opened_it(folder, key):
    store = Store.open(folder, key=key)

    thread = threading.Thread(target=store.close)
    thread.start()
    thread.join()

    Store.open(folder, key=key).close()


# ---------------------------------------------------------------- backup


def test_a_backup_is_restored_with_the_recovery_key_that_was_printed(store, make, key, tmp_path):
    printed = recovery_text(key)
    scan = store.blobs.put(b"scan")
    with store.transaction() as uow:
        dossier = make.accept(uow)
        uow.outbox.append(make.digitised(dossier, make.copy("scan")))
    store.backup(tmp_path / "usb" / "backup")
    with store.transaction() as uow:
        make.accept(uow)

    typed = key_from_recovery(printed.lower())
    Store.restore(tmp_path / "usb" / "backup", tmp_path / "new", key=typed)

    with Store.open(tmp_path / "new", key=typed) as restored, restored.read() as uow:
        assert uow.dossiers.get(dossier.id) == dossier
        assert [item.fact.dossier_id for item in uow.outbox.next_records(make.now, 9)] == [dossier.id] * 2
        assert uow.queries.count("") == 1
        assert restored.blobs.get(scan) == b"scan"
        assert restored.check() == []


def test_a_backup_can_be_restored_into_a_folder_that_already_keeps_the_key(store, make, key, tmp_path):
    store.blobs.put(b"scan")
    store.backup(tmp_path / "backup")
    (tmp_path / "new" / "blobs").mkdir(parents=True)
    (tmp_path / "new" / "desk.key").write_text("kept", encoding="ascii")

    Store.restore(tmp_path / "backup", tmp_path / "new", key=key)

    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["blobs", "desk.db", "desk.key", "key.check"]


def test_a_backup_with_another_key_or_over_another_desk_is_refused(store, key, tmp_path, folder):
    store.backup(tmp_path / "backup")

    with pytest.raises(WrongKey):
        Store.restore(tmp_path / "backup", tmp_path / "new", key=new_data_key())
    with pytest.raises(StoreExists):
        Store.restore(tmp_path / "backup", folder, key=key)
    with pytest.raises(StoreExists):
        store.backup(tmp_path / "backup")
    with pytest.raises(StoreMissing):
        Store.restore(tmp_path, tmp_path / "new", key=key)
    assert not (tmp_path / "new").exists()


def test_a_backup_that_is_not_whole_is_refused_and_leaves_nothing(store, make, key, tmp_path):
    store.blobs.put(b"scan")
    with store.transaction() as uow:
        dossier = make.accept(uow)
        uow.outbox.append(make.digitised(dossier, make.copy("scan")))
    store.backup(tmp_path / "backup")
    (blob,) = (tmp_path / "backup" / "blobs").glob("*/*")
    blob.unlink()

    with pytest.raises(StoreDamaged, match="file missing"):
        Store.restore(tmp_path / "backup", tmp_path / "new", key=key)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "data"]


def test_a_backup_is_made_while_work_goes_on(store, make, tmp_path, key):
    stop, accepted = threading.Event(), []

    def work():
        while not stop.is_set():
            with store.transaction() as uow:
                accepted.append(make.accept(uow))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        store.backup(tmp_path / "backup")
    finally:
        stop.set()
        thread.join()

    Store.restore(tmp_path / "backup", tmp_path / "new", key=key)
    with Store.open(tmp_path / "new", key=key) as restored, restored.read() as uow:
        assert restored.check() == []
        assert uow.queries.count("") <= len(accepted)
