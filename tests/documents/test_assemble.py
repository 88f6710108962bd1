from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path

import numpy as np
import page as validator
import pikepdf
import pypdfium2
import pytest

from desk_app.capture import encode, files
from desk_app.documents.assemble import BoundPage, NotAPdf, NothingToBind, WrongPage, assemble, count_pages

MADE = dt.datetime(2026, 11, 23, 8, 30, 15, 123456, tzinfo=dt.timezone(dt.timedelta(hours=7)))
WORDS = {
    "title": "Tờ khai đăng ký khai sinh",
    "subject": "Hồ sơ H12.64-261123-0107",
    "created_at": MADE,
    "creator": "Quầy 1",
}


def colour() -> BoundPage:
    pixels = np.random.default_rng(0).integers(0, 255, (234, 165, 3), np.uint8)
    return BoundPage(
        data=encode.jpeg(pixels, dpi=20, budget=10**6)[0], encoding="jpeg", width_px=165, height_px=234, dpi=20
    )


def grey() -> BoundPage:
    data, _ = encode.jpeg(np.full((100, 200), 130, np.uint8), dpi=100, budget=10**6)
    return BoundPage(data=data, encoding="jpeg", width_px=200, height_px=100, dpi=100)


def two_level() -> BoundPage:
    ink = np.zeros((3508, 2480), bool)
    ink[300:400, 200:1000] = True
    return BoundPage(data=encode.group4(ink, dpi=300), encoding="g4", width_px=2480, height_px=3508, dpi=300)


PAGES = (colour(), grey(), two_level())


@pytest.fixture(scope="module")
def document() -> bytes:
    return assemble(PAGES, **WORDS)


def test_an_independent_validator_finds_nothing_against_pdf_a_2b(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    for name, data in (("many kinds", document), ("no subject", assemble([grey()], **{**WORDS, "subject": ""}))):
        path.write_bytes(data)

        report = validator.validate_pdf(str(path), profile=validator.ValidationProfile.PDF_A_2B)

        assert report.is_compliant, (name, report.failures)


def test_the_images_go_in_byte_by_byte(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        streams = [page.obj.Resources.XObject.Im0.read_raw_bytes() for page in pdf.pages]

    assert streams == [PAGES[0].data, PAGES[1].data, encode.g4_strip(PAGES[2].data).data]


def test_every_page_has_the_size_of_its_paper(document: bytes) -> None:
    with pypdfium2.PdfDocument(document) as pdf:
        sizes = [pdf.get_page_size(index) for index in range(len(pdf))]

    assert sizes[0] == pytest.approx((165 * 72 / 20, 234 * 72 / 20), abs=0.01)
    assert sizes[1] == pytest.approx((144, 72), abs=0.01)
    assert sizes[2] == pytest.approx((595.2, 841.92), abs=0.01)


def test_a_reader_shows_black_where_there_was_ink(document: bytes) -> None:
    page = files.read_frame(document, 2)

    assert page.dpi == 300
    assert tuple(page.pixels[350, 500]) == (0, 0, 0)
    assert tuple(page.pixels[1000, 500]) == (255, 255, 255)
    with pypdfium2.PdfDocument(document) as pdf:
        drawn = pdf[2].render(scale=300 / 72).to_numpy()
    assert drawn[350, 500, 0] < 30
    assert drawn[1000, 500, 0] > 230


def test_title_and_moment_are_told_twice_and_alike(document: bytes) -> None:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        info, xmp = pdf.docinfo, pdf.open_metadata()
        assert str(info["/Title"]) == xmp["dc:title"] == WORDS["title"]
        assert str(info["/Subject"]) == xmp["dc:description"] == WORDS["subject"]
        assert str(info["/CreationDate"]) == "D:20261123083015+07'00'"
        assert xmp["xmp:CreateDate"] == "2026-11-23T08:30:15+07:00"
        assert str(pdf.Root.Lang) == "vi-VN"
        assert pdf.pdf_version == "1.7"


def test_the_same_pages_and_words_give_the_same_bytes(document: bytes) -> None:
    assert assemble(PAGES, **WORDS) == document
    assert assemble(PAGES, **{**WORDS, "title": "khác"}) != document


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_poppler_opens_it_without_a_word_of_complaint(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    path.write_bytes(document)

    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, encoding="utf-8", check=True)
    drawn = subprocess.run(
        ["pdftoppm", "-r", "40", "-png", str(path), str(tmp_path / "p")], capture_output=True, text=True, check=True
    )

    assert "Pages:           3" in told.stdout
    assert "Tờ khai đăng ký khai sinh" in told.stdout
    assert told.stderr == drawn.stderr == ""
    assert len(list(tmp_path.glob("p-*.png"))) == 3


def test_pages_are_counted() -> None:
    assert count_pages(assemble([grey()] * 4, **WORDS)) == 4
    with pytest.raises(NotAPdf):
        count_pages(b"no pdf")


def test_a_document_without_pages_is_refused() -> None:
    with pytest.raises(NothingToBind):
        assemble([], **WORDS)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (BoundPage(data=b"\xff\xd8\xff", encoding="jpeg", width_px=1, height_px=1, dpi=200), "damaged"),
        (BoundPage(data=b"II*\0", encoding="g4", width_px=1, height_px=1, dpi=200), "damaged"),
        (BoundPage(data=grey().data, encoding="jpeg", width_px=201, height_px=100, dpi=100), "size"),
        (BoundPage(data=two_level().data, encoding="g4", width_px=2480, height_px=3500, dpi=300), "size"),
    ],
)
def test_a_page_that_is_not_what_it_says_is_refused(wrong: BoundPage, reason: str) -> None:
    with pytest.raises(WrongPage) as refusal:
        assemble([grey(), wrong], **WORDS)

    assert (refusal.value.index, refusal.value.reason) == (1, reason)
