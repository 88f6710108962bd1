"""The people of this desk: sign-in by PIN (argon2id), lock-out, reset by an administrator."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.domain import vietnamese
from desk_app.domain.accounts import Account
from desk_app.domain.author import Author
from desk_app.domain.errors import InvalidValue
from desk_app.domain.roles import PERMISSIONS, Act, Role, require

if TYPE_CHECKING:
    from desk_app.store.engine import Store
    from desk_app.store.unit_of_work import UnitOfWork

MAX_FAILURES = 5
PIN_LENGTH = range(4, 65)


@dataclasses.dataclass(frozen=True, slots=True)
class SignedIn:
    """The PIN was right."""

    author: Author


@dataclasses.dataclass(frozen=True, slots=True)
class WrongPin:
    """The PIN was wrong; after ``attempts_left`` more the account is locked."""

    attempts_left: int


@dataclasses.dataclass(frozen=True, slots=True)
class LockedOut:
    """Too many wrong PINs; an administrator has to give a new one."""


SignIn = SignedIn | WrongPin | LockedOut


class NoSuchAccount(Exception):
    """Nobody of this name works at this desk, or more than one fits.

    Attributes:
        name: as asked for; empty when no name was given and the choice is not clear.
    """

    def __init__(self, name: str) -> None:
        super().__init__("no such account")
        self.name = name


def author_of(account: Account) -> Author:
    """The account as the author of acts."""
    return Author(account_id=account.id, name=account.name, role=account.role)


class Accounts:
    """Who works here."""

    def __init__(self, store: Store, *, clock: Callable[[], dt.datetime], new_id: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id

    def all(self) -> tuple[Account, ...]:
        """Everybody, by name."""
        with self._store.read() as uow:
            return uow.accounts.all()

    def find(self, name: str | None, *, act: Act) -> Account:
        """The account of this name; without a name the only officer, else the only one whose role allows the act.

        Raises:
            NoSuchAccount: none or more than one fits.
        """
        people = self.all()
        if name:
            wanted = vietnamese.fold(name)
            fitting = [a for a in people if vietnamese.fold(a.name) == wanted]
        else:
            able = [a for a in people if act in _acts(a)]
            officers = [a for a in able if a.role is Role.OFFICER]
            fitting = officers or able
        if len(fitting) != 1:
            raise NoSuchAccount(name or "")
        return fitting[0]

    def sign_in(self, account_id: str, pin: str) -> SignIn:
        """Check a PIN; every wrong one is counted on disk before the answer is given."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._store.transaction() as uow:
            account = uow.accounts.get(account_id)
            if account.locked:
                return LockedOut()
            hasher = PasswordHasher()
            try:
                hasher.verify(account.pin_hash, _normal(pin))
            except (VerificationError, InvalidHashError):
                return self._count_failure(uow, account)
            if account.failed_attempts or hasher.check_needs_rehash(account.pin_hash):
                uow.accounts.put(dataclasses.replace(account, failed_attempts=0, pin_hash=hash_pin(pin)))
            uow.audit.record("signed_in", who=author_of(account), at=self._clock(), detail={})
        return SignedIn(author_of(account))

    def add(self, *, name: str, role: Role, pin: str, who: Author | None) -> Account:
        """A new account; ``who`` is None only at set-up, while there is nobody yet.

        Raises:
            InvalidValue: no name, a name already taken, or a PIN too short.
            NotPermitted: only administrators add people.
        """
        account = Account(
            id=self._new_id(), name=_name(name), role=role, pin_hash=hash_pin(pin), created_at=self._clock()
        )
        with self._store.transaction() as uow:
            people = uow.accounts.all()
            if who is not None:
                require(Role(who.role), Act.MANAGE_PEOPLE)
            if any(vietnamese.fold(a.name) == vietnamese.fold(account.name) for a in people):
                raise InvalidValue("name", "taken")
            uow.accounts.put(account)
            uow.audit.record("account_added", who=who, at=self._clock(), detail={"account": account.id, "role": role})
        return account

    def reset_pin(self, account_id: str, pin: str, *, who: Author) -> None:
        """A new PIN, which also ends a lock-out; administrators for anybody, others for themselves."""
        if who.account_id != account_id:
            require(Role(who.role), Act.MANAGE_PEOPLE)
        hashed = hash_pin(pin)
        with self._store.transaction() as uow:
            account = uow.accounts.get(account_id)
            uow.accounts.put(dataclasses.replace(account, pin_hash=hashed, failed_attempts=0, locked=False))
            uow.audit.record("pin_reset", who=who, at=self._clock(), detail={"account": account_id})

    def change_role(self, account_id: str, role: Role, *, who: Author) -> None:
        """Give somebody another role; the last administrator keeps theirs (InvalidValue)."""
        require(Role(who.role), Act.MANAGE_PEOPLE)
        with self._store.transaction() as uow:
            account = uow.accounts.get(account_id)
            others = [a for a in uow.accounts.all() if a.role is Role.ADMINISTRATOR and a.id != account_id]
            if account.role is Role.ADMINISTRATOR and role is not Role.ADMINISTRATOR and not others:
                raise InvalidValue("role", "last_administrator")
            uow.accounts.put(dataclasses.replace(account, role=role))
            uow.audit.record("role_changed", who=who, at=self._clock(), detail={"account": account_id, "role": role})

    def _count_failure(self, uow: UnitOfWork, account: Account) -> WrongPin | LockedOut:
        failures = account.failed_attempts + 1
        locked = failures >= MAX_FAILURES
        uow.accounts.put(dataclasses.replace(account, failed_attempts=failures, locked=locked))
        uow.audit.record(
            "locked_out" if locked else "wrong_pin",
            who=author_of(account),
            at=self._clock(),
            detail={"failures": str(failures)},
        )
        return LockedOut() if locked else WrongPin(MAX_FAILURES - failures)


def check_pin(pin: str) -> None:
    """Nothing if the PIN has 4 to 64 characters, else InvalidValue."""
    if len(_normal(pin)) not in PIN_LENGTH:
        raise InvalidValue("pin", "too_short" if len(_normal(pin)) < PIN_LENGTH.start else "too_long")


def hash_pin(pin: str) -> str:
    """Argon2id with the library's present defaults; InvalidValue for a PIN outside 4 to 64 characters."""
    from argon2 import PasswordHasher

    check_pin(pin)
    return PasswordHasher().hash(_normal(pin))


def _normal(pin: str) -> str:
    return vietnamese.nfc(pin).strip()


def _name(name: str) -> str:
    tidy = vietnamese.tidy(name)
    if not tidy:
        raise InvalidValue("name", "required")
    return tidy


def _acts(account: Account) -> frozenset[Act]:
    return PERMISSIONS[account.role]
