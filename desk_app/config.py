"""Settings of this installation: read once, frozen. What belongs to the desk itself (its unit, its gateway) lives in the store."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path

DATA_VARIABLE = "DESK_APP_DATA"
PIN_VARIABLE = "DESK_APP_PIN"
LANGUAGE_VARIABLE = "DESK_APP_LANGUAGE"
CONFIG_FILE = "desk-app.toml"
LANGUAGES = ("vi", "en")


class BadConfig(Exception):
    """The settings file cannot be used.

    Attributes:
        path: the file.
        detail: what is wrong with it, free of secrets.
    """

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What has to be known before the store can be opened.

    Attributes:
        data_dir: the folder with database, files and lock; one process at a time.
        language: ``vi`` or ``en``; None follows the desk's own setting.
        demo: a throw-away desk: only then do the simulated scanner and fault injection work.
    """

    data_dir: Path
    language: str | None = None
    demo: bool = False


def load(*, data_dir: Path | None = None, environ: Mapping[str, str] | None = None, demo: bool = False) -> Settings:
    """Read the settings: argument before environment before ``desk-app.toml`` before the system's place for program data.

    Raises:
        BadConfig: the file is not TOML or names a language there is not.
    """
    import platformdirs

    environment = os.environ if environ is None else environ
    config_dir = Path(platformdirs.user_config_dir("desk-app", appauthor=False))
    values = _read(config_dir / CONFIG_FILE)
    chosen = data_dir or _path(environment.get(DATA_VARIABLE)) or _path(values.get("data_dir"))
    language = environment.get(LANGUAGE_VARIABLE) or values.get("language")
    if language is not None and language not in LANGUAGES:
        raise BadConfig(config_dir / CONFIG_FILE, f"language must be one of {', '.join(LANGUAGES)}")
    return Settings(
        data_dir=(chosen or Path(platformdirs.user_data_dir("desk-app", appauthor=False))).expanduser().absolute(),
        language=language,
        demo=demo,
    )


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _read(path: Path) -> dict[str, str]:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadConfig(path, type(error).__name__) from error
    import tomllib

    try:
        values = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(path, "not a TOML file") from error
    return {key: value for key, value in values.items() if isinstance(value, str)}
