"""All screens of the main window, in the order of the rail. One more screen is one module and one line in ``REGISTRY``.

Only screens that work are listed; each module is imported when its screen is first shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from desk_app.domain.roles import Act, Role, allows
from desk_app.ui.screen import Context, Screen


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ScreenSpec:
    """One entry of the rail.

    Attributes:
        id: stable name, used by ``Context.go_to``.
        title: gives the word on the rail in the language of the window.
        icon: a Lucide icon.
        key: the F-key that shows it.
        factory: makes the screen.
        act: who may do this may see the screen.
    """

    id: str
    title: Callable[[], str]
    icon: str
    key: str
    factory: Callable[[Context], Screen]
    act: Act

    def visible(self, role: Role) -> bool:
        """Whether a person of this role sees the screen."""
        return allows(role, self.act)


def _intake(context: Context) -> Screen:
    from desk_app.ui.intake.screen import IntakeScreen

    return IntakeScreen(context)


def _dossiers(context: Context) -> Screen:
    from desk_app.ui.dossiers.screen import DossiersScreen

    return DossiersScreen(context)


def _queue(context: Context) -> Screen:
    from desk_app.ui.queue.screen import QueueScreen

    return QueueScreen(context)


def _settings(context: Context) -> Screen:
    from desk_app.ui.settings.screen import SettingsScreen

    return SettingsScreen(context)


INTAKE = "intake"
DOSSIERS = "dossiers"
QUEUE = "queue"
SETTINGS = "settings"

REGISTRY: tuple[ScreenSpec, ...] = (
    ScreenSpec(
        id=INTAKE,
        title=lambda: QCoreApplication.translate("screens", "Tiếp nhận"),
        icon="inbox",
        key="F3",
        factory=_intake,
        act=Act.PREPARE,
    ),
    ScreenSpec(
        id=DOSSIERS,
        title=lambda: QCoreApplication.translate("screens", "Hồ sơ"),
        icon="folder-open",
        key="F4",
        factory=_dossiers,
        act=Act.SEARCH,
    ),
    ScreenSpec(
        id=QUEUE,
        title=lambda: QCoreApplication.translate("screens", "Hàng đợi"),
        icon="list-checks",
        key="F5",
        factory=_queue,
        act=Act.SEE_QUEUE,
    ),
    ScreenSpec(
        id=SETTINGS,
        title=lambda: QCoreApplication.translate("screens", "Cài đặt"),
        icon="settings",
        key="F6",
        factory=_settings,
        act=Act.SEE_QUEUE,
    ),
)
