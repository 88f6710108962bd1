"""What this desk is and how it prints: kept in the store, changed by an administrator."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk_app.domain import codes
from desk_app.domain.errors import InvalidValue, NotPermitted
from desk_app.domain.events import Author
from desk_app.domain.procedure import SupplementPolicy
from desk_app.domain.receipt import Circular, PaperSize
from desk_app.domain.roles import Act, Role, allows, require
from desk_app.look import Theme as Theme

if TYPE_CHECKING:
    from desk_app.store.engine import Store
    from desk_app.store.settings import Settings as Shelf

_TAG_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """All that an administrator may set. Every field has a place in the store under its own name.

    Attributes:
        unit: identifier of the receiving body (``H12.64``).
        desk_tag: four characters that tell this desk's provisional codes from any other's; made once.
        superior_body, desk_body: the two lines at the top left of printed forms; empty ones are made from ``unit_name``.
        personal_id_in_qr: TT 01/2023/TT-VPCP Đ26 asks for the number in the QR of slips; an office may leave it out.
        copies: how many copies of a receipt are printed (two by the circulars).
        printer: name of the system printer, empty for the default one.
        watched_folder: pages put there by a scanner program are taken in, empty for none.
        gun_port: serial port of a barcode gun (``COM3``), empty for none; a gun that types needs nothing.
        phone_allowed: somebody here has switched on that phones may be used as scanners.
        phone_port: where the page for phones is served while it is, 0 for any free port; a fixed one suits firewalls.
        phone_certificate, phone_certificate_key: PEM files that make it https, empty for plain HTTP.
        read_words: scans get searchable words where Tesseract is installed.
        idle_lock_min: minutes without a key or the mouse before the PIN is asked for again; 0 never.
    """

    unit: str = ""
    unit_name: str = ""
    desk: str = ""
    desk_tag: str = ""
    superior_body: str = ""
    desk_body: str = ""
    place: str = ""
    contact_phone: str = ""
    lookup: str = ""
    circular: Circular = Circular.TT_03_2025
    paper_size: PaperSize = PaperSize.A4
    personal_id_in_qr: bool = True
    copies: int = 2
    printer: str = ""
    supplement_policy: SupplementPolicy = SupplementPolicy.RESTART
    language: str = "vi"
    theme: Theme = Theme.SYSTEM
    watched_folder: str = ""
    camera: str = ""
    gun_port: str = ""
    phone_allowed: bool = False
    phone_port: int = 8632
    phone_certificate: str = ""
    phone_certificate_key: str = ""
    read_words: bool = True
    idle_lock_min: int = 10
    gateway_url: str = ""

    @property
    def is_set_up(self) -> bool:
        """Whether this desk has been told whose it is."""
        return bool(self.unit and self.desk)


def load(shelf: Shelf) -> DeskSettings:
    """Read the settings; what was never stored, or can no longer be understood, has its default."""
    values: dict[str, object] = {}
    for field in dataclasses.fields(DeskSettings):
        text = shelf.get(field.name)
        if text is None:
            continue
        try:
            values[field.name] = _from_text(field.default, text)
        except ValueError:
            continue
    return DeskSettings(**values)  # type: ignore[arg-type]


def store(shelf: Shelf, settings: DeskSettings) -> None:
    """Write every field."""
    for field in dataclasses.fields(settings):
        shelf.put(field.name, _to_text(getattr(settings, field.name)))


def checked(settings: DeskSettings) -> DeskSettings:
    """The same settings if they can be used, else InvalidValue naming the field."""
    if not codes.valid_unit(settings.unit):
        raise InvalidValue("unit", "malformed")
    if not settings.desk.strip():
        raise InvalidValue("desk", "required")
    if not 1 <= settings.copies <= 5:
        raise InvalidValue("copies", "out_of_range")
    if not 0 <= settings.idle_lock_min <= 480:
        raise InvalidValue("idle_lock_min", "out_of_range")
    if settings.phone_port and not 1024 <= settings.phone_port <= 65535:
        raise InvalidValue("phone_port", "out_of_range")
    return settings


class SettingsDesk:
    """Reads and changes the settings of this desk."""

    def __init__(self, store: Store, *, clock: Callable[[], dt.datetime]) -> None:
        self._store = store
        self._clock = clock

    def get(self) -> DeskSettings:
        """The settings as they are now."""
        with self._store.read() as uow:
            return load(uow.settings)

    def change(self, settings: DeskSettings, *, who: Author) -> DeskSettings:
        """Keep new settings; NotPermitted, InvalidValue."""
        require(Role(who.role), Act.MANAGE_SETTINGS)
        new = checked(settings)
        with self._store.transaction() as uow:
            before = load(uow.settings)
            new = dataclasses.replace(new, desk_tag=before.desk_tag or new_tag(), gateway_url=before.gateway_url)
            store(uow.settings, new)
            changed = [f.name for f in dataclasses.fields(new) if getattr(new, f.name) != getattr(before, f.name)]
            uow.audit.record("settings_changed", who=who, at=self._clock(), detail={"fields": ",".join(changed)})
        return new

    def remember_look(self, *, language: str | None = None, theme: Theme | None = None) -> DeskSettings:
        """Keep the look of the window, which anybody at the desk may choose."""
        with self._store.transaction() as uow:
            new = load(uow.settings)
            new = dataclasses.replace(new, language=language or new.language, theme=theme or new.theme)
            store(uow.settings, new)
        return new

    def remember_devices(
        self,
        *,
        who: Author,
        camera: str | None = None,
        watched_folder: str | None = None,
        gun_port: str | None = None,
        phone_allowed: bool | None = None,
    ) -> DeskSettings:
        """Keep which devices this desk scans with, which whoever scans here may choose.

        Raises:
            NotPermitted: the role neither scans nor looks after settings.
        """
        require_device_choice(who)
        with self._store.transaction() as uow:
            new = load(uow.settings)
            new = dataclasses.replace(
                new,
                camera=new.camera if camera is None else camera,
                watched_folder=new.watched_folder if watched_folder is None else watched_folder,
                gun_port=new.gun_port if gun_port is None else gun_port,
                phone_allowed=new.phone_allowed if phone_allowed is None else phone_allowed,
            )
            store(uow.settings, new)
        return new


def require_device_choice(who: Author) -> None:
    """Nothing if this person scans here or looks after settings, else NotPermitted."""
    if not (allows(Role(who.role), Act.SCAN) or allows(Role(who.role), Act.MANAGE_SETTINGS)):
        raise NotPermitted(who.role, Act.SCAN)


def new_tag() -> str:
    """Four random characters of Crockford's alphabet."""
    return "".join(secrets.choice(_TAG_ALPHABET) for _ in range(4))


def _from_text(default: object, text: str) -> object:
    match default:
        case bool():
            return text == "1"
        case enum.StrEnum():
            return type(default)(text)
        case int():
            return int(text)
        case _:
            return text


def _to_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
