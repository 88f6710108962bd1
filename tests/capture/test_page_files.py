from __future__ import annotations

import datetime as dt
import io
import struct
import zlib

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desk_app.capture import encode, files
from desk_app.capture.errors import (
    CaptureError,
    EmptyFile,
    EncryptedPdf,
    TooLarge,
    TooManyPages,
    TooManyPixels,
    UnreadableFile,
)
from desk_app.capture.files import Limits, count_frames, read_frame, sniff
from desk_app.documents.assemble import BoundPage, assemble

MARK = (200, 30, 40)


def picture(width: int = 120, height: int = 160) -> Image.Image:
    """White with a red patch in the upper left quarter, so that every turn shows."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(MARK, (10, 10, width // 2, height // 2))
    return image


def saved(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, kind, **options)
    return out.getvalue()


def is_red(pixels: np.ndarray, x: int, y: int) -> bool:
    r, g, b = (int(v) for v in pixels[y, x])
    return r > 150 and g < 90 and b < 90


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_every_kind_of_image_is_read_as_rgb(kind: str) -> None:
    data = saved(kind)

    page = read_frame(data)

    assert (page.width_px, page.height_px) == (120, 160)
    assert is_red(page.pixels, 20, 20)
    assert count_frames(data) == 1
    assert page.source == sniff(data)


def test_the_file_is_known_by_its_bytes_not_by_a_name() -> None:
    assert sniff(b"%PDF-1.7\n") == "pdf"
    assert sniff(b"\0\0\0\x18ftypheic") == "heic"
    assert sniff(b"hello") == "unknown"


def test_the_turn_a_phone_wrote_down_is_undone() -> None:
    image = picture()
    exif = image.getexif()
    exif[0x0112] = 6  # turn clockwise to see it upright

    page = read_frame(saved("JPEG", image, exif=exif))

    assert (page.width_px, page.height_px) == (160, 120)
    assert is_red(page.pixels, 140, 20)


def test_a_scanners_resolution_is_kept_and_a_cameras_is_not() -> None:
    image = picture()
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x829A] = 0.01

    assert read_frame(saved("JPEG", dpi=(300, 300))).dpi == 300
    assert read_frame(saved("TIFF", dpi=(200, 200))).dpi == 200
    assert read_frame(saved("JPEG", image, dpi=(300, 300), exif=exif)).dpi is None
    assert read_frame(saved("JPEG", dpi=(72, 72))).dpi is None
    assert read_frame(saved("JPEG", dpi=(204, 98))).dpi is None


def test_what_is_transparent_becomes_white() -> None:
    image = picture().convert("RGBA")
    image.putalpha(0)

    assert (read_frame(saved("PNG", image)).pixels == 255).all()


def test_sixteen_bit_grey_keeps_its_tones() -> None:
    deep = Image.fromarray((np.arange(256, dtype=np.uint16) * 257)[None].repeat(4, axis=0))

    pixels = read_frame(saved("PNG", deep)).pixels

    assert pixels[0, :, 0].tolist() == list(range(256))


@pytest.mark.parametrize("compression", ["group4", "jpeg", "tiff_lzw"])
def test_pages_of_a_tiff_are_read_one_by_one(compression: str) -> None:
    mode = "1" if compression == "group4" else "RGB"
    pages = [picture(100 + 10 * n, 140).convert(mode) for n in range(3)]
    data = saved("TIFF", pages[0], save_all=True, append_images=pages[1:], compression=compression, dpi=(300, 300))

    assert count_frames(data) == 3
    assert [read_frame(data, n).width_px for n in range(3)] == [100, 110, 120]
    assert read_frame(data, 2).frame == 2
    with pytest.raises(UnreadableFile) as refusal:
        read_frame(data, 3)
    assert refusal.value.reason == "no_such_frame"


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(EmptyFile):
        read_frame(b"")


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.97])
def test_a_torn_jpeg_is_refused_and_not_shown_half_grey(keep: float) -> None:
    data = saved("JPEG", Image.effect_noise((400, 400), 60).convert("RGB"))

    with pytest.raises(UnreadableFile) as refusal:
        read_frame(data[: int(len(data) * keep)])

    assert (refusal.value.kind, refusal.value.reason) == ("jpeg", "torn")


def test_a_jpeg_whose_rest_is_zeros_is_refused() -> None:
    data = saved("JPEG", Image.effect_noise((400, 400), 60).convert("RGB"))
    half = len(data) // 2

    with pytest.raises(UnreadableFile):
        read_frame(data[:half] + bytes(len(data) - half))


def test_a_jpeg_with_a_thumbnail_is_not_taken_for_whole_because_of_it() -> None:
    image = picture(400, 400)
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x927C] = saved("JPEG", picture(60, 60))
    data = saved("JPEG", image, exif=exif)

    assert read_frame(data).width_px == 400
    with pytest.raises(UnreadableFile):
        read_frame(data[:-200])


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP"])
def test_other_torn_images_are_refused(kind: str) -> None:
    data = saved(kind, Image.effect_noise((300, 300), 60).convert("RGB"))

    with pytest.raises(UnreadableFile):
        read_frame(data[: len(data) // 2])


def test_heic_is_named_so_that_the_person_can_be_told() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        read_frame(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))

    assert (refusal.value.kind, refusal.value.reason) == ("heic", "unsupported")


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims to be huge and holds nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def test_two_hundred_megapixels_are_refused_by_the_header_alone() -> None:
    with pytest.raises(TooManyPixels) as refusal:
        read_frame(bomb(20_000, 10_000))

    assert refusal.value.megapixels == 200


def test_a_later_page_of_a_tiff_is_measured_too() -> None:
    pages = [picture(), picture(400, 400)]
    data = saved("TIFF", pages[0], save_all=True, append_images=pages[1:])
    limits = Limits(megapixels=0.1)

    assert read_frame(data, 0, limits=limits).width_px == 120
    with pytest.raises(TooManyPixels):
        read_frame(data, 1, limits=limits)


def test_too_many_bytes_and_too_many_pages_are_refused() -> None:
    pages = [picture(8, 8)] * 4
    data = saved("TIFF", pages[0], save_all=True, append_images=pages[1:])

    with pytest.raises(TooLarge):
        count_frames(data, limits=Limits(megabytes=0.0001))
    with pytest.raises(TooManyPages):
        count_frames(data, limits=Limits(pages=3))
    assert count_frames(data, limits=Limits(pages=4)) == 4


def pdf_of(*contents: tuple[bytes, tuple[float, float]], rotate: int = 0) -> bytes:
    """A PDF with these content streams and page sizes in points."""
    with pikepdf.new() as pdf:
        for content, (width, height) in contents:
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page, MediaBox=[0, 0, width, height], Resources=pikepdf.Dictionary(), Rotate=rotate
            )
            page.Contents = pdf.make_stream(content)
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def bound(data: bytes, encoding: str, size: tuple[int, int], dpi: int) -> bytes:
    page = BoundPage(data=data, encoding=encoding, width_px=size[0], height_px=size[1], dpi=dpi)
    made = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    return assemble([page], title="t", subject="", created_at=made, creator="c")


def test_a_drawn_page_has_white_ground_and_three_hundred_dpi() -> None:
    data = pdf_of((b"1 0 0 rg 36 200 72 72 re f", (288, 288)), (b"", (144, 72)))

    page = read_frame(data, 0)

    assert count_frames(data) == 2
    assert (page.width_px, page.height_px, page.dpi) == (1200, 1200, 300)
    assert tuple(page.pixels[1100, 1100]) == (255, 255, 255)
    assert tuple(page.pixels[200, 300]) == (255, 0, 0)


def test_the_turn_of_a_pdf_page_is_obeyed() -> None:
    assert read_frame(pdf_of((b"", (144, 72)), rotate=90)).width_px == 300


def test_a_scanned_pdf_page_is_its_own_image_at_its_own_resolution() -> None:
    jpeg, _ = encode.jpeg(np.array(picture(240, 320)), dpi=150, budget=10**6)
    data = bound(jpeg, "jpeg", (240, 320), 150)

    page = read_frame(data)

    assert (page.width_px, page.height_px, page.dpi) == (240, 320, 150)
    assert (page.pixels == read_frame(jpeg).pixels).all()


def test_a_faxed_pdf_page_is_its_own_image_too() -> None:
    ink = np.zeros((320, 240), bool)
    ink[40:80, 30:200] = True
    data = bound(encode.group4(ink, dpi=200), "g4", (240, 320), 200)

    page = read_frame(data)

    assert page.dpi == 200
    assert ((page.pixels[:, :, 0] == 0) == ink).all()


def with_page_content(data: bytes, change: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.obj.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + change)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_scan_that_somebody_drew_on_is_drawn_with_what_was_added() -> None:
    jpeg, _ = encode.jpeg(np.full((320, 240, 3), 255, np.uint8), dpi=150, budget=10**6)
    data = with_page_content(bound(jpeg, "jpeg", (240, 320), 150), b"1 0 0 rg 0 0 40 40 re f")

    page = read_frame(data)

    assert page.dpi == 300
    assert is_red(page.pixels, 20, page.height_px - 20)


def test_an_encrypted_pdf_asks_for_its_password() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="owner"))

    with pytest.raises(EncryptedPdf):
        count_frames(out.getvalue())
    with pytest.raises(EncryptedPdf):
        read_frame(out.getvalue())


def test_a_pdf_page_as_big_as_a_wall_is_refused_before_it_is_drawn() -> None:
    with pytest.raises(TooManyPixels):
        read_frame(pdf_of((b"", (14_000, 14_000))))


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        count_frames(b"%PDF-1.7\nnothing here")


def test_reading_leaves_nothing_of_pillows_own_limit_in_the_way() -> None:
    assert Image.MAX_IMAGE_PIXELS is None
    assert files.LIMITS.megapixels == 100


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow grumbles about damaged TIFF tags before it gives up
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_gives_a_page_or_a_refusal_never_another_error(choice: st.DataObject) -> None:
    kind = choice.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF", "BMP", "PDF"]))
    data = bytearray(saved(kind, picture(40, 50)))
    for _ in range(choice.draw(st.integers(1, 12))):
        data[choice.draw(st.integers(0, len(data) - 1))] = choice.draw(st.integers(0, 255))

    try:
        count_frames(bytes(data))
        page = read_frame(bytes(data))
    except CaptureError:
        return
    assert page.pixels.ndim == 3
