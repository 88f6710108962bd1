"""Reads catalogues in this program's own format: the sample catalogue that is shipped, and lists an office writes by hand.

The format (``desk-app-catalogue``, version 1) is one JSON object::

    {"format": "desk-app-catalogue", "format_version": 1, "label": "…", "source": "…", "sample": true,
     "valid_from": "2026-07-01", "valid_to": null,
     "papers": {"GTTT": {paper}},                       papers that many procedures ask for
     "procedures": [{"code": "1.001193", "name": "…", "field": "…", "levels": ["Cấp xã"], "decision": "…", "agency": "…",
       "cases":      [{"code": "…", "name": "…"}],
       "times":      [{"channel": "direct", "case": null, "amount": 3, "unit": "working_day", "unit_assumed": false}],
       "fees":       [{"name": "…", "amount_vnd": 8000, "channel": null, "case": null, "note": "…"}],
       "components": [{"name": "…", "originals": 1, "copies": 0, "mandatory": true, "presented_only": false,
                       "alternatives": "…", "case": null, "form": "…"}, {"use": "GTTT"}],
       "results": ["…"], "notes": ["…"], "same_day_cutoff": "15:00", "receipt_on_request": false}]}

Everything but ``code`` and ``name`` may be left out. Unlike the portal's files this format is ours: an error is an error.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desk_app import resources
from desk_app.domain.procedure import (
    Channel,
    Duration,
    FeeItem,
    OnlineLevel,
    Procedure,
    ProcedureCase,
    ProcessingTime,
    RequiredComponent,
    SupplementPolicy,
    TimeUnit,
)
from desk_app.domain.vietnamese import tidy

FORMAT = "desk-app-catalogue"
CODE = re.compile(r"[1-6]\.\d{6}")


class CatalogueInvalid(Exception):
    """A catalogue in our own format does not follow it.

    Attributes:
        where: the procedure code, or the part of the file.
        reason: what is wrong, as a stable key or the name of the faulty field.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class OwnCatalogue:
    """A catalogue in our own format.

    Attributes:
        label: what it is, for people ("dữ liệu mẫu, tra cứu tháng 6–7/2026").
    """

    label: str
    source: str
    sample: bool
    procedures: tuple[Procedure, ...]

    def cutoffs(self) -> dict[str, dt.time]:
        """The same-day hours by procedure code, for imports whose published text does not carry them."""
        return {p.code: p.same_day_cutoff for p in self.procedures if p.same_day_cutoff is not None}


def sample() -> OwnCatalogue:
    """The sample catalogue that is shipped for trying."""
    return load(resources.path("catalogue", "sample-procedures.json"))


def load(file: Path) -> OwnCatalogue:
    """Read a catalogue in our own format.

    Raises:
        OSError: the file cannot be read.
        CatalogueInvalid: it is not in this format, or a procedure in it is wrong.
    """
    try:
        document = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise CatalogueInvalid(file.name, "not_json") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise CatalogueInvalid(file.name, "not_this_format")
    if document.get("format_version") != 1:
        raise CatalogueInvalid(file.name, "newer_format")
    return _catalogue(document, file.name)


def is_own_format(head: str) -> bool:
    """Whether a file beginning with these characters claims to be in our own format."""
    return f'"{FORMAT}"' in head[:4096]


def _catalogue(document: Mapping[str, Any], name: str) -> OwnCatalogue:
    procedures: dict[str, Procedure] = {}
    for entry in document.get("procedures", []):
        code = str(entry.get("code", "")) if isinstance(entry, dict) else ""
        try:
            procedure = _procedure(entry, document)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CatalogueInvalid(code or name, str(error)) from error
        if code in procedures:
            raise CatalogueInvalid(code, "duplicate")
        procedures[code] = procedure
    if not procedures:
        raise CatalogueInvalid(name, "empty")
    return OwnCatalogue(
        label=str(document.get("label", "")),
        source=str(document.get("source", "")),
        sample=bool(document.get("sample", False)),
        procedures=tuple(procedures.values()),
    )


def _procedure(entry: Mapping[str, Any], document: Mapping[str, Any]) -> Procedure:
    code, name = entry["code"], tidy(entry["name"])
    if CODE.fullmatch(code) is None or not name:
        raise CatalogueInvalid(str(code), "bad_code_or_name")
    cases = tuple(ProcedureCase(c["code"], tidy(c["name"])) for c in entry.get("cases", []))
    papers = document.get("papers", {})
    asked = [{**papers[c["use"]], **c} if "use" in c else c for c in entry.get("components", [])]
    components = tuple(_component(c, position) for position, c in enumerate(asked, start=1))
    times = tuple(_time(t) for t in entry.get("times", []))
    fees = tuple(_fee(f) for f in entry.get("fees", []))
    used = {part.case for part in components} | {part.case for part in times} | {part.case for part in fees}
    if not used <= {case.code for case in cases} | {None}:
        raise CatalogueInvalid(code, "unknown_case")
    if len({component.code for component in components}) != len(components):
        raise CatalogueInvalid(code, "duplicate_component")
    return Procedure(
        code=code,
        name=name,
        field=tidy(entry.get("field", "")),
        levels=_lines(entry, "levels"),
        audience=_lines(entry, "audience"),
        decision=tidy(entry.get("decision", "")),
        agency=tidy(entry.get("agency", "")),
        online_level=OnlineLevel(entry["online_level"]) if entry.get("online_level") else None,
        cases=cases,
        components=components,
        times=times,
        fees=fees,
        results=_lines(entry, "results"),
        notes=_lines(entry, "notes"),
        same_day_cutoff=dt.time.fromisoformat(entry["same_day_cutoff"]) if entry.get("same_day_cutoff") else None,
        receipt_on_request=bool(entry.get("receipt_on_request", False)),
        supplement_policy=SupplementPolicy(entry.get("supplement_policy", SupplementPolicy.RESTART)),
        sample=bool(document.get("sample", False)),
        valid_from=_day(entry.get("valid_from", document.get("valid_from"))),
        valid_to=_day(entry.get("valid_to", document.get("valid_to"))),
        source=_source(entry, document),
    )


def _source(entry: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    parts = [
        document.get("label", ""),
        entry.get("source", document.get("source", "")),
        entry.get("same_day_source", ""),
    ]
    return "; ".join(tidy(part) for part in parts if part)


def _component(entry: Mapping[str, Any], position: int) -> RequiredComponent:
    originals, copies = int(entry.get("originals", 1)), int(entry.get("copies", 0))
    if not 0 < originals + copies < 100 or min(originals, copies) < 0:
        raise ValueError("originals or copies")
    return RequiredComponent(
        code=entry.get("code", f"c{position:02d}"),
        name=tidy(entry["name"]),
        originals=originals,
        copies=copies,
        mandatory=bool(entry.get("mandatory", True)),
        presented_only=bool(entry.get("presented_only", False)),
        case=entry.get("case"),
        alternatives=entry.get("alternatives", ""),
        form=tidy(entry.get("form", "")),
    )


def _time(entry: Mapping[str, Any]) -> ProcessingTime:
    duration = None
    if entry.get("amount") is not None:
        amount = int(entry["amount"])
        if amount < 0:
            raise ValueError("amount")
        duration = Duration(amount, TimeUnit(entry["unit"]), bool(entry.get("unit_assumed", False)))
    return ProcessingTime(
        channel=_channel(entry), case=entry.get("case"), duration=duration, note=tidy(entry.get("note", ""))
    )


def _fee(entry: Mapping[str, Any]) -> FeeItem:
    amount = entry.get("amount_vnd")
    if amount is not None and (not isinstance(amount, int) or amount < 0):
        raise ValueError("amount_vnd")
    return FeeItem(
        name=tidy(entry["name"]),
        amount_vnd=amount,
        channel=_channel(entry),
        case=entry.get("case"),
        note=tidy(entry.get("note", "")),
    )


def _channel(entry: Mapping[str, Any]) -> Channel | None:
    return Channel(entry["channel"]) if entry.get("channel") else None


def _lines(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(tidy(line) for line in entry.get(key, []))


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if value else None
