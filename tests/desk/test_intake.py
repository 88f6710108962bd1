from __future__ import annotations

import concurrent.futures as cf
import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from desk_app import clock
from desk_app.desk.digitisation import PagesNotReady
from desk_app.desk.intake import Accepted, NotAccepted, NotSetUp, ProcedureUnknown
from desk_app.desk.settings import DeskSettings
from desk_app.desk.settings import store as store_settings
from desk_app.domain import codes
from desk_app.domain.applicant import Address, Applicant, ApplicantKind, IdType, Submitter
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import IntakeDraft, PageRef, ProblemKind
from desk_app.domain.errors import NotPermitted
from desk_app.domain.events import ComponentDigitised, ComponentNotDigitised, DossierReceived
from desk_app.domain.identity_card import IdentityCard, read
from desk_app.domain.procedure import Channel, ReturnMethod
from desk_app.store import audit, drafts, numbering, outbox, prints, procedures
from desk_app.store import dossiers as dossier_rows
from desk_app.store.errors import DiskFull, StoreUnavailable

BIRTH, MARRIAGE = "1.001193", "1.000894"
CARD = "096191004582||Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"


class PowerCut(Exception):
    """Raised where a test lets the program stop."""


def _held_by(counter: Any) -> dict[str, object]:
    """Everything that an acceptance writes, to compare before and after."""
    day = counter.now().date()
    with counter.store.read() as uow:
        return {
            "dossiers": uow.queries.recent(100),
            "queue": uow.outbox.counts(),
            "prints": uow.prints.pending(),
            "drafts": uow.drafts.open_drafts(),
            "codes": uow.numbering.left("H12.64", day),
            "next": uow.numbering.peek("H12.64", day),
            "audit": uow.audit.recent(100),
        }


def test_an_acceptance_puts_dossier_facts_print_task_and_audit_on_disk_and_ends_the_draft(counter: Any) -> None:
    outcome = counter.accepted(note="Nộp thay mẹ")

    dossier = outcome.dossier
    with counter.store.read() as uow:
        assert uow.dossiers.get(dossier.id) == dossier
        assert [t.id for t in uow.prints.pending()] == [outcome.print_task]
        assert uow.drafts.open_drafts() == ()
    facts = [item.fact for item in counter.outbox(dossier.id)]
    assert [type(f) for f in facts][:2] == [DossierReceived, ComponentDigitised]
    assert {type(f) for f in facts[2:]} == {ComponentNotDigitised}
    assert counter.audit(dossier.id) == ["dossier_accepted"]
    assert (dossier.accepted_by_name, dossier.desk, dossier.unit) == ("Trần Thị Mẫu", "Quầy 1", "H12.64")
    assert dossier.recorded_at == dossier.received_at == counter.now()


def test_the_electronic_copy_is_a_pdf_among_the_files_before_a_row_names_it(counter: Any) -> None:
    dossier = counter.accepted(pages=2).dossier

    copy = dossier.components[0].copy
    assert copy is not None
    assert copy.pages == 2
    pdf = counter.store.blobs.get(copy.sha256)
    assert (pdf[:5], len(pdf)) == (b"%PDF-", copy.bytes)


STEPS = [
    (numbering.Numbering, "take"),
    (numbering.Numbering, "next_provisional"),
    (dossier_rows.Dossiers, "add"),
    (outbox.Outbox, "append"),
    (prints.PrintTasks, "add"),
    (drafts.Drafts, "save"),
    (drafts.Drafts, "close"),
    (procedures.Procedures, "touch_use"),
    (audit.Audit, "record"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("repository", "method"), STEPS, ids=[f"{r.__name__}.{m}" for r, m in STEPS])
def test_a_stop_at_any_step_of_an_acceptance_leaves_nothing_half(
    counter: Any, monkeypatch: pytest.MonkeyPatch, repository: type, method: str, after: bool
) -> None:
    if method != "next_provisional":
        counter.lease(7, 9)
    draft = counter.draft()
    before = _held_by(counter)
    real = getattr(repository, method)

    def stopping(self: object, *args: object, **kwargs: object) -> object:
        if after:
            real(self, *args, **kwargs)
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(repository, method, stopping)
        with pytest.raises(PowerCut):
            counter.desk.intake.accept(draft, who=counter.officer)

    assert _held_by(counter) == before
    assert isinstance(counter.desk.intake.accept(draft, who=counter.officer), Accepted)
    assert counter.store.check() == []


def test_a_stop_between_the_facts_of_one_dossier_leaves_none_of_them(
    counter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = counter.draft()
    before = _held_by(counter)
    real, calls = outbox.Outbox.append, []

    def stopping(self: Any, *facts: Any) -> None:
        calls.append(facts)
        if len(calls) == 2:
            raise PowerCut
        real(self, *facts)

    with monkeypatch.context() as patched:
        patched.setattr(outbox.Outbox, "append", stopping)
        with pytest.raises(PowerCut):
            counter.desk.intake.accept(draft, who=counter.officer)

    assert _held_by(counter) == before


def test_the_outbox_is_told_only_of_what_was_committed(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(counter.desk.intake, "_outbox_changed", lambda: told.append(len(_held_by(counter)["dossiers"])))  # type: ignore[arg-type]
    draft = counter.draft()

    with monkeypatch.context() as patched:
        patched.setattr(audit.Audit, "record", _full_disk)
        with pytest.raises(DiskFull):
            counter.desk.intake.accept(draft, who=counter.officer)
    assert told == []

    counter.desk.intake.accept(draft, who=counter.officer)
    assert told == [1]


def _full_disk(self: object, *args: object, **kwargs: object) -> None:
    from pathlib import Path

    raise DiskFull(Path("desk"))


def test_accepting_twice_gives_one_dossier(counter: Any) -> None:
    draft = counter.draft()

    first = counter.desk.intake.accept(draft, who=counter.officer)
    again = counter.desk.intake.accept(draft, who=counter.officer)

    assert (again.dossier, again.print_task) == (first.dossier, first.print_task)
    with counter.store.read() as uow:
        assert len(uow.queries.recent(10)) == 1
        assert len(uow.prints.pending()) == 1
    assert len(counter.outbox(first.dossier.id)) == len({i.fact.event_id for i in counter.outbox(first.dossier.id)})
    assert counter.audit(first.dossier.id) == ["dossier_accepted"]


def test_two_threads_that_accept_the_same_draft_at_once_get_the_same_dossier(counter: Any) -> None:
    counter.lease(1, 5)
    draft = counter.draft()

    with cf.ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: counter.desk.intake.accept(draft, who=counter.officer), range(4)))

    assert {o.dossier.code for o in outcomes} == {"H12.64-261123-0001"}
    assert len({o.print_task for o in outcomes}) == 1
    with counter.store.read() as uow:
        assert uow.numbering.left("H12.64", counter.now().date()) == 4


def test_a_draft_that_was_never_saved_can_be_accepted(counter: Any) -> None:
    # The self-test did this and was told that there is no such draft.
    draft = counter.draft(saved=False)

    outcome = counter.desk.intake.accept(draft, who=counter.officer)

    assert isinstance(outcome, Accepted)
    assert counter.desk.intake.open_drafts() == ()


def test_what_was_typed_last_is_in_the_kept_draft_of_an_accepted_dossier(counter: Any) -> None:
    draft = dataclasses.replace(counter.draft(), note="gõ ngay trước F9")

    outcome = counter.desk.intake.accept(draft, who=counter.officer)

    assert outcome.dossier.note == "gõ ngay trước F9"
    with counter.store.read() as uow:
        assert uow.drafts.get(draft.id).note == "gõ ngay trước F9"


def test_a_volunteer_prepares_but_does_not_accept(counter: Any) -> None:
    draft = counter.draft()
    before = _held_by(counter)

    with pytest.raises(NotPermitted):
        counter.desk.intake.accept(draft, who=counter.volunteer)

    assert _held_by(counter) == before


def test_an_administrator_does_not_accept(counter: Any) -> None:
    with pytest.raises(NotPermitted):
        counter.desk.intake.accept(counter.draft(), who=counter.administrator)


def test_setting_the_time_back_needs_a_reason(counter: Any) -> None:
    draft = counter.draft(received_at=counter.now() - dt.timedelta(hours=2))

    outcome = counter.desk.intake.accept(draft, who=counter.officer)

    assert isinstance(outcome, NotAccepted)
    assert [(p.field, p.kind) for p in outcome.problems] == [("received_at_reason", ProblemKind.REASON_NEEDED)]


def test_a_time_set_back_is_kept_beside_the_clocks_and_both_are_in_the_audit(counter: Any) -> None:
    eight = counter.now().replace(hour=8, minute=0)
    draft = counter.draft(received_at=eight, received_at_reason="mất điện")

    dossier = counter.desk.intake.accept(draft, who=counter.officer).dossier

    assert (dossier.received_at, dossier.recorded_at) == (eight, counter.now())
    with counter.store.read() as uow:
        (entry,) = uow.audit.of(dossier.id)
    assert entry.detail["received_at"] == eight.isoformat()
    assert entry.detail["recorded_at"] == counter.now().isoformat()
    assert entry.detail["received_at_reason"] == "mất điện"


def test_setting_the_time_back_needs_a_role_that_may(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk_app.domain.roles import PERMISSIONS, Act, Role

    monkeypatch.setitem(PERMISSIONS, Role.OFFICER, PERMISSIONS[Role.OFFICER] - {Act.BACKDATE})
    draft = counter.draft(received_at=counter.now() - dt.timedelta(hours=1), received_at_reason="mất điện")

    with pytest.raises(NotPermitted) as refused:
        counter.desk.intake.accept(draft, who=counter.officer)
    assert refused.value.act == Act.BACKDATE


def test_a_receipt_in_the_future_is_not_accepted(counter: Any) -> None:
    draft = counter.draft(received_at=counter.now() + dt.timedelta(hours=1))

    outcome = counter.desk.intake.accept(draft, who=counter.officer)

    assert isinstance(outcome, NotAccepted)


def test_the_day_of_the_code_is_vietnams_whatever_offset_the_time_was_given_with(counter: Any) -> None:
    # 20:00 UTC on the 22nd is three in the morning of the 23rd at the desk; the code once said 261122.
    counter.lease(5, 9)
    utc = dt.datetime(2026, 11, 22, 20, 0, tzinfo=dt.UTC)
    draft = counter.draft(received_at=utc, received_at_reason="nhập sau")

    assert counter.desk.intake.outlook(draft).next_code == "H12.64-261123-0005"
    dossier = counter.desk.intake.accept(draft, who=counter.officer).dossier

    assert dossier.code == "H12.64-261123-0005"
    assert dossier.received_at.utcoffset() == clock.VIETNAM.utcoffset(None)
    assert dossier.received_at == utc


def test_missing_mandatory_papers_stop_the_acceptance_and_are_listed(counter: Any) -> None:
    draft = counter.draft(pages=0)
    nothing = tuple(dataclasses.replace(c, present=False) for c in draft.components)

    outcome = counter.desk.intake.accept(dataclasses.replace(draft, components=nothing), who=counter.officer)

    assert isinstance(outcome, NotAccepted)
    assert {p.kind for p in outcome.problems} == {ProblemKind.MISSING_PAPER}
    assert [p.detail for p in outcome.problems][:2] == ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh"]
    assert len(outcome.problems) == 3


def test_missing_papers_may_be_accepted_with_a_reason_by_who_may(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk_app.domain.roles import PERMISSIONS, Act, Role

    draft = counter.draft(pages=0, missing_accepted_because="bổ sung trong ngày")
    nothing = tuple(dataclasses.replace(c, present=False) for c in draft.components)
    draft = dataclasses.replace(draft, components=nothing)
    with monkeypatch.context() as patched:
        patched.setitem(PERMISSIONS, Role.OFFICER, PERMISSIONS[Role.OFFICER] - {Act.ACCEPT_INCOMPLETE})
        with pytest.raises(NotPermitted):
            counter.desk.intake.accept(draft, who=counter.officer)

    outcome = counter.desk.intake.accept(draft, who=counter.officer)

    assert outcome.dossier.missing_accepted_because == "bổ sung trong ngày"
    assert {w.kind for w in outcome.warnings} == {ProblemKind.MISSING_PAPER}


def test_a_draft_without_procedure_and_name_lists_both(counter: Any) -> None:
    outcome = counter.desk.intake.accept(counter.desk.intake.start(counter.officer), who=counter.officer)

    assert isinstance(outcome, NotAccepted)
    assert {p.field for p in outcome.problems} == {"procedure", "applicant.full_name"}


def test_leased_codes_are_used_up_in_order_and_then_provisional_ones_are_given(counter: Any) -> None:
    counter.lease(107, 108)

    given = [counter.accepted().dossier for _ in range(4)]

    assert [d.code for d in given[:2]] == ["H12.64-261123-0107", "H12.64-261123-0108"]
    assert [d.is_provisional for d in given] == [False, False, True, True]
    assert all(codes.is_provisional(d.code) and d.provisional_code == d.code for d in given[2:])
    assert len({d.code for d in given}) == 4


def test_a_lease_of_another_day_is_not_used(counter: Any) -> None:
    counter.lease(1, 50, day=counter.now().date() - dt.timedelta(days=1))

    assert counter.accepted().dossier.is_provisional


def test_the_outlook_says_due_time_code_and_fees_before_acceptance(counter: Any) -> None:
    counter.lease(7, 9)
    draft = counter.draft()

    outlook = counter.desk.intake.outlook(draft)
    dossier = counter.desk.intake.accept(draft, who=counter.officer).dossier

    assert (outlook.next_code, outlook.codes_left) == (dossier.code, 3)
    assert outlook.due == dossier.due
    assert outlook.fees == dossier.fees
    assert [(p.kind, p.blocking) for p in outlook.problems] == [(ProblemKind.NOT_DIGITISED, False)]
    # Tuesday the 24th is the new Day of Culture.
    assert dossier.due.at is not None
    assert dossier.due.at.date() == dt.date(2026, 11, 25)


def test_the_outlook_of_an_empty_draft_has_problems_and_no_due_time(counter: Any) -> None:
    outlook = counter.desk.intake.outlook(counter.desk.intake.start(counter.officer))

    assert (outlook.due, outlook.fees, outlook.next_code, outlook.codes_left) == (None, (), None, 0)
    assert outlook.problems


def test_numbers_are_kept_as_the_centre_wants_them_however_they_were_typed(counter: Any) -> None:
    person = Applicant(
        full_name="  Nguyễn  Thị   Hường ",
        id_type=IdType.CCCD,
        id_number="096 191 004 582",
        phone="+84 918 224 175",
        email=" huong@example.vn ",
        address=Address(text="Ấp 1"),
    )
    brought = Submitter(full_name="Đỗ Thị Thử", id_type=IdType.CMND, id_number="381 234 567", phone="0918.224.199")

    dossier = counter.accepted(applicant=person, submitter=brought).dossier

    assert dossier.applicant.full_name == "Nguyễn Thị Hường"
    assert (dossier.applicant.id_number, dossier.applicant.phone) == ("096191004582", "0918224175")
    assert dossier.applicant.email == "huong@example.vn"
    assert (dossier.submitter.id_number, dossier.submitter.phone) == ("381234567", "0918224199")
    assert counter.desk.intake.known_person("096191004582") == dossier.applicant


def test_a_page_that_could_not_be_prepared_stops_the_acceptance_and_writes_nothing(counter: Any) -> None:
    draft = counter.draft()
    torn = counter.store.blobs.put(b"\xff\xd8\xff\xe0 torn")
    page = PageRef(id="p-torn", raw=torn, component=draft.components[0].id)
    draft = counter.desk.intake.save(dataclasses.replace(draft, pages=(*draft.pages, page)))
    before = _held_by(counter)

    with pytest.raises(PagesNotReady):
        counter.desk.intake.accept(draft, who=counter.officer)

    assert _held_by(counter) == before


def test_pages_that_belong_nowhere_stop_the_acceptance(counter: Any) -> None:
    draft = counter.draft(pages=0)
    loose = dataclasses.replace(counter.template.pages[0], component=None)

    outcome = counter.desk.intake.accept(dataclasses.replace(draft, pages=(loose,)), who=counter.officer)

    assert isinstance(outcome, NotAccepted)
    assert [p.kind for p in outcome.problems] == [ProblemKind.PAGES_UNSORTED]


def test_papers_without_a_scan_carry_the_reason_the_checklist_can_tell(counter: Any) -> None:
    dossier = counter.accepted().dossier

    reasons = {c.name.split(" (")[0]: c.not_digitised_because for c in dossier.components}
    assert reasons["Tờ khai đăng ký khai sinh"] is None
    assert reasons["Giấy chứng sinh"] is NotDigitised.NO_DEVICE
    assert reasons["Giấy tờ tùy thân"] is NotDigitised.PRESENTED_ONLY


def test_switching_the_procedure_keeps_the_pages(counter: Any) -> None:
    draft = counter.draft(BIRTH, pages=2)

    other = counter.desk.intake.choose_procedure(draft, MARRIAGE)
    back = counter.desk.intake.choose_procedure(other, BIRTH)

    assert [p.raw for p in other.pages] == [p.raw for p in draft.pages]
    assert other.pages_of(None) == other.pages
    assert {c.name for c in other.components}.isdisjoint({draft.components[0].name})
    assert len(back.pages) == 2


def test_choosing_the_same_procedure_again_leaves_pages_and_ticks_where_they_were(counter: Any) -> None:
    draft = counter.draft(BIRTH, pages=2)

    again = counter.desk.intake.choose_procedure(draft, BIRTH)

    assert [c.present for c in again.components] == [c.present for c in draft.components]
    assert [p.component for p in again.pages] == [again.components[0].id] * 2


def test_a_procedure_nobody_knows_is_named(counter: Any) -> None:
    with pytest.raises(ProcedureUnknown) as unknown:
        counter.desk.intake.choose_procedure(counter.desk.intake.start(counter.officer), "9.999999")
    assert unknown.value.code == "9.999999"


def test_the_procedure_of_a_draft_is_the_version_it_was_made_from(counter: Any) -> None:
    draft = counter.draft()
    procedure = counter.desk.intake.procedure_of(draft)

    newer = dataclasses.replace(procedure, name="Đăng ký khai sinh (sửa đổi)", version="")
    counter.desk.catalogue.put([newer], who=None, source="test")

    assert counter.desk.intake.procedure_of(draft) == procedure
    assert counter.desk.intake.procedure_of(counter.desk.intake.start(counter.officer)) is None
    assert counter.desk.catalogue.get(BIRTH).name == "Đăng ký khai sinh (sửa đổi)"


def test_repeat_last_takes_procedure_channel_and_return_from_ones_own_last_dossier(counter: Any) -> None:
    counter.accepted(MARRIAGE, channel=Channel.POSTAL, return_method=ReturnMethod.POSTAL)
    empty = counter.desk.intake.start(counter.officer)

    again = counter.desk.intake.repeat_last(empty, who=counter.officer)

    assert (again.procedure_code, again.channel, again.return_method) == (
        MARRIAGE,
        Channel.POSTAL,
        ReturnMethod.POSTAL,
    )
    assert again.applicant == Applicant()
    assert counter.desk.intake.repeat_last(empty, who=counter.supervisor) == empty


def test_a_card_fills_the_applicant_and_the_last_visit_the_rest(counter: Any) -> None:
    counter.accepted()
    card = read(CARD)
    assert isinstance(card, IdentityCard)

    draft = counter.desk.intake.with_card(counter.desk.intake.start(counter.officer), card)

    assert draft.applicant.full_name == "Nguyễn Thị Hường"
    assert draft.applicant.phone == "0918224175"
    assert draft.applicant.address.text == "Ấp 1, Khánh Hội, U Minh, Cà Mau"


def test_a_card_leaves_a_phone_already_typed(counter: Any) -> None:
    counter.accepted()
    card = read(CARD)
    assert isinstance(card, IdentityCard)
    typed = dataclasses.replace(counter.desk.intake.start(counter.officer), applicant=Applicant(phone="0832775416"))

    assert counter.desk.intake.with_card(typed, card).applicant.phone == "0832775416"


def test_a_card_of_the_same_address_brings_the_units_confirmed_last_time(counter: Any) -> None:
    card = read(CARD)
    assert isinstance(card, IdentityCard)
    confirmed = Address(text="Ấp 1, Khánh Hội, U Minh, Cà Mau", province="96", commune="32059")
    counter.accepted(applicant=dataclasses.replace(card.applicant(), address=confirmed))

    draft = counter.desk.intake.with_card(counter.desk.intake.start(counter.officer), card)

    assert draft.applicant.address == confirmed


def test_a_known_number_fills_what_is_still_empty(counter: Any) -> None:
    known = counter.accepted().dossier.applicant
    typed = Applicant(id_number=known.id_number, phone="0832775416")

    draft = counter.desk.intake.with_known_person(
        dataclasses.replace(counter.desk.intake.start(counter.officer), applicant=typed)
    )

    assert draft.applicant == dataclasses.replace(known, phone="0832775416")


def test_a_known_number_under_another_name_fills_nothing(counter: Any) -> None:
    known = counter.accepted().dossier.applicant
    start = counter.desk.intake.start(counter.officer)
    other = dataclasses.replace(start, applicant=Applicant(full_name="Lê Văn Khác", id_number=known.id_number))
    nobody = dataclasses.replace(start, applicant=Applicant(id_number="096098006614"))

    assert counter.desk.intake.with_known_person(other) is other
    assert counter.desk.intake.with_known_person(nobody) is nobody
    assert counter.desk.intake.known_person("") is None


def test_a_known_business_comes_back_as_a_business(counter: Any) -> None:
    business = Applicant(
        kind=ApplicantKind.BUSINESS,
        full_name="Hộ kinh doanh Huỳnh Kim Chung",
        id_type=IdType.TAX,
        id_number="0100233488",
        address=Address(text="Số 12, ấp 3, xã Khánh An"),
    )
    counter.accepted(applicant=business)

    start = counter.desk.intake.start(counter.officer)
    draft = counter.desk.intake.with_known_person(
        dataclasses.replace(start, applicant=Applicant(id_number="0100233488"))
    )

    assert draft.applicant == business


@pytest.mark.parametrize(
    ("text", "commune"),
    [("Ấp 1, Khánh Hội, U Minh, Cà Mau", "32062"), ("Ấp 1, xã Khánh Lâm, tỉnh Cà Mau", "32062")],
    ids=["three tiers", "two tiers"],
)
def test_an_address_gets_its_present_units_beside_its_text(counter: Any, text: str, commune: str) -> None:
    start = counter.desk.intake.start(counter.officer)
    draft = dataclasses.replace(start, applicant=Applicant(address=Address(text=text)))

    address = counter.desk.intake.with_present_units(draft).applicant.address

    assert address == Address(text=text, province="96", commune=commune, units_as_of=counter.desk.units().valid_from)


def test_units_that_somebody_chose_and_addresses_nobody_knows_stay_as_they_are(counter: Any) -> None:
    start = counter.desk.intake.start(counter.officer)

    def unchanged(address: Address) -> bool:
        draft = dataclasses.replace(start, applicant=Applicant(address=address))
        return counter.desk.intake.with_present_units(draft) is draft

    assert unchanged(Address(text="xã Khánh An, tỉnh Cà Mau", province="96", commune="00001"))
    assert unchanged(Address(text=""))
    assert unchanged(Address(text="phố Nào Đó"))
    # This commune was divided: a person has to say where the house stands.
    assert unchanged(Address(text="Ấp 11, xã Nguyễn Phích, huyện U Minh, tỉnh Cà Mau"))


def test_the_same_matter_of_the_same_person_is_a_hint(counter: Any) -> None:
    dossier = counter.accepted().dossier
    again = counter.draft()

    assert counter.desk.intake.similar(again) == (dossier.code,)
    assert counter.desk.intake.similar(counter.draft(MARRIAGE)) == ()
    assert counter.desk.intake.similar(counter.desk.intake.start(counter.officer)) == ()

    counter.now.move(days=31)
    assert counter.desk.intake.similar(again) == ()
    assert isinstance(counter.desk.intake.accept(again, who=counter.officer), Accepted)


def test_an_open_draft_is_there_after_a_restart(counter: Any, open_counter: Callable[[], Any]) -> None:
    draft = counter.draft(note="khách đi photo")
    counter.program.close()

    (found,) = open_counter().desk.intake.open_drafts()

    assert found == draft
    assert found.updated_at == counter.now()


def test_a_discarded_draft_is_no_longer_offered_but_kept(counter: Any) -> None:
    draft = counter.draft()
    unsaved = dataclasses.replace(counter.desk.intake.start(counter.officer), note="chưa lưu")

    counter.desk.intake.discard(draft, who=counter.officer)
    counter.desk.intake.discard(unsaved, who=counter.officer)

    assert counter.desk.intake.open_drafts() == ()
    with counter.store.read() as uow:
        assert uow.drafts.get(draft.id) == draft
        assert uow.drafts.get(unsaved.id).note == "chưa lưu"


def test_saving_a_draft_that_was_accepted_meanwhile_does_not_open_it_again(counter: Any) -> None:
    draft = counter.draft()
    counter.desk.intake.accept(draft, who=counter.officer)

    counter.desk.intake.save(dataclasses.replace(draft, note="đến muộn"))

    assert counter.desk.intake.open_drafts() == ()


def test_pages_that_come_late_join_the_draft_as_it_is_on_disk(counter: Any) -> None:
    draft = counter.draft(pages=0)
    newer = counter.desk.intake.save(dataclasses.replace(draft, note="sửa sau"))
    page = counter.template.pages[0]
    placed = dataclasses.replace(page, component=draft.components[0].id)
    homeless = dataclasses.replace(counter.template.pages[1], component="gone")
    never_saved = IntakeDraft(id="late")

    counter.desk.intake.keep_late_pages(draft, [placed, homeless])
    counter.desk.intake.keep_late_pages(never_saved, [page])

    with counter.store.read() as uow:
        kept = uow.drafts.get(draft.id)
        assert [p.raw for p in uow.drafts.get("late").pages] == [page.raw]
    assert kept.note == newer.note
    assert [p.component for p in kept.pages] == [draft.components[0].id, None]


def test_a_desk_that_does_not_know_whose_it_is_accepts_nothing(counter: Any) -> None:
    draft = counter.draft()
    with counter.store.transaction() as uow:
        store_settings(uow.settings, DeskSettings())

    with pytest.raises(NotSetUp):
        counter.desk.intake.accept(draft, who=counter.officer)


def test_a_disk_that_fills_up_at_the_electronic_copy_leaves_the_draft_open(
    counter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = counter.draft()
    before = _held_by(counter)

    def full(data: bytes) -> str:
        raise DiskFull(counter.store.folder)

    with monkeypatch.context() as patched:
        patched.setattr(counter.store.blobs, "put", full)
        with pytest.raises(StoreUnavailable):
            counter.desk.intake.accept(draft, who=counter.officer)

    assert _held_by(counter) == before
