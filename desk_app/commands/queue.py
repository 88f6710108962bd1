"""``desk-app queue``: what waits to reach the centre."""

from __future__ import annotations

import argparse

from desk_app.commands.command import Command, Console, add_json
from desk_app.commands.desk_access import opened
from desk_app.commands.sentences import sentence
from desk_app.desk.queue import Queue
from desk_app.domain.queue import QueueRow, SyncState

_PAGE = 500


def _arguments(parser: argparse.ArgumentParser) -> None:
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        rows = _all_rows(program.desk.queue)
        counts = program.desk.queue.counts()
    by_state = {state: sum(1 for r in rows if r.state is state) for state in SyncState}
    if args.json:
        items = [
            {
                "dossier_id": r.dossier_id,
                "code": r.code,
                "procedure": r.procedure_name,
                "state": r.state,
                "events_waiting": r.events_waiting,
                "files_waiting": r.files_waiting,
                "files_total": r.files_total,
                "bytes_waiting": r.bytes_waiting,
                "attempts": r.attempts,
                "next_at": r.next_at,
                "reason": r.reason,
                "field": r.field,
                "detail": r.detail,
                "event_id": r.event_id,
            }
            for r in rows
        ]
        console.json(
            {
                "waiting": by_state[SyncState.WAITING] + by_state[SyncState.SENDING],
                "needs_person": by_state[SyncState.NEEDS_PERSON],
                "confirmed": by_state[SyncState.CONFIRMED],
                "files_waiting": counts.waiting_files,
                "bytes_waiting": counts.waiting_bytes,
                "next_try_at": counts.next_try_at,
                "items": items,
            }
        )
        return 0
    if not rows:
        console.line(sentence("queue_empty", console.language))
    for r in rows:
        console.line(f"{r.state:<12} {r.code:<26} {r.files_total - r.files_waiting}/{r.files_total}  {r.reason}")
    return 0


def _all_rows(queue: Queue) -> list[QueueRow]:
    """Every dossier of the queue, page by page."""
    rows: list[QueueRow] = []
    while page := queue.rows(limit=_PAGE, offset=len(rows)):
        rows += page
    return rows


COMMAND = Command(_arguments, _run)
