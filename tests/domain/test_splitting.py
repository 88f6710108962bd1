from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import codes, sheet_names, splitting
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.domain.splitting import Group, How, Remark, RemarkKind, Split

FORM = DraftComponent(id="form", name="Tờ khai đăng ký khai sinh", code="c01")
BIRTH = DraftComponent(id="birth", name="Giấy chứng sinh", code="KQ.G15.000031")
CARD = DraftComponent(id="card", name="Thẻ căn cước", code="c03", presented_only=True)
HOME = DraftComponent(id="home", name="Giấy tờ chứng minh nơi cư trú", code="c04", alternatives="cư trú")
LEASE = DraftComponent(id="lease", name="Hợp đồng thuê nhà", code="c05", alternatives="cư trú")
LETTER = DraftComponent(id="letter", name="Văn bản uỷ quyền")
PAPERS = (FORM, BIRTH, CARD, HOME, LEASE, LETTER)
TEXTS = sheet_names.paper_texts(PAPERS)
PATCH, BARE, COVER = codes.PATCH_T, codes.separator(), codes.COVER


def run(*spec: str) -> tuple[PageRef, ...]:
    """A run: ``/birth`` a sheet of a paper, ``//`` one that names none, ``|`` its bars alone, ``_`` a blank page, ``^`` a cover."""
    made = []
    for place, word in enumerate(spec):
        texts: tuple[str, ...] = ()
        if word == "//":
            texts = (PATCH, BARE)
        elif word.startswith("/"):
            texts = (PATCH, TEXTS.get(word[1:], f"QMC-NGAN:{word[1:]}"))
        elif word == "|":
            texts = (PATCH,)
        elif word == "^":
            texts = (COVER, *TEXTS.values())
        name = word if word.isalnum() else f"{word}{place}"
        made.append(PageRef(id=name, raw=name, codes=texts, flags=("blank",) if word == "_" else ()))
    return tuple(made)


def proposal(*spec: str) -> Split:
    return splitting.propose(run(*spec), PAPERS)


def groups(split: Split) -> list[str]:
    return [f"{g.component_id or '?'}:{' '.join(g.page_ids)}:{g.by}" for g in split.groups]


def kinds(split: Split) -> list[RemarkKind]:
    return [remark.kind for remark in split.remarks]


def test_a_sheet_that_names_a_paper_sends_what_follows_there() -> None:
    split = proposal("/birth", "a", "b", "/letter", "c", "/form", "d")

    assert groups(split) == ["birth:a b:code", "letter:c:code", "form:d:code"]
    assert split.separators == ("/birth0", "/letter3", "/form5")
    assert split.remarks == ()


def test_sheets_that_name_nothing_go_through_the_checklist_and_pass_over_what_is_not_digitised() -> None:
    split = proposal("//", "a", "//", "b", "//", "c", "//", "d")

    # The card is only presented, and the lease stands in place of the other proof of residence.
    assert groups(split) == ["form:a:order", "birth:b:order", "home:c:order", "letter:d:order"]


def test_pages_before_the_first_bare_sheet_are_the_first_paper() -> None:
    assert groups(proposal("a", "//", "b")) == ["form:a:order", "birth:b:order"]


def test_pages_before_a_sheet_that_names_a_paper_stay_unsorted() -> None:
    assert groups(proposal("a", "/birth", "b")) == ["?:a:before", "birth:b:code"]


def test_pages_scanned_for_a_paper_stay_with_it_and_bare_sheets_go_on_from_there() -> None:
    first, *rest = run("a", "//", "b")
    pages = (dataclasses.replace(first, component="birth"), *rest)

    assert groups(splitting.propose(pages, PAPERS)) == ["birth:a:before", "home:b:order"]


def test_papers_that_were_filled_before_are_passed_over() -> None:
    split = splitting.propose(run("//", "a", "//", "b"), PAPERS, filled={"form", "lease"})

    assert groups(split) == ["birth:a:order", "letter:b:order"]


def test_without_sheets_nothing_is_proposed() -> None:
    split = proposal("a", "b", "_")

    assert split.is_plain
    assert groups(split) == ["?:a b _2:before"]
    draft = IntakeDraft(id="d", components=PAPERS, pages=run("a", "b", "_"))
    assert splitting.apply(draft, split) is draft


def test_an_empty_run_is_no_trouble() -> None:
    assert splitting.propose((), PAPERS) == Split(())


@pytest.mark.parametrize(
    "sheet", [("/birth", "/birth"), ("/birth", "|"), ("|", "/birth"), ("/birth", "_"), ("//", "/birth")]
)
def test_both_sides_of_a_sheet_count_once(sheet: tuple[str, str]) -> None:
    split = proposal("/form", "a", *sheet, "b")

    assert groups(split) == ["form:a:code", "birth:b:code"]
    assert len(split.separators) == 3
    assert RemarkKind.EMPTY not in kinds(split)


def test_two_bare_sides_count_once_and_more_are_remarked() -> None:
    assert groups(proposal("//", "//", "a", "//", "|", "b")) == ["form:a:order", "birth:b:order"]
    split = proposal("//", "//", "//", "a")

    assert groups(split) == ["form:a:order"]
    assert split.remarks == (Remark(RemarkKind.SEVERAL, "//0", "3"),)


def test_a_blank_page_behind_a_sheet_is_its_back_and_said_so_but_a_second_one_is_a_page() -> None:
    split = proposal("/birth", "_", "_", "a")

    assert split.separators == ("/birth0", "_1")
    assert groups(split) == ["birth:_2 a:code"]
    assert kinds(split) == [RemarkKind.BLANK_BACK]


def test_a_sheet_of_which_only_the_bars_were_read_is_bare_with_a_remark() -> None:
    split = proposal("|", "a", "|", "b")

    assert groups(split) == ["form:a:order", "birth:b:order"]
    assert split.remarks == (Remark(RemarkKind.UNREADABLE, "|0"), Remark(RemarkKind.UNREADABLE, "|2"))


def test_an_unknown_paper_leaves_its_pages_unsorted_with_a_remark() -> None:
    split = proposal("/form", "a", "/*12345678", "b", "//", "c")

    assert groups(split) == ["form:a:code", "?:b:unknown", "birth:c:order"]
    assert split.remarks == (Remark(RemarkKind.UNKNOWN_COMPONENT, "/*123456782", "*12345678"),)


def test_a_paper_of_which_only_the_sheet_was_scanned_is_remarked() -> None:
    split = proposal("/form", "/birth", "a", "/letter")

    assert groups(split) == ["birth:a:code"]
    assert split.remarks == (
        Remark(RemarkKind.EMPTY, "/form0", FORM.name),
        Remark(RemarkKind.EMPTY, "/letter3", LETTER.name),
    )


def test_a_bare_sheet_at_the_end_is_remarked_and_makes_no_group() -> None:
    split = proposal("/form", "a", "//", "//")

    assert groups(split) == ["form:a:code"]
    assert kinds(split) == [RemarkKind.AT_THE_END]


def test_what_lies_behind_the_last_paper_is_unsorted_with_a_remark() -> None:
    split = proposal("/letter", "a", "//", "b")

    assert groups(split) == ["letter:a:code", "?:b:beyond"]
    assert split.remarks == (Remark(RemarkKind.NO_PAPER_LEFT, "//2"),)


def test_a_paper_may_come_twice() -> None:
    assert groups(proposal("/form", "a", "/birth", "b", "/form", "c"))[2] == "form:c:code"


def test_a_cover_on_top_separates_nothing() -> None:
    split = proposal("^", "_", "/form", "a")

    assert split.separators == ("^0", "_1", "/form2")
    assert groups(split) == ["form:a:code"]
    assert kinds(split) == [RemarkKind.BLANK_BACK]
    assert groups(proposal("^", "a", "//", "b")) == ["form:a:order", "birth:b:order"]


def test_a_cover_whose_mark_was_not_read_is_still_no_sheet_of_the_first_paper_on_it() -> None:
    pages = (PageRef(id="x", raw="x", codes=(TEXTS["form"], TEXTS["birth"])), PageRef(id="a", raw="a"))

    assert groups(splitting.propose(pages, PAPERS)) == ["?:a:before"]


def test_behind_a_cover_in_the_middle_nothing_is_guessed() -> None:
    split = proposal("/form", "a", "^", "b", "/birth", "c")

    assert groups(split) == ["form:a:code", "?:b:unknown", "birth:c:code"]
    assert kinds(split) == [RemarkKind.COVER_INSIDE]


def test_names_of_papers_do_not_depend_on_their_place_and_never_clash() -> None:
    twins = (*PAPERS, dataclasses.replace(FORM, id="twin", name="TỜ KHAI  đăng ký khai sinh"))
    names = sheet_names.sheet_names(twins)

    assert names["birth"] == "KQ.G15.000031"
    assert names["form"] == sheet_names.sheet_names(tuple(reversed(PAPERS)))["form"]
    assert names["form"].startswith("*")
    assert len(set(names.values())) == len(twins)
    assert all(codes.parse_separator(codes.separator(name)) == name for name in names.values())
    assert [sheet_names.component_named(names[c.id], twins) for c in twins] == list(twins)


def test_a_code_shared_by_two_papers_names_neither() -> None:
    pair = (dataclasses.replace(BIRTH, id="x"), dataclasses.replace(BIRTH, id="y", name="Giấy khác"))

    assert sheet_names.component_named(BIRTH.code or "", pair) is None
    assert sheet_names.component_named("", PAPERS) is None
    assert sheet_names.component_named("C01", PAPERS) == FORM


def test_the_sheet_of_another_procedure_means_no_paper_here() -> None:
    elsewhere = (DraftComponent(id="z", name="Đơn đề nghị cấp giấy phép", code="c01"),)

    (name,) = sheet_names.sheet_names(elsewhere).values()

    assert sheet_names.component_named(name, PAPERS) is None


def test_applying_excludes_the_sheets_beside_their_pages_and_ticks_the_papers() -> None:
    pages = run("/birth", "a", "/form", "/letter", "b")
    draft = IntakeDraft(id="d", components=PAPERS, pages=(PageRef(id="old", raw="old", component="form"), *pages))

    done = splitting.apply(draft, splitting.propose(pages, PAPERS))

    assert [(p.id, p.component, p.excluded) for p in done.pages] == [
        ("old", "form", False),
        ("/birth0", "birth", True),
        ("a", "birth", False),
        ("/form2", "letter", True),
        ("/letter3", "letter", True),
        ("b", "letter", False),
    ]
    assert [c.id for c in done.components if c.present] == ["form", "birth", "letter"]
    assert draft.pages[1:] == pages


def test_applying_a_proposal_passes_over_pages_that_were_deleted_meanwhile() -> None:
    pages = run("/birth", "a", "b")
    split = splitting.propose(pages, PAPERS)

    done = splitting.apply(IntakeDraft(id="d", components=PAPERS, pages=pages[:2]), split)

    assert [p.id for p in done.pages] == ["/birth0", "a"]


WORDS = st.lists(
    st.sampled_from(["page", "_", "//", "|", "^", "/form", "/birth", "/card", "/lease", "/*00000000", "/c03"]),
    max_size=24,
)


@given(WORDS, st.sets(st.sampled_from([c.id for c in PAPERS])))
def test_no_page_is_lost_or_doubled_and_the_order_stays(words: list[str], filled: set[str]) -> None:
    pages = tuple(dataclasses.replace(p, id=f"{n}") for n, p in enumerate(run(*words)))

    split = splitting.propose(pages, PAPERS, filled=filled)

    placed = [page_id for group in split.groups for page_id in group.page_ids]
    assert sorted((*placed, *split.separators), key=int) == [p.id for p in pages]
    assert placed == sorted(placed, key=int)
    assert list(split.separators) == sorted(split.separators, key=int)
    assert all(p.codes == () for p in pages if p.id in placed)
    assert all(group.page_ids for group in split.groups)
    assert {remark.page_id for remark in split.remarks} <= set(split.separators)
    ordered = [g.component_id for g in split.groups if g.by is How.ORDER]
    assert len(ordered) == len(set(ordered))
    assert not filled.intersection(c for c in ordered if c)


@given(WORDS)
def test_applying_keeps_every_page_in_its_place_and_does_only_what_was_proposed(words: list[str]) -> None:
    pages = tuple(dataclasses.replace(p, id=f"{n}") for n, p in enumerate(run(*words)))
    draft = IntakeDraft(id="d", components=PAPERS, pages=pages)
    split = splitting.propose(pages, PAPERS)

    done = splitting.apply(draft, split)

    assert [p.id for p in done.pages] == [p.id for p in pages]
    assert {p.id for p in done.pages if p.excluded} == set(split.separators)
    where = {p.id: p.component for p in done.pages}
    assert all(where[page_id] == group.component_id for group in split.groups for page_id in group.page_ids)
    assert splitting.apply(done, split) == done


@given(st.lists(st.lists(st.text(max_size=40), max_size=4), max_size=10))
def test_whatever_stands_in_the_codes_nothing_fails(texts: list[list[str]]) -> None:
    pages = tuple(PageRef(id=f"{n}", raw="r", codes=tuple(page)) for n, page in enumerate(texts))

    split = splitting.propose(pages, PAPERS)

    assert sum(len(g.page_ids) for g in split.groups) + len(split.separators) == len(pages)


def test_groups_are_values() -> None:
    assert proposal("a") == Split((Group(None, ("a",), How.BEFORE),))
