from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain import vietnamese
from desk_app.ui.picker import Answer, Choice, Picker, at_once

CHOICES = [
    Choice("1.001193", "Đăng ký khai sinh", "Hộ tịch"),
    Choice("1.000894", "Đăng ký kết hôn", "Hộ tịch"),
    Choice("2.000815", "Chứng thực bản sao", "Chứng thực"),
]


def find(text: str) -> list[Choice]:
    return [choice for choice in CHOICES if vietnamese.fold(text) in vietnamese.fold(choice.title)]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    page.resize(500, 500)
    qtbot.addWidget(page)
    QVBoxLayout(page)
    return page


def shown(page: QWidget, picker: Picker, qtbot: QtBot) -> Picker:
    page.layout().addWidget(picker)
    page.layout().addWidget(QLineEdit())
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    picker.line.setFocus()
    return picker


def test_two_letters_and_enter_pick(page: QWidget, qtbot: QtBot, type_text: Callable[..., None]) -> None:
    picker = shown(page, Picker("Thủ tục", at_once(find)), qtbot)
    picked: list[object] = []
    picker.picked.connect(picked.append)

    type_text(picker.line, "ket")
    assert picker.is_open()
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)

    assert picked == ["1.000894"]
    assert picker.value() == "1.000894"
    assert picker.line.text() == "Đăng ký kết hôn"
    assert not picker.is_open()


def test_arrows_move_and_wrap(page: QWidget, qtbot: QtBot) -> None:
    picker = shown(page, Picker("Thủ tục", at_once(find)), qtbot)

    qtbot.keyClick(picker.line, Qt.Key.Key_Down)
    qtbot.keyClick(picker.line, Qt.Key.Key_Up)
    qtbot.keyClick(picker.line, Qt.Key.Key_Return)

    assert picker.value() == "2.000815"


def test_escape_gives_the_former_choice_back(page: QWidget, qtbot: QtBot, type_text: Callable[..., None]) -> None:
    picker = shown(page, Picker("Thủ tục", at_once(find)), qtbot)
    picker.set_choice(CHOICES[0])
    picker.line.selectAll()

    type_text(picker.line, "chung")
    qtbot.keyClick(picker.line, Qt.Key.Key_Escape)

    assert picker.value() == "1.001193"
    assert picker.line.text() == "Đăng ký khai sinh"


def test_an_answer_that_comes_too_late_is_dropped(page: QWidget, qtbot: QtBot, type_text: Callable[..., None]) -> None:
    waiting: list[tuple[str, Answer]] = []
    picker = shown(page, Picker("Thủ tục", lambda text, answer: waiting.append((text, answer))), qtbot)

    type_text(picker.line, "kh")
    (_, first), (_, second) = waiting
    second(CHOICES[:1])
    first(CHOICES)

    assert len(picker._model.choices) == 1


def test_leaving_with_an_empty_field_clears_the_choice(page: QWidget, qtbot: QtBot) -> None:
    picker = shown(page, Picker("Thủ tục", at_once(find)), qtbot)
    picker.set_choice(CHOICES[0])
    cleared: list[bool] = []
    picker.cleared.connect(lambda: cleared.append(True))

    picker.line.clear()
    picker.line.clearFocus()

    assert cleared == [True]
    assert picker.value() is None


def test_leaving_with_half_a_word_shows_the_choice_again(
    page: QWidget, qtbot: QtBot, type_text: Callable[..., None]
) -> None:
    picker = shown(page, Picker("Thủ tục", at_once(find)), qtbot)
    picker.set_choice(CHOICES[0])
    picker.line.selectAll()

    type_text(picker.line, "zzz")
    assert picker.is_open()
    picker.line.clearFocus()

    assert picker.line.text() == "Đăng ký khai sinh"
    assert not picker.is_open()


def test_the_sentence_for_nothing_found_has_the_room_it_needs(
    page: QWidget, qtbot: QtBot, type_text: Callable[..., None]
) -> None:
    nothing = "Không có thủ tục nào như vậy. Gõ ít chữ hơn, bỏ dấu, hoặc gõ mã. " * 3
    picker = shown(page, Picker("Thủ tục", at_once(find), nothing=nothing), qtbot)

    type_text(picker.line, "xyz")

    assert picker._empty.height() >= picker._empty.heightForWidth(picker._empty.width())


def test_the_list_stays_inside_the_window(page: QWidget, qtbot: QtBot) -> None:
    picker = shown(page, Picker("Thủ tục", at_once(lambda _text: CHOICES * 10)), qtbot)

    picker.open_popup()

    assert picker._popup is not None
    assert page.rect().contains(picker._popup.geometry())
