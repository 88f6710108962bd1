from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest


def count(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def test_the_sheets_of_a_procedure_are_printed_to_a_file(cli: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "sheets.pdf"

    done = cli("sheets", "1.001193", "--bare", "2", "-o", out)

    assert (done.code, done.err) == (0, "")
    assert str(out) in done.out
    everything = count(out)
    assert cli("sheets", "1.001193", "--no-cover", "--paper", "giấy chứng sinh", "-o", out).code == 0
    assert count(out) == 1
    assert everything > 3


def test_sheets_that_name_no_paper_need_no_desk(run: Callable[..., Any], tmp_path: Path) -> None:
    out = tmp_path / "sheets.pdf"

    done = run("--data", tmp_path / "nowhere", "sheets", "--bare", "3", "--size", "a5", "-o", out)

    assert (done.code, done.err) == (0, "")
    assert count(out) == 3
    assert not (tmp_path / "nowhere" / "desk.db").exists()


@pytest.mark.parametrize(
    ("words", "named"),
    [(["9.999999"], "9.999999"), (["1.001193", "--paper", "giấy ra trận"], "giấy ra trận"), ([], "--bare")],
)
def test_what_cannot_be_printed_is_said(cli: Callable[..., Any], tmp_path: Path, words: list[str], named: str) -> None:
    assert named in cli("sheets", *words, "-o", tmp_path / "sheets.pdf").complaint
    assert not (tmp_path / "sheets.pdf").exists()
