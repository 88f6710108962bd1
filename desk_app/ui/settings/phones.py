"""Điện thoại: whether phones may be used as scanners here, at which port, and the office's certificate."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_app.desk.settings import DeskSettings
from desk_app.ui.fields import NumberField, SegmentedField, TextField
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import Section, side_by_side


class PhonesSection(Section):
    """Each field is kept when it is left; a session that is open goes on as it began."""

    icon = "smartphone"

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(
            keeper,
            explanation=self.tr(
                "Điện thoại trong mạng của cơ quan quét mã ở ô Trang đã quét, mở một trang dùng một lần và chụp giấy tờ vào hồ sơ."
            ),
            parent=parent,
        )
        self.allowed = SegmentedField(
            self.tr("Dùng điện thoại làm máy quét"),
            [(False, self.tr("Tắt")), (True, self.tr("Bật"))],
            hint=self.tr("Trang chỉ mở trong lúc dùng, chỉ trong mạng nội bộ; mỗi lần một liên kết mới."),
        )
        self.port = NumberField(
            self.tr("Cổng"),
            least=0,
            most=65535,
            hint=self.tr("Cố định để mở tường lửa (mặc định 8632); 0 là cổng bất kỳ"),
        )
        self.certificate = TextField(
            self.tr("Chứng thư của cơ quan (tệp PEM)"),
            hint=self.tr("Bỏ trống thì trang không mã hoá, chỉ nên dùng trong Wi-Fi riêng của cơ quan."),
            most=1024,
        )
        self.key = TextField(self.tr("Khoá của chứng thư (tệp PEM)"), most=1024)
        self.allowed.chosen.connect(lambda value: self.keeper.change(phone_allowed=bool(value)))
        self.port.spin.editingFinished.connect(lambda: self.keeper.change(phone_port=self.port.value()))
        self.certificate.committed.connect(lambda text: self.keeper.change(phone_certificate=text.strip()))
        self.key.committed.connect(lambda text: self.keeper.change(phone_certificate_key=text.strip()))
        self.column.addLayout(side_by_side([self.allowed, self.port, QWidget()], [3, 2, 2]))
        self.column.addLayout(side_by_side([self.certificate, self.key]))
        self.column.addStretch(1)
        keeper.loaded.connect(self.show_settings)
        keeper.refused.connect(self._refused)

    def title(self) -> str:
        return self.tr("Điện thoại")

    def show_settings(self, settings: DeskSettings) -> None:
        """Fill the fields."""
        self.allowed.set_value(settings.phone_allowed)
        self.port.set_value(settings.phone_port)
        self.port.set_error("")
        self.certificate.set_value(settings.phone_certificate)
        self.key.set_value(settings.phone_certificate_key)

    def _refused(self, field: str, sentence: str) -> None:
        if field == "phone_port":
            self.port.set_error(sentence)
