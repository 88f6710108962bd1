"""What the keys do while the strip of pages has the focus; the same table fills the card of keys."""

from __future__ import annotations

import dataclasses
import enum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent

translate = QCoreApplication.translate


class PageAct(enum.StrEnum):
    """An act on the selected pages, or on what is seen of them."""

    TURN_RIGHT = "turn_right"
    TURN_LEFT = "turn_left"
    DELETE = "delete"
    EARLIER = "earlier"
    LATER = "later"
    TO_PAPER_ABOVE = "to_paper_above"
    TO_PAPER_BELOW = "to_paper_below"
    NEW_PAPER_HERE = "new_paper_here"
    LEAVE_OUT = "leave_out"
    AS_IT_CAME = "as_it_came"
    LOUPE = "loupe"
    JOIN_CARD = "join_card"
    CHOOSE_PAPER = "choose_paper"
    BIN = "bin"
    SPLIT = "split"
    COUNT = "count"
    GOOD = "good"
    CLOSER = "closer"
    LEAVE = "leave"
    INSERT = "insert"
    ALL = "all"
    HELP = "help"


_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier

BY_KEY: dict[tuple[Qt.Key, Qt.KeyboardModifier], PageAct] = {
    (Qt.Key.Key_R, _NONE): PageAct.TURN_RIGHT,
    (Qt.Key.Key_R, _SHIFT): PageAct.TURN_LEFT,
    (Qt.Key.Key_Delete, _NONE): PageAct.DELETE,
    (Qt.Key.Key_Up, _ALT): PageAct.EARLIER,
    (Qt.Key.Key_Left, _ALT): PageAct.EARLIER,
    (Qt.Key.Key_Down, _ALT): PageAct.LATER,
    (Qt.Key.Key_Right, _ALT): PageAct.LATER,
    (Qt.Key.Key_Up, _ALT | _SHIFT): PageAct.TO_PAPER_ABOVE,
    (Qt.Key.Key_Down, _ALT | _SHIFT): PageAct.TO_PAPER_BELOW,
    (Qt.Key.Key_B, _NONE): PageAct.NEW_PAPER_HERE,
    (Qt.Key.Key_X, _NONE): PageAct.LEAVE_OUT,
    (Qt.Key.Key_V, _NONE): PageAct.AS_IT_CAME,
    (Qt.Key.Key_L, _NONE): PageAct.LOUPE,
    (Qt.Key.Key_J, _NONE): PageAct.JOIN_CARD,
    (Qt.Key.Key_M, _NONE): PageAct.CHOOSE_PAPER,
    (Qt.Key.Key_T, _NONE): PageAct.BIN,
    (Qt.Key.Key_S, _NONE): PageAct.SPLIT,
    (Qt.Key.Key_N, _NONE): PageAct.COUNT,
    (Qt.Key.Key_Space, _NONE): PageAct.GOOD,
    (Qt.Key.Key_Return, _NONE): PageAct.CLOSER,
    (Qt.Key.Key_Enter, _NONE): PageAct.CLOSER,
    (Qt.Key.Key_Escape, _NONE): PageAct.LEAVE,
    (Qt.Key.Key_Insert, _NONE): PageAct.INSERT,
    (Qt.Key.Key_A, _CTRL): PageAct.ALL,
    (Qt.Key.Key_Question, _NONE): PageAct.HELP,
    (Qt.Key.Key_Question, _SHIFT): PageAct.HELP,
}


def act_of(event: QKeyEvent) -> PageAct | None:
    """What a key asks for; None when it is none of ours."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return BY_KEY.get((Qt.Key(event.key()), modifiers))


def number_of(event: QKeyEvent) -> int:
    """The paper a digit stands for, 0 for other keys."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    digit = Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9
    return event.key() - Qt.Key.Key_0 if digit and modifiers == _NONE else 0


def could_be_scanned(event: QKeyEvent) -> bool:
    """Whether a barcode gun types such a key: then it has to stay alone for a moment before it means anything."""
    text = event.text()
    return event.modifiers() & ~_SHIFT == _NONE and bool(text) and text.isprintable() and text != " "


@dataclasses.dataclass(frozen=True, slots=True)
class Hint:
    """A line of the card of keys."""

    key: str
    text: str


def hints() -> tuple[tuple[str, tuple[Hint, ...]], ...]:
    """The keys by what they are for, each group with its title."""
    return (
        (
            translate("PageKeys", "Xếp vào giấy tờ"),
            (
                Hint(
                    "1 … 9", translate("PageKeys", "Xếp trang vào giấy tờ mang số đó, rồi sang trang chưa xếp kế tiếp")
                ),
                Hint("M", translate("PageKeys", "Chọn giấy tờ trong danh sách")),
                Hint("N", translate("PageKeys", "Chia cả chồng theo số trang của từng giấy tờ")),
                Hint("S", translate("PageKeys", "Chia theo tờ phân cách, xem trước rồi mới chia")),
                Hint("B", translate("PageKeys", "Từ trang này trở đi là giấy tờ kế tiếp")),
                Hint("Alt+Shift+↑ ↓", translate("PageKeys", "Dời ranh giới giữa hai giấy tờ tới trang này")),
                Hint("Alt+↑ ↓", translate("PageKeys", "Dời trang lên, xuống")),
            ),
        ),
        (
            translate("PageKeys", "Sửa trang"),
            (
                Hint("R", translate("PageKeys", "Xoay phải (Shift+R: xoay trái)")),
                Hint("X", translate("PageKeys", "Không đưa vào hồ sơ, hoặc đưa vào lại")),
                Hint("J", translate("PageKeys", "Ghép hai mặt thẻ vào một trang, hoặc tách ra")),
                Hint("Del", translate("PageKeys", "Bỏ vào thùng rác")),
                Hint("T", translate("PageKeys", "Mở thùng rác")),
                Hint("Ctrl+Z", translate("PageKeys", "Hoàn tác (Ctrl+Y: làm lại)")),
            ),
        ),
        (
            translate("PageKeys", "Xem"),
            (
                Hint("Ctrl+G", translate("PageKeys", "Xem lại các trang đáng ngờ, đáng ngờ nhất trước")),
                Hint(
                    translate("PageKeys", "Cách"), translate("PageKeys", "Trang này được, sang trang đáng ngờ kế tiếp")
                ),
                Hint("L", translate("PageKeys", "Kính lúp; mũi tên dời kính")),
                Hint("V", translate("PageKeys", "Ảnh gốc trước khi xử lý")),
                Hint("Enter", translate("PageKeys", "Xem trang thật lớn")),
                Hint("F12", translate("PageKeys", "Mở rộng, thu lại khung trang")),
            ),
        ),
        (
            translate("PageKeys", "Quét"),
            (
                Hint("F10", translate("PageKeys", "Quét (bấm lại: dừng)")),
                Hint("Ctrl+1 … 9", translate("PageKeys", "Quét bằng thiết bị mang số đó")),
                Hint("Insert", translate("PageKeys", "Quét chèn vào trước trang này")),
                Hint("Ctrl+F10", translate("PageKeys", "Quét lại thay cho trang này")),
                Hint("Ctrl+M", translate("PageKeys", "Chụp bằng điện thoại")),
                Hint("Ctrl+D", translate("PageKeys", "Quét hai mặt bằng máy chỉ quét một mặt")),
            ),
        ),
    )
