"""The printed forms: kind × circular → title, legal basis, how to render.

Numbers of forms moved between circulars ("Mẫu 05" of 2018 is "Mẫu 06" of 2025), so a number never serves as a key.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable

from desk_app.domain.receipt import Circular, Receipt
from desk_app.forms import receipt, receipt_2018, receipt_2025


class FormKind(enum.StrEnum):
    """Which paper; the number of its form depends on the circular."""

    RECEIPT = "receipt"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form as one circular has it.

    Attributes:
        title: as printed, in sentence case.
        legal_basis: form number and circular, in Vietnamese.
        provisional: the official layout could not be compared yet; ``note`` says with what it must be.
        render: the PDF of both copies; equal input gives equal bytes.
    """

    kind: FormKind
    circular: Circular
    title: str
    legal_basis: str
    provisional: bool = False
    note: str = ""
    render: Callable[[Receipt], bytes]


_FORMS = (
    Form(
        kind=FormKind.RECEIPT,
        circular=Circular.TT_01_2018,
        title=receipt.TITLE,
        legal_basis="Mẫu số 01, Phụ lục Thông tư 01/2018/TT-VPCP",
        render=receipt_2018.render,
    ),
    Form(
        kind=FormKind.RECEIPT,
        circular=Circular.TT_03_2025,
        title=receipt.TITLE,
        legal_basis="Mẫu số 01, Phụ lục I Thông tư 03/2025/TT-VPCP",
        provisional=True,
        note=receipt_2025.TO_COMPARE,
        render=receipt_2025.render,
    ),
)

REGISTRY: dict[tuple[FormKind, Circular], Form] = {(form.kind, form.circular): form for form in _FORMS}


def render(form_kind: FormKind, of: Receipt) -> bytes:
    """The PDF of a paper under the circular that the receipt names."""
    return REGISTRY[form_kind, of.circular].render(of)
