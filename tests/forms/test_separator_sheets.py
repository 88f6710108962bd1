from __future__ import annotations

import dataclasses

import numpy as np
import pypdfium2
import pytest

from desk_app.capture.codes import patch
from desk_app.capture.codes.symbols import read_symbols
from desk_app.domain import codes as texts
from desk_app.forms import separator_sheet as sheets
from desk_app.forms.fonts import mm
from desk_app.forms.page import Fill, Rect

LONG = (
    "Trường hợp không có Giấy chứng sinh thì nộp văn bản của người làm chứng xác nhận về việc sinh; "
    "nếu không có người làm chứng thì phải có giấy cam đoan về việc sinh; "
    "trường hợp trẻ em bị bỏ rơi phải có biên bản do cơ quan có thẩm quyền lập và các giấy tờ khác kèm theo"
)
PAPERS = (
    sheets.Paper(1, "Tờ khai đăng ký khai sinh", texts.separator("*48201937")),
    sheets.Paper(2, LONG, texts.separator("KQ.G15.000031")),
    sheets.Paper(0, "", texts.separator()),
)
COVER = sheets.Cover(
    procedure_code="1.001193",
    procedure_name="Đăng ký khai sinh",
    papers=tuple(sheets.Paper(n, f"Giấy tờ thứ {n}", texts.separator(f"*{n:08d}")) for n in range(1, 12)),
    code="H12.64-261123-0107",
)
SIZES = {"a4": sheets.A4, "a5": sheets.A5}


def scans(pdf: bytes, *, dpi: int = 150) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [np.squeeze(page.render(scale=dpi / 72, grayscale=True).to_numpy()).copy() for page in document]
    document.close()
    return pages


def words(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    said = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return said


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("turned", [0, 2])
def test_a_sheet_is_read_back_whichever_way_up_it_is_scanned(size: sheets.Size, turned: int) -> None:
    pages = scans(sheets.render(None, PAPERS, size, procedure="Đăng ký khai sinh"))

    for paper, page in zip(PAPERS, pages, strict=True):
        found = read_symbols(np.rot90(page, turned).copy())
        assert {s.text for s in found} == {texts.PATCH_T, paper.text}
        assert patch.find(page, dpi=150) is not None


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_bars_are_those_of_kodak_true_to_size_from_both_edges_inwards(size: sheets.Size) -> None:
    (page, *_) = sheets.separators(PAPERS, size)

    upper, lower = (mark for mark in page.marks if isinstance(mark, Fill) and len(mark.rects) == 4)

    for fill, edge in ((upper, 0.0), (lower, page.height)):
        rects = sorted(fill.rects, key=lambda rect: abs(rect.top + rect.height / 2 - edge))
        assert [rect.height for rect in rects] == pytest.approx([mm(v) for v in (2.032, 5.08, 2.032, 5.08)])
        assert fill.bounds.height == pytest.approx(mm(20.32))
        assert min(abs(fill.bounds.top - edge), abs(fill.bounds.bottom - edge)) >= mm(6.4)
        assert fill.bounds.width >= mm(114)  # scanners look for it up to 64 mm beside the middle


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("paper", PAPERS, ids=["short", "long", "bare"])
def test_nothing_comes_near_the_codes(size: sheets.Size, paper: sheets.Paper) -> None:
    (page,) = sheets.separators([paper], size, procedure=LONG)
    fills = [mark for mark in page.marks if isinstance(mark, Fill)]
    qr = next(fill for fill in fills if len(fill.rects) > 100).bounds
    module = qr.width / len(sheets.sheet_qr(paper.text))

    for fill in fills:
        box = fill.bounds
        quiet = mm(6.3) if len(fill.rects) == 4 else 4 * module if box == qr else 0.5
        around = Rect(box.left - quiet, box.top - quiet, box.width + 2 * quiet, box.height + 2 * quiet)
        for other in page.marks:
            near = other.bounds
            apart = (
                near.right <= around.left
                or near.left >= around.right
                or near.bottom <= around.top
                or near.top >= around.bottom
            )
            assert other is fill or apart
    assert all(
        m.bounds.left >= 0 and m.bounds.right <= page.width and m.bounds.bottom <= page.height for m in page.marks
    )


def test_the_sheet_says_in_words_what_it_stands_for() -> None:
    first, _, bare = words(sheets.render(None, PAPERS, sheets.A4, procedure="Đăng ký khai sinh"))
    second = words(sheets.render(None, PAPERS[1:2], sheets.A5))[0]

    assert "GIẤY TỜ SỐ 1 Tờ khai đăng ký khai sinh" in first
    assert "Thủ tục: Đăng ký khai sinh" in first
    assert "Trường hợp không có Giấy chứng sinh" in second
    assert "…" in second
    assert "Giấy tờ tiếp theo" in bare
    assert "Thủ tục" not in bare


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_cover_lists_every_paper_once_with_its_code_and_its_own_mark_on_each_page(size: sheets.Size) -> None:
    pdf = sheets.render(COVER, [], size)

    read = [{s.text for s in read_symbols(page) if s.format != "PatchT"} for page in scans(pdf, dpi=200)]

    assert len(read) > 1
    everywhere = {texts.COVER, COVER.procedure_code, COVER.code}
    assert all(everywhere <= page for page in read)
    listed = [text for page in read for text in page - everywhere]
    assert sorted(listed) == sorted(paper.text for paper in COVER.papers)
    assert all(f"{n}. Giấy tờ thứ {n}" in " ".join(words(pdf)) for n in range(1, 12))


def test_a_cover_without_code_and_papers_is_still_a_cover() -> None:
    bare = dataclasses.replace(COVER, papers=(), code="", procedure_code="")

    (page,) = scans(sheets.render(bare, [], sheets.A4))

    assert [s.text for s in read_symbols(page)] == [texts.COVER]


def test_equal_sheets_give_equal_bytes() -> None:
    assert sheets.render(COVER, PAPERS, sheets.A5) == sheets.render(COVER, PAPERS, sheets.A5)
