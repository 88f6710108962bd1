from __future__ import annotations

import numpy as np
import pypdfium2
import pytest

from desk_app.capture.codes.symbols import read_symbols
from desk_app.desk import separators
from desk_app.domain import codes, sheet_names, splitting
from desk_app.domain.draft import DraftComponent, PageRef
from desk_app.domain.receipt import PaperSize

PAPERS = (
    DraftComponent(id="form", name="Tờ khai đăng ký khai sinh", code="c01"),
    DraftComponent(id="birth", name="Giấy chứng sinh", code="KQ.G15.000031"),
    DraftComponent(id="card", name="Thẻ căn cước", code="c03", presented_only=True),
)


def pages(pdf: bytes) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(pdf)
    rendered = [np.squeeze(page.render(scale=150 / 72, grayscale=True).to_numpy()).copy() for page in document]
    document.close()
    return rendered


def render(**options: object) -> list[np.ndarray]:
    return pages(separators.render(PAPERS, procedure_code="1.001193", procedure_name="Khai sinh", **options))  # type: ignore[arg-type]


def test_a_scan_of_the_printed_sheets_is_split_as_they_say() -> None:
    cover, form, birth, bare = render(bare=1)
    scanned = [
        PageRef(id=str(n), raw=str(n), codes=tuple(s.text for s in read_symbols(page)))
        for n, page in enumerate([cover, np.rot90(birth, 2).copy(), bare[200:420], form, bare[200:420]])
    ]

    split = splitting.propose(scanned, PAPERS)

    assert split.separators == ("0", "1", "3")
    assert [(g.component_id, g.page_ids, g.by) for g in split.groups] == [
        ("birth", ("2",), splitting.How.CODE),
        ("form", ("4",), splitting.How.CODE),
    ]
    assert split.remarks == ()


def test_only_what_is_digitised_gets_a_sheet_and_only_what_was_chosen() -> None:
    assert len(render(cover=False)) == 2
    assert len(render(only={"birth"}, cover=False)) == 1
    assert len(render(only=set(), bare=3)) == 4
    assert len(render(only=set(), cover=False, bare=10_000)) == separators.MOST_BARE


def test_a5_is_half_as_large() -> None:
    (page,) = render(only={"form"}, cover=False, size=PaperSize.A5)

    assert page.shape[0] == pytest.approx(210 / 25.4 * 150, abs=3)


def test_the_code_of_the_dossier_is_on_the_cover() -> None:
    (cover,) = render(only=set(), dossier_code="H12.64-261123-0107")

    read = {s.text for s in read_symbols(cover)}
    assert {"H12.64-261123-0107", codes.COVER, "1.001193"} <= read
    assert sheet_names.paper_texts(PAPERS)["form"] in read


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(ValueError, match="no sheet"):
        separators.render((), procedure_code="", procedure_name="")
