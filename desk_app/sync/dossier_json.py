"""A dossier ⇄ JSON, as it travels inside ``dossier_received``; its files are facts of their own."""

from __future__ import annotations

from typing import Any

from desk_app.domain.applicant import Address, Applicant, ApplicantKind, IdType, PartialDate, Sex, Submitter
from desk_app.domain.dossier import Component, Dossier, Due, FeeLine, NotDigitised, Status
from desk_app.domain.procedure import Channel, ReturnMethod
from desk_app.sync.fields import Record, WireError, moment_text

MAX_COMPONENTS = 500
MAX_FEES = 200
MAX_SKIPPED = 2_000

Json = dict[str, Any]


def write_dossier(dossier: Dossier) -> Json:
    """The JSON object of a dossier."""
    return {
        "code": dossier.code,
        "provisional_code": dossier.provisional_code,
        "procedure": {
            "code": dossier.procedure_code,
            "version": dossier.procedure_version,
            "name": dossier.procedure_name,
            "field": dossier.field,
        },
        "case": dossier.case,
        "channel": dossier.channel.value,
        "return_method": dossier.return_method.value,
        "applicant": _write_applicant(dossier.applicant),
        "submitter": _write_submitter(dossier.submitter) if dossier.submitter else None,
        "components": [_write_component(component) for component in dossier.components],
        "sets": dossier.sets,
        "note": dossier.note,
        "fees": [{"name": fee.name, "amount_vnd": fee.amount_vnd, "note": fee.note} for fee in dossier.fees],
        "received_at": moment_text(dossier.received_at),
        "received_at_reason": dossier.received_at_reason,
        "recorded_at": moment_text(dossier.recorded_at),
        "due": _write_due(dossier.due),
        "status": dossier.status.value,
        "unit": dossier.unit,
        "unit_name": dossier.unit_name,
        "desk": dossier.desk,
        "accepted_by": dossier.accepted_by,
        "accepted_by_name": dossier.accepted_by_name,
        "missing_accepted_because": dossier.missing_accepted_because,
        "revision": dossier.revision,
    }


def read_dossier(record: Record, *, dossier_id: str) -> Dossier:
    """The dossier in a JSON object; WireError with the dotted field where it is not one."""
    procedure = record.record("procedure")
    submitter = record.maybe_record("submitter")
    return Dossier(
        id=dossier_id,
        code=record.text("code", limit=64, required=True),
        provisional_code=record.maybe_text("provisional_code", limit=64),
        procedure_code=procedure.text("code", limit=64, required=True),
        procedure_version=procedure.text("version", limit=128),
        procedure_name=procedure.text("name", required=True),
        field=procedure.text("field"),
        case=record.maybe_text("case", limit=200),
        channel=record.choice("channel", Channel),
        return_method=record.choice("return_method", ReturnMethod),
        applicant=_read_applicant(record.record("applicant")),
        submitter=_read_submitter(submitter) if submitter else None,
        components=tuple(_read_component(item) for item in record.records("components", limit=MAX_COMPONENTS)),
        sets=record.integer("sets", least=1),
        note=record.text("note"),
        fees=tuple(_read_fee(item) for item in record.records("fees", limit=MAX_FEES)),
        received_at=record.moment("received_at"),
        received_at_reason=record.text("received_at_reason"),
        recorded_at=record.moment("recorded_at"),
        due=_read_due(record.record("due")),
        status=record.choice("status", Status),
        unit=record.text("unit", limit=64, required=True),
        unit_name=record.text("unit_name"),
        desk=record.text("desk", limit=200),
        accepted_by=record.text("accepted_by", limit=100),
        accepted_by_name=record.text("accepted_by_name"),
        missing_accepted_because=record.text("missing_accepted_because"),
        revision=record.integer("revision", least=1),
    )


def _write_applicant(applicant: Applicant) -> Json:
    return {
        "kind": applicant.kind.value,
        "full_name": applicant.full_name,
        "id_type": applicant.id_type.value if applicant.id_type else None,
        "id_number": applicant.id_number,
        "born": str(applicant.born) if applicant.born else None,
        "sex": applicant.sex.value if applicant.sex else None,
        "phone": applicant.phone,
        "email": applicant.email,
        "address": _write_address(applicant.address),
    }


def _read_applicant(record: Record) -> Applicant:
    return Applicant(
        kind=record.choice("kind", ApplicantKind),
        full_name=record.text("full_name", limit=500),
        id_type=record.maybe_choice("id_type", IdType),
        id_number=record.text("id_number", limit=64),
        born=_read_partial_date(record, "born"),
        sex=record.maybe_choice("sex", Sex),
        phone=record.text("phone", limit=64),
        email=record.text("email", limit=320),
        address=_read_address(record.record("address")),
    )


def _write_submitter(submitter: Submitter) -> Json:
    return {
        "full_name": submitter.full_name,
        "id_type": submitter.id_type.value if submitter.id_type else None,
        "id_number": submitter.id_number,
        "phone": submitter.phone,
        "email": submitter.email,
        "address": _write_address(submitter.address),
        "authority": submitter.authority,
    }


def _read_submitter(record: Record) -> Submitter:
    return Submitter(
        full_name=record.text("full_name", limit=500),
        id_type=record.maybe_choice("id_type", IdType),
        id_number=record.text("id_number", limit=64),
        phone=record.text("phone", limit=64),
        email=record.text("email", limit=320),
        address=_read_address(record.record("address")),
        authority=record.text("authority"),
    )


def _write_address(address: Address) -> Json:
    return {
        "text": address.text,
        "province": address.province,
        "commune": address.commune,
        "units_as_of": address.units_as_of.isoformat() if address.units_as_of else None,
    }


def _read_address(record: Record) -> Address:
    return Address(
        text=record.text("text"),
        province=record.maybe_text("province", limit=16),
        commune=record.maybe_text("commune", limit=16),
        units_as_of=record.maybe_day("units_as_of"),
    )


def _write_component(component: Component) -> Json:
    because = component.not_digitised_because
    return {
        "id": component.id,
        "code": component.code,
        "name": component.name,
        "originals": component.originals,
        "copies": component.copies,
        "mandatory": component.mandatory,
        "presented_only": component.presented_only,
        "not_digitised_because": because.value if because else None,
        "not_digitised_note": component.not_digitised_note,
    }


def _read_component(record: Record) -> Component:
    return Component(
        id=record.text("id", limit=64, required=True),
        code=record.maybe_text("code", limit=100),
        name=record.text("name", required=True),
        originals=record.integer("originals"),
        copies=record.integer("copies"),
        mandatory=record.boolean("mandatory"),
        presented_only=record.boolean("presented_only"),
        not_digitised_because=record.maybe_choice("not_digitised_because", NotDigitised),
        not_digitised_note=record.text("not_digitised_note"),
    )


def _read_fee(record: Record) -> FeeLine:
    return FeeLine(
        name=record.text("name", required=True), amount_vnd=record.maybe_integer("amount_vnd"), note=record.text("note")
    )


def _write_due(due: Due) -> Json:
    return {
        "at": moment_text(due.at) if due.at else None,
        "amount": due.amount,
        "unit": due.unit,
        "skipped": [{"on": day.isoformat(), "name": name} for day, name in due.skipped],
        "unit_assumed": due.unit_assumed,
        "after_cutoff": due.after_cutoff,
    }


def _read_due(record: Record) -> Due:
    return Due(
        at=record.maybe_moment("at"),
        amount=record.maybe_integer("amount"),
        unit=record.text("unit", limit=40),
        skipped=tuple((day.day("on"), day.text("name")) for day in record.records("skipped", limit=MAX_SKIPPED)),
        unit_assumed=record.boolean("unit_assumed"),
        after_cutoff=record.boolean("after_cutoff"),
    )


def _read_partial_date(record: Record, name: str) -> PartialDate | None:
    text = record.maybe_text(name, limit=10)
    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise WireError(record.at(name), "not a date") from None
