"""``desk-app intake FILE.json``: accepts a dossier, prints its code and due time."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path

from desk_app import ids
from desk_app.bootstrap import Program
from desk_app.commands.command import Command, Complaint, Console, add_as, add_json, reading, write
from desk_app.commands.desk_access import opened, signed_in
from desk_app.desk import intake_file
from desk_app.desk.digitisation import IncomingFile, PagesNotReady
from desk_app.desk.intake import Accepted, NotAccepted
from desk_app.domain import arrangement, checklist
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.domain.errors import DomainError
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
    with reading(args.file, console):
        request = intake_file.read(args.file)
    with opened(args) as program:
        who = signed_in(program, args, console, act=Act.ACCEPT)
        draft, origins = _draft(program, request, args.attach, who, console)
        with _discarded_if_refused(program, draft, who):
            draft = _prepared(program, draft, origins, console)
            outcome = program.desk.intake.accept(draft, who=who)
            if isinstance(outcome, NotAccepted):
                raise Complaint("not_accepted", problems=_problem_text(outcome, console))
        result = _result(outcome, request, console)
        try:
            result |= _receipt(program, outcome, args.receipt, who, console)
        finally:
            # Accepted is accepted: the code is told whatever happens to the paper.
            console.json(result)
    return 0


def _receipt(
    program: Program, outcome: Accepted, path: Path | None, who: Author, console: Console
) -> dict[str, object]:
    printout = program.desk.printing.printout(outcome.print_task, who=who)
    if path is not None:
        write(path, printout.pdf, console)
        program.desk.printing.printed(outcome.print_task, who=who)
    receipt = program.desk.printing.receipts_of(outcome.dossier.id)[-1]
    return {"receipt": None if path is None else path.absolute(), "receipt_sha256": receipt.copy.sha256}


@contextlib.contextmanager
def _discarded_if_refused(program: Program, draft: IntakeDraft, who: Author) -> Iterator[None]:
    """A draft that cannot become a dossier as it is does not stay open: its file is there to be corrected."""
    try:
        yield
    except (Complaint, DomainError, PagesNotReady):
        program.desk.intake.discard(draft, who=who)
        raise


def _draft(
    program: Program, request: intake_file.IntakeFile, attach: list[str], who: Author, console: Console
) -> tuple[IntakeDraft, dict[str, Path]]:
    """The draft on disk with its pages, not prepared yet, and the file each page came from by the id of the page."""
    intake = program.desk.intake
    draft = intake.choose_procedure(intake.start(who), request.procedure, case=request.case)
    draft, paths = intake_file.fill(draft, request, new_id=ids.new_id)
    draft = intake.with_present_units(draft)
    wanted: list[tuple[str, Path]] = [(component, path) for component, found in paths.items() for path in found]
    wanted += [_attachment(text, draft) for text in attach]
    pages: list[PageRef] = []
    origins: dict[str, Path] = {}
    for component, path in wanted:
        taken = _pages(program, component, path, console)
        pages.extend(taken)
        origins |= dict.fromkeys((page.id for page in taken), path)
    return intake.save(arrangement.with_pages_added(draft, pages)), origins


def _pages(program: Program, component: str, path: Path, console: Console) -> tuple[PageRef, ...]:
    from desk_app.capture import files

    with reading(path, console):
        taken = program.desk.digitisation.take_in([IncomingFile(path.name, files.load(path))], component=component)
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


def _prepared(program: Program, draft: IntakeDraft, origins: dict[str, Path], console: Console) -> IntakeDraft:
    digitisation = program.desk.digitisation
    for page in program.desk.lanes.work.map(digitisation.prepare, draft.pages):
        if page.failed:
            with reading(origins[page.id], console):
                digitisation.check(page)
            raise PagesNotReady(1)
        draft = arrangement.with_page(draft, page)
    return program.desk.intake.save(draft)


def _problem_text(outcome: NotAccepted, console: Console) -> str:
    from desk_app.ui import messages

    return "; ".join(messages.for_problem(p, console.language) for p in outcome.problems)


def _result(outcome: Accepted, request: intake_file.IntakeFile, console: Console) -> dict[str, object]:
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
        "receipt": None,
        "receipt_sha256": None,
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


COMMAND = Command(_arguments, _run)
