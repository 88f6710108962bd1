"""What the intake form holds before acceptance: the draft, its pages, and the problems that stop F9.

Nothing here is thrown away: pages that are deleted lie in the dustbin of the draft until it is accepted or discarded.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desk_app.domain.applicant import Applicant, Submitter
from desk_app.domain.dossier import Extracted, NotDigitised
from desk_app.domain.procedure import Channel, ReturnMethod


class PageEncoding(enum.StrEnum):
    """How the picture of a prepared page is compressed."""

    JPEG = "jpeg"
    G4 = "g4"
    """CCITT Group 4: black and white, loses nothing."""
    LAYERED = "layered"
    """Sharp two-level writing over a coarse coloured ground (mixed raster content)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageSide:
    """The picture of the other side of a card, to be laid on the same page.

    Attributes:
        raw: SHA-256 (hex) of the file as it came.
        frame: zero-based page within ``raw``.
    """

    raw: str
    frame: int = 0
    rotation: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageRef:
    """One page of a draft.

    Attributes:
        id: UUIDv7.
        raw: SHA-256 (hex) of the file as it came (a JPEG, or one page of a PDF or TIFF).
        frame: zero-based page within ``raw``.
        component: id of the draft component it belongs to, None while not yet sorted.
        rotation: degrees clockwise added by a person: 0, 90, 180, 270.
        prepared: SHA-256 of the finished page (encoded image), empty until the pipeline has run.
        encoding: how ``prepared`` is encoded.
        recipe: version of the pipeline that made ``prepared``.
        width_px, height_px, dpi: of the prepared page, 0 until then.
        source: where it came from ("file", "folder", "camera", "clipboard", "drop", a device's name).
        codes: texts of the codes read on it.
        flags: what the pipeline found suspicious ("blurred", "blank", "skewed", "dark", …).
        failed: why it could not be prepared, empty otherwise.
        back: the other side of a card that is laid beneath this one on a page of A4; None for ordinary pages.
        batch: id of the scan run it came with, empty for pages that came one by one.
        turned: degrees clockwise by which the pipeline set it upright, beside what a person added.
        suspicion: 0 (nothing odd) to 100; pages to be looked at come first in the review.
        reviewed: a person has looked at what was suspicious and found it good.
        excluded: stays in the strip but is not bound; a blank back side, a separator sheet.
        bytes: of the prepared page.
        why: stable key of why it is encoded as it is.
        text: SHA-256 of the recognised words with their places, empty while there are none.
    """

    id: str
    raw: str
    frame: int = 0
    component: str | None = None
    rotation: int = 0
    prepared: str = ""
    encoding: PageEncoding = PageEncoding.JPEG
    recipe: str = ""
    width_px: int = 0
    height_px: int = 0
    dpi: int = 0
    source: str = ""
    codes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    failed: str = ""
    back: PageSide | None = None
    batch: str = ""
    turned: int = 0
    suspicion: int = 0
    reviewed: bool = False
    excluded: bool = False
    bytes: int = 0
    why: str = ""
    text: str = ""

    @property
    def needs_review(self) -> bool:
        """Whether something on it is suspicious and nobody has looked yet."""
        return bool(self.failed or (self.flags and not self.reviewed and not self.excluded))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DraftComponent:
    """A line of the checklist: what is asked for and what was handed in.

    Attributes:
        present: the clerk has ticked it, or pages were added.
        applicable: False for an "if any" paper that does not apply here.
        extracted: what a person confirmed to be on the paper, each kind once.
    """

    id: str
    name: str
    code: str | None = None
    originals: int = 0
    copies: int = 0
    mandatory: bool = False
    presented_only: bool = False
    alternatives: str = ""
    present: bool = False
    applicable: bool = True
    not_digitised_because: NotDigitised | None = None
    not_digitised_note: str = ""
    extracted: tuple[Extracted, ...] = ()


class ProblemKind(enum.StrEnum):
    """What is wrong with a draft; the sentence for each is in ``ui/messages.py``."""

    REQUIRED = "required"
    TOO_SHORT = "too_short"
    MALFORMED = "malformed"
    CHECK_DIGIT = "check_digit"
    DISAGREES = "disagrees"
    IN_THE_FUTURE = "in_the_future"
    REASON_NEEDED = "reason_needed"
    MISSING_PAPER = "missing_paper"
    NOT_DIGITISED = "not_digitised"
    NOT_IN_FORCE = "not_in_force"
    PAGES_UNSORTED = "pages_unsorted"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong or odd.

    Attributes:
        field: dotted name of the field (``applicant.phone``, ``procedure``, ``components.<id>``).
        blocking: True stops the acceptance, False is a hint beside the field.
        detail: short fact for the sentence (a paper's name, a count), as data.
    """

    field: str
    kind: ProblemKind
    blocking: bool = True
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IntakeDraft:
    """The form of one citizen at the counter, at one moment.

    Attributes:
        received_at: None means the moment of acceptance.
        pages: in the order in which they will be bound, whatever component they belong to.
        dustbin: deleted pages, newest last.
        procedure_version: the version the checklist was made from.
    """

    id: str
    author: str = ""
    procedure_code: str = ""
    procedure_version: str = ""
    case: str | None = None
    channel: Channel = Channel.DIRECT
    return_method: ReturnMethod = ReturnMethod.DESK
    applicant: Applicant = dataclasses.field(default_factory=Applicant)
    submitter: Submitter | None = None
    components: tuple[DraftComponent, ...] = ()
    pages: tuple[PageRef, ...] = ()
    dustbin: tuple[PageRef, ...] = ()
    sets: int = 1
    note: str = ""
    received_at: dt.datetime | None = None
    received_at_reason: str = ""
    missing_accepted_because: str = ""
    updated_at: dt.datetime | None = None

    @property
    def is_empty(self) -> bool:
        """True while nobody has entered anything worth keeping."""
        return not (
            self.procedure_code
            or self.pages
            or self.dustbin
            or self.note
            or self.submitter
            or self.applicant != Applicant()
        )

    def pages_of(self, component_id: str | None) -> tuple[PageRef, ...]:
        """The pages of one component (None: those not yet sorted), in order."""
        return tuple(p for p in self.pages if p.component == component_id)

    def bound_pages_of(self, component_id: str) -> tuple[PageRef, ...]:
        """Those of them that become part of the electronic copy: not the ones left out."""
        return tuple(p for p in self.pages if p.component == component_id and not p.excluded)
