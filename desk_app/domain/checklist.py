"""The checklist of a draft: lines made from the procedure's papers, the line a word or code means, and what is still missing.

What need not be digitised: TT 01/2023/TT-VPCP (shared data, copies, papers only presented, state secrets).
"""

from __future__ import annotations

import collections.abc

from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft
from desk_app.domain.procedure import Procedure, RequiredComponent
from desk_app.domain.vietnamese import fold


def components_from(
    procedure: Procedure, case: str | None, *, new_id: collections.abc.Callable[[], str]
) -> tuple[DraftComponent, ...]:
    """One line for each paper of this case, in published order, with the numbers asked for; none ticked yet."""
    return tuple(_line(required, new_id()) for required in procedure.components_for(case))


def match(name_or_code: str, components: collections.abc.Sequence[DraftComponent]) -> DraftComponent | None:
    """The line meant by an exact code, else by its whole name, else by the only name that contains the words.

    Case, accents and punctuation do not matter. None when nothing or more than one line fits.
    """
    wanted = name_or_code.strip()
    by_code = [c for c in components if c.code is not None and c.code.casefold() == wanted.casefold()]
    if len(by_code) == 1:
        return by_code[0]
    key = fold(wanted)
    if not key:
        return None
    names = [(fold(c.name), c) for c in components]
    whole = [c for name, c in names if name == key]
    if whole:
        return whole[0] if len(whole) == 1 else None
    part = [c for name, c in names if f" {key} " in f" {name} "]
    return part[0] if len(part) == 1 else None


def missing(draft: IntakeDraft) -> tuple[DraftComponent, ...]:
    """The mandatory papers that are neither there nor accounted for, one for each group of alternatives.

    A paper is there when it is ticked or has pages, accounted for when a reason is chosen why it is not digitised. A paper that is
    only presented counts when it is ticked. ``applicable`` waives no mandatory paper; that is what a reason is for.
    """
    filled = {page.component for page in draft.pages if not page.excluded}
    groups: dict[str, list[DraftComponent]] = {}
    for component in draft.components:
        groups.setdefault(component.alternatives or f"\0{component.id}", []).append(component)
    return tuple(
        next(c for c in group if c.mandatory)
        for group in groups.values()
        if any(c.mandatory for c in group) and not any(_accounted_for(c, filled) for c in group)
    )


def reason_without_pages(component: DraftComponent) -> NotDigitised:
    """Why a paper that was handed in without a scan has no electronic copy, as far as the checklist can tell."""
    if component.not_digitised_because is not None:
        return component.not_digitised_because
    if component.presented_only:
        return NotDigitised.PRESENTED_ONLY
    if component.copies > 0 and component.originals == 0:
        return NotDigitised.COPY_SUBMITTED
    return NotDigitised.NO_DEVICE


def _accounted_for(component: DraftComponent, filled: set[str | None]) -> bool:
    if component.present or component.id in filled:
        return True
    return component.not_digitised_because is not None and not component.presented_only


def _line(required: RequiredComponent, new_id: str) -> DraftComponent:
    return DraftComponent(
        id=new_id,
        name=required.name,
        code=required.code,
        originals=required.originals,
        copies=required.copies,
        mandatory=required.mandatory,
        presented_only=required.presented_only,
        alternatives=required.alternatives,
    )
