from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk_app.domain.codes import CodeKind
from desk_app.domain.roles import Role
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import KeyButton
from desk_app.ui.dossiers import detail_words
from desk_app.ui.dossiers.screen import DossiersScreen
from desk_app.ui.pdf_view import PdfDialog
from desk_app.ui.screen import OpenDossier, Scan, SearchFor

LATE, PROVEN, REFUSED, WAITING, NEWEST = range(5)


@pytest.fixture
def open_screen(qtbot: Any, office: Any) -> Iterator[Callable[..., DossiersScreen]]:
    def start(role: Role = Role.SUPERVISOR) -> DossiersScreen:
        screen = DossiersScreen(office.context(role), now=office.now)
        qtbot.addWidget(screen)
        screen.resize(1254, 640)
        screen.show()
        screen.entered()
        qtbot.waitUntil(lambda: len(screen.list.model.rows()) == 5)
        return screen

    return start


@pytest.fixture
def screen(open_screen: Callable[..., DossiersScreen]) -> DossiersScreen:
    return open_screen()


def names(screen: DossiersScreen) -> list[str]:
    return [row.applicant_name for row in screen.list.model.rows()]


def said(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))


def button(screen: DossiersScreen, text: str) -> KeyButton:
    return next(b for b in screen.pane.findChildren(KeyButton) if b.text() == text and b.isVisible())


def opened(screen: DossiersScreen, dossier_id: str) -> bool:
    return screen.pane.dossier is not None and screen.pane.dossier.id == dossier_id


def test_dossiers_stand_newest_first(screen: DossiersScreen) -> None:
    assert names(screen)[0] == "Đặng Hữu Nghĩa"
    assert names(screen)[-1] == "Lê Văn Đạt"


def test_typing_without_accents_narrows_the_list(
    qtbot: Any, screen: DossiersScreen, type_text: Callable[..., None]
) -> None:
    type_text(screen.list.filters.line, "huong")

    qtbot.waitUntil(lambda: names(screen) == ["Nguyễn Thị Hường"])


def test_a_search_that_finds_nothing_says_what_to_do(qtbot: Any, screen: DossiersScreen) -> None:
    screen.receive(SearchFor("khong co ai"))

    qtbot.waitUntil(lambda: screen.list.stack.currentIndex() == 1)
    assert "bỏ dấu" in screen.list.empty.sentence.text()
    screen.list.clear_button.click()
    qtbot.waitUntil(lambda: len(names(screen)) == 5)


def test_moving_through_the_list_is_no_look_and_enter_is_one(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.list.table.select_row(3)
    screen.list.table.select_row(1)
    assert "viewed" not in office.acts(office.dossiers[WAITING])

    qtbot.keyClick(screen.list.table, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: opened(screen, office.dossiers[WAITING]))
    assert office.acts(office.dossiers[WAITING]).count("viewed") == 1


def test_reading_an_open_dossier_again_is_no_further_look(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))

    screen.refresh()

    qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0)
    assert opened(screen, office.dossiers[PROVEN])
    assert office.acts(office.dossiers[PROVEN]).count("viewed") == 1


def test_escape_goes_back_to_the_list_and_then_to_the_search(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.activateWindow()
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]) and screen.pane._scroll.hasFocus())

    qtbot.keyClick(screen.pane._scroll, Qt.Key.Key_Escape)
    assert screen.pane.dossier is None
    assert screen.list.table.hasFocus()
    row = screen.list.model.row(screen.list.table.current_row())
    assert row is not None
    assert row.id == office.dossiers[PROVEN]

    qtbot.keyClick(screen.list.table, Qt.Key.Key_Escape)
    assert screen.list.filters.line.hasFocus()


def test_a_dossier_asked_for_while_another_is_read_again_wins(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))

    screen.open(office.dossiers[WAITING])
    screen.refresh()

    qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0)
    assert opened(screen, office.dossiers[WAITING])


def test_a_scanned_code_opens_its_dossier(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    code = office.code(PROVEN)

    assert screen.take_scan(Scan(text=code.lower(), kind=CodeKind.DOSSIER))

    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))
    assert code in said(screen.pane)


def test_a_provisional_code_opens_its_dossier_too(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.take_scan(Scan(text=office.code(NEWEST), kind=CodeKind.PROVISIONAL))

    qtbot.waitUntil(lambda: opened(screen, office.dossiers[NEWEST]))
    assert "Mã tạm" in said(screen.pane)


def test_an_unknown_code_is_said_and_searched_for(qtbot: Any, screen: DossiersScreen, told: Any) -> None:
    screen.take_scan(Scan(text="H12.64-261123-0999", kind=CodeKind.DOSSIER))

    qtbot.waitUntil(lambda: bool(told.notices))
    assert "Không tìm thấy hồ sơ" in told.notices[0][1]


def test_the_arrows_belong_to_what_the_top_line_found(qtbot: Any, screen: DossiersScreen) -> None:
    elsewhere = QLineEdit()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.setFocus()

    screen.receive(SearchFor("nguyen"))

    assert screen.focusWidget() is screen.list.filters.line


def test_other_scans_are_left_to_the_window(screen: DossiersScreen) -> None:
    assert not screen.take_scan(Scan(text="x", kind=CodeKind.IDENTITY_CARD))


def test_the_due_chip_shows_what_is_late(qtbot: Any, screen: DossiersScreen) -> None:
    screen.list.filters.due.click()

    qtbot.waitUntil(lambda: "Lê Văn Đạt" in names(screen) and len(names(screen)) < 5)
    first = screen.list.model.index(len(names(screen)) - 1, 2)
    assert "Quá hạn" in first.data()


def test_today_and_this_week_exclude_each_other(qtbot: Any, screen: DossiersScreen) -> None:
    screen.list.filters.today.click()
    screen.list.filters.week.click()

    assert not screen.list.filters.today.isChecked()
    qtbot.waitUntil(lambda: "Lê Văn Đạt" not in names(screen) and len(names(screen)) == 4)


def test_a_dossier_shows_people_papers_and_its_record(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))

    text = said(screen.pane)

    assert "Nguyễn Thị Hường" in text
    assert "096091004581" in text
    assert "Trần Thị Mẫu tiếp nhận hồ sơ, mã H12.64-261123-0101." in text
    assert "Võ Văn Trưởng xem hồ sơ." in text


def test_a_reprint_is_one_marked_copy_and_is_recorded(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))

    button(screen, "In lại").click()

    qtbot.waitUntil(lambda: "in lại lần 1" in said(screen.pane))
    ((pdf, title, copies),) = office.printer.jobs
    assert pdf.startswith(b"%PDF")
    assert (title, copies) == ("receipt H12.64-261123-0101", 1)
    assert office.acts(office.dossiers[PROVEN])[-3:] == ["reprint_asked", "receipt_issued", "printed"]


def test_a_printer_that_fails_leaves_the_task_and_says_so(
    qtbot: Any, screen: DossiersScreen, office: Any, told: Any
) -> None:
    office.printer.broken = "no_printer"
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))
    button(screen, "In lại").click()
    qtbot.waitUntil(lambda: "Máy in chưa in được giấy hẹn." in said(screen.pane))
    assert told.notices

    office.printer.broken = ""
    banner = next(b for b in screen.pane.findChildren(Banner) if "chưa in được" in b.text())
    banner.acted.emit()

    qtbot.waitUntil(lambda: "Máy in chưa in được" not in said(screen.pane))
    assert len(office.printer.jobs) == 1


def test_a_paper_opens_in_the_viewer(qtbot: Any, screen: DossiersScreen, office: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[PROVEN]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[PROVEN]))

    button(screen, "Xem giấy hẹn").click()

    qtbot.waitUntil(lambda: bool(screen.findChildren(PdfDialog)))
    (dialog,) = screen.findChildren(PdfDialog)
    assert dialog.view.page_count() == 2
    dialog.reject()


def test_a_refused_dossier_leads_to_the_queue(qtbot: Any, screen: DossiersScreen, office: Any, told: Any) -> None:
    screen.receive(OpenDossier(office.dossiers[REFUSED]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[REFUSED]))

    button(screen, "Xem trong hàng đợi").click()

    assert told.went == [("queue", OpenDossier(office.dossiers[REFUSED]))]


def test_the_number_is_masked_for_whoever_may_not_see_it(office: Any) -> None:
    with office.program.store.read() as uow:
        applicant = uow.dossiers.get(office.dossiers[PROVEN]).applicant

    assert ("Số định danh", "0960******81") in detail_words.person(applicant, whole=False)


def test_the_procedure_filter_asks_the_catalogue(qtbot: Any, screen: DossiersScreen) -> None:
    found: list[Any] = []
    screen.list._find_procedures("ket hon", found.extend)
    qtbot.waitUntil(lambda: bool(found))

    screen.list.filters.procedure.set_choice(next(c for c in found if c.value == "1.000894"))
    screen.list.filters.procedure.picked.emit("1.000894")

    qtbot.waitUntil(lambda: names(screen) == ["Võ Thị Yến"])


def test_filters_of_a_closed_status_and_due_dates_find_nothing(qtbot: Any, screen: DossiersScreen) -> None:
    screen.list.filters.due.setChecked(True)
    screen.list.filters.status.set_value("returned")

    screen.list.filters.changed.emit()

    assert dataclasses.asdict(screen.list.filters.filters())["due_to"] is not None
    qtbot.waitUntil(lambda: screen.list.stack.currentIndex() == 1)


def test_the_selected_row_stays_selected_when_newer_dossiers_come(
    qtbot: Any, screen: DossiersScreen, office: Any
) -> None:
    screen.list.table.select_row(3)
    chosen = office.dossiers[PROVEN]
    assert screen.list.current().id == chosen
    screen.list.model._rows.pop(0)  # as if the first had not been there yet

    screen.refresh()

    qtbot.waitUntil(lambda: len(screen.list.model.rows()) == 5)
    assert screen.list.current().id == chosen


def test_going_back_after_the_list_was_read_again_finds_the_row(
    qtbot: Any, screen: DossiersScreen, office: Any
) -> None:
    screen.receive(OpenDossier(office.dossiers[WAITING]))
    qtbot.waitUntil(lambda: opened(screen, office.dossiers[WAITING]))
    screen.list.model._rows.pop(0)
    screen.refresh()
    qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0 and len(screen.list.model.rows()) == 5)

    screen.back()

    assert screen.list.current().id == office.dossiers[WAITING]
