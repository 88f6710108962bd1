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

Encoding: TypeAlias = Literal["jpeg", "g4"]

MM_PER_INCH = 25.4


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
        why: why this encoding was chosen.
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
        data: a JPEG file, or for ``g4`` a TIFF file with one Group 4 strip; both say their own size.
        dpi: pixels per inch of the paper; measured, or assumed from the shape of the sheet (see ``flags``).
        flags: what looks suspicious: "blurred", "blank", "dark", "cut", "low_resolution", "skewed",
            "no_sheet" (a photo in which no sheet of paper was found; left as it is).
    """

    data: bytes
    encoding: Encoding
    width_px: int
    height_px: int
    dpi: int
    flags: tuple[str, ...] = ()
    report: PageReport = dataclasses.field(default_factory=PageReport)
