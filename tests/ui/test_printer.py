from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from reportlab.pdfgen.canvas import Canvas

from desk_app.ui import messages
from desk_app.ui.printer import FolderPrinter, PrintFailed, SystemPrinter, page_image

A4, A5_LYING = (595.28, 841.89), (595.28, 419.53)


def form(path: Path, *sizes: tuple[float, float]) -> bytes:
    canvas = Canvas(str(path))
    for number, size in enumerate(sizes):
        canvas.setPageSize(size)
        canvas.drawString(72, 200, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


def test_every_page_is_printed_in_its_own_size(qapp, tmp_path):
    target = tmp_path / "out.pdf"

    SystemPrinter(output=target).print_pdf(form(tmp_path / "in.pdf", A4, A5_LYING), title="receipt H12.64-261123-0107")

    document = QPdfDocument()
    document.load(str(target))
    sizes = [document.pagePointSize(number) for number in range(document.pageCount())]
    document.close()
    assert [(round(s.width(), -1), round(s.height(), -1)) for s in sizes] == [(600, 840), (600, 420)]


def test_paper_is_white_where_nothing_is_printed(qapp, tmp_path):
    source = tmp_path / "in.pdf"
    form(source, A4)
    document = QPdfDocument()
    document.load(str(source))

    image = page_image(document, 0, dpi=72)

    document.close()
    assert image.pixelColor(5, 5) == Qt.GlobalColor.white


def test_a_form_that_cannot_be_read_is_not_printed(qapp):
    with pytest.raises(PrintFailed) as failed:
        SystemPrinter().print_pdf(b"no pdf", title="x")

    assert failed.value.reason == "bad_pdf"


def test_a_printer_that_is_not_there_is_named(qapp, tmp_path):
    with pytest.raises(PrintFailed) as failed:
        SystemPrinter().print_pdf(form(tmp_path / "in.pdf", A4), title="x", printer="Canon LBP 2900")

    assert (failed.value.reason, failed.value.printer) == ("printer_missing", "Canon LBP 2900")
    assert "Canon LBP 2900" in messages.for_error(failed.value)


def test_a_folder_takes_the_form_as_it_is(tmp_path):
    FolderPrinter(tmp_path / "forms").print_pdf(b"%PDF-1.7 x", title="receipt TAM/1")

    (file,) = (tmp_path / "forms").iterdir()
    assert file.name == "receipt TAM-1.pdf"
    assert file.read_bytes() == b"%PDF-1.7 x"


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(PrintFailed) as failed:
        FolderPrinter(tmp_path / "file").print_pdf(b"%PDF", title="x")

    assert failed.value.reason == "not_written"
