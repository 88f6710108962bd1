"""The port through which pages arrive from devices, and the words it uses."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator
from typing import Protocol

from desk_app.lanes import CancelToken


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
        most_pages: stop after so many; 0 means until the device has no more.
    """

    dpi: int = 300
    paper: PaperSource = PaperSource.FLATBED
    colour: bool = True
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
            DeviceFailed: it stopped in the middle; what was yielded before is whole.
        """
        ...
