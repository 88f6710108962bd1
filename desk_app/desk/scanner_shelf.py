"""Scan profiles as they are kept in the store: one setting, JSON with a version. What cannot be understood is left out."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.capture.devices import PaperSource
from desk_app.desk.capturing import Device

if TYPE_CHECKING:
    from desk_app.store.settings import Settings as Shelf

SETTING = "scanners"
VERSION = 1
KEYS = range(1, 10)
RESOLUTIONS = range(75, 1201)
MOST_LETTERS = 80


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ScanProfile:
    """A device and how to scan with it, under one key.

    Attributes:
        key: 1 to 9, for Ctrl+1…9.
        name: what people call it.
        paper: from where it takes the paper.
    """

    key: int
    name: str
    device: Device
    paper: PaperSource = PaperSource.FLATBED
    dpi: int = 300
    colour: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """All profiles by key, and the key of the one that worked last (0: none)."""

    profiles: tuple[ScanProfile, ...] = ()
    last: int = 0


Change = Callable[[Kept], Kept]


def load(shelf: Shelf) -> Kept:
    """What is kept; nothing when it was never kept, or by a version that wrote it otherwise."""
    try:
        found = json.loads(shelf.get(SETTING) or "{}")
    except (ValueError, RecursionError):
        return Kept()
    if not isinstance(found, dict) or found.get("version") != VERSION:
        return Kept()
    rows = found.get("profiles")
    read = [_profile(row) for row in rows] if isinstance(rows, list) else []
    by_key = {profile.key: profile for profile in read if profile is not None}
    last = found.get("last")
    return Kept(tuple(by_key[key] for key in sorted(by_key)), last if isinstance(last, int) else 0)


def put(shelf: Shelf, kept: Kept) -> None:
    """Write all of it."""
    rows = [
        {
            "key": p.key,
            "name": p.name,
            "kind": p.device.kind,
            "address": p.device.address,
            "device": p.device.name,
            "papers": [str(paper) for paper in p.device.papers],
            "paper": str(p.paper),
            "dpi": p.dpi,
            "colour": p.colour,
        }
        for p in kept.profiles
    ]
    text = json.dumps({"version": VERSION, "last": kept.last, "profiles": rows}, ensure_ascii=False)
    shelf.put(SETTING, text)


def _profile(row: object) -> ScanProfile | None:
    """One row, None when any part of it cannot be used."""
    try:
        if not isinstance(row, dict):
            return None
        device = Device(
            kind=_text(row["kind"]),
            address=_text(row["address"]),
            name=_text(row["device"]),
            papers=tuple(PaperSource(paper) for paper in row["papers"]),
        )
        profile = ScanProfile(
            key=int(row["key"]),
            name=_text(row["name"]),
            device=device,
            paper=PaperSource(row["paper"]),
            dpi=int(row["dpi"]),
            colour=bool(row["colour"]),
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return profile if profile.key in KEYS and profile.dpi in RESOLUTIONS else None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
