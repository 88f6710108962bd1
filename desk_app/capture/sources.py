"""REGISTRY of page sources. One more backend is one line here."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from desk_app.capture.camera import Camera
from desk_app.capture.devices import PageSource
from desk_app.capture.folder import WatchedFolder
from desk_app.capture.simulated import SimulatedScanner


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


def _camera(settings: SourceSettings) -> PageSource:
    number = settings.address or "0"
    return Camera(int(number) if number.isdecimal() else Path(number), name=settings.name)


REGISTRY: dict[str, Callable[[SourceSettings], PageSource]] = {
    "folder": lambda settings: WatchedFolder(Path(settings.address)),
    "camera": _camera,
    "simulated": lambda settings: SimulatedScanner(allowed=settings.simulation_allowed),
}
"""Kind of source → how to make one. Making one opens nothing."""


def open_source(settings: SourceSettings) -> PageSource:
    """The source these settings mean.

    Raises:
        KeyError: no backend of this kind.
        SimulationRefused: a simulated device was asked for where none is allowed.
    """
    return REGISTRY[settings.kind](settings)
