from __future__ import annotations

import dataclasses
import io
from typing import Any

import pytest
from PIL import Image

from desk_app.capture import recognition as engine_module
from desk_app.capture import simulated
from desk_app.capture.recognition import RecognitionFailed, Word
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.recognition import Recognition
from desk_app.domain.dossier import ExtractedKind
from desk_app.domain.draft import PageRef
from desk_app.lanes import CancelToken

LINES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "GIẤY XÁC NHẬN", "Số: 33/UBND-XN")


class ScriptedEngine:
    """Reads the same lines on every page, or fails."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.pictures: list[tuple[int, int]] = []

    def words(self, picture: bytes, *, dpi: int, cancel: CancelToken) -> tuple[Word, ...]:
        with Image.open(io.BytesIO(picture)) as image:
            self.pictures.append((image.width, dpi))
        if self.fails:
            raise RecognitionFailed("ended")
        return tuple(
            Word(text, 0.1, 0.1 * n, 0.1, 0.05, line=n, sure=90.0)
            for n, line in enumerate(LINES)
            for text in line.split()
        )


def page_of(counter: Any) -> PageRef:
    (page,) = counter.template.pages[:1]
    return page


def reading(counter: Any, engine: object | None, *, wanted: bool = True) -> Recognition:
    return Recognition(counter.store.blobs, wanted=lambda: wanted, find=lambda: engine)  # type: ignore[arg-type, return-value]


def test_a_page_that_was_read_has_its_words_on_disk(counter: Any) -> None:
    use = reading(counter, ScriptedEngine())

    page = use.read(page_of(counter), cancel=CancelToken())

    assert page.text
    assert engine_module.lines_of(use.words(page)) == LINES
    assert dataclasses.replace(page, text="") == page_of(counter)


def test_the_engine_sees_the_prepared_page_whole(counter: Any) -> None:
    engine = ScriptedEngine()
    page = page_of(counter)

    reading(counter, engine).read(page, cancel=CancelToken())

    assert engine.pictures == [(page.width_px, page.dpi)]


@pytest.mark.parametrize("engine", [None, ScriptedEngine(fails=True)])
def test_without_words_the_page_stays_as_it_is(counter: Any, engine: object) -> None:
    page = page_of(counter)

    assert reading(counter, engine).read(page, cancel=CancelToken()) == page


def test_an_office_may_do_without(counter: Any) -> None:
    engine = ScriptedEngine()

    assert reading(counter, engine, wanted=False).read(page_of(counter), cancel=CancelToken()) == page_of(counter)
    assert engine.pictures == []


def test_what_a_paper_says_is_proposed_from_all_its_pages(counter: Any) -> None:
    use = reading(counter, ScriptedEngine())
    page = use.read(page_of(counter), cancel=CancelToken())

    proposed = {p.fact.kind: p.fact.value for p in use.proposals([page])}

    assert proposed == {ExtractedKind.PAPER_NAME: "GIẤY XÁC NHẬN", ExtractedKind.NUMBER: "33/UBND-XN"}


@pytest.mark.words
def test_a_scan_is_read_by_tesseract_where_it_is_installed(counter: Any) -> None:
    use = Recognition(counter.store.blobs)
    if not use.is_possible:
        pytest.skip("Tesseract with Vietnamese data is not installed")
    sheet = simulated.document_page(("QUYẾT ĐỊNH", "Số: 214/QĐ-UBND"), stamp=False, signature=False, dpi=200)
    taken = counter.desk.digitisation.take_in([IncomingFile("", simulated.jpeg_file(sheet, dpi=200))])
    page = use.read(counter.desk.digitisation.prepare(taken.pages[0]), cancel=CancelToken())

    proposed = {p.fact.kind: p.fact.value for p in use.proposals([page])}

    assert proposed[ExtractedKind.NUMBER] == "214/QĐ-UBND"
