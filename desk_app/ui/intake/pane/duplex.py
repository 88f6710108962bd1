"""Both sides with a scanner that sees only one: scan the fronts, turn the stack, scan the backs, and the sides lie alternately."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app import ids
from desk_app.domain.draft import PageRef
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.intake.pane.duplex_painting import DuplexPicture
from desk_app.ui.labels import label


class Step(enum.IntEnum):
    """What is to be done next."""

    FRONTS = 1
    BACKS = 2
    MERGE = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Sides:
    """What was scanned: ids in the order of scanning."""

    fronts: tuple[str, ...]
    backs: tuple[str, ...]

    @property
    def match(self) -> bool:
        """As many fronts as backs."""
        return len(self.fronts) == len(self.backs) > 0


class DuplexGuide(QWidget):
    """Leads through it.

    ``scan_asked`` carries the id of the run to scan, ``merge_asked`` fronts, backs and whether the backs came in reverse;
    ``closed`` says that somebody left, what was scanned stays as it came.
    """

    scan_asked = Signal(str)
    merge_asked = Signal(list, list, bool)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = Step.FRONTS
        self._runs = ("", "")
        self._scanning = False
        self._reverse = True
        self._pages: tuple[PageRef, ...] = ()
        self.title = label("", "heading")
        self.picture = DuplexPicture()
        self.words = label("", wrap=True)
        self.go = PrimaryButton("", "Enter", small=True, run=self._go, bind=False)
        self.order = QuietButton(self.tr("Đổi thứ tự mặt sau"), "R", run=self._turn_order, bind=False)
        self.leave = QuietButton(self.tr("Đóng"), "Esc", run=self.closed.emit, bind=False)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.go)
        row.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.order)
        second.addWidget(self.leave)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.picture, 1)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addLayout(second)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def step(self) -> Step:
        """Where one is."""
        return self._step

    @property
    def sides(self) -> Sides:
        """What was scanned so far."""
        fronts, backs = ([p.id for p in self._pages if run and p.batch == run] for run in self._runs)
        return Sides(tuple(fronts), tuple(backs))

    def begin(self) -> None:
        """From the start."""
        self._step, self._runs, self._reverse, self._scanning = Step.FRONTS, ("", ""), True, False
        self._show()

    def show_pages(self, pages: Sequence[PageRef]) -> None:
        """The pages of the draft."""
        self._pages = tuple(pages)
        if self.isVisible():
            self._show()

    def scan_ended(self) -> None:
        """The run is over, well or badly; pages may still be on their way into the draft."""
        if not self._scanning:
            return
        self._scanning = False
        self._step = Step.BACKS if self._step is Step.FRONTS else Step.MERGE
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._go()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_R and self._step is Step.MERGE:
            self._turn_order()
        elif event.key() == Qt.Key.Key_Backspace and not self._scanning:
            self._step = Step(max(Step.FRONTS, self._step - 1))
            self._show()
        else:
            super().keyPressEvent(event)

    def _go(self) -> None:
        if self._scanning:
            return
        if self._step is Step.MERGE:
            sides = self.sides
            if sides.fronts and sides.backs:
                self.merge_asked.emit(list(sides.fronts), list(sides.backs), self._reverse)
                self.closed.emit()
            return
        run = ids.new_id()
        self._runs = (run, "") if self._step is Step.FRONTS else (self._runs[0], run)
        self._scanning = True
        self._show()
        self.scan_asked.emit(run)

    def _turn_order(self) -> None:
        self._reverse = not self._reverse
        self._show()

    def _show(self) -> None:
        sides = self.sides
        self.title.setText(self.tr("Quét hai mặt · bước {step}/3").format(step=int(self._step)))
        self.picture.show_step(int(self._step), reverse=self._reverse)
        self.order.setVisible(self._step is Step.MERGE)
        self.go.setEnabled(not self._scanning and (self._step is not Step.MERGE or bool(sides.fronts and sides.backs)))
        words, act = self._words(sides)
        self.words.setText(words)
        self.go.setText(self.tr("Đang quét…") if self._scanning else act)

    def _words(self, sides: Sides) -> tuple[str, str]:
        if self._step is Step.FRONTS:
            return (
                self.tr("Đặt cả chồng giấy vào khay nạp, mặt trước sẽ được quét. Đã có {count} mặt trước.").format(
                    count=len(sides.fronts)
                ),
                self.tr("Quét mặt trước"),
            )
        if self._step is Step.BACKS:
            return (
                self.tr(
                    "Đã quét {count} mặt trước. Lấy chồng giấy ra, lật cả chồng như lật trang sách, không xáo và không "
                    "xoay đầu giấy, rồi đặt lại vào khay."
                ).format(count=len(sides.fronts)),
                self.tr("Quét mặt sau"),
            )
        if sides.match:
            order = self.tr("Mặt sau được xếp ngược lại.") if self._reverse else self.tr("Mặt sau giữ thứ tự quét.")
            said = self.tr("{count} mặt trước và {count} mặt sau, vừa khớp.").format(count=len(sides.fronts))
            return f"{said} {order}", self.tr("Ghép xen kẽ")
        return (
            self.tr(
                "Lệch số: {fronts} mặt trước, {backs} mặt sau. Có thể máy kéo dính hai tờ. Ghép thì phần thừa nằm cuối; "
                "hoặc Đóng để giữ nguyên như đã quét."
            ).format(fronts=len(sides.fronts), backs=len(sides.backs)),
            self.tr("Vẫn ghép"),
        )
