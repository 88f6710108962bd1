"""REGISTRY of page sources: kind → how to make one, and how to look for such devices. One more backend is one line here.

Backends are imported when one of their kind is asked for: a desk with a camera alone never loads the code of network scanners.
"""

from __future__ import annotations

import dataclasses
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


REGISTRY: dict[str, Callable[[SourceSettings], PageSource]] = {
    "folder": _folder,
    "camera": _camera,
    "simulated": _simulated,
}
"""Kind of source → how to make one. Making one opens nothing."""

FINDERS: dict[str, Callable[[CancelToken], Iterable[FoundDevice]]] = {}
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
