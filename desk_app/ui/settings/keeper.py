"""The desk's settings while somebody changes them: every change is kept at once, in order, and said to all sections."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QObject, Signal

from desk_app.desk.settings import DeskSettings, Theme
from desk_app.domain.errors import InvalidValue
from desk_app.domain.events import Author
from desk_app.domain.roles import Act
from desk_app.ui import messages
from desk_app.ui.screen import Context


class Keeper(QObject):
    """``loaded`` the settings as they are; ``saved`` after each change; ``refused`` (field, sentence) when one cannot be used."""

    loaded = Signal(object)
    saved = Signal()
    refused = Signal(str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        session = context.session
        self.who = Author(account_id=session.account_id, name=session.name, role=session.role)
        self.current = DeskSettings()

    def may(self, act: Act) -> bool:
        """Whether the person's role allows it."""
        return self.context.session.may(act)

    def load(self) -> None:
        """Read them from the store."""
        self.context.tasks.store(self.context.desk.settings.get, owner=self, done=self._take)

    def change(self, **fields: object) -> None:
        """Keep new values of these fields; nothing happens where they are what they were."""
        wanted = dataclasses.replace(self.current, **fields)  # type: ignore[arg-type]
        if wanted == self.current:
            return
        self.current = wanted
        self.context.tasks.store(
            lambda: self.context.desk.settings.change(wanted, who=self.who),
            owner=self,
            done=lambda _kept: self.saved.emit(),
            failed=self._refuse,
        )

    def change_look(self, *, language: str | None = None, theme: Theme | None = None) -> None:
        """Keep another language or theme."""
        self.current = dataclasses.replace(
            self.current, language=language or self.current.language, theme=theme or self.current.theme
        )
        self.context.tasks.store(
            lambda: self.context.desk.settings.remember_look(language=language, theme=theme),
            owner=self,
            done=lambda _kept: self.saved.emit(),
            failed=self._refuse,
        )

    def change_devices(
        self, *, camera: str | None = None, watched_folder: str | None = None, gun_port: str | None = None
    ) -> None:
        """Keep another camera, watched folder or port of the barcode gun."""
        before = self.current
        self.current = dataclasses.replace(
            before,
            camera=before.camera if camera is None else camera,
            watched_folder=before.watched_folder if watched_folder is None else watched_folder,
            gun_port=before.gun_port if gun_port is None else gun_port,
        )
        if before == self.current:
            return
        self.context.tasks.store(
            lambda: self.context.desk.settings.remember_devices(
                who=self.who, camera=camera, watched_folder=watched_folder, gun_port=gun_port
            ),
            owner=self,
            done=lambda _kept: self.saved.emit(),
            failed=self._refuse,
        )

    def sentence(self, error: BaseException) -> str:
        """What to tell about an error; one that nobody foresaw also goes to the sink."""
        if messages.is_bug(error):
            self.context.tasks.on_error(error)
        return messages.for_error(error, self.context.language)

    def _take(self, settings: DeskSettings) -> None:
        self.current = settings
        self.loaded.emit(settings)

    def _refuse(self, error: BaseException) -> None:
        sentence = self.sentence(error)
        self.refused.emit(error.field if isinstance(error, InvalidValue) else "", sentence)
        self.context.tasks.store(self.context.desk.settings.get, owner=self, done=self._back_to)

    def _back_to(self, settings: DeskSettings) -> None:
        """What was refused stays in its field, beside the sentence; the next change begins from what is kept."""
        self.current = settings
