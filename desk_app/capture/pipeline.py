"""The order of the page steps: find the sheet, level it, even the light, judge, encode.

Every step is timed and says what it found.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
from PIL import Image

from desk_app import clock
from desk_app.capture import encode, light, outline, skew, steps, suspicion
from desk_app.capture.page import Page, PageReport, Pixels, Prepared, Step

RECIPE = "1"
"""Version of the pipeline; raised whenever the same page would come out differently."""

LOWEST_DPI = 200
_SMALL_SHEET_DPI = 300
_BILEVEL_DPI = 300
_OVERVIEW_DPI = 100
_DARK_LEVEL = 95
_MOST_SKEW_OF_A_SHEET_DEG = 4.0
_SKEWED_DEG = 8.0
_LONGEST_TURNED_PX = 30_000  # OpenCV counts the places of a warp in 16 bits


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the pipeline may do.

    Attributes:
        jpeg_dpi: resolution of colour and grey pages; never below 200, which NĐ 30/2020/NĐ-CP asks of digitised papers.
        bytes_per_a4: how big a colour page of A4 may become; other sizes in proportion.
    """

    find_sheet: bool = True
    deskew: bool = True
    even_light: bool = True
    allow_two_levels: bool = True
    jpeg_dpi: int = LOWEST_DPI
    bytes_per_a4: int = 200_000


DEFAULT = Options()


class _Notes:
    """Collects the timed steps of one page."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.detail = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        self.detail = ""
        started = clock.monotonic_s()
        yield
        self.steps.append(Step(name, round((clock.monotonic_s() - started) * 1000, 1), self.detail))


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What a small copy of the page told before the big one was touched."""

    placement: steps.Placement
    angle_deg: float
    ground: light.Ground
    coloured: bool
    flags: tuple[str, ...]


def prepare(page: Page, *, rotation: int = 0, options: Options = DEFAULT) -> Prepared:
    """Turn a page as it came into a page fit to be bound.

    Args:
        page: as read from a file or device; untouched.
        rotation: degrees clockwise added by a person: 0, 90, 180 or 270.
        options: what may be done.

    Raises:
        ValueError: another rotation.
    """
    notes = _Notes()
    look = _look(page, options, notes)
    dpi = _working_dpi(look, options)
    with notes.step("cut out"):
        raw = page.pixels if look.coloured else cv2.cvtColor(page.pixels, cv2.COLOR_RGB2GRAY)
        pixels = steps.cut_out(raw, look.placement, dpi=dpi, angle_deg=look.angle_deg)
        notes.detail = f"{pixels.shape[1]}×{pixels.shape[0]} at {dpi} dpi"
    if options.even_light and "no_sheet" not in look.flags:
        with notes.step("light"):
            ground = light.find_ground(pixels, dpi=dpi) if look.angle_deg else look.ground
            pixels = light.even(pixels, ground)
            if look.placement.outlined:
                pixels = steps.clear_border(pixels, dpi)
            else:
                pixels = steps.trim_overhang(pixels, *look.placement.size_px(dpi))
    pixels = steps.rotated(pixels, rotation) if rotation else pixels
    with notes.step("judge"):
        grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
        edges = suspicion.edge_mm(grey, dpi)
        flags = look.flags + (("blurred",) if edges > suspicion.BLURRED_EDGE_MM else ())
        threshold = _threshold(grey, look, flags, dpi, options)
        notes.detail = f"edges {edges:.2f} mm"
    with notes.step("encode"):
        prepared, why = _encoded(pixels, look, threshold, dpi, options)
    outlined = tuple((float(x), float(y)) for x, y in look.placement.corners) if look.placement.outlined else None
    report = PageReport(tuple(notes.steps), outlined, round(look.angle_deg, 2), look.ground.level, round(edges, 3), why)
    return dataclasses.replace(prepared, flags=flags, report=report)


def _look(page: Page, options: Options, notes: _Notes) -> _Look:
    """Find out on a small copy where the page lies, how it is turned and lit, and what is suspicious about it."""
    small, scale = steps.overview(page.pixels)
    with notes.step("outline"):
        corners = outline.find_outline(small, scanned=page.dpi is not None) if options.find_sheet else None
        if corners is None:
            placement = steps.place_whole(page.width_px, page.height_px, page.dpi)
        else:
            placement = steps.place_outlined(steps.scaled(corners, 1 / scale), page.width_px, page.height_px, page.dpi)
        notes.detail = f"{'sheet' if placement.outlined else 'whole picture'}, {placement.dpi:.0f} dpi"
    with notes.step("skew"):
        scaled = dataclasses.replace(
            placement, corners=steps.scaled(placement.corners, scale), dpi=placement.dpi * scale
        )
        seen_dpi = min(_OVERVIEW_DPI, scaled.dpi)
        seen = steps.cut_out(small, scaled, dpi=seen_dpi)
        ground = light.find_ground(seen, dpi=seen_dpi)
        even = light.even(seen, ground)
        paper = page.dpi is not None or placement.outlined or suspicion.looks_like_paper(ground.paper)
        angle = skew.skew_deg(cv2.cvtColor(even, cv2.COLOR_RGB2GRAY)) if options.deskew and paper else 0.0
        if (
            abs(angle) < 0.1
            or max(page.width_px, page.height_px) > _LONGEST_TURNED_PX
            or (placement.outlined and abs(angle) > _MOST_SKEW_OF_A_SHEET_DEG)
        ):
            angle = 0.0
        notes.detail = f"{angle:.2f}°"
    flags = _flags(placement, page, ground, even, seen_dpi, angle) if paper else ("no_sheet",)
    return _Look(placement, angle, ground, suspicion.has_colour(even) or not paper, flags)


def _flags(
    placement: steps.Placement, page: Page, ground: light.Ground, even: Pixels, dpi: float, angle: float
) -> tuple[str, ...]:
    found = []
    if suspicion.is_blank(even, dpi):
        found.append("blank")
    if ground.level < _DARK_LEVEL:
        found.append("dark")
    if placement.outlined:
        is_cut = steps.touches_border(placement.corners, page.width_px, page.height_px)
    else:
        is_cut = suspicion.writing_leaves_the_page(even, dpi)
    if is_cut:
        found.append("cut")
    if placement.dpi < 0.97 * LOWEST_DPI:
        found.append("low_resolution")
    if abs(angle) > _SKEWED_DEG:
        found.append("skewed")
    return tuple(found)


def _working_dpi(look: _Look, options: Options) -> int:
    """Never more than the picture has, never less than the law asks; more only where sharp two-level writing may gain from it."""
    wanted = max(LOWEST_DPI, options.jpeg_dpi)
    if look.placement.is_small:
        wanted = max(wanted, _SMALL_SHEET_DPI)
    if options.allow_two_levels and options.even_light and not look.coloured and "blank" not in look.flags:
        wanted = max(wanted, _BILEVEL_DPI)
    return max(1, min(wanted, round(look.placement.dpi)))


def _threshold(grey: Pixels, look: _Look, flags: tuple[str, ...], dpi: int, options: Options) -> int | None:
    """Where ink ends and paper begins, for pages that may be kept in two levels; None for all others."""
    sharp = "blurred" not in flags and "blank" not in flags and dpi >= LOWEST_DPI
    if not (options.allow_two_levels and options.even_light and sharp) or look.coloured:
        return None
    return suspicion.two_level_threshold(grey)


def _encoded(pixels: Pixels, look: _Look, threshold: int | None, dpi: int, options: Options) -> tuple[Prepared, str]:
    height, width = pixels.shape[:2]
    if threshold is not None:
        data = encode.group4(pixels < threshold, dpi=dpi)
        return Prepared(data=data, encoding="g4", width_px=width, height_px=height, dpi=dpi), "black on white only"
    wanted = max(LOWEST_DPI, options.jpeg_dpi, _SMALL_SHEET_DPI if look.placement.is_small else 0)
    if dpi > wanted:
        width, height = round(width * wanted / dpi), round(height * wanted / dpi)
        pixels, dpi = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), wanted
    budget = encode.budget_bytes(width, height, dpi, per_a4=options.bytes_per_a4)
    data, quality = encode.jpeg(pixels, dpi=dpi, budget=budget)
    why = f"{'colour' if look.coloured else 'grey tones'}, quality {quality}"
    return Prepared(data=data, encoding="jpeg", width_px=width, height_px=height, dpi=dpi), why


def thumbnail(page: Page | bytes, edge_px: int) -> bytes:
    """A small JPEG whose longer side is at most ``edge_px``, of a raw page or of a prepared page's data."""
    return _shrunk(page, edge_px, quality=80)


def preview(page: Page | Prepared | bytes, *, edge_px: int = 1800) -> bytes:
    """A JPEG for the screen, big enough to read the page; of a raw page, a prepared page or its data."""
    return _shrunk(page.data if isinstance(page, Prepared) else page, edge_px, quality=85)


def _shrunk(page: Page | bytes, edge_px: int, *, quality: int) -> bytes:
    image = (
        Image.fromarray(page.pixels)
        if isinstance(page, Page)
        else Image.open(io.BytesIO(page), formats=["JPEG", "TIFF"])
    )
    with image:
        image.draft("RGB" if image.mode == "RGB" else "L", (edge_px, edge_px))
        small = image.convert("L") if image.mode == "1" else image
        small.thumbnail(
            (edge_px, edge_px),
            Image.Resampling.BOX if image.mode == "1" else Image.Resampling.BICUBIC,
            reducing_gap=2.0,
        )
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality)
    return out.getvalue()
