from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.codes import CodeKind
from desk_app.ui.scanner import GunWatch, understand
from desk_app.ui.screen import Scan, ScanTrouble

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
CODE = "H12.64-261123-0107"


class Desk(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.line, self.note, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Xoá")
        column = QVBoxLayout(self)
        for widget in (self.line, self.note, self.button):
            column.addWidget(widget)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    return desk


@pytest.fixture
def scans(qapp: QApplication) -> list[Scan]:
    watch = GunWatch(qapp)
    heard: list[Scan] = []
    watch.scanned.connect(heard.append)
    yield heard
    qapp.removeEventFilter(watch)


def test_a_scan_into_a_text_field_leaves_the_field_as_it_was(
    desk: Desk, scans: list[Scan], gun: Callable[..., None]
) -> None:
    desk.line.setText("Nguyễn")
    desk.line.setCursorPosition(2)
    desk.line.setFocus()
    edited: list[str] = []
    desk.line.textEdited.connect(edited.append)

    gun(desk.line, CARD)

    assert [(scan.kind, scan.text) for scan in scans] == [(CodeKind.IDENTITY_CARD, CARD)]
    assert desk.line.text() == edited[-1] == "Nguyễn"
    assert desk.line.cursorPosition() == 2


def test_a_scan_into_a_note_leaves_the_note_as_it_was(desk: Desk, scans: list[Scan], gun: Callable[..., None]) -> None:
    desk.note.setPlainText("Đã hẹn\nchiều")
    desk.note.setFocus()

    gun(desk.note, CODE)

    assert scans[0].kind is CodeKind.DOSSIER
    assert desk.note.toPlainText() == "Đã hẹn\nchiều"


def test_a_space_in_a_scan_presses_no_button(desk: Desk, scans: list[Scan], gun: Callable[..., None]) -> None:
    desk.button.setFocus()
    pressed: list[bool] = []
    desk.button.clicked.connect(lambda: pressed.append(True))

    gun(desk.button, CARD)

    assert scans[0].text == CARD
    assert pressed == []


def test_somebody_who_types_is_not_disturbed(desk: Desk, scans: list[Scan], gun: Callable[..., None]) -> None:
    desk.line.setFocus()
    asked: list[bool] = []
    desk.line.returnPressed.connect(lambda: asked.append(True))

    gun(desk.line, CODE, gap_ms=120)

    assert scans == []
    assert desk.line.text() == CODE
    assert asked == [True]


def test_a_burst_that_is_no_code_stays_where_it_was_typed(
    desk: Desk, scans: list[Scan], gun: Callable[..., None]
) -> None:
    desk.line.setFocus()

    gun(desk.line, "xin chào quý khách")

    assert scans == []
    assert desk.line.text() == "xin chào quý khách"


def test_an_unknown_burst_outside_a_text_field_is_told_as_unknown(
    desk: Desk, scans: list[Scan], gun: Callable[..., None]
) -> None:
    desk.button.setFocus()

    gun(desk.button, "893850123456789")

    assert [scan.kind for scan in scans] == [CodeKind.UNKNOWN]


def test_two_scans_in_a_row_are_two(desk: Desk, scans: list[Scan], gun: Callable[..., None]) -> None:
    desk.line.setFocus()

    gun(desk.line, CODE)
    gun(desk.line, CARD, began_ms=3000)

    assert [scan.kind for scan in scans] == [CodeKind.DOSSIER, CodeKind.IDENTITY_CARD]
    assert desk.line.text() == ""


def test_a_card_that_an_input_method_damaged_is_recognised_as_one() -> None:
    damaged = "096191004582||Nguyeexn Thij Huwowngf|05031991|Nuwx|Aasp 1, Khasnh Hooij, U Minh, Caf Mau|10052021"

    scan = understand(damaged)

    assert scan.kind is CodeKind.IDENTITY_CARD
    assert scan.trouble is ScanTrouble.GARBLED


def test_a_good_card_is_no_trouble() -> None:
    assert understand(f"{CARD}\r\n") == Scan(text=CARD, kind=CodeKind.IDENTITY_CARD)
