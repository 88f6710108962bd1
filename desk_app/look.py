"""Language and theme of the last session, in a small file beside the encrypted store, so that the first page has its right look."""

from __future__ import annotations

import dataclasses
import enum
import json
from pathlib import Path

FILE = "look.json"


class Theme(enum.StrEnum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How the window looked last; empty text where nothing is known."""

    language: str = ""
    theme: str = ""


def load(folder: Path) -> Look:
    """The look of the last session; an unreadable or strange file is as good as none."""
    try:
        values = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Look(language=str(values["language"]), theme=str(values["theme"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Look()


def save(folder: Path, look: Look) -> None:
    """Keep the look; a folder that cannot be written is no reason to complain."""
    if load(folder) == look:
        return
    try:
        (folder / FILE).write_text(json.dumps(dataclasses.asdict(look)), encoding="utf-8")
    except OSError:
        return
