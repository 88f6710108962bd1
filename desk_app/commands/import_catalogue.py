"""``desk-app import-catalogue FILE…``: the portal's procedure objects (JSON, JSON lines, gzip)."""

from __future__ import annotations

import argparse
import collections
from pathlib import Path

from desk_app.commands.command import Command, Complaint, Console, add_as, add_json
from desk_app.commands.desk_access import opened, signed_in
from desk_app.domain.roles import Act


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--rejected", action="store_true", help="list every rejected record with its reason")
    add_as(parser)
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        who = signed_in(program, args, console, act=Act.IMPORT_CATALOGUE)
        report = program.desk.catalogue.import_files(args.files, who=who)
    reasons = collections.Counter(str(r.reason) for r in report.rejected)
    warnings = collections.Counter(str(w.kind) for w in report.warnings)
    if args.json:
        console.json(
            {
                "imported": len(report.imported),
                "rejected": len(report.rejected),
                "rejected_by_reason": reasons,
                "warnings": sum(warnings.values()),
                "warnings_by_kind": warnings,
                "rejects": [{"where": r.where, "code": r.code, "reason": r.reason} for r in report.rejected],
            }
        )
    else:
        console.line(
            f"imported {len(report.imported)}, rejected {len(report.rejected)}, warnings {sum(warnings.values())}"
        )
        for reason, count in sorted(reasons.items()):
            console.line(f"  rejected {reason}: {count}")
        for kind, count in sorted(warnings.items()):
            console.line(f"  warning {kind}: {count}")
        if args.rejected:
            for r in report.rejected:
                console.line(f"  {r.where} {r.code} {r.reason}")
    if report.rejected and not report.imported:
        raise Complaint("nothing_imported", count=len(report.rejected))
    return 0


COMMAND = Command(_arguments, _run)
