"""First run: a folder becomes a desk, with its first people, the sample catalogue and the calendar. Safe to repeat."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.desk import settings as desk_settings
from desk_app.desk.accounts import check_pin, hash_pin
from desk_app.desk.settings import DeskSettings
from desk_app.domain import vietnamese
from desk_app.domain.accounts import Account
from desk_app.domain.errors import InvalidValue
from desk_app.domain.procedure import Procedure
from desk_app.domain.roles import Role

if TYPE_CHECKING:
    from desk_app.store.engine import Store


KEY_PENDING = "recovery_key_pending"
"""Name of the setting that says that nobody has confirmed the recovery key yet."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FirstRun:
    """What has to be said once.

    Attributes:
        administrator: name of whoever looks after people and settings; begins with the PIN ``administrator_pin`` or, when that is
            empty, the officer's.
        confirm_key: the recovery key is shown again at every start until somebody confirms that it was written down.
    """

    unit: str
    unit_name: str
    desk: str
    officer: str
    pin: str = dataclasses.field(repr=False)
    administrator: str = "Quản trị"
    administrator_pin: str = dataclasses.field(default="", repr=False)
    place: str = ""
    language: str = "vi"
    confirm_key: bool = False


def set_up(
    store: Store,
    first: FirstRun,
    *,
    procedures: tuple[Procedure, ...],
    clock: Callable[[], dt.datetime],
    new_id: Callable[[], str],
) -> DeskSettings:
    """Write settings, people and catalogue in one transaction.

    Raises:
        InvalidValue: a name is empty, the unit is not an identifier, the PIN is too short.
    """
    checked(first)
    settings = DeskSettings(
        unit=vietnamese.tidy(first.unit).upper(),
        unit_name=vietnamese.tidy(first.unit_name),
        desk=vietnamese.tidy(first.desk),
        desk_tag=desk_settings.new_tag(),
        place=vietnamese.tidy(first.place),
        language=first.language,
    )
    now = clock()
    officer = _account(first.officer, Role.OFFICER, first.pin, now, new_id)
    administrator = _account(first.administrator, Role.ADMINISTRATOR, first.administrator_pin or first.pin, now, new_id)
    with store.transaction() as uow:
        desk_settings.store(uow.settings, settings)
        if first.confirm_key:
            uow.settings.put(KEY_PENDING, "1")
        uow.accounts.put(officer)
        uow.accounts.put(administrator)
        for procedure in procedures:
            uow.procedures.put(procedure)
        uow.audit.record("set_up", who=None, at=now, detail={"unit": settings.unit, "procedures": len(procedures)})
    return settings


def checked(first: FirstRun) -> FirstRun:
    """The same value if a desk can be made from it, else InvalidValue naming the field; writes nothing."""
    desk_settings.checked(DeskSettings(unit=vietnamese.tidy(first.unit).upper(), desk=first.desk))
    for field in ("officer", "administrator"):
        if not vietnamese.tidy(getattr(first, field)):
            raise InvalidValue(field, "required")
    if vietnamese.fold(first.officer) == vietnamese.fold(first.administrator):
        raise InvalidValue("administrator", "taken")
    check_pin(first.pin)
    if first.administrator_pin:
        check_pin(first.administrator_pin)
    return first


def _account(name: str, role: Role, pin: str, now: dt.datetime, new_id: Callable[[], str]) -> Account:
    return Account(id=new_id(), name=vietnamese.tidy(name), role=role, pin_hash=hash_pin(pin), created_at=now)
