from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import tax_code


@pytest.mark.parametrize(
    "code", ["0100233488", "0314409058", "0100112437-001", "0100112437001", "0100 112 437", "096191004582"]
)
def test_valid_codes(code: str) -> None:
    assert tax_code.is_valid(code)


@pytest.mark.parametrize(
    "code", ["", "0100233480", "0100233489-001", "010023348", "01002334881", "abc", "41A8012345", "٠١٠٠٢٣٣٤٨٨"]
)
def test_invalid_codes(code: str) -> None:
    assert not tax_code.is_valid(code)


def test_a_branch_is_stored_with_its_dash() -> None:
    assert tax_code.normal("0100112437001") == "0100112437-001"
    assert tax_code.normal("0100.112.437-001") == "0100112437-001"
    assert tax_code.normal("0100112437-01") is None


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_at_most_one_last_digit_is_right(nine: str) -> None:
    assert sum(tax_code.is_valid(nine + digit) for digit in "0123456789") <= 1


@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_found(nine: str, place: int, step: int) -> None:
    right = [nine + digit for digit in "0123456789" if tax_code.is_valid(nine + digit)]
    for code in right:
        wrong = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]
        assert not tax_code.is_valid(wrong)
