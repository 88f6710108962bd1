"""Opening the desk for a command, and who acts in it."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import os
from collections.abc import Iterator

from desk_app import bootstrap
from desk_app.commands.command import Complaint, Console, pin, settings_of
from desk_app.desk.accounts import LockedOut, SignedIn, WrongPin
from desk_app.domain.events import Author
from desk_app.domain.roles import Act, Role


@contextlib.contextmanager
def opened(args: argparse.Namespace) -> Iterator[bootstrap.Program]:
    """The desk of the data folder, closed at the end."""
    settings = settings_of(args)
    try:
        program = bootstrap.open_desk(settings)
    except bootstrap.NoDesk:
        raise Complaint("not_set_up", folder=settings.data_dir) from None
    except bootstrap.KeyMissing:
        raise Complaint("key_missing", folder=settings.data_dir) from None
    try:
        yield program
    finally:
        program.close()


def signed_in(program: bootstrap.Program, args: argparse.Namespace, console: Console, *, act: Act) -> Author:
    """Somebody of this desk who gave the right PIN; Complaint otherwise."""
    account = program.desk.accounts.find(getattr(args, "as_name", None), act=act)
    match program.desk.accounts.sign_in(account.id, pin(console, f"PIN ({account.name}): ")):
        case SignedIn(author):
            return author
        case WrongPin(left):
            raise Complaint("wrong_pin", left=left)
        case LockedOut():
            raise Complaint("locked_out")


def reader(program: bootstrap.Program, args: argparse.Namespace, console: Console) -> Author:
    """Who reads: the person named with ``--as`` (PIN asked), else whoever the operating system let open the key.

    Reading with the command line needs the system account whose keyring holds the data key; the audit names that account.
    """
    if getattr(args, "as_name", None):
        return signed_in(program, args, console, act=Act.SEARCH)
    user = _system_account()
    return Author(account_id=f"os:{user}", name=user, role=Role.OFFICER)


def _system_account() -> str:
    """Name of the account this runs under; its number where it has no name, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
