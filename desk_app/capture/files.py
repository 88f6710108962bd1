"""Files that people bring → pages: JPEG, PNG, WebP, BMP, TIFF of many pages, PDF. Limits are checked before anything is decoded.

A page of a PDF that is nothing but one upright scanned image is that image, at its own resolution; every other page is drawn
(and so flattened: its text becomes pixels).
"""

from __future__ import annotations

import dataclasses
import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from desk_app.capture import pdf_pages
from desk_app.capture.errors import EmptyFile, TooLarge, TooManyPages, TooManyPixels, UnreadableFile
from desk_app.capture.page import Page, Pixels

# Pillow warns at 89 megapixels and refuses at 179; ours is the stricter check, made on the header of every file below.
Image.MAX_IMAGE_PIXELS = None


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """How big a file may be.

    Attributes:
        megapixels: per page.
        megabytes: per file.
    """

    megapixels: float = 100
    megabytes: float = 100
    pages: int = 500


LIMITS = Limits()
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "bmp": "BMP", "tiff": "TIFF"}
"""Kinds of image file that are read → Pillow's name."""
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff")
"""What to look for in a folder, in lower case."""

_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_ORIENTATION = 0x0112
_EXIF_IFD, _EXPOSURE, _F_NUMBER, _FOCAL_LENGTH = 0x8769, 0x829A, 0x829D, 0x920A
_TRUSTED_DPI = range(90, 2401)
_SCREEN_DPI = (90, 92, 96)
# What Pillow's decoders raise on damaged data, beside OSError.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error, ZeroDivisionError)


def load(path: Path, *, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file on disk; TooLarge is known before anything is read. OSError as the system gives it."""
    size = path.stat().st_size
    if size > limits.megabytes * 1_000_000:
        raise TooLarge(size / 1_000_000, limits.megabytes)
    return path.read_bytes()


def sniff(data: bytes) -> str:
    """What kind of file this is, by its first bytes: a key of ``FORMATS``, "pdf", "heic" or "unknown"."""
    head = data[:1024]
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")):
        return "tiff"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    if b"%PDF-" in head:
        return "pdf"
    return "bmp" if head.startswith(b"BM") else "unknown"


def count_frames(data: bytes, *, limits: Limits = LIMITS) -> int:
    """How many pages the file has.

    Raises:
        UnreadableFile: it is damaged, empty, encrypted or of a kind that is not read.
        OverLimit: it has too many bytes or pages.
    """
    kind = _checked_kind(data, limits)
    if kind == "pdf":
        frames = pdf_pages.count(data)
        if frames > limits.pages:
            raise TooManyPages(frames, limits.pages)
        return frames
    if kind != "tiff":
        return 1
    with _opened(data, kind) as image:
        return _count_tiff(image, limits)


def read_frame(data: bytes, frame: int = 0, *, limits: Limits = LIMITS) -> Page:
    """Decode one page, upright as the file says, transparent parts white.

    ``frame`` is zero-based.

    Raises:
        UnreadableFile: it is damaged, torn (ends too early), empty, encrypted, of a kind that is not read, or has no such page.
        OverLimit: it has too many bytes, or this page too many pixels.
    """
    kind = _checked_kind(data, limits)
    if kind == "pdf":
        return _read_pdf(data, frame, limits)
    if kind == "jpeg" and not _jpeg_is_whole(data):
        raise UnreadableFile(kind, "torn")
    if frame != 0 and kind != "tiff":
        raise UnreadableFile(kind, "no_such_frame")
    with _opened(data, kind) as image:
        if frame:
            _seek(image, frame)
        _check_pixels(image.size, limits)
        dpi = _dpi(image)
        quick = _jpeg_pixels(data, image) if kind == "jpeg" else None
        return Page(_pixels(image) if quick is None else quick, dpi, kind, frame)


def _checked_kind(data: bytes, limits: Limits) -> str:
    if not data:
        raise EmptyFile
    megabytes = len(data) / 1e6
    if megabytes > limits.megabytes:
        raise TooLarge(round(megabytes, 1), limits.megabytes)
    kind = sniff(data)
    if kind == "pdf" or kind in FORMATS:
        return kind
    raise UnreadableFile(kind, "unsupported")


def _check_pixels(size: tuple[int, int], limits: Limits) -> None:
    megapixels = size[0] * size[1] / 1e6
    if megapixels > limits.megapixels:
        raise TooManyPixels(round(megapixels, 1), limits.megapixels)


@contextmanager
def _opened(data: bytes, kind: str) -> Iterator[Image.Image]:
    """The image with its header read; every complaint of the decoder on the way becomes UnreadableFile."""
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as image:
            yield image
    except UnidentifiedImageError as error:
        raise UnreadableFile(kind, "damaged") from error
    except _DAMAGE as error:
        torn = "truncated" in str(error) or isinstance(error, EOFError)
        raise UnreadableFile(kind, "torn" if torn else "damaged") from error


def _seek(image: Image.Image, frame: int) -> None:
    try:
        image.seek(frame)
    except EOFError as error:
        raise UnreadableFile("tiff", "no_such_frame") from error


def _count_tiff(image: Image.Image, limits: Limits) -> int:
    """Count page by page: no endless chain of directories is walked, and Pillow's own count is wrong after a seek too far."""
    for frame in range(limits.pages + 1):
        try:
            image.seek(frame)
        except EOFError:
            return frame
    raise TooManyPages(limits.pages + 1, limits.pages)


def _jpeg_is_whole(data: bytes) -> bool:
    """Whether the picture's own data end with an end mark; a copy that broke off, or whose rest is zeros, has none.

    Within the picture's data the two bytes of the mark cannot occur, and a thumbnail with its own end lies before them.
    """
    position = 2
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return False
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == 0xDA:
            return data.find(b"\xff\xd9", position) >= 0
        alone = marker == 0x01 or 0xD0 <= marker <= 0xD8
        position += 2 if alone else 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    return False


def _dpi(image: Image.Image) -> int | None:
    """Resolution of a scan; None for a camera's picture, whose file states one that means nothing."""
    exif = image.getexif().get_ifd(_EXIF_IFD)
    if any(tag in exif for tag in (_EXPOSURE, _F_NUMBER, _FOCAL_LENGTH)):
        return None
    stated = image.info.get("dpi")
    if not stated or image.info.get("jfif_unit") == 0:
        return None
    try:
        across, down = float(stated[0]), float(stated[1])
        dpi = round(max(across, down))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if dpi not in _TRUSTED_DPI or dpi in _SCREEN_DPI or min(across, down) < 0.95 * dpi:
        return None
    return dpi


def _jpeg_pixels(data: bytes, image: Image.Image) -> Pixels | None:
    """An upright colour JPEG decoded straight into an array, which spares two copies; None for all others."""
    if image.mode != "RGB" or image.getexif().get(_ORIENTATION, 1) != 1:
        return None
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:
        return None
    if pixels is None or pixels.shape != (image.height, image.width, 3):
        return None
    return pixels


def _pixels(image: Image.Image) -> Pixels:
    """Decode to RGB: EXIF rotation undone, 16 bits brought to 8, transparency laid on white."""
    if image.mode.startswith(("I", "F")):
        return _from_deep(np.asarray(ImageOps.exif_transpose(image)))
    turned = image.getexif().get(_ORIENTATION, 1) != 1
    upright = ImageOps.exif_transpose(image) if turned else image
    if "A" in upright.getbands() or "a" in upright.getbands() or "transparency" in upright.info:
        above = upright.convert("RGBA")
        ground = Image.new("RGBA", above.size, "white")
        ground.alpha_composite(above)
        upright = ground
    return np.asarray(upright if upright.mode == "RGB" else upright.convert("RGB"))


def _from_deep(values: Pixels) -> Pixels:
    """Grey of 16 or more bits → RGB of 8."""
    deep = values.astype(np.float32)
    top = 65535.0 if deep.max(initial=0) > 255 else 255.0
    grey = np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)


def _read_pdf(data: bytes, frame: int, limits: Limits) -> Page:
    """The page's one scanned image if it is nothing else, drawn otherwise."""
    scan = pdf_pages.single_image(data, frame)
    if scan is None:
        return Page(
            pdf_pages.draw(data, frame, dpi=pdf_pages.DRAW_DPI, megapixels=limits.megapixels),
            pdf_pages.DRAW_DPI,
            "pdf",
            frame,
        )
    _check_pixels((scan.width_px, scan.height_px), limits)
    if scan.file is None:
        pixels = pdf_pages.draw(data, frame, dpi=scan.dpi, megapixels=limits.megapixels)
    else:
        inner = sniff(scan.file)
        if inner == "jpeg" and not _jpeg_is_whole(scan.file):
            raise UnreadableFile("pdf", "torn")
        with _opened(scan.file, inner) as image:
            _check_pixels(image.size, limits)
            pixels = np.asarray(image if image.mode == "RGB" else image.convert("RGB"))
    return Page(pixels, scan.dpi, "pdf", frame)
