"""What can be said about the sheet under a camera at one moment: values only, no pixels."""

from __future__ import annotations

import dataclasses
import enum
from typing import TypeAlias

Outline: TypeAlias = tuple[tuple[float, float], ...]
"""Four corners clockwise, first the one nearest the top left, as parts of the picture's width and height."""


class SheetState(enum.StrEnum):
    """Where the sheet is on its way into the program."""

    SEARCHING = "searching"
    """No sheet is seen."""
    MOVING = "moving"
    """The sheet, or something over it, moves."""
    STEADYING = "steadying"
    """It lies still; ``progress`` says how far it is from being shot."""
    SHOT = "shot"
    """It was shot just now."""
    CHANGE_SHEET = "change_sheet"
    """What lies there was shot; the next sheet is waited for."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What is seen now.

    Attributes:
        state: where the sheet is on its way.
        progress: of ``STEADYING``, 0 to 1.
        outline: of the sheet, None when none is seen.
        warnings: what is wrong with it: "hand", "cut", "glare", "blurred", "dark".
        shoot: take the page now.
    """

    state: SheetState = SheetState.SEARCHING
    progress: float = 0.0
    outline: Outline | None = None
    warnings: tuple[str, ...] = ()
    shoot: bool = False
