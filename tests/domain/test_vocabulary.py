"""The shared values: partial dates, procedures, dossiers and their moves, drafts, roles."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.applicant import Applicant, PartialDate
from desk_app.domain.dossier import MOVES, Component, Dossier, Due, ElectronicCopy, NotDigitised, Status
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.domain.errors import DomainError, InvalidValue, MoveNotAllowed, NotPermitted
from desk_app.domain.events import Author, DossierReceived
from desk_app.domain.procedure import Channel, Duration, FeeItem, Procedure, ProcessingTime, RequiredComponent, TimeUnit
from desk_app.domain.receipt import Circular, PaperSize, Receipt
from desk_app.domain.roles import PERMISSIONS, Act, Role, allows, masked, require

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=dt.timezone(dt.timedelta(hours=7)))
OFFICIAL = "H12.64-261123-0107"
PROVISIONAL = "TAM-261123-K7QX-0003-F"
DOSSIER = Dossier(
    id="d",
    code=PROVISIONAL,
    provisional_code=PROVISIONAL,
    procedure_code="1.001193",
    procedure_version="v",
    procedure_name="Đăng ký khai sinh",
    applicant=Applicant(),
    received_at=NOW,
    recorded_at=NOW,
    due=Due(at=None),
    unit="H12.64",
)


@pytest.mark.parametrize("text", ["", "99", "1999-3", "1999-13", "1999-02-30", "1999-03-05-01", "abcd", "19999"])
def test_a_partial_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["1999-00", "1999-00-05", "1999-03-00"])
def test_zero_is_no_month_and_no_day(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_a_day_needs_a_month() -> None:
    with pytest.raises(ValueError, match="month"):
        PartialDate(1999, None, 5)


@given(st.dates(dt.date(1000, 1, 1)), st.integers(0, 2))
def test_a_partial_date_is_read_back_as_written(day: dt.date, known: int) -> None:
    date = PartialDate(*(day.year, day.month, day.day)[: known + 1])

    assert PartialDate.parse(str(date)) == date
    assert date.full == (day if known == 2 else None)


def test_statuses_have_the_ten_national_numbers_in_order() -> None:
    assert [status.national_code for status in Status] == list(range(1, 11))
    assert Status.RETURNED.national_code == 10


@pytest.mark.parametrize(("start", "end"), list(itertools.product(Status, Status)))
def test_a_dossier_moves_only_as_the_table_says(start: Status, end: Status) -> None:
    dossier = dataclasses.replace(DOSSIER, status=start)

    if end is start:
        assert dossier.moved_to(end) is dossier
    elif end in MOVES[start]:
        moved = dossier.moved_to(end)
        assert (moved.status, moved.revision) == (end, 2)
    else:
        with pytest.raises(MoveNotAllowed):
            dossier.moved_to(end)


def test_final_statuses_lead_nowhere_and_every_status_can_be_reached() -> None:
    assert {status for status in Status if not MOVES[status]} == {Status.NOT_RECEIVED, Status.STOPPED, Status.RETURNED}
    assert set(MOVES) == set(Status)
    assert frozenset().union(*MOVES.values()) == set(Status) - {Status.REGISTERED}


def test_the_official_code_takes_the_place_of_the_provisional_one_once() -> None:
    official = DOSSIER.with_official_code(OFFICIAL)

    assert DOSSIER.is_provisional
    assert not official.is_provisional
    assert (official.code, official.provisional_code, official.revision) == (OFFICIAL, PROVISIONAL, 2)
    assert official.with_official_code(OFFICIAL) is official
    with pytest.raises(MoveNotAllowed):
        official.with_official_code("H12.64-261123-0108")


def test_a_component_replaces_the_one_with_its_id_or_is_added() -> None:
    one = Component(id="c1", name="Tờ khai")
    scanned = dataclasses.replace(one, copy=ElectronicCopy(sha256="0" * 64, bytes=9, pages=1))
    other = Component(id="c2", name="Giấy chứng sinh")

    dossier = DOSSIER.with_component(one).with_component(other).with_component(scanned)

    assert dossier.components == (scanned, other)
    assert dossier.revision == 4


def test_only_legal_reasons_free_a_paper_from_digitisation() -> None:
    assert [reason for reason in NotDigitised if not reason.exempt] == [NotDigitised.NO_DEVICE, NotDigitised.OTHER]


def time(days: int, channel: Channel | None = None, case: str | None = None) -> ProcessingTime:
    return ProcessingTime(channel=channel, case=case, duration=Duration(days, TimeUnit.WORKING_DAY))


@pytest.mark.parametrize(
    ("channel", "case", "days"),
    [
        (Channel.DIRECT, None, 18),
        (Channel.POSTAL, None, 4),
        (Channel.ONLINE, None, 10),
        (Channel.DIRECT, "split", 20),
        (Channel.POSTAL, "split", 20),
        (Channel.ONLINE, "split", 21),
        (Channel.DIRECT, "unknown", 18),
    ],
)
def test_the_exact_case_comes_before_the_exact_channel(channel: Channel, case: str | None, days: int) -> None:
    times = (
        time(10),
        time(18, Channel.DIRECT),
        time(4, Channel.POSTAL),
        time(20, case="split"),
        time(21, Channel.ONLINE, "split"),
    )

    found = Procedure(code="1.013831", name="Biến động", times=times).time_for(channel, case)

    assert found is not None
    assert found.duration is not None
    assert found.duration.amount == days


def test_no_time_is_found_where_none_is_stated() -> None:
    procedure = Procedure(code="1.0", name="x", times=(time(1, Channel.ONLINE),))

    assert procedure.time_for(Channel.DIRECT, None) is None


def test_papers_and_fees_of_a_case_keep_their_order() -> None:
    components = tuple(
        RequiredComponent(code=c, name=c, case=case) for c, case in [("c1", "a"), ("c2", None), ("c3", "b")]
    )
    fees = (FeeItem(name="x", amount_vnd=1, case="a"), FeeItem(name="y", amount_vnd=2, channel=Channel.POSTAL))
    procedure = Procedure(code="1.0", name="x", components=components, fees=fees)

    assert [c.code for c in procedure.components_for("a")] == ["c1", "c2"]
    assert [c.code for c in procedure.components_for(None)] == ["c2"]
    assert [f.name for f in procedure.fees_for(Channel.POSTAL, "a")] == ["x", "y"]
    assert procedure.fees_for(Channel.DIRECT, None) == ()


def test_a_draft_is_empty_until_something_worth_keeping_is_in_it() -> None:
    draft = IntakeDraft(id="d")
    page = PageRef(id="p", raw="r")

    assert draft.is_empty
    assert not dataclasses.replace(draft, pages=(page,)).is_empty
    assert not dataclasses.replace(draft, dustbin=(page,)).is_empty
    assert not dataclasses.replace(draft, applicant=Applicant(phone="0")).is_empty
    assert not dataclasses.replace(draft, procedure_code="1.001193").is_empty


def test_pages_of_a_component_keep_their_order() -> None:
    pages = tuple(PageRef(id=i, raw="r", component=c) for i, c in [("1", "a"), ("2", None), ("3", "a")])
    draft = IntakeDraft(id="d", pages=pages)

    assert [p.id for p in draft.pages_of("a")] == ["1", "3"]
    assert [p.id for p in draft.pages_of(None)] == ["2"]


@pytest.mark.parametrize(("role", "act"), list(itertools.product(Role, Act)))
def test_a_role_may_do_what_the_table_says_and_nothing_else(role: Role, act: Act) -> None:
    if act in PERMISSIONS[role]:
        require(role, act)
        assert allows(role, act)
    else:
        with pytest.raises(NotPermitted):
            require(role, act)


@pytest.mark.parametrize(
    ("role", "act", "allowed"),
    [
        (Role.VOLUNTEER, Act.PREPARE, True),
        (Role.VOLUNTEER, Act.ACCEPT, False),
        (Role.VOLUNTEER, Act.SEARCH, False),
        (Role.VOLUNTEER, Act.SEE_IDENTITY, False),
        (Role.OFFICER, Act.ACCEPT, True),
        (Role.OFFICER, Act.REPAIR_QUEUE, False),
        (Role.SUPERVISOR, Act.REPAIR_QUEUE, True),
        (Role.ADMINISTRATOR, Act.ACCEPT, False),
        (Role.ADMINISTRATOR, Act.MANAGE_PEOPLE, True),
    ],
)
def test_what_the_roles_are_for(role: Role, act: Act, allowed: bool) -> None:
    assert allows(role, act) is allowed


@given(st.text("0123456789", max_size=14))
def test_a_masked_number_keeps_its_length_and_hides_the_middle(number: str) -> None:
    shown = masked(number)

    assert len(shown) == len(number)
    assert shown.count("*") == (len(number) if len(number) <= 6 else len(number) - 6)


def test_errors_are_one_family_and_carry_fields() -> None:
    error = InvalidValue("applicant.phone", "too_short", "2")

    assert isinstance(error, DomainError)
    assert (error.field, error.reason, error.detail) == ("applicant.phone", "too_short", "2")
    assert str(error) == "applicant.phone: too_short (2)"
    assert str(NotPermitted(Role.VOLUNTEER, Act.ACCEPT)) == "volunteer may not accept"


def test_facts_and_receipts_are_values() -> None:
    author = Author(account_id="a", name="Trần Thị Thuý Hằng", role="officer")
    fact = DossierReceived(
        event_id="e", dossier_id="d", occurred_at=NOW, author=author, unit="H12.64", desk="2", dossier=DOSSIER
    )
    receipt = Receipt(
        dossier=DOSSIER,
        circular=Circular.TT_03_2025,
        size=PaperSize.A5,
        superior_body="UBND XÃ KHÁNH AN",
        desk_body="TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        place="Khánh An",
        printed_at=NOW,
    )

    assert fact == dataclasses.replace(fact)
    assert hash(fact.author) == hash(author)
    assert receipt.reprint == 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        fact.desk = "3"  # type: ignore[misc]
