"""The secret in the link that a phone opens: made anew for each session, compared without telling how much was right."""

from __future__ import annotations

import hmac
import secrets

BITS = 128


def new_token() -> str:
    """A fresh token of 128 random bits, as 22 characters that a link carries unchanged."""
    return secrets.token_urlsafe(BITS // 8)


def same(one: str, other: str) -> bool:
    """Whether two tokens are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
