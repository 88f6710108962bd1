from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
import zxingcpp
from PIL import Image

CARD = "096191004582||Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"


@pytest.fixture
def scans(tmp_path: Path, picture: Callable[[str], bytes]) -> list[Path]:
    paths = [tmp_path / f"trang-{n}.jpg" for n in range(2)]
    for path in paths:
        path.write_bytes(picture(path.stem))
    return paths


def qr(text: str) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=4)))


def test_images_become_one_pdf_with_a_report_of_each_page(
    run: Callable[..., Any], scans: list[Path], tmp_path: Path
) -> None:
    out, report = tmp_path / "out.pdf", tmp_path / "r.json"

    done = run("digitise", *scans, "-o", out, "--report", report)

    assert (done.code, done.err) == (0, "")
    with pikepdf.open(io.BytesIO(out.read_bytes())) as pdf:
        assert len(pdf.pages) == 2
    rows = json.loads(report.read_text(encoding="utf-8"))
    assert [(r["file"], r["frame"]) for r in rows] == [(str(p), 0) for p in scans]
    assert set(rows[0]) == {
        "file",
        "frame",
        "encoding",
        "bytes",
        "width_px",
        "height_px",
        "dpi",
        "flags",
        "steps",
    }
    assert rows[0]["encoding"] in ("jpeg", "g4")
    assert isinstance(rows[0]["steps"], dict)


def test_the_faulty_one_of_several_images_is_named_and_nothing_is_written(
    run: Callable[..., Any], scans: list[Path], tmp_path: Path
) -> None:
    # It once said what was wrong, not with which of them.
    scans[1].write_bytes(b"\xff\xd8\xff torn")

    assert "trang-1.jpg" in run("digitise", *scans, "-o", tmp_path / "out.pdf").complaint
    assert not (tmp_path / "out.pdf").exists()


def test_an_image_that_is_not_there_is_named_in_a_sentence(run: Callable[..., Any], tmp_path: Path) -> None:
    complaint = run("digitise", tmp_path / "gone.jpg", "-o", tmp_path / "out.pdf").complaint

    assert "gone.jpg" in complaint
    assert "FileNotFoundError" not in complaint


def test_an_output_that_cannot_be_written_is_named(run: Callable[..., Any], scans: list[Path], tmp_path: Path) -> None:
    assert "out.pdf" in run("digitise", scans[0], "-o", tmp_path / "nowhere" / "out.pdf").complaint
    assert "r.json" in (
        run("digitise", scans[0], "-o", tmp_path / "out.pdf", "--report", tmp_path / "nowhere" / "r.json").complaint
    )


def test_codes_are_one_json_object_a_line(
    run: Callable[..., Any], tmp_path: Path, picture: Callable[[str], bytes]
) -> None:
    with_code, without = tmp_path / "card.png", tmp_path / "plain.jpg"
    qr(CARD).save(with_code)
    without.write_bytes(picture("Tờ khai"))

    done = run("read-codes", with_code, without)

    assert (done.code, done.err) == (0, "")
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert set(first) == {"file", "codes"}
    assert first["file"] == str(with_code)
    (code,) = first["codes"]
    assert set(code) == {"format", "text", "corners"}
    assert code["format"].startswith("QR")
    assert code["text"] == CARD
    assert len(code["corners"]) == 4
    assert all(len(corner) == 2 for corner in code["corners"])
    assert second == {"file": str(without), "codes": []}


def test_an_image_that_cannot_be_read_has_its_line_on_standard_error_and_the_others_are_read(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    good, bad = tmp_path / "card.png", tmp_path / "bad.png"
    qr(CARD).save(good)
    bad.write_bytes(b"no picture")

    done = run("read-codes", bad, tmp_path / "gone.png", good)

    assert done.code == 1
    assert [line.count(".png") for line in done.err.splitlines()] == [1, 1]
    assert json.loads(done.out)["codes"]
