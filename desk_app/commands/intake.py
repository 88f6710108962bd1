"""``desk-app intake FILE.json``: accepts a dossier, prints its code and due time."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from desk_app import ids
from desk_app.bootstrap import Program
from desk_app.commands.command import Command, Complaint, Console, add_as, add_json
from desk_app.commands.desk_access import opened, signed_in
from desk_app.desk import intake_file
from desk_app.desk.digitisation import IncomingFile, PagesNotReady
from desk_app.desk.intake import Accepted, NotAccepted
from desk_app.domain import arrangement, checklist
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.domain.events import Author
from desk_app.domain.roles import Act


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.json")
    parser.add_argument(
        "--attach", action="append", default=[], metavar="COMPONENT=IMAGE", help="pages of a component, by code or name"
    )
    parser.add_argument("--receipt", type=Path, metavar="OUT.pdf", help="write the receipt here")
    add_as(parser)
    add_json(parser)


def _run(args: argparse.Namespace, console: Console) -> int:
    request = _request(args.file)
    with opened(args) as program:
        who = signed_in(program, args, console, act=Act.ACCEPT)
        draft = _draft(program, request, args.attach, who)
        outcome = program.desk.intake.accept(draft, who=who)
        if isinstance(outcome, NotAccepted):
            program.desk.intake.discard(draft, who=who)
            raise Complaint("not_accepted", problems=_problem_text(outcome, console))
        printout = program.desk.printing.printout(outcome.print_task, who=who)
        if args.receipt is not None:
            _write(args.receipt, printout.pdf)
            program.desk.printing.printed(outcome.print_task, who=who)
        receipt = program.desk.printing.receipts_of(outcome.dossier.id)[-1]
        console.json(_result(outcome, request, args.receipt, receipt.copy.sha256, console))
    return 0


def _request(path: Path) -> intake_file.IntakeFile:
    try:
        return intake_file.read(path)
    except OSError as error:
        raise Complaint("file_unreadable", file=path.name, reason=type(error).__name__) from error


def _draft(program: Program, request: intake_file.IntakeFile, attach: list[str], who: Author) -> IntakeDraft:
    intake = program.desk.intake
    draft = intake.choose_procedure(intake.start(who), request.procedure, case=request.case)
    draft, paths = intake_file.fill(draft, request, new_id=ids.new_id)
    draft = intake.with_present_units(draft)
    wanted: list[tuple[str, Path]] = [(component, path) for component, found in paths.items() for path in found]
    wanted += [_attachment(text, draft) for text in attach]
    pages: list[PageRef] = []
    for component, path in wanted:
        pages.extend(_pages(program, component, path))
    draft = intake.save(arrangement.with_pages_added(draft, pages))
    return intake.save(
        _prepared(program, draft, program.desk.lanes.work.map(program.desk.digitisation.prepare, draft.pages))
    )


def _pages(program: Program, component: str, path: Path) -> tuple[PageRef, ...]:
    from desk_app.capture import files

    try:
        data = files.load(path)
    except OSError as error:
        raise Complaint("file_unreadable", file=path.name, reason=type(error).__name__) from error
    taken = program.desk.digitisation.take_in([IncomingFile(path.name, data)], component=component)
    for rejected in taken.rejected:
        raise rejected.error
    return taken.pages


def _attachment(text: str, draft: IntakeDraft) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (equals and name and path):
        raise Complaint("attach_malformed", value=text)
    component = checklist.match(name, draft.components)
    if component is None:
        raise Complaint("attach_unknown", name=name)
    return component.id, Path(path)


def _prepared(program: Program, draft: IntakeDraft, pages: Iterable[PageRef]) -> IntakeDraft:
    for page in pages:
        if page.failed:
            program.desk.digitisation.check(page)
            raise PagesNotReady(1)
        draft = arrangement.with_page(draft, page)
    return draft


def _write(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as error:
        raise Complaint("output_unwritable", file=path.name, reason=type(error).__name__) from error


def _problem_text(outcome: NotAccepted, console: Console) -> str:
    from desk_app.ui import messages

    return "; ".join(messages.for_problem(p, console.language) for p in outcome.problems)


def _result(
    outcome: Accepted, request: intake_file.IntakeFile, path: Path | None, sha256: str, console: Console
) -> dict[str, object]:
    from desk_app.ui import messages

    dossier = outcome.dossier
    warnings = [messages.for_problem(p, console.language) for p in outcome.warnings]
    warnings += [messages.for_card_warning(w, console.language) for w in request.card_warnings]
    if dossier.due.unit_assumed:
        warnings.append(messages.for_key("unit_assumed", console.language))
    return {
        "dossier_id": dossier.id,
        "code": dossier.code,
        "provisional": dossier.is_provisional,
        "due_at": dossier.due.at,
        "received_at": dossier.received_at,
        "recorded_at": dossier.recorded_at,
        "status": dossier.status,
        "receipt": None if path is None else path.absolute(),
        "receipt_sha256": sha256,
        "components": [
            {
                "id": c.id,
                "code": c.code,
                "name": c.name,
                "sha256": c.copy.sha256 if c.copy else None,
                "bytes": c.copy.bytes if c.copy else None,
                "pages": c.copy.pages if c.copy else 0,
                "not_digitised_because": c.not_digitised_because,
            }
            for c in dossier.components
        ],
        "warnings": warnings,
    }


COMMAND = Command("intake", "accept a dossier described by a JSON file", _arguments, _run)
