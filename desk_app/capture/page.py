"""A page as pixels, and what the pipeline made of it."""

from __future__ import annotations

import dataclasses
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from desk_app.capture.devices import A4_LONG_MM as A4_LONG_MM
from desk_app.capture.devices import A4_SHORT_MM as A4_SHORT_MM

Pixels: TypeAlias = npt.NDArray[Any]
"""uint8, H×W×3, RGB; where a docstring says *grey*, H×W."""

Encoding: TypeAlias = Literal["jpeg", "g4", "layered"]

Rgb: TypeAlias = tuple[int, int, int]

WHY = (
    "black_on_white",  # nothing but black writing
    "layers",  # writing apart from stamps, pens, pictures and coloured paper
    "picture",  # a picture all over, or layers would have done harm
    "blurred",  # writing too soft to be cut out sharply
    "coarse",  # too few pixels per inch for sharp edges
    "faint",  # writing too pale
    "blank",  # nothing written; kept as it looks
    "two_sides",  # the sides of a card, as pictures
    "over_budget",  # as small as it may become, and still bigger than it should be
)
"""Why a page is encoded as it is."""

MM_PER_INCH = 25.4


@dataclasses.dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page in its pixels, from the top left."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row beyond it."""
        return self.y + self.height

    @property
    def area(self) -> int:
        """In square pixels."""
        return self.width * self.height


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page as it came, decoded.

    Attributes:
        pixels: uint8, H×W×3, RGB, upright as far as the file itself says so (EXIF, page rotation).
        dpi: pixels per inch of the paper, None when the file does not know (a photo) or says nonsense.
        source: kind of file it came from ("jpeg", "pdf", …) or the device.
        frame: zero-based page within the file.
    """

    pixels: Pixels
    dpi: int | None = None
    source: str = ""
    frame: int = 0

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            msg = f"pixels must be uint8 H×W×3, not {self.pixels.dtype} {self.pixels.shape}"
            raise ValueError(msg)

    @property
    def width_px(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step the pipeline took.

    Attributes:
        ms: wall time.
        detail: what it found, in a few words for the report.
    """

    name: str
    ms: float
    detail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PageReport:
    """What was done to a page and why; kept for measurements and for the person who wonders.

    Attributes:
        steps: in the order in which they ran.
        outline: corners of the sheet in the raw image (x, y), clockwise from the top left; None when the whole image is the page.
        angle_deg: by how much the text was turned (clockwise positive) beside the perspective.
        paper: brightness of the paper before light was evened, 0–255.
        edge_mm: how wide the sharpest edges of the writing are, in millimetres of paper; 0.0 where there is no writing.
        why: why this encoding was chosen, said in full.
    """

    steps: tuple[Step, ...] = ()
    outline: tuple[tuple[float, float], ...] | None = None
    angle_deg: float = 0.0
    paper: int = 255
    edge_mm: float = 0.0
    why: str = ""

    @property
    def ms(self) -> float:
        """All steps together."""
        return sum(step.ms for step in self.steps)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A finished page: encoded, at true scale, ready to be bound into a PDF.

    Attributes:
        data: a JPEG file, for ``g4`` a TIFF file with one Group 4 strip, for ``layered`` what ``layers.container`` packs.
        dpi: pixels per inch of the paper; measured, or assumed from the shape of the sheet (see ``flags``).
        flags: what looks suspicious: "blurred", "blank", "dark", "cut", "low_resolution", "skewed",
            "no_sheet" (a photo in which no sheet of paper was found; left as it is), "two_sheets", "corner_cut", "glare",
            "orientation_unsure", "not_true_scale" (a side of a card that had to shrink).
        turned: degrees clockwise by which the page was set upright on its own, beside what a person added.
        suspicion: 0 (nothing odd) to 100.
        why: stable key of why it is encoded as it is, one of ``WHY``; ``report.why`` says it in full.
    """

    data: bytes
    encoding: Encoding
    width_px: int
    height_px: int
    dpi: int
    flags: tuple[str, ...] = ()
    turned: int = 0
    suspicion: int = 0
    why: str = ""
    report: PageReport = dataclasses.field(default_factory=PageReport)
