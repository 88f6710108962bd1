"""Giao diện: language and theme; anybody may choose them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desk_app.desk.settings import DeskSettings, Theme
from desk_app.ui.fields import SegmentedField
from desk_app.ui.messages import ENGLISH, VIETNAMESE
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.ports import LookPort
from desk_app.ui.settings.section import Section, side_by_side


class LookSection(Section):
    """A choice shows at once."""

    icon = "sun"

    def __init__(self, keeper: Keeper, port: LookPort, parent: QWidget | None = None) -> None:
        super().__init__(keeper, parent=parent)
        self._port = port
        self.language = SegmentedField(
            self.tr("Ngôn ngữ"),
            [(VIETNAMESE, "Tiếng Việt"), (ENGLISH, "English")],
            hint=self.tr("Giấy in cho người dân luôn bằng tiếng Việt."),
        )
        self.theme = SegmentedField(
            self.tr("Màu giao diện"),
            [
                (Theme.SYSTEM, self.tr("Theo máy")),
                (Theme.LIGHT, self.tr("Sáng")),
                (Theme.DARK, self.tr("Tối")),
                (Theme.CONTRAST, self.tr("Tương phản cao")),
            ],
            hint=self.tr("Cỡ chữ theo mức phóng to của Windows (100–200 %)."),
        )
        self.language.chosen.connect(self._speak)
        self.theme.chosen.connect(self._dress)
        self.column.addLayout(side_by_side([self.language, QWidget()], [2, 3]))
        self.column.addLayout(side_by_side([self.theme, QWidget()], [4, 1]))
        self.column.addStretch(1)
        keeper.loaded.connect(self.show_settings)

    def title(self) -> str:
        return self.tr("Giao diện")

    def show_settings(self, settings: DeskSettings) -> None:
        """Show what is chosen; the language is the one the window speaks."""
        self.language.set_value(self.keeper.context.language)
        self.theme.set_value(settings.theme)

    def _speak(self, language: object) -> None:
        self.keeper.change_look(language=str(language))
        self._port.show_language(str(language))

    def _dress(self, theme: object) -> None:
        if isinstance(theme, Theme):
            self.keeper.change_look(theme=theme)
            self._port.show_theme(theme)
