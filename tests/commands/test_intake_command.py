from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desk_app import config
from desk_app.domain import codes
from desk_app.domain.procedure import Channel

KEYS = {
    "dossier_id",
    "code",
    "provisional",
    "due_at",
    "received_at",
    "recorded_at",
    "status",
    "receipt",
    "receipt_sha256",
    "components",
    "warnings",
}
COMPONENT_KEYS = {"id", "code", "name", "sha256", "bytes", "pages", "not_digitised_because"}


@pytest.fixture
def scan(tmp_path: Path, picture: Callable[[str], bytes]) -> Path:
    path = tmp_path / "to-khai.jpg"
    path.write_bytes(picture("Tờ khai"))
    return path


def _open_drafts(program: Callable[[], Any]) -> int:
    opened = program()
    try:
        return len(opened.desk.intake.open_drafts())
    finally:
        opened.close()


def test_a_dossier_is_accepted_and_described(
    cli: Callable[..., Any], written: Callable[..., Path], scan: Path, tmp_path: Path
) -> None:
    receipt = tmp_path / "receipt.pdf"
    paper = {"name": "Tờ khai đăng ký khai sinh", "originals": 1, "files": [scan.name]}
    rest = [{"name": "Giấy chứng sinh"}, {"code": "gttt"}]

    made = cli("intake", written(components=[paper, *rest]), "--receipt", receipt).json

    assert set(made) == KEYS
    assert codes.is_provisional(made["code"])
    assert (made["provisional"], made["status"], made["receipt"]) == (True, "received", str(receipt))
    assert made["received_at"] == made["recorded_at"] == "2026-11-23T10:45:00+07:00"
    assert made["due_at"].startswith("2026-11-25T")
    first, second, third = made["components"]
    assert set(first) == COMPONENT_KEYS
    assert (first["code"], first["pages"], first["not_digitised_because"]) == ("c01", 1, None)
    assert first["bytes"] > 0
    assert (second["sha256"], second["not_digitised_because"]) == (None, "no_device")
    assert third["not_digitised_because"] == "presented_only"
    with pypdfium2.PdfDocument(io.BytesIO(receipt.read_bytes())) as pdf:
        assert made["code"] in pdf[0].get_textpage().get_text_range()


def test_without_a_receipt_file_the_receipt_still_waits_for_its_printer(
    cli: Callable[..., Any], written: Callable[..., Path], program: Callable[[], Any]
) -> None:
    made = cli("intake", written()).json

    assert made["receipt"] is None
    opened = program()
    try:
        assert [t.dossier_id for t in opened.desk.printing.pending()] == [made["dossier_id"]]
    finally:
        opened.close()


def test_pages_are_attached_by_code_or_name(cli: Callable[..., Any], written: Callable[..., Path], scan: Path) -> None:
    made = cli("intake", written(), "--attach", f"c01={scan}", "--attach", f"giay chung sinh={scan}").json

    assert [c["pages"] for c in made["components"]] == [1, 1, 0]


@pytest.mark.parametrize("attach", ["c01", "=x.jpg", "c01=", "Sổ đỏ=x.jpg"])
def test_an_attachment_that_belongs_nowhere_is_one_sentence(
    cli: Callable[..., Any], written: Callable[..., Path], program: Callable[[], Any], attach: str
) -> None:
    assert cli("intake", written(), "--attach", attach).complaint
    assert _open_drafts(program) == 0
    assert cli("queue", "--json").json["items"] == []


def test_missing_papers_are_all_named_and_no_draft_is_left_open(
    cli: Callable[..., Any], written: Callable[..., Path], program: Callable[[], Any]
) -> None:
    complaint = cli("intake", written(components=[])).complaint

    assert "Tờ khai đăng ký khai sinh" in complaint
    assert "Giấy chứng sinh" in complaint
    assert _open_drafts(program) == 0


def test_a_volunteer_accepts_nothing_and_leaves_no_draft(
    cli: Callable[..., Any], written: Callable[..., Path], program: Callable[[], Any]
) -> None:
    assert cli("intake", written(), "--as", "le thi tinh nguyen").complaint
    assert _open_drafts(program) == 0
    assert cli("queue", "--json").json["items"] == []


def test_setting_back_needs_a_reason(cli: Callable[..., Any], written: Callable[..., Path]) -> None:
    early = "2026-11-23T08:00:00+07:00"
    assert "lý do" in cli("intake", written(received_at=early)).complaint

    made = cli("intake", written(received_at=early, received_at_reason="mất điện")).json

    assert (made["received_at"], made["recorded_at"]) == (early, "2026-11-23T10:45:00+07:00")


def test_a_picture_that_fails_only_when_it_is_decoded_is_named_and_leaves_no_draft_open(
    cli: Callable[..., Any], written: Callable[..., Path], scan: Path, program: Callable[[], Any]
) -> None:
    scan.write_bytes(scan.read_bytes()[:-500])

    complaint = cli("intake", written(), "--attach", f"c01={scan}").complaint

    assert "to-khai.jpg" in complaint
    assert _open_drafts(program) == 0


def test_a_receipt_that_cannot_be_written_does_not_hide_that_the_dossier_was_accepted(
    cli: Callable[..., Any], written: Callable[..., Path], tmp_path: Path
) -> None:
    # The command failed without a word of the dossier, so a script would have filed it again.
    import json

    done = cli("intake", written(), "--receipt", tmp_path / "nowhere" / "receipt.pdf")

    assert "receipt.pdf" in done.complaint
    accepted = json.loads(done.out)
    assert set(accepted) == KEYS
    assert accepted["receipt"] is None
    assert cli("show", accepted["code"], "--json").json["dossier_id"] == accepted["dossier_id"]


def test_wrong_pin_is_counted_and_locks(
    cli: Callable[..., Any], written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written()
    monkeypatch.setenv(config.PIN_VARIABLE, "0000")
    complaints = [cli("intake", file).complaint for _ in range(6)]

    assert "4" in complaints[0]
    assert "1" in complaints[3]
    assert complaints[4] == complaints[5]
    monkeypatch.setenv(config.PIN_VARIABLE, "2580")
    assert cli("intake", file).complaint == complaints[5]


def test_an_unknown_name_is_one_sentence(cli: Callable[..., Any], written: Callable[..., Path]) -> None:
    assert cli("intake", written(), "--as", "Ai Đó").complaint


def test_every_channel_and_warning_is_understood(cli: Callable[..., Any], written: Callable[..., Path]) -> None:
    card = "096191004582||Nguyễn Thị Hường|05031990|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"
    for channel in Channel:
        made = cli("intake", written(channel=channel.value, card_qr=card, applicant={"phone": "0918 224 175"})).json
        assert made["warnings"]
        assert all(isinstance(w, str) and w for w in made["warnings"])


def test_nothing_personal_is_in_the_log(
    cli: Callable[..., Any], written: Callable[..., Path], data: Path, scan: Path, tmp_path: Path
) -> None:
    scan.write_bytes(b"\xff\xd8\xff torn")
    cli("intake", written())
    cli("intake", written(), "--attach", f"c01={scan}")
    cli("intake", written(applicant={"full_name": "Nguyễn Thị Hường", "id_number": "0961"}))
    cli("search", "hường", "--json")

    text = "".join(p.read_text(encoding="utf-8") for p in data.glob("*.log*"))
    assert "Hường" not in text
    assert "0961" not in text
