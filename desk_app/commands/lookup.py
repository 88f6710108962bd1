"""``desk-app search TEXT`` and ``desk-app show CODE``."""

from __future__ import annotations

import argparse

from desk_app.commands.command import Command, Console, add_as, add_json
from desk_app.commands.desk_access import opened, reader
from desk_app.desk.lookup import Detail
from desk_app.domain.queue import SyncState


def _search_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", help="name (accents may be left out), code, phone or card number")
    parser.add_argument("--limit", type=int, default=50)
    add_as(parser)
    add_json(parser)


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="official or provisional code")
    add_as(parser)
    add_json(parser)


def _search(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        who = reader(program, args, console)
        rows = program.desk.lookup.search(args.text, who=who, limit=max(1, min(args.limit, 1000)))
    if args.json:
        console.json(
            [
                {
                    "dossier_id": r.id,
                    "code": r.code,
                    "provisional_code": r.provisional_code,
                    "procedure": r.procedure_code,
                    "procedure_name": r.procedure_name,
                    "applicant": r.applicant_name,
                    "received_at": r.received_at,
                    "due_at": r.due_at,
                    "status": r.status,
                    "sync": r.sync,
                }
                for r in rows
            ]
        )
        return 0
    for r in rows:
        console.line(f"{r.code:<26} {r.received_at:%d/%m/%Y}  {r.applicant_name}  {r.procedure_name}")
    return 0


def _show(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        detail = program.desk.lookup.by_code(args.code, who=reader(program, args, console))
    if args.json:
        console.json(_as_json(detail))
        return 0
    d = detail.dossier
    console.line(f"{d.code}  {d.procedure_name}")
    console.line(f"{d.applicant.full_name}  {d.received_at:%H:%M %d/%m/%Y}  {d.status}  {detail.sync}")
    for c in d.components:
        console.line(f"  {c.name}: {c.copy.sha256 if c.copy else c.not_digitised_because}")
    return 0


def _as_json(detail: Detail) -> dict[str, object]:
    d = detail.dossier
    return {
        "dossier_id": d.id,
        "code": d.code,
        "provisional_code": d.provisional_code,
        "provisional": d.is_provisional,
        "status": d.status,
        "procedure": {"code": d.procedure_code, "name": d.procedure_name, "version": d.procedure_version},
        "case": d.case,
        "channel": d.channel,
        "return_method": d.return_method,
        "applicant": d.applicant,
        "submitter": d.submitter,
        "received_at": d.received_at,
        "recorded_at": d.recorded_at,
        "due_at": d.due.at,
        "sync": detail.sync,
        "components": [
            {
                "id": c.id,
                "code": c.code,
                "name": c.name,
                "originals": c.originals,
                "copies": c.copies,
                "not_digitised_because": c.not_digitised_because,
                "sha256": c.copy.sha256 if c.copy else None,
                "bytes": c.copy.bytes if c.copy else None,
                "pages": c.copy.pages if c.copy else 0,
                "sync": detail.file_sync.get(c.copy.sha256, SyncState.WAITING) if c.copy else None,
            }
            for c in d.components
        ],
        "receipts": [
            {
                "sha256": r.copy.sha256,
                "bytes": r.copy.bytes,
                "pages": r.copy.pages,
                "circular": r.circular,
                "reprint": r.reprint,
                "printed_at": r.printed_at,
                "sync": detail.file_sync.get(r.copy.sha256, SyncState.WAITING),
            }
            for r in detail.receipts
        ],
        "timeline": [{"at": e.at, "act": e.act, "who": e.who.name if e.who else None} for e in detail.timeline],
    }


SEARCH = Command(_search_arguments, _search)
SHOW = Command(_show_arguments, _show)
