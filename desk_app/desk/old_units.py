"""The 10,040 communes, districts and 63 provinces up to 2025-06-30, and which present communes they became."""

from __future__ import annotations

import collections
import dataclasses
import functools
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from desk_app.desk.unit_names import short_key, spaceless
from desk_app.domain.vietnamese import tidy


@dataclasses.dataclass(frozen=True, slots=True)
class OldCommune:
    """A commune of the three-tier administration.

    Attributes:
        name: as "Xã Khánh Hội"; empty for an island district that had no communes.
        successors: codes of the present communes it went into, the usual one first; several when it was divided.
    """

    name: str
    district: str
    province: str
    successors: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """All three tiers."""
        return ", ".join(part for part in (self.name, self.district, self.province) if part)


@dataclasses.dataclass(frozen=True, slots=True)
class _District:
    name: str
    keys: frozenset[str]
    communes: tuple[tuple[OldCommune, frozenset[str]], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class OldProvince:
    """A province of the three-tier administration and the code of the present one it belongs to."""

    name: str
    present: str
    keys: frozenset[str]
    districts: tuple[_District, ...]

    def commune(self, district: str, commune: str) -> OldCommune | None:
        """The commune of these names, None if there is no such district or commune, or several."""
        districts = [d for d in self.districts if _names(district) & d.keys]
        return _only([c for d in districts for c in d.communes], commune)

    def has_district(self, name: str) -> bool:
        """Whether a district carried this name."""
        return any(_names(name) & d.keys for d in self.districts)

    def commune_anywhere(self, commune: str) -> OldCommune | None:
        """The commune of this name whatever its district, None unless there is exactly one."""
        return _only([c for d in self.districts for c in d.communes], commune)


class OldUnits:
    """The table, read at first use and keyed province by province, because only old addresses need it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._built: dict[int, OldProvince] = {}

    def province(self, name: str) -> OldProvince | None:
        """The old province of this name, abbreviation or common spelling."""
        wanted = _names(name)
        number = next((number for number, keys in enumerate(self._province_keys) if wanted & keys), None)
        if number is None:
            return None
        if number not in self._built:
            self._built[number] = self._build(number)
        return self._built[number]

    @functools.cached_property
    def _table(self) -> Mapping[str, Any]:
        table: dict[str, Any] = json.loads(gzip.decompress(self._file.read_bytes()))
        return table

    @functools.cached_property
    def _province_keys(self) -> tuple[frozenset[str], ...]:
        return tuple(_keys(name, aliases) for name, _, aliases in self._table["provinces"])

    @functools.cached_property
    def _rows(self) -> Mapping[int, list[Sequence[Any]]]:
        rows: dict[int, list[Sequence[Any]]] = collections.defaultdict(list)
        for row in self._table["wards"]:
            rows[row[0]].append(row)
        return rows

    def _build(self, number: int) -> OldProvince:
        name, present, _ = self._table["provinces"][number]
        districts = tuple(
            _district(district, aliases, self._rows[position], name)
            for position, (owner, district, aliases) in enumerate(self._table["districts"])
            if owner == number
        )
        return OldProvince(name, present, self._province_keys[number], districts)


def _district(name: str, aliases: Sequence[str], rows: Sequence[Sequence[Any]], province: str) -> _District:
    communes = []
    for _, ward, successors, *more in rows:
        codes = (successors,) if isinstance(successors, str) else tuple(successors)
        communes.append((OldCommune(ward, name, province, codes), _keys(ward, more[0] if more else ())))
    return _District(name, _keys(name, aliases), tuple(communes))


def _names(name: str) -> frozenset[str]:
    return frozenset((spaceless(name), short_key(name)))


def _keys(name: str, aliases: Sequence[str]) -> frozenset[str]:
    return frozenset((spaceless(name), short_key(name), *(spaceless(alias) for alias in aliases)))


def _only(candidates: Sequence[tuple[OldCommune, frozenset[str]]], name: str) -> OldCommune | None:
    """The one candidate of that name; of several the one whose full name, else whose exact spelling agrees."""
    short, whole = short_key(name), spaceless(name)
    named = [(commune, keys) for commune, keys in candidates if short in keys]
    if len(named) > 1:
        named = [pair for pair in named if whole in pair[1]] or named
    if len(named) > 1:
        spelling = tidy(name).casefold()
        named = [pair for pair in named if pair[0].name.casefold().endswith(spelling)] or named
    return named[0][0] if len(named) == 1 else None
