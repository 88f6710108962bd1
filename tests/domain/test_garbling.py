from __future__ import annotations

import unicodedata

import pytest

from desk_app.domain.garbling import has_foreign_letters, is_garbled, telex_steps

KEYS = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def as_telex(word: str) -> str:
    typed, tone = "", ""
    for char in unicodedata.normalize("NFD", word.replace("đ", "dd")):
        if char in KEYS:
            tone = KEYS[char]
        elif char == "\u0302":
            typed += typed[-1]
        elif char in "\u0306\u031b":
            typed += "w"
        else:
            typed += char
    return typed + tone


SYLLABLES = [
    "nguyễn",
    "trần",
    "lê",
    "phạm",
    "huỳnh",
    "hoàng",
    "đặng",
    "bùi",
    "đỗ",
    "hồ",
    "dương",
    "lý",
    "khuỷu",
    "nghiêng",
    "quốc",
    "gì",
    "giếng",
    "hữu",
    "xoè",
    "thuý",
    "ấp",
    "xã",
    "cà",
    "khánh",
    "hội",
]


@pytest.mark.parametrize("syllable", SYLLABLES)
def test_real_syllables_are_clean_and_their_keystrokes_are_recognised(syllable: str) -> None:
    assert telex_steps(syllable) == 0
    assert telex_steps(as_telex(syllable)) >= 1


@pytest.mark.parametrize("word", ["ksor", "rmah", "peter", "hwing", "blêh", "smith", "x" * 500, "aw" * 400])
def test_words_that_telex_would_not_make_vietnamese_are_left_alone(word: str) -> None:
    assert telex_steps(word) == 0


def test_one_odd_word_is_no_damage_where_accents_are_well() -> None:
    assert not is_garbled("Max Nguyễn", "Ea Kar, Đắk Lắk")
    assert is_garbled("Max Nguyen", "Ea Kar, Dak Lak")


@pytest.mark.parametrize("letters", ["ﾃｽ", "蘯", "\ufffd", "»", "ª", "µ", "\x85"])
def test_foreign_letters(letters: str) -> None:
    assert has_foreign_letters(f"Khánh {letters} Hội")
