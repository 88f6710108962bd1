"""What is said about codes on a page that nothing can be done with: they are told, never guessed at."""

from __future__ import annotations

from desk_app.domain import identity_card
from desk_app.domain.codes import CodeKind, classify
from desk_app.domain.draft import PageRef
from desk_app.domain.identity_card import IdentityCard
from desk_app.ui import messages


def told(page: PageRef, language: str) -> str:
    """A sentence for each kind of code on the page that is of no use here; empty where there is none."""
    keys = dict.fromkeys(key for text in page.codes if (key := _key(text)))
    return " ".join(messages.for_key(key, language) for key in keys)


def _key(text: str) -> str:
    match classify(text):
        case CodeKind.VIETQR:
            return "code.vietqr"
        case CodeKind.UNKNOWN:
            return "code.unknown"
        case CodeKind.HEALTH_INSURANCE:
            return "card.health_insurance"
        case CodeKind.IDENTITY_CARD if not isinstance(identity_card.read(text), IdentityCard):
            return "code.damaged_card"
    return ""
