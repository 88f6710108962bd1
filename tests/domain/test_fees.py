from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.dossier import FeeLine
from desk_app.domain.errors import InvalidValue
from desk_app.domain.fees import amount_in_words, lines_for, total_vnd
from desk_app.domain.procedure import Channel, FeeItem, Procedure


@pytest.mark.parametrize(
    ("vnd", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (105, "Một trăm linh năm đồng"),
        (8000, "Tám nghìn đồng"),
        (20_000, "Hai mươi nghìn đồng"),
        (150_000, "Một trăm năm mươi nghìn đồng"),
        (200_001, "Hai trăm nghìn không trăm linh một đồng"),
        (1_005_000, "Một triệu không trăm linh năm nghìn đồng"),
        (1_000_014, "Một triệu không trăm mười bốn đồng"),
        (2_000_000_000, "Hai tỷ đồng"),
        (1_000_000_024, "Một tỷ không trăm hai mươi tư đồng"),
        (3_500_000_000_000, "Ba nghìn năm trăm tỷ đồng"),
    ],
)
def test_amounts_in_words(vnd: int, words: str) -> None:
    assert amount_in_words(vnd) == words


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(InvalidValue):
        amount_in_words(-1)


DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
VALUES = {word: n for n, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}


def value_of(words: str) -> int:
    total = billions = group = digit = 0
    for word in words.lower().removesuffix(" đồng").split():
        if word in VALUES:
            digit = VALUES[word]
        elif word == "trăm":
            group, digit = digit * 100, 0
        elif word in ("mươi", "mười"):
            group, digit = group + (digit or 1) * 10, 0
        elif word in ("nghìn", "triệu"):
            total, group, digit = total + (group + digit) * (1000 if word == "nghìn" else 1_000_000), 0, 0
        elif word == "tỷ":
            billions, total, group, digit = (billions + total + group + digit) * 1_000_000_000, 0, 0, 0
    return billions + total + group + digit


@given(st.integers(0, 10**15))
def test_words_read_back_are_the_amount(vnd: int) -> None:
    assert value_of(amount_in_words(vnd)) == vnd


PROCEDURE = Procedure(
    code="1.004222",
    name="Đăng ký thường trú",
    fees=(
        FeeItem(name="Lệ phí trực tiếp", amount_vnd=20_000, channel=Channel.DIRECT),
        FeeItem(name="Lệ phí trực tuyến", amount_vnd=10_000, channel=Channel.ONLINE),
        FeeItem(name="Phí theo HĐND tỉnh", amount_vnd=None, note="theo nghị quyết"),
        FeeItem(name="Phí cấp lại", amount_vnd=5_000, case="again"),
    ),
)


def test_fee_lines_are_those_of_channel_and_case() -> None:
    lines = lines_for(PROCEDURE, Channel.DIRECT, None)

    assert lines == (
        FeeLine(name="Lệ phí trực tiếp", amount_vnd=20_000),
        FeeLine(name="Phí theo HĐND tỉnh", amount_vnd=None, note="theo nghị quyết"),
    )
    assert [line.amount_vnd for line in lines_for(PROCEDURE, Channel.ONLINE, "again")] == [10_000, None, 5_000]


def test_a_total_is_known_only_if_all_amounts_are() -> None:
    lines = lines_for(PROCEDURE, Channel.DIRECT, None)

    assert total_vnd(lines) is None
    assert total_vnd(lines[:1]) == 20_000
    assert total_vnd(()) == 0
