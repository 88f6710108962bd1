from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app import logs


@pytest.fixture(autouse=True)
def no_log() -> Iterator[logging.Logger]:
    """No handler before and none after."""
    log = logging.getLogger("desk_app")
    before, level = list(log.handlers), log.level
    log.handlers = []
    yield log
    for handler in log.handlers:
        handler.close()
    log.handlers = before
    log.setLevel(level)


def _fail(name: str, number: str) -> None:
    raise ValueError(f"{name} {number}")


def _error() -> ValueError:
    try:
        _fail("Nguyễn Thị Hường", "096191004582")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_bug_is_noted_by_its_places_and_without_its_words(tmp_path: Path) -> None:
    logs.start(tmp_path)

    logs.bug(_error(), "A1B2C3")

    text = (tmp_path / logs.FILE).read_text(encoding="utf-8")
    assert "bug A1B2C3 ValueError" in text
    assert "test_logs.py" in text
    assert "_fail" in text
    assert "Hường" not in text
    assert "096191004582" not in text


def test_an_exception_that_a_module_logs_loses_its_words_too(tmp_path: Path, no_log: logging.Logger) -> None:
    logs.start(tmp_path)

    logging.getLogger("desk_app.ui").error("bug %s", "A1B2C3", exc_info=_error())

    text = (tmp_path / logs.FILE).read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "Hường" not in text
    assert "096191004582" not in text


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path, no_log: logging.Logger) -> None:
    logs.start(tmp_path / "nowhere")

    assert no_log.handlers == []
    assert not (tmp_path / "nowhere").exists()


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path, no_log: logging.Logger) -> None:
    (tmp_path / logs.FILE).mkdir()

    logs.start(tmp_path)

    assert no_log.handlers == []


def test_starting_twice_writes_each_line_once(tmp_path: Path) -> None:
    logs.start(tmp_path)
    logs.start(tmp_path)

    logging.getLogger("desk_app.sync").info("offline (transport), try 2 in 3 s")

    assert len((tmp_path / logs.FILE).read_text(encoding="utf-8").splitlines()) == 1


def test_only_for_debugging_the_words_go_to_standard_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.bug(_error(), "A1B2C3")
    assert "Hường" not in capsys.readouterr().err

    monkeypatch.setenv(logs.DEBUG_VARIABLE, "1")
    logs.bug(_error(), "A1B2C3")
    assert "Hường" in capsys.readouterr().err
