from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.store.errors import InvalidRecoveryKey
from desk_app.store.keys import (
    KeyringOrFile,
    ProtectedFile,
    SystemKeyring,
    derived,
    key_from_recovery,
    new_data_key,
    recovery_text,
)

keys = st.binary(min_size=32, max_size=32)


class KeyringInMemory(SystemKeyring):
    def __init__(self, *, usable: bool = True, remembers: bool = True) -> None:
        self.usable = usable
        self.remembers = remembers
        self.kept: dict[str, bytes] = {}

    def is_usable(self) -> bool:  # type: ignore[override]
        return self.usable

    def save(self, folder: Path, key: bytes) -> None:
        if self.remembers:
            self.kept[str(folder)] = key

    def load(self, folder: Path) -> bytes | None:
        return self.kept.get(str(folder))


@given(keys)
def test_recovery_key_gives_the_key_back(key):
    text = recovery_text(key)

    assert key_from_recovery(text) == key
    assert [len(group) for group in text.split("-")] == [5] * 12


@given(keys)
def test_recovery_key_may_be_typed_carelessly(key):
    text = recovery_text(key).lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert key_from_recovery(f"  {text}\n") == key


@given(keys, st.integers(0, 59), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_of_the_recovery_key_is_noticed(key, place, letter):
    letters = list(recovery_text(key).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter

    with pytest.raises(InvalidRecoveryKey) as raised:
        key_from_recovery("".join(letters))

    assert raised.value.reason == "check"


@pytest.mark.parametrize(
    ("text", "reason"), [("", "length"), ("ABCDE", "length"), ("U" * 60, "character"), ("é" * 60, "character")]
)
def test_what_is_no_recovery_key_is_refused_with_the_reason(text, reason):
    with pytest.raises(InvalidRecoveryKey) as raised:
        key_from_recovery(text)

    assert raised.value.reason == reason


def test_keys_are_random_and_each_purpose_has_its_own():
    key = new_data_key()

    assert len(key) == 32
    assert key != new_data_key()
    assert derived(key, "blob names") != derived(key, "blob content")


def test_protected_file_gives_the_key_back_and_belongs_to_its_owner_alone(tmp_path):
    key = new_data_key()
    ProtectedFile().save(tmp_path, new_data_key())

    ProtectedFile().save(tmp_path, key)

    assert ProtectedFile().load(tmp_path) == key
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / ProtectedFile.name).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [ProtectedFile.name]


@pytest.mark.parametrize("content", ["", "not hexadecimal", "abcd"])
def test_protected_file_with_something_else_holds_no_key(tmp_path, content):
    (tmp_path / ProtectedFile.name).write_text(content, encoding="ascii")

    assert ProtectedFile().load(tmp_path) is None


def test_a_working_keyring_is_used_instead_of_a_file(tmp_path):
    key, keyring = new_data_key(), KeyringInMemory()

    KeyringOrFile(keyring).save(tmp_path, key)

    assert keyring.kept == {str(tmp_path): key}
    assert KeyringOrFile(keyring).load(tmp_path) == key
    assert not (tmp_path / ProtectedFile.name).exists()


@pytest.mark.parametrize("keyring", [KeyringInMemory(usable=False), KeyringInMemory(remembers=False)])
def test_a_keyring_that_keeps_nothing_gives_way_to_the_file(tmp_path, keyring):
    key = new_data_key()

    KeyringOrFile(keyring).save(tmp_path, key)

    assert KeyringOrFile(keyring).load(tmp_path) == key
    assert (tmp_path / ProtectedFile.name).exists()


def test_an_unknown_folder_has_no_key(tmp_path):
    assert KeyringOrFile(KeyringInMemory()).load(tmp_path) is None
