"""Pages of marks → the bytes of a PDF: fonts embedded, the same input always the same bytes, nothing personal in its metadata."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from desk_app.forms import fonts
from desk_app.forms.fonts import Face
from desk_app.forms.page import Fill, Page, Stroke, Word


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What the PDF says about itself; the title is the form's name and the dossier's code, never a person."""

    title: str
    subject: str
    author: str
    creator: str


def write(pages: Sequence[Page], properties: Properties) -> bytes:
    """The PDF. Equal pages and properties give equal bytes."""
    target = io.BytesIO()
    # Without a font of ours from the start, an unembedded Helvetica stays behind in the resources of each page.
    canvas = Canvas(
        target,
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=fonts.load(Face.REGULAR),  # type: ignore[arg-type]  # the stubs mistake it for a number
        initialFontSize=10,
        lang="vi-VN",
    )
    canvas.setTitle(properties.title)
    canvas.setSubject(properties.subject)
    canvas.setAuthor(properties.author)
    canvas.setCreator(properties.creator)
    canvas.setProducer("ReportLab PDF Library")
    # Forms are measured in millimetres: a viewer that shrinks them to fit makes bars too thin to read.
    canvas.setViewerPreference("PrintScaling", "None")
    for page in pages:
        _draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw(canvas: Canvas, page: Page) -> None:
    canvas.setPageSize((page.width, page.height))
    for mark in page.marks:
        match mark:
            case Word():
                canvas.setFont(fonts.load(mark.face), mark.size)
                canvas.drawString(mark.x, page.height - mark.y, mark.text)
            case Stroke():
                _stroke(canvas, mark, page.height)
            case Fill():
                _fill(canvas, mark, page.height)


def _stroke(canvas: Canvas, stroke: Stroke, height: float) -> None:
    canvas.saveState()
    canvas.setLineWidth(stroke.width)
    if stroke.dots:
        canvas.setLineCap(1)
        canvas.setDash([0, 2.4])
    elif stroke.dashes:
        canvas.setDash([3, 3])
    canvas.line(stroke.x1, height - stroke.y1, stroke.x2, height - stroke.y2)
    canvas.restoreState()


def _fill(canvas: Canvas, fill: Fill, height: float) -> None:
    path = canvas.beginPath()
    for rect in fill.rects:
        path.rect(rect.left, height - rect.bottom, rect.width, rect.height)
    canvas.drawPath(path, stroke=0, fill=1)
