"""Content-addressed, encrypted files: scans, receipts, results.

A blob's identity is the SHA-256 of its content. On disk its name is a keyed hash of that, so that nobody without the key can tell
whether a given file is here, and its content is AES-256-GCM: ``QMC1`` · nonce (12) · ciphertext with tag. The name is authenticated
with it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk_app.store.disk import PART, make_folder, translated, write_durably
from desk_app.store.errors import BlobDamaged, BlobMissing
from desk_app.store.keys import derived

_MAGIC = b"QMC1"
_NONCE_BYTES = 12
_OVERHEAD = len(_MAGIC) + _NONCE_BYTES + 16


class Blobs:
    """The files of one data folder. Any thread may use it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._names = derived(key, "blob names")
        self._cipher = AESGCM(derived(key, "blob content"))

    def put(self, data: bytes) -> str:
        """Keep these bytes and return their SHA-256 (hex); on disk when it returns. Known bytes are not written again.

        Raises:
            DiskFull, StoreReadOnly: nothing was kept.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if self._holds(sha256, len(data)):
            return sha256
        path = self._path(sha256)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = _MAGIC + nonce + self._cipher.encrypt(nonce, data, path.name.encode("ascii"))
        with translated(self._folder):
            make_folder(path.parent)
            write_durably(path, sealed, by_way_of=self._folder)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes with this digest, proven to be those.

        Raises:
            BlobMissing: there is no such file.
            BlobDamaged: it was changed, or does not belong to this key.
        """
        path = self._path(sha256)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            raise BlobMissing(sha256) from None
        try:
            data = self._opened(sealed, path.name)
        except InvalidTag:
            raise BlobDamaged(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobDamaged(sha256)
        return data

    def has(self, sha256: str) -> bool:
        """Whether a file with this digest is there (it is not opened)."""
        return self._path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Length of the content in bytes; BlobMissing if it is not there."""
        try:
            return self._path(sha256).stat().st_size - _OVERHEAD
        except FileNotFoundError:
            raise BlobMissing(sha256) from None

    def discard(self, sha256: str) -> None:
        """Remove it; nothing happens if it is not there."""
        with translated(self._folder), contextlib.suppress(FileNotFoundError):
            self._path(sha256).unlink()

    def sweep(self) -> int:
        """Remove what unfinished writes left behind; how many there were. Only while nobody writes."""
        left = list(self._folder.glob(f"*{PART}"))
        with translated(self._folder):
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def files(self) -> Iterator[Path]:
        """Every finished file, for a backup."""
        return iter(sorted(self._folder.glob("??/*")))

    def _holds(self, sha256: str, length: int) -> bool:
        """Whether it is there and sound; a damaged one is to be written anew."""
        path = self._path(sha256)
        try:
            if path.stat().st_size != length + _OVERHEAD:
                return False
            self._opened(path.read_bytes(), path.name)
        except (FileNotFoundError, InvalidTag):
            return False
        return True

    def _opened(self, sealed: bytes, name: str) -> bytes:
        if len(sealed) < _OVERHEAD or not sealed.startswith(_MAGIC):
            raise InvalidTag
        nonce = sealed[len(_MAGIC) : len(_MAGIC) + _NONCE_BYTES]
        return self._cipher.decrypt(nonce, sealed[len(_MAGIC) + _NONCE_BYTES :], name.encode("ascii"))

    def _path(self, sha256: str) -> Path:
        name = hmac.new(self._names, sha256.encode("ascii"), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / name
