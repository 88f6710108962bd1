"""What a data folder looks like from outside, without opening it; imports nothing heavy."""

from __future__ import annotations

from pathlib import Path

DATABASE = "desk.db"


def is_there(folder: Path) -> bool:
    """Whether the folder holds a database, whosever it is."""
    return (folder / DATABASE).is_file()
