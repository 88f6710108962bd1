"""Errors of the gateway: each becomes one HTTP answer ``{"error": {"reason", "detail"}}``.

::

    GatewayError
    ├── NotAuthorised         401 the token is unknown or revoked
    ├── Forbidden             403 a one-time code that does not hold, an act that this token may not do
    ├── NotFound              404 nothing of that name in this unit
    ├── Interrupted           408 the body stopped coming
    ├── Conflicting           409 the present state does not allow it (offset, lease, move between statuses)
    ├── PreconditionFailed    412 a version of tus that is not spoken here
    ├── TooLarge              413 beyond a limit of size
    ├── WrongMediaType        415
    ├── Unprocessable         422 the request is not what it must be
    ├── Locked                423 somebody else writes to that upload now
    ├── TooMany               429 beyond a limit of rate
    ├── DigestDiffers         460 the bytes are not those that were announced
    └── Unavailable           503 database or disk cannot serve now

    DatabaseNewer             the database was written by a later version of this program
    FaultsNotAllowed          fault injection outside tests and demo
    PlainHttpRefused          serving beyond this machine without TLS
"""

from __future__ import annotations

from collections.abc import Mapping


class GatewayError(Exception):
    """Base of all errors that become an answer.

    Attributes:
        reason: stable key for programs.
        detail: short words for whoever reads logs; free of personal data.
        headers: that the answer carries beside the usual ones.
    """

    status = 500

    def __init__(self, reason: str, detail: str = "", *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{self.status} {reason}" + (f" ({detail})" if detail else ""))
        self.reason = reason
        self.detail = detail
        self.headers = dict(headers or {})


class NotAuthorised(GatewayError):
    """The token is missing, unknown or revoked."""

    status = 401

    def __init__(self, reason: str = "unknown_token") -> None:
        super().__init__(reason, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(GatewayError):
    """Known, but not allowed to do this."""

    status = 403


class NotFound(GatewayError):
    """Nothing of that name here, as far as this caller may know."""

    status = 404


class Interrupted(GatewayError):
    """The body stopped coming; of an upload, what came is kept."""

    status = 408

    def __init__(self) -> None:
        super().__init__("body_interrupted", headers={"Connection": "close"})


class Conflicting(GatewayError):
    """The present state does not allow it."""

    status = 409


class PreconditionFailed(GatewayError):
    """A version of tus that is not spoken here."""

    status = 412


class TooLarge(GatewayError):
    """Beyond a limit of size."""

    status = 413


class WrongMediaType(GatewayError):
    """The body is of a type or encoding that is not taken here."""

    status = 415


class Unprocessable(GatewayError):
    """The request is not what it must be."""

    status = 422


class Locked(GatewayError):
    """Somebody else writes to that upload now."""

    status = 423


class TooMany(GatewayError):
    """Beyond a limit of rate; ``Retry-After`` says when to come again."""

    status = 429

    def __init__(self, wait_s: float) -> None:
        super().__init__("too_many_requests", headers={"Retry-After": str(max(1, round(wait_s)))})


class DigestDiffers(GatewayError):
    """The bytes are not those that were announced (tus, checksum extension)."""

    status = 460


class Unavailable(GatewayError):
    """Database or disk cannot serve now."""

    status = 503

    def __init__(self, reason: str = "unavailable", detail: str = "", *, wait_s: int = 5) -> None:
        super().__init__(reason, detail, headers={"Retry-After": str(wait_s)})


class DatabaseNewer(Exception):
    """The database was written by a later version of this program.

    Attributes:
        found: its revision.
    """

    def __init__(self, found: str) -> None:
        super().__init__(f"revision {found} is not known to this program")
        self.found = found


class FaultsNotAllowed(Exception):
    """Fault injection was asked for outside tests and demo."""


class PlainHttpRefused(Exception):
    """Serving beyond this machine needs a certificate, or a reverse proxy that has one."""
