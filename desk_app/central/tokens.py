"""Secrets that the gateway hands out: device and operator tokens, one-time codes. Only their hashes are kept.

They are long and random, so a plain SHA-256 is enough; a slow hash is for what people make up themselves.
"""

from __future__ import annotations

import hashlib
import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that is taken for something else
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_token() -> str:
    """A bearer token: 256 random bits."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A one-time code for people to type: 60 random bits in three groups."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join((text[:4], text[4:8], text[8:]))


def normal_code(text: str) -> str:
    """A code as typed, without dashes, spaces and look-alikes.

    >>> normal_code("k7qx-om9t ab2d")
    'K7QX0M9TAB2D'
    """
    return text.strip().upper().translate(_LOOKALIKES)


def hashed(secret: str) -> str:
    """What the database keeps of it (hex)."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
