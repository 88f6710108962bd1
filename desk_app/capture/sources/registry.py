"""REGISTRY of page sources: kind → how to make one, and how to look for such devices. One more backend is one line here.

Backends are imported when one of their kind is asked for: a desk with a camera alone never loads the code of network scanners.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from desk_app.capture.devices import FoundDevice, PageSource
from desk_app.lanes import CancelToken


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SourceSettings:
    """Which device to open.

    Attributes:
        kind: key of ``REGISTRY``.
        address: what the backend needs to find it: a folder, the number of a camera or the path of a video file.
        name: how people know it; may be empty.
        simulation_allowed: this is a demo or a test.
    """

    kind: str
    address: str = ""
    name: str = ""
    simulation_allowed: bool = False


def _folder(settings: SourceSettings) -> PageSource:
    from desk_app.capture.sources.folder import WatchedFolder

    return WatchedFolder(Path(settings.address))


def _camera(settings: SourceSettings) -> PageSource:
    from desk_app.capture.sources.camera import Camera

    number = settings.address or "0"
    return Camera(int(number) if number.isdecimal() else Path(number), name=settings.name)


def _simulated(settings: SourceSettings) -> PageSource:
    from desk_app.capture.sources.simulated import SimulatedScanner

    return SimulatedScanner(allowed=settings.simulation_allowed)


def _escl(settings: SourceSettings) -> PageSource:
    from desk_app.capture.sources.escl.source import NetworkScanner

    return NetworkScanner(settings.address, name=settings.name)


def _find_escl(cancel: CancelToken) -> Iterable[FoundDevice]:
    from desk_app.capture.sources.escl import discovery

    return discovery.find(cancel)


def _phone(settings: SourceSettings) -> PageSource:
    from desk_app.capture.sources.phone.source import PhoneSource

    return PhoneSource(settings.address, name=settings.name)


def _hosted(settings: SourceSettings) -> PageSource:
    from desk_app.capture.sources.hosted.source import HostedSource

    return HostedSource(settings.kind, settings.address, name=settings.name)


def _finder(kind: str, *, on_windows: bool) -> Callable[[CancelToken], Iterable[FoundDevice]]:
    """Looks for devices with a driver in a process of its own, on the systems that have such drivers."""

    def find(cancel: CancelToken) -> Iterable[FoundDevice]:
        if on_windows != (sys.platform == "win32"):
            return ()
        from desk_app.capture.sources.hosted import source

        return source.find(kind, cancel)

    return find


REGISTRY: dict[str, Callable[[SourceSettings], PageSource]] = {
    "folder": _folder,
    "camera": _camera,
    "simulated": _simulated,
    "escl": _escl,
    "phone": _phone,
    "sane": _hosted,
    "wia": _hosted,
    "twain": _hosted,
}
"""Kind of source → how to make one. Making one opens nothing."""

FINDERS: dict[str, Callable[[CancelToken], Iterable[FoundDevice]]] = {
    "escl": _find_escl,
    "sane": _finder("sane", on_windows=False),
    "wia": _finder("wia", on_windows=True),
    "twain": _finder("twain", on_windows=True),
}
"""Kind of source → look for devices of that kind that are there now; slow, yields each as soon as it is seen.

A kind that cannot exist on this system yields nothing; it never raises for that.
"""


def open_source(settings: SourceSettings) -> PageSource:
    """The source these settings mean.

    Raises:
        KeyError: no backend of this kind.
        SimulationRefused: a simulated device was asked for where none is allowed.
    """
    return REGISTRY[settings.kind](settings)
