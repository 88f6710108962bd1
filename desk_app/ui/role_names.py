"""What the roles are called on screen."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desk_app.domain.roles import Role


def role_name(role: Role) -> str:
    """The role in the language of the window."""
    match role:
        case Role.OFFICER:
            return QCoreApplication.translate("roles", "Cán bộ")
        case Role.VOLUNTEER:
            return QCoreApplication.translate("roles", "Tình nguyện viên")
        case Role.SUPERVISOR:
            return QCoreApplication.translate("roles", "Phụ trách")
        case Role.ADMINISTRATOR:
            return QCoreApplication.translate("roles", "Quản trị")
