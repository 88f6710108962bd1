"""Breaks text of several faces into lines of a given width."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Iterator, Sequence

from desk_app.forms import fonts
from desk_app.forms.fonts import Face
from desk_app.forms.page import Word


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one face."""

    text: str
    face: Face = Face.REGULAR


TIE = "\u00a0"
"""A space at which no line breaks; on paper, and to whoever copies text from it, a space like any other."""


class Align(enum.Enum):
    """Where a line stands in its width."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


Line = tuple[Span, ...]


def break_lines(spans: Iterable[Span], width: float, size: float) -> list[Line]:
    """Lines no wider than ``width``; breaks at spaces, and inside a word only when the word alone is too wide.

    The text must be ``fonts.printable``. At least one line is given, empty for empty text.
    """
    lines: list[list[Span]] = [[]]
    used = 0.0
    for piece in _pieces(spans, width, size):
        advance = sum(fonts.width_pt(s.text, s.face, size) for s in piece)
        visible = advance - _trailing_space(piece, size)
        if lines[-1] and used + visible > width:
            lines.append([])
            used = 0.0
        lines[-1].extend(piece)
        used += advance
    return [_joined(line) for line in lines]


def line_width(line: Line, size: float) -> float:
    """Advance width of a line."""
    return sum(fonts.width_pt(s.text, s.face, size) for s in line)


def place(
    line: Line, x: float, baseline: float, size: float, *, width: float = 0, align: Align = Align.LEFT
) -> tuple[Word, ...]:
    """The words of one line, from ``x`` or aligned within ``width`` from there."""
    at = x + (width - line_width(line, size)) * align.value if width else x
    words = []
    for span in line:
        words.append(Word(at, baseline, span.text, span.face, size))
        at += fonts.width_pt(span.text, span.face, size)
    return tuple(words)


def _pieces(spans: Iterable[Span], width: float, size: float) -> Iterator[list[Span]]:
    """What may not be broken: a word with the space after it, which may cross from one face into the next."""
    piece: list[Span] = []
    for span in spans:
        for part in _words(span.text):
            piece.append(Span(part, span.face))
            if part.endswith(" "):
                yield from _fitting(piece, width, size)
                piece = []
    if piece:
        yield from _fitting(piece, width, size)


def _words(text: str) -> list[str]:
    parts = text.split(" ")
    return [word + " " for word in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _fitting(piece: list[Span], width: float, size: float) -> Iterator[list[Span]]:
    if line_width(tuple(piece), size) - _trailing_space(piece, size) <= width:
        yield piece
        return
    for span in piece:
        start, used = 0, 0.0
        for at, letter in enumerate(span.text):
            advance = fonts.width_pt(letter, span.face, size)
            if at > start and letter != " " and used + advance > width:
                yield [Span(span.text[start:at], span.face)]
                start, used = at, 0.0
            used += advance
        yield [Span(span.text[start:], span.face)]


def _trailing_space(piece: Sequence[Span], size: float) -> float:
    return fonts.width_pt(" ", piece[-1].face, size) if piece and piece[-1].text.endswith(" ") else 0.0


def _joined(line: Sequence[Span]) -> Line:
    """Neighbours of one face as one span, so that a reader of the PDF finds whole phrases; no space at the end."""
    joined: list[Span] = []
    for span in line:
        if joined and joined[-1].face is span.face:
            joined[-1] = Span(joined[-1].text + span.text, span.face)
        else:
            joined.append(span)
    if joined:
        joined[-1] = Span(joined[-1].text.rstrip(" "), joined[-1].face)
    return tuple(Span(span.text.replace(TIE, " "), span.face) for span in joined if span.text)
