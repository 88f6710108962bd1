"""Prepared pages → one PDF/A-2b. The JPEG and Group 4 data go in untouched, every page has the size its paper had.

The file is built plainly – one cross-reference table, no object streams, no transparency – so that a signature appended later
changes nothing of it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from typing import assert_never

import pikepdf
from PIL import ImageCms

from desk_app.capture.page import Encoding
from desk_app.documents.painting import NotPaintable, Painting
from desk_app.documents.words import TextBox as TextBox
from desk_app.documents.words import WordFont
from desk_app.documents.words import content as content_of_words

LANGUAGE = "vi-VN"
PRODUCER = "Quầy Một Cửa"
_SRGB_NAME = "sRGB IEC61966-2.1"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BoundPage:
    """A prepared page to be bound.

    Attributes:
        data: the JPEG file, the one-strip Group 4 TIFF that ``capture.encode`` makes, or what ``capture.layers`` packs.
        dpi: pixels per inch of the paper; decides the size of the PDF page.
        words: what was recognised on it; written unseen, so that the copy can be searched.
    """

    data: bytes
    encoding: Encoding
    width_px: int
    height_px: int
    dpi: int
    words: tuple[TextBox, ...] = ()


class AssemblyError(Exception):
    """Base of what can go wrong while binding.

    ::

        AssemblyError
        ├── NothingToBind   no pages were given
        ├── WrongPage       a page is not what it says it is (index, reason)
        └── NotAPdf         the bytes to be counted are no PDF
    """


class NothingToBind(AssemblyError):
    """No pages were given; a document without pages is not a document."""


class WrongPage(AssemblyError):
    """A page's bytes are not what its description says.

    Attributes:
        index: zero-based position among the pages.
        reason: stable key: "damaged", "size", "colour".
    """

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(f"page {index}: {reason}")
        self.index = index
        self.reason = reason


class NotAPdf(AssemblyError):
    """The bytes are no PDF that can be opened."""


def assemble(pages: Sequence[BoundPage], *, title: str, subject: str, created_at: dt.datetime, creator: str) -> bytes:
    """Bind pages into a PDF/A-2b (ISO 19005-2, level B).

    The same pages and words give the same bytes, whenever and wherever: what is uploaded twice is seen to be the same.

    Args:
        pages: in reading order.
        title: NFC; shown in the title bar of readers and kept in the XMP metadata.
        subject: NFC; may be empty.
        created_at: aware; when the copy was made, to the second.
        creator: name of the program or person that made the copy.

    Raises:
        NothingToBind: ``pages`` is empty.
        WrongPage: a page's bytes do not match its description.
    """
    if not pages:
        raise NothingToBind
    with pikepdf.new() as pdf:
        profile = pdf.make_indirect(_srgb(pdf))
        font, font_at = WordFont(), pdf.make_indirect(pikepdf.Dictionary())
        for index, page in enumerate(pages):
            _add_page(pdf, _painted(pdf, page, index), page.words, font, font_at)
        if any(page.words for page in pages):
            font.write(pdf, font_at)
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(_output_intent(profile))])
        pdf.Root.Lang = pikepdf.String(LANGUAGE)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        _describe(pdf, title=title, subject=subject, created_at=created_at, creator=creator)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=True,
            fix_metadata_version=False,
            deterministic_id=True,
        )
    return out.getvalue()


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has.

    Raises:
        NotAPdf: it cannot be opened.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return len(document.pages)
    except pikepdf.PdfError as error:
        raise NotAPdf from error


def _painted(pdf: pikepdf.Pdf, page: BoundPage, index: int) -> Painting:
    painting = Painting(pdf, width_px=page.width_px, height_px=page.height_px, dpi=page.dpi)
    try:
        match page.encoding:
            case "jpeg":
                painting.jpeg(page.data)
            case "g4":
                painting.group4(page.data)
            case "layered":
                painting.layers(page.data)
            case _:
                assert_never(page.encoding)
    except NotPaintable as error:
        raise WrongPage(index, error.reason) from error
    return painting


def _add_page(
    pdf: pikepdf.Pdf, painting: Painting, words: Sequence[TextBox], font: WordFont, font_at: pikepdf.Object
) -> None:
    resources = pikepdf.Dictionary(XObject=painting.images)
    content = painting.content
    if words:
        resources.Font = pikepdf.Dictionary(F0=font_at)
        content += b"\n" + content_of_words(words, font, height_pt=painting.height_pt)
    pdf.pages.append(
        pikepdf.Page(
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Page,
                    MediaBox=[0, 0, painting.width_pt, painting.height_pt],
                    Resources=resources,
                    Contents=pdf.make_stream(content),
                )
            )
        )
    )


def _srgb(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # The profile says when it was made (bytes 24–35); the same document must have the same bytes tomorrow.
    profile[24:36] = bytes((0x07, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    profile[84:100] = bytes(16)
    return pikepdf.Stream(pdf, bytes(profile), N=3, Alternate=pikepdf.Name.DeviceRGB)


def _output_intent(profile: pikepdf.Object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=_SRGB_NAME,
        Info=_SRGB_NAME,
        RegistryName="http://www.color.org",
        DestOutputProfile=profile,
    )


def _describe(pdf: pikepdf.Pdf, *, title: str, subject: str, created_at: dt.datetime, creator: str) -> None:
    """Write the same facts into the XMP metadata and the information dictionary; PDF/A wants them equal."""
    moment = created_at.replace(microsecond=0)
    iso = moment.isoformat()
    offset = moment.strftime("%z")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["pdfaid:part"] = "2"
        xmp["pdfaid:conformance"] = "B"
        xmp["dc:title"] = title
        xmp["dc:language"] = {LANGUAGE}
        xmp["dc:format"] = "application/pdf"
        if subject:
            xmp["dc:description"] = subject
        xmp["xmp:CreatorTool"] = creator
        xmp["xmp:CreateDate"] = iso
        xmp["xmp:ModifyDate"] = iso
        xmp["pdf:Producer"] = PRODUCER
    info = pdf.docinfo
    info["/Title"] = title
    if subject:
        info["/Subject"] = subject
    info["/Creator"] = creator
    info["/Producer"] = PRODUCER
    for key in ("/CreationDate", "/ModDate"):
        info[key] = f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
