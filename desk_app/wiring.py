"""Fills the ports of the window with the running program: what a screen asks for, done by bootstrap, store and devices."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from desk_app import clock
from desk_app.bootstrap import Program
from desk_app.desk.capturing import Capturing
from desk_app.desk.scanners import Scanners
from desk_app.desk.units import load as load_units
from desk_app.domain.events import Author
from desk_app.look import Theme
from desk_app.sync.status import StatusBoard
from desk_app.ui.first_run_steps import DeviceFound
from desk_app.ui.picker import Choice, Provider, at_once
from desk_app.ui.printer import Printer, SystemPrinter
from desk_app.ui.settings.ports import EnrolPort, GunPlug, LookPort, SafetyPort

_CAMERA_S = 20.0


def of(
    program: Program,
    *,
    show_theme: Callable[[str], None],
    show_language: Callable[[str], None],
    use_gun: Callable[[str], None] = lambda _port: None,
) -> Mapping[type, object]:
    """The ports of the main window, by type."""
    capturing = Capturing(simulation_allowed=program.settings.demo)
    return {
        StatusBoard: program.courier.loop.status,
        Printer: SystemPrinter(),
        Capturing: capturing,
        Scanners: Scanners(program.store, capturing),
        EnrolPort: _Enrol(program),
        SafetyPort: _Safety(program),
        LookPort: _Look(show_theme, show_language),
        GunPlug: _Gun(use_gun),
    }


class _Enrol(EnrolPort):
    """The way to a gateway, over the running program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def enrol(self, url: str, code: str, *, who: Author) -> None:
        """Connect, and send at once what waits."""
        self._program.enrol(url, code, who=who)
        self._program.courier.send_now()

    def test(self, url: str) -> None:
        """Ask for the health of whatever is there."""
        from desk_app.sync.address import Address
        from desk_app.sync.http_central import HttpCentral

        client = HttpCentral(Address.parse(url))
        try:
            client.health()
        finally:
            client.close()


class _Look(LookPort):
    """The look of the shell."""

    def __init__(self, show_theme: Callable[[str], None], show_language: Callable[[str], None]) -> None:
        self._show_theme = show_theme
        self._show_language = show_language

    def show_theme(self, theme: Theme) -> None:
        """At once, everywhere."""
        self._show_theme(theme)

    def show_language(self, language: str) -> None:
        """From now on; the window is made again."""
        self._show_language(language)


class _Gun(GunPlug):
    """The gun that the shell listens to."""

    def __init__(self, use_gun: Callable[[str], None]) -> None:
        self._use_gun = use_gun

    def use(self, port: str) -> None:
        """From now on."""
        self._use_gun(port)


class _Safety(SafetyPort):
    """Backup and check of the store."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def backup(self, to: Path) -> None:
        """A whole copy."""
        self._program.store.backup(to)

    def check(self) -> list[str]:
        """Everything read once."""
        return self._program.store.check()


def communes() -> Provider:
    """Search for the office of a commune: first run."""
    units = load_units(on=clock.now().date())

    def search(text: str) -> Sequence[Choice]:
        return [
            Choice(f"UBND {_lower_first(m.commune.name)}", m.commune.name, m.province.name, m.commune.code)
            for m in units.find(text)
            if m.commune is not None
        ]

    return at_once(search)


def print_recovery_key(text: str) -> None:
    """One page with the recovery key, to the default printer; PrintFailed where there is none."""
    from desk_app.forms import recovery_key

    SystemPrinter().print_pdf(recovery_key.render(text, at=clock.now()), title="recovery key")


def devices() -> Sequence[DeviceFound]:
    """Printers of the system, and the first camera if it gives a picture; slow."""
    from PySide6.QtPrintSupport import QPrinterInfo

    from desk_app.capture.errors import CaptureError
    from desk_app.capture.sources.camera import Camera

    found = [DeviceFound(name=name, icon="printer") for name in QPrinterInfo.availablePrinterNames()]
    with Camera(0, open_timeout_s=_CAMERA_S) as camera, contextlib.suppress(CaptureError):
        camera.shot()
        found.append(DeviceFound(name=camera.name, icon="camera"))
    return found


def _lower_first(name: str) -> str:
    """The name as it stands in the middle of a sentence."""
    return name[:1].lower() + name[1:]
