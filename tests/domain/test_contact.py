from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.contact import missing_digits, normal_phone, valid_email


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0918 224 199", "0918224199"),
        ("0918.224.199", "0918224199"),
        ("+84918224199", "0918224199"),
        ("84918224199", "0918224199"),
        ("0084 918-224-199", "0918224199"),
        ("(+84) 0918224199", "0918224199"),
        ("02903831102", "02903831102"),
        ("0243 8245 678", "02438245678"),
        ("0845224199", "0845224199"),
    ],
)
def test_numbers_are_stored_as_digits_from_zero(typed: str, stored: str) -> None:
    assert normal_phone(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "0918 22 41", "0118224199", "091822419x", "918224199", "09182241991", "029038311021", "٠٩١٨٢٢٤١٩٩"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert normal_phone(typed) is None


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("0918 22 41", 2),
        ("0", 9),
        ("+84 918 224 19", 1),
        ("029038", 4),
        ("0918224199", 0),
        ("0118", 0),
        ("abc", 0),
        ("", 0),
    ],
)
def test_missing_digits_are_counted_while_the_number_is_right_so_far(typed: str, missing: int) -> None:
    assert missing_digits(typed) == missing


@pytest.mark.parametrize("address", ["a@b.vn", "nguyen.thi+mau@xa.camau.gov.vn", "x_1@sub-domain.example.com"])
def test_good_addresses(address: str) -> None:
    assert valid_email(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "@b.vn",
        "a@",
        "a@b",
        "a b@c.vn",
        "a..b@c.vn",
        ".a@c.vn",
        "a.@c.vn",
        "a@-c.vn",
        "a@c..vn",
        "a@1.2.3.4",
        "mẫu@c.vn",
        f"{'a' * 300}@b.vn",
    ],
)
def test_bad_addresses(address: str) -> None:
    assert not valid_email(address)


@given(st.text(max_size=40))
def test_a_stored_number_is_its_own_form(text: str) -> None:
    stored = normal_phone(text)

    assert stored is None or normal_phone(stored) == stored
    assert not (stored and missing_digits(text))


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.integers(1, 8))
def test_a_number_cut_short_tells_how_much_is_missing(number: str, cut: int) -> None:
    assert missing_digits(number[:-cut]) == cut
