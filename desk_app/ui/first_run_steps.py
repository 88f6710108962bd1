"""The single steps of the first run, each with its fields and its own check."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.domain import codes
from desk_app.domain.errors import InvalidValue
from desk_app.ui import messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import QuietButton
from desk_app.ui.fields import Field, SegmentedField, TextField
from desk_app.ui.icons import IconLabel
from desk_app.ui.labels import label
from desk_app.ui.picker import Picker, Provider
from desk_app.ui.pills import Kind, Pill

SHORTEST_PIN = 4


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFound:
    """A device that answered, or did not.

    Attributes:
        icon: ``scan-line``, ``camera``, ``printer``.
        note: what to do where it is not ready.
    """

    name: str
    icon: str = "scan-line"
    ready: bool = True
    note: str = ""


class Step(QWidget):
    """One page of the first run. ``fields`` are named as in FirstRun."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    def title(self) -> str:
        """What this step is about."""
        return ""

    def lead(self) -> str:
        """One or two sentences that explain it."""
        return ""

    def entered(self) -> None:
        """It came into sight: put the focus where work begins."""

    def check(self, language: str) -> bool:
        """Whether one may go on; what is wrong is shown beside its field, which gets the focus."""
        wrong = self.problems()
        for name, field in self.fields.items():
            field.set_error(messages.for_error(InvalidValue(name, wrong[name]), language) if name in wrong else "")
        if wrong:
            self.fields[next(name for name in self.fields if name in wrong)].setFocus()
        return not wrong

    def problems(self) -> dict[str, str]:
        """Field names and what is wrong with them."""
        return {}

    def beside(self, *widgets: QWidget) -> None:
        """Add fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)


class OfficeStep(Step):
    """Language and office."""

    language_chosen = Signal(str)

    def __init__(self, communes: Provider, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = SegmentedField(
            "Ngôn ngữ · Language", [(messages.VIETNAMESE, "Tiếng Việt"), (messages.ENGLISH, "English")]
        )
        self.language.set_value(language)
        self.commune = Picker(
            self.tr("Xã, phường, đặc khu"),
            communes,
            placeholder=self.tr("Gõ vài chữ của tên xã, không cần dấu"),
            tall=True,
        )
        self.unit_name = TextField(self.tr("Tên đơn vị"), hint=self.tr("In trên giấy hẹn, ví dụ: UBND xã Khánh An"))
        self.unit = TextField(self.tr("Mã đơn vị"), hint=self.tr("Mã định danh điện tử, ví dụ: H12.64"), most=40)
        self.desk = TextField(self.tr("Tên quầy"), hint=self.tr("Ví dụ: Quầy 2"), most=40)
        self.fields = {"unit_name": self.unit_name, "unit": self.unit, "desk": self.desk}
        self.column.addWidget(self.language)
        self.column.addWidget(self.commune)
        self.column.addWidget(self.unit_name)
        self.beside(self.unit, self.desk)
        self.column.addStretch(1)
        self.language.chosen.connect(lambda chosen: self.language_chosen.emit(str(chosen)))
        self.commune.picked.connect(self._picked)
        self.unit.committed.connect(lambda text: self.unit.set_value(text.upper()))

    def title(self) -> str:
        return self.tr("Quầy này của đơn vị nào?")

    def lead(self) -> str:
        return self.tr("Mọi thứ đều sửa lại được sau này trong Cài đặt (F6).")

    def entered(self) -> None:
        self.commune.setFocus()

    def problems(self) -> dict[str, str]:
        wrong = {}
        if not self.unit_name.value():
            wrong["unit_name"] = "required"
        if not codes.valid_unit(self.unit.value().upper()):
            wrong["unit"] = "malformed"
        if not self.desk.value():
            wrong["desk"] = "required"
        return wrong

    def _picked(self, office: object) -> None:
        self.unit_name.set_value(str(office))
        self.unit_name.set_error("")
        self.unit.setFocus()


class PeopleStep(Step):
    """The first officer and who looks after the desk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.officer = TextField(self.tr("Họ và tên cán bộ"), hint=self.tr("In trên giấy hẹn, có dấu"))
        self.pin = _pin(self.tr("Mã PIN"))
        self.again = _pin(self.tr("Gõ lại mã PIN"))
        self.administrator = TextField(self.tr("Người quản trị"))
        self.administrator.set_value(self.tr("Quản trị"))
        self.administrator_pin = _pin(self.tr("Mã PIN của quản trị"))
        self.administrator_pin.set_hint(self.tr("Bỏ trống nếu dùng chung mã PIN của cán bộ"))
        self.trouble = Banner(Kind.PERSON)
        self.trouble.hide()
        self.fields = {
            "officer": self.officer,
            "pin": self.pin,
            "again": self.again,
            "administrator": self.administrator,
            "administrator_pin": self.administrator_pin,
        }
        self.column.addWidget(self.officer)
        self.beside(self.pin, self.again)
        self.beside(self.administrator, self.administrator_pin)
        self.column.addWidget(self.trouble)
        self.column.addStretch(1)

    def title(self) -> str:
        return self.tr("Ai làm việc ở quầy này?")

    def lead(self) -> str:
        return self.tr("Mỗi người ký tên vào việc mình làm bằng mã PIN. Thêm người khác sau trong Cài đặt.")

    def entered(self) -> None:
        self.officer.setFocus()

    def problems(self) -> dict[str, str]:
        wrong = {}
        if not self.officer.value():
            wrong["officer"] = "required"
        if len(self.pin.value()) < SHORTEST_PIN:
            wrong["pin"] = "too_short"
        elif self.pin.value() != self.again.value():
            wrong["again"] = "differs"
        if not self.administrator.value():
            wrong["administrator"] = "required"
        elif self.administrator.value().casefold() == self.officer.value().casefold():
            wrong["administrator"] = "taken"
        if 0 < len(self.administrator_pin.value()) < SHORTEST_PIN:
            wrong["administrator_pin"] = "too_short"
        return wrong

    def show_trouble(self, sentence: str) -> None:
        """Something that belongs to no field."""
        self.trouble.show_message(Kind.PERSON, sentence)
        self.trouble.show()


def _pin(name: str) -> TextField:
    field = TextField(name, most=64)
    field.line.setEchoMode(field.line.EchoMode.Password)
    return field


class RecoveryStep(Step):
    """The recovery key: shown once, printed, and its last group typed so that nobody skips it."""

    confirmed = Signal()

    def __init__(self, print_key: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.key = label("", "code", wrap=True, selectable=True)
        self.key.setAccessibleName(self.tr("Mã khôi phục"))
        self.print = QuietButton(self.tr("In mã khôi phục"), icon="printer", run=lambda: print_key(self._key))
        self.last = TextField(self.tr("Gõ nhóm cuối của mã để xác nhận đã in hoặc chép lại"), most=16)
        self.column.addWidget(self.key)
        self.not_printed = Banner()
        self.not_printed.hide()
        self.column.addWidget(self.print, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.not_printed)
        self.column.addWidget(
            Banner(
                Kind.WAITING,
                self.tr("Cất bản in nơi an toàn, không để cạnh máy. Mất cả máy lẫn mã này là mất dữ liệu."),
            )
        )
        self.column.addWidget(self.last)
        self.column.addStretch(1)
        self.last.edited.connect(lambda _text: self._typed())

    def title(self) -> str:
        return self.tr("Mã khôi phục")

    def lead(self) -> str:
        return self.tr(
            "Dữ liệu của quầy được mã hoá. Nếu máy hỏng hoặc cài lại, chỉ mã này mở lại được. Mã chỉ hiện một lần."
        )

    def entered(self) -> None:
        self.print.setFocus()

    def show_key(self, text: str) -> None:
        """The text of the key, in groups."""
        self._key = text
        groups = text.split("-")
        self.key.setText("\n".join("   ".join(groups[at : at + 4]) for at in range(0, len(groups), 4)))

    def say_printing(self, trouble: str) -> None:
        """Why the key did not come out of the printer; nothing when it did."""
        self.not_printed.show_message(Kind.PERSON, trouble)
        self.not_printed.setVisible(bool(trouble))

    def is_confirmed(self) -> bool:
        """Whether the last group was typed."""
        groups = self._key.replace("-", " ").split()
        return bool(groups) and self.last.value().casefold() == groups[-1].casefold()

    def _typed(self) -> None:
        groups = self._key.replace("-", " ").split()
        if self.is_confirmed():
            self.last.set_error("")
            self.confirmed.emit()
        elif groups and len(self.last.value()) >= len(groups[-1]):
            self.last.set_error(self.tr("Chưa khớp với nhóm cuối của mã."))


class ConnectStep(Step):
    """Enrolment at the gateway, or not yet; and the devices that answer."""

    enrol_asked = Signal(str, str)
    devices_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.url = TextField(self.tr("Địa chỉ trung tâm"), placeholder="https://", most=300)
        self.code = TextField(self.tr("Mã đăng ký"), most=80)
        self.enrol = QuietButton(self.tr("Kết nối"), icon="wifi", run=self._ask)
        self.answer = Banner()
        self.answer.hide()
        self.beside(self.url, self.code)
        self.column.addWidget(self.enrol, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.answer)
        self.column.addSpacing(4)
        self.column.addWidget(label(self.tr("Thiết bị"), "heading"))
        self.devices = QVBoxLayout()
        self.devices.setSpacing(6)
        self.column.addLayout(self.devices)
        self.again = QuietButton(self.tr("Tìm lại thiết bị"), icon="refresh-cw", run=self.devices_asked.emit)
        self.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def title(self) -> str:
        return self.tr("Kết nối và thiết bị")

    def lead(self) -> str:
        return self.tr("Chưa có mã đăng ký thì cứ bắt đầu: hồ sơ nằm an toàn trên máy và được gửi khi đã kết nối.")

    def entered(self) -> None:
        self.url.setFocus()

    def say(self, kind: Kind, sentence: str) -> None:
        """What came of connecting."""
        self.answer.show_message(kind, sentence)
        self.answer.show()

    def set_busy(self, *, busy: bool) -> None:
        """While the gateway is asked."""
        self.enrol.setEnabled(not busy)

    def show_looking(self) -> None:
        """Devices are being looked for."""
        self._clear()
        self.devices.addWidget(label(self.tr("Đang tìm máy quét và camera…"), "muted"))
        self.again.setEnabled(False)

    def show_devices(self, found: Sequence[DeviceFound]) -> None:
        """What answered."""
        self._clear()
        self.again.setEnabled(True)
        if not found:
            self.devices.addWidget(
                label(
                    self.tr("Chưa thấy máy quét hay camera nào. Vẫn thêm được trang từ tệp hoặc thư mục."),
                    "muted",
                    wrap=True,
                )
            )
        for device in found:
            self.devices.addWidget(
                _device_row(device, self.tr("Sẵn sàng") if device.ready else self.tr("Chưa sẵn sàng"))
            )

    def _ask(self) -> None:
        self.url.set_error("" if self.url.value() else self.tr("Nhập địa chỉ, ví dụ https://motcua.camau.gov.vn"))
        self.code.set_error("" if self.code.value() else self.tr("Nhập mã đăng ký do trung tâm cấp."))
        if self.url.value() and self.code.value():
            self.enrol_asked.emit(self.url.value(), self.code.value())

    def _clear(self) -> None:
        while self.devices.count():
            taken = self.devices.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _device_row(device: DeviceFound, state: str) -> QWidget:
    row_widget = QWidget()
    row = QHBoxLayout(row_widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(IconLabel(device.icon, "muted"))
    row.addWidget(label(device.name))
    row.addWidget(label(device.note, "small", wrap=True), 1)
    row.addWidget(Pill(state, Kind.PROVEN if device.ready else Kind.WAITING))
    return row_widget
