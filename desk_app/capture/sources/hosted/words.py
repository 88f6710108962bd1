"""What the desk and the driver's process say to each other, and how it is written in a frame. Every field is checked when read."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeAlias

from desk_app.capture.devices import FoundDevice, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import (
    CoverOpen,
    DeviceBusy,
    DeviceError,
    DeviceFailed,
    DeviceMissing,
    FeederEmpty,
    PaperJam,
)
from desk_app.capture.sources.hosted.frames import Frame, GarbageFrame

VERSION = 1
"""Of these words; both sides come from one installation, so another number means a broken one."""

FOLDER_PREFIX = "desk-app-scan-"
"""Start of the name of the folder in which drivers put their temporary files; both sides sweep it up."""

SUFFIXES = (".png", ".bmp", ".jpg", ".tif")
"""Kinds of file a driver's process hands over."""

_ERRORS: dict[str, type[DeviceError]] = {
    kind.__name__: kind for kind in (DeviceMissing, DeviceBusy, DeviceFailed, FeederEmpty, PaperJam, CoverOpen)
}
_MOST_TEXT = 1000
_MOST_PAGES = 1_000_000
_MOST_DPI = 9600
_MOST_MM = 10_000.0


@dataclasses.dataclass(frozen=True, slots=True)
class Find:
    """Desk: which devices are there?"""

    kind: str


@dataclasses.dataclass(frozen=True, slots=True)
class Scan:
    """Desk: scan. ``name`` helps to know a device again whose address changed."""

    kind: str
    address: str
    name: str
    options: ScanOptions


@dataclasses.dataclass(frozen=True, slots=True)
class Cancel:
    """Desk: stop soon."""


@dataclasses.dataclass(frozen=True, slots=True)
class Hello:
    """Driver's process: here I am."""

    version: int = VERSION


@dataclasses.dataclass(frozen=True, slots=True)
class Alive:
    """Driver's process: the driver moves."""


@dataclasses.dataclass(frozen=True, slots=True)
class Seen:
    """Driver's process: a device that was found."""

    device: FoundDevice


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class PageCame:
    """Driver's process: a page."""

    page: RawPage


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """Driver's process: it went wrong; nothing comes after this."""

    error: type[DeviceError]
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """Driver's process: there is no more; nothing comes after this."""


Request: TypeAlias = Find | Scan | Cancel
Answer: TypeAlias = Hello | Alive | Seen | PageCame | Failed | Done


def request_frame(request: Request) -> Frame:
    """How a request is written."""
    match request:
        case Find():
            return Frame({"do": "find", "kind": request.kind})
        case Scan(options=options):
            asked = {**dataclasses.asdict(options), "paper": options.paper.value}
            scan = {"do": "scan", "kind": request.kind, "address": request.address, "name": request.name}
            return Frame({**scan, "options": asked})
        case Cancel():
            return Frame({"do": "cancel"})


def read_request(frame: Frame) -> Request:
    """What a frame asks for; GarbageFrame when it asks for nothing known."""
    header = frame.header
    match header.get("do"):
        case "find":
            return Find(_text(header, "kind"))
        case "scan":
            where = _text(header, "kind"), _text(header, "address"), _text(header, "name")
            return Scan(*where, _options(header.get("options")))
        case "cancel":
            return Cancel()
    raise GarbageFrame("do")


def answer_frame(answer: Answer) -> Frame:
    """How an answer is written."""
    match answer:
        case Hello():
            return Frame({"is": "hello", "version": answer.version})
        case Alive():
            return Frame({"is": "alive"})
        case Seen(device=device):
            papers = [paper.value for paper in device.papers]
            return Frame(
                {"is": "seen", **_cut(kind=device.kind, address=device.address, name=device.name), "papers": papers}
            )
        case PageCame(page=page):
            return Frame({"is": "page", **_cut(suffix=page.suffix, name=page.name)}, page.data)
        case Failed():
            return Frame({"is": "failed", "error": answer.error.__name__, **_cut(reason=answer.reason)})
        case Done():
            return Frame({"is": "done"})


def read_answer(frame: Frame) -> Answer:
    """What a frame says; GarbageFrame when it says nothing known."""
    header = frame.header
    match header.get("is"):
        case "hello":
            return Hello(_number(header, "version", 1_000_000))
        case "alive":
            return Alive()
        case "seen":
            papers = _papers(header.get("papers"))
            found = _text(header, "kind"), _text(header, "address"), _text(header, "name")
            return Seen(FoundDevice(kind=found[0], address=found[1], name=found[2], papers=papers))
        case "page":
            suffix = _text(header, "suffix")
            if suffix not in SUFFIXES or not frame.body:
                raise GarbageFrame("page")
            return PageCame(RawPage(frame.body, suffix, _text(header, "name")))
        case "failed":
            return Failed(_ERRORS.get(_text(header, "error"), DeviceFailed), _text(header, "reason"))
        case "done":
            return Done()
    raise GarbageFrame("is")


def _cut(**texts: str) -> dict[str, str]:
    return {key: text[:_MOST_TEXT] for key, text in texts.items()}


def _text(header: dict[str, Any], key: str) -> str:
    value = header.get(key)
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise GarbageFrame(key)
    return value


def _number(header: dict[str, Any], key: str, most: int) -> int:
    value = header.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise GarbageFrame(key)
    return value


def _length(header: dict[str, Any], key: str) -> float:
    value = header.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= _MOST_MM:
        raise GarbageFrame(key)  # not a number is not over nought either
    return float(value)


def _papers(value: object) -> tuple[PaperSource, ...]:
    if not isinstance(value, list) or len(value) > len(PaperSource):
        raise GarbageFrame("papers")
    return tuple(_paper(entry) for entry in value)


def _paper(value: object) -> PaperSource:
    if not isinstance(value, str) or value not in set(PaperSource):
        raise GarbageFrame("paper")
    return PaperSource(value)


def _options(value: object) -> ScanOptions:
    if not isinstance(value, dict) or not isinstance(value.get("colour"), bool):
        raise GarbageFrame("options")
    return ScanOptions(
        dpi=max(1, _number(value, "dpi", _MOST_DPI)),
        paper=_paper(value.get("paper")),
        colour=value["colour"],
        width_mm=_length(value, "width_mm"),
        height_mm=_length(value, "height_mm"),
        most_pages=_number(value, "most_pages", _MOST_PAGES),
    )
