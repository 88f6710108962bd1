"""Whatever stands in a code or looks like one: nothing fails, and nothing is taken for what it is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.capture.codes import patch, symbols, zbar
from desk_app.capture.codes.symbols import read_live, read_symbols
from desk_app.capture.page import Pixels
from desk_app.domain import codes, identity_card
from desk_app.domain.codes import CodeKind
from desk_app.domain.identity_card import IdentityCard

CARD = "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"
SEEDS = (CARD, "H12.64-261123-0107", "TAM-261123-K7QX-0003-F", "QMC-NGAN:*48201937", "1.001193", "000201A000000727")
NEAR = st.builds(
    lambda text, at, piece, length: text[:at] + piece + text[at + length :],
    st.sampled_from(SEEDS),
    st.integers(0, 80),
    st.text(max_size=6),
    st.integers(0, 6),
)
TEXTS = st.one_of(st.text(max_size=300), NEAR, st.binary(max_size=200).map(lambda data: data.decode("latin-1")))


@settings(max_examples=250)
@given(TEXTS)
def test_any_text_has_a_kind_and_every_parser_agrees_with_it(text: str) -> None:
    kind = codes.classify(text)

    assert (kind is CodeKind.PROVISIONAL) == codes.is_provisional(text)
    assert codes.parse_separator(text) is None or kind is CodeKind.SEPARATOR
    if isinstance(identity_card.read(text), IdentityCard):
        assert kind is CodeKind.IDENTITY_CARD
    if codes.parse_procedure(text):
        assert kind is CodeKind.PROCEDURE
    known = codes.normal(text)
    assert known is None or kind in (CodeKind.DOSSIER, CodeKind.PROVISIONAL)
    receipt = codes.parse_receipt_qr(text)
    assert receipt is None or codes.normal(receipt.code) == receipt.code


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_none(data: bytes) -> None:
    text = zbar.utf8(data)

    assert text is None or text.encode("utf-8") == data
    repaired = zbar.repaired(data.decode("utf-8", "replace"))
    assert repaired is None or isinstance(repaired, str)


def noise(seed: int, kind: str, height: int, width: int) -> Pixels:
    rng = np.random.default_rng(seed)
    if kind == "grains":
        return rng.integers(0, 256, (height, width), np.uint8)
    if kind == "blots":
        return cv2.resize(rng.integers(0, 256, (height // 9 + 1, width // 9 + 1), np.uint8), (width, height))
    if kind == "stripes":
        return np.repeat(rng.integers(0, 2, (1, width), np.uint8) * 255, height, axis=0)
    return np.kron(rng.integers(0, 2, (height // 4 + 1, width // 4 + 1), np.uint8) * 255, np.ones((4, 4), np.uint8))


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from(["grains", "blots", "stripes", "modules"]),
    st.integers(1, 420),
    st.integers(1, 420),
    st.booleans(),
)
def test_noise_has_no_codes(seed: int, kind: str, height: int, width: int, thorough: bool) -> None:
    picture = noise(seed, kind, height, width)

    assert not any(found.verified for found in read_symbols(picture, thorough=thorough))
    assert not any(found.verified for found in read_live(picture))
    assert patch.find(picture) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 5000), (5000, 1), (23, 23), (24, 4000)])
def test_pictures_of_odd_shape_are_no_trouble(shape: tuple[int, int]) -> None:
    for level in (0, 255):
        assert read_symbols(np.full(shape, level, np.uint8)) == ()
        assert read_live(np.full((*shape, 3), level, np.uint8)) == ()


def test_every_symbol_that_counts_has_a_kind() -> None:
    for text in SEEDS:
        made = symbols._symbol("QRCode", text, ((0, 0), (1, 0), (1, 1), (0, 1)), "zxing")
        assert made.verified == (made.kind is not CodeKind.UNKNOWN)
