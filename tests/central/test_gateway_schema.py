from __future__ import annotations

import concurrent.futures as cf
import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from desk_app import clock
from desk_app.central.database import Database, insert_new
from desk_app.central.errors import DatabaseNewer
from desk_app.central.tables import Moment, counters, metadata


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "gateway.db"))
    database.migrate()

    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    database.close()

    assert differences == []


def test_workers_that_start_together_do_not_disturb_each_other(tmp_path: Path) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'gateway.db'}") for _ in range(3)]

    with cf.ThreadPoolExecutor() as pool:
        list(pool.map(lambda database: database.migrate(), databases))

    for database in databases:
        with database.read() as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(counters)).scalar() == 0
        database.close()


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "gateway.db"))
    database.migrate()
    with database.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'r9999'"))

    with pytest.raises(DatabaseNewer) as refused:
        database.migrate()

    assert refused.value.found == "r9999"
    database.close()


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(ValueError, match="file"):
        Database("sqlite://")


def test_it_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "gateway.db"))

    with database.read() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    database.close()

    assert found == ["wal", 2, 1]


def test_inserting_what_is_there_changes_nothing(tmp_path: Path) -> None:
    database = Database(str(tmp_path / "gateway.db"))
    database.migrate()
    row = {"unit": "H12.64", "day": clock.now().date(), "next": 5}

    with database.write() as connection:
        results = [insert_new(connection, counters, row), insert_new(connection, counters, row | {"next": 1})]
        kept = connection.execute(sa.select(counters.c.next)).scalar()
    database.close()

    assert (results, kept) == ([True, False], 5)


def test_statements_for_postgresql_can_be_written() -> None:
    from sqlalchemy.dialects import postgresql

    for table in metadata.sorted_tables:
        assert "CREATE TABLE" in str(sa.schema.CreateTable(table).compile(dialect=postgresql.dialect()))


def test_moments_sort_as_text_and_come_back_in_vietnam_time() -> None:
    kind, dialect = Moment(), sa.create_engine("sqlite://").dialect
    early = dt.datetime(2026, 11, 23, 23, 59, tzinfo=clock.VIETNAM)
    late = dt.datetime(2026, 11, 23, 17, 0, 0, 1, tzinfo=dt.UTC)

    texts = [kind.process_bind_param(moment, dialect) for moment in (early, late)]

    assert texts == sorted(texts, key=str)
    assert kind.process_result_value(texts[1], dialect) == late
    with pytest.raises(ValueError, match="naive"):
        kind.process_bind_param(dt.datetime(2026, 11, 23), dialect)  # noqa: DTZ001
