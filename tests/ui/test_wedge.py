from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk_app.ui.wedge import MIN_LENGTH, Burst


def typed(text: str, gap_ms: float, *, then_ms: float | None = None) -> str:
    burst, at_ms = Burst(), 0.0
    for character in text:
        at_ms += gap_ms
        burst.key(character, at_ms)
    return burst.end(at_ms + (gap_ms if then_ms is None else then_ms))


@given(st.text(min_size=MIN_LENGTH, max_size=200), st.floats(min_value=0, max_value=35))
def test_a_fast_burst_is_a_scan(text: str, gap_ms: float) -> None:
    assert typed(text, gap_ms) == text


@given(st.text(max_size=60), st.floats(min_value=61, max_value=5000))
def test_typing_by_hand_never_is(text: str, gap_ms: float) -> None:
    assert typed(text, gap_ms) == ""


def test_a_short_burst_is_not() -> None:
    assert typed("12345", 5) == ""


def test_enter_pressed_later_by_hand_does_not_make_a_scan_of_it() -> None:
    assert typed("0123456789", 5, then_ms=400) == ""


def test_a_pause_begins_anew() -> None:
    burst = Burst()
    burst.key("x", 0)
    for number, character in enumerate("ABCDEFGH"):
        burst.key(character, 500 + 5 * number)

    assert burst.end(545) == "ABCDEFGH"


def test_an_input_method_rewrites_the_last_character() -> None:
    burst = Burst()
    for number, character in enumerate("ABCDEa"):
        burst.key(character, 5 * number)
    burst.erase(30)
    for number, character in enumerate("âF"):
        burst.key(character, 35 + 5 * number)

    assert burst.end(45) == "ABCDEâF"
