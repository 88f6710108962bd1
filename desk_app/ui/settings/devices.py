"""Thiết bị: the scanners and their keys, camera, the gun's port, and the folder that a scanner program puts its pages into."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desk_app.desk.scanners import Scanners
from desk_app.desk.settings import DeskSettings
from desk_app.ui.buttons import QuietButton, button_row
from desk_app.ui.cards import divider
from desk_app.ui.fields import TextField
from desk_app.ui.settings.devices_scanners import ScannersPanel
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.ports import GunPlug
from desk_app.ui.settings.section import Section, side_by_side


class DevicesSection(Section):
    """Whoever scans here may choose the devices. Without ``scanners`` there are only camera and folder."""

    icon = "camera"

    def __init__(self, keeper: Keeper, scanners: Scanners | None = None, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self.scanners = ScannersPanel(keeper, scanners) if scanners is not None else None
        if self.scanners is not None:
            self.column.addWidget(self.scanners, 1)
            self.column.addWidget(divider())
        self.camera = TextField(
            self.tr("Camera"),
            placeholder="0",
            hint=self.tr("0 là camera thứ nhất, 1 là camera thứ hai; hoặc đường dẫn tới thiết bị"),
        )
        self.gun = TextField(
            self.tr("Cổng của súng đọc mã"),
            placeholder="COM3",
            hint=self.tr("Bỏ trống nếu súng gõ như bàn phím; cổng COM không bị bộ gõ làm hỏng."),
            most=200,
        )
        self.folder = TextField(
            self.tr("Thư mục nhận trang quét"),
            hint=self.tr(
                "Phần mềm của máy quét lưu tệp vào đây, chương trình tự lấy vào hồ sơ đang mở. Bỏ trống nếu không dùng."
            ),
            most=1024,
        )
        self.camera.committed.connect(self._take_camera)
        self.gun.committed.connect(self._take_gun)
        self.folder.committed.connect(self.use_folder)
        folder = QWidget()
        column = QVBoxLayout(folder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.folder)
        column.addLayout(
            button_row(
                [
                    QuietButton(self.tr("Chọn thư mục…"), icon="folder-input", run=self._choose),
                    QuietButton(self.tr("Không dùng"), run=lambda: self.use_folder("")),
                ]
            )
        )
        self.column.addLayout(side_by_side([self.camera, self.gun, folder], [2, 2, 3]))
        if self.scanners is None:
            self.column.addStretch(1)
        keeper.loaded.connect(self.show_settings)

    def title(self) -> str:
        return self.tr("Thiết bị")

    def entered(self) -> None:
        if self.scanners is not None:
            self.scanners.read()

    def show_settings(self, settings: DeskSettings) -> None:
        """Fill the fields."""
        self.camera.set_value(settings.camera)
        self.gun.set_value(settings.gun_port)
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

    def _take_gun(self, text: str) -> None:
        self.keeper.change_devices(gun_port=text)
        plug = self.keeper.context.ports.get(GunPlug)
        if isinstance(plug, GunPlug):
            plug.use(text)

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Thư mục nhận trang quét"), self.folder.value())
        if chosen:
            self.use_folder(chosen)
