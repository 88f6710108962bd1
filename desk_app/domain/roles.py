"""Who may do what at the desk, as one table of data.

A volunteer (tình nguyện viên) prepares and scans, never accepts, and sees identity numbers masked; a supervisor also repairs the
queue and sets receipt times back; an administrator looks after people, catalogue and settings.
"""

from __future__ import annotations

import enum

from desk_app.domain.errors import NotPermitted


class Role(enum.StrEnum):
    """What somebody is at this desk."""

    OFFICER = "officer"
    VOLUNTEER = "volunteer"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Act(enum.StrEnum):
    """What somebody does."""

    PREPARE = "prepare"
    SCAN = "scan"
    ACCEPT = "accept"
    ACCEPT_INCOMPLETE = "accept_incomplete"
    BACKDATE = "backdate"
    PRINT = "print"
    SEARCH = "search"
    SEE_IDENTITY = "see_identity"
    SEE_QUEUE = "see_queue"
    REPAIR_QUEUE = "repair_queue"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    IMPORT_CATALOGUE = "import_catalogue"


_DESK_WORK = frozenset(
    {
        Act.PREPARE,
        Act.SCAN,
        Act.ACCEPT,
        Act.ACCEPT_INCOMPLETE,
        Act.BACKDATE,
        Act.PRINT,
        Act.SEARCH,
        Act.SEE_IDENTITY,
        Act.SEE_QUEUE,
    }
)

PERMISSIONS: dict[Role, frozenset[Act]] = {
    Role.VOLUNTEER: frozenset({Act.PREPARE, Act.SCAN, Act.SEE_QUEUE}),
    Role.OFFICER: _DESK_WORK,
    Role.SUPERVISOR: _DESK_WORK | {Act.REPAIR_QUEUE},
    Role.ADMINISTRATOR: frozenset(
        {Act.SEE_QUEUE, Act.REPAIR_QUEUE, Act.MANAGE_PEOPLE, Act.MANAGE_SETTINGS, Act.IMPORT_CATALOGUE}
    ),
}


def allows(role: Role, act: Act) -> bool:
    """Whether the table lets this role do it."""
    return act in PERMISSIONS[role]


def require(role: Role, act: Act) -> None:
    """Nothing if the table lets this role do it, else NotPermitted."""
    if not allows(role, act):
        raise NotPermitted(role, act)


def masked(id_number: str) -> str:
    """An identity number as a volunteer sees it.

    >>> masked("096191004582")
    '0961******82'
    """
    if len(id_number) <= 6:
        return "*" * len(id_number)
    return id_number[:4] + "*" * (len(id_number) - 6) + id_number[-2:]
