"""Quầy và đơn vị: whose desk this is and what stands at the top of its papers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_app.desk.settings import DeskSettings
from desk_app.ui.fields import NumberField, TextField
from desk_app.ui.labels import label
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import Section, side_by_side


class OfficeSection(Section):
    """Each field is kept when it is left."""

    icon = "map-pin"

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self.fields = {
            "unit": TextField(
                self.tr("Mã đơn vị"),
                placeholder="H12.64",
                hint=self.tr("Mã định danh của cơ quan, ghi trong mã hồ sơ"),
            ),
            "unit_name": TextField(self.tr("Tên đơn vị"), placeholder=self.tr("UBND xã …")),
            "desk": TextField(self.tr("Tên quầy")),
            "place": TextField(
                self.tr("Địa danh"), hint=self.tr("Ghi trước ngày tháng; bỏ trống sẽ lấy từ tên đơn vị")
            ),
            "superior_body": TextField(self.tr("Dòng cơ quan chủ quản"), hint=self.tr("Bỏ trống sẽ ghi tên đơn vị")),
            "desk_body": TextField(
                self.tr("Dòng tên bộ phận"), placeholder=self.tr("Trung tâm Phục vụ hành chính công")
            ),
            "contact_phone": TextField(self.tr("Điện thoại liên hệ")),
            "lookup": TextField(self.tr("Nơi tra cứu hồ sơ"), placeholder="https://dichvucong.gov.vn"),
        }
        self.idle = NumberField(
            self.tr("Tự khoá sau (phút)"),
            least=0,
            most=480,
            hint=self.tr("Không gõ phím, không dùng chuột; 0 là không khoá"),
        )
        for name, field in self.fields.items():
            field.committed.connect(lambda text, name=name: self._commit(name, text))
        self.idle.spin.editingFinished.connect(lambda: self.keeper.change(idle_lock_min=self.idle.value()))
        self._lay_out()
        keeper.loaded.connect(self.show_settings)
        keeper.refused.connect(self._refused)

    def title(self) -> str:
        return self.tr("Quầy và đơn vị")

    def show_settings(self, settings: DeskSettings) -> None:
        """Fill the fields."""
        for name, field in self.fields.items():
            field.set_value(str(getattr(settings, name)))
            field.set_error("")
        self.idle.set_value(settings.idle_lock_min)

    def _lay_out(self) -> None:
        f = self.fields
        self.column.addLayout(side_by_side([f["unit"], f["unit_name"], f["desk"]], [3, 3, 2]))
        self.column.addWidget(label(self.tr("Trên giấy in"), "heading"))
        self.column.addLayout(side_by_side([f["superior_body"], f["desk_body"]]))
        self.column.addLayout(side_by_side([f["place"], f["contact_phone"], f["lookup"]], [2, 2, 3]))
        self.column.addWidget(label(self.tr("An toàn tại quầy"), "heading"))
        self.column.addLayout(side_by_side([self.idle, QWidget()], [2, 5]))
        self.column.addStretch(1)

    def _commit(self, name: str, text: str) -> None:
        self.fields[name].set_error("")
        self.keeper.change(**{name: text})

    def _refused(self, name: str, sentence: str) -> None:
        field = self.fields.get(name, self.idle if name == "idle_lock_min" else None)
        if field is not None:
            field.set_error(sentence)
