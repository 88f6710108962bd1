"""The devices in the settings, with three scanners on their keys: one tried out, one just found."""

from __future__ import annotations

from collections.abc import Callable

from desk_app import app as desk_window
from desk_app.capture.devices import PaperSource
from desk_app.capture.errors import DeviceMissing
from desk_app.desk.capturing import Device
from desk_app.desk.scanners import Scanners, ScanProfile
from desk_app.domain.events import Author
from desk_app.domain.roles import Role
from desk_app.ui import screens
from desk_app.ui.main_window import MainWindow
from desk_app.ui.settings.devices import DevicesSection
from desk_app.ui.settings.devices_scanners import ScannersPanel
from desk_app.ui.settings.screen import SettingsScreen

Show = Callable[[desk_window.Shell], None]
CANON = Device(kind="escl", address="http://192.168.1.20:80/eSCL", name="Canon MF264dw", papers=tuple(PaperSource))
BROTHER = Device(kind="wia", address="1", name="Brother DCP-L2540DW")
HP = Device(
    kind="escl", address="https://192.168.1.31:443/eSCL", name="HP LaserJet Pro MFP M428fdw", papers=tuple(PaperSource)
)


def scenes(enter: Callable[..., None], settle: Show) -> list[tuple[str, Show]]:
    """Names and what brings them into sight."""

    def tried(shell: desk_window.Shell) -> None:
        panel = _panel(shell, enter, settle)
        panel.table.select_row(0)
        panel.form.trial_button.click()
        settle(shell)

    def found(shell: desk_window.Shell) -> None:
        panel = _panel(shell, enter, settle)
        panel.found.table.show()
        for device in (CANON, HP):
            panel.found._add(device)
        panel.found.address.set_value("192.168.1.77")
        error = DeviceMissing("192.168.1.77", "unreachable")
        panel.found.address.set_error(panel._keeper.sentence(error))
        panel.found.chosen.emit(HP)
        panel.form.key.set_value(2)
        panel.form._warn_of_key()
        settle(shell)

    return [("settings-devices", tried), ("settings-devices-found", found)]


def _panel(shell: desk_window.Shell, enter: Callable[..., None], settle: Show) -> ScannersPanel:
    enter(shell, Role.OFFICER)
    window = shell.currentWidget()
    assert isinstance(window, MainWindow)
    window.go_to(screens.SETTINGS)
    settle(shell)
    screen = window.current
    assert isinstance(screen, SettingsScreen)
    scanners = screen.context.ports[Scanners]
    assert isinstance(scanners, Scanners)
    who = Author(account_id=screen.keeper.who.account_id, name="x", role=Role.OFFICER)
    canon = ScanProfile(key=2, name="Canon MF264dw", device=CANON, paper=PaperSource.FEEDER_DUPLEX)
    scanners.keep(canon, who=who)
    scanners.keep(ScanProfile(key=3, name="Brother ảnh thẻ, sổ", device=BROTHER, dpi=400), who=who)
    scanners.worked(2)
    screen.show_section(DevicesSection)
    section = screen.current
    section.entered()
    settle(shell)
    assert isinstance(section, DevicesSection)
    assert section.scanners is not None
    return section.scanners
