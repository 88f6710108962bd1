"""Which ink every pixel of writing is made of: black, or the colours of stamps and pens."""

from __future__ import annotations

import dataclasses

import cv2
import numpy as np

from desk_app.capture import light, steps
from desk_app.capture.canvas import Canvas
from desk_app.capture.layers.view import View, area_of, boxes_around
from desk_app.capture.page import Box, Pixels, Rgb

_COLOURED = 40
_FEWEST_PX, _FEWEST_IN_ALL = 6, 24
_SHARE = 0.2
_INKED = 200
_SURELY_BLACK = 150
_BINS = 36
_APART_BINS = 4
_LEAST_SHARE = 0.015
_MOST_COLOURS = 3
_MOST_SPLIT = 0.6
_ENOUGH_WITHIN = 200


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Stencil:
    """Ink of one colour in a part of the page.

    Attributes:
        mask: uint8, H×W, 255 where it is; as big as ``box``.
    """

    box: Box
    rgb: Rgb
    mask: Pixels


def coloured_places(view: View) -> list[Box]:
    """Where there is red, blue or any other colour that says something; in pixels of the page."""
    coloured = (view.chroma > _COLOURED).astype(np.uint8)
    if np.count_nonzero(coloured) < _FEWEST_IN_ALL:
        return []
    boxes = boxes_around(coloured, reach_mm=1.2, fewest_px=_FEWEST_PX, view=view)
    if area_of(boxes) > _MOST_SPLIT * view.box.area:
        return [view.box]
    return boxes


def take_colours(canvas: Canvas, view: View, mask: Pixels) -> list[Stencil]:
    """Take everything that is not black out of ``mask`` (changed in place) and give it a stencil for each colour."""
    found: list[Stencil] = []
    for box in coloured_places(view):
        part = mask[box.y : box.bottom, box.x : box.right]
        seen = canvas.part(box, scale=0.5)
        labels, colours = _labelled(light.even(seen, view.ground_under(box, coloured=False), curve=view.curve))
        wide = cv2.resize(labels, (box.width, box.height), interpolation=cv2.INTER_NEAREST)
        for number, colour in enumerate(colours, 1):
            ink = part * (wide == number)
            if np.count_nonzero(ink):
                found.append(_trimmed(Stencil(box, view.on_paper(colour), ink)))
        part[wide > 0] = 0
    return found


def _labelled(pixels: Pixels) -> tuple[Pixels, list[Rgb]]:
    """For each pixel the number of its colour, 0 for black; and the colours.

    What ink takes away from white keeps its direction however thin the stroke is, so that directions are compared.
    """
    absorbed = 255 - cv2.blur(pixels, (3, 3))
    most = cv2.max(cv2.max(absorbed[:, :, 0], absorbed[:, :, 1]), absorbed[:, :, 2])
    chroma = steps.chroma(absorbed)
    inked = most > 255 - _INKED
    coloured = inked & (chroma > _SHARE * most.astype(np.float32)) & (chroma > 24)
    if np.count_nonzero(coloured) < _FEWEST_PX:
        return np.zeros(most.shape, np.uint8), []
    hue = cv2.cvtColor(255 - absorbed, cv2.COLOR_RGB2HSV)[:, :, 0] // (180 // _BINS)
    peaks = _peaks(np.bincount(hue[coloured], weights=chroma[coloured].astype(np.float64), minlength=_BINS))
    away = np.abs((hue[..., None].astype(np.int16) - peaks + _BINS // 2) % _BINS - _BINS // 2)
    nearest = (np.argmin(away, axis=2) + 1).astype(np.uint8)
    black = inked & ~coloured & (most > 255 - _SURELY_BLACK) & (steps.lowest(absorbed) > 255 - _SURELY_BLACK)
    known = np.where(coloured, nearest, 0).astype(np.uint8)
    labels = _spread(known, coloured | black)
    return labels, [_colour(pixels, most, (known == number)) for number in range(1, len(peaks) + 1)]


def _peaks(weights: Pixels) -> Pixels:
    """The bins of the hues that occur, strongest first; hues near a stronger one are the same ink."""
    around = np.concatenate([weights[-2:], weights, weights[:2]])
    smooth = np.convolve(around, np.array([0.5, 1, 1, 1, 0.5]), mode="valid")
    chosen: list[int] = []
    for bin_ in np.argsort(-smooth):
        apart = all(abs((int(bin_) - other + _BINS // 2) % _BINS - _BINS // 2) >= _APART_BINS for other in chosen)
        if apart and smooth[bin_] >= _LEAST_SHARE * smooth.max():
            chosen.append(int(bin_))
        if len(chosen) == _MOST_COLOURS:
            break
    return np.array(chosen, np.int16)


def _spread(labels: Pixels, known: Pixels) -> Pixels:
    """Give pixels that are not known the label of the nearest that is: soft edges belong to their stroke."""
    if known.all():
        return labels
    _, nearest = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    table = np.zeros(int(nearest.max()) + 1, np.uint8)
    table[nearest[known]] = labels[known]
    spread: Pixels = table[nearest]
    return spread


def _colour(pixels: Pixels, strength: Pixels, which: Pixels) -> Rgb:
    """The colour of the ink: the mean within its strokes, or the median of the stronger half where they are too fine for that."""
    if not which.any():
        return 0, 0, 0
    within = cv2.erode(which.astype(np.uint8), np.ones((3, 3), np.uint8))
    if np.count_nonzero(within) >= _ENOUGH_WITHIN:
        red, green, blue = (round(value) for value in cv2.mean(pixels, mask=within)[:3])
        return red, green, blue
    full = which & (strength >= np.percentile(strength[which], 60))
    red, green, blue = (int(value) for value in np.median(pixels[full], axis=0))
    return red, green, blue


def _trimmed(stencil: Stencil) -> Stencil:
    """Without the empty margin."""
    x, y, width, height = cv2.boundingRect(stencil.mask)
    box = Box(stencil.box.x + x, stencil.box.y + y, width, height)
    return Stencil(box, stencil.rgb, np.ascontiguousarray(stencil.mask[y : y + height, x : x + width]))
