"""What a scanner offers: its ``ScannerCapabilities``, reduced to what choosing a scan needs."""

from __future__ import annotations

import dataclasses

from desk_app.capture.devices import PaperSource
from desk_app.capture.sources.escl import markup
from desk_app.capture.sources.escl.markup import Element

UNITS_PER_INCH = 300
_RESOLUTIONS = range(50, 4801)
_MOST_NAME = 120
_USUAL_DPI = (100, 200, 300, 600)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to put paper in, and what can be had from there. Sizes are in 1/300 inch, 0 where nothing was said.

    Attributes:
        resolutions: in dpi, the same in both directions, sorted; only some of them where the device takes any in a range.
        modes, formats, intents: by their names in the protocol; empty where nothing was said.
    """

    resolutions: tuple[int, ...] = _USUAL_DPI
    modes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    min_width: int = 0
    max_width: int = 0
    min_height: int = 0
    max_height: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """One scanner.

    Attributes:
        name: maker and model; may be empty.
        version: of the protocol.
        ways: how paper can be put in; a duplex feeder has the limits of the simplex one when it says none of its own.
    """

    name: str
    version: str
    ways: dict[PaperSource, Way]

    @property
    def papers(self) -> tuple[PaperSource, ...]:
        """The same, without the details."""
        return tuple(self.ways)


def read(data: bytes) -> Capabilities:
    """The capabilities in a document.

    Raises:
        BadMarkup: it is none.
    """
    root = markup.parse(data, root="ScannerCapabilities")
    found = {
        PaperSource.FLATBED: root.first("PlatenInputCaps"),
        PaperSource.FEEDER: root.first("AdfSimplexInputCaps"),
        PaperSource.FEEDER_DUPLEX: root.first("AdfDuplexInputCaps"),
    }
    adf = root.first("Adf")
    simplex = found[PaperSource.FEEDER]
    says_duplex = adf is not None and "Duplex" in adf.values("AdfOption")
    if found[PaperSource.FEEDER_DUPLEX] is None and simplex is not None and says_duplex:
        found[PaperSource.FEEDER_DUPLEX] = simplex
    profiles = list(root.all("SettingProfile"))
    ways = {paper: _way(element, profiles) for paper, element in found.items() if element is not None}
    if not ways:
        raise markup.BadMarkup("no way to put paper in")
    name = " ".join(root.value("MakeAndModel").split())[:_MOST_NAME]
    return Capabilities(name=name, version=_version(root.value("Version")), ways=ways)


def _way(element: Element, profiles: list[Element]) -> Way:
    """A way's own profiles count; where it only refers to shared ones, all of the document's do."""
    own = [p for p in element.all("SettingProfile") if p.children] or [p for p in profiles if p.children]
    return Way(
        resolutions=_resolutions(own) or _USUAL_DPI,
        modes=_texts(own, "ColorMode"),
        formats=tuple(dict.fromkeys(_texts(own, "DocumentFormatExt") + _texts(own, "DocumentFormat"))),
        intents=element.values("Intent") + element.values("SupportedIntent"),
        min_width=element.number("MinWidth"),
        max_width=element.number("MaxWidth"),
        min_height=element.number("MinHeight"),
        max_height=element.number("MaxHeight"),
    )


def _texts(profiles: list[Element], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for profile in profiles for text in profile.values(name)))


def _resolutions(profiles: list[Element]) -> tuple[int, ...]:
    found: set[int] = set()
    for profile in profiles:
        for pair in profile.all("DiscreteResolution"):
            across, down = pair.number("XResolution"), pair.number("YResolution")
            if across == down:
                found.add(across)
        for span in profile.all("ResolutionRange"):
            found.update(_in_range(span))
    return tuple(sorted(dpi for dpi in found if dpi in _RESOLUTIONS))


def _in_range(span: Element) -> list[int]:
    """The usual resolutions that a range contains, and its ends."""
    across = span.first("XResolutionRange") or span
    low, high, step = across.number("Min"), across.number("Max"), max(1, across.number("Step", 1))
    usual = [dpi for dpi in (75, 100, 150, 200, 240, 300, 400, 600) if low <= dpi <= high and (dpi - low) % step == 0]
    return [*usual, low, high] if 0 < low <= high else []


def _version(text: str) -> str:
    major, _, minor = text.partition(".")
    is_version = major.isascii() and major.isdecimal() and minor.isascii() and minor.isdecimal() and len(text) <= 8
    return text if is_version else "2.0"
