"""Where pages and card codes come from while somebody works: scanner, camera, watched folder, picture files. No Qt.

Every call that may take time runs on a device lane. OpenCV is imported when the first device is opened.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.live_camera import LiveCamera
from desk_app.domain.codes import CodeKind
from desk_app.lanes import CancelToken


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Something that F10 can scan with.

    Attributes:
        kind: key of ``capture.sources.registry.REGISTRY``.
        name: how people know it; empty when the backend has no name of its own.
    """

    kind: str
    address: str = ""
    name: str = ""


class Capturing:
    """The devices of this desk.

    Args:
        simulation_allowed: this is a demo or a test, so the simulated scanner exists.
    """

    def __init__(self, *, simulation_allowed: bool = False) -> None:
        self._simulation_allowed = simulation_allowed

    def scanners(self) -> tuple[Device, ...]:
        """What F10 can scan with, the best first; looking opens nothing."""
        return (Device(kind="simulated", name="Máy quét mô phỏng"),) if self._simulation_allowed else ()

    def scan(self, device: Device, *, dpi: int, cancel: CancelToken) -> Iterator[IncomingFile]:
        """Pages of a device as they arrive, until it has no more or ``cancel`` is raised.

        Raises:
            DeviceError: it is missing, busy or failed; what came before is whole.
        """
        from desk_app.capture.devices import ScanOptions
        from desk_app.capture.sources import registry

        settings = registry.SourceSettings(
            kind=device.kind,
            address=device.address,
            name=device.name,
            simulation_allowed=self._simulation_allowed,
        )
        source = registry.open_source(settings)
        for page in source.pages(ScanOptions(dpi=dpi), cancel):
            yield IncomingFile(page.name, page.data, source=source.name)

    def watch(self, folder: Path, *, cancel: CancelToken) -> Iterator[IncomingFile]:
        """Files that appear in a folder from now on, each once it is complete; nothing there is changed.

        Raises:
            DeviceMissing: the folder is not there (any more).
        """
        from desk_app.capture.devices import ScanOptions
        from desk_app.capture.sources.folder import WatchedFolder

        watched = WatchedFolder(folder)
        watched.skip_present()
        for page in watched.pages(ScanOptions(), cancel):
            yield IncomingFile(page.name, page.data, source="folder")

    def camera(self, address: str) -> LiveCamera:
        """The camera of this number, or a video file that plays one; nothing is opened yet."""
        return LiveCamera(address)

    def card_in(self, data: bytes) -> str | None:
        """The text of the first identity card in a picture or PDF, read thoroughly; None when there is none.

        Raises:
            UnreadableFile: it is no picture.
        """
        from desk_app.capture import files, symbols

        for frame in range(files.count_frames(data)):
            for symbol in symbols.read_symbols(files.read_frame(data, frame), thorough=True):
                if symbol.kind is CodeKind.IDENTITY_CARD:
                    return symbol.text
        return None
