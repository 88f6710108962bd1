"""XML that comes from the network: read with limits, and without any document type, so that no entity can do anything."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from desk_app.capture.errors import CaptureError

MOST_BYTES = 512 * 1024
_MOST_ELEMENTS = 20_000
_DEEPEST = 48


class BadMarkup(CaptureError):
    """It is no XML, or XML that no scanner has a reason to send; told as ``DeviceFailed`` to whoever scans."""


class Element:
    """One element: its name without the namespace, the text directly in it, and what it contains."""

    __slots__ = ("children", "name", "text")

    def __init__(self, name: str) -> None:
        self.name = name
        self.text = ""
        self.children: list[Element] = []

    def all(self, name: str) -> Iterator[Element]:
        """Every element of this name below, at any depth, in document order."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.all(name)

    def first(self, name: str) -> Element | None:
        """The first element of this name below."""
        return next(self.all(name), None)

    def value(self, name: str) -> str:
        """The text of the first element of this name below, without white space around it; empty if there is none."""
        found = self.first(name)
        return found.text.strip() if found is not None else ""

    def values(self, name: str) -> tuple[str, ...]:
        """The texts of all of them that have one."""
        return tuple(text for found in self.all(name) if (text := found.text.strip()))

    def number(self, name: str, default: int = 0) -> int:
        """The same as a number that is not negative; ``default`` for anything else."""
        return whole_number(self.value(name), default)


def whole_number(text: str, default: int = 0) -> int:
    """Digits as a number; ``default`` for anything else, and for numbers nobody needs here."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else default


def parse(data: bytes, *, root: str) -> Element:
    """The root element, which must have this name.

    Raises:
        BadMarkup: it is something else, too big, too deep, or has a document type (and with it perhaps entities).
    """
    if len(data) > MOST_BYTES:
        raise BadMarkup("size")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise BadMarkup(type(error).__name__) from None
    if reader.root is None or reader.root.name != root:
        raise BadMarkup("root")
    return reader.root


class _Reader:
    def __init__(self) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        self.parser = parser
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def _begin(self, name: str, _attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST_ELEMENTS or len(self._open) >= _DEEPEST:
            raise BadMarkup("structure")
        element = Element(name.rpartition("}")[2])
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text


def _refuse(*_: object) -> int:
    raise BadMarkup("document type")
