"""Barcode guns key by key: what they are set to send around a code, and what input methods make of it on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.codes import CodeKind
from desk_app.ui.scanner import QUIET_MS, GunWatch
from desk_app.ui.screen import Scan, ScanTrouble

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
CODE = "H12.64-261123-0107"
NONE, CTRL, ALT, SHIFT, KEYPAD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.KeypadModifier,
)
TELEX = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
VNI = {"a6": "â", "a8": "ă", "d9": "đ", "e6": "ê", "o6": "ô", "o7": "ơ", "u7": "ư", "a1": "á", "e1": "é"}


class Keys:
    """Sends keys as the system does: shortcuts are asked first, then the widget; times are those of the keys."""

    def __init__(self, qtbot: QtBot, widget: QWidget, *, gap_ms: float = 5) -> None:
        self._qtbot, self._widget, self._gap_ms = qtbot, widget, gap_ms
        self._at_ms = 1000.0

    def key(
        self, key: Qt.Key, text: str = "", modifiers: Qt.KeyboardModifier = NONE, *, repeated: bool = False
    ) -> None:
        self._at_ms += self._gap_ms
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers, text, repeated)
            event.setTimestamp(int(self._at_ms))
            QApplication.sendEvent(self._widget, event)

    def text(self, text: str) -> None:
        for character in text:
            self.key(Qt.Key.Key_unknown, character)

    def through(self, rules: dict[str, str], text: str, *, selecting: bool = False) -> None:
        """As UniKey does: when two letters make another, the first is taken back and the other one typed."""
        last = ""
        for character in text:
            made = rules.get((last + character).lower())
            if made is None:
                self.key(Qt.Key.Key_unknown, character)
                last = character
                continue
            if selecting:
                self.key(Qt.Key.Key_Left, "", SHIFT)
            else:
                self.key(Qt.Key.Key_Backspace, "\b")
            self.key(Qt.Key.Key_unknown, made.upper() if last.isupper() else made)
            last = ""

    def enter(self) -> None:
        self.key(Qt.Key.Key_Return, "\r")

    def pause(self, ms: float) -> None:
        self._at_ms += ms


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
    desk.line.setText("trước")
    desk.line.setFocus()
    return desk


@pytest.fixture
def scans(qapp: QApplication) -> Iterator[list[Scan]]:
    watch = GunWatch(qapp)
    heard: list[Scan] = []
    watch.scanned.connect(heard.append)
    yield heard
    qapp.removeEventFilter(watch)


@pytest.fixture
def keys(qtbot: QtBot, desk: Desk) -> Keys:
    return Keys(qtbot, desk.line)


@pytest.mark.parametrize(
    "end",
    [
        (Qt.Key.Key_Return, "\r", NONE),
        (Qt.Key.Key_Enter, "\r", KEYPAD),
        (Qt.Key.Key_Tab, "\t", NONE),
        (Qt.Key.Key_C, "\x03", CTRL),
        (Qt.Key.Key_D, "\x04", CTRL),
        (Qt.Key.Key_J, "\n", CTRL),
        (Qt.Key.Key_M, "\r", CTRL),
        (Qt.Key.Key_Return, "\r", CTRL),
    ],
)
def test_whatever_key_a_gun_ends_with(
    desk: Desk, scans: list[Scan], keys: Keys, end: tuple[Qt.Key, str, Qt.KeyboardModifier]
) -> None:
    keys.text(CODE)
    keys.key(*end)

    assert scans == [Scan(text=CODE, kind=CodeKind.DOSSIER)]
    assert desk.line.text() == "trước"


def test_a_start_character_and_an_identifier_are_no_part_of_the_code(desk: Desk, scans: list[Scan], keys: Keys) -> None:
    keys.key(Qt.Key.Key_B, "\x02", CTRL)
    keys.text("]C0" + CODE)
    keys.key(Qt.Key.Key_C, "\x03", CTRL)

    assert scans == [Scan(text=CODE, kind=CodeKind.DOSSIER)]
    assert desk.line.text() == "trước"


def test_a_gun_that_ends_with_no_key_is_understood_when_it_falls_silent(
    desk: Desk, scans: list[Scan], keys: Keys, qtbot: QtBot
) -> None:
    keys.text(CARD)
    assert scans == []

    qtbot.waitUntil(lambda: bool(scans), timeout=10_000)

    assert scans == [Scan(text=CARD, kind=CodeKind.IDENTITY_CARD)]
    assert desk.line.text() == "trước"


def test_the_end_key_of_a_slow_gun_does_nothing_more_but_that_of_a_person_does(
    desk: Desk, scans: list[Scan], keys: Keys, qtbot: QtBot
) -> None:
    pressed: list[bool] = []
    desk.line.returnPressed.connect(lambda: pressed.append(True))
    keys.text(CODE)
    qtbot.waitUntil(lambda: bool(scans), timeout=10_000)

    keys.pause(300)
    keys.enter()
    assert pressed == []
    keys.pause(2000)
    keys.enter()

    assert pressed == [True]


def test_fast_typing_that_is_no_code_stays_when_it_falls_silent(
    desk: Desk, scans: list[Scan], keys: Keys, qtbot: QtBot
) -> None:
    keys.text("xin chào quý khách")
    desk.button.setFocus()
    with qtbot.waitSignal(desk.destroyed, timeout=2 * QUIET_MS, raising=False):
        pass

    assert scans == []
    assert desk.line.text() == "trướcxin chào quý khách"


def test_an_unknown_burst_outside_fields_is_told_only_with_its_end(desk: Desk, scans: list[Scan], qtbot: QtBot) -> None:
    desk.button.setFocus()
    keys = Keys(qtbot, desk.button)
    keys.text("893850123456789")
    with qtbot.waitSignal(desk.destroyed, timeout=2 * QUIET_MS, raising=False):
        pass

    assert scans == []


@pytest.mark.parametrize("selecting", [False, True])
@pytest.mark.parametrize("rules", [TELEX, VNI], ids=["telex", "vni"])
def test_a_card_that_an_input_method_rewrites_is_told_and_the_field_is_given_back(
    desk: Desk, scans: list[Scan], keys: Keys, rules: dict[str, str], selecting: bool
) -> None:
    keys.through(rules, CARD.replace("Ấp 1", "Aap 1, Ba1 Ngaay"), selecting=selecting)
    keys.enter()

    assert [scan.trouble for scan in scans] == [ScanTrouble.GARBLED]
    assert desk.line.text() == "trước"


def test_a_provisional_code_that_vni_rewrites_is_told(desk: Desk, scans: list[Scan], keys: Keys) -> None:
    keys.through(VNI, "TAM-261123-A1D9-0003-F")
    keys.enter()

    assert [scan.trouble for scan in scans] == [ScanTrouble.GARBLED]
    assert desk.line.text() == "trước"


def test_a_dossier_code_passes_every_input_method_unharmed(scans: list[Scan], keys: Keys) -> None:
    keys.through(TELEX, CODE)
    keys.enter()
    keys.pause(1000)
    keys.through(VNI, CODE)
    keys.enter()

    assert scans == [Scan(text=CODE, kind=CodeKind.DOSSIER)] * 2


def test_a_person_who_writes_vietnamese_fast_through_an_input_method_is_not_disturbed(
    desk: Desk, scans: list[Scan], qtbot: QtBot
) -> None:
    keys = Keys(qtbot, desk.line, gap_ms=70)
    keys.through(TELEX, "Uyr ban nhaan daan xax Khasnh An")
    keys.enter()

    assert scans == []
    assert "nhân dân" in desk.line.text()


def test_what_an_input_method_commits_at_once_belongs_to_the_burst(desk: Desk, scans: list[Scan], keys: Keys) -> None:
    keys.text("096191004582||")
    for word in ("Nguyễn ", "Thị ", "Hường"):
        event = QInputMethodEvent(word, [])
        QApplication.sendEvent(desk.line, event)
        event = QInputMethodEvent()
        event.setCommitString(word)
        QApplication.sendEvent(desk.line, event)
    keys.text("|05031991|Nữ|Ấp 1, Khánh Hội|10052021")
    keys.enter()

    assert [scan.kind for scan in scans] == [CodeKind.IDENTITY_CARD]
    assert desk.line.text() == "trước"


def test_letters_typed_as_alt_and_digits_belong_to_the_burst(desk: Desk, scans: list[Scan], keys: Keys) -> None:
    for character in CARD:
        if not character.isascii():
            keys.key(Qt.Key.Key_Alt, "", ALT)
            for digit in "0234":
                keys.key(Qt.Key(ord(digit)), "", ALT | KEYPAD)
        keys.key(Qt.Key.Key_unknown, character)
    keys.enter()

    assert scans == [Scan(text=CARD, kind=CodeKind.IDENTITY_CARD)]
    assert desk.line.text() == "trước"


def test_capslock_and_shift_are_no_characters(scans: list[Scan], keys: Keys) -> None:
    for character in CARD:
        if character.isupper():
            keys.key(Qt.Key.Key_Shift, "", SHIFT)
        keys.key(Qt.Key.Key_unknown, character, SHIFT if character.isupper() else NONE)
    keys.enter()

    assert [scan.text for scan in scans] == [CARD]


def test_a_key_that_is_held_down_is_no_gun(desk: Desk, scans: list[Scan], qtbot: QtBot) -> None:
    desk.button.setFocus()
    keys = Keys(qtbot, desk.button, gap_ms=30)
    for number in range(40):
        keys.key(Qt.Key.Key_A, "a", repeated=number > 0)
    keys.enter()

    assert scans == []


def click_through(widget: QWidget, text: str) -> None:
    """As the system sends keys: shortcuts first, then the widget."""
    for character in text:
        QTest.sendKeyEvent(QTest.KeyAction.Click, widget, Qt.Key(ord(character.upper())), character, NONE)
    QTest.sendKeyEvent(QTest.KeyAction.Click, widget, Qt.Key.Key_Return, "\r", NONE)


def with_shortcuts(desk: Desk) -> list[str]:
    fired: list[str] = []
    for letter in "126R":
        QShortcut(QKeySequence(letter), desk).activated.connect(lambda letter=letter: fired.append(letter))
    desk.button.setFocus()
    return fired


def test_no_shortcut_takes_a_character_out_of_a_scan(desk: Desk, scans: list[Scan]) -> None:
    fired = with_shortcuts(desk)

    click_through(desk.button, CODE)

    assert [scan.text for scan in scans] == [CODE]
    assert fired == []


def test_without_the_watch_shortcuts_would_take_some(desk: Desk) -> None:
    fired = with_shortcuts(desk)

    click_through(desk.button, CODE)

    assert fired[:3] == ["1", "2", "6"]


def test_a_shortcut_still_works_for_people(desk: Desk, scans: list[Scan]) -> None:
    fired: list[bool] = []
    QShortcut(QKeySequence("R"), desk).activated.connect(lambda: fired.append(True))
    desk.button.setFocus()

    QTest.keyClick(desk.button, Qt.Key.Key_R)

    assert fired == [True]


def test_four_thousand_characters_are_one_sentence_and_leave_no_trace(
    desk: Desk, scans: list[Scan], keys: Keys
) -> None:
    keys.text("https://example.vn/" + "x" * 4000)
    keys.enter()

    assert scans == [Scan(text="", kind=CodeKind.UNKNOWN, trouble=ScanTrouble.TOO_LONG)]
    assert desk.line.text() == "trước"


def test_a_scan_into_a_combo_or_note_is_taken_back_there_too(desk: Desk, scans: list[Scan], qtbot: QtBot) -> None:
    desk.note.setPlainText("Đã hẹn")
    desk.note.setFocus()
    keys = Keys(qtbot, desk.note)

    keys.through(TELEX, CARD.replace("Ấp", "Aap"))
    keys.enter()

    assert [scan.trouble for scan in scans] == [ScanTrouble.GARBLED]
    assert desk.note.toPlainText() == "Đã hẹn"


def test_ctrl_c_by_hand_copies_as_ever(desk: Desk, scans: list[Scan], qtbot: QtBot) -> None:
    keys = Keys(qtbot, desk.line, gap_ms=150)
    keys.text("abcdefgh")
    desk.line.selectAll()
    QTest.keyClick(desk.line, Qt.Key.Key_C, CTRL)

    assert scans == []
    assert QApplication.clipboard().text() == "trướcabcdefgh"
