"""A phone as the scanner: before somebody switches it on, the code with photos coming in, and when no phone gets through."""

from __future__ import annotations

from collections.abc import Callable

from desk_app.app import Shell
from desk_app.capture.sources.phone.firewall import Findings, Verdict, command
from desk_app.desk.phone import Address, LinkState, PhoneLink, Plan
from desk_app.domain.roles import Role
from desk_app.lanes import CancelToken
from desk_app.ui import screens
from desk_app.ui.intake.phone_view import PhoneView
from desk_app.ui.intake.screen import IntakeScreen
from desk_app.ui.main_window import MainWindow
from desk_app.ui.settings.phones import PhonesSection
from desk_app.ui.settings.screen import SettingsScreen

Show = Callable[[Shell], None]
URL = "http://192.168.1.20:8632/kV3xT9aQeR2mZ7uLpN5cYw"
STATE = LinkState(phones=1, kept=3, waiting=0, arriving=1, percent=46, refused=0, left_s=812, over=False)


class PictureLink(PhoneLink):
    """A session that is nowhere served."""

    url = URL

    def __init__(self, state: LinkState) -> None:
        self._state = state

    def photos(self, cancel: CancelToken):  # type: ignore[no-untyped-def]
        """None come."""
        return iter(())

    def settle(self, on_disk, *, idle):  # type: ignore[no-untyped-def]
        """Nothing was handed over."""

    def state(self) -> LinkState:
        """As it stands in the picture."""
        return self._state

    def close(self, *, wait: bool = True) -> None:
        """Nothing is open."""


def scenes(enter: Show, sign_in: Callable[..., None]) -> tuple[tuple[str, Show], ...]:
    """Names and what brings each into sight; ``enter`` signs the officer in at the intake screen, ``sign_in`` any role."""

    def scene(then: Callable[[PhoneView], None]) -> Show:
        def show(shell: Shell) -> None:
            enter(shell)
            window = shell.currentWidget()
            assert isinstance(window, MainWindow)
            screen = window.current
            assert isinstance(screen, IntakeScreen)
            view = screen.pages.phone
            assert view is not None
            screen.pages.stage.open_panel(view)
            view._wanted = True
            then(view)
            view._look.stop()

        return show

    def settings(shell: Shell) -> None:
        sign_in(shell, Role.ADMINISTRATOR)
        window = shell.currentWidget()
        assert isinstance(window, MainWindow)
        window.go_to(screens.SETTINGS)
        screen = window.current
        assert isinstance(screen, SettingsScreen)
        screen.show_section(PhonesSection)

    return (
        ("phone-settings", settings),
        ("phone-off", scene(lambda view: view._planned(Plan(allowed=False, addresses=())))),
        ("phone-code", scene(lambda view: _serve(view, STATE))),
        ("phone-blocked", scene(_blocked)),
    )


def _serve(view: PhoneView, state: LinkState, *, port: int = 8632) -> PictureLink:
    view._plan = Plan(allowed=True, addresses=(Address("192.168.1.20", "Wi-Fi"), Address("10.0.0.5", "Ethernet")))
    view.adapter.set_items([(a.address, f"{a.address} · {a.adapter}") for a in view._plan.addresses])
    token = CancelToken()
    view._token = token
    link = PictureLink(state)
    view._opened(link, token)
    return link


def _blocked(view: PhoneView) -> None:
    nobody = LinkState(phones=0, kept=0, waiting=0, arriving=0, percent=0, refused=0, left_s=871, over=False)
    link = _serve(view, nobody)
    view._show_why(Findings(Verdict.FIREWALL, command(8632)), link)
