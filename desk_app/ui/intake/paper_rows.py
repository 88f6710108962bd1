"""What a line of the checklist says: numbers, second line, state. From the draft to plain values, no widgets."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication

from desk_app.domain import checklist
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft, PageRef
from desk_app.ui.intake.wording import reason_text
from desk_app.ui.pills import Kind

translate = QCoreApplication.translate


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One line as it is shown.

    Attributes:
        number: one-based place in the list; the key that sends a page there.
        state: one or two words for the pill; kind and icon go with it.
        missing: it stops the acceptance.
    """

    id: str
    number: int
    name: str
    detail: str
    originals: int
    copies: int
    present: bool
    state: str
    kind: Kind
    icon: str = ""
    missing: bool = False


def rows_of(draft: IntakeDraft) -> tuple[PaperRow, ...]:
    """The checklist of a draft."""
    missing = {c.id for c in checklist.missing(draft)}
    return tuple(
        _row(component, number, draft.bound_pages_of(component.id), missing=component.id in missing)
        for number, component in enumerate(draft.components, start=1)
    )


def missing_count(rows: tuple[PaperRow, ...]) -> int:
    """How many papers stop the acceptance."""
    return sum(row.missing for row in rows)


def short_name(name: str) -> str:
    """A paper's name for a heading: without what stands in brackets, at most a few words."""
    bare = name.partition("(")[0].strip() or name
    words = bare.split()
    return bare if len(bare) <= 22 else " ".join(words[:4]) + "…"


def _row(component: DraftComponent, number: int, pages: tuple[PageRef, ...], *, missing: bool) -> PaperRow:
    state, kind, icon, detail = _with_pages(pages) if pages else _without_pages(component, missing=missing)
    return PaperRow(
        id=component.id,
        number=number,
        name=component.name,
        detail=detail,
        originals=component.originals,
        copies=component.copies,
        present=component.present,
        state=state,
        kind=kind,
        icon=icon,
        missing=missing,
    )


Said = tuple[str, Kind, str, str]


def _with_pages(pages: tuple[PageRef, ...]) -> Said:
    count = translate("intake", "{count} trang").format(count=len(pages))
    if any(p.failed for p in pages):
        detail = translate("intake", "{pages}, có trang không đọc được").format(pages=count)
        return translate("intake", "Trang lỗi"), Kind.PERSON, "circle-alert", detail
    if any(not p.prepared for p in pages):
        return translate("intake", "Đang xử lý"), Kind.WAITING, "clock", count
    if any(p.needs_review for p in pages):
        detail = translate("intake", "{pages}, có trang cần xem lại").format(pages=count)
        return translate("intake", "Đã quét"), Kind.WAITING, "triangle-alert", detail
    return translate("intake", "Đã quét"), Kind.ACCENT, "check", count


def _without_pages(component: DraftComponent, *, missing: bool) -> Said:
    if missing:
        looked_at = translate("intake", "Xem bản chính rồi đánh dấu (phím cách)")
        hint = looked_at if component.presented_only else _scan_hint()
        return translate("intake", "Còn thiếu"), Kind.PERSON, "circle-alert", hint
    if component.not_digitised_because is not None:
        words = component.not_digitised_note or reason_text(component.not_digitised_because)
        return translate("intake", "Không số hoá"), Kind.NEUTRAL, "", _not_digitised(words)
    if component.present:
        return _present(component)
    if component.mandatory:
        replaced = translate("intake", "Đã có giấy tờ thay thế")
        return translate("intake", "Không cần"), Kind.NEUTRAL, "", replaced
    return translate("intake", "Nếu có"), Kind.NEUTRAL, "", ""


def _present(component: DraftComponent) -> Said:
    reason = checklist.reason_without_pages(component)
    if reason is NotDigitised.PRESENTED_ONLY:
        return translate("intake", "Đã kiểm tra"), Kind.NEUTRAL, "check", _not_digitised(reason_text(reason))
    if reason.exempt:
        return translate("intake", "Đã nhận"), Kind.NEUTRAL, "check", _not_digitised(reason_text(reason))
    return translate("intake", "Chưa quét"), Kind.WAITING, "scan-line", _scan_hint()


def _scan_hint() -> str:
    return translate("intake", "Kéo trang vào đây hoặc F10 để quét")


def _not_digitised(reason: str) -> str:
    return translate("intake", "Không số hoá: {reason}").format(reason=reason)
