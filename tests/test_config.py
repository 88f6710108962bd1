from __future__ import annotations

import dataclasses
from pathlib import Path

import platformdirs
import pytest

from desk_app import config
from desk_app.config import BadConfig, Settings


@pytest.fixture(autouse=True)
def config_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for the settings file of this test alone."""
    folder = tmp_path / "config"
    folder.mkdir()
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *args, **kwargs: str(folder))
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *args, **kwargs: str(tmp_path / "data"))
    return folder


def _file(config_dir: Path, text: str) -> None:
    (config_dir / config.CONFIG_FILE).write_text(text, encoding="utf-8")


def test_without_any_word_the_systems_place_is_used(tmp_path: Path) -> None:
    assert config.load(environ={}) == Settings(data_dir=tmp_path / "data")


def test_argument_comes_before_environment_before_file(config_dir: Path, tmp_path: Path) -> None:
    _file(config_dir, 'data_dir = "/from/file"\nlanguage = "en"\n')
    environ = {config.DATA_VARIABLE: "/from/environment", config.LANGUAGE_VARIABLE: "vi"}

    assert config.load(environ={}).data_dir == Path("/from/file").absolute()
    assert config.load(environ={}).language == "en"
    assert config.load(environ=environ).data_dir == Path("/from/environment").absolute()
    assert config.load(environ=environ).language == "vi"
    assert config.load(data_dir=tmp_path, environ=environ).data_dir == tmp_path


def test_a_relative_folder_becomes_absolute_and_a_tilde_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert config.load(data_dir=Path("desk"), environ={}).data_dir == tmp_path / "desk"
    assert config.load(data_dir=Path("~/desk"), environ={}).data_dir == tmp_path / "desk"


@pytest.mark.parametrize("content", [b"this is not toml", b"\xff\xfe", b'data_dir = "unfinished'])
def test_a_file_that_is_no_toml_is_said_to_be_none(config_dir: Path, content: bytes) -> None:
    (config_dir / config.CONFIG_FILE).write_bytes(content)

    with pytest.raises(BadConfig) as bad:
        config.load(environ={})
    assert bad.value.path == config_dir / config.CONFIG_FILE


def test_a_folder_in_the_files_place_is_said_too(config_dir: Path) -> None:
    (config_dir / config.CONFIG_FILE).mkdir()

    with pytest.raises(BadConfig):
        config.load(environ={})


@pytest.mark.parametrize("language", ["fr", "VI"])
def test_a_language_there_is_not_is_refused(config_dir: Path, language: str) -> None:
    with pytest.raises(BadConfig):
        config.load(environ={config.LANGUAGE_VARIABLE: language})
    _file(config_dir, f'language = "{language}"\n')
    with pytest.raises(BadConfig):
        config.load(environ={})


def test_values_that_are_no_text_are_passed_over(config_dir: Path, tmp_path: Path) -> None:
    _file(config_dir, "data_dir = 7\nlanguage = true\n[window]\nwidth = 3\n")

    assert config.load(environ={}) == Settings(data_dir=tmp_path / "data")


def test_settings_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        config.load(environ={}, demo=True).demo = False  # type: ignore[misc]
