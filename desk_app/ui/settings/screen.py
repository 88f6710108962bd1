"""Cài đặt: the sections at the left that this person may see, the chosen one at the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from desk_app import clock
from desk_app.desk.scanners import Scanners
from desk_app.domain.roles import Act
from desk_app.ui import icons
from desk_app.ui.cards import Card
from desk_app.ui.pills import Kind
from desk_app.ui.screen import Context, Screen
from desk_app.ui.settings.catalogue import CatalogueSection
from desk_app.ui.settings.central import CentralSection
from desk_app.ui.settings.devices import DevicesSection
from desk_app.ui.settings.forms import FormsSection
from desk_app.ui.settings.keeper import Keeper
from desk_app.ui.settings.look import LookSection
from desk_app.ui.settings.office import OfficeSection
from desk_app.ui.settings.people import PeopleSection
from desk_app.ui.settings.phones import PhonesSection
from desk_app.ui.settings.ports import EnrolPort, LookPort, SafetyPort
from desk_app.ui.settings.safety import SafetySection
from desk_app.ui.settings.section import Section, scrolled

LIST_PX = 216
_ROW_PX = 40
Port = TypeVar("Port")


class SettingsScreen(Screen):
    """Which sections there are follows from the role, and from what is wired: nothing is shown that would not work."""

    def __init__(
        self, context: Context, *, now: Callable[[], dt.datetime] = clock.now, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._now = now
        self.keeper = Keeper(context, self)
        self.sections = self._sections()
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("Các phần cài đặt"))
        self.names.setIconSize(QSize(18, 18))
        for section in self.sections:
            item = QListWidgetItem(section.title(), self.names)
            item.setSizeHint(QSize(LIST_PX - 20, _ROW_PX))
        self.card = Card(" ", padded=False)
        self.pages = QStackedWidget()
        for section in self.sections:
            self.pages.addWidget(scrolled(section))
        self._lay_out()
        self._tint()
        self.names.currentRowChanged.connect(self._show)
        self.keeper.saved.connect(self._saved)
        self.keeper.refused.connect(self._refused)
        self.names.setCurrentRow(0)

    @property
    def current(self) -> Section:
        """The section in sight."""
        return self.sections[max(0, self.names.currentRow())]

    def entered(self) -> None:
        self.keeper.load()
        self.current.entered()
        self.names.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_section(self, kind: type[Section]) -> None:
        """Bring a section into sight, if this person has it."""
        for number, section in enumerate(self.sections):
            if isinstance(section, kind):
                self.names.setCurrentRow(number)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "names"):
            self._tint()

    def _sections(self) -> list[Section]:
        keeper = self.keeper
        made: list[Section] = []
        if keeper.may(Act.MANAGE_SETTINGS):
            made += [OfficeSection(keeper), FormsSection(keeper)]
            enrol = _port(self.context, EnrolPort)  # type: ignore[type-abstract]
            if enrol is not None:
                made.append(CentralSection(keeper, enrol))
        if keeper.may(Act.MANAGE_PEOPLE):
            made.append(PeopleSection(keeper))
        if keeper.may(Act.IMPORT_CATALOGUE):
            made.append(CatalogueSection(keeper))
        safety = _port(self.context, SafetyPort)  # type: ignore[type-abstract]
        if keeper.may(Act.MANAGE_SETTINGS) and safety is not None:
            made.append(SafetySection(keeper, safety, now=self._now))
        if keeper.may(Act.SCAN) or keeper.may(Act.MANAGE_SETTINGS):
            made.append(DevicesSection(keeper, _port(self.context, Scanners)))
        if keeper.may(Act.MANAGE_SETTINGS):
            made.append(PhonesSection(keeper))
        look = _port(self.context, LookPort)  # type: ignore[type-abstract]
        if look is not None:
            made.append(LookSection(keeper, look))
        return made

    def _lay_out(self) -> None:
        left = Card(self.tr("Cài đặt"), padded=False)
        left.setFixedWidth(LIST_PX)
        left.body.setContentsMargins(6, 0, 6, 6)
        left.body.addWidget(self.names, 1)
        self.card.body.addWidget(self.pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(left)
        row.addWidget(self.card, 1)

    def _show(self, number: int) -> None:
        if 0 <= number < len(self.sections):
            self.card.set_title(self.sections[number].title())
            self.pages.setCurrentIndex(number)
            self.sections[number].entered()

    def _saved(self) -> None:
        self.card.set_aside(self.tr("Đã lưu {at}").format(at=f"{self._now():%H:%M:%S}"))

    def _refused(self, field: str, sentence: str) -> None:
        self.card.set_aside("")
        if not field:
            self.context.notify(Kind.PERSON, sentence)

    def _tint(self) -> None:
        for number, section in enumerate(self.sections):
            item = self.names.item(number)
            if item is not None:
                item.setIcon(icons.icon(section.icon, "muted", self))


def _port(context: Context, kind: type[Port]) -> Port | None:
    found = context.ports.get(kind)
    return found if isinstance(found, kind) else None
