"""What is asked of a scanner: the nearest it offers to what the person wants, and the message that says so."""

from __future__ import annotations

import dataclasses
from xml.sax.saxutils import escape

from desk_app.capture.devices import PaperSource, ScanOptions
from desk_app.capture.sources.escl.capabilities import UNITS_PER_INCH, Capabilities

JPEG, PDF = "image/jpeg", "application/pdf"
_ROOT = (
    '<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
    ' xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">'
)
_MM_PER_INCH = 25.4
_COLOUR = ("RGB24", "RGB48", "Grayscale8", "Grayscale16", "BlackAndWhite1")
_GREY = ("Grayscale8", "Grayscale16", "RGB24", "RGB48", "BlackAndWhite1")
_INSTEAD = {
    PaperSource.FLATBED: (PaperSource.FLATBED, PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX),
    PaperSource.FEEDER: (PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX, PaperSource.FLATBED),
    PaperSource.FEEDER_DUPLEX: (PaperSource.FEEDER_DUPLEX, PaperSource.FEEDER, PaperSource.FLATBED),
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One scan, as it is asked for. Width and height in 1/300 inch."""

    paper: PaperSource
    dpi: int
    mode: str
    format: str
    width: int
    height: int
    intent: str = ""
    version: str = "2.0"


def choose(offered: Capabilities, wanted: ScanOptions) -> Job:
    """The scan that comes nearest; of two resolutions equally near the finer one."""
    paper = next(source for source in _INSTEAD[wanted.paper] if source in offered.ways)
    way = offered.ways[paper]
    return Job(
        paper=paper,
        dpi=min(way.resolutions, key=lambda dpi: (abs(dpi - wanted.dpi), -dpi)),
        mode=_first(_COLOUR if wanted.colour else _GREY, way.modes),
        format=_first((JPEG, PDF), way.formats),
        width=_within(wanted.width_mm, way.min_width, way.max_width),
        height=_within(wanted.height_mm, way.min_height, way.max_height),
        intent="Document" if "Document" in way.intents else "",
        version=offered.version,
    )


def write(job: Job) -> bytes:
    """The ``ScanSettings`` document, its elements in the order devices have been seen to insist on."""
    feeder = job.paper is not PaperSource.FLATBED
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        _ROOT,
        _element("pwg:Version", job.version),
        _element("scan:Intent", job.intent) if job.intent else "",
        "<pwg:ScanRegions><pwg:ScanRegion>",
        _element("pwg:ContentRegionUnits", "escl:ThreeHundredthsOfInches"),
        _element("pwg:XOffset", "0"),
        _element("pwg:YOffset", "0"),
        _element("pwg:Width", str(job.width)),
        _element("pwg:Height", str(job.height)),
        "</pwg:ScanRegion></pwg:ScanRegions>",
        _element("pwg:InputSource", "Feeder" if feeder else "Platen"),
        _element("scan:ColorMode", job.mode),
        _element("pwg:DocumentFormat", job.format),
        _element("scan:DocumentFormatExt", job.format),
        _element("scan:XResolution", str(job.dpi)),
        _element("scan:YResolution", str(job.dpi)),
        _element("scan:Duplex", "true" if job.paper is PaperSource.FEEDER_DUPLEX else "false") if feeder else "",
        "</scan:ScanSettings>",
    ]
    return "\n".join(line for line in lines if line).encode("utf-8")


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _first(liked: tuple[str, ...], offered: tuple[str, ...]) -> str:
    """The best liked of what is offered; the very best when nothing was said, or nothing we know."""
    return next((name for name in liked if name in offered), liked[0])


def _within(size_mm: float, least: int, most: int) -> int:
    size = round(size_mm / _MM_PER_INCH * UNITS_PER_INCH)
    return max(least, min(size, most)) if most else max(least, size)
