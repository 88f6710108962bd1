"""The command line in this process, on a desk that was set up once and is copied for each test; its clock stands still."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import io
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import argon2
import pytest
from PIL import Image, ImageDraw

from desk_app import bootstrap, clock, config
from desk_app.__main__ import main
from desk_app.desk.accounts import author_of
from desk_app.domain.roles import Role
from desk_app.store.keys import ProtectedFile

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=clock.VIETNAM)
PIN = "2580"
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
BIRTH: dict[str, Any] = {
    "procedure": "1.001193",
    "channel": "direct",
    "applicant": {
        "full_name": "Nguyễn Thị Hường",
        "id_type": "cccd",
        "id_number": "096191004582",
        "born_on": "1991-03-05",
        "sex": "female",
        "phone": "0918224175",
        "address": {"text": "Ấp 1, xã Khánh An, tỉnh Cà Mau"},
    },
    "components": [
        {"name": "Tờ khai đăng ký khai sinh", "originals": 1},
        {"name": "Giấy chứng sinh", "originals": 1},
        {"code": "gttt", "originals": 1},
    ],
}


@dataclasses.dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on standard error of a command that failed."""
        assert self.code == 1, (self.code, self.out, self.err)
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        return lines[0]


@contextlib.contextmanager
def standing() -> Iterator[None]:
    """Desks opened here have a clock that stands, their key in a file, and PIN hashes that cost next to nothing."""
    with pytest.MonkeyPatch.context() as patched:
        quick = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(argon2, "PasswordHasher", quick)
        for make in (bootstrap.open_desk, bootstrap.create_desk):
            still = functools.partial(make, key_store=ProtectedFile(), now=lambda: NOW)
            patched.setattr(bootstrap, make.__name__, still)
        patched.setenv(config.PIN_VARIABLE, PIN)
        yield


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The desk of the tests and its PIN, nothing else of ours; no log file is held open afterwards."""
    for variable in (config.DATA_VARIABLE, config.LANGUAGE_VARIABLE, "DESK_APP_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    with standing():
        yield
    for name in ("desk_app", "desk_app.central", "uvicorn"):
        log = logging.getLogger(name)
        log.propagate = True
        for handler in [h for h in log.handlers if not isinstance(h, logging.NullHandler)]:
            log.removeHandler(handler)
            handler.close()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with standing():
        return _set_up(tmp_path_factory.mktemp("command-template") / "desk")


def _set_up(folder: Path) -> Path:
    assert main(["--data", str(folder), *SETUP, "--json"]) == 0
    program = bootstrap.open_desk(config.Settings(data_dir=folder))
    administrator = next(author_of(a) for a in program.desk.accounts.all() if a.role is Role.ADMINISTRATOR)
    for name, role in (("Lê Thị Tình Nguyện", Role.VOLUNTEER), ("Võ Văn Trưởng", Role.SUPERVISOR)):
        program.desk.accounts.add(name=name, role=role, pin=PIN, who=administrator)
    program.close()
    return folder


@pytest.fixture
def data(template: Path, tmp_path: Path) -> Path:
    """The data folder of this test."""
    return Path(shutil.copytree(template, tmp_path / "desk"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs a command without a data folder of its own."""

    def call(*words: object) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call


@pytest.fixture
def cli(run: Callable[..., Done], data: Path) -> Callable[..., Done]:
    """Runs a command on this test's desk."""
    return lambda *words: run("--data", data, *words)


@pytest.fixture
def program(data: Path) -> Callable[[], Any]:
    """Opens this test's desk; to be closed before the next command."""
    return lambda: bootstrap.open_desk(config.Settings(data_dir=data))


@pytest.fixture(scope="session")
def picture() -> Callable[[str], bytes]:
    def make(words: str) -> bytes:
        page = Image.new("RGB", (210, 297), "white")
        pen = ImageDraw.Draw(page)
        for line in range(30, 240, 12):
            pen.text((20, line), words, fill="black")
        out = io.BytesIO()
        page.save(out, "JPEG", dpi=(100, 100))
        return out.getvalue()

    return make


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes an intake file of a birth; what is given replaces its keys, None leaves one out."""
    names = iter(range(1_000))

    def write(**changes: Any) -> Path:
        content = {k: v for k, v in {**BIRTH, **changes}.items() if v is not None}
        path = tmp_path / f"hoso-{next(names)}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    return write
