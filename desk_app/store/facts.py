"""Facts that leave the desk ⇄ the text kept in the outbox. One more fact is one more line in ``KINDS``."""

from __future__ import annotations

from typing import Any

from desk_app.domain.events import ComponentDigitised, ComponentNotDigitised, DossierReceived, Fact, ReceiptIssued
from desk_app.store.codec import decode, encode

KINDS: dict[str, type[Fact]] = {
    "dossier_received": DossierReceived,
    "component_digitised": ComponentDigitised,
    "component_not_digitised": ComponentNotDigitised,
    "receipt_issued": ReceiptIssued,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(fact: Fact) -> str:
    """The name of its kind."""
    return _NAMES[type(fact)]


def columns(fact: Fact) -> dict[str, Any]:
    """The columns of the outbox that say what it is."""
    return {
        "event_id": fact.event_id,
        "dossier_id": fact.dossier_id,
        "kind": kind_of(fact),
        "content": encode(fact),
    }


def fact_from(kind: str, content: str) -> Fact:
    """The fact that was kept."""
    return decode(KINDS[kind], content)
