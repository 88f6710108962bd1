from __future__ import annotations

import datetime as dt
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from desk_app import clock
from desk_app.central import commands, tables, tokens
from desk_app.central.errors import NotFound
from desk_app.central.limits import Limits, Rate
from desk_app.domain.errors import InvalidValue


def enrol(url: str, code: str) -> httpx.Response:
    return httpx.post(f"{url}/v1/enrolments", json={"code": code, "device_name": "Máy 1"})


def test_a_one_time_code_gives_a_token_of_its_unit(gateway: Any) -> None:
    code = commands.create_enrolment(gateway.database_url, "H12.64", "Xã Khánh An")

    answer = enrol(gateway.url, code)

    assert answer.status_code == 201
    assert (answer.json()["unit"], answer.json()["unit_name"]) == ("H12.64", "Xã Khánh An")
    assert (
        httpx.get(
            f"{gateway.url}/v1/changes", headers={"Authorization": f"Bearer {answer.json()['token']}"}
        ).status_code
        == 200
    )


def test_a_code_is_good_once_and_may_be_typed_carelessly(gateway: Any) -> None:
    code = commands.create_enrolment(gateway.database_url, "H12.64")
    typed = f" {code.lower().replace('-', '  ').replace('0', 'o').replace('1', 'l')} "

    answers = [enrol(gateway.url, text) for text in (typed, code, "K7QX-0000-0000", "", "é" * 300)]

    assert [a.status_code for a in answers] == [201, 403, 403, 403, 403]
    assert {a.json()["error"]["reason"] for a in answers[1:]} == {"enrolment_refused"}


def test_a_code_grows_too_old(gateway: Any) -> None:
    code = commands.create_enrolment(gateway.database_url, "H12.64", valid_for=dt.timedelta(seconds=-1))

    assert enrol(gateway.url, code).status_code == 403


def test_a_code_for_something_that_is_no_unit_is_not_made(gateway: Any) -> None:
    with pytest.raises(InvalidValue):
        commands.create_enrolment(gateway.database_url, "Khánh An")


def test_a_revoked_device_is_shut_out(gateway: Any, desk: Any) -> None:
    commands.revoke_device(gateway.database_url, desk.device_id)

    answer = desk.http.get("/v1/changes")

    assert (answer.status_code, answer.json()["error"]["reason"]) == (401, "revoked_token")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_only_a_known_device_can_be_revoked(gateway: Any) -> None:
    with pytest.raises(NotFound):
        commands.revoke_device(gateway.database_url, "nobody")


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "é" * 10])
def test_without_a_good_token_nothing_is_told(gateway: Any, header: str | None) -> None:
    headers = {"Authorization": header.encode("utf-8")} if header else {}

    answer = httpx.get(f"{gateway.url}/v1/changes", headers=headers)

    assert answer.status_code == 401
    assert answer.json()["error"]["reason"] in ("token_missing", "unknown_token")
    assert answer.headers["X-Desk-Protocol"] == "1"


def test_neither_tokens_nor_codes_are_in_the_database(gateway: Any, desk: Any) -> None:
    code = commands.create_enrolment(gateway.database_url, "H12.64")
    with gateway.parts.database.read() as connection:
        stored = [
            str(row) for table in (tables.devices, tables.enrolments) for row in connection.execute(sa.select(table))
        ]

    assert not any(desk.token in row or code in row or tokens.normal_code(code) in row for row in stored)
    assert any(tokens.hashed(desk.token) in row for row in stored)


def test_a_token_does_not_show_in_a_representation(gateway: Any) -> None:
    from desk_app.central import devices

    code = commands.create_enrolment(gateway.database_url, "H12.64")
    with gateway.parts.database.write() as connection:
        new = devices.enrol(connection, code=code, device_name="", now=clock.now())

    assert new.token not in repr(new)


def test_a_desk_that_asks_without_end_is_slowed_down(own_gateway: Any, enrol: Any, unit: str) -> None:
    gateway = own_gateway(limits=Limits(requests=Rate(0.5, 3)))
    hasty, calm = enrol(unit, at=gateway), enrol(unit, at=gateway)

    answers = [hasty.http.get("/v1/changes") for _ in range(4)]

    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 2
    assert calm.http.get("/v1/changes").status_code == 200


def test_guessing_codes_and_tokens_is_slowed_down(own_gateway: Any) -> None:
    url = own_gateway(limits=Limits(enrolments=Rate(0.1, 2), strangers=Rate(0.1, 2))).url

    codes = [enrol(url, "K7QX-0000-0000").status_code for _ in range(3)]
    guesses = [httpx.get(f"{url}/v1/changes", headers={"Authorization": "Bearer x"}).status_code for _ in range(3)]

    assert (codes, guesses) == ([403, 403, 429], [401, 401, 429])
