from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk_app import config
from desk_app.domain.queue import SyncState

SHOWN = {
    "dossier_id",
    "code",
    "provisional_code",
    "provisional",
    "status",
    "procedure",
    "case",
    "channel",
    "return_method",
    "applicant",
    "submitter",
    "received_at",
    "recorded_at",
    "due_at",
    "sync",
    "components",
    "receipts",
    "timeline",
}
ROW = {
    "dossier_id",
    "code",
    "provisional_code",
    "procedure",
    "procedure_name",
    "applicant",
    "received_at",
    "due_at",
    "status",
    "sync",
}
QUEUE = {"waiting", "needs_person", "confirmed", "files_waiting", "bytes_waiting", "next_try_at", "items"}
ITEM = {
    "dossier_id",
    "code",
    "procedure",
    "state",
    "events_waiting",
    "files_waiting",
    "files_total",
    "bytes_waiting",
    "attempts",
    "next_at",
    "reason",
    "field",
    "detail",
    "event_id",
}


@pytest.fixture
def accepted(
    cli: Callable[..., Any], written: Callable[..., Path], picture: Callable[[str], bytes], tmp_path: Path
) -> Any:
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(picture("Tờ khai"))
    return cli("intake", written(), "--attach", f"c01={scan}").json


def test_a_dossier_is_shown_as_it_is_kept(cli: Callable[..., Any], accepted: Any) -> None:
    shown = cli("show", accepted["code"].lower(), "--json").json

    assert set(shown) == SHOWN
    assert shown["procedure"] == {
        "code": "1.001193",
        "name": "Đăng ký khai sinh",
        "version": shown["procedure"]["version"],
    }
    assert len(shown["procedure"]["version"]) == 64
    assert (shown["code"], shown["provisional_code"], shown["provisional"]) == (
        accepted["code"],
        accepted["code"],
        True,
    )
    assert (shown["channel"], shown["return_method"], shown["status"]) == ("direct", "desk", "received")
    assert (shown["case"], shown["submitter"], shown["sync"]) == (None, None, "waiting")
    assert shown["applicant"]["full_name"] == "Nguyễn Thị Hường"
    assert shown["applicant"]["born"] == {"year": 1991, "month": 3, "day": 5}
    assert shown["due_at"] == accepted["due_at"]
    first = shown["components"][0]
    assert {k: first[k] for k in ("sha256", "bytes", "pages", "sync")} == {
        **{k: accepted["components"][0][k] for k in ("sha256", "bytes", "pages")},
        "sync": "waiting",
    }
    assert set(first) == {
        "id",
        "code",
        "name",
        "originals",
        "copies",
        "not_digitised_because",
        "sha256",
        "bytes",
        "pages",
        "sync",
    }
    (receipt,) = shown["receipts"]
    assert set(receipt) == {"sha256", "bytes", "pages", "circular", "reprint", "printed_at", "sync"}
    assert (receipt["sha256"], receipt["reprint"]) == (accepted["receipt_sha256"], 0)
    assert [e["act"] for e in shown["timeline"]] == ["dossier_accepted", "receipt_issued", "viewed"]
    assert set(shown["timeline"][0]) == {"at", "act", "who"}


def test_show_speaks_to_people_too(cli: Callable[..., Any], accepted: Any) -> None:
    done = cli("show", accepted["code"])

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{accepted['code']}  Đăng ký khai sinh")


def test_a_code_nobody_has_is_one_sentence(cli: Callable[..., Any]) -> None:
    assert cli("show", "H12.64-261123-9999", "--json").complaint


def test_search_lists_rows_without_numbers_of_people(cli: Callable[..., Any], accepted: Any) -> None:
    done = cli("search", "HUONG", "--json")

    (row,) = done.json
    assert set(row) == ROW
    assert (row["code"], row["applicant"], row["sync"]) == (accepted["code"], "Nguyễn Thị Hường", "waiting")
    assert "096191004582" not in done.out
    assert cli("search", "không có ai", "--json").json == []
    assert "Nguyễn Thị Hường" in cli("search", "huong").out


def test_the_limit_of_a_search_is_kept_within_reason(cli: Callable[..., Any], accepted: Any) -> None:
    assert len(cli("search", "huong", "--limit", "-5", "--json").json) == 1


def test_a_volunteer_may_not_search_nor_see(cli: Callable[..., Any], accepted: Any) -> None:
    for words in (("search", "huong"), ("show", accepted["code"]), _report("2026-11-23", "2026-11-23")):
        done = cli(*words, "--as", "Lê Thị Tình Nguyện", "--json")
        assert done.complaint
        assert done.out == ""


def _report(first: str, last: str) -> tuple[str, ...]:
    return ("report", "--from", first, "--to", last)


def test_who_reads_without_a_name_is_the_system_account(
    cli: Callable[..., Any], accepted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "quay1")

    assert cli("show", accepted["code"], "--json").json["timeline"][-1]["who"] == "quay1"


@pytest.mark.parametrize("error", [KeyError("uid"), ImportError("pwd"), OSError("no user")])
def test_a_system_account_without_a_name_reads_as_well(
    cli: Callable[..., Any], accepted: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    # Containers may run under a number that no account has; "show" ended with a bug.
    def nameless() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nameless)

    assert cli("search", "huong", "--json").json


def test_the_queue_says_what_waits(cli: Callable[..., Any], accepted: Any) -> None:
    queue = cli("queue", "--json").json

    assert set(queue) == QUEUE
    assert (queue["waiting"], queue["needs_person"], queue["confirmed"]) == (1, 0, 0)
    assert queue["files_waiting"] == 2
    (item,) = queue["items"]
    assert set(item) == ITEM
    assert (item["code"], item["state"], item["events_waiting"]) == (accepted["code"], "waiting", 5)
    assert accepted["code"] in cli("queue").out


def test_an_empty_queue_is_said(cli: Callable[..., Any]) -> None:
    assert cli("queue").out.strip() == "Hàng đợi trống."


def test_the_queue_counts_more_than_a_page(
    cli: Callable[..., Any], written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its figures ended at 500.
    monkeypatch.setattr("desk_app.commands.queue._PAGE", 2)
    for _ in range(3):
        cli("intake", written())

    queue = cli("queue", "--json").json

    assert (queue["waiting"], len(queue["items"])) == (3, 3)


def test_a_refused_dossier_is_told_with_its_reason(
    cli: Callable[..., Any], accepted: Any, program: Callable[[], Any]
) -> None:
    opened = program()
    event = opened.desk.queue.rows([SyncState.WAITING])[0]
    with opened.store.transaction() as uow:
        item = uow.outbox.events_of(event.dossier_id)[0].fact.event_id
        uow.outbox.mark_needs_person(item, "phone", "applicant.phone", "", "", opened._now())
    opened.close()

    queue = cli("queue", "--json").json

    assert (queue["waiting"], queue["needs_person"]) == (0, 1)
    assert (queue["items"][0]["reason"], queue["items"][0]["field"], queue["items"][0]["event_id"]) == (
        "phone",
        "applicant.phone",
        item,
    )


def test_the_report_of_a_day(cli: Callable[..., Any], accepted: Any, tmp_path: Path) -> None:
    xlsx, pdf = tmp_path / "r.xlsx", tmp_path / "r.pdf"
    words = _report("2026-11-23", "2026-11-23")

    report = cli(*words, "--xlsx", xlsx, "--pdf", pdf, "--json").json

    assert set(report) == {"from", "to", "unit", "desk", "made_at", "received", "indicators"}
    assert (report["from"], report["to"], report["unit"], report["received"]) == (
        "2026-11-23",
        "2026-11-23",
        "H12.64",
        1,
    )
    figures = {i["measure"]: i for i in report["indicators"]}
    assert set(figures) == {"filed_online", "digitised_loose", "digitised", "papers_digitised", "not_overdue"}
    assert figures["papers_digitised"] == {
        "measure": "papers_digitised",
        "numerator": 1,
        "denominator": 2,
        "share": 0.5,
        "target": None,
        "target_source": None,
        "reached": None,
    }
    assert (figures["filed_online"]["target"], figures["filed_online"]["reached"]) == (0.7, False)
    assert xlsx.read_bytes()[:2] == b"PK"
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert "1/2" in cli(*words).out


def test_a_period_that_ends_before_it_begins_is_one_sentence(cli: Callable[..., Any]) -> None:
    assert cli(*_report("2026-11-23", "2026-11-22")).complaint


def test_a_report_that_cannot_be_written_is_one_sentence(cli: Callable[..., Any], tmp_path: Path) -> None:
    complaint = cli(*_report("2026-11-23", "2026-11-23"), "--pdf", tmp_path / "nowhere" / "r.pdf").complaint

    assert "r.pdf" in complaint


@pytest.mark.parametrize("words", [("queue",), ("search", "x"), ("show", "x"), _report("2026-11-23", "2026-11-23")])
def test_without_a_desk_every_command_says_how_to_make_one(
    run: Callable[..., Any], tmp_path: Path, words: tuple[str, ...]
) -> None:
    complaint = run("--data", tmp_path / "empty", *words).complaint

    assert "setup" in complaint
    assert not (tmp_path / "empty").exists()


def test_the_folder_may_be_named_in_the_environment(
    run: Callable[..., Any], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(config.DATA_VARIABLE, str(data))

    assert run("queue", "--json").json["waiting"] == 0


def test_a_missing_key_names_the_recovery_key(cli: Callable[..., Any], data: Path) -> None:
    (data / "desk.key").unlink()

    assert "khôi phục" in cli("queue").complaint


def test_wrong_words_are_wrong_usage(run: Callable[..., Any]) -> None:
    for words in (("fly",), ("report", "--from", "gestern", "--to", "2026-11-23"), ("show",)):
        with pytest.raises(SystemExit) as usage:
            run(*words)
        assert usage.value.code == 2
