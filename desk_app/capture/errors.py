"""Errors of capture, each named for what a person can do about it.

::

    CaptureError
    ├── UnreadableFile      choose another file, or save it in another format (kind, reason)
    │   ├── EmptyFile       the file has no bytes: copy it again
    │   └── EncryptedPdf    remove the password first
    ├── OverLimit           take it apart or scan it smaller (found, limit)
    │   ├── TooLarge        bytes
    │   ├── TooManyPixels   megapixels
    │   └── TooManyPages    pages
    ├── DeviceError         look at the device (device, reason)
    │   ├── DeviceMissing   plug it in, choose another
    │   ├── DeviceBusy      close the other program
    │   └── DeviceFailed    try again, restart it
    │       ├── FeederEmpty lay paper into it
    │       ├── PaperJam    take the stuck sheet out, then scan on from it
    │       └── CoverOpen   close it
    └── SimulationRefused   a simulated device was asked for outside demo and tests
"""

from __future__ import annotations


class CaptureError(Exception):
    """Base of all errors of capture."""


class UnreadableFile(CaptureError):
    """The file is damaged or of a kind that cannot be read here.

    Attributes:
        kind: what the file seems to be ("jpeg", "heic", "unknown", …).
        reason: stable key: "damaged", "torn", "unsupported", "no_such_frame", "empty", "encrypted".
    """

    def __init__(self, kind: str, reason: str = "damaged") -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason


class EmptyFile(UnreadableFile):
    """The file has no bytes."""

    def __init__(self, kind: str = "unknown") -> None:
        super().__init__(kind, "empty")


class EncryptedPdf(UnreadableFile):
    """The PDF asks for a password before it can be opened."""

    def __init__(self) -> None:
        super().__init__("pdf", "encrypted")


class OverLimit(CaptureError):
    """The file is bigger than this program takes.

    Attributes:
        found: how much it has.
        limit: how much is allowed, in the same unit.
    """

    def __init__(self, found: float, limit: float) -> None:
        super().__init__(f"{found:g} is over the limit of {limit:g}")
        self.found = found
        self.limit = limit


class TooLarge(OverLimit):
    """Too many bytes."""


class TooManyPixels(OverLimit):
    """Too many megapixels; known from the header, before anything was decoded."""

    @property
    def megapixels(self) -> float:
        """How many the image has."""
        return self.found


class TooManyPages(OverLimit):
    """Too many pages in one file."""


class DeviceError(CaptureError):
    """A camera, folder or scanner does not do what it should.

    Attributes:
        device: name of the device as the person knows it.
        reason: stable key or the operating system's own short text.
    """

    def __init__(self, device: str, reason: str = "") -> None:
        super().__init__(f"{device}: {reason or type(self).__name__}")
        self.device = device
        self.reason = reason


class DeviceMissing(DeviceError):
    """It is not there, or not reachable."""


class DeviceBusy(DeviceError):
    """Another program holds it, or it does not answer in time."""


class DeviceFailed(DeviceError):
    """It stopped in the middle."""


class FeederEmpty(DeviceFailed):
    """No paper lies in the feeder."""


class PaperJam(DeviceFailed):
    """A sheet is stuck, or two were drawn in at once."""


class CoverOpen(DeviceFailed):
    """The lid or the feeder is open."""


class SimulationRefused(CaptureError):
    """A simulated device was asked for where real paper is expected."""
