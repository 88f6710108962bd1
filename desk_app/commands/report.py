"""``desk-app report --from D --to D``: indicators against targets."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from desk_app.commands.command import Command, Complaint, Console, add_as, add_json, write
from desk_app.commands.desk_access import opened, reader
from desk_app.desk.reporting import BadPeriod
from desk_app.domain.indicators import PeriodReport


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", required=True, type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="last", required=True, type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--xlsx", type=Path, metavar="F", help="write a spreadsheet")
    parser.add_argument("--pdf", type=Path, metavar="F", help="write a printable report")
    add_as(parser)
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as program:
        try:
            report = program.desk.reporting.period(args.first, args.last, who=reader(program, args, console))
        except BadPeriod:
            raise Complaint("bad_period") from None
    if args.xlsx is not None:
        from desk_app.forms import period_sheet

        write(args.xlsx, period_sheet.render(report), console)
    if args.pdf is not None:
        from desk_app.forms import period_report

        write(args.pdf, period_report.render(report), console)
    if args.json:
        console.json(_as_json(report))
    else:
        console.line(f"{report.first:%d/%m/%Y} - {report.last:%d/%m/%Y}  {report.received}")
        for line in report.lines:
            found = line.indicator
            share = "–" if found.share is None else f"{found.share:.1%}"
            target = "" if line.target is None else f"  ≥ {line.target.share:.0%}"
            console.line(f"  {found.measure:<18} {share:>7}  {found.numerator}/{found.denominator}{target}")
    return 0


def _as_json(report: PeriodReport) -> dict[str, object]:
    return {
        "from": report.first,
        "to": report.last,
        "unit": report.unit,
        "desk": report.desk,
        "made_at": report.made_at,
        "received": report.received,
        "indicators": [
            {
                "measure": line.indicator.measure,
                "numerator": line.indicator.numerator,
                "denominator": line.indicator.denominator,
                "share": line.indicator.share,
                "target": None if line.target is None else line.target.share,
                "target_source": None if line.target is None else line.target.source,
                "reached": line.reached,
            }
            for line in report.lines
        ],
    }


COMMAND = Command(_arguments, _run)
