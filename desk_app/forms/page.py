"""What a page consists of, as data: words, lines and black rectangles at known places.

Coordinates are points from the top left corner, downwards; a word sits on its baseline. Nothing here knows PDF, so that a test can
ask where everything is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from desk_app.forms import fonts
from desk_app.forms.fonts import Face


@dataclasses.dataclass(frozen=True, slots=True)
class Rect:
    """A box by its left top corner and its size."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.top + self.height

    def moved(self, dx: float, dy: float) -> Rect:
        """The same box elsewhere."""
        return dataclasses.replace(self, left=self.left + dx, top=self.top + dy)


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """One run of text in one face, ``x`` its left end and ``y`` its baseline."""

    x: float
    y: float
    text: str
    face: Face
    size: float

    def moved(self, dx: float, dy: float) -> Word:
        """The same elsewhere."""
        return dataclasses.replace(self, x=self.x + dx, y=self.y + dy)

    @property
    def bounds(self) -> Rect:
        """The room it takes, marks and tails included."""
        width = fonts.width_pt(self.text, self.face, self.size)
        return Rect(self.x, self.y - fonts.ASCENT * self.size, width, (fonts.ASCENT + fonts.DESCENT) * self.size)


@dataclasses.dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line; ``dots`` draws it as a row of dots to be written on, ``dashes`` as a line to cut along."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    dots: bool = False
    dashes: bool = False

    def moved(self, dx: float, dy: float) -> Stroke:
        """The same elsewhere."""
        return dataclasses.replace(self, x1=self.x1 + dx, x2=self.x2 + dx, y1=self.y1 + dy, y2=self.y2 + dy)

    @property
    def bounds(self) -> Rect:
        """The room it takes."""
        return Rect(min(self.x1, self.x2), min(self.y1, self.y2), abs(self.x2 - self.x1), abs(self.y2 - self.y1))


@dataclasses.dataclass(frozen=True, slots=True)
class Fill:
    """Black rectangles that belong together (the modules of a symbol), filled as one so that no seams show."""

    rects: tuple[Rect, ...]

    def moved(self, dx: float, dy: float) -> Fill:
        """The same elsewhere."""
        return Fill(tuple(rect.moved(dx, dy) for rect in self.rects))

    @property
    def bounds(self) -> Rect:
        """The room they take together."""
        left, top = min(r.left for r in self.rects), min(r.top for r in self.rects)
        return Rect(left, top, max(r.right for r in self.rects) - left, max(r.bottom for r in self.rects) - top)


Mark = Word | Stroke | Fill


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A finished page."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def moved(marks: Iterable[Mark], dx: float, dy: float) -> tuple[Mark, ...]:
    """The same marks elsewhere."""
    return tuple(mark.moved(dx, dy) for mark in marks)


def side_by_side(left: Page, right: Page, *, width: float) -> Page:
    """Two pages on one sheet of ``width``, each in the middle of its half, with a line to cut along between them."""
    half = width / 2
    cut = Stroke(half, 0, half, left.height, width=0.4, dashes=True)
    shift = (half - left.width) / 2
    return Page(width, left.height, (*moved(left.marks, shift, 0), cut, *moved(right.marks, half + shift, 0)))
