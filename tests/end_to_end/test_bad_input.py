"""What goes wrong at a real counter: each time one clear sentence, and nothing that was accepted is lost."""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import functools
import http.server
import io
import json
import logging
import os
import random
import shutil
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import argon2
import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image

from desk_app import bootstrap, config
from desk_app.__main__ import main
from desk_app.desk.first_run import FirstRun
from desk_app.domain.draft import IntakeDraft
from desk_app.store.keys import ProtectedFile

ROOT = Path(__file__).resolve().parents[2]
PIN = "2580"
CAP_DAC_OVERRIDE, PR_CAPBSET_DROP = 1, 24
BIRTH: dict[str, Any] = {
    "procedure": "1.001193",
    "channel": "direct",
    "applicant": {"full_name": "Nguyễn Thị Hường", "id_type": "cccd", "id_number": "096191004582"},
    "components": [{"name": "Tờ khai đăng ký khai sinh"}, {"name": "Giấy chứng sinh"}, {"code": "gttt"}],
}


@dataclasses.dataclass(frozen=True)
class Desk:
    """A desk with one accepted dossier and one draft that somebody is working on, and the command line on it."""

    data: Path
    capsys: pytest.CaptureFixture[str]

    def run(self, *words: object) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main(["--data", str(self.data), *map(str, words)])
        return code, *self.capsys.readouterr()

    def complaint(self, *words: object) -> str:
        """The one sentence of a command that must fail."""
        code, out, err = self.run(*words)
        return one_sentence(code, out, err)

    def start(self, *words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        """A command in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "desk_app", "--data", str(self.data), *map(str, words)],
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("DESK_APP_")},
                "DESK_APP_PIN": PIN,
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
                "PYTHONPATH": str(ROOT),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=100,
            check=False,
            **options,
        )

    def open(self) -> bootstrap.Program:
        return bootstrap.open_desk(config.Settings(data_dir=self.data))


def one_sentence(code: int, out: str, err: str) -> str:
    assert (code, out) == (1, ""), (code, out, err)
    lines = err.splitlines()
    assert len(lines) == 1, err
    assert "Traceback" not in err
    assert "ngoài dự kiến" not in err, "shown as a bug"
    assert lines[0].endswith((".", "…")) or lines[0][-1].isalnum() or lines[0][-1] in ")”!"
    return lines[0]


@contextlib.contextmanager
def our_desk() -> Iterator[None]:
    """Desks opened meanwhile have their key in a file and PIN hashes that cost next to nothing; the PIN is in the environment."""
    with pytest.MonkeyPatch.context() as patched:
        quick = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
        patched.setattr(argon2, "PasswordHasher", quick)
        for make in (bootstrap.open_desk, bootstrap.create_desk):
            patched.setattr(bootstrap, make.__name__, functools.partial(make, key_store=ProtectedFile()))
        patched.setenv("DESK_APP_PIN", PIN)
        yield
    _let_go_of_the_log()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the desk, made once."""
    folder = tmp_path_factory.mktemp("bad-input") / "desk"
    first = FirstRun(unit="H12.64", unit_name="UBND xã Khánh An", desk="Quầy 1", officer="Trần Thị Mẫu", pin=PIN)
    file = folder.parent / "birth.json"
    file.write_text(json.dumps(BIRTH, ensure_ascii=False), encoding="utf-8")
    with our_desk():
        bootstrap.create_desk(config.Settings(data_dir=folder), first).program.close()
        assert main(["--data", str(folder), "intake", str(file)]) == 0
        program = bootstrap.open_desk(config.Settings(data_dir=folder))
        program.desk.intake.save(IntakeDraft(id="draft-1", note="khách đang ở quầy"))
        program.close()
    return folder


def _let_go_of_the_log() -> None:
    log = logging.getLogger("desk_app")
    for handler in [h for h in log.handlers if not isinstance(h, logging.NullHandler)]:
        log.removeHandler(handler)
        handler.close()


@pytest.fixture
def counter(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    """The desk of this test; afterwards its dossier, its draft and its files must be as they were."""
    desk = Desk(Path(shutil.copytree(prepared, tmp_path / "desk")), capsys)
    with our_desk():
        yield desk
        program = desk.open()
        try:
            open_drafts = program.desk.intake.open_drafts()
            assert [(d.id, d.note) for d in open_drafts] == [("draft-1", "khách đang ở quầy")]
            with program.store.read() as uow:
                assert len(uow.queries.recent(10)) >= 1
            assert program.store.check() == []
        finally:
            program.close()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(**changes: Any) -> Path:
        path = tmp_path / "hoso.json"
        path.write_text(json.dumps({**BIRTH, **changes}, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def dossiers(desk: Desk) -> int:
    code, out, _ = desk.run("queue", "--json")
    assert code == 0
    return int(json.loads(out)["waiting"])


def a_page() -> bytes:
    out = io.BytesIO()
    noise = np.random.default_rng(1).integers(0, 255, (300, 210, 3), dtype=np.uint8)
    Image.fromarray(noise).save(out, "JPEG", dpi=(100, 100))
    return out.getvalue()


def torn_jpeg() -> bytes:
    return a_page()[:-1_000]


def no_bytes() -> bytes:
    return b""


def encrypted_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(user="mật khẩu", owner="chủ"))
    return out.getvalue()


def huge_picture() -> bytes:
    """A PNG whose header says 20,000 × 10,000 and whose pixels are not there."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 20_000, 10_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def words_in_a_picture_file() -> bytes:
    return "Đây không phải ảnh".encode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rach.jpg", torn_jpeg, "chưa chép xong"),
        ("rong.pdf", no_bytes, "rỗng"),
        ("khoa.pdf", encrypted_pdf, "mật khẩu"),
        ("lon.png", huge_picture, "200 megapixel"),
        ("chu.jpg", words_in_a_picture_file, "PDF, JPEG hoặc PNG"),
    ],
)
def test_a_file_that_is_no_page_is_named_with_what_to_do(
    counter: Desk, written: Callable[..., Path], tmp_path: Path, name: str, content: Callable[[], bytes], said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content())

    for words in (
        ("intake", written(), "--attach", f"c01={path}"),
        ("digitise", path, "-o", tmp_path / "out.pdf"),
        ("read-codes", path),
    ):
        complaint = counter.complaint(*words)
        assert name in complaint
        assert said in complaint

    assert not (tmp_path / "out.pdf").exists()
    assert dossiers(counter) == 1


def test_a_file_heavier_than_the_limit_is_said_to_be_with_its_weight(counter: Desk, tmp_path: Path) -> None:
    path = tmp_path / "nang.pdf"
    with path.open("wb") as out:
        out.truncate(150_000_000)

    complaint = counter.complaint("digitise", path, "-o", tmp_path / "out.pdf")

    assert "150 MB" in complaint
    assert "100 MB" in complaint


def test_a_code_of_four_thousand_characters_is_read_whole_and_is_no_card(
    counter: Desk, written: Callable[..., Path], tmp_path: Path
) -> None:
    text = "".join(random.Random(3).choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", k=4_000))
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    path = tmp_path / "qr.png"
    Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=6))).save(path)

    exit_code, out, err = counter.run("read-codes", path)
    assert (exit_code, err) == (0, "")
    assert [c["text"] for c in json.loads(out)["codes"]] == [text]

    counter.complaint("intake", written(card_qr=text))
    assert dossiers(counter) == 1


@pytest.mark.parametrize(
    "content",
    ["", "{", "không phải JSON", "[]", '{"procedure": "1.001193"', "[" * 100_000, '"\\ud800"'],
    ids=["empty", "torn", "words", "list", "half", "deep", "surrogate"],
)
def test_json_that_is_none_is_one_sentence(counter: Desk, tmp_path: Path, content: str) -> None:
    path = tmp_path / "hoso.json"
    path.write_text(content, encoding="utf-8")

    counter.complaint("intake", path)
    assert dossiers(counter) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"procedur": "1.001193"}, "procedur"),
        ({"applicant": {"phonee": "0918224175"}}, "phonee"),
        ({"procedure": "9.999999"}, "9.999999"),
        ({"channel": "fax"}, "direct"),
        ({"applicant": {"full_name": "a\ud800b"}}, ""),
        ({"components": []}, "Tờ khai đăng ký khai sinh"),
        ({"components": [{"name": "Tờ khai", "files": ["khong-co.jpg"]}]}, "khong-co.jpg"),
        ({"received_at": "2030-01-01T08:00:00+07:00"}, "tương lai"),
        ({"received_at": "2020-01-01T08:00:00+07:00"}, "lý do"),
    ],
)
def test_a_file_that_says_something_wrong_is_one_sentence_that_names_it(
    counter: Desk, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    path = tmp_path / "hoso.json"
    path.write_text(json.dumps({**BIRTH, **changes}), encoding="utf-8")

    assert said in counter.complaint("intake", path)
    assert dossiers(counter) == 1


def test_an_intake_file_that_is_not_there_or_a_folder_is_one_sentence(counter: Desk, tmp_path: Path) -> None:
    assert "khong-co.json" in counter.complaint("intake", tmp_path / "khong-co.json")
    (tmp_path / "thu-muc.json").mkdir()
    assert "thu-muc.json" in counter.complaint("intake", tmp_path / "thu-muc.json")


def test_a_wrong_pin_opens_nothing(
    counter: Desk, written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_APP_PIN", "0000")
    assert "PIN" in counter.complaint("intake", written())

    monkeypatch.delenv("DESK_APP_PIN")
    assert "DESK_APP_PIN" in counter.complaint("intake", written())
    assert dossiers(counter) == 1


def test_setting_up_twice_leaves_the_first_desk(counter: Desk) -> None:
    words = ("--unit", "H12.65", "--unit-name", "x", "--desk", "Quầy 9", "--officer", "Lê Văn Khác")

    assert str(counter.data) in counter.complaint("setup", *words)
    assert dossiers(counter) == 1


def test_data_of_a_newer_version_are_left_alone(counter: Desk) -> None:
    program = counter.open()
    with program.store._writer.begin() as connection:
        known = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    program.close()
    before = (counter.data / "desk.db").read_bytes()

    complaint = counter.complaint("queue")
    assert "mới hơn" in complaint
    assert "9999" in complaint
    assert (counter.data / "desk.db").read_bytes() == before

    _set_version(counter, known)


def _set_version(desk: Desk, version: str) -> None:
    from desk_app.store.connections import writing_engine
    from desk_app.store.folder import DATABASE

    key = ProtectedFile().load(desk.data)
    assert key is not None
    engine = writing_engine(desk.data / DATABASE, key)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
    engine.dispose()


def test_a_second_process_is_told_that_the_desk_is_open(counter: Desk) -> None:
    program = counter.open()
    try:
        done = counter.start("queue")
    finally:
        program.close()

    assert "đang mở" in one_sentence(done.returncode, done.stdout, done.stderr)
    assert dossiers(counter) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file sizes")
@pytest.mark.parametrize("room", [1_000_000, 30_000], ids=["no room for the scan", "no room at all"])
def test_a_full_disk_accepts_nothing_and_loses_nothing(
    counter: Desk, written: Callable[..., Path], tmp_path: Path, room: int
) -> None:
    import resource

    scan = tmp_path / "scan.png"
    noise = np.random.default_rng(1).integers(0, 255, (900, 650, 3), dtype=np.uint8)
    Image.fromarray(noise).save(scan)
    assert scan.stat().st_size > 1_000_000

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = counter.start("intake", written(), "--attach", f"c01={scan}", preexec_fn=little_room)
    complaint = one_sentence(done.returncode, done.stdout, done.stderr)

    assert "đĩa" in complaint
    assert dossiers(counter) == 1

    code, _, err = counter.run("intake", written(), "--attach", f"c01={scan}")
    assert (code, err) == (0, "")
    assert dossiers(counter) == 2


@pytest.fixture
def without_privileges() -> Callable[[], None] | None:
    """What makes a child process obey file permissions although its user is root; None where that goes without saying."""
    if os.geteuid() != 0:
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def drop() -> None:
        libc.prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)

    trial = subprocess.run(
        ["sh", "-c", "grep CapEff /proc/self/status"], capture_output=True, preexec_fn=drop, check=False
    )
    words = trial.stdout.split()
    if len(words) != 2 or int(words[1], 16) >> CAP_DAC_OVERRIDE & 1:
        pytest.skip("root cannot lay its privileges down here")
    return drop


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
def test_a_folder_that_may_not_be_written_is_said_to_be(
    counter: Desk, written: Callable[..., Path], without_privileges: Callable[[], None] | None
) -> None:
    everything = [counter.data, *counter.data.rglob("*")]
    modes = {path: path.stat().st_mode for path in everything}
    for path in everything:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        for words in (("intake", written()), ("queue",)):
            done = counter.start(*words, preexec_fn=without_privileges)
            complaint = one_sentence(done.returncode, done.stdout, done.stderr)
            assert "ghi" in complaint
            assert str(counter.data) in complaint
    finally:
        for path, mode in modes.items():
            path.chmod(mode)

    assert dossiers(counter) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
def test_a_place_where_no_desk_can_be_made_is_said_to_be(
    counter: Desk, tmp_path: Path, without_privileges: Callable[[], None] | None
) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    other = dataclasses.replace(counter, data=tmp_path / "closed" / "desk")
    words = ("--unit", "H12.64", "--unit-name", "x", "--desk", "Quầy 1", "--officer", "Trần Thị Mẫu")

    done = other.start("setup", *words, preexec_fn=without_privileges)

    assert "closed" in one_sentence(done.returncode, done.stdout, done.stderr)


class SignInPage(http.server.BaseHTTPRequestHandler):
    """What a café's Wi-Fi answers to everything."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b"<html><title>Wi-Fi mi\xe1\xbb\x85n ph\xc3\xad</title>\xc4\x90\xc4\x83ng nh\xe1\xba\xadp</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *args: object) -> None:
        """Nothing is said."""


@pytest.fixture
def sign_in_page() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), SignInPage) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=lambda: server.serve_forever(0.02))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_sign_in_page_in_the_gateways_place_is_seen_through(counter: Desk, sign_in_page: str) -> None:
    assert "Wi-Fi" in counter.complaint("enrol", sign_in_page, "ABCD-EFGH-JKMN")

    program = counter.open()
    with program.store.transaction() as uow:
        uow.settings.put("gateway_url", sign_in_page)
        uow.settings.put("device_token", "invented")
    program.close()
    assert "Wi-Fi" in counter.complaint("sync", "--once")

    code, out, _ = counter.run("queue", "--json")
    queue = json.loads(out)
    assert (code, queue["waiting"], queue["needs_person"]) == (0, 1, 0)


def test_a_gateway_that_is_not_there_is_one_sentence(counter: Desk) -> None:
    assert counter.complaint("enrol", "http://127.0.0.1:9", "ABCD-EFGH-JKMN")
    assert dossiers(counter) == 1


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
def test_without_a_screen_the_window_names_the_self_test(counter: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)

    assert "self-test" in counter.complaint()
    assert "self-test" in counter.complaint("demo")
    assert "self-test" in one_sentence(*_result(counter.start()))


def _result(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


def test_nothing_personal_is_in_the_log_after_all_that(
    counter: Desk, written: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "rach.jpg").write_bytes(torn_jpeg())
    counter.complaint("intake", written(), "--attach", f"c01={tmp_path / 'rach.jpg'}")
    counter.complaint("intake", written(components=[]))
    counter.complaint("show", "Nguyễn Thị Hường")

    logged = "".join(p.read_text(encoding="utf-8") for p in counter.data.glob("*.log*"))
    assert "Hường" not in logged
    assert "096191004582" not in logged
