"""The other messages of the contract: enrolment, manifest and its proof, dossier, feed, leases, operator acts, errors."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from desk_app.central.envelopes import File, ProcedureVersion
from desk_app.central.fields import Day, Key, Message, Sha256, Size, Text, Uuid, Word
from desk_app.domain.dossier import Status


class EnrolmentRequest(Message):
    """A one-time code and the name under which the desk wants to be known."""

    code: Word
    device_name: Word = ""


class Enrolment(Message):
    """The token is shown this once."""

    device_id: Uuid
    token: str
    unit: str
    unit_name: str


class ManifestFile(Message):
    """A file that belongs to the dossier."""

    sha256: Sha256
    bytes: Size
    role: Key
    ref: Word = ""


class Manifest(Message):
    """All files of a dossier that the desk wants a proof for."""

    files: Annotated[list[ManifestFile], Field(max_length=2_000)]


class HeldFile(Message):
    """Digest and size of a file that the gateway holds."""

    sha256: Sha256
    bytes: int


class Acknowledgement(Message):
    """The proof: these files are held, their digests were checked when they arrived."""

    receipt_id: Uuid
    dossier_id: Uuid
    files: list[HeldFile]
    at: dt.datetime


class ManifestAnswer(Message):
    """What is missing, or the proof."""

    complete: bool
    missing: list[Sha256]
    receipt: Acknowledgement | None


class UploadState(Message):
    """How far an upload is; complete when ``offset`` equals ``bytes``."""

    id: Uuid
    offset: int
    bytes: int


class FileState(File):
    """A file and whether the gateway holds it."""

    held: bool


class ComponentState(Message):
    """A component and its electronic copy."""

    id: str
    name: str
    file: FileState | None


class ReceiptState(Message):
    """A receipt that was made."""

    form: str
    circular: str
    reprint: int
    file: FileState


class FileHeld(HeldFile):
    """A file that is held for the dossier."""

    held: Literal[True] = True


class DossierState(Message):
    """What the gateway holds of a dossier."""

    dossier_id: Uuid
    code: str
    provisional_code: str | None
    status: Status
    unit: str
    procedure: ProcedureVersion
    received_at: dt.datetime
    due_at: dt.datetime | None
    components: list[ComponentState]
    receipts: list[ReceiptState]
    files: list[FileHeld]
    events: list[Uuid]


class Change(Message):
    """One entry of the feed."""

    id: str
    kind: str
    dossier_id: str | None
    at: dt.datetime
    body: dict[str, Any]


class ChangePage(Message):
    """Some entries, where to go on, and whether the next page is there already."""

    changes: list[Change]
    cursor: str
    more: bool


class LeaseRequest(Message):
    """``request_id`` makes it safe to ask again."""

    request_id: Key
    day: Day
    count: Annotated[int, Field(ge=1, le=500)]


class Lease(Message):
    """A range of numbers for dossier codes, both ends included."""

    id: Uuid
    unit: str
    day: dt.date
    first: int
    last: int


class LeaseAnswer(Message):
    """The lease; the same one for the same ``request_id``."""

    lease: Lease


class LeaseReturn(Message):
    """The first number that was not used; ``last + 1`` when all were."""

    unused_from: Annotated[int, Field(ge=1, le=1_000_000)]


class StatusRequest(Message):
    """A step of the handling unit."""

    status: Annotated[Status, Field(strict=False)]
    note: Text = ""


class StatusAnswer(Message):
    """The status now, and whether this request changed it."""

    dossier_id: Uuid
    code: str
    status: Status
    changed: bool


class Health(Message):
    """For load balancers and for the desk's "test connection"."""

    status: Literal["ok"]
    time: dt.datetime
    protocol: Literal[1]


class ErrorBody(Message):
    """A stable key for programs, short words for logs."""

    reason: str
    detail: str = ""


class ErrorAnswer(Message):
    """The body of every refusal."""

    error: ErrorBody
