"""HTTP to a device of the office: it can be stopped at any moment, and knows a device by the certificate it had before.

httpx waits inside one system call until a page comes, which may be a minute. Here every wait is cut into slices between which
the cancel token is looked at; connecting, which cannot be cut, happens in a thread that is left behind when nobody waits any more.
"""

from __future__ import annotations

import contextlib
import hashlib
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import httpcore
import httpx

from desk_app import clock, lanes
from desk_app.lanes import Cancelled, CancelToken

SLICE_S = 0.1
T = TypeVar("T")


class CertificateChanged(ssl.SSLError):
    """What answers has another certificate than the device had when it was chosen."""


class PinnedContext(ssl.SSLContext):
    """TLS for devices that sign their own certificates: the first one is taken, from then on it must be the same.

    Attributes:
        pin: SHA-256 of the certificate, lower-case hexadecimal; empty before the first connection where none was given.
    """

    pin: str

    @classmethod
    def of(cls, pin: str) -> PinnedContext:
        """A context that wants this certificate, or takes the first one it sees."""
        context = cls(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # nobody signed for a copier in an office; the pin is what is checked
        context.set_ciphers("DEFAULT:@SECLEVEL=1")  # their keys are often of 1,024 bits and cannot be replaced
        context.pin = pin
        return context

    def wrap_socket(self, *args: Any, **kwargs: Any) -> ssl.SSLSocket:
        """Shake hands, then look at the certificate before a single byte of ours is sent."""
        wrapped = super().wrap_socket(*args, **kwargs)
        found = hashlib.sha256(wrapped.getpeercert(binary_form=True) or b"").hexdigest()
        if self.pin and found != self.pin:
            wrapped.close()
            raise CertificateChanged(1, "another certificate than before")
        self.pin = found
        return wrapped


class Transport(httpx.HTTPTransport):
    """One fresh connection a request (devices close idle ones without a word), each wait ended soon after ``cancel`` is raised."""

    def __init__(self, context: ssl.SSLContext, cancel: CancelToken) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=2,
            max_keepalive_connections=0,
            network_backend=_Backend(cancel),
        )


class _Backend(httpcore.NetworkBackend):
    """Connects in the background."""

    def __init__(self, cancel: CancelToken) -> None:
        self._inner = httpcore.SyncBackend()
        self._cancel = cancel

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection, or Cancelled; looking up a name may take as long as it likes."""
        connecting = Abandonable(
            lambda: self._inner.connect_tcp(host, port, timeout, local_address, socket_options),
            let_go=lambda stream: stream.close(),
        )
        return _Stream(connecting.result(self._cancel, timeout), self._cancel)

    def sleep(self, seconds: float) -> None:
        """Not needed without retries inside the pool."""
        self._cancel.wait(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection that is read in slices."""

    def __init__(self, inner: httpcore.NetworkStream, cancel: CancelToken) -> None:
        self._inner = inner
        self._cancel = cancel

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes, as soon as some are there; Cancelled soon after the token was raised."""
        until_s = clock.monotonic_s() + timeout if timeout is not None else None
        while True:
            self._cancel.raise_if_cancelled()
            try:
                return self._inner.read(max_bytes, SLICE_S)
            except httpcore.ReadTimeout:
                if until_s is not None and clock.monotonic_s() >= until_s:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Our messages are small enough for the system's buffer."""
        self._cancel.raise_if_cancelled()
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        """Hang up."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        shaking = Abandonable(
            lambda: self._inner.start_tls(ssl_context, server_hostname, timeout), let_go=lambda stream: stream.close()
        )
        return _Stream(shaking.result(self._cancel, timeout), self._cancel)

    def get_extra_info(self, info: str) -> Any:
        """What the system's connection says."""
        return self._inner.get_extra_info(info)


class Abandonable(Generic[T]):
    """A call in a thread of its own that may be left behind; what it gives then is let go of."""

    def __init__(self, call: Callable[[], T], *, let_go: Callable[[T], object]) -> None:
        self._call = call
        self._let_go = let_go
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._given: list[T] = []
        self._error: BaseException | None = None
        self._left = False
        lanes.start_thread("connect", self._run)

    def result(self, cancel: CancelToken, timeout_s: float | None) -> T:
        """What it gave or raised; Cancelled, or ConnectTimeout well after its own time limit should have ended it."""
        until_s = clock.monotonic_s() + 2 * timeout_s if timeout_s is not None else None
        while not self._over.wait(SLICE_S):
            late = until_s is not None and clock.monotonic_s() > until_s
            if cancel.is_cancelled or late:
                self._leave()
                if late:
                    raise httpcore.ConnectTimeout
                raise Cancelled
        if self._error is not None:
            raise self._error
        return self._given[0]

    def _run(self) -> None:
        try:
            given = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            self._error = error
        else:
            with self._lock:
                if not self._left:
                    self._given.append(given)
                    given = None  # type: ignore[assignment]
            if given is not None:
                self._drop(given)
        self._over.set()

    def _leave(self) -> None:
        with self._lock:
            self._left = True
            given = list(self._given)
        for value in given:
            self._drop(value)

    def _drop(self, value: T) -> None:
        with contextlib.suppress(OSError):
            self._let_go(value)
