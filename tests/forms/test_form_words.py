from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.clock import VIETNAM
from desk_app.domain.dossier import Due, FeeLine
from desk_app.domain.procedure import ReturnMethod
from desk_app.forms import fonts, words
from desk_app.forms.fonts import Face, printable
from desk_app.forms.typeset import TIE, Span, break_lines, line_width


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (dt.date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
        (dt.date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (dt.date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_days_are_written_as_the_decree_asks(on: dt.date, text: str) -> None:
    assert words.day(on).replace(TIE, " ") == text


def test_a_moment_is_told_in_vietnam_time() -> None:
    at = dt.datetime(2026, 11, 22, 18, 5, tzinfo=dt.UTC)

    assert words.moment(at).replace(TIE, " ") == "01 giờ 05 phút, ngày 23 tháng 11 năm 2026"
    assert words.stamp(at.astimezone(VIETNAM)) == "01:05 23/11/2026"


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (5, "working_day", "05 ngày làm việc"),
        (30, "calendar_day", "30 ngày"),
        (8, "hour", "08 giờ làm việc"),
        (2, "month", "02 tháng"),
        (0, "working_day", "trong ngày"),
        (None, "", ""),
    ],
)
def test_the_time_limit_is_told_in_its_unit(amount: int | None, unit: str, text: str) -> None:
    assert words.limit(Due(at=None, amount=amount, unit=unit)) == text


def test_fees_are_told_and_added_up() -> None:
    known, free, unknown = (FeeLine(name="Lệ phí", amount_vnd=amount) for amount in (1_250_000, 0, None))

    assert [words.fee(line) for line in (known, free, unknown)] == [
        "Lệ phí: 1.250.000 đồng",
        "Lệ phí: miễn",
        "Lệ phí: chưa xác định",
    ]
    assert words.fee_total((known, free)) == 1_250_000
    assert words.fee_total((known, unknown)) is None


def test_every_way_of_return_has_words() -> None:
    assert all(words.return_place(method, "Bộ phận Một cửa") for method in ReturnMethod)


def test_text_is_composed_and_kept_on_one_line_before_it_is_drawn() -> None:
    assert printable("Nguye\u0302\u0303n\n\x00\u200bThị  Ðào\u202e ") == "Nguyễn Thị Đào"


@given(text=st.text(alphabet="aăbcđ ẾỘ-", max_size=200), width=st.floats(min_value=20, max_value=300))
def test_lines_hold_all_letters_and_fit(text: str, width: float) -> None:
    drawn = printable(text)

    lines = break_lines([Span(drawn), Span(" tiếp", Face.BOLD)], width, 10)

    assert "".join(span.text for line in lines for span in line).replace(" ", "") == (drawn + "tiếp").replace(" ", "")
    assert all(line_width(line, 10) <= width + 0.001 for line in lines)


def test_tied_words_stay_on_one_line_and_are_plain_spaces_on_paper() -> None:
    lines = break_lines([Span("ngày mai, " + words.tied("ngày 23 tháng 11 năm 2026"))], fonts.mm(50), 10)

    assert ["".join(span.text for span in line) for line in lines] == ["ngày mai,", "ngày 23 tháng 11 năm 2026"]
