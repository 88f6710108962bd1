"""Photos of a session as pages: what is no whole picture is turned away before anybody sees it."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator

from desk_app.capture import files
from desk_app.capture.devices import RawPage, ScanOptions
from desk_app.capture.errors import CaptureError, DeviceMissing
from desk_app.capture.sources.phone.limits import PHOTO_LIMITS
from desk_app.capture.sources.phone.reception import Photo, Reception, Refusal
from desk_app.capture.sources.phone.server import NAME, PhoneServer
from desk_app.lanes import CancelToken

_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
_LOOK_AGAIN_S = 0.25


def whole_photos(reception: Reception, cancel: CancelToken) -> Iterator[tuple[Photo, str]]:
    """Photos that can be read, with the suffix of their kind, as they come; ends with the session or when ``cancel`` is raised.

    The rest is refused, and the phone told why.
    """
    while not cancel.is_cancelled:
        photo = reception.next_photo(_LOOK_AGAIN_S)
        if photo is None:
            if reception.is_over():
                return
            continue
        why = _fault(photo.data)
        if why is Refusal.NONE:
            yield photo, _SUFFIXES[files.sniff(photo.data)]
        else:
            reception.refuse(photo.digest, why)


class PhoneSource:
    """A phone as the scanner; ``devices.PageSource``.

    A page counts as kept, and the phone is told so, when the next one is asked for.

    Args:
        address: ``http://ADDRESS:PORT/TOKEN``, under which it is served while pages are asked for; without a token there is a
            new one.
    """

    def __init__(self, address: str, *, name: str = "") -> None:
        self._link = urllib.parse.urlsplit(address)
        self._name = name
        self._reception = Reception()

    @property
    def name(self) -> str:
        """How people know it."""
        return self._name or NAME

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield photos as they come, until ``options.most_pages`` came, the session is over or ``cancel`` is raised.

        Raises:
            DeviceMissing: this machine does not have that address.
            DeviceFailed: nothing could be served there.
        """
        if cancel.is_cancelled:
            return
        server = self._server()
        server.start()
        try:
            for number, (photo, suffix) in enumerate(whole_photos(self._reception, cancel), start=1):
                try:
                    yield RawPage(photo.data, suffix, f"phone-{number:03d}{suffix}")
                except GeneratorExit:  # whoever asked went away: the photo comes with the next scan
                    self._reception.give_back(photo)
                    raise
                self._reception.keep(photo.digest)
                if number == options.most_pages:
                    return
        finally:
            server.stop()

    def _server(self) -> PhoneServer:
        try:
            host, port = self._link.hostname, self._link.port
        except ValueError as error:
            raise DeviceMissing(self.name, "address") from error
        if not host:
            raise DeviceMissing(self.name, "address")
        return PhoneServer(self._reception, host, port=port or 0, token=self._link.path.strip("/"))


def _fault(data: bytes) -> Refusal:
    """Why these bytes are no page, if so: told by decoding them, never by a name."""
    if files.sniff(data) not in _SUFFIXES:
        return Refusal.NOT_A_PHOTO
    try:
        files.read_frame(data, limits=PHOTO_LIMITS)
    except CaptureError:
        return Refusal.DAMAGED
    return Refusal.NONE
