from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from desk_app.capture import errors as capture_errors
from desk_app.domain.draft import Problem, ProblemKind
from desk_app.domain.errors import InvalidValue
from desk_app.domain.identity_card import CardWarning, NotCardReason
from desk_app.store import errors as store_errors
from desk_app.sync.central import CentralUnreachable, Refused, Why
from desk_app.ui import messages, sentences

ROOT = Path(__file__).resolve().parents[2] / "desk_app"
VIETNAMESE_LETTER = re.compile(r"[ăâêôơưđĂÂÊÔƠƯĐ\u1ea0-\u1ef9àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ]")
TABLES = (sentences.ERRORS, sentences.PROBLEMS, sentences.REFUSALS, sentences.KEYS, sentences.FIELDS)


def error_classes(*packages: str) -> dict[str, set[str]]:
    """All exceptions that these packages define, each with the names of its ancestors, by reading their source."""
    found: dict[str, set[str]] = {"Exception": set()}
    classes = [
        (node.name, [base.id for base in node.bases if isinstance(base, ast.Name)])
        for package in packages
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while True:
        more = {
            name: set(bases).union(*(found[base] for base in bases if base in found))
            for name, bases in classes
            if name not in found and any(base in found for base in bases)
        }
        if not more:
            return {
                name: ancestors for name, ancestors in found.items() if name != "Exception" and not name.startswith("_")
            }
        found |= more


ERRORS = error_classes("store", "capture", "sync", "domain", "desk", "documents")


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_every_error_that_may_reach_the_window_has_a_sentence(name: str) -> None:
    known = sentences.ERRORS.keys() | messages._SPECIAL.keys() | {"DomainError"}

    assert {name, *ERRORS[name]} & known


@pytest.mark.parametrize("kind", ProblemKind)
def test_every_kind_of_problem_has_a_sentence(kind: ProblemKind) -> None:
    assert kind in sentences.PROBLEMS


@pytest.mark.parametrize("key", [*CardWarning, *NotCardReason])
def test_every_word_about_a_card_has_a_sentence(key: str) -> None:
    assert messages.for_card_warning(key)


def test_every_reason_of_the_wire_has_a_sentence() -> None:
    from desk_app.central.envelopes import Reason

    assert {str(reason) for reason in Reason} <= sentences.REFUSALS.keys()


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_are_there_and_have_the_same_gaps(table: dict[str, tuple[str, str]]) -> None:
    for key, (vi, en) in table.items():
        assert vi, key
        assert en, key
        assert sorted(set(re.findall(r"\{\w+\}", vi))) == sorted(set(re.findall(r"\{\w+\}", en))), key
        assert not VIETNAMESE_LETTER.search(re.sub("UBND xã Khánh An|Quầy 2", "", en)), key


def test_a_sentence_says_what_the_error_carries() -> None:
    assert messages.for_error(capture_errors.TooManyPixels(132, 100), "en") == (
        "The image has 132 megapixels, over the limit of 100. Scan at 200–300 dpi."
    )
    assert "Khánh" not in messages.for_error(store_errors.DiskFull(Path("/x")))


def test_the_reason_chooses_the_sentence() -> None:
    assert messages.for_error(CentralUnreachable(Why.CERTIFICATE)) != messages.for_error(
        CentralUnreachable(Why.TRANSPORT)
    )
    assert messages.for_error(Refused(422, "phone", field="applicant.phone")) == messages.for_refusal("phone")
    assert messages.for_error(InvalidValue("unit", "malformed")).startswith("Mã đơn vị")


def test_a_problem_speaks_about_its_field() -> None:
    assert (
        messages.for_problem(Problem(field="applicant.phone", kind=ProblemKind.TOO_SHORT, detail="2"))
        == "Thiếu 2 chữ số."
    )
    assert "Tờ khai" in messages.for_problem(
        Problem(field="components.1", kind=ProblemKind.MISSING_PAPER, detail="Tờ khai")
    )


def test_an_unknown_refusal_is_named() -> None:
    assert "quota" in messages.for_refusal("quota")


def test_a_bug_has_the_same_id_each_time_it_happens() -> None:
    def happen() -> BaseException:
        try:
            {}["missing"]
        except KeyError as error:
            return error
        raise AssertionError

    one, other = happen(), happen()

    assert messages.is_bug(one)
    assert messages.bug_id(one) == messages.bug_id(other)
    assert messages.bug_id(one) in messages.for_error(one)
    assert not messages.is_bug(store_errors.WrongKey())


def test_no_sentence_shows_what_a_person_typed() -> None:
    error = ValueError("096191004582")

    assert "096191004582" not in messages.for_error(error)
