from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import cv2
import numpy as np
import page as validator
import pikepdf
import pypdfium2
import pytest

from desk_app.capture import encode, files, simulated
from desk_app.capture.layers.compose import compose
from desk_app.capture.layers.container import Ink, LayeredPage, Picture, pack, unpack
from desk_app.capture.page import Box, Page, Pixels
from desk_app.capture.pipeline import prepare
from desk_app.documents.assemble import (
    BoundPage,
    NotAPdf,
    NothingToBind,
    TextBox,
    WrongPage,
    assemble,
    count_pages,
)

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


def layered() -> BoundPage:
    """A picture, a red disc half over it, black beneath; on pink paper."""
    disc, bar = np.zeros((400, 400), np.uint8), np.ones((60, 1200), bool)
    cv2.circle(disc, (200, 200), 180, 255, -1)
    picture = cv2.resize(np.random.default_rng(1).integers(0, 255, (8, 6, 3), np.uint8), (200, 266))
    page = LayeredPage(
        width_px=2480,
        height_px=3508,
        dpi=300,
        paper=(255, 230, 235),
        pictures=(Picture(Box(300, 300, 300, 399), encode.jpeg_plain(picture, quality=70), 200, 266),),
        inks=(
            Ink(Box(450, 500, 400, 400), (200, 34, 44), encode.group4(disc, dpi=300)),
            Ink(Box(300, 1500, 1200, 60), (21, 21, 21), encode.group4(bar, dpi=300)),
        ),
    )
    return BoundPage(data=pack(page), encoding="layered", width_px=2480, height_px=3508, dpi=300)


PAGES = (colour(), grey(), two_level(), layered())


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
        inks = [pdf.pages[3].obj.Resources.XObject[name].read_raw_bytes() for name in ("/Im1", "/Im2")]

    parts = unpack(PAGES[3].data)
    assert streams == [PAGES[0].data, PAGES[1].data, encode.g4_strip(PAGES[2].data).data, parts.pictures[0].data]
    assert inks == [encode.g4_strip(ink.data).data for ink in parts.inks]


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

    assert "Pages:           4" in told.stdout
    assert "Tờ khai đăng ký khai sinh" in told.stdout
    assert told.stderr == drawn.stderr == ""
    assert len(list(tmp_path.glob("p-*.png"))) == 4


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
        (BoundPage(data=b"PK\x03\x04", encoding="layered", width_px=1, height_px=1, dpi=300), "damaged"),
        (dataclasses.replace(layered(), width_px=2479), "size"),
    ],
)
def test_a_page_that_is_not_what_it_says_is_refused(wrong: BoundPage, reason: str) -> None:
    with pytest.raises(WrongPage) as refusal:
        assemble([grey(), wrong], **WORDS)

    assert (refusal.value.index, refusal.value.reason) == (1, reason)


# Layers, drawn by two readers that know nothing of each other


def by_pdfium(pdf: bytes, folder: Path) -> Pixels:
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[0].render(scale=300 / 72).to_numpy()[:, :, 2::-1]


def by_poppler(pdf: bytes, folder: Path) -> Pixels:
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler is not installed")
    (folder / "copy.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "300", "-png", "copy.pdf", "page"], cwd=folder, check=True)
    (drawn,) = folder.glob("page*.png")
    return cv2.imread(str(drawn))[:, :, ::-1]


@pytest.fixture(scope="module")
def stamped() -> BoundPage:
    page = simulated.document_page(seed=1, dpi=300)
    page[900:1372, 1900:2254] = cv2.resize(np.random.default_rng(0).integers(40, 215, (12, 9, 3), np.uint8), (354, 472))
    prepared = prepare(Page(simulated.scanned(page, 1, skew_deg=0.8), 300))
    assert prepared.encoding == "layered"
    return BoundPage(
        data=prepared.data,
        encoding="layered",
        width_px=prepared.width_px,
        height_px=prepared.height_px,
        dpi=prepared.dpi,
    )


@pytest.mark.parametrize("draw", [by_pdfium, by_poppler])
@pytest.mark.parametrize("made", ["by hand", "by the pipeline"])
def test_readers_show_the_colours_and_places_that_we_show(
    draw: object, made: str, stamped: BoundPage, tmp_path: Path
) -> None:
    bound = layered() if made == "by hand" else stamped
    ours = compose(unpack(bound.data))

    shown = draw(assemble([bound], **WORDS), tmp_path)

    assert np.abs(np.subtract(shown.shape, ours.shape)).max() <= 1
    shown = shown[: ours.shape[0], : ours.shape[1]]
    ours = ours[: shown.shape[0], : shown.shape[1]]
    for ink in unpack(bound.data).inks:
        place = np.s_[ink.box.y : ink.box.bottom, ink.box.x : ink.box.right]
        pure = (ours[place] == ink.rgb).all(axis=2)
        core = cv2.erode(pure.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        assert delta_e(np.median(shown[place][core], axis=0), np.array(ink.rgb)) < 1.0
        ours_at, shown_at = (
            (np.abs(part[place].astype(int) - ink.rgb).max(axis=2) < 60).astype(np.uint8) for part in (ours, shown)
        )
        for one, other in ((ours_at, shown_at), (shown_at, ours_at)):
            beyond_a_pixel = (one > 0) & (cv2.dilate(other, np.ones((3, 3), np.uint8)) == 0)
            assert np.count_nonzero(beyond_a_pixel) <= 0.01 * np.count_nonzero(one)
    assert np.abs(shown.astype(int) - ours).mean() < 3.0


def delta_e(first: np.ndarray, second: np.ndarray) -> float:
    """Distance in CIE L*a*b* (1976)."""
    lab = cv2.cvtColor(np.array([[first, second]], np.float32) / 255, cv2.COLOR_RGB2LAB)[0]
    return float(np.linalg.norm(lab[0] - lab[1]))


# Words laid unseen over the picture

NAMES = ("Nguyễn", "Thị", "Thử", "Nghiệm", "Đặng", "Ổn", "Ưởng", "ước", "2026")


def words_on_a_line(y_mm: float, names: tuple[str, ...] = NAMES) -> tuple[TextBox, ...]:
    boxes, x_mm = [], 20.0
    for name in names:
        boxes.append(TextBox(name, x_mm, y_mm, 3.0 * len(name), 5.0))
        x_mm += 3.0 * len(name) + 2.0
    return tuple(boxes)


def with_words(*lines: tuple[TextBox, ...]) -> bytes:
    page = dataclasses.replace(layered(), words=tuple(box for line in lines for box in line))
    return assemble([page, grey(), page], **WORDS)


def test_words_are_found_in_nfc_in_the_order_they_stand(tmp_path: Path) -> None:
    spelled = tuple(unicodedata.normalize("NFD", name) for name in NAMES)

    pdf = with_words(words_on_a_line(40), words_on_a_line(50, spelled))

    with pypdfium2.PdfDocument(pdf) as opened:
        lines = opened[0].get_textpage().get_text_range().split("\r\n")
        assert lines == [" ".join(NAMES)] * 2
        assert opened[1].get_textpage().get_text_range() == ""


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_poppler_finds_each_word_where_it_stands(tmp_path: Path) -> None:
    line = words_on_a_line(40)
    (tmp_path / "copy.pdf").write_bytes(with_words(line))

    told = subprocess.run(
        ["pdftotext", "-l", "1", "-bbox", "copy.pdf", "-"],
        cwd=tmp_path, capture_output=True, check=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip

    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', told)
    assert [word for *_, word in found] == list(NAMES)
    for (left, top, right, bottom, _), box in zip(found, line, strict=True):
        edges = [float(edge) * 25.4 / 72 for edge in (left, top, right, bottom)]
        truth = (box.x_mm, box.y_mm, box.x_mm + box.width_mm, box.y_mm + box.height_mm)
        assert edges == pytest.approx(truth, abs=0.3)


def test_words_change_nothing_that_is_seen_and_keep_to_pdf_a(tmp_path: Path) -> None:
    pdf = with_words(
        words_on_a_line(40), (TextBox("  ", 1, 1, 5, 5), TextBox("x", 1, 1, 0, 5), TextBox("🙂", 1, 9, 5, 5))
    )

    (tmp_path / "copy.pdf").write_bytes(pdf)
    report = validator.validate_pdf(str(tmp_path / "copy.pdf"), profile=validator.ValidationProfile.PDF_A_2B)
    assert report.is_compliant, report.failures
    assert np.array_equal(by_pdfium(pdf, tmp_path), by_pdfium(assemble([layered()], **WORDS), tmp_path))
    assert with_words(words_on_a_line(40)) == with_words(words_on_a_line(40))


# A signature that comes later


def test_what_is_appended_later_leaves_every_byte_and_the_conformance(document: bytes, tmp_path: Path) -> None:
    signed = appended(document)

    (tmp_path / "copy.pdf").write_bytes(signed)
    report = validator.validate_pdf(str(tmp_path / "copy.pdf"), profile=validator.ValidationProfile.PDF_A_2B)
    assert report.is_compliant, report.failures
    assert signed.startswith(document)
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        assert len(pdf.pages) == len(PAGES)
        assert str(pdf.Root.Lang) == "vi"
    assert document.count(b"startxref") == document.count(b"%%EOF") == document.count(b"\nxref\n") == 1
    assert b"/ObjStm" not in document
    assert b"/XRef" not in document


def appended(document: bytes) -> bytes:
    """An incremental update as a signing program writes it: a newer catalogue and a table that points back."""
    start = int(re.findall(rb"startxref\s+(\d+)", document)[-1])
    size, root = (re.search(pattern, document[start:])[1] for pattern in (rb"/Size (\d+)", rb"/Root (\d+) 0 R"))
    catalogue = re.search(rb"\n" + root + rb" 0 obj\n(.*?)endobj", document, re.DOTALL)[1]
    newer = root + b" 0 obj\n" + catalogue.replace(b"vi-VN", b"vi") + b"endobj\n"
    at = len(document)
    table = b"xref\n" + root + b" 1\n" + b"%010d 00000 n \n" % at
    identity = re.search(rb"/ID \[.*?\]", document[start:], re.DOTALL)[0]
    trailer = b"trailer\n<< /Size " + size + b" /Root " + root + b" 0 R /Prev %d " % start + identity + b" >>\n"
    return document + newer + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(newer))
