from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.vietnamese import fold, nfc, tidy, title_name

vietnamese = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ '-1,A Đ", max_size=40
)


def test_text_typed_in_two_encodings_is_stored_as_one() -> None:
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Thị Hường")) == "Nguyễn Thị Hường"


@pytest.mark.parametrize("lookalike", ["\u00d0", "\u0189"])
def test_letters_that_only_look_like_d_with_stroke_become_it(lookalike: str) -> None:
    assert nfc(f"{lookalike}ặng") == "Đặng"
    assert fold(f"{lookalike}ặng") == "dang"


def test_invisible_characters_are_removed_and_nothing_else() -> None:
    assert nfc("\ufeffTr\u200bần\u2060  Văn\n") == "Trần  Văn\n"


def test_tidy_leaves_single_spaces() -> None:
    assert tidy("  Trần \t Văn\u00a0 A\r\n") == "Trần Văn A"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("NGUYỄN THỊ ĐÀO", "nguyen thi dao"),
        ("Ấp 1, xã Khánh-Hội", "ap 1 xa khanh hoi"),
        ("H'Hen Niê", "h hen nie"),
        ("H12.64-261123-0107", "h12 64 261123 0107"),
        ("  …  ", ""),
    ],
)
def test_search_key(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize(
    ("read", "offered"),
    [
        ("NGUYỄN THỊ MẪU", "Nguyễn Thị Mẫu"),
        ("nguyễn thị mẫu", "Nguyễn Thị Mẫu"),
        ("Y BLƠK-ÊBAN", "Y Blơk-Êban"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("McArthur", "McArthur"),
        ("", ""),
    ],
)
def test_a_name_in_capitals_is_offered_with_capital_initials(read: str, offered: str) -> None:
    assert title_name(read) == offered


@given(st.text())
def test_nfc_and_tidy_are_stable(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert tidy(tidy(text)) == tidy(text)


@given(st.text())
def test_a_search_key_is_its_own_key(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_search_key_of_vietnamese_is_plain_lower_case_ascii_whatever_the_encoding(text: str) -> None:
    key = fold(text)

    assert key.isascii()
    assert key == key.lower()
    assert key == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))


@given(vietnamese)
def test_title_name_changes_only_case(text: str) -> None:
    assert title_name(text).casefold() == tidy(text).casefold()
