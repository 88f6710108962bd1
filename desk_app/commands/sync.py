"""``desk-app sync``: send and fetch, until stopped or (``--once``) until nothing more can be done."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from desk_app.commands.command import Command, Complaint, Console, add_json
from desk_app.commands.desk_access import opened
from desk_app.domain.queue import QueueRow, SyncState
from desk_app.lanes import CancelToken
from desk_app.sync.central import NotTheCentre
from desk_app.sync.loop import SyncOutcome
from desk_app.sync.status import LinkState


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="no start delay; end when nothing more can be done")
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        loop = program.sync
        if not program.is_enrolled:
            raise Complaint("not_enrolled")
        cancel = CancelToken()
        if not args.once:
            try:
                loop.run_forever(cancel)
            except KeyboardInterrupt:
                cancel.cancel()
            return 0
        outcome = loop.run_until_idle(cancel)
        status = loop.status.latest
        counts = program.desk.queue.counts()
        rows = program.desk.queue.rows([SyncState.WAITING, SyncState.SENDING])
    if args.json:
        console.json(
            {
                "state": status.state,
                "waiting": counts.waiting_dossiers,
                "needs_person": counts.needs_person,
                "confirmed_today": counts.confirmed_today,
                "last_contact_at": status.last_contact_at,
            }
        )
    if counts.needs_person:
        raise Complaint("needs_person", count=counts.needs_person)
    if counts.waiting_dossiers or not outcome.reached:
        raise Complaint("not_reached", reason=_why(outcome, rows, console), waiting=counts.waiting_dossiers)
    return 0


def _why(outcome: SyncOutcome, rows: Sequence[QueueRow], console: Console) -> str:
    """What keeps things here, in words: the line, else the first thing that was put off."""
    from desk_app.ui import messages

    if outcome.state is LinkState.PORTAL:
        return messages.for_error(NotTheCentre(200), console.language).rstrip(".")
    reason = outcome.reason or next((row.reason for row in rows if row.reason), "") or "busy"
    return messages.for_refusal(reason, language=console.language).rstrip(".")


COMMAND = Command(_arguments, _run)
