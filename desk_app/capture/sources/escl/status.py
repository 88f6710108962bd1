"""What is the matter with a scanner: its ``ScannerStatus``, and the error each trouble is told as."""

from __future__ import annotations

import dataclasses

from desk_app.capture.errors import CoverOpen, DeviceError, DeviceFailed, FeederEmpty, PaperJam
from desk_app.capture.sources.escl import markup

_ADF: dict[str, type[DeviceFailed]] = {
    "ScannerAdfEmpty": FeederEmpty,
    "ScannerAdfJam": PaperJam,
    "ScannerAdfMispick": PaperJam,
    "ScannerAdfMultipickDetected": PaperJam,
    "ScannerAdfHatchOpen": CoverOpen,
    "ScannerAdfDoorOpen": CoverOpen,
    "ScannerAdfInputTrayFailed": DeviceFailed,
    "ScannerAdfInputTrayOverloaded": PaperJam,
    "ScannerAdfDuplexPageTooShort": PaperJam,
    "ScannerAdfDuplexPageTooLong": PaperJam,
}
_STOPPED = ("Stopped", "Down")
_ABORTED = ("Aborted", "Canceled")
_UNDER_WAY = ("Pending", "Processing")


@dataclasses.dataclass(frozen=True, slots=True)
class Status:
    """The scanner, its feeder, and our job; empty where nothing was said.

    Attributes:
        state: Idle, Processing, Testing, Stopped, Down.
        adf: ScannerAdfLoaded, ScannerAdfEmpty, ScannerAdfJam, …
        job: Pending, Processing, Completed, Aborted, Canceled.
    """

    state: str = ""
    adf: str = ""
    job: str = ""

    @property
    def is_busy(self) -> bool:
        """Somebody's scan is under way."""
        return self.state == "Processing"

    @property
    def job_is_under_way(self) -> bool:
        """Pages of ours may still come."""
        return self.job in _UNDER_WAY

    @property
    def job_ended_early(self) -> bool:
        """It was stopped, by the device or at it."""
        return self.job in _ABORTED

    def trouble(self, device: str, *, feeder: bool) -> DeviceError | None:
        """What a person has to do something about; an empty feeder only counts where we wanted its paper."""
        kind = _ADF.get(self.adf)
        if self.adf == "ScannerAdfProcessing" and self.state == "Idle":
            kind = FeederEmpty  # what Kyocera's devices say of a feeder without paper
        if kind is not None and (feeder or kind is not FeederEmpty):
            return kind(device, self.adf)
        if self.state in _STOPPED:
            return DeviceFailed(device, self.state)
        return None


def read(data: bytes, *, job: str = "") -> Status:
    """The status in a document, with the state of the job whose link this is.

    Raises:
        BadMarkup: it is none.
    """
    root = markup.parse(data, root="ScannerStatus")
    own = job.rstrip("/").rpartition("/")[2]
    states = [
        info.value("JobState")
        for info in root.all("JobInfo")
        if own and info.value("JobUri").rstrip("/").rpartition("/")[2] == own
    ]
    return Status(state=root.value("State"), adf=root.value("AdfState"), job=states[0] if states else "")
