"""Paper becomes electronic copies: files are taken in page by page, prepared, and bound to one PDF/A per component.

Every call may run in any worker lane; nothing here touches a draft in place. OpenCV and the PDF libraries are imported when first
needed, not when the window starts.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from desk_app import __version__
from desk_app.domain.dossier import ElectronicCopy
from desk_app.domain.draft import PageEncoding, PageRef
from desk_app.store.errors import BlobDamaged, BlobMissing

if TYPE_CHECKING:
    from desk_app.capture.page import Page, Prepared
    from desk_app.documents.words import TextBox
    from desk_app.store.blobs import Blobs

CREATOR = f"Quầy Một Cửa {__version__}"


@dataclasses.dataclass(frozen=True, slots=True)
class IncomingFile:
    """Bytes that came from somewhere.

    Attributes:
        name: what the person calls it; shown back, never stored or logged.
        source: "file", "drop", "clipboard", "folder", "camera" or a device's name.
    """

    name: str
    data: bytes
    source: str = "file"


@dataclasses.dataclass(frozen=True, slots=True)
class Rejected:
    """A file that holds no page we can use, and why (the capture error's class says what to do)."""

    name: str
    error: Exception


@dataclasses.dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of incoming files: pages on disk, and files that were turned away."""

    pages: tuple[PageRef, ...]
    rejected: tuple[Rejected, ...]


class Digitisation:
    """Takes pages in, prepares and binds them."""

    def __init__(self, blobs: Blobs, *, new_id: Callable[[], str], clock: Callable[[], dt.datetime]) -> None:
        self._blobs = blobs
        self._new_id = new_id
        self._clock = clock

    def take_in(self, files: Iterable[IncomingFile], *, component: str | None = None, batch: str = "") -> TakenIn:
        """Put files on disk as they are and give one page reference for each page in them.

        A page exists from here on whatever happens next. Files that cannot be read are turned away one by one.
        """
        from desk_app.capture import files as reader
        from desk_app.capture.errors import CaptureError

        pages: list[PageRef] = []
        rejected: list[Rejected] = []
        for file in files:
            try:
                frames = reader.count_frames(file.data)
            except CaptureError as error:
                rejected.append(Rejected(file.name, error))
                continue
            raw = self._blobs.put(file.data)
            pages.extend(
                PageRef(id=self._new_id(), raw=raw, frame=frame, component=component, source=file.source, batch=batch)
                for frame in range(frames)
            )
        return TakenIn(tuple(pages), tuple(rejected))

    def prepare(self, page: PageRef) -> PageRef:
        """The page straightened, cleaned and encoded, with the codes on it; at once the same page when that is done already.

        A page that cannot be read comes back with ``failed`` naming the error; its raw file stays.
        """
        from desk_app.capture import pipeline
        from desk_app.capture.codes import symbols
        from desk_app.capture.errors import CaptureError

        if page.prepared and page.recipe == pipeline.RECIPE:
            return page
        try:
            sides = self._sides(page)
            prepared = _prepared(page, sides)
        except CaptureError as error:
            return dataclasses.replace(page, failed=type(error).__name__)
        found = dict.fromkeys(symbol.text for side in sides for symbol in symbols.read_symbols(side))
        return dataclasses.replace(
            page,
            prepared=self._blobs.put(prepared.data),
            encoding=PageEncoding(prepared.encoding),
            recipe=pipeline.RECIPE,
            width_px=prepared.width_px,
            height_px=prepared.height_px,
            dpi=prepared.dpi,
            bytes=len(prepared.data),
            codes=tuple(found),
            flags=tuple(prepared.flags),
            turned=prepared.turned,
            suspicion=prepared.suspicion,
            why=prepared.why,
            text="",
            failed="",
        )

    def _sides(self, page: PageRef) -> tuple[Page, ...]:
        """The picture of the page, and of a card's other side."""
        from desk_app.capture import files as reader

        places = [(page.raw, page.frame), *([(page.back.raw, page.back.frame)] if page.back else [])]
        return tuple(reader.read_frame(self._blobs.get(raw), frame) for raw, frame in places)

    def check(self, page: PageRef) -> None:
        """Nothing if the page can be read, else the capture error that says why not."""
        from desk_app.capture import files as reader

        reader.read_frame(self._blobs.get(page.raw), page.frame)

    def bind(self, pages: Sequence[PageRef], *, title: str, subject: str) -> ElectronicCopy:
        """One PDF/A-2b of prepared pages, put on disk; ``title`` and ``subject`` hold no personal data.

        Raises:
            PagesNotReady: a page is not prepared or failed.
        """
        from desk_app.documents import assemble

        unready = [p for p in pages if not p.prepared]
        if unready or not pages:
            raise PagesNotReady(len(unready))
        bound = [
            assemble.BoundPage(
                data=self._blobs.get(p.prepared),
                encoding=p.encoding.value,
                width_px=p.width_px,
                height_px=p.height_px,
                dpi=p.dpi,
                words=self._words(p),
            )
            for p in pages
        ]
        pdf = assemble.assemble(bound, title=title, subject=subject, created_at=self._clock(), creator=CREATOR)
        return ElectronicCopy(sha256=self._blobs.put(pdf), bytes=len(pdf), pages=len(bound))

    def _words(self, page: PageRef) -> tuple[TextBox, ...]:
        """The words that were read on a page, in millimetres of its paper; none for a page that was not read."""
        from desk_app.capture import recognition
        from desk_app.capture.page import MM_PER_INCH
        from desk_app.documents.words import TextBox

        if not page.text:
            return ()
        wide, high = (px / page.dpi * MM_PER_INCH for px in (page.width_px, page.height_px))
        try:
            words = recognition.from_bytes(self._blobs.get(page.text))
        except (recognition.RecognitionFailed, BlobMissing, BlobDamaged):
            return ()
        return tuple(TextBox(w.text, w.left * wide, w.top * high, w.width * wide, w.height * high) for w in words)

    def thumbnail(self, page: PageRef, *, edge_px: int) -> bytes:
        """A small picture of the page (JPEG or PNG bytes), of the prepared one if there is one."""
        from desk_app.capture import files as reader
        from desk_app.capture import pipeline

        if page.prepared:
            return pipeline.thumbnail(self._blobs.get(page.prepared), edge_px=edge_px)
        return pipeline.thumbnail(reader.read_frame(self._blobs.get(page.raw), page.frame), edge_px=edge_px)


def _prepared(page: PageRef, sides: Sequence[Page]) -> Prepared:
    from desk_app.capture import pipeline

    if page.back is None:
        return pipeline.prepare(sides[0], rotation=page.rotation)
    return pipeline.prepare_card(sides[0], sides[1], rotations=(page.rotation, page.back.rotation))


class PagesNotReady(Exception):
    """Pages are still being prepared, or could not be.

    Attributes:
        count: how many.
    """

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} pages not ready")
        self.count = count
