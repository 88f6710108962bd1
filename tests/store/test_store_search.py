from __future__ import annotations

import dataclasses
import datetime as dt
import unicodedata

import pytest

from desk_app.domain import codes
from desk_app.domain.dossier import Status
from desk_app.domain.lookup import Filters
from desk_app.domain.queue import SyncState


@pytest.fixture
def keep(store):
    def keep(*dossiers):
        with store.transaction() as uow:
            for dossier in dossiers:
                uow.dossiers.add(dossier)

    return keep


@pytest.fixture
def find(store):
    def find(typed, **options):
        with store.read() as uow:
            found = uow.queries.search(typed, **{"limit": 50, **options})
            assert uow.queries.count(typed, filters=options.get("filters", Filters())) >= len(found)
        return [row.applicant_name for row in found]

    return find


@pytest.mark.parametrize(
    "typed",
    [
        "Đặng Thị Ánh",
        "đặng thị ánh",
        "dang thi anh",
        "DANG THI ANH",
        "Ðặng",  # Icelandic letter, as some scanners give it
        unicodedata.normalize("NFD", "Đặng Thị Ánh"),
        "anh dang",
        "d t a",
        "dan th",
        "  dang\tthi ",
        "Đặng, Thị (Ánh)",
        "ánh\u200b",
    ],
)
def test_a_name_is_found_however_it_is_typed(keep, find, make, typed):
    keep(make.dossier("Đặng Thị Ánh"), make.dossier("Trần Văn Bình"))

    assert find(typed) == ["Đặng Thị Ánh"]


@pytest.mark.parametrize("typed", ["ang", "danh", "dang van", "dangthi", "_sreceived", "AND", "* OR x", "NEAR(a b)"])
def test_what_is_not_the_beginning_of_a_word_finds_nothing(keep, find, make, typed):
    keep(make.dossier("Đặng Thị Ánh"))

    assert find(typed) == []


def test_the_person_who_brought_it_is_found_too(keep, find, make):
    keep(make.dossier("Đặng Thị Ánh", submitter=make.submitter("Huỳnh Quốc Bảo", phone="0988123456")))

    assert find("huynh bao") == ["Đặng Thị Ánh"]
    assert find("123456") == ["Đặng Thị Ánh"]


@pytest.mark.parametrize(
    "typed",
    [
        "H12.64-261123-0107",
        "h12.64-261123-0107",
        "H12.64 – 261123 – 0107",
        "261123-0107",
        "2611230107",
        "123-0107",
        "0107",
        "107",
        "12.64-2611",
        "096085123456",
        "096 085 123 456",
        "123456",
        "5123",
        "0912.345.678",
        "0912 345 678",
        "345678",
        "anh 0107",
        "0107 dang 345678",
    ],
)
def test_codes_and_numbers_are_found_by_any_fragment(keep, find, make, typed):
    keep(
        make.dossier("Đặng Thị Ánh", code="H12.64-261123-0107", id_number="096085123456", phone="0912345678"),
        make.dossier("Trần Văn Bình", code="H12.64-261030-0208", id_number="001092777777", phone="0888999000"),
    )

    assert find(typed) == ["Đặng Thị Ánh"]


@pytest.mark.parametrize("typed", ["0912349999", "2611239999", "23456780", "binh 0107", "0910", "9999-0107"])
def test_pieces_of_different_numbers_do_not_make_a_fragment(keep, find, make, typed):
    keep(make.dossier("Đặng Thị Ánh", code="H12.64-261123-0107", id_number="096085123456", phone="0912345678"))

    assert find(typed) == []


def test_a_provisional_code_is_found_before_and_after_the_official_one_arrives(store, keep, find, make):
    code = codes.provisional("K7QX", make.now.date(), 3)
    dossier = make.dossier("Đặng Thị Ánh", code=code, provisional_code=code)
    keep(dossier)
    assert find("K7QX-0003") == ["Đặng Thị Ánh"]

    with store.transaction() as uow:
        uow.dossiers.replace(dossier.with_official_code("H12.64-261123-0107"))

    for typed in (code, "k7qx-0003", code.split("-", 2)[2], "261123-0107", "0107"):
        assert find(typed) == ["Đặng Thị Ánh"]


def test_a_changed_name_is_found_and_the_old_one_no_more(store, keep, find, make):
    dossier = make.dossier("Đặng Thị Ánh")
    keep(dossier)

    with store.transaction() as uow:
        applicant = dataclasses.replace(dossier.applicant, full_name="Đặng Thị Anh Đào")
        uow.dossiers.replace(dataclasses.replace(dossier, applicant=applicant, revision=2))

    assert find("dao") == ["Đặng Thị Anh Đào"]
    assert find("dang") == ["Đặng Thị Anh Đào"]


def test_words_of_the_procedure_are_understood_when_no_name_fits(keep, find, make):
    keep(
        make.dossier("Nguyễn Thị Mẫu"),
        make.dossier("Trần Văn Thử", procedure_code="1.001193", procedure_name="Đăng ký khai sinh"),
    )

    assert find("khai sinh") == ["Trần Văn Thử"]
    assert find("trần khai sinh") == ["Trần Văn Thử"]
    assert find("đăng ký khai tử nguyen mau") == ["Nguyễn Thị Mẫu"]
    assert find("nguyễn khai sinh") == []
    assert find("khai") == ["Trần Văn Thử", "Nguyễn Thị Mẫu"]


def test_a_name_goes_before_a_procedure(keep, find, make):
    keep(make.dossier("Cao Văn Khai"), make.dossier("Nguyễn Thị Mẫu"))

    assert find("khai") == ["Cao Văn Khai"]


def test_the_newest_come_first_page_by_page(store, keep, find, make):
    keep(*(make.dossier(f"Nguyễn Thị {given}") for given in ("An", "Bình", "Chi", "Dung", "Giang")))

    assert find("nguyen", limit=2) == ["Nguyễn Thị Giang", "Nguyễn Thị Dung"]
    assert find("nguyen", limit=2, offset=2) == ["Nguyễn Thị Chi", "Nguyễn Thị Bình"]
    assert find("nguyen", limit=2, offset=4) == ["Nguyễn Thị An"]
    assert find("nguyen", limit=2, offset=6) == []
    with store.read() as uow:
        first = uow.queries.recent(3)
        rest = uow.queries.recent(3, before=first[-1].id)
    assert [row.applicant_name.split()[-1] for row in (*first, *rest)] == ["Giang", "Dung", "Chi", "Bình", "An"]


def test_nothing_typed_lists_the_newest(keep, find, make):
    keep(make.dossier("Đặng Thị Ánh"), make.dossier("Trần Văn Bình"))

    assert find("") == ["Trần Văn Bình", "Đặng Thị Ánh"]
    assert find(" .-") == ["Trần Văn Bình", "Đặng Thị Ánh"]


def test_filters_narrow_every_kind_of_search(store, keep, find, make):
    old = make.now - dt.timedelta(days=40)
    keep(
        make.dossier("Đặng Thị Ánh", code="H12.64-261014-0001", received_at=old, phone="0912000001"),
        make.dossier("Đặng Văn Bình", status=Status.IN_PROCESS, accepted_by="acc-2", phone="0912000002"),
        make.dossier("Đặng Văn Chí", procedure_code="1.001193", procedure_name="Đăng ký khai sinh", phone="0912000003"),
    )
    everything = ["Đặng Văn Chí", "Đặng Văn Bình", "Đặng Thị Ánh"]
    cases = {
        Filters(): everything,
        Filters(statuses=frozenset({Status.IN_PROCESS})): ["Đặng Văn Bình"],
        Filters(statuses=frozenset({Status.IN_PROCESS, Status.RECEIVED})): everything,
        Filters(procedure_code="1.001193"): ["Đặng Văn Chí"],
        Filters(accepted_by="acc-2"): ["Đặng Văn Bình"],
        Filters(received_to=old.date()): ["Đặng Thị Ánh"],
        Filters(received_from=make.now.date()): ["Đặng Văn Chí", "Đặng Văn Bình"],
        Filters(received_from=old.date(), received_to=make.now.date()): everything,
        Filters(received_from=dt.date(1990, 1, 1), received_to=make.now.date()): everything,
        Filters(received_from=old.date(), received_to=old.date(), accepted_by="acc-2"): [],
        Filters(due_to=make.now.date()): [],
        Filters(due_to=make.now.date() + dt.timedelta(days=1)): everything,
    }
    for filters, expected in cases.items():
        for typed in ("dang", "", "0912000", "dang 0912"):
            assert find(typed, filters=filters) == expected, (filters, typed)
        with store.read() as uow:
            assert [row.applicant_name for row in uow.queries.recent(10, filters=filters)] == expected
    for filters in (
        Filters(statuses=frozenset({Status.RECEIVED})),
        Filters(procedure_code="1.000656"),
        Filters(accepted_by="acc-1"),
    ):
        assert find("H12.64-261014-0001", filters=filters) == ["Đặng Thị Ánh"]
    assert find("H12.64-261014-0001", filters=Filters(accepted_by="acc-2")) == []


def test_counting_stops_where_it_is_told(store, keep, make):
    keep(*(make.dossier() for _ in range(7)))

    with store.read() as uow:
        assert uow.queries.count("nguyen") == 7
        assert uow.queries.count("nguyen", at_most=5) == 5
        assert uow.queries.count("") == 7
        assert uow.queries.count("khai tu") == 7
        assert uow.queries.count("nobody") == 0


def test_rows_say_what_a_list_shows(store, make):
    dossier = make.dossier("Đặng Thị Ánh")
    with store.transaction() as uow:
        make.accept(uow, dossier)

    with store.read() as uow:
        (row,) = uow.queries.search("anh", limit=5)
        assert uow.queries.row(dossier.id) == row
        assert uow.queries.row("nothing") is None

    assert (row.id, row.code, row.status, row.due_at) == (dossier.id, dossier.code, Status.RECEIVED, dossier.due.at)
    assert (row.received_at, row.id_number, row.accepted_by_name) == (
        make.now,
        dossier.applicant.id_number,
        "Lê Thị Cán Bộ",
    )
    assert row.sync is SyncState.WAITING
    assert dossier.applicant.id_number not in repr(row)


def test_a_known_person_is_offered_as_given_last_time(store, keep, make):
    earlier = make.dossier("Đặng Thị Ánh", id_number="096085123456", phone="0911")
    later = make.dossier("Đặng Thị Ánh", id_number="096085123456", phone="0922")
    keep(earlier, later, make.dossier("Trần Văn Bình"))

    with store.read() as uow:
        assert uow.queries.known_person("096085123456") == later.applicant
        assert uow.queries.known_person("000000000000") is None
        assert uow.queries.known_person("") is None


def test_the_same_matter_twice_is_noticed(store, keep, make):
    keep(
        make.dossier("Một", id_number="096085123456", received_at=make.now - dt.timedelta(days=90)),
        make.dossier("Hai", id_number="096085123456"),
        make.dossier("Ba", id_number="096085123456", procedure_code="1.001193"),
        make.dossier("Bốn"),
    )

    with store.read() as uow:
        since = make.now - dt.timedelta(days=30)
        found = uow.queries.similar("096085123456", "1.000656", since)
        assert uow.queries.similar("", "1.000656", since) == ()

    assert [row.applicant_name for row in found] == ["Hai"]


def test_the_last_dossier_of_an_account(store, keep, make):
    keep(make.dossier("Một"), make.dossier("Hai"), make.dossier("Ba", accepted_by="acc-2"))

    with store.read() as uow:
        last = uow.queries.last_dossier("acc-1")
        assert last is not None
        assert last.applicant_name == "Hai"
        assert uow.queries.last_dossier("acc-3") is None
