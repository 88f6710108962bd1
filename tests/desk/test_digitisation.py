from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from PIL import Image

from desk_app.capture import pipeline
from desk_app.capture.errors import EmptyFile, UnreadableFile
from desk_app.desk.digitisation import IncomingFile, PagesNotReady
from desk_app.domain.draft import PageEncoding, PageRef


@pytest.fixture
def digitisation(counter: Any) -> Any:
    return counter.desk.digitisation


def _tiff(count: int) -> bytes:
    pages = [Image.new("1", (80, 110), 1) for _ in range(count)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200))
    return out.getvalue()


def test_a_file_of_several_pages_is_kept_once_and_gives_a_reference_for_each_page(
    counter: Any, digitisation: Any
) -> None:
    data = _tiff(3)

    taken = digitisation.take_in([IncomingFile("hop-dong.tif", data, source="drop")], component="c1")

    assert [(p.frame, p.component, p.source) for p in taken.pages] == [(n, "c1", "drop") for n in range(3)]
    assert len({p.raw for p in taken.pages}) == 1
    assert len({p.id for p in taken.pages}) == 3
    assert counter.store.blobs.get(taken.pages[0].raw) == data
    assert taken.rejected == ()


def test_files_that_hold_no_page_are_turned_away_one_by_one(digitisation: Any, picture: Callable[[str], bytes]) -> None:
    taken = digitisation.take_in(
        [
            IncomingFile("rong.pdf", b""),
            IncomingFile("a.jpg", picture("a")),
            IncomingFile("thu.docx", b"PK\x03\x04 not a page"),
        ]
    )

    assert len(taken.pages) == 1
    assert [(r.name, type(r.error)) for r in taken.rejected] == [("rong.pdf", EmptyFile), ("thu.docx", UnreadableFile)]


def test_a_page_is_prepared_once_for_a_recipe(counter: Any, digitisation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = counter.template.pages[0]
    assert (page.recipe, page.encoding in PageEncoding) == (pipeline.RECIPE, True)
    assert page.width_px > 0
    assert counter.store.blobs.has(page.prepared)

    monkeypatch.setattr(pipeline, "prepare", _never)
    assert digitisation.prepare(page) is page
    with pytest.raises(AssertionError):
        digitisation.prepare(dataclasses.replace(page, recipe="older"))


def _never(*args: object, **kwargs: object) -> None:
    raise AssertionError


def test_a_page_that_cannot_be_read_comes_back_with_the_reason_and_its_file_stays(
    counter: Any, digitisation: Any, picture: Callable[[str], bytes]
) -> None:
    torn = picture("a")[:-400]
    raw = counter.store.blobs.put(torn)
    page = PageRef(id="p", raw=raw)

    prepared = digitisation.prepare(page)

    assert prepared == dataclasses.replace(page, failed="UnreadableFile")
    assert counter.store.blobs.get(raw) == torn
    with pytest.raises(UnreadableFile) as why:
        digitisation.check(page)
    assert why.value.reason == "torn"


def test_a_page_prepared_at_last_has_no_failure_any_more(digitisation: Any, picture: Callable[[str], bytes]) -> None:
    (page,) = digitisation.take_in([IncomingFile("a.jpg", picture("a"))]).pages

    assert digitisation.prepare(dataclasses.replace(page, failed="MemoryError")).failed == ""


def test_pages_are_bound_to_a_pdf_of_that_many_pages(counter: Any, digitisation: Any) -> None:
    copy = digitisation.bind(counter.template.pages, title="1.001193 01 Tờ khai", subject="Đăng ký khai sinh")

    with pikepdf.open(io.BytesIO(counter.store.blobs.get(copy.sha256))) as pdf:
        assert len(pdf.pages) == copy.pages == 3
        assert str(pdf.docinfo["/Title"]) == "1.001193 01 Tờ khai"


def test_the_same_pages_at_the_same_moment_are_the_same_file(counter: Any, digitisation: Any) -> None:
    first, again = (digitisation.bind(counter.template.pages[:1], title="t", subject="s") for _ in range(2))

    assert first == again


def test_pages_that_are_not_ready_are_not_bound(counter: Any, digitisation: Any) -> None:
    unready = dataclasses.replace(counter.template.pages[0], prepared="")

    with pytest.raises(PagesNotReady) as waiting:
        digitisation.bind([unready, counter.template.pages[1]], title="t", subject="s")
    assert waiting.value.count == 1
    with pytest.raises(PagesNotReady):
        digitisation.bind([], title="t", subject="s")


def test_a_thumbnail_is_there_before_and_after_a_page_is_prepared(counter: Any, digitisation: Any) -> None:
    page = counter.template.pages[0]
    for shown in (page, dataclasses.replace(page, prepared="")):
        with Image.open(io.BytesIO(digitisation.thumbnail(shown, edge_px=64))) as small:
            assert max(small.size) <= 64
