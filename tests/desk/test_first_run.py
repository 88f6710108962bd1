from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk_app import bootstrap, clock, config
from desk_app.desk import first_run
from desk_app.desk.first_run import FirstRun
from desk_app.domain.errors import InvalidValue
from desk_app.domain.roles import Role
from desk_app.store.errors import InvalidRecoveryKey, StoreExists, WrongKey
from desk_app.store.keys import ProtectedFile, key_from_recovery, new_data_key, recovery_text

NOW = dt.datetime(2026, 11, 23, 8, 0, tzinfo=clock.VIETNAM)
FIRST = FirstRun(
    unit=" h12.64 ", unit_name="UBND  xã Khánh An", desk=" Quầy 1", officer="Trần Thị Mẫu", pin="2580", place="Khánh An"
)


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return config.Settings(data_dir=tmp_path / "desk")


@pytest.fixture
def create(settings: config.Settings) -> Callable[..., bootstrap.Created]:
    def make(first: FirstRun = FIRST) -> bootstrap.Created:
        return bootstrap.create_desk(settings, first, key_store=ProtectedFile(), now=lambda: NOW)

    return make


def _open(settings: config.Settings) -> bootstrap.Program:
    return bootstrap.open_desk(settings, key_store=ProtectedFile(), now=lambda: NOW)


def test_a_folder_becomes_a_desk_with_people_catalogue_and_tag(
    create: Callable[..., bootstrap.Created], settings: config.Settings
) -> None:
    create().program.close()

    program = _open(settings)
    try:
        desk = program.desk
        found = desk.settings.get()
        assert (found.unit, found.unit_name, found.desk) == ("H12.64", "UBND xã Khánh An", "Quầy 1")
        assert len(found.desk_tag) == 4
        assert {(a.name, a.role) for a in desk.accounts.all()} == {
            ("Trần Thị Mẫu", Role.OFFICER),
            ("Quản trị", Role.ADMINISTRATOR),
        }
        assert desk.catalogue.count() > 50
        assert not program.is_enrolled
    finally:
        program.close()


def test_the_recovery_key_is_the_folders_key_and_not_in_any_repr(create: Callable[..., bootstrap.Created]) -> None:
    created = create()
    folder = created.program.settings.data_dir
    created.program.close()

    assert key_from_recovery(created.recovery_text) == ProtectedFile().load(folder)
    assert created.recovery_text not in repr(created)
    assert "2580" not in repr(FIRST)


def test_setting_up_twice_is_refused_and_leaves_the_first_desk(
    create: Callable[..., bootstrap.Created], settings: config.Settings
) -> None:
    create().program.close()
    key = ProtectedFile().load(settings.data_dir)

    with pytest.raises(StoreExists):
        create(dataclasses.replace(FIRST, desk="Quầy 9"))

    assert ProtectedFile().load(settings.data_dir) == key
    program = _open(settings)
    assert program.desk.settings.get().desk == "Quầy 1"
    program.close()


def test_an_interrupted_set_up_is_no_desk_and_is_completed_by_the_next(
    create: Callable[..., bootstrap.Created], settings: config.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(first_run, "set_up", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            create()
    with pytest.raises(bootstrap.NoDesk):
        _open(settings)

    created = create()
    created.program.close()

    assert key_from_recovery(created.recovery_text) == ProtectedFile().load(settings.data_dir)
    _open(settings).close()


def _power_cut(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "xã Khánh An"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"desk": " "}, "desk"),
        ({"officer": ""}, "officer"),
        ({"administrator": " "}, "administrator"),
        ({"administrator": "tran thi mau"}, "administrator"),
        ({"pin": "12"}, "pin"),
        ({"administrator_pin": "12"}, "pin"),
    ],
)
def test_what_cannot_be_used_is_said_before_anything_is_made(
    create: Callable[..., bootstrap.Created], settings: config.Settings, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        create(dataclasses.replace(FIRST, **changes))

    assert refused.value.field == field
    assert not settings.data_dir.exists()


def test_the_administrator_begins_with_the_officers_pin_or_with_ones_own(
    create: Callable[..., bootstrap.Created],
) -> None:
    from desk_app.desk.accounts import SignedIn

    program = create(dataclasses.replace(FIRST, administrator_pin="9999")).program
    try:
        people = {a.role: a.id for a in program.desk.accounts.all()}
        assert isinstance(program.desk.accounts.sign_in(people[Role.OFFICER], "2580"), SignedIn)
        assert isinstance(program.desk.accounts.sign_in(people[Role.ADMINISTRATOR], "9999"), SignedIn)
    finally:
        program.close()


def test_a_folder_without_its_key_says_so_and_the_recovery_key_brings_it_back(
    create: Callable[..., bootstrap.Created], settings: config.Settings
) -> None:
    created = create()
    created.program.close()
    (settings.data_dir / ProtectedFile.name).unlink()
    with pytest.raises(bootstrap.KeyMissing):
        _open(settings)

    with pytest.raises(InvalidRecoveryKey):
        bootstrap.restore_key(settings, created.recovery_text[:-1] + "0", key_store=ProtectedFile())
    with pytest.raises(WrongKey):
        bootstrap.restore_key(settings, recovery_text(new_data_key()), key_store=ProtectedFile())
    bootstrap.restore_key(settings, created.recovery_text.lower().replace("-", " "), key_store=ProtectedFile())

    _open(settings).close()


def test_no_desk_in_an_empty_folder(settings: config.Settings) -> None:
    assert not bootstrap.is_set_up(settings)
    with pytest.raises(bootstrap.NoDesk):
        _open(settings)
    assert not settings.data_dir.exists()


def test_everything_of_a_first_run_is_one_transaction(
    create: Callable[..., bootstrap.Created], settings: config.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk_app.store.procedures import Procedures

    real: Any = Procedures.put
    calls: list[int] = []

    def stopping(self: Any, procedure: Any) -> Any:
        calls.append(1)
        if len(calls) == 20:
            raise KeyboardInterrupt
        return real(self, procedure)

    with monkeypatch.context() as patched:
        patched.setattr(Procedures, "put", stopping)
        with pytest.raises(KeyboardInterrupt):
            create()

    created = create()
    try:
        with created.program.store.read() as uow:
            assert [e.act for e in uow.audit.recent(10)] == ["set_up"]
            assert len(uow.accounts.all()) == 2
    finally:
        created.program.close()
