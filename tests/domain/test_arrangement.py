from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import arrangement
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef, PageSide

PAPERS = (DraftComponent(id="c1", name="Tờ khai", code="c01"), DraftComponent(id="c2", name="Giấy chứng sinh"))


def pages(*spec: str) -> tuple[PageRef, ...]:
    """``"a:c1"``: page a of component c1; ``"a"``: unsorted."""
    made = []
    for text in spec:
        name, _, component = text.partition(":")
        made.append(PageRef(id=name, raw=name, component=component or None))
    return tuple(made)


def shape(draft: IntakeDraft) -> list[str]:
    return [f"{p.id}:{p.component}" if p.component else p.id for p in draft.pages]


def draft_of(*spec: str) -> IntakeDraft:
    return IntakeDraft(id="d", components=PAPERS, pages=pages(*spec))


def test_new_pages_come_last_and_tick_their_paper() -> None:
    draft = arrangement.with_pages_added(draft_of("a:c1"), pages("b:c2", "c"))

    assert shape(draft) == ["a:c1", "b:c2", "c"]
    assert [c.present for c in draft.components] == [True, True]


def test_a_paper_that_did_not_apply_applies_once_it_has_pages() -> None:
    waived = dataclasses.replace(PAPERS[0], applicable=False)
    draft = IntakeDraft(id="d", components=(waived,))

    assert arrangement.with_pages_added(draft, pages("a:c1")).components[0].applicable


def test_pages_without_a_paper_tick_nothing() -> None:
    draft = arrangement.with_pages_added(draft_of(), pages("a"))

    assert not any(c.present for c in draft.components)


def test_a_page_is_put_in_the_place_of_its_older_self_also_in_the_dustbin() -> None:
    draft = arrangement.deleted(draft_of("a:c1", "b:c1"), {"b"})
    done = [dataclasses.replace(p, prepared="done") for p in pages("a:c1", "b:c1", "gone")]

    for page in done:
        draft = arrangement.with_page(draft, page)

    assert [p.prepared for p in (*draft.pages, *draft.dustbin)] == ["done", "done"]


@pytest.mark.parametrize(
    ("moved", "component", "before", "expected"),
    [
        ({"c"}, "c1", "a", ["c:c1", "a:c1", "b:c1"]),
        ({"a"}, "c1", None, ["b:c1", "c:c1", "a:c1"]),
        ({"a"}, "c2", None, ["b:c1", "c:c1", "a:c2"]),
        ({"c", "a"}, "c1", "b", ["a:c1", "c:c1", "b:c1"]),
        ({"a"}, None, None, ["b:c1", "c:c1", "a"]),
        ({"a"}, "c1", "nowhere", ["b:c1", "c:c1", "a:c1"]),
        (set(), "c1", "a", ["a:c1", "b:c1", "c:c1"]),
    ],
)
def test_pages_move_to_a_paper_and_place(
    moved: set[str], component: str | None, before: str | None, expected: list[str]
) -> None:
    assert shape(arrangement.moved(draft_of("a:c1", "b:c1", "c:c1"), moved, component=component, before=before)) == (
        expected
    )


@pytest.mark.parametrize(
    ("moved", "before", "expected"),
    [
        ({"a"}, "a", ["a:c1", "b:c1", "c:c1"]),
        ({"a", "b"}, "b", ["a:c1", "b:c1", "c:c1"]),
        ({"a", "c"}, "c", ["b:c1", "a:c1", "c:c1"]),
    ],
)
def test_pages_dropped_on_one_of_themselves_stay_there(moved: set[str], before: str, expected: list[str]) -> None:
    # A page dropped where it lay jumped to the end of the dossier.
    draft = arrangement.moved(draft_of("a:c1", "b:c1", "c:c1"), moved, component="c1", before=before)

    assert shape(draft) == expected


def test_moving_ticks_the_paper_the_pages_came_to() -> None:
    draft = arrangement.moved(draft_of("a"), {"a"}, component="c2")

    assert [c.present for c in draft.components] == [False, True]


def test_turning_adds_up_and_asks_for_the_page_to_be_prepared_again() -> None:
    draft = IntakeDraft(id="d", pages=(PageRef(id="a", raw="a", rotation=270, prepared="done"), *pages("b")))

    turned = arrangement.turned(draft, {"a"}, degrees=180)

    assert (turned.pages[0].rotation, turned.pages[0].prepared) == (90, "")
    assert turned.pages[1] == draft.pages[1]


@pytest.mark.parametrize("degrees", [1, 45, -30])
def test_pages_turn_by_quarter_turns_only(degrees: int) -> None:
    with pytest.raises(ValueError, match="quarter"):
        arrangement.turned(draft_of("a"), {"a"}, degrees=degrees)


def test_deleted_pages_lie_in_the_dustbin_newest_last_and_come_back_to_their_paper() -> None:
    draft = arrangement.deleted(arrangement.deleted(draft_of("a:c1", "b:c2", "c:c1"), {"c"}), {"a"})
    assert shape(draft) == ["b:c2"]
    assert [p.id for p in draft.dustbin] == ["c", "a"]

    back = arrangement.restored(draft, {"c"})

    assert shape(back) == ["b:c2", "c:c1"]
    assert [p.id for p in back.dustbin] == ["a"]


def test_a_page_whose_paper_is_gone_comes_back_unsorted() -> None:
    draft = arrangement.deleted(draft_of("a:c2"), {"a"})

    back = arrangement.restored(dataclasses.replace(draft, components=PAPERS[:1]), {"a"})

    assert shape(back) == ["a"]


def test_a_new_checklist_keeps_pages_and_ticks_of_papers_with_the_same_name() -> None:
    old = (
        dataclasses.replace(
            PAPERS[0], present=True, not_digitised_because=NotDigitised.OTHER, not_digitised_note="ướt"
        ),
        PAPERS[1],
    )
    draft = IntakeDraft(id="d", components=old, pages=pages("a:c1", "b:c2", "c"))
    new = (DraftComponent(id="n1", name="TỜ KHAI"), DraftComponent(id="n2", name="Sổ hộ khẩu"))

    switched = arrangement.with_checklist(draft, new)

    assert shape(switched) == ["a:n1", "b", "c"]
    first = switched.components[0]
    assert (first.present, first.not_digitised_because, first.not_digitised_note) == (True, NotDigitised.OTHER, "ướt")
    assert not switched.components[1].present


@st.composite
def arranged(draw: st.DrawFn) -> tuple[IntakeDraft, set[str], str | None, str | None]:
    names = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8))
    places = draw(st.lists(st.sampled_from(["", "c1", "c2"]), min_size=len(names), max_size=len(names)))
    draft = draft_of(*(f"{n}:{p}" for n, p in zip(names, places, strict=True)))
    moved = set(draw(st.lists(st.sampled_from("abcdefgh"), max_size=4)))
    return draft, moved, draw(st.sampled_from([None, "c1", "c2"])), draw(st.sampled_from([None, *"abcdefgh"]))


@given(arranged())
def test_no_page_is_ever_lost_or_doubled(case: tuple[IntakeDraft, set[str], str | None, str | None]) -> None:
    draft, some, component, before = case
    everything = sorted(p.id for p in draft.pages)

    def all_of(after: IntakeDraft) -> list[str]:
        return sorted(p.id for p in (*after.pages, *after.dustbin))

    moved = arrangement.moved(draft, some, component=component, before=before)
    deleted = arrangement.deleted(draft, some)
    assert all_of(moved) == all_of(deleted) == all_of(arrangement.restored(deleted, some)) == everything
    assert [p.id for p in moved.pages if p.id in some] == [p.id for p in draft.pages if p.id in some]
    assert [p.id for p in moved.pages if p.id not in some] == [p.id for p in draft.pages if p.id not in some]
    switched = arrangement.with_checklist(draft, (DraftComponent(id="n1", name="Tờ khai"),))
    assert all_of(switched) == everything


def test_pages_are_shown_by_paper_as_the_checklist_goes_and_what_is_unsorted_last() -> None:
    assert [p.id for p in arrangement.shown(draft_of("x", "b:c2", "a:c1", "c:c2", "y:gone"))] == [
        "a",
        "b",
        "c",
        "x",
        "y",
    ]


def test_pages_of_a_paper_no_longer_asked_for_come_in_unsorted() -> None:
    assert shape(arrangement.with_pages_inserted(draft_of("a:c1"), pages("b:gone"))) == ["a:c1", "b"]


def test_a_page_left_out_stays_in_the_strip_and_is_not_bound() -> None:
    draft = arrangement.excluded(draft_of("a:c1", "b:c1"), {"a"})

    assert shape(draft) == ["a:c1", "b:c1"]
    assert [p.id for p in draft.bound_pages_of("c1")] == ["b"]
    assert [p.id for p in arrangement.excluded(draft, {"a"}, out=False).bound_pages_of("c1")] == ["a", "b"]


def test_a_page_left_out_ticks_nothing_until_it_is_taken_in_again() -> None:
    left_out = PageRef(id="a", raw="a", component="c1", excluded=True)
    draft = arrangement.with_pages_added(IntakeDraft(id="d", components=PAPERS), (left_out,))
    assert not draft.components[0].present

    assert arrangement.excluded(draft, {"a"}, out=False).components[0].present


def test_fronts_and_backs_of_a_turned_stack_are_laid_alternately() -> None:
    draft = draft_of("z:c2", "f1:c1", "f2:c1", "f3:c1", "b3", "b2", "b1", "y:c1")

    laid = arrangement.interleaved(draft, ["f1", "f2", "f3"], ["b3", "b2", "b1"])

    assert shape(laid) == ["z:c2", "f1:c1", "b1:c1", "f2:c1", "b2:c1", "f3:c1", "b3:c1", "y:c1"]


def test_backs_scanned_in_the_order_of_the_fronts_are_not_turned_round() -> None:
    draft = draft_of("f1:c1", "f2:c1", "b1", "b2")

    laid = arrangement.interleaved(draft, ["f1", "f2"], ["b1", "b2"], reverse_backs=False)

    assert [p.id for p in laid.pages] == ["f1", "b1", "f2", "b2"]


def test_sides_left_over_come_last() -> None:
    draft = draft_of("f1:c1", "f2:c1", "f3:c1", "b1")

    assert [p.id for p in arrangement.interleaved(draft, ["f1", "f2", "f3"], ["b1"]).pages] == ["f1", "b1", "f2", "f3"]


@given(st.integers(1, 8), st.integers(1, 8), st.booleans())
def test_no_side_is_lost_or_doubled(fronts: int, backs: int, turned: bool) -> None:
    names = [f"f{n}" for n in range(fronts)], [f"b{n}" for n in range(backs)]
    draft = draft_of("x:c2", *names[0], *names[1], "y:c1")

    laid = arrangement.interleaved(draft, *names, reverse_backs=turned)

    assert sorted(p.id for p in laid.pages) == sorted(p.id for p in draft.pages)
    assert [p.id for p in laid.pages if p.id in names[0]] == names[0]


def test_a_border_moved_up_takes_the_pages_it_passed() -> None:
    moved = arrangement.border_moved(draft_of("a:c1", "b:c1", "c:c1", "d:c2"), "c2", before="b")

    assert shape(moved) == ["a:c1", "b:c2", "c:c2", "d:c2"]


def test_a_border_moved_down_leaves_the_pages_behind_to_the_paper_above() -> None:
    moved = arrangement.border_moved(draft_of("a:c1", "b:c2", "c:c2", "d:c2"), "c2", before="d")

    assert shape(moved) == ["a:c1", "b:c1", "c:c1", "d:c2"]


def test_a_border_goes_no_further_down_than_its_own_pages() -> None:
    draft = draft_of("a:c1", "b:c2", "x")

    assert shape(arrangement.border_moved(draft, "c2", before=None)) == ["a:c1", "b:c1", "x"]


def test_the_first_border_does_not_move_down() -> None:
    draft = draft_of("a:c1", "b:c1", "c:c2")

    assert arrangement.border_moved(draft, "c1", before="b") == draft


@given(
    st.lists(st.sampled_from(["c1", "c2", ""]), min_size=1, max_size=9),
    st.sampled_from(["c1", "c2", None]),
    st.integers(0, 9),
)
def test_moving_a_border_keeps_every_page_where_it_is_seen(places: list[str], component: str | None, at: int) -> None:
    draft = draft_of(*(f"p{n}:{place}" if place else f"p{n}" for n, place in enumerate(places)))
    before = f"p{at}" if at < len(places) else None

    moved = arrangement.border_moved(draft, component, before=before)

    assert [p.id for p in arrangement.shown(moved)] == [p.id for p in arrangement.shown(draft)]


def test_both_sides_of_a_card_become_one_page_and_two_again() -> None:
    draft = draft_of("front:c1", "x:c1", "back:c2")

    joined = arrangement.card_joined(draft, "front", "back")
    assert shape(joined) == ["front:c1", "x:c1"]
    assert joined.pages[0].back == PageSide(raw="back")

    parted = arrangement.card_parted(joined, "front", new_id="again")
    assert shape(parted) == ["front:c1", "again:c1", "x:c1"]
    assert (parted.pages[0].back, parted.pages[1].raw) == (None, "back")


def test_a_page_is_not_joined_with_itself_nor_a_joined_one_once_more() -> None:
    draft = arrangement.card_joined(draft_of("a", "b", "c"), "a", "b")

    assert arrangement.card_joined(draft, "c", "c") == draft
    assert arrangement.card_joined(draft, "a", "c") == draft


def test_what_was_looked_at_is_in_question_again_when_something_else_is_odd() -> None:
    page = PageRef(id="a", raw="a", prepared="1", flags=("blank",), reviewed=True, component="c1", excluded=True)

    same = arrangement.with_results(page, dataclasses.replace(page, prepared="2", reviewed=False, component=None))
    other = arrangement.with_results(page, dataclasses.replace(page, prepared="2", flags=("blurred",)))

    assert (same.prepared, same.reviewed, same.component, same.excluded) == ("2", True, "c1", True)
    assert not other.reviewed
