"""Administrative units: the present provinces and communes, searched by name, and where an old three-part address lies today.

Since 2025-07-01 there are provinces and communes only, no districts. Cards and papers will carry older addresses for decades; they
are kept as written, and the present unit beside them is suggested here, never filled in unasked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from desk_app import resources
from desk_app.desk.old_units import OldCommune, OldProvince, OldUnits
from desk_app.desk.unit_names import has_type, parts_of, short_key, spaceless
from desk_app.domain.vietnamese import fold

_DISTRICT_TYPES = ("huyen ", "h ", "quan ", "q ", "thi xa ", "tx ", "thanh pho ", "tp ")


@dataclasses.dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally-run city: two-digit code and full name ("Tỉnh Cà Mau")."""

    code: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Commune:
    """A commune, ward or special zone (xã, phường, đặc khu): five-digit code and full name."""

    code: str
    name: str
    province: str


@dataclasses.dataclass(frozen=True, slots=True)
class UnitChange:
    """A change of name after the first day of validity, with its legal basis."""

    on: dt.date
    code: str
    name: str
    was: str
    basis: str


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """Something a search found: a province, or a commune with its province."""

    province: Province
    commune: Commune | None = None

    @property
    def label(self) -> str:
        """Full names, smallest first: "Xã Đất Mũi, Tỉnh Cà Mau"."""
        return f"{self.commune.name}, {self.province.name}" if self.commune else self.province.name


class SuggestionKind(enum.StrEnum):
    """How sure a suggestion is."""

    PRESENT = "present"
    """The address names a present commune."""
    MERGED = "merged"
    """The old commune went into this one as a whole."""
    DIVIDED = "divided"
    """The old commune was divided; this is where most addresses lie, the others stand beside it."""
    PROVINCE_ONLY = "province_only"
    """Only the province could be told."""


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """The present unit an address lies in, for a person to confirm.

    Attributes:
        commune: None when only the province could be told.
        others: further communes in question when the old one was divided.
        old: full name of the old unit, empty when the address names present ones.
    """

    kind: SuggestionKind
    province: Province
    commune: Commune | None = None
    others: tuple[Commune, ...] = ()
    old: str = ""

    @property
    def explanation(self) -> str:
        """What became what, as names: "Xã Viên An, Huyện Ngọc Hiển, Tỉnh Cà Mau → Xã Đất Mũi, Tỉnh Cà Mau"."""
        now = Match(self.province, self.commune).label
        divided = f" ({', '.join(commune.name for commune in self.others)}?)" if self.others else ""
        return f"{self.old} → {now}{divided}" if self.old else now


class Units:
    """The units in force on one day.

    Attributes:
        valid_from: first day of validity of the list, noted beside every structured address.
        changes: dated changes since then, in force on the day or not.
    """

    def __init__(
        self,
        provinces: Iterable[Province],
        communes: Iterable[Commune],
        *,
        valid_from: dt.date,
        source: str,
        changes: tuple[UnitChange, ...] = (),
        old: OldUnits | None = None,
    ) -> None:
        self.valid_from = valid_from
        self.source = source
        self.changes = changes
        self._provinces = {province.code: province for province in provinces}
        self._communes = {commune.code: commune for commune in communes}
        self._by_province: dict[str, list[Commune]] = {code: [] for code in self._provinces}
        for commune in self._communes.values():
            self._by_province[commune.province].append(commune)
        self._old = old
        self._index = [(fold(match.label), match) for match in self._all()]

    @property
    def provinces(self) -> tuple[Province, ...]:
        """All provinces by code."""
        return tuple(self._provinces.values())

    def communes(self, province: str) -> tuple[Commune, ...]:
        """The communes of a province by code; empty for an unknown province."""
        return tuple(self._by_province.get(province, ()))

    def province(self, code: str) -> Province | None:
        """The province of this code."""
        return self._provinces.get(code)

    def commune(self, code: str) -> Commune | None:
        """The commune of this code."""
        return self._communes.get(code)

    def find(self, text: str, *, province: str | None = None, limit: int = 20) -> tuple[Match, ...]:
        """Units whose words begin with the words typed, without regard to marks and case; the closest first."""
        words = fold(text).split()
        if not words:
            return ()
        found = []
        for label, match in self._index:
            if province is not None and match.province.code != province:
                continue
            if all(f" {word}" in f" {label}" for word in words):
                found.append((_rank(" ".join(words), match), label, match))
        found.sort(key=lambda entry: entry[:2])
        return tuple(match for _, _, match in found[:limit])

    def resolve_old(self, address: str) -> Suggestion | None:
        """The present unit of an address as written on a card or paper, old three-part or present two-part.

        None when not even the province can be told.
        """
        parts = parts_of(address)
        province = self._old.province(parts[-1]) if self._old and parts else None
        if province is None or province.present not in self._provinces:
            return None
        found = _old_commune(province, parts[:-1]) or self._present_commune(province, parts[:-1])
        if isinstance(found, Commune):
            return Suggestion(SuggestionKind.PRESENT, self._provinces[found.province], found)
        found = found or _commune_without_district(province, parts[:-1])
        successors = [c for c in (self.commune(code) for code in found.successors) if c] if found else []
        if found is None or not successors:
            return self._province_only(province)
        kind = SuggestionKind.MERGED if len(successors) == 1 else SuggestionKind.DIVIDED
        here = self._provinces[successors[0].province]
        return Suggestion(kind, here, successors[0], tuple(successors[1:]), found.full_name)

    def _province_only(self, old: OldProvince) -> Suggestion:
        present = self._provinces[old.present]
        was = old.name if short_key(old.name) != short_key(present.name) else ""
        return Suggestion(SuggestionKind.PROVINCE_ONLY, present, old=was)

    def _present_commune(self, province: OldProvince, parts: list[str]) -> Commune | None:
        if not parts or fold(parts[-1]).startswith(_DISTRICT_TYPES):
            return None
        key = spaceless if has_type(parts[-1]) else short_key
        named = [c for c in self._by_province[province.present] if key(c.name) == key(parts[-1])]
        return named[0] if len(named) == 1 else None

    def _all(self) -> Iterable[Match]:
        for province in self._provinces.values():
            yield Match(province)
            for commune in self._by_province[province.code]:
                yield Match(province, commune)


def _old_commune(province: OldProvince, parts: list[str]) -> OldCommune | None:
    if not parts:
        return None
    if len(parts) >= 2 and (found := province.commune(parts[-1], parts[-2])):
        return found
    return province.commune(parts[-1], "")  # an island district without communes


def _commune_without_district(province: OldProvince, parts: list[str]) -> OldCommune | None:
    """The district is missing from the address, or was renamed or divided shortly before 2025."""
    candidates = [part for part in reversed(parts[-2:]) if not fold(part).startswith(_DISTRICT_TYPES)]
    return next((found for part in candidates if (found := province.commune_anywhere(part))), None)


def _rank(typed: str, match: Match) -> tuple[int, int]:
    name = match.commune.name if match.commune else match.province.name
    folded = fold(name)
    bare = folded.split(" ", 1)[-1] if match.commune else folded.removeprefix("tinh ").removeprefix("thanh pho ")
    closeness = 0 if typed in (folded, bare) else 1 if bare.startswith(typed) or folded.startswith(typed) else 2
    return closeness, 0 if match.commune is None else 1


def load(*, on: dt.date) -> Units:
    """The units that are shipped, with the names in force on a day."""
    folder = resources.path("units")
    return read(folder / "units-2025-07.json", on=on, old=OldUnits(folder / "merge-2025-07.json.gz"))


def read(file: Path, *, on: dt.date, old: OldUnits | None = None) -> Units:
    """A unit list from a file (``desk-app-units``); OSError or ValueError if it is not one."""
    document = json.loads(file.read_text(encoding="utf-8"))
    if document.get("format") != "desk-app-units" or document.get("format_version") != 1:
        msg = f"{file.name} is not a unit list of version 1"
        raise ValueError(msg)
    changes = tuple(
        UnitChange(dt.date.fromisoformat(c["on"]), c["code"], c["name"], c["was"], c["basis"])
        for c in document["changes"]
    )
    renamed: Mapping[str, str] = {c.code: c.name for c in sorted(changes, key=lambda c: c.on) if c.on <= on}
    provinces, communes = [], []
    for entry in document["provinces"]:
        code = entry["code"]
        provinces.append(Province(code, renamed.get(code, entry["name"])))
        communes += [Commune(number, renamed.get(number, name), code) for number, name in entry["communes"]]
    return Units(
        provinces,
        communes,
        valid_from=dt.date.fromisoformat(document["valid_from"]),
        source=document["source"],
        changes=changes,
        old=old,
    )
