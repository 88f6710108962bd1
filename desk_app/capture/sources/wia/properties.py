"""Properties of WIA's devices and items: by id, with the values they allow; the nearest is set, and what cannot be set is left."""

from __future__ import annotations

from collections.abc import Iterator

from desk_app.capture.sources.wia.automation import ComFailed, ComObject
from desk_app.capture.sources.wia.words import Code, Property

_RANGE, _LIST = 1, 2
_MOST_VALUES = 10_000


class Properties:
    """The properties of one object."""

    def __init__(self, owner: ComObject) -> None:
        self._all: ComObject = owner.get("Properties")

    def number(self, which: Property) -> int | None:
        """Its value; None when the driver has no such property."""
        found = self._find(which)
        value = found.get("Value") if found is not None else None
        return value if isinstance(value, int) else None

    def set_nearest(self, which: Property, value: float) -> int | None:
        """Set the allowed value nearest to this one and say which; None where there is nothing to be set."""
        found = self._find(which)
        if found is None or found.get("IsReadOnly"):
            return None
        chosen = _nearest(found, value)
        try:
            found.put("Value", chosen)
        except ComFailed as error:
            if error.code != Code.INVALID_ARGUMENT:
                raise
            return None  # a driver that offers what it then refuses scans with what it has
        return chosen

    def _find(self, which: Property) -> ComObject | None:
        # A number would be a position in the list; the id is found by its text.
        key = str(int(which))
        if not self._all.get("Exists", key):
            return None
        found = self._all.get("Item", key)
        return found if isinstance(found, ComObject) else None


def _nearest(found: ComObject, value: float) -> int:
    kind = found.get("SubType")
    if kind == _RANGE:
        low, high, step = (int(found.get(f"SubType{word}")) for word in ("Min", "Max", "Step"))
        inside = min(max(value, low), high)
        return min(low + round((inside - low) / step) * step, high) if step > 0 else round(inside)
    if kind == _LIST:
        allowed = list(_values(found.get("SubTypeValues")))
        if allowed:
            return min(allowed, key=lambda entry: abs(entry - value))
    return round(value)


def _values(vector: ComObject) -> Iterator[int]:
    for position in range(1, min(int(vector.get("Count")), _MOST_VALUES) + 1):
        value = vector.get("Item", position)
        if isinstance(value, int):
            yield value
