"""Prepared pages → one PDF/A-2b. The JPEG and Group 4 data go in untouched, every page has the size its paper had."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, ImageCms

from desk_app.capture.encode import g4_strip
from desk_app.capture.page import Encoding

LANGUAGE = "vi-VN"
PRODUCER = "Quầy Một Cửa"
_POINTS_PER_INCH = 72
_SRGB_NAME = "sRGB IEC61966-2.1"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BoundPage:
    """A prepared page to be bound.

    Attributes:
        data: the JPEG file, or the one-strip Group 4 TIFF that ``capture.encode`` makes.
        dpi: pixels per inch of the paper; decides the size of the PDF page.
    """

    data: bytes
    encoding: Encoding
    width_px: int
    height_px: int
    dpi: int


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
        for index, page in enumerate(pages):
            _add_page(pdf, _image(pdf, page, index), page)
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


def _add_page(pdf: pikepdf.Pdf, image: pikepdf.Stream, page: BoundPage) -> None:
    width, height = (round(px * _POINTS_PER_INCH / page.dpi, 3) for px in (page.width_px, page.height_px))
    content = f"q {width:g} 0 0 {height:g} 0 0 cm /Im0 Do Q".encode("ascii")
    pdf.pages.append(
        pikepdf.Page(
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Page,
                    MediaBox=[0, 0, width, height],
                    Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image))),
                    Contents=pdf.make_stream(content),
                )
            )
        )
    )


def _image(pdf: pikepdf.Pdf, page: BoundPage, index: int) -> pikepdf.Stream:
    common = {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": page.width_px,
        "Height": page.height_px,
    }
    if page.encoding == "g4":
        try:
            strip = g4_strip(page.data)
        except (ValueError, KeyError, OSError) as error:
            raise WrongPage(index, "damaged") from error
        _same_size(index, page, (strip.width_px, strip.height_px))
        fax = pikepdf.Dictionary(K=-1, Columns=page.width_px, Rows=page.height_px, BlackIs1=False)
        return pikepdf.Stream(
            pdf,
            strip.data,
            **common,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=1,
            Filter=pikepdf.Name.CCITTFaxDecode,
            DecodeParms=fax,
        )
    return pikepdf.Stream(
        pdf,
        page.data,
        **common,
        ColorSpace=_jpeg_colours(page, index),
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def _jpeg_colours(page: BoundPage, index: int) -> pikepdf.Name:
    try:
        with Image.open(io.BytesIO(page.data), formats=["JPEG"]) as image:
            _same_size(index, page, image.size)
            mode = image.mode
    except OSError as error:
        raise WrongPage(index, "damaged") from error
    match mode:
        case "RGB":
            return pikepdf.Name.DeviceRGB
        case "L":
            return pikepdf.Name.DeviceGray
        case _:
            raise WrongPage(index, "colour")


def _same_size(index: int, page: BoundPage, size: tuple[int, int]) -> None:
    if size != (page.width_px, page.height_px):
        raise WrongPage(index, "size")


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
