"""Every schema that ever went out must open in this version, its outbox untouched."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from desk_app.domain.queue import OutboxState, SyncState
from desk_app.store import engine, schema, tables
from desk_app.store.engine import Store
from desk_app.store.errors import StoreNewer

FIXTURES = Path(__file__).with_name("fixtures")
MIGRATIONS = Path(schema.__file__).with_name("migrations")


@pytest.fixture(params=sorted(path.name for path in FIXTURES.glob("schema-*")))
def old_folder(request, tmp_path):
    original = FIXTURES / request.param
    before = hashlib.sha256((original / "desk.db").read_bytes()).hexdigest()
    yield Path(shutil.copytree(original, tmp_path / request.param))
    assert hashlib.sha256((original / "desk.db").read_bytes()).hexdigest() == before


def test_a_non_empty_outbox_survives_the_upgrade(old_folder):
    key = bytes.fromhex((old_folder / "key.txt").read_text(encoding="ascii"))

    with Store.open(old_folder, key=key) as store, store.read() as uow:
        counts = uow.outbox.counts()
        rows = {row.applicant_name: row for row in uow.outbox.items(set(SyncState))}
        (under_way,) = uow.outbox.attempting()
        refused = uow.outbox.get(rows["Đặng Thị Ánh"].event_id)
        waiting = uow.outbox.events_of(rows["Trần Văn Thử"].dossier_id)
        dossier = uow.dossiers.get(rows["Trần Văn Thử"].dossier_id)

        assert (counts.waiting_dossiers, counts.needs_person, counts.waiting_files) == (2, 1, 6)
        assert rows["Nguyễn Thị Mẫu"].state is SyncState.CONFIRMED
        assert [type(item.fact).__name__ for item in waiting] == [
            "DossierReceived",
            "ComponentDigitised",
            "ReceiptIssued",
        ]
        assert waiting[0].fact.dossier == dossier
        assert dossier.code == "H12.64-261123-0102"
        assert (refused.reason, refused.field, refused.server_text) == (
            "phone",
            "applicant.phone",
            '{"reason":"phone"}',
        )
        assert under_way.fact.author.name == "Lê Thị Cán Bộ"
        assert under_way.state is OutboxState.ATTEMPTING
        assert uow.dossiers.get(under_way.fact.dossier_id).is_provisional
        assert uow.queries.search("anh 0103", limit=5)[0].applicant_name == "Đặng Thị Ánh"
        assert uow.procedures.version(dossier.procedure_version).name == "Đăng ký khai tử"
        assert uow.drafts.open_drafts()[0].note == "bản nháp"
        assert uow.numbering.left("H12.64", dossier.received_at.date()) == 16
        assert uow.inbox.cursor() == "17"
        assert uow.accounts.by_name("le thi can bo") is not None
        assert uow.audit.verify() is None


def test_work_goes_on_after_the_upgrade(old_folder, make):
    key = bytes.fromhex((old_folder / "key.txt").read_text(encoding="ascii"))

    with Store.open(old_folder, key=key) as store:
        with store.transaction() as uow:
            dossier = make.accept(uow, make.dossier(code="H12.64-261123-0999"))
        with store.read() as uow:
            assert uow.outbox.next_records(make.now, 100)[-1].fact.dossier == dossier
            assert uow.audit.verify() is None


def test_an_upgraded_folder_has_the_very_schema_of_a_new_one(old_folder, store):
    key = bytes.fromhex((old_folder / "key.txt").read_text(encoding="ascii"))

    def schema_of(one):
        with one._readers.begin() as connection:
            return set(connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master"))

    with Store.open(old_folder, key=key) as upgraded:
        assert schema_of(upgraded) == schema_of(store)


def test_the_known_revisions_are_those_on_disk():
    script = ScriptDirectory(str(MIGRATIONS))

    assert tuple(revision.revision for revision in reversed(list(script.walk_revisions()))) == schema.REVISIONS
    assert script.get_current_head() == schema.HEAD


def test_the_migrations_lead_to_the_tables_the_program_knows(store):
    def ours(object_, name, type_, reflected, compare_to):
        return not (type_ == "table" and name.startswith("dossier_tokens"))

    with store._readers.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})

        assert compare_metadata(context, tables.metadata) == []


def set_version(folder, key, version):
    with Store.open(folder, key=key) as store, store._writer.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_a_schema_from_the_future_is_refused_and_left_alone(folder, key):
    set_version(folder, key, "9999")
    before = (folder / "desk.db").read_bytes()

    with pytest.raises(StoreNewer) as raised:
        Store.open(folder, key=key)

    assert (raised.value.found, raised.value.known) == ("9999", schema.HEAD)
    assert (folder / "desk.db").read_bytes() == before
    with pytest.raises(StoreNewer):  # the lock was let go
        Store.open(folder, key=key)


@pytest.fixture
def next_version(monkeypatch):
    """As if this program knew one more migration."""

    def install(upgrade):
        monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
        monkeypatch.setattr(schema, "HEAD", "0002")
        monkeypatch.setattr(engine.schema, "upgrade", upgrade)

    return install


def test_a_backup_is_made_before_a_migration(folder, key, make, next_version, tmp_path):
    next_version(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '0002'")))

    Store.open(folder, key=key).close()
    Store.open(folder, key=key).close()

    (backup,) = (folder / "backups").iterdir()
    assert backup.name.startswith("desk-0001-")
    old = shutil.copytree(folder, tmp_path / "old")
    shutil.copy(backup, old / "desk.db")
    next_version(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '0002'")))
    Store.open(old, key=key).close()


def test_a_migration_that_fails_half_way_changes_nothing(folder, key, make, next_version, monkeypatch):
    with Store.open(folder, key=key) as store, store.transaction() as uow:
        dossier = make.accept(uow)

    def upgrade(connection):
        connection.execute(text("ALTER TABLE dossiers ADD COLUMN more TEXT"))
        connection.execute(text("DELETE FROM outbox"))
        raise ZeroDivisionError

    next_version(upgrade)
    with pytest.raises(ZeroDivisionError):
        Store.open(folder, key=key)

    monkeypatch.undo()
    with Store.open(folder, key=key) as store, store.read() as uow:
        assert len(uow.outbox.events_of(dossier.id)) == 1
        assert uow.dossiers.get(dossier.id) == dossier


def test_alembic_is_not_loaded_for_a_store_that_is_up_to_date(folder, key):
    program = (
        "import sys; from pathlib import Path; from desk_app.store.engine import Store\n"
        f"Store.open(Path({str(folder)!r}), key=bytes.fromhex({key.hex()!r})).close()\n"
        "print([m for m in ('alembic', 'sqlalchemy.orm', 'keyring') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(schema.__file__).parents[2],
    )

    assert run.stdout.strip() == "[]"
