"""One file to the centre, in chunks as long as the line can bear, going on where it stopped."""

from __future__ import annotations

from collections.abc import Callable

from desk_app import clock
from desk_app.lanes import CancelToken
from desk_app.sync.central import (
    CentralClient,
    CentralUnreachable,
    NotTheCentre,
    OutOfStep,
    Refused,
    UploadOutOfStep,
    UploadPlace,
    Why,
)
from desk_app.sync.pace import Pace

MOST_DISAGREEMENTS = 3
LOCKED_FOR_S = 5.0

Saved = Callable[[UploadPlace], None]
"""Told, while a file is on its way, where it is being put and how much of it is there."""


class Budget:
    """How much one turn may send, so that a long file never keeps a short record waiting."""

    def __init__(self, *, chunks: int, seconds: float) -> None:
        self._chunks = chunks
        self._until_s = clock.monotonic_s() + seconds
        self.spent = 0

    def allows_another(self) -> bool:
        """Whether another chunk may start; the first one always may."""
        return self.spent == 0 or (self.spent < self._chunks and clock.monotonic_s() < self._until_s)

    def spend(self) -> None:
        """One chunk went out."""
        self.spent += 1


class Transfer:
    """The way of one file. ``run`` may be called again later, here or after a restart.

    Args:
        url: where an earlier turn was putting it, empty for none.
        data: the whole content.
        saved: see ``Saved``.
    """

    def __init__(
        self,
        client: CentralClient,
        pace: Pace,
        *,
        dossier_id: str,
        sha256: str,
        data: bytes,
        url: str = "",
        saved: Saved,
    ) -> None:
        self._client = client
        self._pace = pace
        self._dossier_id = dossier_id
        self._sha256 = sha256
        self._data = data
        self._url = url
        self._saved = saved
        self._disagreements = 0

    def run(self, budget: Budget, cancel: CancelToken) -> bool:
        """Send what the budget allows; True once the centre has the whole of it.

        Raises:
            Refused: the centre will not have the file, or keeps finding another digest (``digest_mismatch``).
            CentralError: as every call of the client.
        """
        offset = self._resume()
        while offset < len(self._data):
            if cancel.is_cancelled or not budget.allows_another():
                return False
            offset = self._step(offset, budget)
        return True

    def _resume(self) -> int:
        if self._url:
            try:
                return self._at(UploadPlace(self._url, self._client.upload_offset(self._url)))
            except UploadOutOfStep as error:
                if error.why is not OutOfStep.GONE:
                    raise CentralUnreachable(Why.BUSY, retry_after_s=LOCKED_FOR_S) from None
        return self._open()

    def _open(self) -> int:
        return self._at(self._client.open_upload(self._dossier_id, self._sha256, len(self._data)))

    def _step(self, offset: int, budget: Budget) -> int:
        size = self._pace.chunk_bytes if self._client.resumable else len(self._data)
        chunk = self._data[offset : offset + size]
        budget.spend()
        try:
            reached = self._client.send_chunk(self._url, offset, chunk)
        except UploadOutOfStep as error:
            return self._agree_again(error.why)
        except CentralUnreachable:
            self._pace.stumble()
            raise
        if reached <= offset:
            return self._agree_again(OutOfStep.OFFSET)
        return self._at(UploadPlace(self._url, reached))

    def _agree_again(self, why: OutOfStep) -> int:
        self._disagreements += 1
        if why is OutOfStep.LOCKED:
            raise CentralUnreachable(Why.BUSY, retry_after_s=LOCKED_FOR_S)
        if self._disagreements > MOST_DISAGREEMENTS:
            if why is OutOfStep.CHECKSUM:
                raise Refused(460, "digest_mismatch")
            raise CentralUnreachable(Why.BUSY)
        if why is OutOfStep.GONE:
            return self._open()
        return self._resume()

    def _at(self, place: UploadPlace) -> int:
        if place.offset > len(self._data):
            raise NotTheCentre(200)
        self._url = place.url
        if place.offset < len(self._data) and (place.offset or len(self._data) > self._pace.chunk_bytes):
            self._saved(place)  # what goes in one piece, or is over, is not worth a row: opening again finds it
        return place.offset
