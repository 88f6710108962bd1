"""The words on prepared pages, and what they say about a paper (bóc tách dữ liệu): optional, never waited for.

Nothing here knows whether Tesseract is installed until the first page is to be read; where it is not, no page has words.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desk_app.domain.draft import PageRef
from desk_app.domain.extraction import Proposal, proposals
from desk_app.lanes import CancelToken

if TYPE_CHECKING:
    from desk_app.capture.recognition import Engine, Word
    from desk_app.store.blobs import Blobs

READ_DPI = 300


def installed() -> Engine | None:
    """Tesseract with Vietnamese data, if this machine has it; runs it once to ask."""
    from desk_app.capture import recognition

    return recognition.find()


class Recognition:
    """Reads pages one at a time; any thread may call it.

    Args:
        wanted: asked before each page; an office may do without.
        find: looks for the engine on this machine.
    """

    def __init__(
        self,
        blobs: Blobs,
        *,
        wanted: Callable[[], bool] = lambda: True,
        find: Callable[[], Engine | None] | None = None,
    ) -> None:
        self._blobs = blobs
        self._wanted = wanted
        self._find = find or installed
        self._lock = threading.Lock()
        self._asked = False
        self._engine: Engine | None = None

    @property
    def is_possible(self) -> bool:
        """Whether words can be read on this machine; asks once, which takes a moment."""
        return self._installed_engine() is not None

    def read(self, page: PageRef, *, cancel: CancelToken) -> PageRef:
        """The page with its words put on disk; the same page when there is no engine, no picture, or the engine failed.

        Raises:
            Cancelled: ``cancel`` was raised.
        """
        from desk_app.capture import pipeline, recognition

        engine = self._installed_engine() if page.prepared and self._wanted() else None
        if engine is None:
            return page
        longest = round(max(page.width_px, page.height_px) * READ_DPI / max(1, page.dpi))
        picture = pipeline.preview(
            self._blobs.get(page.prepared), edge_px=min(longest, max(page.width_px, page.height_px))
        )
        try:
            words = engine.words(picture, dpi=min(page.dpi, READ_DPI), cancel=cancel)
        except (recognition.RecognitionFailed, OSError):
            return page
        return dataclasses.replace(page, text=self._blobs.put(recognition.to_bytes(words)))

    def words(self, page: PageRef) -> tuple[Word, ...]:
        """The words of a page that was read; none for one that was not."""
        from desk_app.capture import recognition

        return recognition.from_bytes(self._blobs.get(page.text)) if page.text else ()

    def proposals(self, pages: Sequence[PageRef]) -> tuple[Proposal, ...]:
        """What the pages of one paper seem to say, for a person to confirm; nothing where no page was read."""
        from desk_app.capture import recognition

        lines = [line for page in pages for line in recognition.lines_of(self.words(page))]
        return proposals(lines)

    def _installed_engine(self) -> Engine | None:
        with self._lock:
            if not self._asked:
                self._engine, self._asked = self._find(), True
            return self._engine
