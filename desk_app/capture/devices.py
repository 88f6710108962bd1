"""The port through which pages arrive from devices, and the words it uses."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator
from typing import Protocol

from desk_app.lanes import CancelToken

A4_SHORT_MM, A4_LONG_MM = 210.0, 297.0


class PaperSource(enum.StrEnum):
    """From where a scanner takes the paper."""

    FLATBED = "flatbed"
    FEEDER = "feeder"
    FEEDER_DUPLEX = "feeder_duplex"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ScanOptions:
    """How to scan; a device that cannot obey comes as near as it can.

    Attributes:
        dpi: pixels per inch asked for.
        width_mm, height_mm: of the paper; A4 unless said otherwise.
        most_pages: stop after so many; 0 means until the device has no more.
    """

    dpi: int = 300
    paper: PaperSource = PaperSource.FLATBED
    colour: bool = True
    width_mm: float = A4_SHORT_MM
    height_mm: float = A4_LONG_MM
    most_pages: int = 0


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class RawPage:
    """One page, or one file of pages, as the device gave it, to be kept untouched.

    Attributes:
        data: bytes of a file that ``capture.files`` reads.
        suffix: of that kind of file, with the dot, in lower case.
        name: file name or other label to show beside it; may be empty.
    """

    data: bytes
    suffix: str
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FoundDevice:
    """A device that was seen when looking for some.

    Attributes:
        kind: key of ``sources.registry.REGISTRY``.
        address: what its backend needs to open it again, later too.
        name: maker and model, as people know it.
        papers: from where it can take paper; empty when it does not say.
    """

    kind: str
    address: str
    name: str
    papers: tuple[PaperSource, ...] = ()


class PageSource(Protocol):
    """A device, a folder, a camera: something that yields pages until it has no more or is told to stop.

    Called on the device's own thread (``lanes.device``), never on the window's.
    """

    @property
    def name(self) -> str:
        """How people know it."""
        ...

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield pages as they arrive; ends when the device has no more, or soon after ``cancel`` was raised.

        Raises:
            DeviceMissing: it is not there.
            DeviceBusy: somebody else has it.
            FeederEmpty: no paper lay in the feeder when the scan began.
            PaperJam: the paper is stuck; what was yielded before is whole.
            CoverOpen: the lid or feeder is open.
            DeviceFailed: it stopped in the middle; what was yielded before is whole.
        """
        ...
