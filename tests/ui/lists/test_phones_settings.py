"""The settings of phones, over a real desk."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desk_app.domain.roles import Role
from desk_app.ui.settings.devices import DevicesSection
from desk_app.ui.settings.phones import PhonesSection
from desk_app.ui.settings.ports import GunPlug
from desk_app.ui.settings.screen import SettingsScreen
from desk_app.ui.settings.section import Section


class Plug(GunPlug):
    def __init__(self) -> None:
        self.used: list[str] = []

    def use(self, port: str) -> None:
        self.used.append(port)


@pytest.fixture
def plug() -> Plug:
    return Plug()


@pytest.fixture
def open_at(qtbot: Any, office: Any, plug: Plug) -> Any:
    opened: list[SettingsScreen] = []

    def bring(kind: type[Section], role: Role = Role.ADMINISTRATOR) -> Any:
        screen = SettingsScreen(office.context(role, ports={GunPlug: plug}), now=office.now)
        opened.append(screen)
        qtbot.addWidget(screen)
        screen.show()
        screen.entered()
        screen.show_section(kind)
        qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0)
        assert isinstance(screen.current, kind)
        return screen.current

    return bring


def test_phones_are_switched_on_and_off_and_their_port_and_certificate_kept(
    qtbot: Any, office: Any, open_at: Any
) -> None:
    section = open_at(PhonesSection)
    assert section.allowed.value() is False
    assert section.port.value() == 8632

    section.allowed.chosen.emit(True)
    section.port.set_value(9000)
    section.port.spin.editingFinished.emit()
    section.certificate.committed.emit(" C:/office/quay.pem ")
    section.key.committed.emit("C:/office/quay.key")
    qtbot.waitUntil(lambda: section.keeper.context.tasks.under_way == 0)

    kept = office.desk.settings.get()
    assert (kept.phone_allowed, kept.phone_port) == (True, 9000)
    assert (kept.phone_certificate, kept.phone_certificate_key) == ("C:/office/quay.pem", "C:/office/quay.key")
    section.allowed.chosen.emit(False)
    qtbot.waitUntil(lambda: section.keeper.context.tasks.under_way == 0)
    assert office.desk.settings.get().phone_allowed is False


def test_a_port_of_the_system_is_refused_beside_its_field(qtbot: Any, office: Any, open_at: Any) -> None:
    section = open_at(PhonesSection)

    section.port.set_value(80)
    section.port.spin.editingFinished.emit()
    qtbot.waitUntil(lambda: section.keeper.context.tasks.under_way == 0)

    assert section.port.error() == "Cổng từ 1024 đến 65535, hoặc 0 cho cổng bất kỳ."
    assert office.desk.settings.get().phone_port == 8632


def test_the_port_of_a_gun_is_kept_and_used_at_once(qtbot: Any, office: Any, open_at: Any, plug: Plug) -> None:
    section = open_at(DevicesSection, Role.OFFICER)

    section.gun.line.setFocus()
    section.gun.line.setText("COM3")
    QTest.keyClick(section.gun.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.keeper.context.tasks.under_way == 0)

    assert plug.used[-1] == "COM3"
    assert office.desk.settings.get().gun_port == "COM3"
