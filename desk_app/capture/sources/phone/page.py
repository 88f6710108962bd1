"""The page a phone opens: one small HTML file, its style and its script, in Vietnamese or English. Nothing comes from elsewhere."""

from __future__ import annotations

import functools
import html as escaping
import json
import string

from desk_app import resources
from desk_app.capture.sources.phone.limits import PhoneLimits

_FOLDER = "phone"
_SPOKEN_BY_SCRIPT = ("photo", "percent", "retry", "sending", "done", "some", "offline", "over", "over_open")
_LONGEST_HEADER = 200


def wants_english(accept_language: str) -> bool:
    """Whether somebody would rather read English: only where it is asked for, and Vietnamese is not asked for as much.

    >>> wants_english("en-GB,en;q=0.9"), wants_english("vi-VN,vi;q=0.9,en;q=0.8"), wants_english("")
    (True, False, False)
    """
    best = {"en": 0.0, "vi": 0.0}
    for part in accept_language[:_LONGEST_HEADER].split(","):
        name, _, rest = part.strip().partition(";")
        language = name.partition("-")[0].lower()
        if language in best:
            best[language] = max(best[language], _weight(rest))
    return best["en"] > best["vi"]


def html(token: str, *, english: bool, limits: PhoneLimits | None = None) -> bytes:
    """The page for a session of this token."""
    limits = limits or PhoneLimits()
    words = _words()["en" if english else "vi"]
    spoken = {
        key: text for key, text in words.items() if key in _SPOKEN_BY_SCRIPT or key.startswith(("state_", "why_"))
    }
    facts = {key: escaping.escape(text) for key, text in words.items() if key not in spoken}
    page = string.Template(_file("page.html").decode("utf-8")).substitute(
        facts,
        lang="en" if english else "vi",
        base=f"/{token}",
        chunk=limits.chunk_bytes,
        most=limits.photo_bytes,
        words=escaping.escape(json.dumps(spoken, ensure_ascii=False)),
    )
    return page.encode("utf-8")


def script() -> bytes:
    """What the page runs."""
    return _file("phone.js")


def style() -> bytes:
    """How the page looks."""
    return _file("phone.css")


def _weight(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    digits = value.strip()
    return float(digits) if digits.replace(".", "", 1).isdecimal() and digits.isascii() else 0.0


@functools.cache
def _file(name: str) -> bytes:
    return resources.path(_FOLDER, name).read_bytes()


@functools.cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(_file("words.json"))
    return words
