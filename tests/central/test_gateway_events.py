from __future__ import annotations

import copy
import datetime as dt
import json
import threading
from typing import Any

import pytest

from desk_app import clock, ids
from desk_app.central.envelopes import Kind, Reason, Result
from desk_app.domain import codes
from desk_app.sync import wire


def test_the_words_of_both_sides_are_the_same() -> None:
    assert set(wire.Kind) == set(Kind)
    assert set(wire.Result) == set(Result)
    assert set(wire.Refusal) <= set(Reason)


def test_a_provisional_dossier_gets_an_official_code_of_its_unit_and_day(desk: Any) -> None:
    event = desk.received()

    (answer,) = desk.send(event)

    code = codes.parse(answer["official_code"])
    assert answer["result"] == "applied"
    assert code is not None
    assert (code.org, code.day, code.number) == (desk.unit, clock.now().date(), 1)


def test_the_official_code_is_put_on_the_feed(desk: Any) -> None:
    event = desk.received()
    (answer,) = desk.send(event)

    (change,) = desk.changes()["changes"]

    provisional = event["body"]["dossier"]["provisional_code"]
    assert (change["kind"], change["dossier_id"]) == ("code_assigned", event["dossier_id"])
    assert change["body"] == {"code": answer["official_code"], "provisional_code": provisional}


def test_a_leased_code_is_kept_and_makes_no_change(desk: Any) -> None:
    code = codes.compose(desk.unit, clock.now().date(), 107)

    (answer,) = desk.send(desk.received(code=code))

    assert (answer["result"], answer["official_code"]) == ("applied", code)
    assert desk.changes()["changes"] == []


def test_a_repeated_event_is_a_duplicate_with_the_same_official_code(desk: Any) -> None:
    event = desk.received()
    (first,) = desk.send(event)

    again = [desk.send(event)[0] for _ in range(3)]

    assert again == [first | {"result": "duplicate"}] * 3
    assert len(desk.changes()["changes"]) == 1


def test_the_same_content_in_another_order_of_keys_is_a_duplicate(desk: Any) -> None:
    event = desk.received()
    desk.send(event)
    turned = dict(reversed(list(event.items())))

    (answer,) = desk.send(turned)

    assert answer["result"] == "duplicate"


def test_the_same_id_with_other_content_is_refused_and_changes_nothing(desk: Any) -> None:
    event = desk.received()
    (first,) = desk.send(event)
    other = copy.deepcopy(event)
    other["body"]["dossier"]["note"] = "khác"

    (answer,) = desk.send(other)

    assert (answer["result"], answer["reason"]) == ("refused", "id_reused")
    assert desk.send(event)[0]["official_code"] == first["official_code"]


def test_many_threads_with_the_same_event_apply_it_once(desk: Any) -> None:
    event = desk.received()
    answers: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: answers.extend(desk.send(event))) for _ in range(6)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(a["result"] for a in answers) == ["applied"] + ["duplicate"] * 5
    assert len({a["official_code"] for a in answers}) == 1


def test_two_desks_with_the_same_code_cannot_both_have_it(enrol: Any, unit: str) -> None:
    first, second = enrol(unit), enrol(unit)
    code = codes.compose(unit, clock.now().date(), 7)
    first.accept(code=code)

    (answer,) = second.send(second.received(code=code))

    assert (answer["result"], answer["reason"], answer["field"]) == ("refused", "code_taken", "code")


def test_two_dossiers_cannot_share_a_provisional_code(desk: Any) -> None:
    event = desk.received()
    desk.send(event)
    other = desk.received()
    other["body"]["dossier"] |= {key: event["body"]["dossier"][key] for key in ("code", "provisional_code")}

    (answer,) = desk.send(other)

    assert (answer["result"], answer["reason"]) == ("refused", "code_taken")


@pytest.mark.parametrize(
    ("code", "provisional"),
    [
        ("107", None),
        ("H12.64-269923-0107", None),
        ("H99.1-261123-0107", None),
        ("TAM-261123-K7QX-0003-0", "TAM-261123-K7QX-0003-0"),
        (codes.provisional("K7QX", dt.date(2026, 11, 23), 3), None),
        (codes.provisional("K7QX", dt.date(2026, 11, 23), 3), codes.provisional("K7QX", dt.date(2026, 11, 23), 4)),
    ],
)
def test_a_code_that_is_none_or_of_another_unit_is_refused(desk: Any, code: str, provisional: str | None) -> None:
    event = desk.received(code=code)
    event["body"]["dossier"]["provisional_code"] = provisional

    (answer,) = desk.send(event)

    assert (answer["result"], answer["reason"]) == ("refused", "code_malformed")


def test_a_code_that_differs_only_in_case_is_the_same_code(desk: Any) -> None:
    code = codes.compose(desk.unit, clock.now().date(), 8)
    desk.accept(code=code)

    (answer,) = desk.send(desk.received(code=code.lower()))

    assert answer["reason"] == "code_taken"


@pytest.mark.parametrize(
    ("where", "value", "reason", "field"),
    [
        (("applicant", "phone"), "091234", "phone", "applicant.phone"),
        (("applicant", "phone"), "không có", "phone", "applicant.phone"),
        (("applicant", "full_name"), None, "malformed", "applicant.full_name"),
        (("applicant", "born"), "1991-02-30", "malformed", "applicant.born"),
        (("applicant", "sex"), "x", "malformed", "applicant.sex"),
        (("applicant", "address", "text"), 5, "malformed", "applicant.address.text"),
        (("received_at",), "2026-11-23T08:00:00", "malformed", "received_at"),
        (("received_at",), 1795400000, "malformed", "received_at"),
        (("received_at",), "0001-01-01T00:00:00+07:00", "malformed", "received_at"),
        (("status",), "lost", "malformed", "status"),
        (("sets",), True, "malformed", "sets"),
        (("note",), "a\x00b", "malformed", "note"),
        (("components",), [{"id": "c-1", "name": "A"}, {"id": "c-1", "name": "B"}], "malformed", "components"),
        (("components",), [{"id": "c-1"}], "malformed", "components.0.name"),
        (("unit",), "H99.1", "unit_not_yours", "unit"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(
    desk: Any, where: tuple[str, ...], value: object, reason: str, field: str
) -> None:
    event = desk.received()
    inside = event["body"]["dossier"]
    for step in where[:-1]:
        inside = inside[step]
    inside[where[-1]] = value

    (answer,) = desk.send(event)

    assert (answer["result"], answer["reason"], answer["field"]) == ("refused", reason, field)


def test_the_phone_of_the_submitter_is_checked_too(desk: Any) -> None:
    event = desk.received(submitter={"full_name": "Lê Văn Mẫu", "phone": "12", "authority": "cha"})

    (answer,) = desk.send(event)

    assert (answer["reason"], answer["field"]) == ("phone", "submitter.phone")


@pytest.mark.parametrize("raw", [None, 5, "x", [], {}, {"kind": "other"}, {"event_id": 1, "kind": "dossier_received"}])
def test_rubbish_is_refused_without_spoiling_its_neighbours(desk: Any, raw: object) -> None:
    good = desk.received()

    answers = desk.send(raw, good)

    assert [a["result"] for a in answers] == ["refused", "applied"]
    assert answers[0]["reason"] == "malformed"


def test_half_a_letter_is_refused_as_malformed(desk: Any) -> None:
    event = desk.received(note="@@")
    body = json.dumps({"protocol": 1, "events": [event]}).replace("@@", "\\ud800")

    answer = desk.http.post("/v1/events", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 200
    assert answer.json()["answers"][0]["reason"] == "malformed"


def test_unknown_fields_are_passed_over(desk: Any) -> None:
    event = desk.received(wishes="nhanh") | {"weather": "mưa"}

    assert desk.send(event)[0]["result"] == "applied"


def test_a_device_does_not_speak_for_another_unit(desk: Any, other_unit_desk: Any) -> None:
    (answer,) = desk.send(other_unit_desk.received())

    assert (answer["result"], answer["reason"]) == ("refused", "unit_not_yours")


def test_events_of_a_dossier_take_effect_in_their_order(desk: Any) -> None:
    received = desk.received()
    dossier_id = received["dossier_id"]
    body = {
        "form": "receipt",
        "circular": "tt-03-2025",
        "reprint": 0,
        "file": {"sha256": "a" * 64, "bytes": 9, "pages": 1},
    }
    rest = [
        desk.digitised(dossier_id, b"scan"),
        desk.envelope(
            "component_not_digitised", dossier_id, {"component_id": "c-1", "reason": "no_device", "note": ""}
        ),
        desk.digitised(dossier_id, b"better scan"),
        desk.envelope("receipt_issued", dossier_id, body),
    ]

    answers = desk.send(received, *rest)

    state = desk.http.get(f"/v1/dossiers/{dossier_id}").json()
    assert [a["result"] for a in answers] == ["applied"] * 5
    assert state["events"] == [event["event_id"] for event in (received, *rest)]
    assert state["components"][0]["file"]["bytes"] == len(b"better scan")
    assert state["components"][0]["file"]["held"] is False
    assert state["receipts"] == [
        {"form": "receipt", "circular": "tt-03-2025", "reprint": 0, "file": body["file"] | {"held": False}}
    ]


def test_a_paper_added_later_appears_behind_the_others(desk: Any) -> None:
    dossier_id, _ = desk.accept()

    desk.send(desk.digitised(dossier_id, b"extra", component_id="c-9"))

    components = desk.http.get(f"/v1/dossiers/{dossier_id}").json()["components"]
    assert [c["id"] for c in components] == ["c-1", "c-9"]


def test_what_follows_a_refused_event_of_the_same_dossier_is_deferred(desk: Any) -> None:
    bad, good = desk.received(), desk.received()
    bad["body"]["dossier"]["applicant"]["phone"] = "1"

    answers = desk.send(bad, desk.digitised(bad["dossier_id"], b"1"), good, desk.digitised(good["dossier_id"], b"2"))

    assert [a["result"] for a in answers] == ["refused", "deferred", "applied", "applied"]


def test_an_event_of_an_unknown_dossier_is_deferred_and_applies_later(desk: Any) -> None:
    received = desk.received()
    early = desk.digitised(received["dossier_id"], b"scan")

    before = desk.send(early)[0]["result"]
    desk.send(received)
    after = desk.send(early)[0]["result"]

    assert (before, after) == ("deferred", "applied")


def test_an_event_of_another_units_dossier_is_refused_as_unknown(desk: Any, other_unit_desk: Any) -> None:
    dossier_id, _ = other_unit_desk.accept()

    (digitised,) = desk.send(desk.digitised(dossier_id, b"scan"))
    (received,) = desk.send(desk.received(dossier_id=dossier_id))

    assert (digitised["result"], digitised["reason"]) == ("refused", "unknown_dossier")
    assert (received["result"], received["reason"]) == ("refused", "unknown_dossier")


def test_a_dossier_that_comes_again_through_another_event_is_a_conflict(desk: Any) -> None:
    dossier_id, code = desk.accept()

    (answer,) = desk.send(desk.received(dossier_id=dossier_id))

    assert (answer["result"], answer["reason"], answer["official_code"]) == ("conflict", "dossier_exists", code)


def test_a_refused_event_is_looked_at_afresh_when_it_comes_again(desk: Any) -> None:
    received = desk.received()
    stray = desk.envelope(
        "component_not_digitised",
        received["dossier_id"],
        {"component_id": "c-7", "reason": "other", "note": "mất"},
    )
    desk.send(received)
    first = desk.send(stray)[0]
    desk.send(desk.digitised(received["dossier_id"], b"scan", component_id="c-7"))

    second = desk.send(stray)[0]

    assert (first["result"], first["field"]) == ("refused", "component_id")
    assert second["result"] == "applied"
    assert desk.http.get(f"/v1/events/{stray['event_id']}").json()["result"] == "applied"


def test_the_kept_answer_can_be_asked_for(desk: Any, other_unit_desk: Any) -> None:
    good, bad = desk.received(), desk.received()
    bad["body"]["dossier"]["applicant"]["phone"] = "1"
    answers = desk.send(good, bad)

    kept = [desk.http.get(f"/v1/events/{event['event_id']}") for event in (good, bad)]

    assert [k.json() for k in kept] == answers
    assert other_unit_desk.http.get(f"/v1/events/{good['event_id']}").status_code == 404
    unknown = desk.http.get(f"/v1/events/{ids.new_id()}")
    assert (unknown.status_code, unknown.json()["error"]["reason"]) == (404, "unknown_event")


def test_a_desk_whose_clock_is_years_off_gets_a_code_of_our_day(desk: Any) -> None:
    _, code = desk.accept(received_at="2019-01-01T08:00:00+07:00")

    assert f"-{clock.now():%y%m%d}-" in code


def test_a_dossier_received_yesterday_gets_a_code_of_yesterday(desk: Any) -> None:
    yesterday = clock.now() - dt.timedelta(days=1)

    _, code = desk.accept(received_at=yesterday.isoformat())

    assert f"-{yesterday:%y%m%d}-" in code


def test_a_batch_of_more_than_a_hundred_is_refused_as_a_whole(desk: Any) -> None:
    answer = desk.http.post("/v1/events", json={"protocol": 1, "events": [{}] * 101})

    assert (answer.status_code, answer.json()["error"]["reason"]) == (422, "malformed")


def test_what_was_taken_out_of_a_paper_travels_with_its_copy(desk: Any) -> None:
    dossier_id, _ = desk.accept()
    event = desk.digitised(dossier_id, b"%PDF-1.7 a")
    event["body"]["extracted"] = [{"kind": "number", "value": "214/QĐ-UBND"}]
    odd = desk.digitised(dossier_id, b"%PDF-1.7 b")
    odd["body"]["extracted"] = [{"kind": "shoe_size", "value": "43"}]

    answers = desk.send(event, odd)

    assert [a["result"] for a in answers] == ["applied", "refused"]
