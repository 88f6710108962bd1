"""Reading JSON that somebody else wrote: every field is checked for presence, type and size before it is believed.

::

    WireError           a message does not follow the contract (field, detail); the detail never quotes the value
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import unicodedata
from typing import TypeVar

from desk_app import clock

E = TypeVar("E", bound=enum.StrEnum)

MAX_TEXT = 4_000
MAX_INTEGER = 2**53 - 1  # what every JSON reader can hold exactly

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class WireError(Exception):
    """A message does not follow the contract.

    Attributes:
        field: dotted path, as in ``body.dossier.applicant.phone``.
        detail: what is wrong, free of the value itself.
    """

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.detail = detail


class Record:
    """A JSON object with its path; each reader names what it wants and raises WireError when it is not there."""

    __slots__ = ("_values", "path")

    def __init__(self, value: object, path: str = "") -> None:
        self.path = path
        if not isinstance(value, dict):
            raise WireError(path or "message", "not an object")
        self._values = value

    def at(self, name: str) -> str:
        """The dotted path of one of its fields."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self._values.get(name) is not None

    def text(self, name: str, *, limit: int = MAX_TEXT, required: bool = False) -> str:
        """Text in NFC of at most ``limit`` characters; empty is allowed unless ``required``."""
        value = self._get(name)
        if not isinstance(value, str):
            raise WireError(self.at(name), "not text")
        if len(value) > limit:
            raise WireError(self.at(name), "too long")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:  # half of a surrogate pair, legal in JSON, unstorable everywhere
            raise WireError(self.at(name), "not Unicode text") from None
        if "\x00" in value:  # PostgreSQL cannot store it
            raise WireError(self.at(name), "contains a null character")
        if required and not value.strip():
            raise WireError(self.at(name), "empty")
        return unicodedata.normalize("NFC", value)

    def maybe_text(self, name: str, *, limit: int = MAX_TEXT) -> str | None:
        """Text, or None where the field is null or absent."""
        return self.text(name, limit=limit) if self.has(name) else None

    def uuid(self, name: str) -> str:
        """A UUID in its 36 lower-case characters."""
        return self._matching(name, _UUID, "not a UUID")

    def sha256(self, name: str) -> str:
        """A SHA-256 in 64 lower-case hexadecimal digits."""
        return self._matching(name, _SHA256, "not a SHA-256")

    def integer(self, name: str, *, least: int = 0) -> int:
        """A whole number not below ``least``."""
        value = self._get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise WireError(self.at(name), "not a whole number")
        if not least <= value <= MAX_INTEGER:
            raise WireError(self.at(name), "out of range")
        return value

    def maybe_integer(self, name: str) -> int | None:
        """A whole number, or None where the field is null or absent."""
        return self.integer(name) if self.has(name) else None

    def boolean(self, name: str) -> bool:
        """True or false and nothing that resembles it."""
        value = self._get(name)
        if not isinstance(value, bool):
            raise WireError(self.at(name), "not true or false")
        return value

    def moment(self, name: str) -> dt.datetime:
        """An aware moment in Vietnam time."""
        try:
            value = dt.datetime.fromisoformat(self.text(name, limit=40))
            if value.tzinfo is None:
                raise WireError(self.at(name), "without a time zone")
            return value.astimezone(clock.VIETNAM)
        except (ValueError, OverflowError):
            raise WireError(self.at(name), "not a moment") from None

    def maybe_moment(self, name: str) -> dt.datetime | None:
        """A moment, or None where the field is null or absent."""
        return self.moment(name) if self.has(name) else None

    def day(self, name: str) -> dt.date:
        """A day as ``YYYY-MM-DD``."""
        try:
            return dt.date.fromisoformat(self.text(name, limit=10))
        except ValueError:
            raise WireError(self.at(name), "not a day") from None

    def maybe_day(self, name: str) -> dt.date | None:
        """A day, or None where the field is null or absent."""
        return self.day(name) if self.has(name) else None

    def choice(self, name: str, kind: type[E]) -> E:
        """A member of a closed set."""
        try:
            return kind(self.text(name, limit=100))
        except ValueError:
            raise WireError(self.at(name), "not one of the known values") from None

    def maybe_choice(self, name: str, kind: type[E]) -> E | None:
        """A member of a closed set, or None where the field is null or absent."""
        return self.choice(name, kind) if self.has(name) else None

    def record(self, name: str) -> Record:
        """An object inside this one."""
        return Record(self._get(name), self.at(name))

    def maybe_record(self, name: str) -> Record | None:
        """An object inside this one, or None where the field is null or absent."""
        return self.record(name) if self.has(name) else None

    def items(self, name: str, *, limit: int) -> list[object]:
        """A list of at most ``limit`` things."""
        value = self._get(name)
        if not isinstance(value, list):
            raise WireError(self.at(name), "not a list")
        if len(value) > limit:
            raise WireError(self.at(name), "too many")
        return value

    def records(self, name: str, *, limit: int) -> list[Record]:
        """A list of at most ``limit`` objects."""
        return [Record(item, f"{self.at(name)}.{index}") for index, item in enumerate(self.items(name, limit=limit))]

    def plain(self, name: str) -> dict[str, object]:
        """An object as it came, for bodies that are read later."""
        value = self._get(name)
        if not isinstance(value, dict):
            raise WireError(self.at(name), "not an object")
        return value

    def _get(self, name: str) -> object:
        if name not in self._values:
            raise WireError(self.at(name), "missing")
        return self._values[name]

    def _matching(self, name: str, pattern: re.Pattern[str], complaint: str) -> str:
        value = self.text(name, limit=64)
        if not pattern.fullmatch(value):
            raise WireError(self.at(name), complaint)
        return value


def moment_text(value: dt.datetime) -> str:
    """A moment as it travels: ISO 8601 with ``+07:00``; ValueError for a naive one."""
    if value.tzinfo is None:
        msg = "a naive moment must not travel"
        raise ValueError(msg)
    return value.astimezone(clock.VIETNAM).isoformat()
