"""The words of SANE's standard: what calls answer, what options and frames are like."""

from __future__ import annotations

import dataclasses
import enum
from typing import TypeAlias

from desk_app.capture.errors import CaptureError


class Status(enum.IntEnum):
    """What every call answers with."""

    GOOD = 0
    UNSUPPORTED = 1
    CANCELLED = 2
    DEVICE_BUSY = 3
    INVAL = 4
    EOF = 5
    JAMMED = 6
    NO_DOCS = 7
    COVER_OPEN = 8
    IO_ERROR = 9
    NO_MEM = 10
    ACCESS_DENIED = 11


class SaneError(CaptureError):
    """A call was answered with something else than GOOD.

    Attributes:
        status: a ``Status``, or the number of one that the standard does not know.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = Status(status) if status in set(Status) else status

    @property
    def word(self) -> str:
        """The status as a stable key."""
        return self.status.name.lower() if isinstance(self.status, Status) else f"status_{self.status}"


class LibraryMissing(CaptureError):
    """SANE is not installed on this machine."""


class Kind(enum.IntEnum):
    """Type of an option's value."""

    BOOL = 0
    INT = 1
    FIXED = 2
    STRING = 3
    BUTTON = 4
    GROUP = 5


class Unit(enum.IntEnum):
    """What an option's number counts."""

    NONE = 0
    PIXEL = 1
    BIT = 2
    MM = 3
    DPI = 4
    PERCENT = 5
    MICROSECOND = 6


class FrameFormat(enum.IntEnum):
    """What a frame holds."""

    GRAY = 0
    RGB = 1
    RED = 2
    GREEN = 3
    BLUE = 4


@dataclasses.dataclass(frozen=True, slots=True)
class Range:
    """Numbers from ``low`` to ``high`` in steps of ``step``; 0 means any."""

    low: float
    high: float
    step: float


Value: TypeAlias = bool | int | float | str
Constraint: TypeAlias = Range | tuple[float, ...] | tuple[str, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """One option of a device, as it is now; setting another may change it.

    Attributes:
        size: bytes of its value.
        settable: by us, now.
        readable: now.
    """

    index: int
    name: str
    kind: Kind
    unit: Unit
    size: int
    settable: bool
    readable: bool
    constraint: Constraint = None


@dataclasses.dataclass(frozen=True, slots=True)
class Parameters:
    """What the frames of the scan that runs are like.

    Attributes:
        lines: -1 when the scanner does not know yet.
    """

    format: FrameFormat
    last_frame: bool
    bytes_per_line: int
    pixels_per_line: int
    lines: int
    depth: int


@dataclasses.dataclass(frozen=True, slots=True)
class DeviceEntry:
    """A device in SANE's list."""

    name: str
    vendor: str
    model: str
    type: str

    @property
    def label(self) -> str:
        """Maker and model, as people know it."""
        return " ".join(part for part in (self.vendor, self.model) if part) or self.name
