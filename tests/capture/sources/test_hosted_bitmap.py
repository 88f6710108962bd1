from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desk_app.capture import files
from desk_app.capture.errors import DeviceFailed
from desk_app.capture.sources.hosted.bitmap import Bitmap, interleaved, png
from desk_app.capture.sources.hosted.dib import from_bmp, from_dib

SIZES = st.tuples(st.integers(1, 20), st.integers(1, 12))


def picture(width: int, height: int, channels: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


@given(SIZES, st.sampled_from((1, 3)), st.integers(0, 5), st.integers(0, 99))
def test_a_png_holds_exactly_the_pixels_whatever_fills_the_rows_up(
    size: tuple[int, int], channels: int, filling: int, seed: int
) -> None:
    pixels = picture(*size, channels, seed)
    rows = np.pad(pixels.reshape(size[1], -1), ((0, 0), (0, filling)))

    made = png(Bitmap(*size, rows.tobytes(), rows.shape[1], channels))  # type: ignore[arg-type]

    seen = np.asarray(Image.open(io.BytesIO(made)))
    assert (seen.reshape(pixels.shape) == pixels).all()


@given(SIZES, st.integers(0, 99))
def test_one_bit_pages_stay_one_bit(size: tuple[int, int], seed: int) -> None:
    pixels = picture(*size, 1, seed)[:, :, 0] > 127
    rows = np.packbits(pixels, axis=1)

    image = Image.open(io.BytesIO(png(Bitmap(*size, rows.tobytes(), rows.shape[1], depth=1))))

    assert image.mode == "1"
    assert (np.asarray(image) == pixels).all()


@pytest.mark.parametrize("dpi", [100, 150, 200, 240, 300, 400, 600])
def test_a_png_says_its_resolution(dpi: int) -> None:
    made = png(Bitmap(8, 8, bytes(64), 8, dpi=(dpi, dpi)))

    assert files.read_frame(made).dpi == dpi


def test_a_bitmap_that_does_not_hold_its_rows_cannot_be_made() -> None:
    for width, height, stride in ((9, 8, 8), (8, 9, 8), (0, 8, 8), (8, 0, 8)):
        with pytest.raises(ValueError):
            Bitmap(width, height, bytes(64), stride)


def test_three_planes_are_laid_beside_each_other() -> None:
    assert interleaved(b"ad", b"be", b"cf") == b"abcdef"


@given(SIZES, st.sampled_from(("1", "L", "P", "RGB")), st.integers(0, 99))
def test_windows_bitmaps_of_every_kind_keep_their_pixels(size: tuple[int, int], mode: str, seed: int) -> None:
    image = Image.fromarray(picture(*size, 3, seed))
    image = image.convert(mode, palette=Image.Palette.ADAPTIVE) if mode == "P" else image.convert(mode)
    stream = io.BytesIO()
    image.save(stream, "BMP", dpi=(300, 300))

    made = Image.open(io.BytesIO(png(from_bmp(stream.getvalue()))))

    assert (np.asarray(made.convert("RGB")) == np.asarray(image.convert("RGB"))).all()


def test_windows_bitmaps_with_rows_from_the_top_and_with_a_spare_byte_are_read() -> None:
    header = (40).to_bytes(4, "little") + (2).to_bytes(4, "little") + (-1).to_bytes(4, "little", signed=True)
    header += (1).to_bytes(2, "little") + (32).to_bytes(2, "little") + bytes(24)

    made = from_dib(header + bytes((3, 2, 1, 0, 6, 5, 4, 0)))

    assert bytes(made.rows) == bytes((1, 2, 3, 4, 5, 6))


@given(SIZES, st.integers(0, 60), st.integers(0, 255))
def test_a_damaged_bitmap_is_a_bitmap_or_refused(size: tuple[int, int], place: int, value: int) -> None:
    stream = io.BytesIO()
    Image.new("L", size).save(stream, "BMP")
    data = bytearray(stream.getvalue())
    data[place % len(data)] = value

    try:
        made = from_bmp(bytes(data))
    except DeviceFailed:
        return
    assert png(made)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_bitmap_or_refused(data: bytes) -> None:
    for read in (from_bmp, from_dib, lambda rest: from_bmp(b"BM" + rest)):
        try:
            made = read(data)
        except DeviceFailed:
            continue
        assert made.width > 0
