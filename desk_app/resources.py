"""Finds the files of ``/resources`` in a checkout, in a wheel and in a frozen program."""

from __future__ import annotations

import functools
import sys
from pathlib import Path


@functools.cache
def root() -> Path:
    """The folder that holds fonts, icons, translations, catalogue, calendar and units."""
    frozen = getattr(sys, "_MEIPASS", None)
    here = Path(__file__).resolve().parent
    candidates = [here / "_resources", here.parent / "resources"]
    if frozen:
        candidates.insert(0, Path(frozen) / "resources")
    for candidate in candidates:
        if (candidate / "fonts").is_dir():
            return candidate
    msg = f"resources not found beside {here}"
    raise FileNotFoundError(msg)


def path(*parts: str) -> Path:
    """The file or folder below the resources, which need not exist."""
    return root().joinpath(*parts)
