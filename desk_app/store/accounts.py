"""The people who sign in at this desk."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError

from desk_app.domain.accounts import Account
from desk_app.domain.roles import Role
from desk_app.domain.vietnamese import fold
from desk_app.store import tables as t
from desk_app.store.errors import AccountNotFound, NameTaken
from desk_app.store.moments import decode_moment, encode_moment
from desk_app.store.tables import AnyRow


class Accounts:
    """Accounts by id and by name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, account: Account) -> None:
        """Add it, or change the one with its id; NameTaken if another account has that name."""
        values = {
            "name": account.name,
            "folded": fold(account.name),
            "role": account.role.value,
            "pin_hash": account.pin_hash,
            "failed_attempts": account.failed_attempts,
            "locked": account.locked,
            "created_at": encode_moment(account.created_at),
        }
        statement = insert(t.accounts).values(id=account.id, **values)
        try:
            self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
        except IntegrityError as error:
            raise NameTaken(account.name) from error

    def get(self, account_id: str) -> Account:
        """The account with this id, else AccountNotFound."""
        row = self._connection.execute(select(t.accounts).where(t.accounts.c.id == account_id)).one_or_none()
        if row is None:
            raise AccountNotFound(account_id)
        return _account(row)

    def by_name(self, name: str) -> Account | None:
        """The account of this name, whatever case and marks it is typed with."""
        row = self._connection.execute(select(t.accounts).where(t.accounts.c.folded == fold(name))).one_or_none()
        return None if row is None else _account(row)

    def all(self) -> tuple[Account, ...]:
        """Every account, by name."""
        return tuple(
            _account(row) for row in self._connection.execute(select(t.accounts).order_by(t.accounts.c.folded))
        )


def _account(row: AnyRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        pin_hash=row.pin_hash,
        failed_attempts=row.failed_attempts,
        locked=row.locked,
        created_at=decode_moment(row.created_at),
    )
