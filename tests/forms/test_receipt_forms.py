from __future__ import annotations

import dataclasses
import functools
import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import receipts_for_tests as examples
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.applicant import ApplicantKind
from desk_app.domain.receipt import Circular, PaperSize, Receipt
from desk_app.forms import receipt as common
from desk_app.forms import receipt_2018, receipt_2025
from desk_app.forms.catalogue import REGISTRY, FormKind, render
from desk_app.forms.fonts import mm, printable
from desk_app.forms.page import Page, Rect, Stroke, Word

GOLDEN = Path(__file__).parent.parent / "golden" / "forms"
PARTS = {Circular.TT_01_2018: receipt_2018.PARTS, Circular.TT_03_2025: receipt_2025.PARTS}
CIRCULARS = list(Circular)
SIZES = list(PaperSize)


def made(name: str, circular: Circular, size: PaperSize) -> Receipt:
    return dataclasses.replace(examples.EXAMPLES[name], circular=circular, size=size)


@functools.cache
def printed(receipt: Receipt) -> bytes:
    return render(FormKind.RECEIPT, receipt)


@functools.cache
def pages_of(receipt: Receipt) -> list[Page]:
    return common.pages(receipt, PARTS[receipt.circular])


def text_of(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return texts


def squeezed(text: str) -> str:
    return "".join(text.split())


def all_text(receipt: Receipt) -> str:
    return squeezed("".join(text_of(printed(receipt))))


GOLDENS = [("simple", circular, size) for circular in CIRCULARS for size in SIZES] + [
    (name, circular, PaperSize.A5)
    for name in ("submitter", "provisional", "reprint", "empty", "many")
    for circular in CIRCULARS
]


@pytest.mark.parametrize(("name", "circular", "size"), GOLDENS)
def test_text_of_the_paper_is_as_approved(name: str, circular: Circular, size: PaperSize) -> None:
    path = GOLDEN / f"receipt-{name}-{circular.value}-{size.value}.txt"

    text = "\n-- page --\n".join(text_of(printed(made(name, circular, size)))) + "\n"

    if os.environ.get("DESK_APP_APPROVE"):
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
@pytest.mark.parametrize("circular", CIRCULARS)
def test_another_reader_finds_the_same_words(circular: Circular, tmp_path: Path) -> None:
    receipt = made("submitter", circular, PaperSize.A4)
    path = tmp_path / "receipt.pdf"
    path.write_bytes(printed(receipt))

    found = squeezed(
        subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True, encoding="utf-8").stdout
    )

    for page in pages_of(receipt):
        for mark in page.marks:
            if isinstance(mark, Word):
                assert squeezed(mark.text) in found


@pytest.mark.parametrize("name", list(examples.EXAMPLES))
@pytest.mark.parametrize("circular", CIRCULARS)
def test_every_font_is_embedded_and_its_text_can_be_copied(name: str, circular: Circular) -> None:
    data = printed(made(name, circular, PaperSize.A5))

    with pikepdf.open(io.BytesIO(data)) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font
            assert "Tinos" in str(font.BaseFont)


def test_equal_receipts_give_equal_bytes() -> None:
    receipt = made("submitter", Circular.TT_03_2025, PaperSize.TWO_A5_ON_A4)

    assert render(FormKind.RECEIPT, receipt) == render(FormKind.RECEIPT, receipt)


def test_properties_name_form_and_code_but_no_person() -> None:
    data = printed(made("submitter", Circular.TT_03_2025, PaperSize.A4))

    with pikepdf.open(io.BytesIO(data)) as document:
        said = {key: str(value) for key, value in document.docinfo.items()}
    assert said["/Title"] == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả 000.00.21.H12-261123-0042"
    assert "bản tạm – đối chiếu Phụ lục I TT 03/2025" in said["/Subject"]
    for person in ("Hường", "Vượng", "096191004582", "0939000111", "Hằng"):
        assert all(person not in value for value in said.values())


@pytest.mark.parametrize("name", list(examples.EXAMPLES))
@pytest.mark.parametrize("circular", CIRCULARS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_leaves_the_printable_part_of_the_paper(name: str, circular: Circular, size: PaperSize) -> None:
    edge = mm(4.2)  # what desk printers cannot reach

    for page in pages_of(made(name, circular, size)):
        for mark in page.marks:
            if isinstance(mark, Stroke) and mark.dashes:
                continue
            box = mark.bounds
            assert box.left >= edge
            assert box.top >= edge
            assert box.right <= page.width - edge
            assert box.bottom <= page.height - edge


@pytest.mark.parametrize("name", list(examples.EXAMPLES))
@pytest.mark.parametrize("circular", CIRCULARS)
def test_no_words_are_printed_over_others(name: str, circular: Circular) -> None:
    for page in pages_of(made(name, circular, PaperSize.A5)):
        boxes = [(core(mark), mark.text) for mark in page.marks if isinstance(mark, Word)]
        for number, (box, text) in enumerate(boxes):
            for other, other_text in boxes[number + 1 :]:
                assert not overlap(box, other), f"{text!r} on {other_text!r}"


def core(word: Word) -> Rect:
    box = word.bounds
    return Rect(box.left, word.y - 0.66 * word.size, box.width, 0.66 * word.size)


def overlap(one: Rect, other: Rect) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 0.1 and down > 0.1


@pytest.mark.parametrize(
    ("size", "paper_mm", "sheets"),
    [(PaperSize.A4, (210, 297), 2), (PaperSize.A5, (148, 210), 2), (PaperSize.TWO_A5_ON_A4, (297, 210), 1)],
)
def test_both_copies_are_on_the_paper_that_was_asked_for(
    size: PaperSize, paper_mm: tuple[int, int], sheets: int
) -> None:
    data = printed(made("simple", Circular.TT_03_2025, size))

    with pikepdf.open(io.BytesIO(data)) as document:
        boxes = [[float(edge) for edge in page.mediabox] for page in document.pages]
    assert (
        boxes == [[0, 0, pytest.approx(mm(paper_mm[0]), abs=0.01), pytest.approx(mm(paper_mm[1]), abs=0.01)]] * sheets
    )
    text = "".join(text_of(data))
    assert text.count("(Liên 1: Lưu)") == text.count("(Liên 2: Giao khách hàng)") == 1


@pytest.mark.parametrize("circular", CIRCULARS)
@pytest.mark.parametrize("size", SIZES)
def test_forty_papers_run_on_over_numbered_pages(circular: Circular, size: PaperSize) -> None:
    texts = text_of(printed(made("many", circular, size)))
    whole = squeezed("".join(texts))

    copies_on_a_page = 2 if size is PaperSize.TWO_A5_ON_A4 else 1
    total = len(texts) * copies_on_a_page // 2
    assert total > 1
    for number in range(1, total + 1):
        assert sum(text.count(f"Trang {number}/{total}") for text in texts) == 2
    assert whole.count("Giấytờthứ40:") == 2
    if circular is Circular.TT_03_2025:
        pages_with_papers = sum(text.count("Giấy tờ thứ") > 0 for text in texts)
        assert sum(text.count("Tên giấy tờ") for text in texts) == pages_with_papers * copies_on_a_page


def test_one_page_carries_no_page_number() -> None:
    assert "Trang" not in "".join(text_of(printed(made("simple", Circular.TT_01_2018, PaperSize.A5))))


@pytest.mark.parametrize("name", list(examples.EXAMPLES))
@pytest.mark.parametrize("circular", CIRCULARS)
def test_signatures_never_stand_alone_on_a_page(name: str, circular: Circular) -> None:
    for text in text_of(printed(made(name, circular, PaperSize.A5))):
        if "NGƯỜI NỘP HỒ SƠ" in text:
            assert text.upper().index("VÀO SỔ THEO DÕI HỒ SƠ") < text.index("NGƯỜI NỘP HỒ SƠ")


def test_a_reprint_says_so_and_names_the_code_it_replaces() -> None:
    texts = text_of(printed(made("reprint", Circular.TT_03_2025, PaperSize.A4)))

    for text in texts:
        assert "BẢN IN LẠI lần 2 – lúc 14:30 24/11/2026" in text
        assert "(thay cho mã tạm TAM-261123-K7QX-0003-C)" in text
    assert "BẢN IN LẠI" not in "".join(text_of(printed(made("simple", Circular.TT_03_2025, PaperSize.A4))))


def test_a_provisional_code_is_called_provisional() -> None:
    (kept, given) = text_of(printed(made("provisional", Circular.TT_01_2018, PaperSize.A5)))

    for text in (kept, given):
        assert "Mã hồ sơ (mã tạm): TAM-261123-K7QX-0003-C" in text
        assert "Mã tạm cấp khi chưa kết nối" in text
        assert "thay cho" not in text


@pytest.mark.parametrize("circular", CIRCULARS)
def test_what_is_not_known_becomes_dots_to_write_on(circular: Circular) -> None:
    page = pages_of(made("empty", circular, PaperSize.A4))[0]

    dotted = [mark for mark in page.marks if isinstance(mark, Stroke) and mark.dots]
    assert len(dotted) >= 9
    assert all(dots.x2 - dots.x1 > mm(5) for dots in dotted)


def test_the_2025_form_says_what_is_to_be_paid_in_words() -> None:
    text = all_text(made("submitter", Circular.TT_03_2025, PaperSize.A5))

    assert "Tổngcộng:1.300.000đồng(Bằngchữ:Mộttriệubatrămnghìnđồng)" in text


def test_a_body_that_sends_somebody_does_not_sign_under_its_own_name() -> None:
    company = dataclasses.replace(examples.PERSON, kind=ApplicantKind.BUSINESS, full_name="Công ty Ánh Dương")
    receipt = examples.of(dataclasses.replace(examples.DOSSIER, applicant=company))

    assert all_text(receipt).count("CôngtyÁnhDương") == 2  # once a copy, in its field


def test_the_rule_under_the_motto_is_as_long_as_the_motto() -> None:
    page = pages_of(made("simple", Circular.TT_03_2025, PaperSize.A4))[0]

    motto = next(mark for mark in page.marks if isinstance(mark, Word) and mark.text.startswith("Độc lập"))
    rules = [m for m in page.marks if isinstance(m, Stroke) and abs(m.x1 - motto.bounds.left) < 0.01 and m.y1 > motto.y]
    assert min(rule.y1 for rule in rules) - motto.y < mm(3)
    assert rules[0].x2 == pytest.approx(motto.bounds.right, abs=0.01)


def test_the_catalogue_knows_which_layout_is_still_to_be_compared() -> None:
    assert set(REGISTRY) == {(FormKind.RECEIPT, circular) for circular in Circular}
    assert not REGISTRY[FormKind.RECEIPT, Circular.TT_01_2018].provisional
    now = REGISTRY[FormKind.RECEIPT, Circular.TT_03_2025]
    assert now.provisional
    assert now.note == "bản tạm – đối chiếu Phụ lục I TT 03/2025"


LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
NAMES = st.text(alphabet=LETTERS + LETTERS.upper() + " '-", min_size=1, max_size=160).filter(
    lambda text: printable(text) != ""
)


@settings(max_examples=10, deadline=None)
@given(name=NAMES, circular=st.sampled_from(CIRCULARS), size=st.sampled_from(SIZES))
def test_any_name_is_printed_letter_by_letter(name: str, circular: Circular, size: PaperSize) -> None:
    person = dataclasses.replace(examples.PERSON, full_name=name)
    receipt = dataclasses.replace(
        examples.of(dataclasses.replace(examples.DOSSIER, applicant=person)), circular=circular, size=size
    )

    marks = [mark.text for page in pages_of(receipt) for mark in page.marks if isinstance(mark, Word)]

    assert squeezed("".join(marks)).count(squeezed(printable(name))) >= 2
    # PDFium takes a hyphen at the end of a line for a division of the word.
    found = re.sub("[-\ufffe\x02]", "", all_text(receipt))
    assert squeezed(printable(name)).replace("-", "") in found


@settings(max_examples=8, deadline=None)
@given(name=st.text(max_size=80))
def test_hostile_text_neither_fails_nor_leaves_the_paper(name: str) -> None:
    person = dataclasses.replace(examples.PERSON, full_name=name)
    receipt = examples.of(dataclasses.replace(examples.DOSSIER, applicant=person), size=PaperSize.A5)

    assert printed(receipt).startswith(b"%PDF")
    for page in pages_of(receipt):
        assert all(mark.bounds.right <= page.width for mark in page.marks)
