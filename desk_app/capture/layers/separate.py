"""A page → inks, pictures and coloured ground; judged against the page itself, so that nothing that is on the paper gets lost.

Whatever the inks do not explain is kept as a picture where it is: portraits, pencil, faded stamps. When that is most of the
page, it is one picture as a whole.
"""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture import light, steps
from desk_app.capture.canvas import Canvas
from desk_app.capture.layers import inks
from desk_app.capture.layers.view import View, area_of, boxes_around
from desk_app.capture.page import Box, Pixels

_INK_SHARE = 0.55
_LEAST_CONTRAST = 70
_MISSING, _WRONG, _COLOUR_GONE = 13, 110, 50
_NEAR_INK = 0.3
_MOST_PICTURE = 0.4
_UNTOUCHED = 225
_BAND_GAP_MM = 4.0
_PALE = 190
_SOLID_MM, _SOLID_LEVEL = 5.0, 200
_MOST_PALE = 0.2
_TINTED = 9
_LEAST_TINTED_MM2 = 30.0


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Separation:
    """What a page is made of.

    Attributes:
        black: uint8, H×W, 255 where black ink is, of the whole page.
        level: how dark the black ink is, 0–255.
        coloured: the other inks.
        pictures: parts that are kept as pictures.
        shade: uint8, h×w×3, RGB, coarse: pale tints of the paper, as if it were white; None if there are none.
        reason: why it cannot be taken apart: "faint", "picture"; empty if it can.
    """

    black: Pixels
    level: int
    coloured: tuple[inks.Stencil, ...] = ()
    pictures: tuple[Box, ...] = ()
    shade: Pixels | None = None
    reason: str = ""


def separate(canvas: Canvas, view: View) -> Separation:
    """Take the page apart; ``reason`` says when that would do harm."""
    level = _darkest(view)
    if level > 255 - _LEAST_CONTRAST:
        return Separation(np.zeros((0, 0), np.uint8), level, reason="faint")
    bands = _written(canvas, view)
    mask = _ink(canvas, view, bands, round(level + _INK_SHARE * (255 - level)))
    if canvas.placement.outlined:
        steps.clear_border(mask, canvas.dpi, to=0)
    coloured = inks.take_colours(canvas, view, mask)
    covered = _covered(mask, view, bands)
    solid = view.lowest[covered > 250]
    black = int(np.percentile(solid, 25)) if len(solid) >= 200 else level
    shade = _shade(view, covered, coloured)
    pictures = _unexplained(view, covered, black, coloured, shade)
    if area_of(pictures) > _MOST_PICTURE * view.box.area:
        return Separation(mask, black, reason="picture")
    for box in pictures:
        mask[box.y : box.bottom, box.x : box.right] = 0
        if shade is not None:
            _clear(shade, box, view)
    kept = tuple(stencil for stencil in (_outside(stencil, pictures) for stencil in coloured) if stencil is not None)
    return Separation(
        mask, black, kept, tuple(pictures), shade if shade is not None and _is_tinted(shade, view) else None
    )


def _darkest(view: View) -> int:
    """The level of the blackest writing."""
    counts = np.cumsum(np.bincount(view.lowest[::2, ::2].ravel(), minlength=256))
    return int(np.searchsorted(counts, 0.005 * counts[-1]))


def _ink(canvas: Canvas, view: View, bands: list[Box], level: int) -> Pixels:
    """255 where the page is darker than ``level`` once evenly lit; the light is evened on the threshold, not on the page."""
    mask = np.zeros((canvas.height_px, canvas.width_px), np.uint8)
    for box in bands:
        under = view.ground_under(box, coloured=False)
        limit = light.darkest_paper(under, view.curve, level)
        wide = cv2.resize(limit, (box.width, box.height), interpolation=cv2.INTER_LINEAR)
        mask[box.y : box.bottom, box.x : box.right] = cv2.compare(canvas.part(box, channel=1), wide, cv2.CMP_LT)
    return mask


def _written(canvas: Canvas, view: View) -> list[Box]:
    """Bands of the page with something on them; on the rest of it not a pixel is touched."""
    marked = view.lowest < _UNTOUCHED
    rows = np.flatnonzero(marked.any(axis=1))
    if len(rows) == 0:
        return []
    breaks = np.flatnonzero(np.diff(rows) > _BAND_GAP_MM * view.mm) + 1
    boxes = []
    for band in np.split(rows, breaks):
        top, bottom = max(0, int(band[0]) - 2), min(len(marked), int(band[-1]) + 3)
        columns = np.flatnonzero(marked[top:bottom].any(axis=0))
        left, right = max(0, int(columns[0]) - 2), min(marked.shape[1], int(columns[-1]) + 3)
        boxes.append(_as_page(canvas, view, left, top, right, bottom))
    return boxes


def _as_page(canvas: Canvas, view: View, left: int, top: int, right: int, bottom: int) -> Box:
    """In pixels of the page; what the view leaves out at the far borders belongs to its last row and column."""
    f = view.factor
    wide = canvas.width_px if right == view.pixels.shape[1] else right * f
    high = canvas.height_px if bottom == view.pixels.shape[0] else bottom * f
    return Box(left * f, top * f, wide - left * f, high - top * f)


def _covered(mask: Pixels, view: View, bands: list[Box]) -> Pixels:
    """How much of each pixel of the view is ink, 0–255."""
    covered = np.zeros(view.pixels.shape[:2], np.uint8)
    f = view.factor
    for box in bands:
        wide, high = box.width // f, box.height // f
        part = mask[box.y : box.y + high * f, box.x : box.x + wide * f]
        at = np.s_[box.y // f : box.y // f + high, box.x // f : box.x // f + wide]
        covered[at] = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA)
    return covered


def _shade(view: View, covered: Pixels, coloured: list[inks.Stencil]) -> Pixels:
    """The pale colours between the writing, a quarter as fine as the view; white under what is darker."""
    bare = (cv2.dilate(covered, np.ones((3, 3), np.uint8)) == 0).astype(np.uint8)
    for stencil in coloured:
        bare[view.seen(stencil.box)] &= _share(stencil, view) == 0
    size = tuple(max(1, -(-side // 4)) for side in bare.shape[::-1])
    masked = cv2.bitwise_and(view.pixels, view.pixels, mask=bare)
    weight, seen = (
        cv2.blur(cv2.resize(what, size, interpolation=cv2.INTER_AREA).astype(np.float32), (3, 3))
        for what in (bare * np.uint8(255), masked)
    )
    share = weight[:, :, None] / 255
    shade: Pixels = np.where(share > 0.2, np.minimum(seen / np.maximum(share, 0.2), 255), 255).astype(np.uint8)
    shade = cv2.morphologyEx(shade, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    shade[steps.lowest(shade) < _PALE] = 255
    return shade


def _share(stencil: inks.Stencil, view: View) -> Pixels:
    """How much of each pixel of the view this ink covers, within ``view.seen(stencil.box)``."""
    rows, columns = view.seen(stencil.box)
    f = view.factor
    framed = np.zeros(((rows.stop - rows.start) * f, (columns.stop - columns.start) * f), np.uint8)
    y, x = stencil.box.y - rows.start * f, stencil.box.x - columns.start * f
    piece = stencil.mask[: framed.shape[0] - y, : framed.shape[1] - x]
    framed[y : y + piece.shape[0], x : x + piece.shape[1]] = piece
    share: Pixels = cv2.resize(
        framed, (columns.stop - columns.start, rows.stop - rows.start), interpolation=cv2.INTER_AREA
    )
    return share


def _unexplained(view: View, covered: Pixels, black: int, coloured: list[inks.Stencil], shade: Pixels) -> list[Box]:
    """Where the layers would not show what is on the paper, or would show what is not."""
    lowest = view.lowest
    ground, chroma = (
        cv2.resize(what, (lowest.shape[1], lowest.shape[0]), interpolation=cv2.INTER_LINEAR)
        for what in (steps.lowest(shade), steps.chroma(shade))
    )
    shown = _mixed(ground, covered, black)
    for stencil in coloured:
        at, share = view.seen(stencil.box), _share(stencil, view)
        shown[at] = _mixed(shown[at], share, min(stencil.rgb))
        chroma[at] = _mixed(chroma[at], share, max(stencil.rgb) - min(stencil.rgb))
    around = np.ones((3, 3), np.uint8)
    # Beside ink that is shown, a little more or less of it is no loss.
    lacking = cv2.addWeighted(cv2.erode(shown, around), 1 + _NEAR_INK, lowest, -1.0, -255 * _NEAR_INK)
    missing = lacking > _MISSING
    wrong = cv2.subtract(cv2.erode(lowest, around), shown) > _WRONG
    gone = cv2.subtract(view.chroma, cv2.dilate(chroma, around)) > _COLOUR_GONE
    marks = (missing | wrong | gone).astype(np.uint8)
    marks |= _solid(lowest, view)
    marks |= _pale_parts(ground, marks)
    edge = max(1, round(1.0 * view.mm))
    for border in (np.s_[:edge], np.s_[-edge:], np.s_[:, :edge], np.s_[:, -edge:]):
        marks[border] = 0
    return boxes_around(marks, reach_mm=3.0, fewest_px=6, smallest_mm=1.2, pad_mm=1.0, view=view)


def _solid(lowest: Pixels, view: View) -> Pixels:
    """What is dark without a gap over half a centimetre: no stroke of a pen is, but the ground and the hair of a portrait are."""
    px = max(3, round(_SOLID_MM * view.mm))
    dark = (lowest < _SOLID_LEVEL).astype(np.uint8)
    solid: Pixels = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((px, px), np.uint8))
    return solid


def _pale_parts(ground: Pixels, marks: Pixels) -> Pixels:
    """Tints of the paper in which much is unexplained: the pale ground of a portrait belongs to the portrait."""
    tinted = (ground < 255 - _TINTED).astype(np.uint8)
    if not (marks.any() and tinted.any()):
        return np.zeros_like(marks)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(tinted, connectivity=4)
    if count < 2:
        return np.zeros_like(marks)
    marked = np.bincount(labels[marks > 0], minlength=count)[:count]
    areas = stats[:, cv2.CC_STAT_AREA]
    chosen = (marked > 0.04 * areas) & (areas < _MOST_PALE * tinted.size)
    chosen[0] = False
    parts: Pixels = chosen[labels].astype(np.uint8)
    return parts


def _mixed(below: Pixels, share: Pixels, level: int) -> Pixels:
    """Ink of ``level`` laid over, as thickly as ``share`` says."""
    rest = cv2.multiply(below, cv2.bitwise_not(share), scale=1 / 255)
    mixed: Pixels = cv2.add(rest, cv2.convertScaleAbs(share, alpha=level / 255))
    return mixed


def _clear(shade: Pixels, box: Box, view: View) -> None:
    rows, columns = view.seen(box)
    shade[rows.start // 4 : -(-rows.stop // 4), columns.start // 4 : -(-columns.stop // 4)] = 255


def _is_tinted(shade: Pixels, view: View) -> bool:
    """Whether enough of the paper is shaded to be worth keeping."""
    cell_mm2 = (4 / view.mm) ** 2
    return bool(np.count_nonzero(steps.lowest(shade) < 255 - _TINTED) * cell_mm2 > _LEAST_TINTED_MM2)


def _outside(stencil: inks.Stencil, pictures: list[Box]) -> inks.Stencil | None:
    """The ink without what lies on pictures; None when nothing is left."""
    mask = stencil.mask
    for box in pictures:
        left, top = max(0, box.x - stencil.box.x), max(0, box.y - stencil.box.y)
        right, bottom = max(0, box.right - stencil.box.x), max(0, box.bottom - stencil.box.y)
        if left < mask.shape[1] and top < mask.shape[0] and right and bottom:
            mask[top:bottom, left:right] = 0
    return stencil if mask.any() else None
