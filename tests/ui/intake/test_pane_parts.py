"""The parts of the pane that need no window, or only themselves."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListView

from desk_app.capture.page import WHY
from desk_app.domain import arrangement, plan
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageEncoding, PageRef
from desk_app.domain.splitting import RemarkKind
from desk_app.ui import messages
from desk_app.ui.intake.loupe import Loupe
from desk_app.ui.intake.pane import words
from desk_app.ui.intake.pane.duplex_painting import DuplexPicture
from desk_app.ui.intake.pane.review import Review
from desk_app.ui.intake.pane.tray import PaperTray, slots_of
from desk_app.ui.intake.strip_model import Heading, Leaf, StripModel, entries_of

PAPERS = tuple(DraftComponent(id=f"c{n}", name=f"Giấy tờ {n}", mandatory=n == 1) for n in range(1, 5))


def a_draft(*components: str | None) -> IntakeDraft:
    pages = tuple(PageRef(id=f"p{n}", raw=f"r{n}", component=c) for n, c in enumerate(components, start=1))
    return IntakeDraft(id="d", components=PAPERS, pages=pages)


def papers_of(draft: IntakeDraft) -> dict[str, str | None]:
    return {page.id: page.component for page in draft.pages}


# plans


def test_counts_deal_the_unsorted_pages_out_in_order_and_leave_the_rest():
    dealt = plan.by_counts(a_draft("c4", None, None, None, None), plan.counts_in("2 0 1"))

    assert papers_of(dealt) == {"p1": "c4", "p2": "c1", "p3": "c1", "p4": "c3", "p5": None}


def test_more_pages_than_there_are_take_what_there_is():
    dealt = plan.by_counts(a_draft(None, None), (1, 999, 3))

    assert papers_of(dealt) == {"p1": "c1", "p2": "c2"}


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_counts_within_reason(text):
    assert all(0 <= count <= plan.MOST_PAGES for count in plan.counts_in(text))


@given(st.lists(st.sampled_from(["c1", "c2", None]), max_size=12), st.lists(st.integers(0, 5), max_size=5), st.data())
def test_a_plan_loses_no_page_that_came_meanwhile(components, counts, data):
    draft = a_draft(*components)
    planned = plan.by_counts(draft, counts)
    late = tuple(PageRef(id=f"late{n}", raw="r") for n in range(data.draw(st.integers(0, 3))))
    ready = tuple(dataclasses.replace(page, prepared="ready") for page in draft.pages)
    now = dataclasses.replace(draft, pages=(*ready, *late))

    laid = plan.arranged_like(now, planned)

    assert sorted(page.id for page in laid.pages) == sorted(page.id for page in now.pages)
    assert {k: v for k, v in papers_of(laid).items() if k in papers_of(planned)} == papers_of(planned)
    assert all(page.prepared for page in laid.pages if not page.id.startswith("late"))


def test_a_run_without_separator_sheets_is_not_split():
    assert plan.run_with_sheets(a_draft(None, None)) == ()


def test_the_newest_run_with_sheets_is_split_and_older_ones_are_left_alone():
    sheets = IntakeDraft(
        id="d",
        components=PAPERS,
        pages=(
            PageRef(id="a", raw="a", batch="1", codes=("QMC-NGAN",)),
            PageRef(id="b", raw="b", batch="1"),
            PageRef(id="c", raw="c", batch="2", codes=("QMC-NGAN",)),
            PageRef(id="d", raw="d", batch="2"),
        ),
    )

    run = plan.run_with_sheets(sheets)
    divided, _split = plan.at_sheets(sheets, run)

    assert [page.id for page in run] == ["c", "d"]
    assert papers_of(divided)["d"] == "c1"
    assert papers_of(divided)["b"] is None


# review


def test_a_page_that_cannot_be_read_comes_before_everything_suspicious():
    pages = (
        PageRef(id="a", raw="a", flags=("dark",), suspicion=99),
        PageRef(id="b", raw="b", failed="UnreadableFile"),
        PageRef(id="c", raw="c"),
        PageRef(id="d", raw="d", flags=("blank",), suspicion=10, excluded=True),
    )
    review = Review()
    review.begin(pages)

    assert [page.id for page in review.pages(pages)] == ["b", "a"]
    assert review.next_after("b", pages) == "a"
    assert review.next_after("a", (dataclasses.replace(pages[0], reviewed=True), *pages[1:])) == "b"


def test_pages_that_become_suspicious_later_come_last_and_nothing_jumps():
    first = PageRef(id="a", raw="a", flags=("dark",), suspicion=10)
    second = PageRef(id="b", raw="b")
    review = Review()
    review.begin((first, second))
    worse = dataclasses.replace(second, flags=("blurred",), suspicion=95)

    assert [page.id for page in review.pages((dataclasses.replace(first, reviewed=True), worse))] == ["a", "b"]


# the model of the strip


@given(
    st.lists(
        st.permutations(["p1", "p2", "p3", "p4", "p5", "p6"]).flatmap(lambda p: st.integers(0, 6).map(lambda n: p[:n]))
    )
)
def test_the_model_tells_every_change_so_that_a_selection_stays_with_its_page(states):
    model = StripModel()
    for shown in states:
        held = {}
        for row, entry in enumerate(model.entries):
            if isinstance(entry, Leaf):
                held[entry.page.id] = QPersistentModelIndex(model.index(row))
        model.replace([Heading("-", None), *(Leaf(PageRef(id=i, raw=i), n) for n, i in enumerate(shown, start=1))])

        assert [e.page.id for e in model.entries if isinstance(e, Leaf)] == list(shown)
        for page_id, index in held.items():
            assert index.isValid() == (page_id in shown)
            if index.isValid():
                assert model.entries[index.row()].page.id == page_id


def test_only_rows_that_changed_are_told(qtbot):
    model = StripModel()
    pages = [PageRef(id=f"p{n}", raw="r") for n in range(300)]
    model.replace([Leaf(page, n) for n, page in enumerate(pages)])
    told = []
    model.dataChanged.connect(lambda first, last, _roles: told.append((first.row(), last.row())))
    for signal in (model.modelReset, model.layoutChanged, model.rowsInserted, model.rowsRemoved):
        signal.connect(lambda *_: told.append("more"))

    pages[150] = dataclasses.replace(pages[150], prepared="x")
    model.replace([Leaf(page, n) for n, page in enumerate(pages)])

    assert told == [(150, 150)]


def test_a_selection_survives_pages_that_come_before_it(qtbot):
    model = StripModel()
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    pages = [PageRef(id=f"p{n}", raw="r") for n in range(4)]
    model.replace([Leaf(page, n) for n, page in enumerate(pages)])
    view.selectionModel().setCurrentIndex(model.index(2), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    model.replace([Leaf(PageRef(id="new", raw="r"), 0), *(Leaf(page, n + 1) for n, page in enumerate(pages))])

    assert view.currentIndex().row() == 3
    assert [i.row() for i in view.selectionModel().selectedIndexes()] == [3]


def test_entries_go_by_paper_with_the_unsorted_last():
    entries = entries_of(a_draft(None, "c2", "c1", "c2"), "Chưa xếp")

    shown = [e.text if isinstance(e, Heading) else e.page.id for e in entries]
    assert shown == ["Giấy tờ 1", "p3", "Giấy tờ 2", "p2", "p4", "Chưa xếp", "p1"]
    assert [e.movable for e in entries if isinstance(e, Heading)] == [False, True, True]


# words and pictures


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_and_every_remark_has_a_sentence(language):
    for why in WHY:
        assert words.why(PageRef(id="p", raw="r", why=why), language)
    for kind in RemarkKind:
        if kind is not RemarkKind.BLANK_BACK:
            assert messages.for_key(f"split.{kind.value}", language, detail="x")


def test_a_page_tells_its_encoding_size_and_turn():
    page = PageRef(id="p", raw="r", prepared="x", encoding=PageEncoding.LAYERED, bytes=43210, dpi=300, turned=180)

    assert words.facts(page) == "2 lớp · 43 KB · 300 dpi · đã xoay 180°"
    assert words.facts(PageRef(id="p", raw="r")) == ""


def test_the_tray_says_how_many_pages_each_paper_has_and_what_is_missing(qtbot):
    tray = PaperTray()
    qtbot.addWidget(tray)
    tray.resize(300, 60)
    tray.show_slots(slots_of(a_draft("c2", "c2")))
    tray.grab()

    assert "2 Giấy tờ 2: 2" in tray.accessibleDescription()
    assert [slot.missing for slot in slots_of(a_draft("c2"))] == [True, False, False, False]
    picked = []
    tray.picked.connect(picked.append)
    qtbot.mouseClick(tray, Qt.MouseButton.LeftButton, pos=tray._boxes[2].center().toPoint())
    assert picked == [3]


def test_a_page_left_out_of_the_dossier_fills_no_paper():
    draft = arrangement.excluded(a_draft("c1"), ["p1"])

    assert slots_of(draft)[0].missing


def test_the_loupe_stays_on_the_page():
    loupe = Loupe()
    loupe.hold(QPointF(3.0, -1.0))
    assert loupe.at == QPointF(1.0, 0.0)
    assert loupe.move(Qt.Key.Key_Left)
    assert loupe.at.x() < 1.0
    assert not loupe.move(Qt.Key.Key_A)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_every_step_of_the_duplex_guide_has_a_picture(qtbot, step):
    picture = DuplexPicture()
    qtbot.addWidget(picture)
    picture.resize(320, 200)
    blank = picture.grab().toImage()
    picture.show_step(step, reverse=True)
    drawn: QImage = picture.grab().toImage()

    assert step == 1 or drawn != blank
