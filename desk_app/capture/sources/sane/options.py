"""What we want of a scan, said in the words of each backend: the standard names few options, and the values are free text.

Spellings as they occur in the backends of sane-backends 1.x, in sane-airscan, hpaio and the drivers of Brother, Canon and Epson.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from desk_app.capture.devices import PaperSource, ScanOptions
from desk_app.capture.sources.hosted.bitmap import MM_PER_INCH
from desk_app.capture.sources.sane.library import Device
from desk_app.capture.sources.sane.words import Kind, Option, Range, SaneError, Status, Unit, Value

_FEEDER_WORDS = ("adf", "feeder", "document feed")
_DUPLEX_WORDS = ("duplex", "both sides", "double")
_NOT_PLAIN = ("back", "rear", "card", "transparen", "negative", "tpu", "film", "slide")


def choose_paper(device: Device, paper: PaperSource) -> PaperSource:
    """Set where the paper comes from, as near as the device can, and say where that is."""
    option = device.options.get("source")
    if option is None or not option.settable:
        return _without_choice(device, paper)
    texts = _texts(option)
    for wanted in _nearest_first(paper):
        source = source_for(texts, wanted, has_duplex_switch=_duplex_switch(device) is not None)
        if source is not None:
            _set(device, "source", source)
            return _with_duplex(device, wanted, source)
    return PaperSource.FLATBED


def source_for(texts: Iterable[str], paper: PaperSource, *, has_duplex_switch: bool = False) -> str | None:
    """Which of a backend's sources is this one; None when there is none such.

    ``has_duplex_switch``: both sides are asked for by another option than the source.
    """
    plain = [text for text in texts if not any(word in text.lower() for word in _NOT_PLAIN)]
    feeders = [text for text in plain if any(word in text.lower() for word in _FEEDER_WORDS)]
    both = [text for text in plain if any(word in text.lower() for word in _DUPLEX_WORDS)]
    one_sided = [text for text in feeders if text not in both]
    if paper is PaperSource.FLATBED:
        named = [text for text in plain if "flat" in text.lower() or text.lower() in ("fb", "normal", "platen")]
        return next(iter(named), None)
    if paper is PaperSource.FEEDER:
        return next(iter(one_sided), None)
    return next(iter(both), None) or (next(iter(one_sided), None) if has_duplex_switch else None)


def choose_colour(device: Device, *, colour: bool) -> None:
    """Set the mode, and eight bits a sample where there is a choice."""
    option = device.options.get("mode")
    if option is not None and option.settable:
        mode = mode_for(_texts(option), colour=colour)
        if mode is not None:
            _set(device, "mode", mode)
    depth = device.options.get("depth")
    if depth is not None and nearest(depth, 8) == 8:
        _set(device, "depth", 8)


def mode_for(texts: Iterable[str], *, colour: bool) -> str | None:
    """Which of a backend's modes is in colour, or in shades of grey; None when there is none such."""
    plain = [text for text in texts if not any(word in text.lower() for word in ("dither", "halftone", "diffusion"))]
    exact = ("color", "colour") if colour else ("gray", "grey", "grayscale", "greyscale", "true gray")
    parts = ("color", "colour", "rgb") if colour else ("gray", "grey")
    by_name = [text for text in plain if text.lower() in exact]
    by_part = [text for text in plain if any(part in text.lower() for part in parts)]
    return next(iter(by_name + by_part), None)


def choose_resolution(device: Device, dpi: int) -> tuple[float, float]:
    """Set the resolution nearest to the one asked for and say which it is, across and down; zeros when it is not known."""
    for name in ("resolution", "x-resolution", "y-resolution"):
        option = device.options.get(name)
        if option is not None and option.settable:
            _set(device, name, nearest(option, dpi))
    return resolution(device)


def resolution(device: Device) -> tuple[float, float]:
    """The resolution that is set, across and down; zeros when it is not known."""
    both = _number(device, "resolution")
    across, down = _number(device, "x-resolution") or both, _number(device, "y-resolution") or both
    return across or down, down or across


def choose_area(device: Device, options: ScanOptions, dpi: tuple[float, float]) -> None:
    """Set the corner and the size of the paper, as far as the glass or the feeder reaches."""
    for name, length_mm in (("page-width", options.width_mm), ("page-height", options.height_mm)):
        _set_length(device, name, length_mm, 0.0)
    for near, far, length_mm, along in (
        ("tl-x", "br-x", options.width_mm, dpi[0]),
        ("tl-y", "br-y", options.height_mm, dpi[1]),
    ):
        start = _least(device.options.get(near))
        _set_length(device, far, length_mm, along, start=start)
        _set(device, near, start)


def nearest(option: Option, value: float) -> float:
    """The allowed value of an option nearest to this one."""
    limits = option.constraint
    if isinstance(limits, Range):
        inside = min(max(value, limits.low), limits.high)
        if limits.step <= 0:
            return inside
        steps = round((inside - limits.low) / limits.step)
        return min(limits.low + steps * limits.step, limits.high)
    numbers = [entry for entry in limits or () if isinstance(entry, int | float)]
    return min(numbers, key=lambda number: abs(number - value)) if numbers else value


def _without_choice(device: Device, paper: PaperSource) -> PaperSource:
    """A device with one way for paper: a feeder that says so, or else a flatbed, for a flatbed scanned for ever helps nobody."""
    if paper is not PaperSource.FLATBED and _duplex_switch(device) is not None:
        return _with_duplex(device, paper, "")
    return PaperSource.FLATBED


def _nearest_first(paper: PaperSource) -> tuple[PaperSource, ...]:
    if paper is PaperSource.FEEDER_DUPLEX:
        return PaperSource.FEEDER_DUPLEX, PaperSource.FEEDER, PaperSource.FLATBED
    if paper is PaperSource.FEEDER:
        return PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX, PaperSource.FLATBED
    return PaperSource.FLATBED, PaperSource.FEEDER


def _duplex_switch(device: Device) -> tuple[str, Callable[[bool], Value | None]] | None:
    """The option, beside the source, by which both sides are asked for, and its value for yes and no."""
    for name in ("duplex", "adf-mode", "adf_mode"):
        option = device.options.get(name)
        if option is None:
            continue
        if option.kind is Kind.BOOL:
            return name, bool
        texts = _texts(option)
        both = next((text for text in texts if "duplex" in text.lower() or "both" in text.lower()), None)
        one = next((text for text in texts if text != both), None)
        if both is not None:
            return name, lambda wanted, both=both, one=one: both if wanted else one
    return None


def _with_duplex(device: Device, paper: PaperSource, source: str) -> PaperSource:
    both_by_source = any(word in source.lower() for word in _DUPLEX_WORDS)
    switch = _duplex_switch(device)
    if switch is not None and paper is not PaperSource.FLATBED and not both_by_source:
        name, value_for = switch
        value = value_for(paper is PaperSource.FEEDER_DUPLEX)
        if value is not None:
            _set(device, name, value)
    return paper


def _texts(option: Option) -> list[str]:
    return (
        [entry for entry in option.constraint or () if isinstance(entry, str)]
        if isinstance(option.constraint, tuple)
        else []
    )


def _least(option: Option | None) -> float:
    if option is None:
        return 0.0
    return option.constraint.low if isinstance(option.constraint, Range) else nearest(option, 0.0)


def _set_length(device: Device, name: str, length_mm: float, dpi: float, *, start: float = 0.0) -> None:
    option = device.options.get(name)
    if option is None:
        return
    length = length_mm * dpi / MM_PER_INCH if option.unit is Unit.PIXEL else length_mm
    if length > 0:
        value = nearest(option, start + length)
        _set(device, name, value if option.kind is Kind.FIXED else math.floor(value))


def _number(device: Device, name: str) -> float:
    option = device.options.get(name)
    if option is None or not option.readable or option.kind not in (Kind.INT, Kind.FIXED):
        return 0.0
    try:
        return float(device.get(option))
    except SaneError:
        return 0.0


def _set(device: Device, name: str, value: Value) -> None:
    """Set an option that is there and can be set now; a backend that refuses one after all scans with what it has."""
    option = device.options.get(name)
    if option is None or not option.settable:
        return
    try:
        device.set(option, value)
    except SaneError as error:
        if error.status not in (Status.INVAL, Status.UNSUPPORTED):
            raise
