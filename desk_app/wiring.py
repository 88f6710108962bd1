"""Fills the ports of the window with the running program: what a screen asks for, done by bootstrap, store and devices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from desk_app import clock
from desk_app.bootstrap import Program
from desk_app.desk.units import load as load_units
from desk_app.domain.events import Author
from desk_app.sync.status import StatusBoard
from desk_app.ui import messages
from desk_app.ui.first_run_steps import DeviceFound
from desk_app.ui.picker import Choice, Provider, at_once
from desk_app.ui.printer import Printer, SystemPrinter

_CAMERA_S = 20.0


def of(program: Program, author: Author, *, look_changed: Callable[[], None]) -> Mapping[type, object]:
    """The ports of the main window, by type, for one signed-in person."""
    return {StatusBoard: program.sync.status, Printer: SystemPrinter()}


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
    """Printers of the system and the first camera, asked for one picture; slow."""
    from PySide6.QtPrintSupport import QPrinterInfo

    from desk_app.capture.camera import Camera
    from desk_app.capture.errors import CaptureError

    found = [DeviceFound(name=name, icon="printer") for name in QPrinterInfo.availablePrinterNames()]
    with Camera(0, open_timeout_s=_CAMERA_S) as camera:
        try:
            camera.shot()
        except CaptureError as error:
            note = messages.for_error(error)
            found.append(DeviceFound(name=camera.name, icon="camera", ready=False, note=note))
        else:
            found.append(DeviceFound(name=camera.name, icon="camera"))
    return found


def _lower_first(name: str) -> str:
    """The name as it stands in the middle of a sentence."""
    return name[:1].lower() + name[1:]
