from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desk_app.capture import simulated
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.ui.intake.paper_rows import rows_of, short_name
from desk_app.ui.pills import Kind


def test_space_ticks_the_selected_paper_and_takes_the_tick_back(counter):
    screen = counter.open()
    counter.choose()
    screen.papers.table.select(counter.draft.components[7].id)
    screen.papers.table.setFocus()

    counter.press(screen.papers.table, Qt.Key.Key_Space)
    assert counter.draft.components[7].present
    assert screen.papers.model.rows[7].state == "Đã kiểm tra"

    counter.press(screen.papers.table, Qt.Key.Key_Space)
    assert not counter.draft.components[7].present


def test_digits_change_the_number_of_originals(counter):
    screen = counter.open()
    counter.choose()
    screen.papers.table.select(counter.draft.components[0].id)
    screen.papers.table.setFocus()

    counter.press(screen.papers.table, Qt.Key.Key_3)
    counter.until(lambda: screen.papers.table.findChild(QLineEdit))
    editor = screen.papers.table.findChild(QLineEdit)
    counter.press(editor, Qt.Key.Key_Return)

    counter.until(lambda: counter.draft.components[0].originals == 3)


def test_a_telephone_number_typed_on_a_paper_does_not_become_a_number_of_originals(counter):
    screen = counter.open()
    counter.choose()
    table = screen.papers.table
    table.select(counter.draft.components[0].id)
    table.setFocus()
    before = counter.draft.components[0].originals
    counter.press(table, Qt.Key.Key_0)
    counter.until(lambda: table.findChild(QLineEdit))
    editor = table.findChild(QLineEdit)

    for key in (Qt.Key.Key_9, Qt.Key.Key_1, Qt.Key.Key_8):
        counter.press(editor, key)
    counter.press(editor, Qt.Key.Key_Return)
    counter.until(lambda: table.findChild(QLineEdit) is None)

    assert counter.draft.components[0].originals == before


def test_a_scan_while_a_paper_is_selected_changes_no_number(counter):
    screen = counter.open()
    counter.choose()
    table = screen.papers.table
    table.select(counter.draft.components[0].id)
    table.setFocus()
    before = counter.draft.components

    for key in (Qt.Key.Key_0, Qt.Key.Key_9, Qt.Key.Key_6):
        counter.press(table, key)
    QTest.qWait(150)

    assert table.findChild(QLineEdit) is None
    assert counter.draft.components == before


def test_a_reason_why_a_paper_is_not_digitised_accounts_for_it(counter):
    screen = counter.open()
    counter.choose()
    assert screen.papers.missing.isVisible()

    screen.papers.set_reason(counter.draft.components[0].id, NotDigitised.SHARED_DATA)

    row = screen.papers.model.rows[0]
    assert row.state == "Không số hoá"
    assert "cơ sở dữ liệu" in row.detail
    assert not row.missing


def test_another_reason_is_put_into_words(counter):
    screen = counter.open()
    counter.choose()
    line = counter.draft.components[0].id

    screen.papers.set_reason(line, NotDigitised.OTHER)
    assert screen.papers.why.isVisible()
    counter.type(screen.papers.why.line, "Giấy quá khổ A3")
    screen.papers.table.setFocus()

    assert counter.draft.components[0].not_digitised_note == "Giấy quá khổ A3"
    assert "A3" in screen.papers.model.rows[0].detail
    screen.papers.table.select(counter.draft.components[1].id)
    assert not screen.papers.why.isVisible()


def test_an_extra_paper_can_be_added_by_name(counter):
    screen = counter.open()
    counter.choose()

    screen.papers.ask_extra()
    counter.type(screen.papers.extra_name, "Giấy xác nhận của trưởng ấp")
    counter.press(screen.papers.extra_name, Qt.Key.Key_Return)

    assert counter.draft.components[-1].name == "Giấy xác nhận của trưởng ấp"
    assert screen.papers.table.current_id() == counter.draft.components[-1].id


def test_missing_papers_are_counted_until_they_are_there(counter):
    screen = counter.open()
    counter.choose()
    assert "3 giấy tờ" in screen.papers.missing.accessibleName()

    counter.add_page(counter.draft.components[0])

    assert "2 giấy tờ" in screen.papers.missing.accessibleName()


def test_a_reason_to_accept_without_papers_is_kept(counter):
    screen = counter.open()
    counter.choose()

    screen.papers.ask_leave_out()
    counter.type(screen.papers.reason.line, "Bổ sung trong ngày")

    assert counter.draft.missing_accepted_because == "Bổ sung trong ngày"


def test_a_file_dropped_on_a_line_goes_to_that_paper(counter, tmp_path):
    screen = counter.open()
    counter.choose()
    file = tmp_path / "chứng sinh.jpg"
    file.write_bytes(simulated.jpeg_file(simulated.document_page(dpi=70), dpi=70))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    table = screen.papers.table
    place = table.visualRect(screen.papers.model.index(1, 0)).center()

    table.dropEvent(
        QDropEvent(
            QPointF(place),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    counter.until(lambda: counter.draft.pages)

    assert counter.draft.pages[0].component == counter.draft.components[1].id
    assert counter.draft.pages[0].source == "drop"
    counter.settle()


PAPER = DraftComponent(id="c", name="Tờ khai", originals=1, mandatory=True)
PAGE = PageRef(id="p", raw="r", component="c", prepared="x")


@pytest.mark.parametrize(
    ("paper", "pages", "state", "kind"),
    [
        (PAPER, (), "Còn thiếu", Kind.PERSON),
        (PAPER, (PAGE,), "Đã quét", Kind.ACCENT),
        (PAPER, (dataclasses.replace(PAGE, prepared=""),), "Đang xử lý", Kind.WAITING),
        (PAPER, (dataclasses.replace(PAGE, failed="UnreadableFile"),), "Trang lỗi", Kind.PERSON),
        (PAPER, (dataclasses.replace(PAGE, flags=("blurred",)),), "Đã quét", Kind.WAITING),
        (dataclasses.replace(PAPER, present=True), (), "Chưa quét", Kind.WAITING),
        (dataclasses.replace(PAPER, present=True, originals=0, copies=1), (), "Đã nhận", Kind.NEUTRAL),
        (dataclasses.replace(PAPER, present=True, presented_only=True), (), "Đã kiểm tra", Kind.NEUTRAL),
        (dataclasses.replace(PAPER, mandatory=False), (), "Nếu có", Kind.NEUTRAL),
    ],
)
def test_a_line_says_how_its_paper_stands(qapp, paper, pages, state, kind):
    (row,) = rows_of(IntakeDraft(id="d", procedure_code="1.001193", components=(paper,), pages=pages))

    assert (row.state, row.kind) == (state, kind)


def test_one_of_several_alternatives_is_enough(qapp):
    one = dataclasses.replace(PAPER, id="a", alternatives="x", present=True)
    other = dataclasses.replace(PAPER, id="b", alternatives="x")

    rows = rows_of(IntakeDraft(id="d", components=(one, other)))

    assert [row.missing for row in rows] == [False, False]
    assert rows[1].state == "Không cần"


def test_a_heading_leaves_out_what_stands_in_brackets():
    assert short_name("Giấy cam đoan về việc sinh (khi không có người làm chứng)") == "Giấy cam đoan về…"
    assert short_name("Giấy chứng sinh") == "Giấy chứng sinh"


def test_a_paper_whose_pages_were_looked_at_or_left_out_asks_for_nothing_more() -> None:
    paper = DraftComponent(id="c1", name="Tờ khai", present=True)
    odd = PageRef(id="p1", raw="r", component="c1", prepared="x", flags=("blurred",))
    left_out = PageRef(id="p2", raw="r", component="c1", failed="UnreadableFile", excluded=True)

    (asks,) = rows_of(IntakeDraft(id="d", components=(paper,), pages=(odd, left_out)))
    (rests,) = rows_of(
        IntakeDraft(id="d", components=(paper,), pages=(dataclasses.replace(odd, reviewed=True), left_out))
    )

    assert (asks.icon, rests.icon) == ("triangle-alert", "check")
    assert "1" in rests.detail
