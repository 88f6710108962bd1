"""Reads the words of a draft's pages behind the work: one page at a time, only while nothing else is under way."""

from __future__ import annotations

import concurrent.futures as cf
import contextlib
import dataclasses
from collections.abc import Callable

from desk_app.desk.recognition import Recognition
from desk_app.domain.draft import IntakeDraft, PageRef
from desk_app.lanes import CancelToken, Lanes

LANE = "words"


class ReadingBehind:
    """The reading of one session. Called on the session's thread; pages are read on a lane of their own.

    Args:
        post: brings a call to the session's thread.
        found: takes a page with its words; called on the session's thread.
    """

    def __init__(
        self,
        recognition: Recognition,
        lanes: Lanes,
        *,
        post: Callable[[Callable[[], None]], None],
        found: Callable[[PageRef], None],
    ) -> None:
        self._recognition, self._lanes, self._post, self._found = recognition, lanes, post, found
        self._under_way: CancelToken | None = None
        self._stopped = False
        self._texts: dict[str, str] = {}

    def look(self, draft: IntakeDraft) -> None:
        """Read the next page without words, if none is being read; each picture is read once, also when undo brings it back."""
        if self._under_way is not None or self._stopped:
            return
        page = next((p for p in draft.pages if p.prepared and not p.text and self._texts.get(p.prepared) != ""), None)
        if page is None:
            return
        if self._texts.get(page.prepared):
            self._found(_with_text(page, self._texts[page.prepared]))
            return
        self._under_way = token = CancelToken()
        with contextlib.suppress(RuntimeError):  # the program ends
            future = self._lanes.device(LANE).submit(self._recognition.read, page, cancel=token)
            future.add_done_callback(lambda f: self._post(lambda: self._was_read(page, f)))

    def stop(self) -> None:
        """Read nothing more; what is being read is given up."""
        self._stopped = True
        if self._under_way is not None:
            self._under_way.cancel()

    def _was_read(self, page: PageRef, future: cf.Future[PageRef]) -> None:
        self._under_way = None
        if self._stopped or future.cancelled():
            return
        text = future.result().text if future.exception() is None else ""
        self._texts[page.prepared] = text
        self._found(_with_text(page, text))


def _with_text(page: PageRef, text: str) -> PageRef:
    return dataclasses.replace(page, text=text)
