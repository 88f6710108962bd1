from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import codes
from desk_app.domain.codes import CodeKind
from desk_app.ui.gun_text import LONGEST, understand
from desk_app.ui.screen import Scan, ScanTrouble

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
CODE = "H12.64-261123-0107"
PROVISIONAL = codes.provisional("A7K2", dt.date(2026, 11, 23), 3)
KNOWN = {
    CARD: CodeKind.IDENTITY_CARD,
    CODE: CodeKind.DOSSIER,
    PROVISIONAL: CodeKind.PROVISIONAL,
    "1.001193": CodeKind.PROCEDURE,
    "QMC-NGAN:giay-chung-sinh": CodeKind.SEPARATOR,
}
VIETNAMESE_ROW = str.maketrans("0123456789", "đăâêô\u0300\u0309\u0303\u0301\u0323")
each = pytest.mark.parametrize(("text", "kind"), KNOWN.items(), ids=KNOWN.values())


@each
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("]Q1", ""),
        ("]C0", "\r"),
        ("]d2", "\r\n"),
        ("\x02", "\x03"),
        ("\x02]Q3", "\x03\t"),
        ("", "\x04"),
        ("\ufeff", "\x00"),
        ("\u200b", " "),
    ],
)
def test_what_a_gun_puts_around_a_code_is_taken_off(text: str, kind: CodeKind, before: str, after: str) -> None:
    assert understand(before + text + after) == Scan(text=text, kind=kind)


def test_two_characters_after_a_bracket_alone_are_no_identifier() -> None:
    assert understand("]Q1").text == "]Q1"


@pytest.mark.parametrize("turn", [str.swapcase, lambda t: "".join(c.swapcase() if c.isascii() else c for c in t)])
def test_capslock_is_undone_on_a_card(turn: Callable[[str], str]) -> None:
    assert understand(turn(CARD)) == Scan(text=CARD, kind=CodeKind.IDENTITY_CARD)


def test_capslock_is_undone_on_a_separator_sheet() -> None:
    assert understand("qmc-ngan:GIAY-CHUNG-SINH").text == "QMC-NGAN:giay-chung-sinh"


def test_capslock_does_no_harm_to_codes_whose_case_says_nothing() -> None:
    assert understand(CODE.swapcase()).kind is CodeKind.DOSSIER
    assert understand(PROVISIONAL.swapcase()).kind is CodeKind.PROVISIONAL


@pytest.mark.parametrize("name", ["NGUYỄN THỊ HƯỜNG", "H'Hen Niê", "Ksor Phước", "Trần Văn A"])
def test_a_name_that_capslock_did_not_write_stays_as_it_is(name: str) -> None:
    text = CARD.replace("Nguyễn Thị Hường", name)

    assert understand(text) == Scan(text=text, kind=CodeKind.IDENTITY_CARD)


@pytest.mark.parametrize("code", [CODE, PROVISIONAL, "1.001193", "000.00.01.H12-210301-0001", "H12.64-590159-1995"])
def test_the_digit_row_of_the_vietnamese_layout_is_undone(code: str) -> None:
    scan = understand(code.translate(VIETNAMESE_ROW))

    if codes.classify(code) is CodeKind.UNKNOWN:
        assert scan.kind is CodeKind.UNKNOWN
    else:
        assert (scan.text, scan.kind, scan.trouble) == (code, codes.classify(code), ScanTrouble.NONE)


@given(st.dates(min_value=dt.date(2020, 1, 1), max_value=dt.date(2060, 12, 31)), st.integers(1, 999_999))
def test_any_code_survives_the_vietnamese_layout(day: dt.date, number: int) -> None:
    code = codes.compose("H12.64", day, number)

    assert understand(code.translate(VIETNAMESE_ROW)).text == code


@pytest.mark.parametrize(
    "text",
    [
        "TAM-261123-Á7K2-0003-F",
        "TAM-261123-Ă7K2-0003-F",
        "TAM-261123-ÊK2X-0003-F",
        "TAM-261123-Đ7K2-0003-Ê",
        "H12.64-26112Ò-0107",
    ],
)
def test_a_code_with_accents_in_it_was_damaged_and_is_not_guessed(text: str) -> None:
    scan = understand(text)

    assert (scan.kind, scan.trouble) == (CodeKind.UNKNOWN, ScanTrouble.GARBLED)


@pytest.mark.parametrize(
    "damaged",
    [
        "096191004582||Nguyeexn Thij Huwowngf|05031991|Nuwx|Aasp 1, Khasnh Hooij, U Minh, Caf Mau|10052021",
        CARD.encode("utf-8").decode("latin-1"),
        CARD.replace("Nguyễn", "Nguyá»…n"),
    ],
)
def test_a_damaged_card_is_told_as_one(damaged: str) -> None:
    scan = understand(damaged)

    assert (scan.kind, scan.trouble) == (CodeKind.IDENTITY_CARD, ScanTrouble.GARBLED)


@each
def test_what_an_input_method_was_seen_to_rewrite_is_not_believed(text: str, kind: CodeKind) -> None:
    assert understand(text, rewritten=True).trouble is ScanTrouble.GARBLED


def test_a_rewritten_text_between_bars_was_a_card() -> None:
    assert understand("096191004582|Nguyễn|x|y|z", rewritten=True).trouble is ScanTrouble.GARBLED


def test_a_rewritten_text_that_is_none_of_ours_is_left_alone() -> None:
    assert understand("Uỷ ban nhân dân", rewritten=True) == Scan(text="Uỷ ban nhân dân", kind=CodeKind.UNKNOWN)


@pytest.mark.parametrize("length", [LONGEST + 1, 4000, 100_000])
def test_a_text_longer_than_any_of_ours_is_told_and_not_kept(length: int) -> None:
    scan = understand("x" * length)

    assert scan == Scan(text="", kind=CodeKind.UNKNOWN, trouble=ScanTrouble.TOO_LONG)
    assert understand("x" * 1200, length=length) == scan


@given(st.text(max_size=1500))
def test_any_text_is_understood_somehow(text: str) -> None:
    scan = understand(text)

    assert scan.trouble in ScanTrouble
    assert understand(text) == scan


@given(st.text(alphabet="0123456789ABCDEFH.-|]QqCđăâêô\u0300\u0309\u0323ÁÊ ", max_size=60))
def test_nothing_is_believed_that_is_not_a_code_by_its_own_rules(text: str) -> None:
    scan = understand(text)

    assert codes.classify(scan.text) is scan.kind
