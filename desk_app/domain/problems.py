"""What is wrong or odd with a draft: everything that stops the acceptance, and hints beside the fields.

A draft may always be kept, whatever is wrong with it; only ``blocking`` problems stop F9. What people must decide for themselves (a
number that disagrees with the birth date, a paper not yet scanned) is a hint. Mandatory papers may be missing only with a reason.
"""

from __future__ import annotations

import datetime as dt

from desk_app.domain import checklist, identity_number
from desk_app.domain.applicant import Address, Applicant, ApplicantKind, PartialDate
from desk_app.domain.contact import missing_digits, normal_phone, valid_email
from desk_app.domain.draft import DraftComponent, IntakeDraft, Problem, ProblemKind
from desk_app.domain.identity_card import CardWarning, disagreements
from desk_app.domain.procedure import Procedure
from desk_app.domain.vietnamese import tidy

CLOCK_TOLERANCE = dt.timedelta(minutes=1)
"""Receipt times this near to now need no reason."""

LONGEST_TEXT = 500
"""Characters of a name or address."""

_DISAGREEING_FIELD = {
    CardWarning.BIRTH_YEAR: "applicant.born",
    CardWarning.CENTURY: "applicant.born",
    CardWarning.SEX: "applicant.sex",
    CardWarning.PROVINCE_UNKNOWN: "applicant.id_number",
}


def problems(draft: IntakeDraft, procedure: Procedure | None, *, now: dt.datetime) -> tuple[Problem, ...]:
    """All problems in the order of the form; ``procedure`` is the one of the draft, None if none is chosen or known.

    ``now`` is aware. Nothing in a problem but names of papers and counts, so that it may be logged.
    """
    return (
        *_procedure(draft, procedure, now),
        *_applicant(draft.applicant, now),
        *_submitter(draft),
        *_receipt(draft, now),
        *_papers(draft),
        *_pages(draft),
    )


def stops(found: tuple[Problem, ...]) -> bool:
    """Whether one of them stops the acceptance."""
    return any(problem.blocking for problem in found)


def _procedure(draft: IntakeDraft, procedure: Procedure | None, now: dt.datetime) -> list[Problem]:
    if procedure is None:
        kind = ProblemKind.NOT_IN_FORCE if draft.procedure_code else ProblemKind.REQUIRED
        return [Problem(field="procedure", kind=kind)]
    found = []
    day = (draft.received_at or now).astimezone(now.tzinfo).date()
    too_early = procedure.valid_from is not None and day < procedure.valid_from
    if too_early or (procedure.valid_to is not None and day > procedure.valid_to):
        found.append(Problem(field="procedure", kind=ProblemKind.NOT_IN_FORCE))
    cases = {case.code for case in procedure.cases}
    differs = any(c.case is not None for c in procedure.components) or any(t.case is not None for t in procedure.times)
    if draft.case is None and cases and differs:
        found.append(Problem(field="case", kind=ProblemKind.REQUIRED))
    elif draft.case is not None and draft.case not in cases:
        found.append(Problem(field="case", kind=ProblemKind.MALFORMED))
    return found


def _applicant(applicant: Applicant, now: dt.datetime) -> list[Problem]:
    found = _name("applicant.full_name", applicant.full_name, citizen=applicant.kind is ApplicantKind.CITIZEN)
    found += identity_number.problems("applicant.id_number", applicant.id_type, applicant.id_number)
    if applicant.born is not None and _after(applicant.born, now.date()):
        found.append(Problem(field="applicant.born", kind=ProblemKind.IN_THE_FUTURE))
    if not any(problem.field == "applicant.id_number" for problem in found):
        warnings = disagreements(identity_number.bare(applicant.id_number), born=applicant.born, sex=applicant.sex)
        found += [
            Problem(field=_DISAGREEING_FIELD[w], kind=ProblemKind.DISAGREES, blocking=False, detail=w.value)
            for w in warnings
        ]
    found += _contact("applicant", applicant.phone, applicant.email, applicant.address)
    if not tidy(applicant.address.text):
        found.append(Problem(field="applicant.address", kind=ProblemKind.REQUIRED, blocking=False))
    return found


def _submitter(draft: IntakeDraft) -> list[Problem]:
    person = draft.submitter
    if person is None:
        return []
    return [
        *_name("submitter.full_name", person.full_name, citizen=True),
        *identity_number.problems("submitter.id_number", person.id_type, person.id_number),
        *_contact("submitter", person.phone, person.email, person.address),
    ]


def _name(field: str, text: str, *, citizen: bool) -> list[Problem]:
    name = tidy(text)
    if not name:
        return [Problem(field=field, kind=ProblemKind.REQUIRED)]
    if len(name) > LONGEST_TEXT:
        return [Problem(field=field, kind=ProblemKind.MALFORMED)]
    if citizen and any(not (c.isalpha() or c in " '’ʼ-." or "\u0300" <= c <= "\u036f") for c in name):
        return [Problem(field=field, kind=ProblemKind.MALFORMED, blocking=False)]
    return []


def _contact(who: str, phone: str, email: str, address: Address) -> list[Problem]:
    found = []
    if phone.strip() and normal_phone(phone) is None:
        missing = missing_digits(phone)
        kind = ProblemKind.TOO_SHORT if missing else ProblemKind.MALFORMED
        found.append(Problem(field=f"{who}.phone", kind=kind, detail=str(missing or "")))
    if email.strip() and not valid_email(email.strip()):
        found.append(Problem(field=f"{who}.email", kind=ProblemKind.MALFORMED))
    if len(address.text) > LONGEST_TEXT:
        found.append(Problem(field=f"{who}.address", kind=ProblemKind.MALFORMED))
    return found


def _receipt(draft: IntakeDraft, now: dt.datetime) -> list[Problem]:
    found = []
    if draft.received_at is not None and draft.received_at > now + CLOCK_TOLERANCE:
        found.append(Problem(field="received_at", kind=ProblemKind.IN_THE_FUTURE))
    elif (
        draft.received_at is not None
        and draft.received_at < now - CLOCK_TOLERANCE
        and not draft.received_at_reason.strip()
    ):
        found.append(Problem(field="received_at_reason", kind=ProblemKind.REASON_NEEDED))
    if draft.sets < 1:
        found.append(Problem(field="sets", kind=ProblemKind.MALFORMED))
    return found


def _papers(draft: IntakeDraft) -> list[Problem]:
    filled = {page.component for page in draft.pages if not page.excluded}
    excused = bool(draft.missing_accepted_because.strip())
    found = [
        Problem(field=f"components.{c.id}", kind=ProblemKind.MISSING_PAPER, blocking=not excused, detail=c.name)
        for c in checklist.missing(draft)
    ]
    found += [
        Problem(field=f"components.{c.id}", kind=ProblemKind.NOT_DIGITISED, blocking=False, detail=c.name)
        for c in draft.components
        if c.present and c.id not in filled and _owes_copy(c)
    ]
    return found


def _owes_copy(component: DraftComponent) -> bool:
    return component.not_digitised_because is None and not checklist.reason_without_pages(component).exempt


def _pages(draft: IntakeDraft) -> list[Problem]:
    known = {component.id for component in draft.components}
    found = []
    bound = [page for page in draft.pages if not page.excluded]
    unsorted = sum(page.component not in known for page in bound)
    if unsorted:
        found.append(Problem(field="pages", kind=ProblemKind.PAGES_UNSORTED, detail=str(unsorted)))
    failed = sum(bool(page.failed) for page in bound)
    if failed:
        found.append(Problem(field="pages", kind=ProblemKind.MALFORMED, detail=str(failed)))
    return found


def _after(date: PartialDate, today: dt.date) -> bool:
    """Whether the date, as far as it is known, certainly lies after today."""
    return (date.year, date.month or 1, date.day or 1) > (today.year, today.month, today.day)
