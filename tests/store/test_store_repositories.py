from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from desk_app import ids
from desk_app.domain.accounts import Account
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.domain.printing import PrintState, PrintTask
from desk_app.domain.procedure import Duration, Procedure, ProcedureCase, ProcessingTime, RequiredComponent, TimeUnit
from desk_app.domain.roles import Role
from desk_app.store.errors import (
    AccountNotFound,
    DraftNotFound,
    NameTaken,
    PrintTaskNotFound,
    ProcedureNotFound,
)

TODAY = dt.date(2026, 11, 23)


def account(make, name="Lê Thị Đào", **changes):
    return dataclasses.replace(
        Account(id=ids.new_id(), name=name, role=Role.OFFICER, pin_hash="$argon2id$…", created_at=make.now), **changes
    )


# ---------------------------------------------------------------- accounts


def test_an_account_is_found_by_its_name_however_it_is_typed(store, make):
    kept = account(make)
    with store.transaction() as uow:
        uow.accounts.put(kept)

    with store.read() as uow:
        assert uow.accounts.get(kept.id) == kept
        assert uow.accounts.by_name("le thi dao") == kept
        assert uow.accounts.by_name("LÊ THỊ ĐÀO") == kept
        assert uow.accounts.by_name("Trần Văn") is None
        with pytest.raises(AccountNotFound):
            uow.accounts.get("nothing")


def test_wrong_pins_are_counted_on_the_account(store, make):
    kept = account(make)
    locked = dataclasses.replace(kept, failed_attempts=5, locked=True)
    with store.transaction() as uow:
        uow.accounts.put(kept)
        uow.accounts.put(locked)
        uow.accounts.put(account(make, "Bùi Văn An"))

    with store.read() as uow:
        assert uow.accounts.get(kept.id) == locked
        assert [one.name for one in uow.accounts.all()] == ["Bùi Văn An", "Lê Thị Đào"]


def test_two_accounts_never_share_a_name(store, make):
    with store.transaction() as uow:
        uow.accounts.put(account(make))

    with pytest.raises(NameTaken), store.transaction() as uow:
        uow.accounts.put(account(make, "lê thị đào"))


def test_the_hash_of_a_pin_stays_out_of_logs(make):
    assert "argon2" not in repr(account(make))


# ---------------------------------------------------------------- settings, inbox


def test_settings_are_kept_as_text(store):
    with store.transaction() as uow:
        uow.settings.put("unit_name", "UBND xã Khánh An")
        uow.settings.put("unit_name", "Trung tâm Khánh An")
        uow.settings.put("token", "x")
        uow.settings.remove("token")

    with store.read() as uow:
        assert uow.settings.get("unit_name") == "Trung tâm Khánh An"
        assert uow.settings.get("token") is None
        assert uow.settings.all() == {"unit_name": "Trung tâm Khánh An"}


def test_a_change_from_the_feed_is_applied_once(store, make):
    with store.transaction() as uow:
        assert uow.inbox.cursor() == ""
        assert uow.inbox.record(
            "c1", "code_assigned", dossier_id="d1", at=make.now, body={"code": "H12.64-261123-0001"}
        )
        uow.inbox.set_cursor("41")

    with store.transaction() as uow:
        assert not uow.inbox.record("c1", "code_assigned", dossier_id="d1", at=make.now, body={})
        assert uow.inbox.cursor() == "41"


# ---------------------------------------------------------------- drafts


def test_a_draft_survives_as_it_was_last_saved(store, make):
    draft = IntakeDraft(id=ids.new_id(), note="một", updated_at=make.now, pages=(PageRef(id="p1", raw="0" * 64),))
    with store.transaction() as uow:
        uow.drafts.save(draft)
        uow.drafts.save(dataclasses.replace(draft, note="hai", pages=(), dustbin=draft.pages))

    with store.read() as uow:
        (kept,) = uow.drafts.open_drafts()
        assert kept.note == "hai"
        assert kept.dustbin == draft.pages
        assert uow.drafts.get(draft.id) == kept


def test_open_drafts_come_last_changed_first_and_closed_ones_not_at_all(store, make):
    first, second, closed = (
        IntakeDraft(id=ids.new_id(), updated_at=make.now + dt.timedelta(minutes=m)) for m in range(3)
    )
    with store.transaction() as uow:
        for draft in (first, second, closed):
            uow.drafts.save(draft)
        uow.drafts.close(closed.id)

    with store.read() as uow:
        assert uow.drafts.open_drafts() == (second, first)
        assert uow.drafts.get(closed.id) == closed
        with pytest.raises(DraftNotFound):
            uow.drafts.get("nothing")
    with pytest.raises(DraftNotFound), store.transaction() as uow:
        uow.drafts.close("nothing")


# ---------------------------------------------------------------- procedures


def procedure(**changes):
    return dataclasses.replace(
        Procedure(
            code="1.000656",
            name="Đăng ký khai tử",
            cases=(ProcedureCase("a", "Thông thường"),),
            components=(RequiredComponent(code="c01", name="Tờ khai"),),
            times=(ProcessingTime(duration=Duration(1, TimeUnit.WORKING_DAY)),),
            same_day_cutoff=dt.time(15),
        ),
        **changes,
    )


def test_a_procedure_is_kept_once_under_the_digest_of_its_content(store):
    with store.transaction() as uow:
        version = uow.procedures.put(procedure())
        again = uow.procedures.put(procedure(version=version))
        other = uow.procedures.put(procedure(name="Đăng ký khai tử lưu động"))

    assert version == again != other
    assert len(version) == 64
    with store.read() as uow:
        assert uow.procedures.version(version) == procedure(version=version)
        with pytest.raises(ProcedureNotFound):
            uow.procedures.version("nothing")


def test_the_version_in_force_on_a_day_is_found(store, set_clock):
    versions = {
        "old": procedure(name="Cũ", valid_to=dt.date(2025, 6, 30)),
        "now": procedure(name="Mới", valid_from=dt.date(2025, 7, 1)),
        "corrected": procedure(name="Đính chính", valid_from=dt.date(2025, 7, 1)),
        "coming": procedure(name="Sắp tới", valid_from=dt.date(2027, 1, 1)),
    }
    with store.transaction() as uow:
        for one in versions.values():
            uow.procedures.put(one)
            set_clock.move(seconds=1)

    with store.read() as uow:

        def name_on(day):
            found = uow.procedures.current("1.000656", day)
            return found and found.name

        assert name_on(dt.date(2025, 6, 30)) == "Cũ"
        assert name_on(TODAY) == "Đính chính"
        assert name_on(dt.date(2027, 1, 1)) == "Sắp tới"
        assert uow.procedures.current("9.999999", TODAY) is None
        assert [one.name for one in uow.procedures.all_current(TODAY)] == ["Đính chính"]


def test_procedures_used_last_come_first(store, make):
    with store.transaction() as uow:
        for code, name in (("1.000001", "B"), ("1.000002", "A"), ("1.000003", "C"), ("1.000004", "D")):
            uow.procedures.put(procedure(code=code, name=name))
        uow.procedures.touch_use("1.000004", make.now)
        uow.procedures.touch_use("1.000003", make.now + dt.timedelta(minutes=1))
        uow.procedures.touch_use("1.000004", make.now + dt.timedelta(minutes=2))

    with store.read() as uow:
        assert [one.name for one in uow.procedures.all_current(TODAY)] == ["D", "C", "A", "B"]


# ---------------------------------------------------------------- printing


def test_a_paper_is_owed_until_it_lies_in_the_tray(store, make):
    task = PrintTask(id=ids.new_id(), dossier_id="d1", kind="receipt", created_at=make.now)
    with store.transaction() as uow:
        uow.prints.add(task)
        assert uow.prints.pending() == (task,)

        uow.prints.failed(task.id, "no_paper")
        assert uow.prints.pending() == (dataclasses.replace(task, state=PrintState.FAILED, reason="no_paper"),)

        uow.prints.done(task.id)
        assert uow.prints.pending() == ()
        assert uow.prints.get(task.id).state is PrintState.DONE
        for call in (lambda: uow.prints.done("nothing"), lambda: uow.prints.get("nothing")):
            with pytest.raises(PrintTaskNotFound):
                call()


def test_receipts_of_a_dossier_are_kept_with_their_files(store, make):
    with store.transaction() as uow:
        uow.receipts.add("d1", "receipt", "tt-03-2025", make.copy("first"), 0, make.now)
        uow.receipts.add("d1", "receipt", "tt-03-2025", make.copy("again"), 1, make.now)

        first, again = uow.receipts.of("d1")

    assert (first.copy, first.reprint, again.copy, again.reprint) == (make.copy("first"), 0, make.copy("again"), 1)
    assert (first.form, first.circular, first.printed_at) == ("receipt", "tt-03-2025", make.now)
