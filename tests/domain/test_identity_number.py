from __future__ import annotations

import pytest

from desk_app.domain.applicant import IdType
from desk_app.domain.draft import ProblemKind
from desk_app.domain.identity_number import bare, guess_type, problems


@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        (IdType.CCCD, "096 191 004 582"),
        (IdType.CMND, "381234567"),
        (IdType.PASSPORT, "c1234567"),
        (IdType.TAX, "0100233488"),
        (IdType.TAX, "0100112437-001"),
        (IdType.TAX, "096191004582"),
        (None, "381234567"),
        (None, "C1234567"),
        (IdType.CCCD, ""),
        (None, ""),
    ],
)
def test_numbers_of_the_right_form(id_type: IdType | None, number: str) -> None:
    assert problems("f", id_type, number) == ()


@pytest.mark.parametrize(
    ("id_type", "number", "kind", "blocking", "detail"),
    [
        (IdType.CCCD, "09619100458", ProblemKind.TOO_SHORT, True, "1"),
        (IdType.CCCD, "0961910045823", ProblemKind.MALFORMED, True, ""),
        (IdType.CCCD, "09619100458x", ProblemKind.MALFORMED, True, ""),
        (IdType.CCCD, "000000000000", ProblemKind.MALFORMED, True, ""),
        (IdType.CMND, "000000001", ProblemKind.MALFORMED, True, ""),
        (IdType.CMND, "38123456", ProblemKind.TOO_SHORT, True, "1"),
        (IdType.PASSPORT, "AB1234567", ProblemKind.MALFORMED, False, ""),
        (IdType.PASSPORT, "C-1", ProblemKind.MALFORMED, True, ""),
        (IdType.TAX, "0100233480", ProblemKind.CHECK_DIGIT, True, ""),
        (IdType.TAX, "01002334", ProblemKind.TOO_SHORT, True, "2"),
        (IdType.TAX, "41A8012345", ProblemKind.MALFORMED, False, ""),
        (IdType.TAX, "xyz", ProblemKind.MALFORMED, True, ""),
        (None, "12345", ProblemKind.MALFORMED, True, ""),
        (None, "AB1234567", ProblemKind.MALFORMED, False, ""),
    ],
)
def test_numbers_of_a_wrong_form(
    id_type: IdType | None, number: str, kind: ProblemKind, blocking: bool, detail: str
) -> None:
    (problem,) = problems("f", id_type, number)

    assert (problem.field, problem.kind, problem.blocking, problem.detail) == ("f", kind, blocking, detail)


@pytest.mark.parametrize(
    ("number", "id_type"),
    [
        ("096191004582", IdType.CCCD),
        ("381234567", IdType.CMND),
        ("0100233488", IdType.TAX),
        ("C1234567", IdType.PASSPORT),
        ("12", None),
    ],
)
def test_type_follows_from_the_form(number: str, id_type: IdType | None) -> None:
    assert guess_type(number) is id_type


def test_spaces_and_dots_do_not_belong_to_a_number() -> None:
    assert bare("096 191.004 582") == "096191004582"
