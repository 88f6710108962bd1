"""How the QR of a separator sheet names a paper of the checklist.

By the paper's code; where there is none, or only a position (``c03``) that means another paper in the next procedure, by
eight digits made from the name of the paper. So a sheet printed for one procedure, or for an older version of it, means the same
paper or none.
"""

from __future__ import annotations

import collections
import hashlib
import re
from collections.abc import Sequence

from desk_app.domain import codes
from desk_app.domain.draft import DraftComponent
from desk_app.domain.vietnamese import fold

_CODE = re.compile(r"[0-9A-Za-z._-]{1,64}", re.ASCII)
_POSITION = re.compile(r"c\d{1,3}", re.ASCII | re.IGNORECASE)


def sheet_names(components: Sequence[DraftComponent]) -> dict[str, str]:
    """What the sheet of each paper says after ``QMC-NGAN:``, by the id of the paper; no two papers of a checklist share one."""
    times = collections.Counter(c.code.casefold() for c in components if c.code)
    names: dict[str, str] = {}
    seen: collections.Counter[str] = collections.Counter()
    for component in components:
        code = component.code or ""
        if _CODE.fullmatch(code) and not _POSITION.fullmatch(code) and times[code.casefold()] == 1:
            names[component.id] = code
            continue
        number = _number(component.name)
        seen[number] += 1
        names[component.id] = number if seen[number] == 1 else f"{number}-{seen[number]}"
    return names


def component_named(name: str, components: Sequence[DraftComponent]) -> DraftComponent | None:
    """The paper that a sheet names; None when it names none or one that is not on this checklist."""
    if not name:
        return None
    wanted = name.casefold()
    names = sheet_names(components)
    found = [c for c in components if names[c.id].casefold() == wanted]
    if not found:
        found = [c for c in components if c.code is not None and c.code.casefold() == wanted]
    return found[0] if len(found) == 1 else None


def _number(name: str) -> str:
    """Digits only, because an input method that is left on changes letters that a barcode gun types."""
    digest = hashlib.sha256(fold(name).encode("utf-8")).digest()
    return f"*{int.from_bytes(digest[:8], 'big') % 100_000_000:08d}"


def paper_texts(components: Sequence[DraftComponent]) -> dict[str, str]:
    """The whole text of the QR of each paper's sheet, by the id of the paper."""
    return {component_id: codes.separator(name) for component_id, name in sheet_names(components).items()}
