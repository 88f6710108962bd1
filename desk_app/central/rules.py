"""What an event must satisfy before it may take effect; the answer names the rule and the field, never the value."""

from __future__ import annotations

import dataclasses
import datetime as dt

from pydantic import ValidationError

from desk_app.central.envelopes import Dossier, DossierReceived, Envelope, EnvelopeReader, Kind, Reason
from desk_app.central.limits import Limits
from desk_app.domain import codes
from desk_app.domain.contact import normal_phone

LAST_NUMBER = 999_999
"""The largest ordinal that a dossier code can carry."""


class Refused(Exception):
    """The event cannot take effect until a person changes something.

    Attributes:
        field: dotted, from the dossier (``applicant.phone``) or from the body or envelope of the event.
        detail: what about it, without the value.
    """

    def __init__(self, reason: Reason, field: str | None = None, detail: str | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.field = field
        self.detail = detail


@dataclasses.dataclass(frozen=True, slots=True)
class OfficialCode:
    """An official code that the desk took from a lease, split."""

    text: str
    day: dt.date
    number: int


def read_envelope(raw: object) -> Envelope:
    """The typed event; Refused as malformed with the first field that is wrong."""
    try:
        return EnvelopeReader.validate_python(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        raise Refused(Reason.MALFORMED, _dotted(first["loc"]), first["type"]) from None


def check_unit(event: Envelope, unit: str) -> None:
    """A device speaks for its own unit only."""
    if event.unit != unit:
        raise Refused(Reason.UNIT_NOT_YOURS, "unit")
    if isinstance(event, DossierReceived) and event.body.dossier.unit != unit:
        raise Refused(Reason.UNIT_NOT_YOURS, "unit")


def check_dossier(dossier: Dossier) -> None:
    """Phone numbers and component ids; the code is for ``official_code`` or ``provisional_code``."""
    if dossier.applicant.phone and normal_phone(dossier.applicant.phone) is None:
        raise Refused(Reason.PHONE, "applicant.phone")
    if dossier.submitter and dossier.submitter.phone and normal_phone(dossier.submitter.phone) is None:
        raise Refused(Reason.PHONE, "submitter.phone")
    component_ids = [component.id for component in dossier.components]
    if len(set(component_ids)) != len(component_ids):
        raise Refused(Reason.MALFORMED, "components", "id_twice")


def provisional_code(dossier: Dossier) -> str | None:
    """The provisional code it was received under, None if it had an official one at once."""
    given = dossier.provisional_code
    if given is None:
        return None
    normal = codes.normal(given) if codes.is_provisional(given) else None
    if normal is None:
        raise Refused(Reason.CODE_MALFORMED, "provisional_code")
    return normal


def official_code(dossier: Dossier) -> OfficialCode | None:
    """The official code it carries, None while it is provisional."""
    if codes.is_provisional(dossier.code):
        if provisional_code(dossier) != codes.normal(dossier.code):
            raise Refused(Reason.CODE_MALFORMED, "provisional_code", "not_the_code")
        return None
    code = codes.parse(dossier.code)
    if code is None:
        raise Refused(Reason.CODE_MALFORMED, "code")
    if code.org != dossier.unit:
        raise Refused(Reason.CODE_MALFORMED, "code", "of_another_unit")
    return OfficialCode(code.text, code.day, code.number)


def code_day(dossier: Dossier, *, now: dt.datetime, limits: Limits) -> dt.date:
    """The day of the official code for a provisional dossier: that of receipt, unless the desk's clock was far off."""
    day, today = dossier.received_at.astimezone(now.tzinfo).date(), now.date()
    return day if today - limits.code_day_past <= day <= today + limits.code_day_future else today


def _dotted(location: tuple[int | str, ...]) -> str:
    """``applicant.phone`` from the path of the validator, which begins with the kind of the event."""
    steps = [str(step) for step in location]
    if steps and steps[0] in set(Kind):
        steps = steps[1:]
    for prefix in (["body", "dossier"], ["body"]):
        if steps[: len(prefix)] == prefix and len(steps) > len(prefix):
            steps = steps[len(prefix) :]
            break
    return ".".join(steps)[:200] or "event"
