"""Errors of the domain: each named for what a person can do about it.

::

    DomainError
    ├── InvalidValue        a value typed or read does not have the form it must have (field, reason)
    ├── MoveNotAllowed      the dossier's status does not allow this step (status, move)
    └── NotPermitted        the person's role does not allow this act (role, act)
"""

from __future__ import annotations


class DomainError(Exception):
    """Base of all errors of the domain."""


class InvalidValue(DomainError):
    """A value does not have the form it must have.

    Attributes:
        field: dotted name of the field, as in ``applicant.phone``.
        reason: stable key of the reason, looked up in the sentences shown to people.
        detail: what exactly was wrong, free of personal data.
    """

    def __init__(self, field: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{field}: {reason}" + (f" ({detail})" if detail else ""))
        self.field = field
        self.reason = reason
        self.detail = detail


class MoveNotAllowed(DomainError):
    """The dossier's present status does not allow this step."""

    def __init__(self, status: str, move: str) -> None:
        super().__init__(f"{move} is not allowed from {status}")
        self.status = status
        self.move = move


class NotPermitted(DomainError):
    """The person's role does not allow this act."""

    def __init__(self, role: str, act: str) -> None:
        super().__init__(f"{role} may not {act}")
        self.role = role
        self.act = act
