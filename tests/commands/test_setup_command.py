from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk_app import bootstrap, config
from desk_app.desk import first_run
from desk_app.store.keys import ProtectedFile, key_from_recovery

SETUP = (
    "setup",
    "--unit",
    "H12.64",
    "--unit-name",
    "UBND xã Khánh An",
    "--desk",
    "Quầy 1",
    "--officer",
    "Trần Thị Mẫu",
)


def test_set_up_prints_the_recovery_key_once_as_json(run: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "new"

    made = run("setup", "--data", folder, *SETUP[1:], "--json").json

    assert set(made) == {"recovery_key", "data", "officer"}
    assert (made["data"], made["officer"]) == (str(folder), "Trần Thị Mẫu")
    assert key_from_recovery(made["recovery_key"]) == ProtectedFile().load(folder)


def test_set_up_speaks_to_people_too(run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.LANGUAGE_VARIABLE, "en")
    folder = tmp_path / "new"

    done = run("--data", folder, *SETUP)

    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "The desk is ready."
    assert key_from_recovery(lines[-1]) == ProtectedFile().load(folder)


def test_setting_up_twice_is_refused_and_changes_nothing(cli: Callable[..., Any], data: Path) -> None:
    before = (data / "desk.key").read_bytes()

    assert str(data) in cli(*SETUP).complaint

    assert (data / "desk.key").read_bytes() == before
    assert cli("queue", "--json").json["items"] == []


def test_a_set_up_that_was_interrupted_is_completed_by_the_next(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # "setup" said there was a desk already, everything else said there was none.
    folder = tmp_path / "new"

    def power_cut(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(first_run, "set_up", power_cut)
        assert run("--data", folder, *SETUP).code == 130
    assert "setup" in run("--data", folder, "queue").complaint

    run("--data", folder, *SETUP, "--json")

    assert run("--data", folder, "queue", "--json").json["items"] == []


@pytest.mark.parametrize(
    ("changed", "value"), [("--unit", "xã Khánh An"), ("--desk", " "), ("--officer", " "), ("--officer", "quan tri")]
)
def test_what_cannot_be_used_is_one_sentence_and_makes_nothing(
    run: Callable[..., Any], tmp_path: Path, changed: str, value: str
) -> None:
    words = list(SETUP)
    words[words.index(changed) + 1] = value

    assert run("--data", tmp_path / "new", *words).complaint
    assert not (tmp_path / "new").exists()


def test_the_pin_comes_from_the_environment_or_from_somebody_who_can_be_asked(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(config.PIN_VARIABLE)
    assert config.PIN_VARIABLE in run("--data", tmp_path / "new", *SETUP).complaint

    monkeypatch.setenv(config.PIN_VARIABLE, "12")
    assert run("--data", tmp_path / "new", *SETUP).complaint
    assert not bootstrap.is_set_up(config.Settings(data_dir=tmp_path / "new"))


def test_a_pin_that_is_asked_for_is_read_without_echo(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return "7531"

    monkeypatch.delenv(config.PIN_VARIABLE)
    monkeypatch.setattr("desk_app.commands.command.Console.can_ask", True)
    monkeypatch.setattr("getpass.getpass", answer)

    assert run("--data", tmp_path / "new", *SETUP, "--json").code == 0
    assert asked == ["PIN: "]


def test_no_argument_takes_a_pin() -> None:
    import argparse

    from desk_app.commands.registry import REGISTRY

    for entry in REGISTRY:
        parser = argparse.ArgumentParser()
        entry.load().add_arguments(parser)
        assert "--pin" not in parser.format_help()


def test_every_command_has_one_name_and_a_word_of_help() -> None:
    from desk_app.commands.registry import REGISTRY

    assert len({entry.name for entry in REGISTRY}) == len(REGISTRY)
    assert all(entry.help and not entry.help.endswith(".") for entry in REGISTRY)


def test_the_window_opens_without_importing_any_other_command() -> None:
    heavy = "{'sqlalchemy', 'httpx', 'PySide6'}"
    code = f"import sys, desk_app.__main__; print(sorted({heavy} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
