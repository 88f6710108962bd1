"""The contract between desk and gateway, protocol 1: envelopes and their answers ⇄ JSON.

The other messages are in ``messages.py``. Unknown fields are passed over so that a newer side may add some; a missing
or ill-formed one is a WireError. A shape, once released, is frozen by its golden file under ``tests/golden/wire``.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from desk_app.domain.dossier import ElectronicCopy, Extracted, ExtractedKind, NotDigitised
from desk_app.domain.events import (
    Author,
    ComponentDigitised,
    ComponentNotDigitised,
    DossierReceived,
    Fact,
    ReceiptIssued,
)
from desk_app.sync.dossier_json import read_dossier, write_dossier
from desk_app.sync.fields import Record, WireError, moment_text

PROTOCOL = 1
PROTOCOL_HEADER = "X-Desk-Protocol"
JSON_TYPE = "application/json"
MAX_EVENTS = 100
MAX_BATCH_BYTES = 4 * 1024 * 1024

Json = dict[str, Any]


MOST_EXTRACTED = 20


class Kind(enum.StrEnum):
    """What an envelope is about."""

    DOSSIER_RECEIVED = "dossier_received"
    COMPONENT_DIGITISED = "component_digitised"
    COMPONENT_NOT_DIGITISED = "component_not_digitised"
    RECEIPT_ISSUED = "receipt_issued"


class Result(enum.StrEnum):
    """What became of an event at the gateway."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    CONFLICT = "conflict"
    DEFERRED = "deferred"


class Refusal(enum.StrEnum):
    """Why the gateway refuses an event."""

    MALFORMED = "malformed"
    PHONE = "phone"
    UNIT_NOT_YOURS = "unit_not_yours"
    CODE_TAKEN = "code_taken"
    CODE_MALFORMED = "code_malformed"
    UNKNOWN_DOSSIER = "unknown_dossier"
    ID_REUSED = "id_reused"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EventAnswer:
    """What the gateway says about one event; a duplicate repeats the stored answer, official code included.

    Attributes:
        reason: a ``Refusal`` by name, or one that a newer gateway knows; None unless refused or in conflict.
        field: dotted field of the envelope the reason is about.
    """

    event_id: str
    result: Result
    official_code: str | None = None
    reason: str | None = None
    field: str | None = None
    detail: str | None = None

    @property
    def took_effect(self) -> bool:
        """Whether the gateway has it; the repetition of a refusal has a reason and is none."""
        return self.result in (Result.APPLIED, Result.DUPLICATE) and self.reason is None


def write_envelope(fact: Fact) -> Json:
    """The JSON object of a fact."""
    kind, body = _body_of(fact)
    return {
        "protocol": PROTOCOL,
        "event_id": fact.event_id,
        "dossier_id": fact.dossier_id,
        "kind": kind.value,
        "occurred_at": moment_text(fact.occurred_at),
        "author": {"account_id": fact.author.account_id, "name": fact.author.name, "role": fact.author.role},
        "unit": fact.unit,
        "desk": fact.desk,
        "body": body,
    }


def read_envelope(value: object) -> Fact:
    """The fact in a JSON object; WireError with the dotted field where it is not one."""
    record = Record(value)
    if record.integer("protocol") != PROTOCOL:
        raise WireError("protocol", "not the version spoken here")
    author = record.record("author")
    head: Json = {
        "event_id": record.uuid("event_id"),
        "dossier_id": record.uuid("dossier_id"),
        "occurred_at": record.moment("occurred_at"),
        "author": Author(
            account_id=author.text("account_id", limit=100, required=True),
            name=author.text("name", limit=500),
            role=author.text("role", limit=40, required=True),
        ),
        "unit": record.text("unit", limit=64, required=True),
        "desk": record.text("desk", limit=200),
    }
    return _READERS[record.choice("kind", Kind)](record.record("body"), head)


def kind_of(fact: Fact) -> Kind:
    """The kind under which a fact travels."""
    return _body_of(fact)[0]


def fingerprint(envelope: Json) -> str:
    """SHA-256 (hex) of an envelope's content whatever the order of its keys: tells a repetition from a reused id."""
    canonical = json.dumps(envelope, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def to_bytes(message: Json) -> bytes:
    """A message as UTF-8 JSON without spare white space."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def from_bytes(data: bytes) -> object:
    """The JSON value in the bytes; WireError if there is none."""
    try:
        value: object = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise WireError("message", "not JSON") from None
    return value


def write_batch(facts: Iterable[Fact]) -> Json:
    """The body of ``POST /v1/events``."""
    return {"protocol": PROTOCOL, "events": [write_envelope(fact) for fact in facts]}


def read_batch(value: object) -> list[object]:
    """The raw envelopes of a batch, to be read one by one so that a bad one does not spoil its neighbours."""
    record = Record(value)
    if record.integer("protocol") != PROTOCOL:
        raise WireError("protocol", "not the version spoken here")
    return record.items("events", limit=MAX_EVENTS)


def write_answer(answer: EventAnswer) -> Json:
    """The JSON object of one answer, also that of ``GET /v1/events/{id}``."""
    return {
        "event_id": answer.event_id,
        "result": answer.result.value,
        "official_code": answer.official_code,
        "reason": answer.reason,
        "field": answer.field,
        "detail": answer.detail,
    }


def read_answer(value: object, *, path: str = "") -> EventAnswer:
    """The answer in a JSON object."""
    record = value if isinstance(value, Record) else Record(value, path)
    return EventAnswer(
        event_id=record.text("event_id", limit=64, required=True),
        result=record.choice("result", Result),
        official_code=record.maybe_text("official_code", limit=64),
        reason=record.maybe_text("reason", limit=64),
        field=record.maybe_text("field", limit=200),
        detail=record.maybe_text("detail"),
    )


def write_answers(answers: Iterable[EventAnswer]) -> Json:
    """The answer to ``POST /v1/events``."""
    return {"answers": [write_answer(answer) for answer in answers]}


def read_answers(value: object) -> tuple[EventAnswer, ...]:
    """The answers in the answer to ``POST /v1/events``."""
    return tuple(read_answer(item) for item in Record(value).records("answers", limit=MAX_EVENTS))


def write_copy(copy: ElectronicCopy) -> Json:
    """The JSON object of a file that belongs to a dossier."""
    return {"sha256": copy.sha256, "bytes": copy.bytes, "pages": copy.pages}


def read_copy(record: Record) -> ElectronicCopy:
    """The file in a JSON object."""
    return ElectronicCopy(
        sha256=record.sha256("sha256"), bytes=record.integer("bytes", least=1), pages=record.integer("pages")
    )


def _body_of(fact: Fact) -> tuple[Kind, Json]:
    match fact:
        case DossierReceived(dossier=dossier):
            return Kind.DOSSIER_RECEIVED, {"dossier": write_dossier(dossier)}
        case ComponentDigitised():
            found = [{"kind": each.kind.value, "value": each.value} for each in fact.extracted]
            return Kind.COMPONENT_DIGITISED, {
                "component_id": fact.component_id,
                "component_name": fact.component_name,
                "file": write_copy(fact.copy),
                **({"extracted": found} if found else {}),
            }
        case ComponentNotDigitised():
            return Kind.COMPONENT_NOT_DIGITISED, {
                "component_id": fact.component_id,
                "reason": fact.reason.value,
                "note": fact.note,
            }
        case ReceiptIssued():
            return Kind.RECEIPT_ISSUED, {
                "form": fact.form,
                "circular": fact.circular,
                "reprint": fact.reprint,
                "file": write_copy(fact.copy),
            }
    msg = f"no envelope for {type(fact).__name__}"
    raise TypeError(msg)


def _read_received(body: Record, head: Json) -> Fact:
    return DossierReceived(**head, dossier=read_dossier(body.record("dossier"), dossier_id=head["dossier_id"]))


def _read_digitised(body: Record, head: Json) -> Fact:
    return ComponentDigitised(
        **head,
        component_id=body.text("component_id", limit=64, required=True),
        component_name=body.text("component_name"),
        copy=read_copy(body.record("file")),
        extracted=tuple(
            Extracted(each.choice("kind", ExtractedKind), each.text("value", required=True))
            for each in (body.records("extracted", limit=MOST_EXTRACTED) if body.has("extracted") else ())
        ),
    )


def _read_not_digitised(body: Record, head: Json) -> Fact:
    return ComponentNotDigitised(
        **head,
        component_id=body.text("component_id", limit=64, required=True),
        reason=body.choice("reason", NotDigitised),
        note=body.text("note"),
    )


def _read_receipt(body: Record, head: Json) -> Fact:
    return ReceiptIssued(
        **head,
        form=body.text("form", limit=64, required=True),
        circular=body.text("circular", limit=64, required=True),
        reprint=body.integer("reprint"),
        copy=read_copy(body.record("file")),
    )


_READERS: dict[Kind, Callable[[Record, Json], Fact]] = {
    Kind.DOSSIER_RECEIVED: _read_received,
    Kind.COMPONENT_DIGITISED: _read_digitised,
    Kind.COMPONENT_NOT_DIGITISED: _read_not_digitised,
    Kind.RECEIPT_ISSUED: _read_receipt,
}


def _no_constant(name: str) -> object:
    msg = f"{name} is not JSON"
    raise ValueError(msg)
