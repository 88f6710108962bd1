"""What people read when something is wrong: a sentence that says what to do, in Vietnamese and English. No Qt in here.

Errors are found by the name of their class, so that this module needs none of the packages they come from and the command line
can use it as well. A class without a sentence of its own speaks through its base; what has none at all is a bug and is shown
with an id.
"""

from __future__ import annotations

import dataclasses
import hashlib
import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desk_app.ui.sentences import ERRORS, FIELDS, KEYS, PROBLEMS, REFUSALS, VALUES, Pair

if TYPE_CHECKING:
    from desk_app.domain.draft import Problem

VIETNAMESE = "vi"
ENGLISH = "en"


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A sentence in both languages."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """The sentence in a language (``en``; anything else is Vietnamese)."""
        return self.en if language == ENGLISH else self.vi


def for_error(error: BaseException, language: str = VIETNAMESE) -> str:
    """What to tell a person about an error; a bug gets the id under which it is in the log."""
    return words_of_error(error).text(language)


def for_connecting(error: BaseException, language: str = VIETNAMESE) -> str:
    """The same while a desk is being connected, when nothing will be tried again by itself."""
    unreachable = type(error).__name__ == "CentralUnreachable" and str(getattr(error, "why", "")) != "certificate"
    return for_key("enrol.unreachable", language) if unreachable else for_error(error, language)


def words_of_error(error: BaseException) -> Words:
    """The sentence about an error in both languages: the one for its class and reason, else the one for its class."""
    reason = getattr(error, "reason", "")
    for kind in type(error).__mro__:
        special = _SPECIAL.get(kind.__name__)
        if special is not None:
            return special(error)
        pair = ERRORS.get(f"{kind.__name__}.{reason}") or ERRORS.get(kind.__name__)
        if pair is not None:
            return _filled(pair, vars(error) if hasattr(error, "__dict__") else {})
    return _filled(ERRORS["bug"], {"bug": bug_id(error)})


def is_bug(error: BaseException) -> bool:
    """Whether nobody foresaw this error, so that it belongs in the log with its traceback."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return not names & (ERRORS.keys() | _SPECIAL.keys())


def bug_id(error: BaseException) -> str:
    """Six characters that are the same for the same bug: made of the error's type and of where it happened."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]
    seen = "|".join([type(error).__name__, *places])
    return hashlib.sha256(seen.encode()).hexdigest()[:6].upper()


def for_problem(problem: Problem, language: str = VIETNAMESE) -> str:
    """What stands beside the field of a draft."""
    return words_of_problem(problem).text(language)


def words_of_problem(problem: Problem) -> Words:
    """The most particular sentence there is: for this field, kind and detail, else for the field and kind, else for the kind."""
    name = _bare_field(problem.field)
    for key in (
        f"{name}.{problem.kind}.{problem.detail}",
        f"{name}.{problem.kind}",
        f"{problem.kind}.{problem.detail}",
        str(problem.kind),
    ):
        if key in PROBLEMS:
            return _filled(PROBLEMS[key], {"detail": problem.detail, "field": problem.field}, field=problem.field)
    return _filled(PROBLEMS["malformed"], {"detail": problem.detail}, field=problem.field)


def for_refusal(reason: str, field: str = "", language: str = VIETNAMESE) -> str:
    """Why something waits or was refused at the centre, from its typed key; an unknown key is named."""
    if not reason:
        return ""
    pair = REFUSALS.get(reason, REFUSALS["unknown"])
    return _filled(pair, {"reason": reason}, field=field).text(language)


def for_card_warning(warning: str, language: str = VIETNAMESE) -> str:
    """What on an identity card does not agree."""
    return for_key(f"card.{warning}", language)


def for_key(key: str, language: str = VIETNAMESE, **fields: object) -> str:
    """A sentence by its key (``capture`` flags, card warnings, hints); KeyError for one that nobody wrote."""
    return _filled(KEYS[key], fields).text(language)


def has_key(key: str) -> bool:
    """Whether there is a sentence of this key."""
    return key in KEYS


def field_name(field: str, language: str = VIETNAMESE) -> str:
    """How a field is called on the form (``applicant.phone`` → Điện thoại); unknown ones keep their own name."""
    vi, en = FIELDS.get(field) or FIELDS.get(_bare_field(field)) or (field, field)
    return en if language == ENGLISH else vi


def _bare_field(field: str) -> str:
    """``submitter.phone`` → ``phone``, ``components.<id>`` → ``components``."""
    first, _, rest = field.partition(".")
    return rest if first in ("applicant", "submitter") and rest else first


def _filled(pair: Pair, fields: Mapping[str, object], *, field: str = "") -> Words:
    vi = {"field_name": field_name(field, VIETNAMESE), **{name: _spoken(value, 0) for name, value in fields.items()}}
    en = {"field_name": field_name(field, ENGLISH), **{name: _spoken(value, 1) for name, value in fields.items()}}
    return Words(pair[0].format_map(_Gaps(vi)), pair[1].format_map(_Gaps(en)))


def _spoken(value: object, which: int) -> str:
    if isinstance(value, float):
        return f"{value:.0f}"
    text = str(value)
    return VALUES[text][which] if text in VALUES else text


class _Gaps(dict[str, str]):
    """A sentence never fails to appear because an error carries fewer fields than it mentions."""

    def __missing__(self, key: str) -> str:
        return "…"


def _invalid_value(error: BaseException) -> Words:
    field, reason = str(getattr(error, "field", "")), str(getattr(error, "reason", ""))
    name = _bare_field(field)
    for key in (f"{name}.{reason}", reason):
        if key in PROBLEMS:
            return _filled(PROBLEMS[key], {"detail": getattr(error, "detail", "")}, field=field)
    return _filled(ERRORS["InvalidValue"], {"reason": reason}, field=field)


def _unreadable(error: BaseException) -> Words:
    reason = str(getattr(error, "reason", ""))
    return _filled(
        ERRORS.get(f"UnreadableFile.{reason}", ERRORS["UnreadableFile"]), {"kind": getattr(error, "kind", "")}
    )


def _unreachable(error: BaseException) -> Words:
    why = str(getattr(error, "why", ""))
    return _filled(ERRORS.get(f"CentralUnreachable.{why}", ERRORS["CentralUnreachable"]), {})


def _refused(error: BaseException) -> Words:
    reason, field = str(getattr(error, "reason", "")), str(getattr(error, "field", "") or "")
    return Words(for_refusal(reason, field, VIETNAMESE), for_refusal(reason, field, ENGLISH))


def _address(error: BaseException) -> Words:
    reason = str(getattr(error, "reason", ""))
    return _filled(ERRORS.get(f"AddressError.{reason}", ERRORS["AddressError"]), {})


def _print_failed(error: BaseException) -> Words:
    reason, printer = str(getattr(error, "reason", "")), str(getattr(error, "printer", ""))
    return _filled(ERRORS.get(f"PrintFailed.{reason}", ERRORS["PrintFailed"]), {"printer": printer})


_SPECIAL = {
    "InvalidValue": _invalid_value,
    "UnreadableFile": _unreadable,
    "CentralUnreachable": _unreachable,
    "Refused": _refused,
    "AddressError": _address,
    "PrintFailed": _print_failed,
}
