from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from desk_app import clock, ids
from desk_app.central import commands, tables
from desk_app.central.errors import Conflicting, NotFound
from desk_app.domain.dossier import Status


def act(gateway: Any, code: str, status: str, note: str = "") -> None:
    commands.set_status(gateway.database_url, code, Status(status), note, actor="Phòng Tư pháp")


def test_a_status_set_by_the_handling_unit_reaches_the_desk(gateway: Any, desk: Any) -> None:
    dossier_id, code = desk.accept()
    seen = desk.changes()["cursor"]

    act(gateway, code, "in_process", "  đã chuyển phòng Tư pháp ")

    (change,) = desk.changes(seen)["changes"]
    assert (change["kind"], change["dossier_id"]) == ("status_changed", dossier_id)
    assert change["body"] == {"status": "in_process", "note": "đã chuyển phòng Tư pháp", "actor": "Phòng Tư pháp"}
    assert desk.http.get(f"/v1/dossiers/{code}").json()["status"] == "in_process"


def test_the_operator_api_does_the_same_with_its_own_token(gateway: Any, desk: Any) -> None:
    dossier_id, code = desk.accept()
    token = commands.create_operator(gateway.database_url, "Phòng Tư pháp", desk.unit)
    path, body = f"/v1/operator/dossiers/{code}/status", {"status": "in_process", "note": ""}

    answers = [desk.http.post(path, json=body, headers={"Authorization": f"Bearer {token}"}) for _ in range(2)]
    as_desk = desk.http.post(path, json=body)

    assert [a.json() for a in answers] == [
        {"dossier_id": dossier_id, "code": code, "status": "in_process", "changed": True},
        {"dossier_id": dossier_id, "code": code, "status": "in_process", "changed": False},
    ]
    assert as_desk.status_code == 401
    assert len(desk.changes(desk.changes(limit=1)["cursor"])["changes"]) == 1


def test_an_operator_token_is_none_of_a_desk(gateway: Any) -> None:
    token = commands.create_operator(gateway.database_url, "Phòng Tư pháp")

    answer = httpx.get(f"{gateway.url}/v1/changes", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 401


def test_an_operator_of_one_unit_does_not_reach_another(gateway: Any, desk: Any, other_unit_desk: Any) -> None:
    _, code = desk.accept()
    token = commands.create_operator(gateway.database_url, "Phòng khác", other_unit_desk.unit)

    answer = desk.http.post(
        f"/v1/operator/dossiers/{code}/status",
        json={"status": "in_process"},
        headers={"Authorization": f"Bearer {token}"},
    )

    assert answer.status_code == 404


def test_only_moves_of_the_national_table_are_allowed(gateway: Any, desk: Any) -> None:
    _, code = desk.accept()

    with pytest.raises(Conflicting) as refused:
        act(gateway, code, "returned")

    assert (refused.value.reason, refused.value.detail) == ("move_not_allowed", "received -> returned")


def test_an_act_on_nothing_is_not_found(gateway: Any) -> None:
    with pytest.raises(NotFound):
        act(gateway, ids.new_id(), "in_process")


def test_a_provisional_code_still_finds_its_dossier(gateway: Any, desk: Any) -> None:
    event = desk.received()
    provisional = event["body"]["dossier"]["provisional_code"]
    (answer,) = desk.send(event)

    act(gateway, provisional.lower(), "in_process")

    state = desk.http.get(f"/v1/dossiers/{provisional}").json()
    assert (state["code"], state["status"]) == (answer["official_code"], "in_process")


def test_a_provisional_code_that_two_units_know_is_ambiguous_to_an_operator_of_all(
    gateway: Any, desk: Any, other_unit_desk: Any
) -> None:
    ours, theirs = desk.received(), other_unit_desk.received()
    for key in ("code", "provisional_code"):
        theirs["body"]["dossier"][key] = ours["body"]["dossier"][key]
    desk.send(ours)
    other_unit_desk.send(theirs)
    provisional = ours["body"]["dossier"]["provisional_code"]

    with pytest.raises(Conflicting) as refused:
        act(gateway, provisional, "in_process")

    assert refused.value.reason == "ambiguous_code"
    assert desk.http.get(f"/v1/dossiers/{provisional}").json()["dossier_id"] == ours["dossier_id"]


def test_pages_follow_one_another_without_gap_or_repetition(desk: Any) -> None:
    dossiers = [desk.accept()[0] for _ in range(5)]
    found: list[str] = []
    cursor, more = "", True

    while more:
        page = desk.changes(cursor, limit=2)
        found += [c["dossier_id"] for c in page["changes"]]
        cursor, more = page["cursor"], page["more"]

    assert found == dossiers
    assert desk.changes(cursor) == {"changes": [], "cursor": cursor, "more": False}


def test_every_desk_of_the_unit_sees_the_changes_and_no_other_unit(desk: Any, enrol: Any, other_unit_desk: Any) -> None:
    colleague = enrol(desk.unit)
    dossier_id, _ = desk.accept()

    assert [c["dossier_id"] for c in colleague.changes()["changes"]] == [dossier_id]
    assert other_unit_desk.changes()["changes"] == []


def test_who_waits_is_woken_by_a_change(desk: Any, enrol: Any) -> None:
    colleague = enrol(desk.unit)
    pages: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: pages.append(colleague.changes(wait=15)))
    began = clock.monotonic_s()
    waiting.start()

    dossier_id, _ = desk.accept()
    waiting.join()

    assert [c["dossier_id"] for c in pages[0]["changes"]] == [dossier_id]
    assert clock.monotonic_s() - began < 10


def test_a_change_made_by_another_process_ends_the_waiting_too(gateway: Any, desk: Any) -> None:
    _, code = desk.accept()
    seen = desk.changes()["cursor"]
    pages: list[dict[str, Any]] = []
    waiting = threading.Thread(target=lambda: pages.append(desk.changes(seen, wait=15)))
    waiting.start()

    act(gateway, code, "in_process")
    waiting.join()

    assert [c["kind"] for c in pages[0]["changes"]] == ["status_changed"]


def test_waiting_in_vain_ends_with_an_empty_page(desk: Any) -> None:
    assert desk.changes(wait=0.2)["changes"] == []


def test_a_cursor_of_before_a_backup_was_restored_is_refused_so_that_the_desk_begins_again(
    gateway: Any, desk: Any
) -> None:
    desk.accept()
    cursor = desk.changes()["cursor"]
    with gateway.parts.database.write() as connection:  # after the restoration another change got the same number
        number = int(cursor.partition("-")[0])
        moved = tables.changes.c.id == number
        connection.execute(sa.update(tables.changes).where(moved).values(at=clock.now()))

    answer = desk.http.get("/v1/changes", params={"since": cursor})

    assert (answer.status_code, answer.json()["error"]["reason"]) == (422, "cursor_unknown")
    assert len(desk.changes()["changes"]) == 1


@pytest.mark.parametrize("cursor", ["x", "-1", "1", "9" * 18, "9" * 40, "1.5", "²", "1-00000000", "²-00000000"])
def test_a_cursor_that_is_none_of_ours_is_refused(desk: Any, cursor: str) -> None:
    answer = desk.http.get("/v1/changes", params={"since": cursor})

    assert (answer.status_code, answer.json()["error"]["reason"]) == (422, "cursor_unknown")
