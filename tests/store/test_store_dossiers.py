from __future__ import annotations

import dataclasses

import pytest

from desk_app.domain import codes
from desk_app.domain.dossier import Status
from desk_app.store.errors import CodeTaken, DossierNotFound, StaleRevision


def provisional(make, number=1):
    return codes.provisional("K7QX", make.now.date(), number)


def test_a_dossier_comes_back_as_it_was_kept(store, make):
    dossier = make.dossier(submitter=make.submitter("Trần Văn Thử", phone="0988000111"))

    with store.transaction() as uow:
        uow.dossiers.add(dossier)

    with store.read() as uow:
        assert uow.dossiers.get(dossier.id) == dossier


def test_a_dossier_that_was_never_kept_is_not_found(store):
    with store.read() as uow:
        assert uow.dossiers.by_code("H12.64-261123-0001") is None
        assert uow.dossiers.history("nothing") == ()
        with pytest.raises(DossierNotFound):
            uow.dossiers.get("nothing")


def test_both_codes_find_the_dossier_for_ever_however_they_are_typed(store, make):
    code = provisional(make)
    dossier = make.dossier(code=code, provisional_code=code)
    official = dossier.with_official_code("H12.64-261123-0777")
    with store.transaction() as uow:
        uow.dossiers.add(dossier)

    with store.transaction() as uow:
        uow.dossiers.replace(official)

    with store.read() as uow:
        for typed in (code, code.lower(), "H12.64-261123-0777", "h12.64 – 261123 – 0777"):
            assert uow.dossiers.by_code(typed) == official


def test_no_two_dossiers_share_a_code(store, make):
    first, second = make.dossier(), make.dossier()
    with store.transaction() as uow:
        uow.dossiers.add(first)
        uow.dossiers.add(second)

    with pytest.raises(CodeTaken) as raised, store.transaction() as uow:
        uow.dossiers.add(make.dossier(code=first.code))
    assert raised.value.code == first.code
    with pytest.raises(CodeTaken), store.transaction() as uow:
        uow.dossiers.replace(dataclasses.replace(second, code=first.code, revision=2))

    with store.read() as uow:
        assert uow.dossiers.by_code(first.code) == first
        assert uow.dossiers.get(second.id) == second


def test_every_revision_is_kept(store, make):
    received = make.dossier()
    moved = received.moved_to(Status.IN_PROCESS)
    done = moved.moved_to(Status.DONE)
    with store.transaction() as uow:
        uow.dossiers.add(received)

    for revision in (moved, done):
        with store.transaction() as uow:
            uow.dossiers.replace(revision)

    with store.read() as uow:
        assert uow.dossiers.history(received.id) == (received, moved, done)
        assert uow.dossiers.get(received.id) == done


def test_the_same_revision_again_changes_nothing(store, make):
    dossier = make.dossier()
    with store.transaction() as uow:
        uow.dossiers.add(dossier)
        uow.dossiers.replace(dossier)

    with store.read() as uow:
        assert uow.dossiers.history(dossier.id) == (dossier,)


def test_a_change_made_on_an_older_revision_is_refused(store, make):
    dossier = make.dossier()
    with store.transaction() as uow:
        uow.dossiers.add(dossier)
        uow.dossiers.replace(dossier.moved_to(Status.IN_PROCESS))

    with pytest.raises(StaleRevision) as raised, store.transaction() as uow:
        uow.dossiers.replace(dossier.with_component(dossier.components[0]))

    assert (raised.value.stored, raised.value.given) == (2, 2)


def test_a_dossier_that_was_never_added_cannot_be_replaced(store, make):
    with pytest.raises(DossierNotFound), store.transaction() as uow:
        uow.dossiers.replace(make.dossier())


def test_an_error_undoes_everything_of_the_transaction(store, make):
    dossier = make.dossier()

    with pytest.raises(ZeroDivisionError), store.transaction() as uow:  # noqa: PT012
        make.accept(uow, dossier)
        uow.settings.put("unit", "H12.64")
        raise ZeroDivisionError

    with store.read() as uow:
        assert uow.dossiers.by_code(dossier.code) is None
        assert uow.outbox.counts().waiting_dossiers == 0
        assert uow.audit.recent(10) == ()
        assert uow.settings.get("unit") is None
