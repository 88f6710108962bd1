"""The contract's envelopes: frozen by golden files, whole after a round trip, suspicious of everything else."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.clock import VIETNAM
from desk_app.domain import applicant as ap
from desk_app.domain import dossier as ds
from desk_app.domain import events as ev
from desk_app.domain.procedure import Channel, ReturnMethod
from desk_app.sync import wire
from desk_app.sync.fields import WireError

GOLDEN = Path(__file__).parents[1] / "golden" / "wire"
KINDS = [kind.value for kind in wire.Kind]


@pytest.mark.parametrize("kind", KINDS)
def test_envelope_is_what_the_golden_file_says(kind: str, examples: Any) -> None:
    expected = (GOLDEN / f"{kind}.json").read_text(encoding="utf-8")

    written = json.dumps(wire.write_envelope(examples.facts()[kind]), ensure_ascii=False, indent=2) + "\n"

    assert written == expected


@pytest.mark.parametrize("kind", KINDS)
def test_golden_file_reads_as_the_fact_it_was_made_from(kind: str, examples: Any) -> None:
    read = wire.read_envelope(json.loads((GOLDEN / f"{kind}.json").read_text(encoding="utf-8")))

    assert read == examples.facts()[kind]


MAY_BE_NULL = {
    "case", "provisional_code", "submitter", "born", "sex", "id_type", "province", "commune", "units_as_of", "code",
    "not_digitised_because", "amount_vnd", "at", "amount",
}  # fmt: skip


def attempt(envelope: dict[str, Any]) -> ev.Fact | WireError:
    try:
        return wire.read_envelope(envelope)
    except WireError as error:
        return error


def test_every_kind_of_fact_has_a_golden_file() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == sorted(KINDS)


def test_unknown_fields_of_a_newer_desk_are_passed_over(examples: Any) -> None:
    envelope = wire.write_envelope(examples.facts()["dossier_received"])
    envelope["priority"] = "high"
    envelope["body"]["dossier"]["applicant"]["nickname"] = "x"

    assert wire.read_envelope(envelope) == examples.facts()["dossier_received"]


def paths(value: Any, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON value, except items of free-form lists."""
    if isinstance(value, dict):
        return [p for key, item in value.items() for p in ((*prefix, key), *paths(item, (*prefix, key)))]
    if isinstance(value, list):
        return [p for index, item in enumerate(value) for p in paths(item, (*prefix, index))]
    return []


@pytest.mark.parametrize(
    "junk", [[1], 1.5, True, "\ud800", "x" * 5_000, {"a": "\x00"}, -1, 2**60, "9999-12-31T23:59:59Z"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_junk_in_any_place_is_a_wire_error_or_harmless(kind: str, junk: object, examples: Any) -> None:
    whole = wire.write_envelope(examples.facts()[kind])
    for path in paths(whole):
        envelope = copy.deepcopy(whole)
        place = envelope
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = junk

        read = attempt(envelope)

        if isinstance(read, WireError):
            assert read.field
            assert str(junk)[:20] not in str(read)
        else:
            assert wire.read_envelope(wire.write_envelope(read)) == read


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_field_is_named(kind: str, examples: Any) -> None:
    whole = wire.write_envelope(examples.facts()[kind])
    for path in [p for p in paths(whole) if isinstance(p[-1], str)]:
        envelope = copy.deepcopy(whole)
        place = envelope
        for step in path[:-1]:
            place = place[step]
        nullable = place.pop(path[-1]) is None

        read = attempt(envelope)

        if isinstance(read, WireError):
            assert read.field == ".".join(str(step) for step in path)
        else:
            assert nullable or path[-1] in MAY_BE_NULL


def test_naive_moment_does_not_travel(examples: Any) -> None:
    fact = examples.fact("receipt_issued", occurred_at=dt.datetime(2026, 1, 1))  # noqa: DTZ001

    with pytest.raises(ValueError, match="naive"):
        wire.write_envelope(fact)


def test_moment_of_another_zone_arrives_as_the_same_moment(examples: Any) -> None:
    utc = examples.at.astimezone(dt.UTC)

    envelope = wire.write_envelope(examples.fact("receipt_issued", occurred_at=utc))

    assert envelope["occurred_at"] == "2026-11-23T08:15:30.250000+07:00"


def test_fingerprint_knows_content_and_not_the_order_of_keys(examples: Any) -> None:
    envelope = wire.write_envelope(examples.facts()["dossier_received"])
    turned = dict(reversed(envelope.items()))
    other = copy.deepcopy(envelope)
    other["body"]["dossier"]["note"] += "."

    assert wire.fingerprint(envelope) == wire.fingerprint(turned)
    assert wire.fingerprint(envelope) != wire.fingerprint(other)


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"NaN", b'{"a":Infinity}', b"[" * 100_000])
def test_bytes_that_are_no_json_are_a_wire_error(data: bytes) -> None:
    with pytest.raises(WireError):
        wire.from_bytes(data)


def test_decomposed_text_arrives_composed(examples: Any) -> None:
    dossier = dataclasses.replace(examples.dossier(), note=unicodedata.normalize("NFD", "ấp Trùm Thuật"))

    read = wire.read_envelope(wire.write_envelope(examples.fact("dossier_received", dossier=dossier)))

    assert isinstance(read, ev.DossierReceived)
    assert read.dossier.note == "ấp Trùm Thuật"


def test_duplicate_of_a_refusal_did_not_take_effect() -> None:
    answer = wire.EventAnswer(event_id="e", result=wire.Result.DUPLICATE, reason="phone")

    assert not answer.took_effect


nfc = st.text(max_size=30).map(lambda t: unicodedata.normalize("NFC", t.replace("\x00", "")))
named = nfc.map(lambda t: f"n{t}").map(lambda t: unicodedata.normalize("NFC", t))
uuids = st.uuids().map(str)
moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(VIETNAM))  # noqa: DTZ001
days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
born = st.builds(ap.PartialDate, st.integers(1900, 2100)) | days.map(lambda d: ap.PartialDate(d.year, d.month, d.day))
addresses = st.builds(
    ap.Address,
    text=nfc,
    province=st.none() | st.just("96"),
    commune=st.none() | st.just("32059"),
    units_as_of=st.none() | days,
)
copies = st.builds(
    ds.ElectronicCopy,
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    bytes=st.integers(1, 2**40),
    pages=st.integers(0, 999),
)
components = st.builds(
    ds.Component,
    id=uuids,
    name=named,
    code=st.none() | nfc,
    originals=st.integers(0, 9),
    copies=st.integers(0, 9),
    mandatory=st.booleans(),
    presented_only=st.booleans(),
    not_digitised_because=st.none() | st.sampled_from(ds.NotDigitised),
    not_digitised_note=nfc,
    copy=st.none(),
)
applicants = st.builds(
    ap.Applicant,
    kind=st.sampled_from(ap.ApplicantKind),
    full_name=nfc,
    id_type=st.none() | st.sampled_from(ap.IdType),
    id_number=nfc,
    born=st.none() | born,
    sex=st.none() | st.sampled_from(ap.Sex),
    phone=nfc,
    email=nfc,
    address=addresses,
)
submitters = st.builds(
    ap.Submitter, full_name=nfc, id_type=st.none() | st.sampled_from(ap.IdType), id_number=nfc, phone=nfc, email=nfc,
    address=addresses, authority=nfc,
)  # fmt: skip
dues = st.builds(
    ds.Due,
    at=st.none() | moments,
    amount=st.none() | st.integers(0, 400),
    unit=nfc,
    skipped=st.lists(st.tuples(days, nfc), max_size=3).map(tuple),
    unit_assumed=st.booleans(),
    after_cutoff=st.booleans(),
)
fees = st.builds(ds.FeeLine, name=named, amount_vnd=st.none() | st.integers(0, 10**12), note=nfc)


extracted = st.builds(ds.Extracted, st.sampled_from(ds.ExtractedKind), named)


@st.composite
def dossiers(draw: st.DrawFn) -> ds.Dossier:
    return ds.Dossier(
        id=draw(uuids), code=draw(named), provisional_code=draw(st.none() | nfc), procedure_code=draw(named),
        procedure_version=draw(nfc), procedure_name=draw(named), field=draw(nfc), case=draw(st.none() | nfc),
        channel=draw(st.sampled_from(Channel)), return_method=draw(st.sampled_from(ReturnMethod)),
        applicant=draw(applicants), submitter=draw(st.none() | submitters),
        components=tuple(draw(st.lists(components, max_size=3))), sets=draw(st.integers(1, 9)), note=draw(nfc),
        fees=tuple(draw(st.lists(fees, max_size=3))), received_at=draw(moments), received_at_reason=draw(nfc),
        recorded_at=draw(moments), due=draw(dues), status=draw(st.sampled_from(ds.Status)), unit=draw(named),
        unit_name=draw(nfc), desk=draw(nfc), accepted_by=draw(nfc), accepted_by_name=draw(nfc),
        missing_accepted_because=draw(nfc), revision=draw(st.integers(1, 99)),
    )  # fmt: skip


@st.composite
def facts(draw: st.DrawFn) -> ev.Fact:
    dossier = draw(dossiers())
    head: dict[str, Any] = {
        "event_id": draw(uuids),
        "dossier_id": dossier.id,
        "occurred_at": draw(moments),
        "author": ev.Author(account_id=draw(named), name=draw(nfc), role=draw(named)),
        "unit": draw(named),
        "desk": draw(nfc),
    }
    kind = draw(st.sampled_from(wire.Kind))
    match kind:
        case wire.Kind.DOSSIER_RECEIVED:
            return ev.DossierReceived(**head, dossier=dossier)
        case wire.Kind.COMPONENT_DIGITISED:
            return ev.ComponentDigitised(
                **head, component_id=draw(uuids), component_name=draw(nfc), copy=draw(copies),
                extracted=tuple(draw(st.lists(extracted, max_size=3))),
            )  # fmt: skip
        case wire.Kind.COMPONENT_NOT_DIGITISED:
            return ev.ComponentNotDigitised(
                **head, component_id=draw(uuids), reason=draw(st.sampled_from(ds.NotDigitised)), note=draw(nfc)
            )
    return ev.ReceiptIssued(
        **head, form=draw(named), circular=draw(named), copy=draw(copies), reprint=draw(st.integers(0, 9))
    )


@given(facts())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_fact_is_whole_after_a_round_trip(fact: ev.Fact) -> None:
    message = wire.to_bytes(wire.write_envelope(fact))

    assert wire.read_envelope(wire.from_bytes(message)) == fact
