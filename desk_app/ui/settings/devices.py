"""Thiết bị: which camera, and the folder that a scanner program puts its pages into."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desk_app.desk.settings import DeskSettings
from desk_app.ui.buttons import QuietButton, button_row
from desk_app.ui.fields import TextField
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.section import Section, side_by_side


class DevicesSection(Section):
    """Whoever scans here may choose the devices."""

    icon = "camera"

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self.camera = TextField(
            self.tr("Camera"),
            placeholder="0",
            hint=self.tr("0 là camera thứ nhất, 1 là camera thứ hai; hoặc đường dẫn tới thiết bị"),
        )
        self.folder = TextField(
            self.tr("Thư mục nhận trang quét"),
            hint=self.tr(
                "Phần mềm của máy quét lưu tệp vào đây, chương trình tự lấy vào hồ sơ đang mở. Bỏ trống nếu không dùng."
            ),
            most=1024,
        )
        self.camera.committed.connect(self._take_camera)
        self.folder.committed.connect(self.use_folder)
        self.column.addLayout(side_by_side([self.camera, QWidget()], [2, 3]))
        self.column.addWidget(self.folder)
        self.column.addLayout(
            button_row(
                [
                    QuietButton(self.tr("Chọn thư mục…"), icon="folder-input", run=self._choose),
                    QuietButton(self.tr("Không dùng"), run=lambda: self.use_folder("")),
                ]
            )
        )
        self.column.addStretch(1)
        keeper.loaded.connect(self.show_settings)

    def title(self) -> str:
        return self.tr("Thiết bị")

    def show_settings(self, settings: DeskSettings) -> None:
        """Fill the fields."""
        self.camera.set_value(settings.camera)
        self.folder.set_value(settings.watched_folder)

    def use_folder(self, text: str) -> None:
        """Watch this folder, or none; one that is not there is not taken."""
        self.folder.set_value(text)
        if text and not Path(text).is_dir():
            self.folder.set_error(self.tr("Không có thư mục này. Chọn lại, hoặc tạo thư mục trước."))
            return
        self.folder.set_error("")
        self.keeper.change_devices(watched_folder=text)

    def _take_camera(self, text: str) -> None:
        self.keeper.change_devices(camera=text)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Thư mục nhận trang quét"), self.folder.value())
        if chosen:
            self.use_folder(chosen)
