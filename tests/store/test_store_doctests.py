from __future__ import annotations

import doctest

import pytest

from desk_app.store import codec, keys, terms


@pytest.mark.parametrize("module", [codec, keys, terms], ids=lambda module: module.__name__)
def test_examples_in_docstrings_are_true(module):
    result = doctest.testmod(module)

    assert result.attempted > 0
    assert result.failed == 0
