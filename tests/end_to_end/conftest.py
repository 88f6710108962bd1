"""A desk and a gateway as real processes on this machine, and papers as a scanner, a camera and a phone would hand them over."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from desk_app.capture import simulated

ROOT = Path(__file__).resolve().parents[2]
PIN = "2580"
UNIT = "H12.64"


@dataclasses.dataclass(frozen=True)
class Cli:
    """The command line on one data folder."""

    data: Path

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("DESK_APP_") or k == "DESK_APP_DEBUG"},
            "DESK_APP_PIN": PIN,
            "DESK_APP_DATA": str(self.data),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "desk_app", *(str(w) for w in words)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        process = self.start(*words)
        out, err = process.communicate(timeout=100)
        return subprocess.CompletedProcess(
            list(map(str, words)), process.returncode, out.decode("utf-8"), err.decode("utf-8")
        )

    def json(self, *words: object) -> object:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def refused(self, *words: object) -> str:
        """The one line on standard error of a command that must fail."""
        done = self.run(*words)
        assert done.returncode == 1, (done.stdout, done.stderr)
        lines = done.stderr.splitlines()
        assert len(lines) == 1, done.stderr
        return lines[0]


@dataclasses.dataclass
class Gateway:
    """A gateway process that can be started, stopped and killed; its data outlive it."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    url: str = ""

    @property
    def database(self) -> str:
        return f"sqlite:///{(self.folder / 'central.db').as_posix()}"

    def up(self, port: int = 0) -> str:
        words = ["--database", self.database, "--files", str(self.folder / "held"), "--port", str(port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desk_app", "central", "serve", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().decode().strip()
        assert self.url.startswith("http://127.0.0.1:")
        return self.url

    def down(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.communicate(timeout=20)
            self.process = None

    def dossier(self, reference: str, token: str) -> dict[str, object]:
        answer = httpx.get(
            f"{self.url}/v1/dossiers/{reference}",
            headers={"Authorization": f"Bearer {token}"},
            trust_env=False,
            timeout=20,
        )
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert isinstance(found, dict)
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Cli:
    """A desk that was just set up, never connected."""
    cli = Cli(tmp_path / "desk")
    made = cli.json(
        "setup",
        "--unit",
        UNIT,
        "--unit-name",
        "UBND xã Khánh An",
        "--desk",
        "Quầy 1",
        "--officer",
        "Trần Thị Thuý Hằng",
        "--json",
    )
    assert isinstance(made, dict)
    assert len(made["recovery_key"]) > 50
    return cli


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    folder = tmp_path / "central"
    folder.mkdir()
    made = Gateway(folder)
    yield made
    made.down()


@pytest.fixture(scope="session")
def sheet() -> Callable[..., Image.Image]:
    """A filled-in form as it comes off a flatbed: title, lines, stamp, a little skew and noise."""

    def make(title: str, seed: int, *, stamp: bool = True) -> Image.Image:
        lines = (
            title,
            "Họ và tên: Nguyễn Thị Hường",
            "Nơi cư trú: Ấp 1, Khánh Hội, U Minh, Cà Mau",
            "Kính đề nghị giải quyết.",
        )
        page = simulated.document_page(lines, seed=seed, stamp=stamp)
        return Image.fromarray(simulated.scanned(page, seed, skew_deg=0.8))

    return make


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory, sheet: Callable[..., Image.Image]) -> Path:
    """Five JPEG files, a PDF of three pages, a multi-page TIFF of four, and a photograph at an angle."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(5):
        sheet(f"TỜ KHAI SỐ {number + 1}", number).save(folder / f"to-khai-{number + 1}.jpg", quality=85, dpi=(200, 200))
    pdf_pages = [sheet(f"GIẤY CHỨNG SINH {n}", 10 + n) for n in range(3)]
    pdf_pages[0].save(folder / "chung-sinh.pdf", save_all=True, append_images=pdf_pages[1:], resolution=200)
    tiff_pages = [sheet(f"HỢP ĐỒNG {n}", 20 + n, stamp=False).convert("1") for n in range(4)]
    tiff_pages[0].save(
        folder / "hop-dong.tif", save_all=True, append_images=tiff_pages[1:], compression="group4", dpi=(200, 200)
    )
    photograph = simulated.photograph(
        simulated.document_page(("ĐƠN ĐỀ NGHỊ", "Ảnh chụp bằng điện thoại"), seed=30), 30, 6.0
    )
    (folder / "anh-chup.jpg").write_bytes(simulated.jpeg_file(photograph))
    return folder


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes an intake file."""

    def write(name: str, **content: object) -> Path:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def wait_for() -> Callable[..., None]:
    """Waits until a condition holds; fails after some time."""

    def wait(condition: Callable[[], bool], *, seconds: float = 60.0) -> None:
        pause = threading.Event()
        for _ in range(int(seconds / 0.02)):
            if condition():
                return
            pause.wait(0.02)
        pytest.fail("never happened")

    return wait
