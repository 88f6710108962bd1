"""The desk as one value: every use case under its name. Made by bootstrap, given to screens and commands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from desk_app.desk.accounts import Accounts
from desk_app.desk.catalogue import Catalogue
from desk_app.desk.digitisation import Digitisation
from desk_app.desk.intake import Intake
from desk_app.desk.lookup import Lookup
from desk_app.desk.printing import Printing
from desk_app.desk.queue import Queue
from desk_app.desk.recognition import Recognition
from desk_app.desk.reporting import Reporting
from desk_app.desk.settings import SettingsDesk
from desk_app.desk.units import Units
from desk_app.lanes import Lanes


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What people can do here."""

    lanes: Lanes
    accounts: Accounts
    catalogue: Catalogue
    digitisation: Digitisation
    intake: Intake
    lookup: Lookup
    printing: Printing
    queue: Queue
    recognition: Recognition
    reporting: Reporting
    settings: SettingsDesk
    units: Callable[[], Units]
