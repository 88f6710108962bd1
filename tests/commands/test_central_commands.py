from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desk_app import clock
from desk_app.central.api import create_app
from desk_app.central.server import running

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=clock.VIETNAM)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'central.db').as_posix()}"


@pytest.fixture
def gateway(tmp_path: Path, database: str) -> Iterator[str]:
    """A gateway on loopback; its address."""
    with running(create_app(database, tmp_path / "held", clock=lambda: NOW)) as url:
        yield url


@pytest.fixture
def code(run: Callable[..., Any], database: str) -> Callable[[str], str]:
    """Makes one-time codes for a unit."""
    return lambda unit: run("central", "enrolment", "--database", database, "--unit", unit, "--json").json["code"]


def test_a_one_time_code_is_json_with_its_unit(run: Callable[..., Any], database: str) -> None:
    made = run("central", "enrolment", "--database", database, "--unit", "H12.64", "--json").json

    assert set(made) == {"code", "unit"}
    assert made["unit"] == "H12.64"
    assert len(made["code"].replace("-", "")) >= 10
    plain = run("central", "enrolment", "--database", database, "--unit", "H12.64")
    assert plain.out.strip() != made["code"]


def test_an_operator_gets_a_token(run: Callable[..., Any], database: str) -> None:
    made = run("central", "operator", "--database", database, "--name", "Sở Tư pháp", "--unit", "H12", "--json").json

    assert set(made) == {"token", "name", "unit"}
    assert (made["name"], made["unit"]) == ("Sở Tư pháp", "H12")


@pytest.mark.parametrize(
    "words",
    [
        ("enrolment", "--unit", "xã Khánh An"),
        ("act", "status", "H12.64-261123-0001", "in_process"),
        ("revoke", "nobody"),
    ],
)
def test_what_the_gateway_does_not_know_is_one_sentence(
    run: Callable[..., Any], database: str, words: tuple[str, ...]
) -> None:
    verbs = 2 if words[0] == "act" else 1

    assert run("central", *words[:verbs], "--database", database, *words[verbs:]).complaint


@pytest.mark.parametrize("url", ["mysql://nowhere/x", "nonsense://x", "://", "postgresql+nodriver://x/y"])
def test_an_address_of_no_database_is_one_sentence_and_no_bug(run: Callable[..., Any], url: str) -> None:
    assert "--database" in run("central", "enrolment", "--database", url, "--unit", "H12.64").complaint


def test_a_file_that_is_no_database_is_one_sentence_and_stays(run: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("không phải cơ sở dữ liệu " * 100, encoding="utf-8")
    before = file.read_bytes()

    complaint = run("central", "enrolment", "--database", f"sqlite:///{file.as_posix()}", "--unit", "H12.64").complaint

    assert "--database" in complaint
    assert file.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_alone(run: Callable[..., Any], database: str, tmp_path: Path) -> None:
    import sqlite3

    assert run("central", "enrolment", "--database", database, "--unit", "H12.64").code == 0
    connection = sqlite3.connect(tmp_path / "central.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    assert "mới hơn" in run("central", "enrolment", "--database", database, "--unit", "H12.64").complaint


def test_other_machines_are_not_served_without_encryption(
    run: Callable[..., Any], database: str, tmp_path: Path
) -> None:
    words = ("--database", database, "--files", tmp_path / "held", "--port", "0")

    assert "--certificate" in run("central", "serve", *words, "--host", "0.0.0.0").complaint  # noqa: S104 - refused


def test_a_port_that_is_taken_is_named(run: Callable[..., Any], database: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        words = ("--database", database, "--files", tmp_path / "held", "--port", port)
        assert str(port) in run("central", "serve", *words).complaint


def test_without_its_packages_the_gateway_says_what_to_install(
    run: Callable[..., Any], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert "central" in run("central", "enrolment", "--database", database, "--unit", "H12.64").complaint


def test_a_desk_is_connected_sends_what_waits_and_hears_what_became_of_it(
    cli: Callable[..., Any],
    run: Callable[..., Any],
    written: Callable[..., Path],
    gateway: str,
    code: Callable[[str], str],
    database: str,
) -> None:
    waiting = cli("intake", written()).json
    assert "enrol" in cli("sync", "--once").complaint

    enrolled = cli("enrol", gateway, code("H12.64"), "--json").json
    assert set(enrolled) == {"url", "device_id", "unit"}
    assert (enrolled["url"], enrolled["unit"]) == (gateway, "H12.64")

    synced = cli("sync", "--once", "--json").json
    assert set(synced) == {"state", "waiting", "needs_person", "confirmed_today", "last_contact_at"}
    assert (synced["state"], synced["waiting"], synced["confirmed_today"]) == ("online", 0, 1)
    assert cli("queue", "--json").json["confirmed"] == 1

    shown = cli("show", waiting["code"], "--json").json
    assert (shown["provisional_code"], shown["provisional"], shown["sync"]) == (waiting["code"], False, "confirmed")
    assert shown["code"].startswith("H12.64-261123-")

    act = ("central", "act", "status", "--database", database, shown["code"])
    moved = run(*act, "in_process", "--note", "đang thẩm định", "--json").json
    assert moved == {
        "dossier_id": waiting["dossier_id"],
        "code": shown["code"],
        "status": "in_process",
        "changed": True,
    }
    assert run(*act, "in_process", "--json").json["changed"] is False
    assert shown["code"] in run(*act, "returned").complaint

    cli("sync", "--once", "--json")
    assert cli("show", waiting["code"], "--json").json["status"] == "in_process"

    run("central", "revoke", "--database", database, enrolled["device_id"])
    cli("intake", written())
    assert cli("sync", "--once").complaint
    assert cli("queue", "--json").json["waiting"] == 1


def test_a_code_used_twice_or_of_another_unit_is_refused(
    cli: Callable[..., Any], gateway: str, code: Callable[[str], str]
) -> None:
    once = code("H12.64")
    assert cli("enrol", gateway, once).out.startswith(gateway)

    assert cli("enrol", gateway, once).complaint
    assert "H12.65" in cli("enrol", gateway, code("H12.65")).complaint


@pytest.mark.parametrize("url", ["http://motcua.example.vn", "ftp://127.0.0.1", "không phải địa chỉ"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(cli: Callable[..., Any], url: str) -> None:
    assert cli("enrol", url, "ABCD-EFGH-JKMN").complaint


def test_only_an_administrator_connects_a_desk(
    cli: Callable[..., Any], gateway: str, code: Callable[[str], str]
) -> None:
    assert cli("enrol", gateway, code("H12.64"), "--as", "Trần Thị Mẫu").complaint
    assert "enrol" in cli("sync", "--once").complaint


def test_a_gateway_that_is_away_leaves_everything_in_the_queue(
    cli: Callable[..., Any],
    written: Callable[..., Path],
    tmp_path: Path,
    database: str,
    code: Callable[[str], str],
) -> None:
    with running(create_app(database, tmp_path / "held")) as url:
        cli("enrol", url, code("H12.64"))
    cli("intake", written())

    complaint = cli("sync", "--once").complaint

    assert "1 hồ sơ" in complaint
    # The reason was the key of a sentence, in English and for programs.
    assert "tự gửi khi có mạng" in complaint
    assert cli("queue", "--json").json["waiting"] == 1


def test_a_dossier_that_needs_a_person_is_told_by_sync(
    cli: Callable[..., Any],
    written: Callable[..., Path],
    program: Callable[[], Any],
    gateway: str,
    code: Callable[[str], str],
) -> None:
    accepted = cli("intake", written()).json
    cli("enrol", gateway, code("H12.64"))
    opened = program()
    with opened.store.transaction() as uow:
        first = uow.outbox.events_of(accepted["dossier_id"])[0].fact.event_id
        uow.outbox.mark_needs_person(first, "phone", "applicant.phone", "", "", NOW)
    opened.close()

    assert "desk-app queue" in cli("sync", "--once").complaint
    assert cli("queue", "--json").json["needs_person"] == 1


def test_enrolling_where_nothing_answers_says_to_check_the_address(cli: Callable[..., Any]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

        sentence = cli("enrol", url, "ABCD-EFGH-JKMN").complaint

    assert sentence == f"Không có trung tâm nào trả lời ở {url}. Kiểm tra địa chỉ và mạng rồi thử lại."
