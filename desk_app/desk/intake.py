"""Intake (tiếp nhận hồ sơ): from an open draft to an accepted dossier.

Acceptance is one transaction: dossier, code, outbox rows, audit row, print task, end of the draft. The electronic copies are on
disk (fsynced) before it begins. The dossier takes the id of its draft, so that accepting twice gives the same dossier, not two.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from desk_app.desk import settings as desk_settings
from desk_app.desk.digitisation import Digitisation
from desk_app.desk.settings import DeskSettings
from desk_app.desk.units import SuggestionKind, Units
from desk_app.domain import arrangement, checklist, codes, contact, deadlines, fees, identity_number, vietnamese
from desk_app.domain.applicant import Address, Applicant, Submitter
from desk_app.domain.deadlines import Calendar
from desk_app.domain.dossier import Component, Dossier, Due, ElectronicCopy, FeeLine
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef, Problem
from desk_app.domain.events import Author, ComponentDigitised, ComponentNotDigitised, DossierReceived, Fact
from desk_app.domain.identity_card import IdentityCard
from desk_app.domain.printing import PrintState, PrintTask
from desk_app.domain.problems import problems
from desk_app.domain.procedure import Procedure
from desk_app.domain.roles import Act, Role, require
from desk_app.domain.vietnamese import fold
from desk_app.store.errors import DraftNotFound

if TYPE_CHECKING:
    from desk_app.store.engine import Store
    from desk_app.store.unit_of_work import UnitOfWork

RECEIPT = "receipt"
Person = TypeVar("Person", Applicant, Submitter)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the form shows before acceptance.

    Attributes:
        problems: all that is wrong, blocking or not.
        received_at: the moment of receipt this holds for: the draft's own, else now.
        next_code: the official code the next dossier will probably get, None when a provisional one would be given.
        codes_left: leased codes left for today.
    """

    problems: tuple[Problem, ...]
    received_at: dt.datetime
    due: Due | None
    fees: tuple[FeeLine, ...]
    next_code: str | None
    codes_left: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The dossier is on disk and in the queue; its receipt waits to be printed.

    Attributes:
        print_task: of the receipt; empty when an accepted draft was accepted again after its receipt had been printed.
    """

    dossier: Dossier
    print_task: str
    warnings: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class NotAccepted:
    """The draft has blocking problems; nothing was written."""

    problems: tuple[Problem, ...]


class NotSetUp(Exception):
    """This desk has not been told yet whose it is."""


class ProcedureUnknown(Exception):
    """No procedure of this code is in force in the catalogue.

    Attributes:
        code: as asked for.
    """

    def __init__(self, code: str) -> None:
        super().__init__("unknown procedure")
        self.code = code


class Intake:
    """The use cases of the intake screen."""

    def __init__(
        self,
        store: Store,
        digitisation: Digitisation,
        *,
        calendar: Callable[[], Calendar],
        units: Callable[[], Units],
        clock: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        outbox_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._digitisation = digitisation
        self._calendar = calendar
        self._units = units
        self._clock = clock
        self._new_id = new_id
        self._outbox_changed = outbox_changed

    def start(self, who: Author) -> IntakeDraft:
        """A new empty draft, not yet on disk."""
        return IntakeDraft(id=self._new_id(), author=who.account_id)

    def open_drafts(self) -> tuple[IntakeDraft, ...]:
        """Drafts that were neither accepted nor discarded, newest last."""
        with self._store.read() as uow:
            return uow.drafts.open_drafts()

    def save(self, draft: IntakeDraft) -> IntakeDraft:
        """Put the draft on disk (durably) and say when."""
        kept = dataclasses.replace(draft, updated_at=self._clock())
        with self._store.transaction() as uow:
            uow.drafts.save(kept)
        return kept

    def keep_late_pages(self, draft: IntakeDraft, pages: Sequence[PageRef]) -> None:
        """Add pages that came in after the form was left to the draft as it is on disk, unsorted where their paper is gone."""
        with self._store.transaction() as uow:
            try:
                kept = uow.drafts.get(draft.id)
            except DraftNotFound:
                kept = draft
            known = {c.id for c in kept.components}
            placed = [p if p.component in known else dataclasses.replace(p, component=None) for p in pages]
            uow.drafts.save(arrangement.with_pages_added(kept, placed))

    def discard(self, draft: IntakeDraft, *, who: Author) -> None:
        """Close a draft without a dossier; its row stays, closed, with its pages."""
        with self._store.transaction() as uow:
            uow.drafts.save(draft)
            uow.drafts.close(draft.id)
            uow.audit.record("draft_discarded", who=who, at=self._clock(), detail={"draft": draft.id})

    def choose_procedure(self, draft: IntakeDraft, code: str, *, case: str | None = None) -> IntakeDraft:
        """The draft with this procedure and its checklist; pages already there stay, those without a place become unsorted.

        Raises:
            ProcedureUnknown: no such procedure is in force.
        """
        with self._store.read() as uow:
            procedure = self._procedure(uow, code)
        if case is None and len(procedure.cases) == 1:
            case = procedure.cases[0].code
        chosen = dataclasses.replace(
            draft, procedure_code=procedure.code, procedure_version=procedure.version, case=case
        )
        return arrangement.with_checklist(chosen, checklist.components_from(procedure, case, new_id=self._new_id))

    def procedure_of(self, draft: IntakeDraft) -> Procedure | None:
        """The version of the procedure the draft was made from."""
        if not draft.procedure_version:
            return None
        with self._store.read() as uow:
            return uow.procedures.version(draft.procedure_version)

    def with_card(self, draft: IntakeDraft, card: IdentityCard) -> IntakeDraft:
        """The applicant as the card says; phone and e-mail stay, or come from the last dossier of the same person."""
        read = card.applicant()
        known = self.known_person(read.id_number)
        before = draft.applicant
        return dataclasses.replace(
            draft,
            applicant=dataclasses.replace(
                read,
                phone=before.phone or (known.phone if known else ""),
                email=before.email or (known.email if known else ""),
                address=_address(read, known),
            ),
        )

    def with_known_person(self, draft: IntakeDraft) -> IntakeDraft:
        """The draft with what is still empty filled as last entered under the applicant's number; the same one when nothing is.

        Somebody else's name under the number leaves the draft as it is: then the number was mistyped or is used by two.
        """
        before = draft.applicant
        known = self.known_person(before.id_number)
        if known is None or (before.full_name and fold(before.full_name) != fold(known.full_name)):
            return draft
        return dataclasses.replace(
            draft,
            applicant=dataclasses.replace(
                before,
                kind=known.kind,
                id_type=known.id_type or before.id_type,
                full_name=before.full_name or known.full_name,
                born=before.born or known.born,
                sex=before.sex or known.sex,
                phone=before.phone or known.phone,
                email=before.email or known.email,
                address=before.address if before.address.text else known.address,
            ),
        )

    def with_present_units(self, draft: IntakeDraft) -> IntakeDraft:
        """The draft with the present province and commune beside an address text of the old three tiers, where they are certain."""
        address = draft.applicant.address
        if address.commune or not address.text:
            return draft
        found = self._units().resolve_old(address.text)
        if found is None or found.kind is SuggestionKind.DIVIDED:
            return draft
        present = dataclasses.replace(
            address,
            province=found.province.code,
            commune=found.commune.code if found.commune else None,
            units_as_of=self._units().valid_from,
        )
        return dataclasses.replace(draft, applicant=dataclasses.replace(draft.applicant, address=present))

    def known_person(self, id_number: str) -> Applicant | None:
        """The applicant as last entered under this number, None for a first visit."""
        if not id_number:
            return None
        with self._store.read() as uow:
            return uow.queries.known_person(id_number)

    def repeat_last(self, draft: IntakeDraft, *, who: Author) -> IntakeDraft:
        """The draft with procedure, case, channel and way of return of this person's last dossier ("repeat last")."""
        with self._store.read() as uow:
            row = uow.queries.last_dossier(who.account_id)
            if row is None:
                return draft
            last = uow.dossiers.get(row.id)
        again = dataclasses.replace(draft, channel=last.channel, return_method=last.return_method)
        return self.choose_procedure(again, last.procedure_code, case=last.case)

    def similar(self, draft: IntakeDraft, *, days: int = 30) -> tuple[str, ...]:
        """Codes of dossiers of the same person and procedure in the last days: a hint, never a refusal."""
        if not (draft.applicant.id_number and draft.procedure_code):
            return ()
        since = self._clock() - dt.timedelta(days=days)
        with self._store.read() as uow:
            rows = uow.queries.similar(draft.applicant.id_number, draft.procedure_code, since)
        return tuple(row.code for row in rows)

    def outlook(self, draft: IntakeDraft) -> Outlook:
        """Problems, due time, fees and code as they stand now."""
        now = self._clock()
        received_at = _local(draft.received_at, now)
        with self._store.read() as uow:
            settings = desk_settings.load(uow.settings)
            procedure = uow.procedures.version(draft.procedure_version) if draft.procedure_version else None
            left = uow.numbering.left(settings.unit, received_at.date())
            number = uow.numbering.peek(settings.unit, received_at.date())
        return Outlook(
            problems=problems(draft, procedure, now=now),
            received_at=received_at,
            due=self._due(procedure, draft, received_at) if procedure else None,
            fees=fees.lines_for(procedure, draft.channel, draft.case) if procedure else (),
            next_code=codes.compose(settings.unit, received_at.date(), number) if number is not None else None,
            codes_left=left,
        )

    def accept(self, draft: IntakeDraft, *, who: Author) -> Accepted | NotAccepted:
        """Accept the draft as a dossier. Safe to repeat: an accepted draft gives its dossier again.

        Raises:
            NotPermitted: volunteers do not accept; only those who may set the time back or leave papers out do so.
            NotSetUp: the desk has no unit yet.
            PagesNotReady: a page of a component could not be prepared.
            DiskFull: nothing was written but blobs that nothing points to.
        """
        require(Role(who.role), Act.ACCEPT)
        if draft.received_at is not None:
            require(Role(who.role), Act.BACKDATE)
        if draft.missing_accepted_because:
            require(Role(who.role), Act.ACCEPT_INCOMPLETE)
        now = self._clock()
        with self._store.read() as uow:
            settings = desk_settings.load(uow.settings)
            done = _accepted_before(uow, draft.id)
            procedure = uow.procedures.version(draft.procedure_version) if draft.procedure_version else None
            if done is not None:
                return Accepted(dossier=done, print_task=_task_of(uow, done.id), warnings=())
        if not settings.is_set_up:
            raise NotSetUp
        found = problems(draft, procedure, now=now)
        if any(p.blocking for p in found) or procedure is None:
            return NotAccepted(tuple(p for p in found if p.blocking))
        copies = self._copies(draft, procedure)
        accepted = self._commit(draft, procedure, settings, copies, who=who, now=now)
        self._outbox_changed()
        return dataclasses.replace(accepted, warnings=tuple(p for p in found if not p.blocking))

    def _copies(self, draft: IntakeDraft, procedure: Procedure) -> dict[str, ElectronicCopy]:
        copies: dict[str, ElectronicCopy] = {}
        for position, component in enumerate(draft.components, start=1):
            pages = [self._digitisation.prepare(p) for p in draft.bound_pages_of(component.id)]
            if pages:
                title = f"{procedure.code} {position:02d} {component.name}"
                copies[component.id] = self._digitisation.bind(pages, title=title, subject=procedure.name)
        return copies

    def _commit(
        self,
        draft: IntakeDraft,
        procedure: Procedure,
        settings: DeskSettings,
        copies: dict[str, ElectronicCopy],
        *,
        who: Author,
        now: dt.datetime,
    ) -> Accepted:
        received_at = _local(draft.received_at, now)
        components = tuple(
            _component(c, copies.get(c.id)) for c in draft.components if c.present or c.not_digitised_because
        )
        with self._store.transaction() as uow:
            done = _accepted_before(uow, draft.id)
            if done is not None:
                return Accepted(dossier=done, print_task=_task_of(uow, done.id), warnings=())
            code, provisional = self._code(uow, settings, received_at.date())
            dossier = Dossier(
                id=draft.id,
                code=code,
                provisional_code=code if provisional else None,
                procedure_code=procedure.code,
                procedure_version=procedure.version,
                procedure_name=procedure.name,
                field=procedure.field,
                case=draft.case,
                channel=draft.channel,
                return_method=draft.return_method,
                applicant=_tidy(draft.applicant),
                submitter=_tidy(draft.submitter) if draft.submitter else None,
                components=components,
                sets=draft.sets,
                note=draft.note,
                fees=fees.lines_for(procedure, draft.channel, draft.case),
                received_at=received_at,
                received_at_reason=draft.received_at_reason,
                recorded_at=now,
                due=self._due(procedure, draft, received_at),
                unit=settings.unit,
                unit_name=settings.unit_name,
                desk=settings.desk,
                accepted_by=who.account_id,
                accepted_by_name=who.name,
                missing_accepted_because=draft.missing_accepted_because,
            )
            uow.dossiers.add(dossier)
            for fact in self._facts(dossier, who, now):
                uow.outbox.append(fact)
            task = PrintTask(
                id=self._new_id(),
                dossier_id=dossier.id,
                kind=RECEIPT,
                reprint=0,
                state=PrintState.PENDING,
                created_at=now,
            )
            uow.prints.add(task)
            uow.drafts.save(draft)
            uow.drafts.close(draft.id)
            uow.procedures.touch_use(procedure.code, now)
            uow.audit.record(
                "dossier_accepted", who=who, dossier_id=dossier.id, at=now, detail=_accepted_detail(dossier, procedure)
            )
        return Accepted(dossier=dossier, print_task=task.id, warnings=())

    def _facts(self, dossier: Dossier, who: Author, now: dt.datetime) -> tuple[Fact, ...]:
        def head() -> dict[str, object]:
            return {
                "event_id": self._new_id(),
                "dossier_id": dossier.id,
                "occurred_at": now,
                "author": who,
                "unit": dossier.unit,
                "desk": dossier.desk,
            }

        facts: list[Fact] = [DossierReceived(dossier=dossier, **head())]  # type: ignore[arg-type]
        for c in dossier.components:
            if c.copy is not None:
                facts.append(
                    ComponentDigitised(
                        component_id=c.id,
                        component_name=c.name,
                        copy=c.copy,
                        extracted=c.extracted,
                        **head(),  # type: ignore[arg-type]
                    )
                )
            elif c.not_digitised_because is not None:
                facts.append(
                    ComponentNotDigitised(
                        component_id=c.id,
                        reason=c.not_digitised_because,
                        note=c.not_digitised_note,
                        **head(),  # type: ignore[arg-type]
                    )
                )
        return tuple(facts)

    @staticmethod
    def _code(uow: UnitOfWork, settings: DeskSettings, day: dt.date) -> tuple[str, bool]:
        number = uow.numbering.take(settings.unit, day)
        if number is not None:
            return codes.compose(settings.unit, day, number), False
        return codes.provisional(settings.desk_tag, day, uow.numbering.next_provisional(day)), True

    def _due(self, procedure: Procedure, draft: IntakeDraft, received_at: dt.datetime) -> Due:
        return deadlines.due(
            self._calendar(), procedure.time_for(draft.channel, draft.case), received_at, procedure.same_day_cutoff
        )

    def _procedure(self, uow: UnitOfWork, code: str) -> Procedure:
        procedure = uow.procedures.current(code, self._clock().date())
        if procedure is None:
            raise ProcedureUnknown(code)
        return procedure


def _local(received_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    """The time of receipt as the desk's clock shows it: its day decides the code, whatever offset it was given with."""
    return now if received_at is None else received_at.astimezone(now.tzinfo)


def _tidy(person: Person) -> Person:
    """The person as they are kept and sent: numbers without the spaces people type, names in one spelling."""
    return dataclasses.replace(
        person,
        full_name=vietnamese.tidy(person.full_name),
        id_number=identity_number.bare(person.id_number),
        phone=contact.normal_phone(person.phone) or person.phone.strip(),
        email=person.email.strip(),
    )


def _component(component: DraftComponent, copy: ElectronicCopy | None) -> Component:
    reason = None if copy is not None else checklist.reason_without_pages(component)
    return Component(
        id=component.id,
        name=component.name,
        code=component.code,
        originals=component.originals,
        copies=component.copies,
        mandatory=component.mandatory,
        presented_only=component.presented_only,
        not_digitised_because=reason,
        not_digitised_note=component.not_digitised_note if copy is None else "",
        copy=copy,
        extracted=component.extracted if copy is not None else (),
    )


def _accepted_detail(dossier: Dossier, procedure: Procedure) -> dict[str, str]:
    detail = {
        "code": dossier.code,
        "procedure": procedure.code,
        "received_at": dossier.received_at.isoformat(),
        "recorded_at": dossier.recorded_at.isoformat(),
    }
    if dossier.received_at_reason:
        detail["received_at_reason"] = dossier.received_at_reason
    if dossier.missing_accepted_because:
        detail["missing_accepted_because"] = dossier.missing_accepted_because
    return detail


def _address(read: Applicant, known: Applicant | None) -> Address:
    if known is not None and known.address.text == read.address.text:
        return known.address
    return read.address


def _accepted_before(uow: UnitOfWork, draft_id: str) -> Dossier | None:
    return uow.dossiers.get(draft_id) if uow.queries.row(draft_id) else None


def _task_of(uow: UnitOfWork, dossier_id: str) -> str:
    return next((t.id for t in uow.prints.pending() if t.dossier_id == dossier_id), "")
