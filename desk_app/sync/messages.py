"""The other messages of the contract ⇄ JSON: enrolment, manifest and its receipt, change feed, code leases."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Iterable
from typing import Any

from desk_app.sync.fields import Record, WireError, moment_text

MAX_FILES = 2_000
MAX_CHANGES = 1_000

Json = dict[str, Any]


class ChangeKind(enum.StrEnum):
    """What happened at the centre."""

    CODE_ASSIGNED = "code_assigned"
    STATUS_CHANGED = "status_changed"


@dataclasses.dataclass(frozen=True, slots=True)
class Enrolment:
    """What a desk gets for its one-time code; the token stays out of every representation."""

    device_id: str
    token: str = dataclasses.field(repr=False)
    unit: str
    unit_name: str


@dataclasses.dataclass(frozen=True, slots=True)
class ListedFile:
    """A line of a manifest: a file that belongs to the dossier; ``ref`` is the component's id or the form."""

    sha256: str
    bytes: int
    role: str
    ref: str


@dataclasses.dataclass(frozen=True, slots=True)
class HeldReceipt:
    """What the gateway certifies that it holds.

    Attributes:
        files: digest and size of every file held for the dossier.
    """

    receipt_id: str
    dossier_id: str
    files: tuple[tuple[str, int], ...]
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class ManifestAnswer:
    """The answer to a manifest: what is missing, or the receipt."""

    complete: bool
    missing: tuple[str, ...]
    receipt: HeldReceipt | None


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One entry of the feed; ``kind`` is kept as text because a newer gateway knows more kinds than we do."""

    id: str
    kind: str
    dossier_id: str | None
    at: dt.datetime
    body: Json


@dataclasses.dataclass(frozen=True, slots=True)
class ChangePage:
    """Some entries of the feed and where to go on; ``more`` says that the next page is there already."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool


@dataclasses.dataclass(frozen=True, slots=True)
class CodeLease:
    """A range of dossier numbers granted to this desk for one unit and day, both ends included."""

    id: str
    unit: str
    day: dt.date
    first: int
    last: int


def write_enrolment(enrolment: Enrolment) -> Json:
    """The answer to ``POST /v1/enrolments``."""
    return {
        "device_id": enrolment.device_id,
        "token": enrolment.token,
        "unit": enrolment.unit,
        "unit_name": enrolment.unit_name,
    }


def read_enrolment(value: object) -> Enrolment:
    """The enrolment in a JSON object."""
    record = Record(value)
    return Enrolment(
        device_id=record.text("device_id", limit=64, required=True),
        token=_read_token(record),
        unit=record.text("unit", limit=64, required=True),
        unit_name=record.text("unit_name"),
    )


def _read_token(record: Record) -> str:
    token = record.text("token", limit=500, required=True)
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise WireError(record.at("token"), "not fit for a header")
    return token


def write_manifest(files: Iterable[ListedFile]) -> Json:
    """The body of ``PUT /v1/dossiers/{id}/manifest``."""
    return {"files": [dataclasses.asdict(file) for file in files]}


def read_manifest(value: object) -> tuple[ListedFile, ...]:
    """The files listed in a manifest."""
    return tuple(
        ListedFile(
            sha256=item.sha256("sha256"),
            bytes=item.integer("bytes", least=1),
            role=item.text("role", limit=40, required=True),
            ref=item.text("ref", limit=100),
        )
        for item in Record(value).records("files", limit=MAX_FILES)
    )


def write_manifest_answer(answer: ManifestAnswer) -> Json:
    """The answer to a manifest."""
    receipt = answer.receipt
    return {
        "complete": answer.complete,
        "missing": list(answer.missing),
        "receipt": receipt
        and {
            "receipt_id": receipt.receipt_id,
            "dossier_id": receipt.dossier_id,
            "files": [{"sha256": sha256, "bytes": size} for sha256, size in receipt.files],
            "at": moment_text(receipt.at),
        },
    }


def read_manifest_answer(value: object) -> ManifestAnswer:
    """The answer to a manifest in a JSON object."""
    record = Record(value)
    receipt = record.maybe_record("receipt")
    missing = []
    for item in record.items("missing", limit=MAX_FILES):
        if not isinstance(item, str):
            raise WireError("missing", "not text")
        missing.append(item)
    return ManifestAnswer(
        complete=record.boolean("complete"), missing=tuple(missing), receipt=_read_receipt(receipt) if receipt else None
    )


def _read_receipt(record: Record) -> HeldReceipt:
    files = record.records("files", limit=MAX_FILES)
    return HeldReceipt(
        receipt_id=record.text("receipt_id", limit=64, required=True),
        dossier_id=record.text("dossier_id", limit=64, required=True),
        files=tuple((file.sha256("sha256"), file.integer("bytes")) for file in files),
        at=record.moment("at"),
    )


def write_changes(page: ChangePage) -> Json:
    """The answer to ``GET /v1/changes``."""
    return {
        "changes": [
            {
                "id": change.id,
                "kind": change.kind,
                "dossier_id": change.dossier_id,
                "at": moment_text(change.at),
                "body": change.body,
            }
            for change in page.changes
        ],
        "cursor": page.cursor,
        "more": page.more,
    }


def read_changes(value: object) -> ChangePage:
    """A page of the feed in a JSON object."""
    record = Record(value)
    return ChangePage(
        changes=tuple(
            Change(
                id=item.text("id", limit=64, required=True),
                kind=item.text("kind", limit=64, required=True),
                dossier_id=item.maybe_text("dossier_id", limit=64),
                at=item.moment("at"),
                body=item.plain("body"),
            )
            for item in record.records("changes", limit=MAX_CHANGES)
        ),
        cursor=record.text("cursor", limit=200),
        more=record.boolean("more"),
    )


def write_lease(lease: CodeLease) -> Json:
    """The answer to ``POST /v1/leases``."""
    return {
        "lease": {
            "id": lease.id,
            "unit": lease.unit,
            "day": lease.day.isoformat(),
            "first": lease.first,
            "last": lease.last,
        }
    }


def read_lease(value: object) -> CodeLease:
    """The lease in a JSON object."""
    record = Record(value).record("lease")
    lease = CodeLease(
        id=record.text("id", limit=64, required=True),
        unit=record.text("unit", limit=64, required=True),
        day=record.day("day"),
        first=record.integer("first", least=1),
        last=record.integer("last", least=1),
    )
    if lease.last < lease.first:
        raise WireError("lease.last", "before the first")
    return lease
