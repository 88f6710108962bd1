"""Where pages and card codes come from while somebody works: scanner, camera, watched folder, picture files. No Qt.

Every call that may take time runs on a device lane. OpenCV is imported when the first device is opened.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from desk_app.capture.devices import PaperSource
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.live_camera import LiveCamera
from desk_app.domain.codes import CodeKind
from desk_app.lanes import CancelToken


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Something that F10 can scan with.

    Attributes:
        kind: key of ``capture.sources.registry.REGISTRY``.
        address: what its backend needs to open it again.
        name: how people know it; empty when the backend has no name of its own.
        papers: from where it can take paper; empty when nobody knows.
    """

    kind: str
    address: str = ""
    name: str = ""
    papers: tuple[PaperSource, ...] = dataclasses.field(default=(), compare=False)


class Capturing:
    """The devices of this desk.

    Args:
        simulation_allowed: this is a demo or a test, so the simulated scanner exists.
    """

    def __init__(self, *, simulation_allowed: bool = False) -> None:
        self._simulation_allowed = simulation_allowed

    @property
    def simulation_allowed(self) -> bool:
        """Whether the simulated scanner exists."""
        return self._simulation_allowed

    def scanners(self) -> tuple[Device, ...]:
        """What F10 can scan with, the best first; looking opens nothing."""
        return (Device(kind="simulated", name="Máy quét mô phỏng"),) if self._simulation_allowed else ()

    def scan(
        self,
        device: Device,
        *,
        dpi: int,
        cancel: CancelToken,
        paper: PaperSource = PaperSource.FLATBED,
        colour: bool = True,
        most_pages: int = 0,
    ) -> Iterator[IncomingFile]:
        """Pages of a device as they arrive, until it has no more, ``most_pages`` came (0: all) or ``cancel`` is raised.

        Raises:
            DeviceError: it is missing, busy or failed; what came before is whole.
        """
        from desk_app.capture.devices import ScanOptions
        from desk_app.capture.errors import DeviceMissing
        from desk_app.capture.sources import registry

        if device.kind not in registry.REGISTRY:
            raise DeviceMissing(device.name, "backend")
        settings = registry.SourceSettings(
            kind=device.kind,
            address=device.address,
            name=device.name,
            simulation_allowed=self._simulation_allowed,
        )
        source = registry.open_source(settings)
        options = ScanOptions(dpi=dpi, paper=paper, colour=colour, most_pages=most_pages)
        for page in source.pages(options, cancel):
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
        from desk_app.capture import files
        from desk_app.capture.codes import symbols

        for frame in range(files.count_frames(data)):
            for symbol in symbols.read_symbols(files.read_frame(data, frame), thorough=True):
                if symbol.kind is CodeKind.IDENTITY_CARD:
                    return symbol.text
        return None
