"""Events and their answers, protocol 1, as the gateway checks them; written apart from the desk's own codecs on purpose.

Fields that this version does not know are passed over, so that a newer desk may add some.
"""

from __future__ import annotations

import enum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, WithJsonSchema

from desk_app.central.fields import At, BornOn, Count, Key, Message, Name, Sha256, Size, Text, Uuid, Word
from desk_app.domain.applicant import ApplicantKind, IdType, Sex
from desk_app.domain.dossier import ExtractedKind, NotDigitised, Status
from desk_app.domain.procedure import Channel, ReturnMethod


class Kind(enum.StrEnum):
    """What an event is about."""

    DOSSIER_RECEIVED = "dossier_received"
    COMPONENT_DIGITISED = "component_digitised"
    COMPONENT_NOT_DIGITISED = "component_not_digitised"
    RECEIPT_ISSUED = "receipt_issued"


class Result(enum.StrEnum):
    """What became of an event."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    CONFLICT = "conflict"
    DEFERRED = "deferred"


class Reason(enum.StrEnum):
    """Why an event did not take effect."""

    MALFORMED = "malformed"
    PHONE = "phone"
    UNIT_NOT_YOURS = "unit_not_yours"
    CODE_TAKEN = "code_taken"
    CODE_MALFORMED = "code_malformed"
    UNKNOWN_DOSSIER = "unknown_dossier"
    ID_REUSED = "id_reused"
    DOSSIER_EXISTS = "dossier_exists"


class Author(Message):
    """Who did it, in which role."""

    account_id: Key
    name: Word
    role: Key


class File(Message):
    """A file by its digest."""

    sha256: Sha256
    bytes: Size
    pages: Count


class Address(Message):
    """Where somebody lives or sits; the codes belong to the two-tier administration."""

    text: Text = ""
    province: Word | None = None
    commune: Word | None = None


class Applicant(Message):
    """Chủ hồ sơ."""

    kind: Annotated[ApplicantKind, Field(strict=False)]
    full_name: Word
    id_type: Annotated[IdType | None, Field(strict=False)] = None
    id_number: Word = ""
    born: BornOn | None = None
    sex: Annotated[Sex | None, Field(strict=False)] = None
    phone: Word = ""
    email: Word = ""
    address: Address = Field(default_factory=Address)


class Submitter(Message):
    """Người nộp hồ sơ, where it is not the applicant."""

    full_name: Word
    id_type: Annotated[IdType | None, Field(strict=False)] = None
    id_number: Word = ""
    phone: Word = ""
    email: Word = ""
    address: Address = Field(default_factory=Address)
    authority: Text = ""


class Component(Message):
    """Thành phần hồ sơ: a paper that was handed in."""

    id: Key
    code: Word | None = None
    name: Name
    originals: Count = 0
    copies: Count = 0
    mandatory: bool = False
    presented_only: bool = False
    not_digitised_because: Annotated[NotDigitised | None, Field(strict=False)] = None
    not_digitised_note: Text = ""


class Fee(Message):
    """A fee in đồng; null where the amount is not known at the desk."""

    name: Name
    amount_vnd: Count | None = None
    note: Text = ""


class ProcedureVersion(Message):
    """The procedure as it stood at receipt."""

    code: Key
    version: Word = ""
    name: Name
    field: Name = ""


class Due(Message):
    """When the result is due; null where the procedure names no limit."""

    at: At | None = None


class Dossier(Message):
    """Hồ sơ as it was accepted."""

    code: Key
    provisional_code: Key | None = None
    procedure: ProcedureVersion
    case: Word | None = None
    channel: Annotated[Channel, Field(strict=False)]
    return_method: Annotated[ReturnMethod, Field(strict=False)]
    applicant: Applicant
    submitter: Submitter | None = None
    components: Annotated[list[Component], Field(max_length=500)]
    sets: Count = 1
    note: Text = ""
    fees: Annotated[list[Fee], Field(max_length=200)] = Field(default_factory=list)
    received_at: At
    received_at_reason: Text = ""
    recorded_at: At
    due: Due
    status: Annotated[Status, Field(strict=False)]
    unit: Key
    unit_name: Name = ""
    desk: Word = ""
    accepted_by: Word = ""
    accepted_by_name: Word = ""
    missing_accepted_because: Text = ""
    revision: Annotated[int, Field(ge=1, le=2**31 - 1)] = 1


class _Envelope(Message):
    protocol: Literal[1]
    event_id: Uuid
    dossier_id: Uuid
    occurred_at: At
    author: Author
    unit: Key
    desk: Word


class DossierReceivedBody(Message):
    """The whole dossier; its components travel without files."""

    dossier: Dossier


class ExtractedField(Message):
    """A fact about a paper that a person confirmed."""

    kind: Annotated[ExtractedKind, Field(strict=False)]
    value: Name


class ComponentDigitisedBody(Message):
    """A component now has this electronic copy, and what was taken out of it."""

    component_id: Key
    component_name: Name
    file: File
    extracted: Annotated[tuple[ExtractedField, ...], Field(strict=False, max_length=20)] = ()


class ComponentNotDigitisedBody(Message):
    """A component has no electronic copy, and why."""

    component_id: Key
    reason: Annotated[NotDigitised, Field(strict=False)]
    note: Text = ""


class ReceiptIssuedBody(Message):
    """The receipt was made; ``reprint`` counts from 0."""

    form: Key
    circular: Key
    reprint: Count = 0
    file: File


class DossierReceived(_Envelope):
    """A dossier was accepted at a desk."""

    kind: Literal["dossier_received"]
    body: DossierReceivedBody


class ComponentDigitised(_Envelope):
    """A paper was scanned."""

    kind: Literal["component_digitised"]
    body: ComponentDigitisedBody


class ComponentNotDigitised(_Envelope):
    """A paper was not scanned."""

    kind: Literal["component_not_digitised"]
    body: ComponentNotDigitisedBody


class ReceiptIssued(_Envelope):
    """A receipt was made."""

    kind: Literal["receipt_issued"]
    body: ReceiptIssuedBody


Envelope = Annotated[
    DossierReceived | ComponentDigitised | ComponentNotDigitised | ReceiptIssued, Field(discriminator="kind")
]
EnvelopeReader: TypeAdapter[Envelope] = TypeAdapter(Envelope)
RawEnvelope = Annotated[Any, WithJsonSchema({"$ref": "#/components/schemas/Envelope"})]
"""An envelope that is checked on its own later, so that a bad one does not spoil its neighbours."""


class EventBatch(Message):
    """What a desk sends: at most 100 events, in the order in which they happened."""

    protocol: Literal[1]
    events: Annotated[list[RawEnvelope], Field(max_length=100)]


class EventAnswer(Message):
    """What became of one event; a duplicate repeats the stored answer."""

    event_id: str
    result: Result
    official_code: str | None = None
    reason: Reason | None = None
    field: str | None = None
    detail: str | None = None


class EventAnswers(Message):
    """The answers, in the order of the events."""

    answers: list[EventAnswer]
