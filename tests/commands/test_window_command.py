from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desk_app import __version__, config
from desk_app.commands.command import Complaint, Console, plain
from desk_app.commands.sentences import SENTENCES, sentence
from desk_app.commands.window import need_screen
from desk_app.domain.applicant import PartialDate
from desk_app.domain.dossier import Status

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in SCREENS:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.mark.usefixtures("no_screen")
@pytest.mark.parametrize("words", [(), ("demo",), ("demo", "--offline")])
def test_without_a_screen_the_self_test_is_named(run: Callable[..., Any], words: tuple[str, ...]) -> None:
    assert "self-test" in run(*words).complaint


@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ""}, {"HOME": "/root"}])
@pytest.mark.usefixtures("no_screen")
def test_an_empty_environment_has_no_screen(environ: Mapping[str, str]) -> None:
    with pytest.raises(Complaint):
        need_screen(environ)


@pytest.mark.parametrize("variable", SCREENS)
@pytest.mark.usefixtures("no_screen")
def test_any_kind_of_screen_will_do(variable: str) -> None:
    need_screen({variable: "x"})


def test_windows_always_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")

    need_screen({})


def test_the_version_and_help_are_printed(run: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in ((("--version",), __version__), (("--help",), "import-catalogue")):
        with pytest.raises(SystemExit) as ended:
            run(*words)
        assert ended.value.code == 0
        assert said in capsys.readouterr().out


def test_every_sentence_is_there_in_both_languages_with_the_same_gaps() -> None:
    import string

    for key, pair in SENTENCES.items():
        gaps = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in pair]
        assert gaps[0] == gaps[1], key
        assert pair[0] != pair[1], key


def test_sentences_follow_the_language(run: Callable[..., Any], data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sentence("bad_period", "vi") != sentence("bad_period", "en")
    monkeypatch.setenv(config.LANGUAGE_VARIABLE, "en")
    words = ("--data", data, "report", "--from", "2026-11-23", "--to", "2026-11-22")
    assert run(*words).complaint == sentence("bad_period", "en")


def test_a_language_there_is_not_is_one_sentence(
    run: Callable[..., Any], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(config.LANGUAGE_VARIABLE, "fr")

    assert run("--data", data, "queue").complaint


def test_a_bug_is_one_sentence_with_an_id_that_is_in_the_log(
    cli: Callable[..., Any], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("Nguyễn Thị Hường 096191004582")

    monkeypatch.setattr("desk_app.desk.queue.Queue.rows", crash)

    complaint = cli("queue").complaint

    log = (data / "desk-app.log").read_text(encoding="utf-8")
    bug = log.split("bug ")[1][:6]
    assert bug in complaint
    assert "ZeroDivisionError" in log
    for text in (complaint, log):
        assert "Hường" not in text


def test_a_bug_without_a_desk_to_log_in_is_one_sentence_too(
    run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What could not be logged came out on standard error, line after line.
    def crash(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError("x")

    monkeypatch.setattr("desk_app.capture.files.load", crash)

    assert run("digitise", tmp_path / "a.jpg", "-o", tmp_path / "out.pdf").complaint


def test_stopping_by_hand_is_said_and_is_130(cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desk_app.desk.queue.Queue.rows", stop)
    done = cli("queue")

    assert (done.code, len(done.err.splitlines())) == (130, 1)


def test_a_complaint_is_one_line_whatever_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    Console().complain("một\nhai\r\n  ba")

    assert capsys.readouterr().err == "một hai ba\n"


def test_values_become_json_that_says_the_same() -> None:
    import datetime as dt

    made = plain(
        {
            "at": dt.datetime(2026, 11, 23, 10, 45, tzinfo=dt.UTC),
            "on": dt.date(2026, 11, 23),
            "status": Status.RECEIVED,
            "path": Path("a.pdf"),
            "born": PartialDate(1991, 3),
            "set": frozenset({"b", "a"}),
            "list": (1, 2.5, None, True),
        }
    )

    assert json.loads(json.dumps(made)) == {
        "at": "2026-11-23T10:45:00+00:00",
        "on": "2026-11-23",
        "status": "received",
        "path": "a.pdf",
        "born": {"year": 1991, "month": 3, "day": None},
        "set": ["a", "b"],
        "list": [1, 2.5, None, True],
    }


def test_the_self_test_without_a_window_boots_a_desk_and_reads_a_card(run: Callable[..., Any]) -> None:
    results = run("self-test", "--no-window", "--json").json

    assert [(r["part"], r["outcome"]) for r in results] == [("desk", "ok"), ("capture", "ok")]


def test_a_self_test_that_fails_says_which_part_and_ends_with_1(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(folder: Path) -> None:
        raise OSError("no camera")

    monkeypatch.setattr("desk_app.commands.self_test._capture", broken)
    done = run("self-test", "--no-window")

    assert "1 failed" in done.complaint
    assert "OSError: no camera" in done.out
