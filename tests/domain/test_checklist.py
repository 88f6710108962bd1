from __future__ import annotations

import itertools

import pytest

from desk_app.domain.checklist import components_from, match, missing, reason_without_pages
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.procedure import Procedure, ProcedureCase, RequiredComponent

PROCEDURE = Procedure(
    code="1.000689",
    name="Đăng ký khai sinh kết hợp nhận cha, mẹ, con",
    cases=(ProcedureCase("usual", "Thông thường"), ProcedureCase("witness", "Không có văn bản")),
    components=(
        RequiredComponent(code="c01", name="Tờ khai đăng ký khai sinh", originals=1, copies=1),
        RequiredComponent(code="c02", name="Giấy chứng sinh", form="Mẫu 1"),
        RequiredComponent(code="c03", name="Văn bản giám định", case="usual", alternatives="chứng cứ"),
        RequiredComponent(code="c04", name="Giấy tờ tuỳ thân (xuất trình)", presented_only=True, mandatory=False),
    ),
)


def lines(case: str | None = "usual") -> tuple[DraftComponent, ...]:
    numbers = itertools.count(1)
    return components_from(PROCEDURE, case, new_id=lambda: f"id{next(numbers)}")


def test_a_checklist_has_a_line_for_each_paper_of_the_case_with_the_numbers_asked_for() -> None:
    made = lines()

    assert [(c.id, c.code, c.originals, c.copies) for c in made] == [
        ("id1", "c01", 1, 1),
        ("id2", "c02", 1, 0),
        ("id3", "c03", 1, 0),
        ("id4", "c04", 1, 0),
    ]
    assert not any(c.present for c in made)
    assert made[2].alternatives == "chứng cứ"
    assert (made[3].presented_only, made[3].mandatory) == (True, False)
    assert [c.code for c in lines("witness")] == ["c01", "c02", "c04"]
    assert [c.code for c in lines(None)] == ["c01", "c02", "c04"]


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("c02", "c02"),
        ("C02", "c02"),
        ("Giấy chứng sinh", "c02"),
        ("giay chung sinh", "c02"),
        ("GIẤY TỜ TUỲ THÂN (xuất trình)", "c04"),
        ("tờ khai", "c01"),
        ("giấy", None),
        ("chứng", "c02"),
        ("kha", None),
        ("c09", None),
        ("", None),
        ("…", None),
    ],
)
def test_a_line_is_found_by_code_name_or_unmistakable_words(wanted: str, code: str | None) -> None:
    found = match(wanted, lines())

    assert (found.code if found else None) == code


def test_two_papers_of_the_same_name_are_not_guessed() -> None:
    twins = (DraftComponent(id="a", name="Giấy tờ"), DraftComponent(id="b", name="giấy tờ"))

    assert match("Giấy tờ", twins) is None


def draft(*components: DraftComponent, pages_of: tuple[str, ...] = ()) -> IntakeDraft:
    pages = tuple(PageRef(id=f"p{i}", raw="r", component=c) for i, c in enumerate(pages_of))
    return IntakeDraft(id="d", components=components, pages=pages)


def paper(key: str, **changes: object) -> DraftComponent:
    return DraftComponent(id=key, name=f"giấy {key}", **{"mandatory": True, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "component",
    [
        paper("a", present=True),
        paper("a", mandatory=False),
        paper("a", not_digitised_because=NotDigitised.SHARED_DATA),
        paper("a", presented_only=True, present=True),
    ],
)
def test_a_paper_is_not_missing_when_ticked_optional_or_accounted_for(component: DraftComponent) -> None:
    assert missing(draft(component)) == ()


@pytest.mark.parametrize(
    "component",
    [
        paper("a"),
        paper("a", applicable=False),
        paper("a", originals=1, copies=1),
        paper("a", presented_only=True),
        paper("a", presented_only=True, not_digitised_because=NotDigitised.PRESENTED_ONLY),
    ],
)
def test_a_mandatory_paper_nobody_has_seen_is_missing(component: DraftComponent) -> None:
    assert missing(draft(component)) == (component,)


def test_pages_are_as_good_as_a_tick() -> None:
    assert missing(draft(paper("a"), pages_of=("a",))) == ()


def test_one_of_several_alternatives_is_enough_and_none_is_one_gap() -> None:
    first, second = paper("a", alternatives="g"), paper("b", alternatives="g")
    other = paper("c", alternatives="h", present=True)

    assert missing(draft(first, second, other)) == (first,)
    assert missing(draft(first, paper("b", alternatives="g", present=True), other)) == ()
    assert missing(draft(first, second, other, pages_of=("b",))) == ()


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (paper("a", originals=1), NotDigitised.NO_DEVICE),
        (paper("a", originals=1, copies=1), NotDigitised.NO_DEVICE),
        (paper("a", copies=1), NotDigitised.COPY_SUBMITTED),
        (paper("a", presented_only=True, originals=1), NotDigitised.PRESENTED_ONLY),
        (paper("a", copies=1, not_digitised_because=NotDigitised.OTHER), NotDigitised.OTHER),
    ],
)
def test_reason_of_a_paper_without_scan(component: DraftComponent, expected: NotDigitised) -> None:
    assert reason_without_pages(component) is expected
