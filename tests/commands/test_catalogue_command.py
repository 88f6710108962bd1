from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GOOD = {"MATTHC": "1.900009", "TENTTHC": "Thủ tục nhập thử", "LINHVUCTHUCHIEN": [{"TENLINHVUC": "Thử nghiệm"}]}
BAD = {"MATTHC": "x", "TENTTHC": "Không có mã"}


@pytest.fixture
def portal(tmp_path: Path) -> Callable[..., Path]:
    def write(*records: object, name: str = "catalogue.jsonl.gz") -> Path:
        path = tmp_path / name
        lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in records).encode()
        path.write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
        return path

    return write


def test_procedures_are_imported_and_counted(
    cli: Callable[..., Any], portal: Callable[..., Path], program: Callable[[], Any]
) -> None:
    report = cli("import-catalogue", portal(GOOD, BAD), "--json").json

    assert set(report) == {"imported", "rejected", "rejected_by_reason", "warnings", "warnings_by_kind", "rejects"}
    assert (report["imported"], report["rejected"], report["rejected_by_reason"]) == (1, 1, {"bad_code": 1})
    assert sum(report["warnings_by_kind"].values()) == report["warnings"]
    assert report["rejects"] == [{"where": "catalogue.jsonl.gz:2", "code": "x", "reason": "bad_code"}]
    opened = program()
    try:
        assert opened.desk.catalogue.get("1.900009").name == "Thủ tục nhập thử"
    finally:
        opened.close()


def test_the_import_speaks_to_people_too(cli: Callable[..., Any], portal: Callable[..., Path]) -> None:
    done = cli("import-catalogue", portal(GOOD, BAD), "--rejected")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("imported 1, rejected 1")
    assert "catalogue.jsonl.gz:2 x bad_code" in done.out


def test_an_import_of_nothing_is_a_failure_with_its_sentence(
    cli: Callable[..., Any], portal: Callable[..., Path], tmp_path: Path
) -> None:
    # It ended with 1 and not a word on standard error.
    nothing = portal(BAD, name="bad.jsonl")
    words = tmp_path / "words.json"
    words.write_text("không phải danh mục", encoding="utf-8")

    assert cli("import-catalogue", nothing).complaint
    assert cli("import-catalogue", words, "--json").complaint


def test_a_file_that_is_not_there_is_one_sentence(cli: Callable[..., Any], tmp_path: Path) -> None:
    assert cli("import-catalogue", tmp_path / "gone.json").complaint


def test_only_an_administrator_imports(
    cli: Callable[..., Any], portal: Callable[..., Path], program: Callable[[], Any]
) -> None:
    assert cli("import-catalogue", portal(GOOD), "--as", "Trần Thị Mẫu").complaint
    opened = program()
    try:
        assert opened.desk.catalogue.get("1.900009") is None
    finally:
        opened.close()
