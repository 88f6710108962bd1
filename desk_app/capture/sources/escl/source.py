"""A network scanner as a page source."""

from __future__ import annotations

from collections.abc import Iterator

from desk_app.capture import files
from desk_app.capture.devices import PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import DeviceFailed, DeviceMissing
from desk_app.capture.sources.escl import settings
from desk_app.capture.sources.escl.address import Address
from desk_app.capture.sources.escl.client import Client
from desk_app.capture.sources.escl.exchange import PATIENCE, Patience
from desk_app.capture.sources.escl.settings import Job
from desk_app.lanes import Cancelled, CancelToken

MOST_PAGES = 1000
MOST_BYTES = 2_000_000_000
_SUFFIXES = {"jpeg": ".jpg", "pdf": ".pdf", "png": ".png", "tiff": ".tif"}
_TAIL_BYTES = 1024


class NetworkScanner:
    """One eSCL scanner; ``devices.PageSource``. Making it sends nothing.

    Args:
        address: link of its eSCL root, its certificate behind the ``#`` (see ``Address``).
        name: how people know it; its address without one.
    """

    def __init__(
        self,
        address: str,
        *,
        name: str = "",
        patience: Patience = PATIENCE,
        most_pages: int = MOST_PAGES,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._address = address
        self._name = name or address.partition("#")[0]
        self._patience = patience
        self._most_pages = most_pages
        self._most_bytes = most_bytes

    @property
    def name(self) -> str:
        """How people know it."""
        return self._name

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield pages as they come out of the scanner; see ``devices.PageSource``.

        Raises:
            DeviceError: it is missing, busy or failed; what was yielded before is whole.
        """
        if cancel.is_cancelled:
            return
        try:
            address = Address.parse(self._address)
        except ValueError:
            raise DeviceMissing(self._name, "address") from None
        try:
            with Client(address, device=self._name, cancel=cancel, patience=self._patience) as client:
                job = settings.choose(client.capabilities(), options)
                link = client.start(job)
                try:
                    yield from self._come_out(client, link, job, options.most_pages, cancel)
                finally:
                    client.drop(link)
        except Cancelled:
            return

    def _come_out(self, client: Client, link: str, job: Job, wanted: int, cancel: CancelToken) -> Iterator[RawPage]:
        count = total = 0
        while (data := client.next_page(link, job, got=count)) is not None:
            count += 1
            total += len(data)
            if count > self._most_pages or total > self._most_bytes:
                raise DeviceFailed(self._name, "endless")
            yield RawPage(data, self._suffix(data), f"scan-{count:03d}{self._suffix(data)}")
            if count == wanted or cancel.is_cancelled or job.paper is PaperSource.FLATBED:
                return  # asking a flatbed for another page makes some devices scan the same one again

    def _suffix(self, data: bytes) -> str:
        """By what the bytes are, whatever the device calls them."""
        kind = files.sniff(data)
        if kind not in _SUFFIXES:
            raise DeviceFailed(self._name, "not_a_page")
        if not _is_whole(kind, data):
            raise DeviceFailed(self._name, "torn")
        return _SUFFIXES[kind]


def _is_whole(kind: str, data: bytes) -> bool:
    """Whether a file goes on to its end; without a length in the answer a broken connection looks like the end."""
    tail = data[-_TAIL_BYTES:]
    match kind:
        case "jpeg":
            return b"\xff\xd9" in tail
        case "png":
            return b"IEND" in tail
        case "pdf":
            return b"%%EOF" in tail
        case _:
            return True
