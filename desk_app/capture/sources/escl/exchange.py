"""One request, one answer: with limits on time and size, what goes wrong told as an error of the device."""

from __future__ import annotations

import dataclasses
from typing import Self

import httpx

from desk_app import clock
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceFailed, DeviceMissing
from desk_app.capture.sources.escl.markup import MOST_BYTES
from desk_app.capture.sources.escl.wire import CertificateChanged, PinnedContext, Transport
from desk_app.lanes import CancelToken

_LONGEST_ASKED_S = 10.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, in seconds.

    Attributes:
        connect: for somebody to answer at all.
        message: for a small answer.
        page: for one page, from the request to its last byte, lamps warming up included.
        busy: for a scanner that says it is busy.
        first_pause, longest_pause: between two tries, doubled each time.
    """

    connect: float = 5.0
    message: float = 20.0
    page: float = 180.0
    busy: float = 25.0
    first_pause: float = 0.25
    longest_pause: float = 2.0


PATIENCE = Patience()


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: httpx.Headers
    body: bytes

    def pause_s(self, otherwise: float) -> float:
        """How long to wait: what ``Retry-After`` asks for, if it is a few seconds."""
        text = self.headers.get("retry-after", "")
        asked = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0
        return min(float(asked), _LONGEST_ASKED_S) if asked else otherwise


class Exchange:
    """Requests to one device in one thread; a context manager.

    Every call ends with ``Cancelled`` within a fraction of a second after ``cancel`` was raised.

    Attributes:
        host: sent as ``Host`` where the device wants to be called by another name; empty for its own.
    """

    def __init__(self, context: PinnedContext, *, device: str, cancel: CancelToken, patience: Patience) -> None:
        self.host = ""
        self._context = context
        self._device = device
        self._patience = patience
        self._http = httpx.Client(
            transport=Transport(context, cancel),
            headers={"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "desk-app"},
            follow_redirects=False,
            trust_env=False,  # a proxy of the office is for the way outside
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let connections go."""
        self._http.close()

    def apart(self) -> Exchange:
        """Another one to the same device, for a thread of its own, that nobody stops."""
        other = Exchange(self._context, device=self._device, cancel=CancelToken(), patience=self._patience)
        other.host = self.host
        return other

    def ask(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        most: float = MOST_BYTES,
        within_s: float | None = None,
    ) -> Answer:
        """The answer, whatever its status, of at most ``most`` bytes, whole within ``within_s`` seconds (else a message's time).

        Raises:
            DeviceMissing: nothing answers.
            DeviceBusy: it answers too slowly.
            DeviceFailed: not by HTTP, too much, not to its end, or with another certificate than before.
        """
        headers = {"Host": self.host} if self.host else {}
        if content is not None:
            headers["Content-Type"] = "text/xml"
        limit_s = within_s or self._patience.message
        timeout = httpx.Timeout(limit_s, connect=self._patience.connect)
        try:
            with self._http.stream(method, url, content=content, headers=headers, timeout=timeout) as response:
                body = self._body(response, most, limit_s)
        except httpx.ConnectTimeout:
            raise DeviceMissing(self._device, "silent") from None
        except httpx.ConnectError as error:
            raise _unconnected(self._device, error) from None
        except httpx.TimeoutException:
            raise DeviceBusy(self._device, "timeout") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise DeviceFailed(self._device, "torn") from None
        return Answer(response.status_code, response.headers, body)

    def _body(self, response: httpx.Response, most: float, within_s: float) -> bytes:
        """As it came, never unpacked, so that a small answer cannot become a big one."""
        body, until_s = bytearray(), clock.monotonic_s() + within_s
        for piece in response.iter_raw():
            body += piece
            if len(body) > most:
                raise DeviceFailed(self._device, "too_big")
            if clock.monotonic_s() > until_s:  # httpx's own limit is per read, a dripping device would hold us for ever
                raise DeviceBusy(self._device, "timeout")
        return bytes(body)


class Pauses:
    """Longer and longer waits, without end."""

    def __init__(self, patience: Patience) -> None:
        self._next = patience.first_pause
        self._longest = patience.longest_pause

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> float:
        pause = self._next
        self._next = min(2 * pause, self._longest)
        return pause


def _unconnected(device: str, error: BaseException) -> DeviceError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, CertificateChanged):
            return DeviceFailed(device, "certificate")
        cause = cause.__cause__ or cause.__context__
    return DeviceMissing(device, "unreachable")
