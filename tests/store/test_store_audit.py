from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


@pytest.fixture
def recorded(store, make):
    with store.transaction() as uow:
        for n in range(1, 6):
            uow.audit.record(
                "dossier.printed",
                who=make.author if n % 2 else None,
                at=make.now,
                dossier_id="d1" if n < 4 else None,
                detail={"reprint": n, "printer": "Máy in quầy"},
            )
    return store


def tamper(store, *statements):
    """Somebody with the key and a tool, who also knows of the triggers."""
    with store._writer.begin() as connection:
        for trigger in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_refuses_{trigger}"))
        for statement in statements:
            connection.execute(text(statement))


def test_who_did_what_is_kept_in_order(recorded, make):
    with recorded.read() as uow:
        entries = uow.audit.of("d1")
        newest = uow.audit.recent(2)
        older = uow.audit.recent(10, before=newest[-1].seq)

    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert entries[0].who == make.author
    assert entries[1].who is None
    assert entries[0].detail == {"reprint": 1, "printer": "Máy in quầy"}
    assert entries[0].at == make.now
    assert [entry.seq for entry in (*newest, *older)] == [5, 4, 3, 2, 1]


def test_an_untouched_record_is_whole(recorded):
    with recorded.read() as uow:
        assert uow.audit.verify() is None


@pytest.mark.parametrize("statement", ["UPDATE audit SET act = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 5"])
def test_the_database_itself_refuses_to_change_the_record(recorded, statement):
    with pytest.raises(DBAPIError, match="append-only"), recorded._writer.begin() as connection:
        connection.execute(text(statement))

    with recorded.read() as uow:
        assert uow.audit.verify() is None


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        (2, "UPDATE audit SET act = 'dossier.viewed' WHERE seq = 2"),
        (3, "UPDATE audit SET account_name = 'Ai đó' WHERE seq = 3"),
        (4, "UPDATE audit SET at = at + 1 WHERE seq = 4"),
        (5, "UPDATE audit SET detail = '{}' WHERE seq = 5"),
        (1, "UPDATE audit SET dossier_id = NULL WHERE seq = 1"),
        (1, "DELETE FROM audit WHERE seq = 1"),
        (3, "DELETE FROM audit WHERE seq = 3"),
        (5, "DELETE FROM audit WHERE seq = 5"),
        (1, "DELETE FROM audit"),
        (6, "INSERT INTO audit (seq, at, act, detail, seal) VALUES (6, 0, 'x', '{}', 'abc')"),
        (2, "UPDATE audit SET seal = (SELECT seal FROM audit WHERE seq = 3) WHERE seq = 2"),
    ],
)
def test_tampering_is_found_at_its_line(recorded, line, statement):
    tamper(recorded, statement)

    with recorded.read() as uow:
        assert uow.audit.verify() == line
    assert f"audit: line {line}" in recorded.check()


def test_a_line_of_a_transaction_that_fails_is_not_kept(recorded, make):
    with pytest.raises(ZeroDivisionError), recorded.transaction() as uow:  # noqa: PT012
        uow.audit.record("dossier.accepted", who=make.author, at=make.now)
        raise ZeroDivisionError

    with recorded.transaction() as uow:
        assert uow.audit.record("dossier.accepted", who=make.author, at=make.now).seq == 6
        assert uow.audit.verify() is None
