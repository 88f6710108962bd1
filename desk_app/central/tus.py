"""Words of tus 1.0.0 (https://tus.io/protocols/resumable-upload): version, metadata, checksums."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from desk_app.central.errors import Unprocessable
from desk_app.central.fields import SHA256, UUID

VERSION = "1.0.0"
PATCH_TYPE = "application/offset+octet-stream"
ALGORITHMS = ("sha256", "sha1")
"""Of the checksum extension, which asks for sha1 at least."""


class Checksum:
    """What the client says the digest of this body is (tus, checksum extension)."""

    def __init__(self, algorithm: str, expected: bytes) -> None:
        self._digest = hashlib.new(algorithm, usedforsecurity=False)
        self._expected = expected

    @classmethod
    def parse(cls, header: str | None) -> Checksum | None:
        """From the header; None where there is none, Unprocessable where it is not understood."""
        if header is None:
            return None
        algorithm, _, text = header.strip().partition(" ")
        if algorithm not in ALGORITHMS:
            raise Unprocessable("checksum_algorithm", ", ".join(ALGORITHMS))
        return cls(algorithm, _from_base64(text, "upload_checksum"))

    def update(self, chunk: bytes) -> None:
        """One more piece of the body."""
        self._digest.update(chunk)

    def fits(self) -> bool:
        """Whether the pieces so far are what was announced."""
        return self._digest.digest() == self._expected


def read_metadata(header: str) -> tuple[str, str]:
    """Digest and dossier from ``Upload-Metadata``; Unprocessable where one is missing or ill-formed."""
    values: dict[str, str] = {}
    for pair in header.split(","):
        key, _, text = pair.strip().partition(" ")
        try:
            values[key] = _from_base64(text, "upload_metadata").decode("utf-8")
        except UnicodeDecodeError:
            raise Unprocessable("malformed", "upload_metadata") from None
    sha256, dossier_id = values.get("sha256", ""), values.get("dossier_id", "")
    if not re.fullmatch(SHA256, sha256):
        raise Unprocessable("malformed", "upload_metadata.sha256")
    if not re.fullmatch(UUID, dossier_id):
        raise Unprocessable("malformed", "upload_metadata.dossier_id")
    return sha256, dossier_id


def _from_base64(text: str, field: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise Unprocessable("malformed", field) from None
