"""What the keys of the pane do to a few pages."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desk_app.capture import simulated
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.scanners import Scanners, ScanProfile
from desk_app.domain import arrangement, codes
from desk_app.domain.codes import CodeKind
from desk_app.domain.roles import Role
from desk_app.domain.sheet_names import sheet_names
from desk_app.ui.intake.screen import IntakeScreen
from desk_app.ui.intake.strip import Shape
from desk_app.ui.intake.strip_model import Heading, Leaf
from desk_app.ui.printer import Printer
from desk_app.ui.screen import Context, Scan, Session

NONE, SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def sheet(seed: int) -> bytes:
    return simulated.jpeg_file(simulated.document_page(seed=seed, dpi=40), dpi=40)


class OneByOne(Scanners):
    """Each scan gives the next pages of a list."""

    def __init__(self, *runs: list[bytes]) -> None:
        self.runs = list(runs)
        self.most: list[int] = []
        self._profile = ScanProfile(key=1, name="Máy", device=Device(kind="fake", name="Máy"))

    def profiles(self):
        return (self._profile,)

    def default(self):
        return self._profile

    def scan(self, profile, *, cancel, most_pages=0):
        self.most.append(most_pages)
        for data in self.runs.pop(0)[: most_pages or None]:
            yield IncomingFile("", data, source="Máy")


class Pane:
    """The pane with some pages, and how a person works in it."""

    def __init__(self, counter, scanners) -> None:
        self.counter, self.scanners = counter, scanners
        who = counter.officer
        counter.screen = IntakeScreen(
            Context(
                desk=counter.program.desk,
                tasks=counter.tasks,
                session=Session(account_id=who.account_id, name=who.name, role=Role(who.role)),
                ports={Capturing: Capturing(), Scanners: scanners, Printer: counter.printer},
                go_to=lambda *_: None,
                notify=lambda _kind, _text: None,
                say=lambda _text: None,
            )
        )
        self.screen = counter.screen
        counter._opened.append(self.screen)
        self.screen.resize(1366, 680)
        with counter.qtbot.waitExposed(self.screen):
            self.screen.show()
        self.screen.activateWindow()
        self.screen.entered()
        counter.choose()
        self.pages, self.strip = self.screen.pages, self.screen.pages.strip

    @property
    def draft(self):
        return self.counter.draft

    def load(self, counts, *, prepared=False):
        number = 0
        for paper, count in enumerate(counts):
            component = self.draft.components[paper].id if paper < len(counts) - 1 else None
            for _ in range(count):
                number += 1
                self.screen.visit.add_files([IncomingFile("", sheet(number))], component=component)
        self.counter.until(lambda: len(self.draft.pages) == number, timeout=60000)
        if prepared:
            self.counter.until(lambda: self.screen.visit.state.preparing == 0, timeout=60000)
        self.strip.setFocus()
        self.strip.look_at(self.order()[0])

    def order(self):
        return [page.id for page in arrangement.shown(self.draft)]

    def groups(self):
        """How many pages each paper has, the unsorted ones last."""
        return [len(self.draft.pages_of(c.id)) for c in self.draft.components[:3]] + [len(self.draft.pages_of(None))]

    def page(self, page_id):
        return next(page for page in self.draft.pages if page.id == page_id)

    def press(self, key, modifiers=NONE):
        self.counter.press(QApplication.focusWidget() or self.strip, key, modifiers)
        self.strip._do_typed()  # no barcode gun is near


@pytest.fixture
def scanners():
    return OneByOne()


@pytest.fixture
def pane(counter, scanners):
    made = Pane(counter, scanners)
    yield made
    counter.settle()


def test_pages_that_come_in_change_neither_selection_nor_place_of_who_works_there(pane):
    pane.load((3, 2))
    order = pane.order()
    pane.press(Qt.Key.Key_Down)
    pane.press(Qt.Key.Key_Down, SHIFT)
    assert pane.strip.selected() == order[1:3]

    pane.screen.visit.add_files([IncomingFile("", sheet(9))], component=pane.draft.components[0].id)
    pane.counter.until(lambda: len(pane.draft.pages) == 6)

    assert pane.strip.selected() == order[1:3]
    assert pane.strip.current().id == order[2]


def test_the_page_after_a_deleted_one_takes_its_place_and_undo_brings_it_back(pane):
    pane.load((3, 1))
    order = pane.order()
    pane.press(Qt.Key.Key_Down)

    pane.press(Qt.Key.Key_Delete)
    assert pane.strip.current().id == order[2]
    pane.screen.visit.session.undo()

    assert pane.order() == order
    assert pane.strip.current().id == order[2]


def test_ctrl_a_selects_the_paper_and_then_everything(pane):
    pane.load((2, 3))
    pane.press(Qt.Key.Key_A, CTRL)
    assert pane.strip.selected() == pane.order()[:2]
    pane.press(Qt.Key.Key_A, CTRL)
    assert pane.strip.selected() == pane.order()
    pane.press(Qt.Key.Key_Escape)
    assert pane.strip.selected() == pane.order()[:1]


def test_a_digit_files_an_unsorted_page_and_goes_on_to_the_next(pane):
    pane.load((0, 0, 4))
    order = pane.order()

    pane.press(Qt.Key.Key_2)
    assert pane.strip.current().id == order[1]
    pane.press(Qt.Key.Key_Right, SHIFT)
    pane.press(Qt.Key.Key_1)

    assert pane.groups() == [2, 1, 0, 1]
    assert pane.strip.current().id == order[3]


def test_the_code_of_a_separator_sheet_scanned_by_gun_files_the_page(pane):
    pane.load((0, 0, 2))
    pane.screen.wide.show(on=True)
    name = sheet_names(pane.draft.components)[pane.draft.components[1].id]

    assert pane.screen.take_scan(Scan(text=codes.separator(name), kind=CodeKind.SEPARATOR))

    assert pane.groups() == [0, 1, 0, 1]


def test_what_stops_the_acceptance_is_shown_on_the_form_again(pane):
    pane.load((1, 0))
    pane.press(Qt.Key.Key_F12)
    pane.screen.main_act()
    pane.counter.until(lambda: not pane.screen.wide.is_on)

    assert pane.screen.person.isVisible()


def test_keys_of_a_barcode_gun_move_no_page(pane):
    pane.load((0, 0, 2))

    for character in "2.000815":
        pane.counter.type(pane.strip, character)
    pane.strip._do_typed()

    assert pane.groups() == [0, 0, 0, 2]


def test_two_digits_typed_quickly_both_count(pane):
    pane.load((0, 0, 2))

    pane.counter.press(pane.strip, Qt.Key.Key_1)
    pane.counter.press(pane.strip, Qt.Key.Key_2)
    pane.counter.until(lambda: pane.groups() == [1, 1, 0, 0])


def test_b_begins_the_next_paper_at_this_page(pane):
    pane.load((0, 0, 5))
    order = pane.order()
    pane.press(Qt.Key.Key_B)
    assert pane.groups() == [5, 0, 0, 0]

    pane.strip.look_at(order[3])
    pane.press(Qt.Key.Key_B)

    assert pane.groups() == [3, 2, 0, 0]
    assert pane.order() == order


def test_the_border_between_two_papers_moves_to_the_page_by_key(pane):
    pane.load((3, 3, 0))
    order = pane.order()

    pane.strip.look_at(order[3])
    pane.press(Qt.Key.Key_Up, ALT | SHIFT)
    assert pane.groups() == [4, 2, 0, 0]
    pane.strip.look_at(order[1])
    pane.press(Qt.Key.Key_Down, ALT | SHIFT)

    assert pane.groups() == [1, 5, 0, 0]
    assert pane.order() == order


def test_the_heading_of_a_paper_is_dragged_to_move_its_border(pane):
    pane.load((3, 3, 0))
    order = pane.order()
    strip = pane.strip
    headings = [n for n, e in enumerate(strip._entries.entries) if isinstance(e, Heading)]
    start = strip.visualRect(strip._entries.index(headings[1])).center()
    target = strip.visualRect(strip._entries.index(strip._entries.row_of(order[1])))

    _drag(strip, start, QPoint(target.center().x(), target.top() + 4))

    assert pane.groups() == [1, 5, 0, 0]
    assert pane.order() == order


def _drag(strip, start, end):
    kinds = ((QMouseEvent.Type.MouseButtonPress, start), (QMouseEvent.Type.MouseMove, end))
    for kind, at in (*kinds, (QMouseEvent.Type.MouseButtonRelease, end)):
        button = Qt.MouseButton.LeftButton
        event = QMouseEvent(kind, QPointF(at), strip.viewport().mapToGlobal(QPointF(at)), button, button, NONE)
        QApplication.sendEvent(strip.viewport(), event)


def test_x_leaves_a_page_out_and_takes_it_in_again(pane):
    pane.load((1, 0))
    pane.press(Qt.Key.Key_X)
    assert pane.page(pane.order()[0]).excluded
    pane.press(Qt.Key.Key_X)
    assert not pane.page(pane.order()[0]).excluded


def test_j_lays_both_sides_of_a_card_on_one_page_and_parts_them(pane):
    pane.load((2, 0))
    front, back = pane.order()
    raw = pane.page(back).raw

    pane.press(Qt.Key.Key_J)
    assert [page.id for page in pane.draft.pages] == [front]
    assert pane.page(front).back.raw == raw
    pane.press(Qt.Key.Key_J)

    assert [page.raw for page in pane.draft.pages] == [pane.page(front).raw, raw]


def test_what_was_deleted_is_seen_and_taken_back_from_the_dustbin(pane):
    pane.load((3, 0))
    order = pane.order()
    pane.press(Qt.Key.Key_Down, SHIFT)
    pane.press(Qt.Key.Key_Delete)

    pane.press(Qt.Key.Key_T)
    assert QApplication.focusWidget() is pane.pages.stage.bin.list
    pane.press(Qt.Key.Key_Return)
    pane.press(Qt.Key.Key_Escape)

    assert sorted(pane.order()) != sorted(order)
    assert len(pane.draft.pages) == 2
    assert QApplication.focusWidget() is pane.strip
    assert pane.pages.stage.currentWidget() is pane.pages.look


def test_suspicious_pages_are_gone_through_with_one_key_the_worst_first(pane):
    pane.load((3, 1), prepared=True)
    order = pane.order()
    odd = {order[0]: 20, order[2]: 90, order[3]: 55}
    pages = tuple(arrangement_page(page, odd.get(page.id, 0)) for page in pane.draft.pages)
    pane.screen.visit.session.edit(pages=pages)

    pane.press(Qt.Key.Key_G, CTRL)
    assert pane.screen.wide.is_on
    shown = [e.page.id for e in pane.strip._entries.entries if isinstance(e, Leaf)]
    assert shown == [order[2], order[3], order[0]]
    assert pane.strip.current().id == order[2]
    for _ in range(3):
        pane.press(Qt.Key.Key_Space)

    assert not pane.pages.reviewing.is_open
    assert not any(page.needs_review for page in pane.draft.pages)
    pane.screen.visit.session.undo()
    assert sum(page.needs_review for page in pane.draft.pages) == 1


def arrangement_page(page, suspicion):
    return dataclasses.replace(page, flags=("blurred",) if suspicion else (), suspicion=suspicion, reviewed=False)


def test_before_and_after_and_the_loupe_are_seen_by_key(pane):
    pane.load((1, 0), prepared=True)
    view = pane.pages.view
    pane.counter.until(view.has_picture)

    pane.press(Qt.Key.Key_V)
    pane.counter.until(lambda: view.tag().startswith("Ảnh gốc"))
    pane.press(Qt.Key.Key_V)
    assert view.tag() == ""

    pane.press(Qt.Key.Key_L)
    at = QPointF(view.loupe.at)
    pane.counter.until(lambda: view.loupe.picture is not None)
    pane.press(Qt.Key.Key_Right)
    assert view.loupe.at.x() > at.x()
    view.grab()
    pane.press(Qt.Key.Key_Escape)
    assert not view.loupe.is_on


def test_f12_and_enter_and_escape_change_how_the_pane_lies(pane):
    pane.load((2, 0))
    pane.press(Qt.Key.Key_F12)
    assert pane.strip._shape is Shape.SHEET
    assert not pane.screen.papers.isVisible()
    assert pane.pages.tray.isVisible()

    pane.press(Qt.Key.Key_Return)
    assert pane.strip._shape is Shape.COLUMN
    pane.press(Qt.Key.Key_Escape)
    assert pane.strip._shape is Shape.SHEET
    pane.press(Qt.Key.Key_Escape)

    assert pane.screen.papers.isVisible()
    assert not pane.screen.wide.is_on


def test_insert_scans_before_a_page_and_ctrl_f10_in_place_of_one(pane):
    pane.load((2, 0))
    order = pane.order()
    pane.scanners.runs = [[sheet(20), sheet(21)], [sheet(22), sheet(23)]]
    pane.press(Qt.Key.Key_Down)

    pane.press(Qt.Key.Key_Insert)
    pane.counter.until(lambda: len(pane.draft.pages) == 4, timeout=30000)
    assert [pane.order()[0], pane.order()[3]] == order
    pane.counter.until(lambda: not pane.screen.taking.scanning.is_running)
    pane.press(Qt.Key.Key_F10, CTRL)
    pane.counter.until(lambda: pane.draft.dustbin, timeout=30000)

    assert [page.id for page in pane.draft.dustbin] == [order[1]]
    assert len(pane.draft.pages_of(pane.draft.components[0].id)) == 4
    assert pane.scanners.most == [0, 1]


def test_the_duplex_guide_lays_fronts_and_backs_alternately_as_one_step(pane):
    fronts, backs = [sheet(n) for n in (30, 31, 32)], [sheet(n) for n in (42, 41, 40)]
    pane.scanners.runs = [fronts, backs]
    pane.screen.papers.table.select(pane.draft.components[1].id)
    guide = pane.pages.stage.duplex

    pane.press(Qt.Key.Key_D, CTRL)
    assert pane.pages.stage.currentWidget() is guide
    pane.press(Qt.Key.Key_Return)
    pane.counter.until(lambda: guide.step == 2 and len(guide.sides.fronts) == 3, timeout=30000)
    pane.press(Qt.Key.Key_Return)
    pane.counter.until(lambda: guide.step == 3 and guide.sides.match, timeout=30000)
    before = pane.order()
    pane.press(Qt.Key.Key_Return)

    f, b = before[:3], before[3:]
    assert pane.order() == [f[0], b[2], f[1], b[1], f[2], b[0]]
    assert pane.groups() == [0, 6, 0, 0]
    pane.screen.visit.session.undo()
    assert pane.order() == before


def test_a_duplex_run_that_lost_a_sheet_is_told_before_anything_is_merged(pane):
    pane.scanners.runs = [[sheet(30), sheet(31)], [sheet(40)]]
    guide = pane.pages.stage.duplex
    pane.press(Qt.Key.Key_D, CTRL)
    pane.press(Qt.Key.Key_Return)
    pane.counter.until(lambda: guide.step == 2 and len(guide.sides.fronts) == 2, timeout=30000)
    pane.press(Qt.Key.Key_Return)
    pane.counter.until(lambda: guide.step == 3 and len(guide.sides.backs) == 1, timeout=30000)

    assert "Lệch số: 2 mặt trước, 1 mặt sau" in guide.words.text()
    assert guide.go.text() == "Vẫn ghép"
    pane.press(Qt.Key.Key_Escape)
    assert len(pane.draft.pages) == 3


def test_the_card_of_keys_opens_and_closes(pane):
    pane.load((1, 0))
    pane.press(Qt.Key.Key_Question, SHIFT)
    assert pane.pages.stage.currentWidget() is pane.pages.stage.keys
    assert not pane.strip.isVisible()
    pane.press(Qt.Key.Key_Escape)
    assert pane.strip.isVisible()


def test_a_page_says_how_small_it_became(pane):
    pane.load((1, 0), prepared=True)

    assert "KB" in pane.pages.look.caption.text()
    assert "dpi" in pane.pages.look.caption.text()


def test_progress_is_told_while_pages_are_prepared(pane):
    pane.load((2, 0))
    pane.pages.show_scanning(running=True, came=2)

    assert pane.pages.progress.text().startswith("Đang quét: 2 trang")
    pane.pages.show_scanning(running=False)
    pane.counter.until(lambda: pane.screen.visit.state.preparing == 0, timeout=30000)
    assert pane.pages.progress.text() == ""
