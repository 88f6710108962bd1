"""The order of the page steps: find the sheet, level it, set it upright, even the light, judge, take apart, encode.

Every step is timed and says what it found. Colour is looked at on small copies; of the big picture one channel is touched as a
whole, and the others only where there is a stamp, a pen or a picture.
"""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture import card, encode, light, steps
from desk_app.capture.canvas import Canvas
from desk_app.capture.layers import build
from desk_app.capture.layers.separate import Separation, separate
from desk_app.capture.layers.view import View
from desk_app.capture.look import INK_DPI, Look, Notes, look_at, picture_dpi
from desk_app.capture.look import LOWEST_DPI as LOWEST_DPI
from desk_app.capture.look import Options as Options
from desk_app.capture.page import Box, Encoding, Page, PageReport, Prepared
from desk_app.capture.sheet import suspicion
from desk_app.capture.shrunk import preview as preview
from desk_app.capture.shrunk import thumbnail as thumbnail

RECIPE = "2"
"""Version of the pipeline; raised whenever the same page would come out differently."""

DEFAULT = Options()

_JUDGED_PX = 300_000
_LEVEL = 8
_SMALLEST_LAYERED_PX = 300
_SAID = {
    "black_on_white": "black writing on white only",
    "blurred": "too soft for sharp edges",
    "coarse": "too few pixels for sharp edges",
    "faint": "too pale for sharp edges",
    "blank": "nothing written",
    "picture": "a picture",
    "over_budget": "as small as it may become",
}


def prepare(page: Page, *, rotation: int = 0, options: Options = DEFAULT) -> Prepared:
    """Turn a page as it came into a page fit to be bound.

    Args:
        page: as read from a file or device; untouched.
        rotation: degrees clockwise added by a person: 0, 90, 180 or 270.
        options: what may be done.

    Raises:
        ValueError: another rotation.
    """
    notes = Notes()
    look = look_at(page, rotation=rotation, options=options, notes=notes)
    flags, edges = look.flags, 0.0
    if look.view is not None:
        with notes.step("judge"):
            edges = _edge_mm(look.canvas, look.view)
            notes.detail = f"edges {edges:.2f} mm"
        flags += ("blurred",) if edges > suspicion.BLURRED_EDGE_MM else ()
    prepared = _encoded(look, flags, options, notes)
    placement = look.canvas.placement
    outlined = tuple((float(x), float(y)) for x, y in placement.corners) if placement.outlined else None
    told = PageReport(
        tuple(notes.steps), outlined, round(look.angle_deg, 2), look.level, round(edges, 3), prepared.report.why
    )
    return dataclasses.replace(prepared, flags=flags, turned=look.turned, suspicion=suspicion.score(flags), report=told)


def prepare_card(
    front: Page, back: Page, *, rotations: tuple[int, int] = (0, 0), options: Options = DEFAULT
) -> Prepared:
    """Lay both sides of a card beneath each other on one page of A4, as large as they are.

    A side that is too big for half a page is shrunk, which the flag "not_true_scale" says.

    Args:
        front: as read from a file or device.
        back: the other side.
        rotations: degrees clockwise added by a person, of front and back.
        options: what may be done.

    Raises:
        ValueError: another rotation.
    """
    notes = Notes()
    looks = [
        look_at(page, rotation=rotation, options=options, notes=notes)
        for page, rotation in zip((front, back), rotations, strict=True)
    ]
    with notes.step("encode"):
        laid = card.lay_out(*(card.side_of(look.canvas, look.view) for look in looks), budget=options.bytes_per_a4)
    flags = tuple(dict.fromkeys(flag for look in looks for flag in look.flags))
    flags += () if laid.true_scale else (card.NOT_TRUE_SCALE,)
    said = _within(f"two sides of a card, quality {laid.quality}", laid.data, options.bytes_per_a4)
    prepared = _prepared(
        laid.data,
        "layered",
        (laid.width_px, laid.height_px, card.DPI),
        "two_sides" if laid.within else "over_budget",
        said,
    )
    report = dataclasses.replace(
        prepared.report, steps=tuple(notes.steps), angle_deg=round(looks[0].angle_deg, 2), paper=looks[0].level
    )
    return dataclasses.replace(
        prepared, flags=flags, turned=looks[0].turned, suspicion=suspicion.score(flags), report=report
    )


def _edge_mm(canvas: Canvas, view: View) -> float:
    """How soft the writing is, judged where there is most of it."""
    rows = max(64, _JUDGED_PX // canvas.width_px)
    top = 0
    if rows < canvas.height_px:
        across = cv2.absdiff(view.lowest[:, 1:], view.lowest[:, :-1])
        ink = np.concatenate([[0], np.cumsum(cv2.threshold(across, _LEVEL, 0, cv2.THRESH_TOZERO)[1].sum(axis=1))])
        high = min(max(1, rows // view.factor), len(ink) - 1)
        top = min(int(np.argmax(ink[high:] - ink[:-high])) * view.factor, canvas.height_px - rows)
    box = Box(0, top, canvas.width_px, min(rows, canvas.height_px))
    grey = light.even(canvas.part(box, channel=1), view.ground_under(box, coloured=False), curve=view.curve)
    return suspicion.edge_mm(grey, canvas.dpi)


def _encoded(look: Look, flags: tuple[str, ...], options: Options, notes: Notes) -> Prepared:
    why = _no_layers(look, flags, options)
    if look.view is not None and not why:
        with notes.step("take apart"):
            parts = separate(look.canvas, look.view)
            why = parts.reason
            notes.detail = why or f"{len(parts.coloured)} colours, {len(parts.pictures)} pictures"
        if not why:
            with notes.step("encode"):
                return _layered(look.canvas, look.view, parts, options)
    with notes.step("encode"):
        return _one_picture(look, why, options)


def _no_layers(look: Look, flags: tuple[str, ...], options: Options) -> str:
    """Why the page must not be taken apart, as a key; empty if it may."""
    small = min(look.canvas.width_px, look.canvas.height_px) < _SMALLEST_LAYERED_PX
    if look.view is None or not options.allow_two_levels or small or look.canvas.placement.is_small:
        return "picture"
    if not suspicion.looks_like_paper(look.view.ground.paper[::2, ::2]):
        return "picture"
    if look.canvas.dpi < INK_DPI:
        return "coarse"
    return next((key for key in ("blank", "blurred") if key in flags), "")


def _layered(canvas: Canvas, view: View, parts: Separation, options: Options) -> Prepared:
    width, height, dpi = canvas.width_px, canvas.height_px, canvas.dpi
    if not parts.coloured and not parts.pictures and parts.shade is None and view.paper == (255, 255, 255):
        data = encode.group4(parts.black, dpi=dpi)
        return _prepared(data, "g4", (width, height, dpi), "black_on_white", _SAID["black_on_white"])
    budget = encode.budget_bytes(width, height, dpi, per_a4=options.layered_bytes_per_a4)
    built = build.build(canvas, view, parts, budget=budget)
    said = f"{len(parts.coloured)} inks beside black, {len(parts.pictures)} pictures"
    if built.quality:
        said += f" of quality {built.quality}"
    if parts.shade is not None or view.paper != (255, 255, 255):
        said += ", coloured paper"
    return _prepared(
        built.data,
        "layered",
        (width, height, dpi),
        "layers" if built.within else "over_budget",
        _within(said, built.data, budget),
    )


def _one_picture(look: Look, why: str, options: Options) -> Prepared:
    """The page as a JPEG: evenly lit if there is a view, grey if it has no colour."""
    canvas, view = look.canvas, look.view
    dpi = min(canvas.dpi, picture_dpi(canvas.placement, options))
    pixels = canvas.part(scale=dpi / canvas.dpi)
    if view is not None:
        white = view.paper == (255, 255, 255)
        pixels = light.even(pixels, view.ground, curve=view.curve)
        if canvas.placement.outlined:
            steps.clear_border(pixels, dpi)
        if white and not suspicion.has_colour(view.pixels):
            pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    height, width = pixels.shape[:2]
    budget = encode.budget_bytes(width, height, dpi, per_a4=options.bytes_per_a4)
    data, quality = encode.jpeg(pixels, dpi=dpi, budget=budget)
    said = f"{_SAID[why]}, {'grey tones' if pixels.ndim == 2 else 'colour'}, quality {quality}"
    key = why if len(data) <= budget else "over_budget"
    return _prepared(data, "jpeg", (width, height, dpi), key, _within(said, data, budget))


def _within(said: str, data: bytes, budget: int) -> str:
    return f"{said}; {len(data) / 1000:.0f} of {budget / 1000:.0f} KB"


def _prepared(data: bytes, encoding: Encoding, size: tuple[int, int, int], why: str, said: str) -> Prepared:
    width, height, dpi = size
    return Prepared(
        data=data, encoding=encoding, width_px=width, height_px=height, dpi=dpi, why=why, report=PageReport(why=said)
    )
