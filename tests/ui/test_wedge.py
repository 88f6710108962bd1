from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk_app.ui.wedge import MIN_LENGTH, MOST_KEPT, Burst, Scanned


def typed(text: str, gap_ms: float, *, then_ms: float | None = None) -> str:
    burst, at_ms = Burst(), 0.0
    for character in text:
        at_ms += gap_ms
        burst.key(character, at_ms)
    scanned = burst.end(at_ms + (gap_ms if then_ms is None else then_ms))
    return scanned.text if scanned else ""


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

    assert burst.end(545) == Scanned("ABCDEFGH", 8)


def test_an_input_method_rewrites_the_last_character() -> None:
    burst = Burst()
    for number, character in enumerate("ABCDEa"):
        burst.key(character, 5 * number)
    burst.erase(30)
    for number, character in enumerate("âF"):
        burst.key(character, 35 + 5 * number)

    assert burst.end(45) == Scanned("ABCDEâF", 7, rewritten=True)


def test_a_burst_that_nobody_rewrote_says_so() -> None:
    burst = Burst()
    for number, character in enumerate("ABCDEFG"):
        burst.key(character, 5 * number)

    assert burst.end(40) == Scanned("ABCDEFG", 7)


def test_letters_written_over_a_selection_replace_what_was_marked() -> None:
    """UniKey in programs where it may not send Backspace."""
    burst = Burst()
    for number, character in enumerate("TAM-Daa"):
        burst.key(character, 5 * number)
    burst.mark_back(36)
    burst.mark_back(38)
    burst.key("â", 40)

    assert burst.end(45) == Scanned("TAM-Dâ", 6, rewritten=True)


def test_a_letter_put_together_of_alt_and_digits_takes_time_and_is_no_pause() -> None:
    burst, at_ms = Burst(), 0.0
    for character in "Nguy\u1ec5n Th\u1ecb H\u01b0\u1eddng":
        if not character.isascii():
            for _ in range(5):
                at_ms += 20
                burst.compose(at_ms)
        at_ms += 10
        burst.key(character, at_ms)

    scanned = burst.end(at_ms + 10)
    assert scanned is not None
    assert scanned.text == "Nguy\u1ec5n Th\u1ecb H\u01b0\u1eddng"


def test_silence_ends_a_burst_too_but_not_before_it_has_lasted() -> None:
    burst = Burst()
    for number, character in enumerate("H12.64-261123-0107"):
        burst.key(character, 4 * number)

    assert burst.quiet(burst.last_ms + 59) is None
    assert burst.quiet(burst.last_ms + 250) == Scanned("H12.64-261123-0107", 18)
    assert burst.quiet(10_000) is None


def test_a_text_of_any_length_costs_a_bounded_memory_and_its_length_is_known() -> None:
    burst = Burst()
    for number in range(20_000):
        burst.key("x", number)
    burst.erase(20_001)

    scanned = burst.end(20_002)
    assert scanned == Scanned("x" * MOST_KEPT, 19_999, rewritten=True)


@given(
    st.lists(
        st.tuples(st.sampled_from(["key", "erase", "mark", "compose"]), st.floats(0, 200), st.text(max_size=2)),
        max_size=60,
    )
)
def test_whatever_happens_the_length_is_that_of_the_text(steps: list[tuple[str, float, str]]) -> None:
    burst, at_ms = Burst(), 0.0
    for act, gap_ms, text in steps:
        at_ms += gap_ms
        match act:
            case "key":
                burst.key(text, at_ms)
            case "erase":
                burst.erase(at_ms)
            case "mark":
                burst.mark_back(at_ms)
            case _:
                burst.compose(at_ms)
        assert burst.length == len(burst.text)
