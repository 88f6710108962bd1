from __future__ import annotations

import io
import stat
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desk_app.capture import recognition, simulated
from desk_app.capture.recognition import Engine, RecognitionFailed, Word
from desk_app.lanes import Cancelled, CancelToken

TABLE = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


@pytest.fixture(scope="module")
def engine() -> Engine:
    found = recognition.find()
    if found is None:
        pytest.skip("Tesseract with Vietnamese data is not installed")
    return found


@pytest.fixture
def program(tmp_path: Path):
    """A program that does as it is told, in place of Tesseract."""
    if sys.platform == "win32":
        pytest.skip("needs a shell script")

    def make(script: str) -> Engine:
        path = tmp_path / "tesseract"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return Engine(path)

    return make


def png(pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def test_the_words_of_a_form_are_read_in_their_places(engine: Engine) -> None:
    page = simulated.document_page(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TỜ KHAI ĐĂNG KÝ KHAI SINH"), dpi=200)

    words = engine.words(png(page), dpi=200, cancel=CancelToken())

    lines = recognition.lines_of(words)
    assert any("ĐĂNG KÝ KHAI SINH" in line for line in lines)
    heading = next(w for w in words if w.text == "NGHĨA")
    assert heading.top < 0.3
    assert all(0 <= v <= 1 for w in words for v in (w.left, w.top, w.width, w.height))


def test_reading_stops_soon_after_it_was_cancelled(program) -> None:
    cancel = CancelToken()
    threading.Timer(0.2, cancel.cancel).start()

    with pytest.raises(Cancelled):
        program("exec sleep 60").words(b"x", dpi=200, cancel=cancel)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 3", "ended"),
        ("printf 'level\\tleft\\n5\\tx\\n'", "damaged"),
        ("head -c 5000000 /dev/zero", "too_much"),
    ],
)
def test_a_program_that_misbehaves_is_a_reason_and_no_crash(program, script: str, reason: str) -> None:
    with pytest.raises(RecognitionFailed) as caught:
        program(script).words(b"x", dpi=200, cancel=CancelToken())
    assert caught.value.reason == reason


def test_a_program_that_never_ends_is_ended(program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "LONGEST_S", 0.2)

    with pytest.raises(RecognitionFailed, match="timeout"):
        program("exec sleep 60").words(b"x", dpi=200, cancel=CancelToken())


def test_without_vietnamese_data_there_is_no_engine(program, tmp_path: Path) -> None:
    program("echo eng")

    assert recognition.find({"PATH": str(tmp_path)}) is None


def test_it_is_found_where_its_installer_puts_it_on_windows(program, tmp_path: Path) -> None:
    script = program("echo vie").program
    place = tmp_path / "Tesseract-OCR"
    place.mkdir()
    script.rename(place / "tesseract.exe")

    found = recognition.find({"ProgramFiles": str(tmp_path), "PATH": ""})

    assert found == Engine(place / "tesseract.exe")


def test_words_that_are_hardly_sure_are_left_out(program) -> None:
    rows = ("1 1 0 0 0 0 0 0 100 200 -1", "5 1 1 1 1 1 10 20 30 40 95 Khai", "5 1 1 1 1 2 50 20 30 40 12 x~")
    table = TABLE + "".join("\t".join(row.split()) + "\n" for row in rows)

    (word,) = program(f"cat <<'EOF'\n{table}EOF").words(b"x", dpi=200, cancel=CancelToken())

    assert word == Word("Khai", 0.1, 0.1, 0.3, 0.2, line=0, sure=95.0)


words = st.builds(
    Word,
    st.text(min_size=1, max_size=9),
    *[st.floats(0, 1)] * 4,
    line=st.integers(0, 99),
    sure=st.floats(0, 100),
)


@given(st.lists(words, max_size=9).map(tuple))
def test_words_come_back_as_they_were_kept(kept: tuple[Word, ...]) -> None:
    assert recognition.from_bytes(recognition.to_bytes(kept)) == kept


@given(st.binary(max_size=60) | st.sampled_from([b"{}", b'{"format":1,"words":[[1]]}', b"[1]", b'{"format":1}']))
def test_other_bytes_are_no_words(data: bytes) -> None:
    with pytest.raises(RecognitionFailed):
        recognition.from_bytes(data)
