"""Puts strips of marks one under the other on pages: paragraphs, fields to fill in, tables, blocks that stay together.

A strip is the smallest thing that is never cut by a page break: a line of a paragraph, a row of a table, a signature block. All
lengths are points, ``width`` is always that of the frame within the margins.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from desk_app.forms import fonts
from desk_app.forms.fonts import Face, mm
from desk_app.forms.page import Fill, Mark, Page, Stroke, moved
from desk_app.forms.typeset import Align, Line, Span, break_lines, line_width, place


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Paper and margins in millimetres; the letters of the footer stand in the lower margin."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    footer: float

    @property
    def frame_width(self) -> float:
        """Points between the side margins."""
        return mm(self.width - self.left - self.right)

    @property
    def frame_height(self) -> float:
        """Points between the upper and lower margin."""
        return mm(self.height - self.top - self.bottom)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """Sizes of letters in points and the room left for a signature in millimetres."""

    body: float
    leading: float
    small: float
    signature_mm: float
    gap: float


@dataclasses.dataclass(frozen=True, slots=True)
class Strip:
    """What is never cut by a page break.

    Attributes:
        marks: relative to its own left top corner.
        gap: white space above it, dropped at the top of a page.
        keep: stays on one page with the strip that follows.
        heading: repeated above it when it is the first of a page (head of a table).
        closing: drawn too when it is the last of a page (lower edge of a cut row).
    """

    height: float
    marks: tuple[Mark, ...] = ()
    gap: float = 0
    keep: bool = False
    heading: Strip | None = None
    closing: tuple[Mark, ...] = ()


def kept_together(strips: Sequence[Strip]) -> list[Strip]:
    """The same strips, never parted by a page break (if one page can hold them)."""
    return [dataclasses.replace(strip, keep=True) for strip in strips[:-1]] + list(strips[-1:])


def with_next(strips: Sequence[Strip]) -> list[Strip]:
    """The same strips, kept on one page with what follows them."""
    return [dataclasses.replace(strip, keep=True) for strip in strips]


def with_gap(strips: Sequence[Strip], gap: float) -> list[Strip]:
    """The same strips with white space above the first."""
    return [dataclasses.replace(strips[0], gap=gap), *strips[1:]]


def baseline(type_: Type) -> float:
    """Where letters of body size stand in a line, from its top."""
    return type_.leading - (fonts.DESCENT + 0.02) * type_.body


def paragraph(
    spans: Iterable[Span],
    width: float,
    type_: Type,
    *,
    align: Align = Align.LEFT,
    indent: float = 0,
    size: float | None = None,
) -> list[Strip]:
    """Lines of text; the first two and the last two stay together."""
    size = size or type_.body
    leading = type_.leading * size / type_.body
    lines = break_lines(spans, width - indent, size)
    strips = []
    for number, line in enumerate(lines):
        words = place(line, indent, leading - (fonts.DESCENT + 0.02) * size, size, width=width - indent, align=align)
        strips.append(Strip(leading, words, keep=number in (0, len(lines) - 2) and len(lines) > number + 1))
    return strips


def item(
    label: str, width: float, type_: Type, content: Callable[[float], list[Strip]], *, indent: float = 0
) -> list[Strip]:
    """Content behind a number or dash, its further lines below the first and not below the label."""
    start = indent + fonts.width_pt(f"{label} ", Face.REGULAR, type_.body)
    strips = [dataclasses.replace(strip, marks=moved(strip.marks, start, 0)) for strip in content(width - start)]
    numbered = (*place((Span(label),), indent, baseline(type_), type_.body), *strips[0].marks)
    return [dataclasses.replace(strips[0], marks=numbered), *strips[1:]]


def bullet(label: str, text: str, width: float, type_: Type, *, indent: float = 0) -> list[Strip]:
    """A paragraph behind a number or dash."""
    return item(label, width, type_, lambda room: paragraph([Span(text)], room, type_), indent=indent)


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A label with its value in some face; an empty value becomes dots to write on."""

    label: str
    value: str
    face: Face = Face.REGULAR

    @property
    def spans(self) -> Line:
        """Label and value as text."""
        if not self.value:
            return (Span(f"{self.label}:"),)
        return (Span(f"{self.label}: "), Span(self.value, self.face))


def fields(width: float, type_: Type, *row: Field) -> list[Strip]:
    """One or several fields side by side; beneath one another where they do not fit."""
    if len(row) > 1:
        strip = _one_line(row, width, type_)
        return [strip] if strip else [strip for field in row for strip in fields(width, type_, field)]
    (field,) = row
    strips = paragraph(field.spans, width, type_)
    if field.value:
        return strips
    words = strips[-1].marks
    dots = _dots(words[-1].bounds.right if words else 0, width, type_)
    return [*strips[:-1], dataclasses.replace(strips[-1], marks=(*words, dots))]


def _one_line(row: Sequence[Field], width: float, type_: Type) -> Strip | None:
    """Equal columns, or one field after the other where only that fits; None where nothing fits."""
    needed = [line_width(field.spans, type_.body) + (_BETWEEN if field.value else _LEAST_DOTS) for field in row]
    columns = [width / len(row)] * len(row)
    if any(need > column for need, column in zip(needed, columns, strict=True)):
        spare = width - sum(needed)
        if spare < 0:
            return None
        columns = [need + spare / len(row) for need in needed]
    marks: list[Mark] = []
    left = 0.0
    for field, column in zip(row, columns, strict=True):
        words = place(field.spans, left, baseline(type_), type_.body)
        marks.extend(words)
        left += column
        if not field.value:
            last = left > width - 0.01
            marks.append(_dots(words[-1].bounds.right, left - (0 if last else _BETWEEN), type_))
    return Strip(type_.leading, tuple(marks))


_BETWEEN = mm(3)
_LEAST_DOTS = mm(18)


def _dots(left: float, right: float, type_: Type) -> Stroke:
    at = baseline(type_)
    return Stroke(left + mm(1), at, max(right, left + mm(2)), at, 0.7, dots=True)


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, of a fixed width or sharing what the others leave; line feeds in the title are kept."""

    title: str
    align: Align = Align.LEFT
    fixed_mm: float = 0


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: float, type_: Type) -> list[Strip]:
    """Ruled rows under a head that is repeated on each page; a row taller than a third of A5 may be cut between lines."""
    flexible = sum(1 for column in columns if not column.fixed_mm)
    rest = (width - mm(sum(column.fixed_mm for column in columns))) / flexible
    widths = [mm(column.fixed_mm) or rest for column in columns]
    head_cells = [
        [
            line
            for part in column.title.split("\n")
            for line in break_lines([Span(part, Face.BOLD)], w - _PAD * 2, type_.body)
        ]
        for column, w in zip(columns, widths, strict=True)
    ]
    head = _row(head_cells, widths, [Align.CENTRE] * len(columns), type_, middle=True)
    head = dataclasses.replace(head, marks=(*head.marks, Stroke(0, 0, sum(widths), 0)))
    strips = [dataclasses.replace(head, keep=True)]
    for cells in rows:
        lines = [break_lines([Span(text)], w - _PAD * 2, type_.body) for text, w in zip(cells, widths, strict=True)]
        aligns = [column.align for column in columns]
        strips.extend(dataclasses.replace(strip, heading=head) for strip in _cut_row(lines, widths, aligns, type_))
    return strips


_PAD = mm(1.2)
_TALLEST_ROW = mm(55)


def _row(
    cells: Sequence[list[Line]], widths: Sequence[float], aligns: Sequence[Align], type_: Type, *, middle: bool = False
) -> Strip:
    """A row with its side and lower edges; text starts at the top of each cell, or stands in the ``middle``."""
    tallest = max(len(lines) for lines in cells)
    marks: list[Mark] = []
    for number in range(tallest):
        y = _PAD / 2 + number * type_.leading
        for lines, left, width, align in zip(cells, _lefts(widths), widths, aligns, strict=True):
            shift = (tallest - len(lines)) * type_.leading / 2 if middle else 0
            if number < len(lines):
                marks.extend(_in_cell(lines[number], left, y + shift, width, align, type_))
    height = tallest * type_.leading + _PAD
    return Strip(height, (*marks, *_edges(widths, height), Stroke(0, height, sum(widths), height)))


def _cut_row(cells: Sequence[list[Line]], widths: Sequence[float], aligns: Sequence[Align], type_: Type) -> list[Strip]:
    """The row as one strip, or line by line when it is so tall that it would leave half a page empty."""
    whole = _row(cells, widths, aligns, type_)
    if whole.height <= _TALLEST_ROW:
        return [whole]
    tallest = max(len(lines) for lines in cells)
    strips = []
    for number in range(tallest):
        first, last = number == 0, number == tallest - 1
        above = _PAD / 2 if first else 0
        height = above + type_.leading + (_PAD / 2 if last else 0)
        marks: list[Mark] = _edges(widths, height)
        for lines, left, width, align in zip(cells, _lefts(widths), widths, aligns, strict=True):
            if number < len(lines):
                marks.extend(_in_cell(lines[number], left, above, width, align, type_))
        edge = Stroke(0, height, sum(widths), height)
        strips.append(Strip(height, (*marks, edge) if last else tuple(marks), closing=() if last else (edge,)))
    return strips


def _in_cell(line: Line, left: float, top: float, width: float, align: Align, type_: Type) -> tuple[Mark, ...]:
    return place(line, left + _PAD, top + baseline(type_), type_.body, width=width - 2 * _PAD, align=align)


def _lefts(widths: Sequence[float]) -> list[float]:
    return [sum(widths[:number]) for number in range(len(widths))]


def _edges(widths: Sequence[float], height: float) -> list[Mark]:
    edges: list[Mark] = [Stroke(0, 0, 0, height)]
    at = 0.0
    for width in widths:
        at += width
        edges.append(Stroke(at, 0, at, height))
    return edges


def boxed(spans: Sequence[Span], width: float, type_: Type, *, size: float) -> list[Strip]:
    """Centred lines, each in a box of its own, so that they are not overlooked."""
    leading = size * 1.5
    strips = []
    for line in break_lines(spans, width - mm(4), size):
        half = line_width(line, size) / 2 + mm(2)
        left, right, top, bottom = width / 2 - half, width / 2 + half, 0.0, leading
        edges = (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        )
        words = place(line, 0, leading - size * 0.42, size, width=width, align=Align.CENTRE)
        strips.append(Strip(leading, (*words, *(Stroke(*edge, 0.8) for edge in edges)), gap=type_.gap))
    return strips


def centred(mark: Fill, width: float) -> Fill:
    """The same symbol in the middle of ``width``."""
    return mark.moved((width - mark.bounds.width) / 2 - mark.bounds.left, 0)


def paginate(strips: Sequence[Strip], sheet: Sheet) -> list[Page]:
    """Fills pages from the top; what is kept together moves to the next page as one if it does not fit."""
    pages: list[list[Mark]] = [[]]
    at = 0.0
    left, top = mm(sheet.left), mm(sheet.top)
    last: Strip | None = None
    for cluster in _clusters(strips, sheet.frame_height):
        needed = sum(strip.height + strip.gap for strip in cluster)
        if at and at + needed > sheet.frame_height + 0.01:
            if last:
                pages[-1].extend(moved(last.closing, left, top + at - last.height))
            pages.append([])
            at = 0.0
        for strip in cluster:
            if at:
                at += strip.gap
            elif strip.heading:
                pages[-1].extend(moved(strip.heading.marks, left, top))
                at = strip.heading.height
            pages[-1].extend(moved(strip.marks, left, top + at))
            at += strip.height
            last = strip
    return [Page(mm(sheet.width), mm(sheet.height), tuple(marks)) for marks in pages]


def _clusters(strips: Sequence[Strip], most: float) -> list[list[Strip]]:
    clusters: list[list[Strip]] = [[]]
    for strip in strips:
        clusters[-1].append(strip)
        if not strip.keep:
            clusters.append([])
    fitting: list[list[Strip]] = []
    for cluster in filter(None, clusters):
        if sum(strip.height + strip.gap for strip in cluster) <= most:
            fitting.append(cluster)
        else:
            fitting.extend([strip] for strip in cluster)
    return fitting
