"""The first look at a page, on small copies: where it lies, how it is turned and lit, and what is suspicious about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np

from desk_app import clock
from desk_app.capture import light, steps
from desk_app.capture.canvas import Canvas, lay_out
from desk_app.capture.layers.view import View, view_of
from desk_app.capture.page import Box, Page, Pixels, Step
from desk_app.capture.sheet import orientation, outline, photo_flags, skew, suspicion

LOWEST_DPI = 200
INK_DPI = 300
"""Pixels per inch of sharp two-level writing."""

_SMALL_SHEET_DPI = 300
_SHARPEST_GAIN = 0.63  # writing taken at 190 dpi still gains from sharp edges at 300
_VIEW_DPI = 100
_DARK_LEVEL = 95
_MOST_SKEW_OF_A_SHEET_DEG = 4.0
_SKEWED_DEG = 8.0
_LONGEST_TURNED_PX = 30_000  # OpenCV counts the places of a warp in 16 bits
_WRITTEN_SHARE = 0.012
_DARK_INK = 150
_TINTED_LEVELS = 12


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the pipeline may do.

    Attributes:
        set_upright: turn pages that lie on their side or head when that is sure.
        allow_two_levels: cut writing out sharply, as black and white or in layers.
        jpeg_dpi: resolution of pages that are one picture; never below 200, which NĐ 30/2020/NĐ-CP asks of digitised papers.
        bytes_per_a4: how big a page of A4 that is one picture may become; other sizes in proportion.
        layered_bytes_per_a4: the same of a layered page.
    """

    find_sheet: bool = True
    deskew: bool = True
    set_upright: bool = True
    even_light: bool = True
    allow_two_levels: bool = True
    jpeg_dpi: int = LOWEST_DPI
    bytes_per_a4: int = 200_000
    layered_bytes_per_a4: int = 100_000


class Notes:
    """Collects the timed steps of one page."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.detail = ""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what runs within; ``detail`` set there is what it found."""
        self.detail = ""
        started = clock.monotonic_s()
        yield
        self.steps.append(Step(name, round((clock.monotonic_s() - started) * 1000, 1), self.detail))


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What a small copy of the page told before the big one was touched.

    Attributes:
        canvas: where every pixel of the page comes from.
        view: the page from afar, evenly lit; None when its light is to stay as it is.
        level: brightness of the paper, 0–255.
        angle_deg: clockwise, by which it was levelled.
        turned: degrees clockwise by which it was set upright, beside what a person added.
    """

    canvas: Canvas
    view: View | None
    level: int
    angle_deg: float
    turned: int
    flags: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Glance:
    """The page as it lies, before it is levelled; ``grey`` is evenly lit, ``seen`` is not; ``odd`` are flags of a photo."""

    canvas: Canvas
    factor: int
    seen: Pixels
    grey: Pixels
    ground: light.Ground
    is_paper: bool
    odd: tuple[str, ...]

    @property
    def dpi(self) -> float:
        return self.canvas.dpi / self.factor


def look_at(page: Page, *, rotation: int, options: Options, notes: Notes) -> Look:
    """Find out where the page lies in the picture, level it and set it upright.

    Raises:
        ValueError: ``rotation`` is no multiple of 90.
    """
    with notes.step("outline"):
        glance = _glance(page, options)
        placement = glance.canvas.placement
        notes.detail = f"{'sheet' if placement.outlined else 'whole picture'}, {placement.dpi:.0f} dpi"
    with notes.step("skew"):
        angle = _angle(page, glance) if options.deskew and glance.is_paper else 0.0
        notes.detail = f"{angle:.2f}°"
    with notes.step("view"):
        if not (options.even_light and glance.is_paper):
            flags = _flags(page, glance, glance.seen, angle) if glance.is_paper else ("no_sheet",)
            return Look(glance.canvas.turned(rotation), None, glance.ground.level, angle, 0, flags)
        canvas, view = _levelled(glance, angle)
        flags = _flags(page, glance, view.pixels, angle)
    with notes.step("upright"):
        turn = orientation.quarter_turn(view.pixels, view.dpi) if options.set_upright else orientation.Turn(0, 1.0)
        turned = turn.degrees
        notes.detail = f"{turned}°, certain to {turn.certainty:.2f}"
        if turn.should_ask:
            flags = (*flags, "orientation_unsure")
        if (turned + rotation) % 360:
            canvas, view = _turned(canvas, view, turned + rotation)
    return Look(canvas, view, glance.ground.level, angle, turned, flags)


def picture_dpi(placement: steps.Placement, options: Options) -> int:
    """Resolution of a page that is one picture; never more than was taken, never less than the law asks."""
    wanted = max(LOWEST_DPI, options.jpeg_dpi, _SMALL_SHEET_DPI if placement.is_small else 0)
    return max(1, min(wanted, round(placement.dpi)))


def _page_dpi(placement: steps.Placement, options: Options) -> int:
    """That of sharp writing, if the picture is good enough for it."""
    if options.allow_two_levels and options.even_light and placement.dpi >= _SHARPEST_GAIN * INK_DPI:
        return INK_DPI
    return picture_dpi(placement, options)


def _glance(page: Page, options: Options) -> _Glance:
    small, scale = steps.overview(page.pixels)
    is_scan = page.dpi is not None
    seek = options.find_sheet and not _is_strip(small) and not (is_scan and _is_coloured_all_round(small))
    sheets = outline.find_outlines(small, scanned=is_scan) if seek else []
    if not sheets:
        placement = steps.place_whole(page.width_px, page.height_px, page.dpi)
    else:
        placement = steps.place_outlined(steps.scaled(sheets[0], 1 / scale), page.width_px, page.height_px, page.dpi)
    dpi = _page_dpi(placement, options)
    factor = max(1, round(dpi / _VIEW_DPI))
    canvas = lay_out(page.pixels, placement, small, scale, dpi=dpi)
    seen = _from_afar(canvas, factor)
    ground = light.find_ground(seen, dpi=dpi / factor, scanned=is_scan)
    grey = light.even(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY), ground)
    is_paper = is_scan or placement.outlined or suspicion.looks_like_paper(ground.paper[::2, ::2])
    odd = () if is_scan else photo_flags.of_photo(small, sheets)
    return _Glance(canvas, factor, seen, grey, ground, is_paper, odd)


def _is_strip(small: Pixels) -> bool:
    """Too small, or too long and narrow, to hold the picture of a sheet."""
    high, wide = (int(side) for side in small.shape[:2])
    return min(high, wide) < 32 or min(high, wide) * 20 < max(high, wide)


def _is_coloured_all_round(small: Pixels) -> bool:
    """Whether a scan's margins are tinted and bright: paper of a colour fills it, for no scanner's lid has one."""
    band = max(2, round(0.02 * min(small.shape[:2])))
    sides = (small[:band], small[-band:], small[:, :band], small[:, -band:])
    ring = np.concatenate([side.reshape(-1, 3) for side in sides])[::7].astype(np.int16)
    usual = np.median(ring, axis=0)
    alike = (np.abs(ring - usual).max(axis=1) < 14).mean()
    return bool(usual.max() - usual.min() >= _TINTED_LEVELS and usual.max() >= 200 and alike > 0.6)


def _from_afar(canvas: Canvas, factor: int) -> Pixels:
    """The page in pixels of ``factor`` by ``factor`` of its own, without an incomplete last row or column."""
    wide, high = max(1, canvas.flat_width_px // factor), max(1, canvas.flat_height_px // factor)
    return canvas.part(Box(0, 0, wide * factor, high * factor), scale=1 / factor)


def _angle(page: Page, glance: _Glance) -> float:
    if max(page.width_px, page.height_px) > _LONGEST_TURNED_PX:
        return 0.0
    angle = skew.skew_deg(glance.grey)
    if abs(angle) < 0.1 or (glance.canvas.placement.outlined and abs(angle) > _MOST_SKEW_OF_A_SHEET_DEG):
        return 0.0
    return angle


def _levelled(glance: _Glance, angle: float) -> tuple[Canvas, View]:
    """The page level and evenly lit, without the room for its corners where nothing is written in it."""
    canvas, seen, ground = glance.canvas, glance.seen, glance.ground
    if angle:
        flat = canvas
        canvas = lay_out(flat.raw, flat.placement, flat.small, flat.small_scale, dpi=flat.dpi, angle_deg=angle)
        seen, ground = _from_afar(canvas, glance.factor), _laid_out(ground, flat, canvas)
    white = dataclasses.replace(ground, coloured=False)
    pixels, curve = light.even_whole(seen, white)
    if canvas.placement.outlined:
        steps.clear_border(pixels, glance.dpi)
    view = view_of(pixels, ground, curve, glance.factor, glance.dpi, canvas.flat_width_px, canvas.flat_height_px)
    return _trimmed(canvas, view, glance.canvas) if angle else (canvas, view)


def _laid_out(ground: light.Ground, flat: Canvas, level: Canvas) -> light.Ground:
    """The same paper, levelled with the page."""
    height, width = ground.paper.shape[:2]
    across, down = width / flat.flat_width_px, height / flat.flat_height_px
    zoom = np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5], [0, 0, 1]], np.float64)
    moved = level.matrix @ np.linalg.inv(flat.matrix)
    size = round(level.flat_width_px * across), round(level.flat_height_px * down)
    matrix = (zoom @ moved @ np.linalg.inv(zoom))[:2]
    paper = cv2.warpAffine(ground.paper, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return dataclasses.replace(ground, paper=paper)


def _trimmed(canvas: Canvas, view: View, flat: Canvas) -> tuple[Canvas, View]:
    """Take back the larger canvas where nothing is written on what was added."""
    f = view.factor
    across, down = (canvas.flat_width_px - flat.flat_width_px) // 2, (canvas.flat_height_px - flat.flat_height_px) // 2
    x, y = across // f, down // f  # whole pixels of the view, so that both stay in step
    dark = view.lowest < _DARK_INK
    if y == 0 or np.concatenate([dark[:y], dark[-y:]]).mean() >= 1e-4:
        y = 0
    inner = dark[y : dark.shape[0] - y]
    if x == 0 or np.concatenate([inner[:, :x], inner[:, -x:]], axis=1).mean() >= 1e-4:
        x = 0
    if not (x or y):
        return canvas, view
    canvas = canvas.trimmed(x * f, y * f)
    high, wide = canvas.flat_height_px // f, canvas.flat_width_px // f
    pixels, lowest, chroma = (
        np.ascontiguousarray(what[y : y + high, x : x + wide]) for what in (view.pixels, view.lowest, view.chroma)
    )
    left, top = x * f / view.width_px, y * f / view.height_px
    ground = light.under(view.ground, left, top, 1 - left, 1 - top)
    return canvas, dataclasses.replace(
        view,
        pixels=pixels,
        lowest=lowest,
        chroma=chroma,
        ground=ground,
        width_px=canvas.flat_width_px,
        height_px=canvas.flat_height_px,
    )


def _turned(canvas: Canvas, view: View, degrees: int) -> tuple[Canvas, View]:
    """Both turned clockwise; what the view does not show at the far borders is dropped, so that both stay in step."""
    box = view.box
    canvas = dataclasses.replace(
        canvas,
        flat_width_px=min(box.width, canvas.flat_width_px),
        flat_height_px=min(box.height, canvas.flat_height_px),
    ).turned(degrees)
    pixels, lowest, chroma, paper = (
        np.ascontiguousarray(np.rot90(what, -(degrees // 90) % 4))
        for what in (view.pixels, view.lowest, view.chroma, view.ground.paper)
    )
    ground = dataclasses.replace(view.ground, paper=paper)
    return canvas, dataclasses.replace(
        view,
        pixels=pixels,
        lowest=lowest,
        chroma=chroma,
        ground=ground,
        width_px=canvas.width_px,
        height_px=canvas.height_px,
    )


def _flags(page: Page, glance: _Glance, even: Pixels, angle: float) -> tuple[str, ...]:
    found = []
    placement = glance.canvas.placement
    little = np.count_nonzero(glance.grey < _DARK_INK) < _WRITTEN_SHARE * glance.grey.size
    if little and suspicion.is_blank(even, glance.dpi):
        found.append("blank")
    if glance.ground.level < _DARK_LEVEL:
        found.append("dark")
    if placement.outlined:
        is_cut = steps.touches_border(placement.corners, page.width_px, page.height_px)
    else:
        is_cut = _touches(glance.grey) and suspicion.writing_leaves_the_page(glance.grey, glance.dpi)
    if is_cut:
        found.append("cut")
    if placement.dpi < 0.97 * LOWEST_DPI:
        found.append("low_resolution")
    if abs(angle) > _SKEWED_DEG:
        found.append("skewed")
    return (*found, *glance.odd)


def _touches(grey: Pixels) -> bool:
    """Whether anything dark lies on one of the four borders; spares a closer look at most pages."""
    return any(bool((border < _DARK_INK).any()) for border in (grey[0], grey[-1], grey[:, 0], grey[:, -1]))
