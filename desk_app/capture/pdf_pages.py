"""Pages of PDF files: how many, drawn as pixels, and whether a page is nothing but one scanned image."""

from __future__ import annotations

import dataclasses
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pikepdf
import pypdfium2

from desk_app.capture.errors import EncryptedPdf, TooManyPixels, UnreadableFile
from desk_app.capture.page import Pixels

DRAW_DPI = 300
_LOWEST_DRAW_DPI = 200
_POINTS_PER_INCH = 72
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_MOST_OPERATORS = 20_000
# PDFium keeps global state: one thread at a time in the whole process.
_pdfium = threading.Lock()
# Painting nothing: state, clipping, marked content, text state (invisible text lies over scans that were recognised).
# fmt: off
_HARMLESS = frozenset((
    "q", "Q", "gs", "w", "J", "j", "M", "d", "ri", "i", "W", "W*", "n", "re", "m", "l",
    "h", "BT", "ET", "Tf", "Tm", "Td", "TD", "T*", "Tc", "Tw", "Tz", "TL", "Ts", "BMC", "BDC", "EMC",
    "MP", "DP", "g", "G", "rg", "RG", "k", "K", "cs", "CS",
))
# fmt: on
_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_INVISIBLE = 3


@dataclasses.dataclass(frozen=True, slots=True)
class EmbeddedScan:
    """The one image that a page consists of.

    Attributes:
        file: the image as a file of its own (JPEG or TIFF), None when only a PDF reader can decode it.
        dpi: pixels per inch of the page.
    """

    width_px: int
    height_px: int
    dpi: int
    file: bytes | None


def count(data: bytes) -> int:
    """How many pages.

    Raises:
        UnreadableFile: it is damaged, or encrypted (EncryptedPdf).
    """
    with _document(data) as document:
        return len(document)


def draw(data: bytes, frame: int, *, dpi: int, megapixels: float) -> Pixels:
    """Draw a page on white, with its annotations and filled-in fields.

    A page too large for the limit at ``dpi`` is refused before a pixel is drawn.

    Raises:
        UnreadableFile: it is damaged, encrypted (EncryptedPdf), or has no such page.
        TooManyPixels: the page is too large.
    """
    with _document(data) as document:
        if not 0 <= frame < len(document):
            raise UnreadableFile("pdf", "no_such_frame")
        document.init_forms()
        page = document[frame]
        try:
            width, height = page.get_size()
            found = width * height * (dpi / _POINTS_PER_INCH) ** 2 / 1e6
            if found > megapixels:
                raise TooManyPixels(round(found, 1), megapixels)
            bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True, fill_color=(255, 255, 255, 255))
            pixels: Pixels = np.array(bitmap.to_numpy()[:, :, :3])
            bitmap.close()
        finally:
            page.close()
    return pixels


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise EncryptedPdf from error
            raise UnreadableFile("pdf", "damaged") from error
        try:
            yield document
        except pypdfium2.PdfiumError as error:
            raise UnreadableFile("pdf", "damaged") from error
        finally:
            document.close()


def single_image(data: bytes, frame: int) -> EmbeddedScan | None:
    """The image, when the page is nothing but one upright, unmasked image that fills it; None otherwise.

    Raises:
        UnreadableFile: it is damaged, or encrypted (EncryptedPdf), or has no such page.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not 0 <= frame < len(pdf.pages):
                raise UnreadableFile("pdf", "no_such_frame")
            return _single_image(pdf.pages[frame])
    except pikepdf.PasswordError as error:
        raise EncryptedPdf from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, NotImplementedError):
        return None  # what qpdf cannot follow PDFium may still draw


def _single_image(page: pikepdf.Page) -> EmbeddedScan | None:
    if int(page.obj.get("/Rotate", 0)) % 360 or float(page.obj.get("/UserUnit", 1)) != 1 or "/Annots" in page.obj:
        return None
    drawn = _only_image_drawn(page)
    if drawn is None:
        return None
    image, matrix = drawn
    box = [float(value) for value in page.cropbox]
    width_pt, height_pt = box[2] - box[0], box[3] - box[1]
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) < 0.01 and abs(matrix.c) < 0.01
    fills = (
        abs(matrix.a - width_pt) < 0.02 * width_pt
        and abs(matrix.d - height_pt) < 0.02 * height_pt
        and abs(matrix.e - box[0]) < 0.02 * width_pt
        and abs(matrix.f - box[1]) < 0.02 * height_pt
    )
    if (
        not (upright and fills)
        or any(key in image for key in ("/SMask", "/Mask", "/Decode"))
        or image.get("/ImageMask")
    ):
        return None
    width_px, height_px = int(image.Width), int(image.Height)
    dpi = round(width_px / matrix.a * _POINTS_PER_INCH)
    if not _LOWEST_DRAW_DPI // 2 <= dpi <= 2400 or abs(height_px / matrix.d * _POINTS_PER_INCH - dpi) > 0.05 * dpi:
        return None
    return EmbeddedScan(width_px, height_px, dpi, _as_file(image))


def _only_image_drawn(page: pikepdf.Page) -> tuple[Any, pikepdf.Matrix] | None:
    """The image and where it lies, if the page's content paints just that."""
    named: Any = page.resources.get("/XObject", {})
    matrices = [pikepdf.Matrix()]
    found: tuple[Any, pikepdf.Matrix] | None = None
    render_mode = 0
    for number, instruction in enumerate(pikepdf.parse_content_stream(page)):
        operands, name = instruction.operands, str(instruction.operator)
        if number > _MOST_OPERATORS:
            return None
        match name:
            case "q":
                matrices.append(matrices[-1])
            case "Q" if len(matrices) > 1:
                matrices.pop()
            case "cm":
                matrices[-1] = pikepdf.Matrix(*(float(value) for value in operands)) @ matrices[-1]
            case "Do":
                image = named.get(str(operands[0]))
                if found is not None or image is None or image.get("/Subtype") != "/Image":
                    return None
                found = image, matrices[-1]
            case "Tr":
                render_mode = int(operands[0])
            case _ if name in _TEXT and render_mode == _INVISIBLE:
                pass
            case _ if name not in _HARMLESS:
                return None
    return found


def _as_file(image: Any) -> bytes | None:
    """JPEG data as they are when their colours are plain; fax data in a TIFF; None for the rest."""
    filters = image.get("/Filter")
    if isinstance(filters, pikepdf.Array):
        filters = filters[0] if len(filters) == 1 else None
    colours = image.get("/ColorSpace")
    if isinstance(colours, pikepdf.Array):
        plain = len(colours) == 2 and colours[0] == "/ICCBased" and int(colours[1].N) in (1, 3)
    else:
        plain = colours in ("/DeviceRGB", "/DeviceGray")
    if not plain:
        return None
    if filters == "/DCTDecode":
        return bytes(image.read_raw_bytes())
    if filters == "/CCITTFaxDecode":
        out = io.BytesIO()
        pikepdf.PdfImage(image).extract_to(stream=out)
        return out.getvalue()
    return None
