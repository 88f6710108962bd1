"""A dossier described by a JSON file, for administrators, scripts and measurements; the same acceptance as at the window.

Every key but ``procedure``, ``channel`` and ``components`` is optional; file paths are relative to the JSON file or absolute.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from desk_app.domain import checklist, identity_card, vietnamese
from desk_app.domain.applicant import Address, Applicant, ApplicantKind, IdType, PartialDate, Sex, Submitter
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft
from desk_app.domain.errors import InvalidValue
from desk_app.domain.identity_card import IdentityCard
from desk_app.domain.procedure import Channel, ReturnMethod

MAX_BYTES = 2_000_000
MAX_COMPONENTS = 200
MAX_TEXT = 4_000
KEYS = frozenset(
    {
        "procedure",
        "case",
        "channel",
        "return_method",
        "card_qr",
        "applicant",
        "submitter",
        "sets",
        "note",
        "received_at",
        "received_at_reason",
        "components",
        "missing_accepted_because",
    }
)

ADDRESS_KEYS = frozenset({"text", "province", "commune"})
SUBMITTER_KEYS = frozenset({"full_name", "id_type", "id_number", "phone", "email", "address", "authority"})
APPLICANT_KEYS = SUBMITTER_KEYS - {"authority"} | {"kind", "born_on", "sex"}
COMPONENT_KEYS = frozenset({"name", "code", "originals", "copies", "files", "not_digitised_because"})

E = TypeVar("E", bound=enum.StrEnum)
Json = Mapping[str, object]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ComponentEntry:
    """One paper of the file, with the paths of its pages."""

    name: str
    code: str | None
    originals: int | None
    copies: int | None
    files: tuple[Path, ...]
    not_digitised_because: NotDigitised | None
    not_digitised_note: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFile:
    """What the file says, checked."""

    procedure: str
    case: str | None
    channel: Channel
    return_method: ReturnMethod
    applicant: Applicant
    submitter: Submitter | None
    sets: int
    note: str
    received_at: dt.datetime | None
    received_at_reason: str
    components: tuple[ComponentEntry, ...]
    missing_accepted_because: str
    card_warnings: tuple[str, ...] = ()


def read(path: Path) -> IntakeFile:
    """Read and check a file.

    Raises:
        InvalidValue: not JSON, an unknown key, or a value that is not what it must be; ``field`` says where.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InvalidValue("file", "too_large")
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InvalidValue("file", "not_json") from error
    return parse(_object(data, "file"), base=path.parent)


def parse(data: Json, *, base: Path) -> IntakeFile:
    """Check the JSON object; paths are taken from ``base``."""
    _only(data, KEYS)
    applicant, warnings = _applicant(data)
    entries = data.get("components")
    if not isinstance(entries, list):
        raise InvalidValue("components", "required")
    if len(entries) > MAX_COMPONENTS:
        raise InvalidValue("components", "too_many")
    submitter = data.get("submitter")
    return IntakeFile(
        procedure=_text(data, "procedure", required=True),
        case=_text(data, "case") or None,
        channel=_enum(Channel, data, "channel", required=True) or Channel.DIRECT,
        return_method=_enum(ReturnMethod, data, "return_method") or ReturnMethod.DESK,
        applicant=applicant,
        submitter=None if submitter is None else _submitter(_object(submitter, "submitter")),
        sets=_count(data, "sets", "sets", 1, least=1) or 1,
        note=_text(data, "note"),
        received_at=_moment(data, "received_at"),
        received_at_reason=_text(data, "received_at_reason"),
        components=tuple(
            _component(_object(e, f"components.{i}"), f"components.{i}", base) for i, e in enumerate(entries)
        ),
        missing_accepted_because=_text(data, "missing_accepted_because"),
        card_warnings=warnings,
    )


def fill(
    draft: IntakeDraft, file: IntakeFile, *, new_id: Callable[[], str]
) -> tuple[IntakeDraft, dict[str, tuple[Path, ...]]]:
    """The draft (its procedure already chosen) filled from the file, and the paths of each draft component by its id.

    A component is matched to the procedure's by code or by folded name, else kept as an extra paper.
    """
    lines = {c.id: c for c in draft.components}
    paths: dict[str, tuple[Path, ...]] = {}
    for entry in file.components:
        fitting = checklist.match(entry.code or entry.name, tuple(lines.values())) or checklist.match(
            entry.name, tuple(lines.values())
        )
        line = fitting or DraftComponent(id=new_id(), name=entry.name, originals=0, copies=0)
        lines[line.id] = dataclasses.replace(
            line,
            originals=line.originals if entry.originals is None else entry.originals,
            copies=line.copies if entry.copies is None else entry.copies,
            present=_is_present(entry),
            not_digitised_because=entry.not_digitised_because,
            not_digitised_note=entry.not_digitised_note,
        )
        paths[line.id] = paths.get(line.id, ()) + entry.files
    filled = dataclasses.replace(
        draft,
        channel=file.channel,
        return_method=file.return_method,
        applicant=file.applicant,
        submitter=file.submitter,
        sets=file.sets,
        note=file.note,
        received_at=file.received_at,
        received_at_reason=file.received_at_reason,
        missing_accepted_because=file.missing_accepted_because,
        components=tuple(lines.values()),
    )
    return filled, paths


def _is_present(entry: ComponentEntry) -> bool:
    counted = (entry.originals or 0) + (entry.copies or 0) > 0
    unsaid = entry.originals is None and entry.copies is None
    return bool(entry.files) or counted or unsaid


def _applicant(data: Json) -> tuple[Applicant, tuple[str, ...]]:
    warnings: tuple[str, ...] = ()
    base = Applicant()
    card_text = _text(data, "card_qr", limit=20_000)
    if card_text:
        card = identity_card.read(card_text)
        if not isinstance(card, IdentityCard):
            raise InvalidValue("card_qr", str(card.reason))
        base, warnings = card.applicant(), tuple(card.warnings)
    given = data.get("applicant")
    if given is None:
        return base, warnings
    person = _only(_object(given, "applicant"), APPLICANT_KEYS, at="applicant.")
    address = person.get("address")
    return (
        Applicant(
            kind=_enum(ApplicantKind, person, "kind", at="applicant.") or base.kind,
            full_name=_name(person, "applicant.") or base.full_name,
            id_type=_enum(IdType, person, "id_type", at="applicant.") or base.id_type,
            id_number=_text(person, "id_number", at="applicant.") or base.id_number,
            born=_day(person, "born_on", at="applicant.") or base.born,
            sex=_enum(Sex, person, "sex", at="applicant.") or base.sex,
            phone=_text(person, "phone", at="applicant.") or base.phone,
            email=_text(person, "email", at="applicant.") or base.email,
            address=base.address if address is None else _address(address, "applicant.", base.address),
        ),
        warnings,
    )


def _submitter(data: Json) -> Submitter:
    _only(data, SUBMITTER_KEYS, at="submitter.")
    address = data.get("address")
    return Submitter(
        full_name=_name(data, "submitter."),
        id_type=_enum(IdType, data, "id_type", at="submitter."),
        id_number=_text(data, "id_number", at="submitter."),
        phone=_text(data, "phone", at="submitter."),
        email=_text(data, "email", at="submitter."),
        address=Address() if address is None else _address(address, "submitter.", Address()),
        authority=_text(data, "authority", at="submitter."),
    )


def _address(value: object, of: str, base: Address) -> Address:
    at = f"{of}address."
    data = _only(_object(value, f"{of}address"), ADDRESS_KEYS, at=at)
    return Address(
        text=_text(data, "text", at=at) or base.text,
        province=_text(data, "province", at=at) or base.province,
        commune=_text(data, "commune", at=at) or base.commune,
    )


def _component(data: Json, at: str, base: Path) -> ComponentEntry:
    _only(data, COMPONENT_KEYS, at=f"{at}.")
    reason = data.get("not_digitised_because")
    files = data.get("files") or []
    if not isinstance(files, Sequence) or isinstance(files, str) or not all(isinstance(f, str) and f for f in files):
        raise InvalidValue(f"{at}.files", "malformed")
    because, note = _reason(reason, f"{at}.not_digitised_because")
    return ComponentEntry(
        name=_text(data, "name", at=f"{at}.", required=not data.get("code")),
        code=_text(data, "code", at=f"{at}.") or None,
        originals=_count(data, "originals", f"{at}.originals", None),
        copies=_count(data, "copies", f"{at}.copies", None),
        files=tuple(base / str(f) for f in files),
        not_digitised_because=because,
        not_digitised_note=note,
    )


def _reason(value: object, at: str) -> tuple[NotDigitised | None, str]:
    """A reason code, or free words, which are kept as the note of ``OTHER``."""
    if value is None or value == "":
        return None, ""
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise InvalidValue(at, "malformed")
    try:
        return NotDigitised(value), ""
    except ValueError:
        return NotDigitised.OTHER, vietnamese.tidy(value)


def _object(value: object, at: str) -> Json:
    if not isinstance(value, dict):
        raise InvalidValue(at, "not_an_object")
    return value


def _only(data: Json, known: frozenset[str], *, at: str = "") -> Json:
    """The object if it has no other keys: a misspelt one would be lost without a word."""
    for key in data:
        if key not in known:
            raise InvalidValue(f"{at}{key}"[:60], "unknown_key")
    return data


def _text(data: Json, key: str, *, at: str = "", required: bool = False, limit: int = MAX_TEXT) -> str:
    value = data.get(key)
    if value is None or value == "":
        if required:
            raise InvalidValue(f"{at}{key}", "required")
        return ""
    if not isinstance(value, str):
        raise InvalidValue(f"{at}{key}", "not_text")
    if len(value) > limit:
        raise InvalidValue(f"{at}{key}", "too_long")
    if any(_is_no_text(c) for c in value):
        raise InvalidValue(f"{at}{key}", "not_text")
    return vietnamese.nfc(value).strip()


def _is_no_text(character: str) -> bool:
    """Halves of surrogate pairs and control characters, which JSON can spell but nobody types."""
    return unicodedata.category(character) == "Cs" or (
        unicodedata.category(character) == "Cc" and character not in "\t\n\r"
    )


def _name(data: Json, at: str) -> str:
    return vietnamese.tidy(_text(data, "full_name", at=at))


def _enum(kind: type[E], data: Json, key: str, *, at: str = "", required: bool = False) -> E | None:
    text = _text(data, key, at=at, required=required)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError as error:
        raise InvalidValue(f"{at}{key}", "unknown_value", ", ".join(kind)) from error


def _count(data: Json, key: str, at: str, default: int | None, *, least: int = 0) -> int | None:
    value = data.get(key, default)
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 9_999:
        raise InvalidValue(at, "not_a_count")
    return value


def _day(data: Json, key: str, *, at: str) -> PartialDate | None:
    text = _text(data, key, at=at)
    if not text:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise InvalidValue(f"{at}{key}", "not_a_date") from error


def _moment(data: Json, key: str) -> dt.datetime | None:
    text = _text(data, key)
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidValue(key, "not_a_time") from error
    if moment.tzinfo is None:
        raise InvalidValue(key, "no_offset")
    return moment
