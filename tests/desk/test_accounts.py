from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import argon2
import pytest

from desk_app.desk.accounts import (
    MAX_FAILURES,
    LockedOut,
    NoSuchAccount,
    SignedIn,
    WrongPin,
    author_of,
    check_pin,
    hash_pin,
)
from desk_app.domain.errors import InvalidValue, NotPermitted
from desk_app.domain.roles import Act, Role

PIN = "2580"


def _account(counter: Any, author: Any) -> Any:
    return next(a for a in counter.desk.accounts.all() if a.id == author.account_id)


def test_the_right_pin_signs_in_as_the_author_of_acts(counter: Any) -> None:
    assert counter.desk.accounts.sign_in(counter.officer.account_id, PIN) == SignedIn(counter.officer)
    assert counter.desk.accounts.sign_in(counter.officer.account_id, " 2580 ") == SignedIn(counter.officer)


def test_a_pin_is_kept_as_an_argon2id_hash_and_never_shown(counter: Any) -> None:
    account = _account(counter, counter.officer)

    assert account.pin_hash.startswith("$argon2id$")
    assert account.pin_hash not in repr(account)


def test_a_pin_costs_in_earnest_what_the_library_thinks_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argon2, "PasswordHasher", argon2.PasswordHasher.func)  # type: ignore[attr-defined]

    assert "$m=65536,t=3," in hash_pin(PIN)


def test_a_hash_of_older_cost_is_made_anew_at_the_next_right_pin(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _account(counter, counter.officer).pin_hash
    costly = functools.partial(argon2.PasswordHasher.func, time_cost=2, memory_cost=16, parallelism=1)  # type: ignore[attr-defined]
    monkeypatch.setattr(argon2, "PasswordHasher", costly)

    counter.desk.accounts.sign_in(counter.officer.account_id, PIN)

    after = _account(counter, counter.officer).pin_hash
    assert after != before
    assert "$m=16,t=2," in after


def test_each_wrong_pin_is_counted_on_disk_and_the_last_locks_over_a_restart(
    counter: Any, open_counter: Callable[[], Any]
) -> None:
    who = counter.officer.account_id
    for failures in range(1, MAX_FAILURES):
        assert counter.desk.accounts.sign_in(who, "0000") == WrongPin(MAX_FAILURES - failures)
    counter.program.close()

    again = open_counter()
    assert _account(again, again.officer).failed_attempts == MAX_FAILURES - 1
    assert again.desk.accounts.sign_in(who, "0000") == LockedOut()
    again.program.close()

    locked = open_counter()
    assert locked.desk.accounts.sign_in(who, PIN) == LockedOut()
    assert locked.desk.accounts.sign_in(locked.supervisor.account_id, PIN) == SignedIn(locked.supervisor)


def test_the_right_pin_forgets_the_wrong_ones(counter: Any) -> None:
    who = counter.officer.account_id
    for _ in range(MAX_FAILURES - 1):
        counter.desk.accounts.sign_in(who, "0000")

    assert counter.desk.accounts.sign_in(who, PIN) == SignedIn(counter.officer)
    assert _account(counter, counter.officer).failed_attempts == 0


def test_an_administrator_ends_a_lock_out_with_a_new_pin(counter: Any) -> None:
    who = counter.officer.account_id
    for _ in range(MAX_FAILURES):
        counter.desk.accounts.sign_in(who, "0000")

    counter.desk.accounts.reset_pin(who, "7531", who=counter.administrator)

    assert counter.desk.accounts.sign_in(who, PIN) == WrongPin(MAX_FAILURES - 1)
    assert counter.desk.accounts.sign_in(who, "7531") == SignedIn(counter.officer)


def test_one_may_change_ones_own_pin_but_nobody_elses(counter: Any) -> None:
    counter.desk.accounts.reset_pin(counter.volunteer.account_id, "7531", who=counter.volunteer)
    assert isinstance(counter.desk.accounts.sign_in(counter.volunteer.account_id, "7531"), SignedIn)

    for somebody in (counter.volunteer, counter.supervisor):
        with pytest.raises(NotPermitted):
            counter.desk.accounts.reset_pin(counter.officer.account_id, "7531", who=somebody)


def test_a_new_pin_outside_four_to_sixty_four_characters_is_refused_and_changes_nothing(counter: Any) -> None:
    for pin in ("123", "   1   ", "x" * 65):
        with pytest.raises(InvalidValue) as refused:
            counter.desk.accounts.reset_pin(counter.officer.account_id, pin, who=counter.administrator)
        assert refused.value.field == "pin"
        assert pin.strip() not in str(refused.value)

    assert isinstance(counter.desk.accounts.sign_in(counter.officer.account_id, PIN), SignedIn)


def test_a_pin_is_the_same_however_its_letters_are_composed() -> None:
    check_pin("mật-khẩu")

    assert argon2.PasswordHasher().verify(hash_pin("m\u00e2\u0323t kh\u1ea9u"), "m\u1eadt kh\u1ea9u")


def test_the_last_administrator_keeps_the_role(counter: Any) -> None:
    with pytest.raises(InvalidValue) as refused:
        counter.desk.accounts.change_role(counter.administrator.account_id, Role.OFFICER, who=counter.administrator)
    assert (refused.value.field, refused.value.reason) == ("role", "last_administrator")

    counter.desk.accounts.change_role(counter.supervisor.account_id, Role.ADMINISTRATOR, who=counter.administrator)
    counter.desk.accounts.change_role(counter.administrator.account_id, Role.OFFICER, who=counter.administrator)

    assert _account(counter, counter.administrator).role is Role.OFFICER


def test_an_administrator_may_be_made_administrator_again(counter: Any) -> None:
    counter.desk.accounts.change_role(counter.administrator.account_id, Role.ADMINISTRATOR, who=counter.administrator)

    assert _account(counter, counter.administrator).role is Role.ADMINISTRATOR


def test_only_administrators_add_people_and_change_roles(counter: Any) -> None:
    for somebody in (counter.officer, counter.volunteer, counter.supervisor):
        with pytest.raises(NotPermitted):
            counter.desk.accounts.add(name="Ai Đó", role=Role.OFFICER, pin=PIN, who=somebody)
        with pytest.raises(NotPermitted):
            counter.desk.accounts.change_role(somebody.account_id, Role.ADMINISTRATOR, who=somebody)

    assert len(counter.desk.accounts.all()) == 4


def test_a_name_is_taken_whatever_its_case_and_marks(counter: Any) -> None:
    for name in ("Trần Thị Mẫu", "TRAN THI MAU", "  trần  thị   mẫu "):
        with pytest.raises(InvalidValue) as refused:
            counter.desk.accounts.add(name=name, role=Role.OFFICER, pin=PIN, who=counter.administrator)
        assert (refused.value.field, refused.value.reason) == ("name", "taken")
    with pytest.raises(InvalidValue):
        counter.desk.accounts.add(name="  ", role=Role.OFFICER, pin=PIN, who=counter.administrator)


def test_somebody_added_can_sign_in_and_is_in_the_record(counter: Any) -> None:
    added = counter.desk.accounts.add(
        name=" Đặng  Hữu Nghĩa ", role=Role.OFFICER, pin="mật khẩu dài", who=counter.administrator
    )

    assert added.name == "Đặng Hữu Nghĩa"
    assert counter.desk.accounts.sign_in(added.id, "mật khẩu dài") == SignedIn(author_of(added))
    with counter.store.read() as uow:
        entries = uow.audit.recent(2)
    assert [e.act for e in entries] == ["signed_in", "account_added"]
    assert all("mật khẩu" not in str(e.detail) for e in entries)


def test_without_a_name_the_only_officer_acts_else_the_only_one_who_may(counter: Any) -> None:
    accounts = counter.desk.accounts

    assert author_of(accounts.find(None, act=Act.ACCEPT)) == counter.officer
    assert author_of(accounts.find(None, act=Act.MANAGE_SETTINGS)) == counter.administrator
    with pytest.raises(NoSuchAccount):  # supervisor and administrator both repair
        accounts.find(None, act=Act.REPAIR_QUEUE)

    accounts.add(name="Đặng Hữu Nghĩa", role=Role.OFFICER, pin=PIN, who=counter.administrator)
    with pytest.raises(NoSuchAccount):
        accounts.find(None, act=Act.ACCEPT)


def test_a_name_is_found_without_its_marks(counter: Any) -> None:
    assert author_of(counter.desk.accounts.find("tran thi mau", act=Act.ACCEPT)) == counter.officer
    with pytest.raises(NoSuchAccount) as nobody:
        counter.desk.accounts.find("Ai Đó", act=Act.ACCEPT)
    assert nobody.value.name == "Ai Đó"
