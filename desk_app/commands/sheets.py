"""``desk-app sheets [PROCEDURE] -o OUT.pdf``: separator and cover sheets to lay between papers before scanning."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

from desk_app.commands.command import Command, Complaint, Console, write
from desk_app.commands.desk_access import opened
from desk_app.desk import separators
from desk_app.domain import checklist
from desk_app.domain.draft import DraftComponent
from desk_app.domain.procedure import Procedure
from desk_app.domain.receipt import PaperSize


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("procedure", nargs="?", metavar="PROCEDURE", help="code of the procedure (1.001193)")
    parser.add_argument("--case", help="code of the case, where papers differ by case")
    parser.add_argument("--paper", action="append", default=[], metavar="NAME", help="only this paper, by name or code")
    parser.add_argument("--bare", type=int, default=0, metavar="N", help="so many sheets that name no paper")
    parser.add_argument("--no-cover", action="store_true", help="without the cover sheet")
    parser.add_argument("--size", choices=[PaperSize.A4.value, PaperSize.A5.value], default=PaperSize.A4.value)
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="OUT.pdf")


def _run(args: argparse.Namespace, console: Console) -> int:
    procedure = _procedure(args) if args.procedure else None
    components = _components(procedure, args.case) if procedure else ()
    try:
        pdf = separators.render(
            components,
            procedure_code=procedure.code if procedure else "",
            procedure_name=procedure.name if procedure else "",
            only=_chosen(args.paper, components) if args.paper else None,
            cover=not args.no_cover,
            bare=max(0, args.bare),
            size=PaperSize(args.size),
        )
    except ValueError:
        raise Complaint("no_sheets") from None
    write(args.output, pdf, console)
    console.line(f"{args.output}: {len(pdf)} bytes")
    return 0


def _procedure(args: argparse.Namespace) -> Procedure:
    with opened(args) as program:
        found = program.desk.catalogue.get(args.procedure)
    if found is None:
        raise Complaint("procedure_unknown", name=args.procedure)
    return found


def _components(procedure: Procedure, case: str | None) -> tuple[DraftComponent, ...]:
    numbers = itertools.count(1)
    return checklist.components_from(procedure, case, new_id=lambda: str(next(numbers)))


def _chosen(names: Sequence[str], components: Sequence[DraftComponent]) -> set[str]:
    chosen = set()
    for name in names:
        component = checklist.match(name, components)
        if component is None:
            raise Complaint("attach_unknown", name=name)
        chosen.add(component.id)
    return chosen


COMMAND = Command(_arguments, _run)
