from __future__ import annotations

from typing import Any

import pytest

from desk_app.desk.lookup import DossierUnknown
from desk_app.domain.errors import NotPermitted
from desk_app.domain.lookup import Filters
from desk_app.domain.queue import SyncState
from desk_app.domain.roles import PERMISSIONS, Act, Role
from desk_app.store.errors import DossierNotFound


@pytest.mark.parametrize("typed", ["huong", "NGUYỄN THỊ", "0918224175", "096191004582", "khai sinh"])
def test_a_dossier_is_found_by_name_phone_number_and_procedure(counter: Any, typed: str) -> None:
    dossier = counter.accepted().dossier

    (row,) = counter.desk.lookup.search(typed, who=counter.officer)

    assert (row.id, row.code, row.id_number) == (dossier.id, dossier.code, "096191004582")
    assert counter.desk.lookup.count(typed, who=counter.officer) == 1


def test_a_dossier_is_found_by_either_code(counter: Any) -> None:
    dossier = counter.accepted().dossier
    official = dossier.with_official_code("H12.64-261123-0107")
    with counter.store.transaction() as uow:
        uow.dossiers.replace(official)

    for code in (dossier.code, "H12.64-261123-0107", "h12.64-261123-0107"):
        assert counter.desk.lookup.by_code(code, who=counter.officer).dossier == official


def test_a_volunteer_may_not_search_nor_look(counter: Any) -> None:
    dossier = counter.accepted().dossier

    with pytest.raises(NotPermitted):
        counter.desk.lookup.search("huong", who=counter.volunteer)
    with pytest.raises(NotPermitted):
        counter.desk.lookup.count("huong", who=counter.volunteer)
    with pytest.raises(NotPermitted):
        counter.desk.lookup.detail(dossier.id, who=counter.volunteer)
    with pytest.raises(NotPermitted):
        counter.desk.lookup.by_code(dossier.code, who=counter.volunteer)
    with pytest.raises(NotPermitted):
        counter.desk.lookup.refreshed(dossier.id, who=counter.volunteer)
    assert counter.audit(dossier.id) == ["dossier_accepted"]


def test_who_may_search_but_not_see_numbers_sees_them_masked(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.accepted()
    monkeypatch.setitem(PERMISSIONS, Role.VOLUNTEER, PERMISSIONS[Role.VOLUNTEER] | {Act.SEARCH})

    (row,) = counter.desk.lookup.search("huong", who=counter.volunteer)

    assert row.id_number == "0961******82"


def test_a_look_shows_everything_and_is_recorded(counter: Any) -> None:
    outcome = counter.accepted()
    counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    detail = counter.desk.lookup.detail(outcome.dossier.id, who=counter.supervisor)

    assert detail.dossier == outcome.dossier
    assert detail.sync is SyncState.WAITING
    (receipt,) = detail.receipts
    copy = outcome.dossier.components[0].copy
    assert detail.file_sync == {copy.sha256: SyncState.WAITING, receipt.copy.sha256: SyncState.WAITING}
    assert [t.id for t in detail.prints] == [outcome.print_task]
    assert [e.act for e in detail.timeline] == ["dossier_accepted", "receipt_issued", "viewed"]
    assert detail.timeline[-1].who == counter.supervisor


def test_reading_a_dossier_anew_is_no_new_look(counter: Any) -> None:
    dossier = counter.accepted().dossier
    counter.desk.lookup.detail(dossier.id, who=counter.officer)

    again = counter.desk.lookup.refreshed(dossier.id, who=counter.officer)

    assert again.dossier == dossier
    assert counter.audit(dossier.id).count("viewed") == 1


def test_a_code_nobody_has_is_named_and_no_look_is_recorded(counter: Any) -> None:
    with pytest.raises(DossierUnknown) as unknown:
        counter.desk.lookup.by_code("H12.64-261123-9999", who=counter.officer)
    assert unknown.value.code == "H12.64-261123-9999"

    with pytest.raises(DossierNotFound):
        counter.desk.lookup.detail("nobody", who=counter.officer)
    assert counter.audit("nobody") == []


def test_a_list_comes_in_pages_newest_first_and_filtered(counter: Any) -> None:
    made = [counter.accepted(pages=0).dossier for _ in range(3)]
    marriage = counter.accepted("1.000894", pages=0).dossier

    everything = counter.desk.lookup.search("", who=counter.officer)
    assert [r.id for r in everything] == [marriage.id, *(d.id for d in reversed(made))]
    second = counter.desk.lookup.search("", who=counter.officer, limit=2, offset=2)
    assert [r.id for r in second] == [made[1].id, made[0].id]
    filtered = counter.desk.lookup.search("", who=counter.officer, filters=Filters(procedure_code="1.000894"))
    assert [r.id for r in filtered] == [marriage.id]


def test_how_far_each_file_is_is_said_in_one_word(counter: Any) -> None:
    from desk_app.domain.queue import FileState

    dossier = counter.accepted().dossier
    copy = dossier.components[0].copy
    said = {}
    for state in FileState:
        with counter.store.transaction() as uow:
            uow.outbox.mark_file(dossier.id, copy.sha256, state=state)
        said[state] = counter.desk.lookup.refreshed(dossier.id, who=counter.officer).file_sync[copy.sha256]

    assert said == {
        FileState.QUEUED: SyncState.WAITING,
        FileState.SENDING: SyncState.SENDING,
        FileState.HELD: SyncState.CONFIRMED,
        FileState.NEEDS_PERSON: SyncState.NEEDS_PERSON,
    }
