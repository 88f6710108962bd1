"""Looking for scanners: those that are found appear one by one, and there is a line for an address."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.desk.capturing import Device
from desk_app.desk.scanners import Scanners
from desk_app.lanes import CancelToken
from desk_app.ui.buttons import QuietButton
from desk_app.ui.fields import TextField
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind
from desk_app.ui.settings.devices_stream import Stream
from desk_app.ui.settings.devices_words import name_of, place_of
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.tables import Cell, Column, RowsModel, Table

_ROW_PX = 40
_TABLE_PX = 132
_CAPTION_PX = 16
Known = Mapping[tuple[str, str], int]


class FoundScanners(QWidget):
    """``chosen`` carries the device that somebody wants. The search ends when it is out of sight."""

    chosen = Signal(object)

    def __init__(self, keeper: Keeper, scanners: Scanners, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._scanners = keeper, scanners
        self._known: Known = {}
        self.address = TextField(
            self.tr("Không tự tìm thấy? Địa chỉ máy quét mạng"), placeholder="192.168.1.20", most=255
        )
        self._search = Stream(keeper.context.tasks, "find-scanners", self)
        self._search.came.connect(self._add)
        self._search.failed.connect(lambda error: self._say(keeper.sentence(error)))
        self._search.ended.connect(self._searched)
        self._asking = Stream(keeper.context.tasks, "ask-scanner", self)
        self._asking.came.connect(self._answered)
        self._asking.failed.connect(lambda error: self.address.set_error(keeper.sentence(error)))
        self._asking.ended.connect(self._show_buttons)
        columns = (
            Column(title=self.tr("Tìm thấy"), width_px=220, stretch=True),
            Column(title="", width_px=112),
        )
        self.model: RowsModel[Device] = RowsModel(columns, self._cells, self)
        self.table = Table(columns, row_px=_ROW_PX, name=self.tr("Máy quét tìm thấy"))
        self.table.setProperty("framed", "true")
        self.table.setModel(self.model)
        self.table.setFixedHeight(_TABLE_PX)
        self.table.opened.connect(self._choose)
        self.find_button = QuietButton(self.tr("Tìm máy quét"), "Ctrl+F", icon="search", run=self.search)
        self.words = label("", "small", wrap=True)
        self.address.line.returnPressed.connect(self.ask)
        self.ask_button = QuietButton(self.tr("Kiểm tra"), run=self.ask)
        self._lay_out()
        self.table.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.find_button)
        top.addWidget(self.words, 1)
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.address, 1, Qt.AlignmentFlag.AlignTop)
        button = QVBoxLayout()
        button.setContentsMargins(0, _CAPTION_PX, 0, 0)
        button.addWidget(self.ask_button)
        button.addStretch(1)
        self._line.addLayout(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addLayout(self._line)

    @property
    def is_searching(self) -> bool:
        """Whether more may be found."""
        return self._search.is_running

    def show_known(self, known: Known) -> None:
        """Which devices (kind, address) are on which key already."""
        self._known = known
        self.model.replace(self.model.rows())

    def search(self) -> None:
        """Look, or stop looking."""
        if self._search.is_running:
            self._search.stop()
            return
        self.model.replace(())
        self.table.show()
        self._search.start(self._scanners.find)
        self._show_buttons()
        self._count()

    def ask(self) -> None:
        """Look at the address in the line, or stop that."""
        if self._asking.is_running:
            self._asking.stop()
            return
        typed = self.address.value()
        self.address.set_error("" if typed else self.tr("Gõ địa chỉ IP hoặc tên của máy quét."))
        if typed:
            self._asking.start(lambda token: self._look_at(typed, token))
            self._show_buttons()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self._search.stop()
            self._asking.stop()

    def _look_at(self, typed: str, token: CancelToken) -> tuple[Device, ...]:
        return (self._scanners.look_at(typed, cancel=token),)

    def _add(self, device: object) -> None:
        if isinstance(device, Device):
            self.model.append([device])
            if len(self.model.rows()) == 1:
                self.table.select_row(0)
                if self.find_button.hasFocus():
                    self.table.setFocus()
            self._count()

    def _answered(self, device: object) -> None:
        if isinstance(device, Device):
            self.address.set_value("")
            self.chosen.emit(device)

    def _choose(self, index: QModelIndex) -> None:
        device = self.model.row(index)
        if device is not None:
            self.chosen.emit(device)

    def _searched(self) -> None:
        self._show_buttons()
        self._count()

    def _count(self) -> None:
        count, searching = len(self.model.rows()), self._search.is_running
        if searching and not count:
            self._say(self.tr("Đang tìm trong mạng và trên máy này…"))
        elif searching:
            self._say(self.tr("Đang tìm… đã thấy {count}. Enter để chọn.").format(count=count))
        elif count:
            self._say(self.tr("Tìm thấy {count}. Enter để chọn.").format(count=count))
        else:
            self.table.hide()
            self._say(self.tr("Không thấy máy quét nào. Bật máy quét và nối cùng mạng, hoặc gõ địa chỉ của nó."))

    def _say(self, sentence: str) -> None:
        self.words.setText(sentence)

    def _show_buttons(self) -> None:
        searching = self._search.is_running
        self.find_button.setText(self.tr("Dừng tìm") if searching else self.tr("Tìm máy quét"))
        self.find_button.set_icon("x" if searching else "search")
        self.ask_button.setText(self.tr("Dừng") if self._asking.is_running else self.tr("Kiểm tra"))

    def _cells(self, device: Device) -> tuple[Cell, ...]:
        key = self._known.get((device.kind, device.address))
        state = Cell(text=self.tr("Đã có · Ctrl+{key}").format(key=key), pill=Kind.NEUTRAL) if key else Cell(text="")
        return Cell(text=name_of(device), detail=place_of(device), strong=True), state
