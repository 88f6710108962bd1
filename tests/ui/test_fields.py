from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.applicant import PartialDate
from desk_app.ui.cards import Card
from desk_app.ui.fields import (
    ChoiceField,
    DateField,
    LineEdit,
    NoteField,
    NumberField,
    SegmentedField,
    TextField,
    date_text,
    read_date,
)


def test_typed_text_comes_out_composed(qtbot: QtBot, type_text: Callable[..., None]) -> None:
    field = TextField("Họ và tên")
    qtbot.addWidget(field)

    type_text(field.line, unicodedata.normalize("NFD", "Nguyễn Thị Mẫu "))

    assert field.value() == unicodedata.normalize("NFC", "Nguyễn Thị Mẫu")


def test_nothing_is_told_while_an_input_method_is_still_composing(qtbot: QtBot) -> None:
    field = TextField("Họ và tên")
    qtbot.addWidget(field)
    heard: list[str] = []
    field.edited.connect(heard.append)

    QApplication.sendEvent(field.line, QInputMethodEvent("nguyê", []))
    assert heard == []

    commit = QInputMethodEvent()
    commit.setCommitString("nguyễn")
    QApplication.sendEvent(field.line, commit)
    assert heard == ["nguyễn"]


def test_setting_a_value_tells_nobody(qtbot: QtBot) -> None:
    fields = (TextField("a"), DateField("b"), NoteField("c"))
    for field in fields:
        qtbot.addWidget(field)
        heard: list[object] = []
        field.edited.connect(heard.append)
        field.set_value("05/03/1991")
        assert heard == []
        assert field.value() == "05/03/1991"


def test_an_error_is_shown_beneath_the_field_and_spoken(qtbot: QtBot) -> None:
    field = TextField("Điện thoại", hint="Số di động")
    qtbot.addWidget(field)

    field.set_error("Thiếu 2 chữ số.")
    assert field.message.text() == field.line.accessibleDescription() == "Thiếu 2 chữ số."
    assert field.line.property("state") == "error"

    field.set_error("")
    assert field.message.text() == "Số di động"
    assert field.line.property("state") == ""


def test_a_value_read_from_a_card_loses_its_mark_when_somebody_types(
    qtbot: QtBot, type_text: Callable[..., None]
) -> None:
    field = TextField("Họ và tên")
    qtbot.addWidget(field)
    field.set_read()
    assert field.line.property("state") == "read"

    type_text(field.line, "x")

    assert field.line.property("state") == ""


def test_the_key_of_a_field_takes_the_focus(qtbot: QtBot) -> None:
    field = TextField("Họ và tên", key="Alt+H")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.line.clearFocus()

    field.line.jump()

    assert field.line.hasFocus()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("5/3/1991", "1991-03-05"), ("05031991", "1991-03-05"), ("05-03-1991", "1991-03-05"), ("5 3 1991", "1991-03-05"),
        ("1961", "1961"), ("3/1961", "1961-03"), ("00/00/1961", "1961"), ("29/02/2000", "2000-02-29"),
    ],
)  # fmt: skip
def test_dates_are_read_as_people_type_them(text: str, date: str) -> None:
    assert str(read_date(text)) == date


@pytest.mark.parametrize(
    "text", ["", "31/02/2020", "29/02/1900", "5/3/91", "hôm nay", "13/13/2000", "05/00/1991", "0000"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_every_date_is_read_back_from_how_it_is_shown(day: dt.date) -> None:
    partial = PartialDate(day.year, day.month, day.day)

    assert read_date(date_text(partial)) == read_date(date_text(day)) == partial


def test_a_date_field_says_how_to_type_a_date(qtbot: QtBot) -> None:
    field = DateField("Ngày sinh")
    qtbot.addWidget(field)

    field.set_value("31/02/1991")
    field.committed.emit("31/02/1991")
    assert "05/03/1991" in field.error()
    assert not field.is_valid()

    field.set_value("5/3/1991")
    field.committed.emit("5/3/1991")
    assert field.error() == ""
    assert field.value() == "05/03/1991"
    assert field.date() == PartialDate(1991, 3, 5)


def test_a_full_date_is_asked_for_where_only_that_will_do(qtbot: QtBot) -> None:
    field = DateField("Ngày nhận", partial=False)
    qtbot.addWidget(field)
    field.set_value("1991")

    assert field.date() is None
    assert not field.is_valid()


def test_a_choice_keeps_its_value_when_the_list_changes(qtbot: QtBot) -> None:
    field = ChoiceField("Trường hợp", [("a", "A"), ("b", "B")])
    qtbot.addWidget(field)
    field.set_value("b")

    field.set_items([("c", "C"), ("b", "B")])
    assert field.value() == "b"

    field.set_items([("c", "C")])
    assert field.value() == "c"


def test_segments_tell_only_what_a_person_chose(qtbot: QtBot) -> None:
    field = SegmentedField("Giới tính", [(1, "Nam"), (2, "Nữ")])
    qtbot.addWidget(field)
    heard: list[object] = []
    field.chosen.connect(heard.append)

    field.set_value(2)
    assert field.value() == 2
    qtbot.mouseClick(field._buttons[0][1], Qt.MouseButton.LeftButton)

    assert heard == [1]


def test_a_number_tells_only_what_a_person_changed(qtbot: QtBot) -> None:
    field = NumberField("Số bộ", least=1)
    qtbot.addWidget(field)
    heard: list[int] = []
    field.edited.connect(heard.append)

    field.set_value(3)
    field.spin.stepUp()

    assert heard == [4]


def test_a_note_tells_a_moment_after_the_last_key(qtbot: QtBot, type_text: Callable[..., None]) -> None:
    field = NoteField("Ghi chú")
    qtbot.addWidget(field)

    with qtbot.waitSignal(field.edited) as heard:
        type_text(field.area, "Đã hẹn")

    assert heard.args == ["Đã hẹn"]


class WindowsShown(QObject):
    """Remembers every widget that was shown as a window of its own."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.names: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_no_part_of_a_field_or_card_is_ever_a_window_of_its_own(qtbot: QtBot, qapp: QApplication) -> None:
    shown = WindowsShown(qapp)

    field = TextField("Họ và tên", hint="In trên giấy hẹn")
    card = Card("Hồ sơ")
    qtbot.addWidget(field)
    qtbot.addWidget(card)

    assert shown.names == []
    assert not field.caption.isHidden()
    assert not field.message.isHidden()


@pytest.mark.parametrize("key", [Qt.Key.Key_U, Qt.Key.Key_K])
def test_a_key_of_the_window_is_not_taken_to_empty_the_line(qtbot: QtBot, key: Qt.Key) -> None:
    line = LineEdit()
    qtbot.addWidget(line)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    event.ignore()

    QApplication.sendEvent(line, event)

    assert not event.isAccepted()
