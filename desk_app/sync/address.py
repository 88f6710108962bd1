"""The address of a gateway, checked before anything secret goes there.

::

    AddressError        not an address this desk will speak to (reason)
"""

from __future__ import annotations

import dataclasses
import ipaddress
import urllib.parse


class AddressError(Exception):
    """Not an address this desk will speak to.

    Attributes:
        reason: ``malformed`` · ``not_http`` · ``not_encrypted`` (plain HTTP is for this machine only).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """A gateway's base address without a slash at the end.

    >>> Address.parse(" https://motcua.example.vn/desk/ ").url
    'https://motcua.example.vn/desk'
    """

    url: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """Check what was typed; AddressError."""
        try:
            parts = urllib.parse.urlsplit(text.strip())
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise AddressError("malformed") from None
        if parts.scheme not in ("http", "https"):
            raise AddressError("not_http")
        if not host or parts.username or parts.password or parts.query or parts.fragment:
            raise AddressError("malformed")
        if parts.scheme == "http" and not _is_this_machine(host):
            raise AddressError("not_encrypted")
        return cls(urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", "")))

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS is spoken."""
        return self.url.startswith("https://")

    def join(self, path: str) -> str:
        """The address of a call, ``path`` beginning with a slash."""
        return self.url + path

    def within(self, location: str, *, asked: str) -> str | None:
        """A ``Location`` made absolute; None if it leads to another host, where the token must not go."""
        try:
            target = urllib.parse.urlsplit(urllib.parse.urljoin(asked, location))
            here = urllib.parse.urlsplit(self.url)
            same = (target.scheme, target.hostname, target.port) == (here.scheme, here.hostname, here.port)
        except ValueError:
            return None
        return target.geturl() if same and not target.username else None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
