"""The data key: 32 random bytes that open the database and the files; where it is kept, and its spelling on paper.

Whoever has the key has the data. It lies in the system keyring (DPAPI-protected Credential Manager on Windows, Secret Service,
Keychain); where there is none, in a file that only its owner may read. The recovery key printed at first run is the same key in
letters, so that a lost keyring does not make backups useless.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Protocol

from desk_app.store.disk import write_durably
from desk_app.store.errors import InvalidRecoveryKey, WrongKey

KEY_BYTES = 32
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_KEY_LETTERS = 52  # 256 bits, five a letter, the last letter padded
_CHECK_LETTERS = 8
_GROUP = 5
_SERVICE = "desk-app data key"

KEY_CHECK = "key.check"
"""File that tells a wrong key from a damaged database, both of which look the same from inside."""


def new_data_key() -> bytes:
    """A new random key."""
    return secrets.token_bytes(KEY_BYTES)


def derived(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose, so that no two uses share one."""
    return hmac.new(key, f"desk-app {purpose}".encode(), hashlib.sha256).digest()


def recovery_text(key: bytes) -> str:
    """The key as twelve groups of five letters and digits, the last eight of which are a check.

    >>> recovery_text(bytes(32))
    '00000-00000-00000-00000-00000-00000-00000-00000-00000-00000-00KVP-BXTV7'
    """
    letters = _letters(key + b"\0", _KEY_LETTERS) + _check(key)
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def key_from_recovery(text: str) -> bytes:
    """The key that the text spells; case, spaces, dashes and O/I/L for 0/1 do not matter. InvalidRecoveryKey otherwise."""
    letters = "".join(c for c in text.upper() if not (c.isspace() or c in "-–—_.")).translate(_LOOKALIKES)
    if len(letters) != _KEY_LETTERS + _CHECK_LETTERS:
        raise InvalidRecoveryKey("length")
    if any(letter not in _ALPHABET for letter in letters):
        raise InvalidRecoveryKey("character")
    value = 0
    for letter in letters[:_KEY_LETTERS]:
        value = value << 5 | _ALPHABET.index(letter)
    padding = _KEY_LETTERS * 5 - KEY_BYTES * 8
    key = (value >> padding).to_bytes(KEY_BYTES, "big")
    if value & ((1 << padding) - 1) or not hmac.compare_digest(_check(key), letters[_KEY_LETTERS:]):
        raise InvalidRecoveryKey("check")
    return key


def _check(key: bytes) -> str:
    return _letters(derived(key, "recovery check"), _CHECK_LETTERS)


def _letters(data: bytes, count: int) -> str:
    value = int.from_bytes(data, "big")
    bits = len(data) * 8
    return "".join(_ALPHABET[value >> (bits - 5 * (i + 1)) & 31] for i in range(count))


def write_key_check(folder: Path, key: bytes) -> None:
    """Leave a note in the folder by which its key is recognised; it tells nothing about the key."""
    write_durably(folder / KEY_CHECK, (derived(key, "key check").hex() + "\n").encode("ascii"))


def key_fits(folder: Path, key: bytes) -> None:
    """WrongKey if the folder's note was made with another key; nothing if it has none."""
    try:
        noted = (folder / KEY_CHECK).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return
    if not hmac.compare_digest(noted, derived(key, "key check").hex()):
        raise WrongKey


class KeyStore(Protocol):
    """Where the key of a data folder is kept."""

    def save(self, folder: Path, key: bytes) -> None:
        """Keep this key for this folder, instead of any other."""

    def load(self, folder: Path) -> bytes | None:
        """The key of this folder; None where it is not known here."""


class SystemKeyring:
    """The keyring of the signed-in user of the operating system."""

    @staticmethod
    def is_usable() -> bool:
        """Whether this machine has a keyring that keeps anything."""
        import keyring
        from keyring.backends import fail, null

        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)

    def save(self, folder: Path, key: bytes) -> None:
        """Keep it under the folder's full path."""
        import keyring

        keyring.set_password(_SERVICE, _entry(folder), key.hex())

    def load(self, folder: Path) -> bytes | None:
        """None also where there is no usable keyring."""
        import keyring
        from keyring.errors import KeyringError

        try:
            text = keyring.get_password(_SERVICE, _entry(folder))
        except KeyringError:
            return None
        return bytes.fromhex(text) if text else None


class ProtectedFile:
    """A file inside the data folder that only its owner may read (mode 0600).

    This guards against other users of the machine and nothing else: who copies the whole folder or takes the disk has the key too.
    It is for machines without a keyring; there the disk itself should be encrypted.
    """

    name = "desk.key"

    def save(self, folder: Path, key: bytes) -> None:
        """Write it whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / (self.name + ".part")
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(key.hex() + "\n")
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(folder / self.name)

    def load(self, folder: Path) -> bytes | None:
        """None where there is no such file or it holds no key."""
        try:
            key = bytes.fromhex((folder / self.name).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None
        return key if len(key) == KEY_BYTES else None


class KeyringOrFile:
    """The system keyring where there is one, a protected file where not.

    A key once kept in the file is found there whatever keyrings came later.
    """

    def __init__(self, keyring: SystemKeyring | None = None, file: ProtectedFile | None = None) -> None:
        self._keyring = keyring or SystemKeyring()
        self._file = file or ProtectedFile()

    def save(self, folder: Path, key: bytes) -> None:
        """Keep it in the keyring if it can be read back from there, else in the file."""
        if self._keyring.is_usable():
            from keyring.errors import KeyringError

            with contextlib.suppress(KeyringError):
                self._keyring.save(folder, key)
                if self._keyring.load(folder) == key:
                    return
        self._file.save(folder, key)

    def load(self, folder: Path) -> bytes | None:
        """From the file first: where there is one, no keyring needs to be asked."""
        return self._file.load(folder) or self._keyring.load(folder)


def default_key_store() -> KeyStore:
    """What a desk uses."""
    return KeyringOrFile()


def _entry(folder: Path) -> str:
    return str(folder.resolve())
