from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from desk_app.domain.applicant import Address, Applicant, ApplicantKind, IdType, PartialDate, Sex, Submitter
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef, Problem, ProblemKind
from desk_app.domain.problems import problems, stops
from desk_app.domain.procedure import Procedure, ProcedureCase, ProcessingTime, RequiredComponent

VN = dt.timezone(dt.timedelta(hours=7))
NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=VN)

PROCEDURE = Procedure(code="1.001193", name="Đăng ký khai sinh")
APPLICANT = Applicant(
    full_name="Nguyễn Thị Hường",
    id_type=IdType.CCCD,
    id_number="096191004582",
    born=PartialDate(1991, 3, 5),
    sex=Sex.FEMALE,
    phone="0918 224 199",
    email="huong@example.vn",
    address=Address(text="Ấp 1, Khánh Hội"),
)
PAPER = DraftComponent(id="c1", name="Tờ khai", code="c01", originals=1, mandatory=True, present=True)
PAGE = PageRef(id="p1", raw="r", component="c1")
DRAFT = IntakeDraft(id="d1", procedure_code="1.001193", applicant=APPLICANT, components=(PAPER,), pages=(PAGE,))


def found(draft: IntakeDraft, procedure: Procedure | None = PROCEDURE) -> tuple[Problem, ...]:
    return problems(draft, procedure, now=NOW)


def with_applicant(**changes: object) -> IntakeDraft:
    return dataclasses.replace(DRAFT, applicant=dataclasses.replace(APPLICANT, **changes))  # type: ignore[arg-type]


def with_paper(*papers: DraftComponent, pages: tuple[PageRef, ...] = (), because: str = "") -> IntakeDraft:
    return dataclasses.replace(DRAFT, components=papers, pages=pages, missing_accepted_because=because)


def test_a_complete_draft_has_no_problem() -> None:
    assert found(DRAFT) == ()


def test_an_empty_draft_lacks_procedure_name_and_address() -> None:
    listed = problems(IntakeDraft(id="d"), None, now=NOW)

    assert [(p.field, p.kind, p.blocking) for p in listed] == [
        ("procedure", ProblemKind.REQUIRED, True),
        ("applicant.full_name", ProblemKind.REQUIRED, True),
        ("applicant.address", ProblemKind.REQUIRED, False),
    ]
    assert stops(listed)


def test_a_chosen_procedure_that_nobody_knows_is_not_in_force() -> None:
    assert found(DRAFT, None) == (Problem(field="procedure", kind=ProblemKind.NOT_IN_FORCE),)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "received", "in_force"),
    [
        (dt.date(2026, 11, 23), None, None, True),
        (dt.date(2026, 11, 24), None, None, False),
        (None, dt.date(2026, 11, 23), None, True),
        (None, dt.date(2026, 11, 22), None, False),
        (None, dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, 9, tzinfo=VN), True),
    ],
)
def test_a_procedure_must_be_in_force_on_the_day_of_receipt(
    valid_from: dt.date | None, valid_to: dt.date | None, received: dt.datetime | None, in_force: bool
) -> None:
    draft = dataclasses.replace(DRAFT, received_at=received, received_at_reason="mất điện")
    procedure = dataclasses.replace(PROCEDURE, valid_from=valid_from, valid_to=valid_to)

    assert (found(draft, procedure) == ()) is in_force


def test_a_case_is_needed_only_where_papers_or_times_differ() -> None:
    cases = (ProcedureCase("a", "A"), ProcedureCase("b", "B"))
    same = dataclasses.replace(PROCEDURE, cases=cases)
    papers = dataclasses.replace(same, components=(RequiredComponent(code="c01", name="Tờ khai", case="a"),))
    times = dataclasses.replace(same, times=(ProcessingTime(case="b"),))
    asked = (Problem(field="case", kind=ProblemKind.REQUIRED),)

    assert found(DRAFT, same) == ()
    assert found(DRAFT, papers) == asked
    assert found(DRAFT, times) == asked
    assert found(dataclasses.replace(DRAFT, case="a"), papers) == ()
    assert found(dataclasses.replace(DRAFT, case="z"), papers) == (Problem(field="case", kind=ProblemKind.MALFORMED),)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"full_name": "  "}, ("applicant.full_name", ProblemKind.REQUIRED, True, "")),
        ({"full_name": "Nguyễn 2"}, ("applicant.full_name", ProblemKind.MALFORMED, False, "")),
        ({"full_name": "A" * 600}, ("applicant.full_name", ProblemKind.MALFORMED, True, "")),
        ({"id_number": "0961910045"}, ("applicant.id_number", ProblemKind.TOO_SHORT, True, "2")),
        (
            {"id_type": IdType.TAX, "id_number": "0100233480"},
            ("applicant.id_number", ProblemKind.CHECK_DIGIT, True, ""),
        ),
        ({"phone": "0918 22 41"}, ("applicant.phone", ProblemKind.TOO_SHORT, True, "2")),
        ({"phone": "12345"}, ("applicant.phone", ProblemKind.MALFORMED, True, "")),
        ({"email": "huong@"}, ("applicant.email", ProblemKind.MALFORMED, True, "")),
        ({"address": Address()}, ("applicant.address", ProblemKind.REQUIRED, False, "")),
        ({"address": Address(text="x" * 600)}, ("applicant.address", ProblemKind.MALFORMED, True, "")),
        ({"born": PartialDate(1990)}, ("applicant.born", ProblemKind.DISAGREES, False, "birth_year")),
        ({"born": PartialDate(1891)}, ("applicant.born", ProblemKind.DISAGREES, False, "century")),
        ({"sex": Sex.MALE}, ("applicant.sex", ProblemKind.DISAGREES, False, "sex")),
        ({"id_number": "003191004582"}, ("applicant.id_number", ProblemKind.DISAGREES, False, "province_unknown")),
    ],
)
def test_one_problem_of_the_applicant(changes: dict[str, object], expected: tuple[str, ProblemKind, bool, str]) -> None:
    (problem,) = found(with_applicant(**changes))

    assert (problem.field, problem.kind, problem.blocking, problem.detail) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": ""},
        {"email": ""},
        {"id_number": "", "id_type": None},
        {"full_name": "H'Hen Niê"},
        {"full_name": "Công ty TNHH 1 thành viên", "kind": ApplicantKind.BUSINESS},
        {"id_number": "096 191 004 582"},
    ],
)
def test_what_may_be_empty_or_unusual(changes: dict[str, object]) -> None:
    assert found(with_applicant(**changes)) == ()


@pytest.mark.parametrize(
    ("born", "future"),
    [
        (PartialDate(2026, 11, 23), False),
        (PartialDate(2026, 11, 24), True),
        (PartialDate(2026, 11), False),
        (PartialDate(2026, 12), True),
        (PartialDate(2026), False),
        (PartialDate(2027), True),
    ],
)
def test_nobody_is_born_in_the_future(born: PartialDate, future: bool) -> None:
    listed = found(with_applicant(born=born, id_number="", id_type=None))

    assert listed == ((Problem(field="applicant.born", kind=ProblemKind.IN_THE_FUTURE),) if future else ())


def test_the_submitter_is_checked_like_the_applicant() -> None:
    submitter = Submitter(id_type=IdType.CCCD, id_number="1", phone="0918", email="x")

    listed = found(dataclasses.replace(DRAFT, submitter=submitter))

    assert [(p.field, p.kind) for p in listed] == [
        ("submitter.full_name", ProblemKind.REQUIRED),
        ("submitter.id_number", ProblemKind.TOO_SHORT),
        ("submitter.phone", ProblemKind.TOO_SHORT),
        ("submitter.email", ProblemKind.MALFORMED),
    ]


@pytest.mark.parametrize(
    ("minutes", "reason", "expected"),
    [
        (10, "", ("received_at", ProblemKind.IN_THE_FUTURE)),
        (10, "đồng hồ sai", ("received_at", ProblemKind.IN_THE_FUTURE)),
        (-10, "  ", ("received_at_reason", ProblemKind.REASON_NEEDED)),
        (-10, "mất điện", None),
        (0, "", None),
        (-1, "", None),
    ],
)
def test_a_receipt_time_in_the_past_needs_a_reason_and_never_lies_in_the_future(
    minutes: int, reason: str, expected: tuple[str, ProblemKind] | None
) -> None:
    draft = dataclasses.replace(DRAFT, received_at=NOW + dt.timedelta(minutes=minutes), received_at_reason=reason)

    assert [(p.field, p.kind) for p in found(draft)] == ([expected] if expected else [])


def test_there_is_at_least_one_set() -> None:
    assert found(dataclasses.replace(DRAFT, sets=0)) == (Problem(field="sets", kind=ProblemKind.MALFORMED),)


def test_a_missing_mandatory_paper_stops_unless_it_was_accepted_so() -> None:
    absent = dataclasses.replace(PAPER, present=False)

    (without,) = found(with_paper(absent))
    (accepted,) = found(with_paper(absent, because="bổ sung trong ngày"))

    assert without == Problem(field="components.c1", kind=ProblemKind.MISSING_PAPER, detail="Tờ khai")
    assert not accepted.blocking


def test_a_paper_handed_in_without_a_scan_is_a_hint_only() -> None:
    (problem,) = found(with_paper(PAPER))

    assert problem == Problem(field="components.c1", kind=ProblemKind.NOT_DIGITISED, blocking=False, detail="Tờ khai")


@pytest.mark.parametrize(
    "changes",
    [
        {"originals": 0, "copies": 1},
        {"presented_only": True},
        {"not_digitised_because": NotDigitised.NO_DEVICE},
        {"not_digitised_because": NotDigitised.STATE_SECRET},
    ],
)
def test_copies_presented_papers_and_given_reasons_owe_no_scan(changes: dict[str, object]) -> None:
    assert found(with_paper(dataclasses.replace(PAPER, **changes))) == ()  # type: ignore[arg-type]


def test_pages_must_be_sorted_into_papers_that_exist() -> None:
    stray = (PAGE, PageRef(id="p2", raw="r"), PageRef(id="p3", raw="r", component="gone"))

    assert found(with_paper(PAPER, pages=stray)) == (
        Problem(field="pages", kind=ProblemKind.PAGES_UNSORTED, detail="2"),
    )


def test_a_page_that_could_not_be_prepared_is_not_left_out_in_silence() -> None:
    failed = dataclasses.replace(PAGE, failed="unreadable")

    assert found(with_paper(PAPER, pages=(failed,))) == (
        Problem(field="pages", kind=ProblemKind.MALFORMED, detail="1"),
    )


def test_problems_carry_no_personal_data() -> None:
    listed = found(with_applicant(full_name="Nguyễn 2", id_number="0961910045", phone="0918 22 41", email="huong@"))

    assert not any(word in repr(listed) for word in ("Nguyễn", "0961910045", "0918", "huong"))


def test_a_page_left_out_is_no_scan_of_its_paper_and_no_trouble_either() -> None:
    left_out = dataclasses.replace(PAGE, excluded=True)
    loose = PageRef(id="p2", raw="r", excluded=True, failed="UnreadableFile")

    listed = found(dataclasses.replace(DRAFT, pages=(left_out, loose)))

    assert [(p.field, p.kind) for p in listed] == [("components.c1", ProblemKind.NOT_DIGITISED)]
