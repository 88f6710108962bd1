"""Small readings of the portal's loosely shaped fields: mappings, lists, texts, numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from desk_app.domain.vietnamese import tidy

NOT_STATED = "Không có thông tin"
_SOFT = re.compile("[\u00ad\u0000]")
_LIST_NUMBER = re.compile(
    r"^[\s*•+–-]*(?:[(\[]?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]\d?(?:\.\d{1,2})?|[ivx]{1,4}|[IVX]{1,4})[.)\]/]+\s*)+(?=\S)"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BULLETS = re.compile(r"^[\s*•+–-]+")


def rows(value: object) -> list[Mapping[str, object]]:
    """The mappings in a field that may hold a list, a single mapping or nothing usable; keys in capitals."""
    items = value if isinstance(value, list) else [value]
    return [{str(key).upper(): inner for key, inner in item.items()} for item in items if isinstance(item, Mapping)]


def text(value: object) -> str:
    """One clean line of text; numbers become their digits, everything else nothing."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        return ""
    return tidy(_SOFT.sub("", value))


def stated(value: object) -> str:
    """Like ``text``, with the portal's "no information" read as nothing."""
    found = text(value)
    return "" if len(found) == len(NOT_STATED) and found.casefold() == NOT_STATED.casefold() else found


def texts(value: object, key: str) -> tuple[str, ...]:
    """The texts of a list of mappings, of a list of texts, or of one text; empty ones left out."""
    items = value if isinstance(value, list) else [value]
    found: list[str] = []
    for item in items:
        if isinstance(item, Mapping):
            found.extend(stated(row.get(key)) for row in rows(item))
        else:
            found.append(stated(item))
    return tuple(t for t in found if t)


def without_number(heading: str) -> str:
    """A heading or a line without its list number: ``(1.2) Đối với …`` → ``Đối với …``."""
    return _BULLETS.sub("", _LIST_NUMBER.sub("", heading)).strip(" :.;-")


def shortened(full: str, limit: int) -> str:
    """At most ``limit`` characters, ended where a sentence or a clause ends, else at a word with an ellipsis."""
    if len(full) <= limit:
        return full
    head = full[:limit]
    for mark in (". ", " bao gồm", ": +", ": -"):
        if (end := head.find(mark)) >= min(20, limit // 3):
            return head[:end].rstrip(" ,;:.")
    for mark in ("; ", ", "):
        if (end := head.rfind(mark)) >= limit // 3:
            return head[:end].rstrip(" ,;:.")
    return head[: head.rfind(" ") if " " in head else limit].rstrip(" ,;:.") + "…"


def has_lone_surrogate(value: object) -> bool:
    """Whether any text in the value holds a half character, the trace of bytes that were not UTF-8."""
    if isinstance(value, str):
        return _SURROGATE.search(value) is not None
    if isinstance(value, Mapping):
        return any(has_lone_surrogate(k) or has_lone_surrogate(v) for k, v in value.items())
    return isinstance(value, list) and any(has_lone_surrogate(item) for item in value)
