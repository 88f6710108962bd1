"""The main job, with real processes: the counter works while the cable is out, and everything arrives once when it is back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desk_app import bootstrap, config
from desk_app.capture import simulated
from desk_app.store.keys import ProtectedFile

CARD = "096191004582||Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"


def _blobs(desk: Any) -> int:
    return sum(1 for path in (desk.data / "blobs").rglob("*") if path.is_file())


def _card_read_from_a_photograph(desk: Any, folder: Path) -> str:
    card = simulated.photograph(simulated.card_image(CARD, seed=3), 3, 9.0)
    path = folder / "can-cuoc.jpg"
    path.write_bytes(simulated.jpeg_file(card))
    found = desk.json("read-codes", path)
    texts = [code["text"] for code in found["codes"] if code["format"].startswith("QR")]
    assert texts == [CARD]
    return str(texts[0])


@pytest.mark.timeout(400)
def test_what_was_accepted_offline_arrives_once_and_whole(
    desk: Any, gateway: Any, papers: Path, written: Callable[..., Path], wait_for: Callable[..., None], tmp_path: Path
) -> None:
    # The cable is out. A birth, with the applicant read from a card photographed at an angle.
    birth = written(
        "birth",
        procedure="1.001193",
        channel="direct",
        card_qr=_card_read_from_a_photograph(desk, tmp_path),
        applicant={"phone": "0918224175"},
        components=[
            {"name": "Tờ khai đăng ký khai sinh", "originals": 1, "files": [str(papers / "to-khai-1.jpg")]},
            {"name": "giay chung sinh", "originals": 1, "files": [str(papers / "chung-sinh.pdf")]},
            {"code": "gttt", "originals": 1},
        ],
    )
    # A marriage whose address still names a district, with a paper nobody asked for.
    marriage = written(
        "marriage",
        procedure="1.000894",
        channel="direct",
        applicant={
            "full_name": "Phạm Văn Út",
            "id_type": "cccd",
            "id_number": "096098006614",
            "born_on": "1998-11-02",
            "sex": "male",
            "phone": "0832775416",
            "address": {"text": "Ấp 11, xã Nguyễn Phích, huyện U Minh, tỉnh Cà Mau"},
        },
        components=[
            {"name": "Tờ khai đăng ký kết hôn", "originals": 1, "files": [str(papers / "to-khai-2.jpg")]},
            {"name": "Ảnh chụp cam kết", "originals": 1, "files": [str(papers / "anh-chup.jpg")]},
            {"code": "gttt", "originals": 1},
        ],
        missing_accepted_because="Giấy tờ còn lại tra cứu trong cơ sở dữ liệu",
    )
    # A household business with its tax code.
    business = written(
        "business",
        procedure="1.001612",
        channel="direct",
        applicant={
            "kind": "business",
            "full_name": "Hộ kinh doanh Huỳnh Kim Chung",
            "id_type": "tax",
            "id_number": "0100233488",
            "address": {"text": "Số 12, ấp 3, xã Khánh An, tỉnh Cà Mau"},
        },
        components=[
            {
                "name": "Giấy đề nghị đăng ký hộ kinh doanh",
                "originals": 1,
                "files": [str(papers / "to-khai-3.jpg"), str(papers / "to-khai-5.jpg")],
            },
            {"name": "Hợp đồng thuê", "originals": 0, "copies": 1, "files": [str(papers / "hop-dong.tif")]},
        ],
        missing_accepted_because="Thử nghiệm thiếu giấy tờ",
    )

    accepted = []
    for number, file in enumerate((birth, marriage, business)):
        receipt = tmp_path / f"receipt-{number}.pdf"
        result = desk.json("intake", file, "--receipt", receipt)
        text = _text_of(receipt)
        assert result["code"] in text
        assert result["provisional"] is True
        accepted.append(result)

    assert len({result["code"] for result in accepted}) == 3
    assert sum(c["pages"] for result in accepted for c in result["components"]) == 12
    waiting = desk.json("queue", "--json")
    assert (waiting["waiting"], waiting["confirmed"], waiting["needs_person"]) == (3, 0, 0)

    # The power goes in the middle of a fourth: its pages are on disk, it is not accepted yet.
    fourth = written(
        "fourth",
        procedure="1.004873",
        channel="direct",
        card_qr=CARD,
        components=[
            {
                "name": "Tờ khai",
                "originals": 1,
                "files": [str(papers / "to-khai-4.jpg"), str(papers / "hop-dong.tif")],
            }
        ],
        missing_accepted_because="Thử nghiệm mất điện",
    )
    before = _blobs(desk)
    process = desk.start("intake", fourth)
    wait_for(lambda: process.poll() is not None or _blobs(desk) >= before + 3)
    process.kill()
    process.communicate()

    waiting = desk.json("queue", "--json")
    assert (waiting["waiting"], waiting["confirmed"], waiting["needs_person"]) == (3, 0, 0)
    drafts = _open_drafts(desk)
    assert [len(draft.pages) for draft in drafts] == [5]
    assert drafts[0].applicant.full_name == "Nguyễn Thị Hường"

    # The line comes back.
    url = gateway.up()
    code = _enrolment_code(gateway)
    desk.json("enrol", url, code, "--json")
    desk.json("sync", "--once", "--json")

    green = desk.json("queue", "--json")
    assert (green["waiting"], green["confirmed"], green["needs_person"]) == (0, 3, 0)
    token = _token(desk)
    for result in accepted:
        here = desk.json("show", result["code"], "--json")
        there = gateway.dossier(result["dossier_id"], token)
        assert here["sync"] == "confirmed"
        assert here["provisional_code"] == result["code"]
        assert here["code"] == there["code"]
        assert here["code"].startswith("H12.64-")
        assert _digests_here(here) == _digests_there(there)
        assert there["provisional_code"] == result["code"]

    again = desk.json("sync", "--once", "--json")
    assert again["confirmed_today"] == 3
    for result in accepted:
        assert (
            gateway.dossier(result["dossier_id"], token)["events"] == gateway.dossier(result["code"], token)["events"]
        )

    # From here on codes are official at once, and the centre's word comes back.
    with_code = desk.json("intake", birth)
    assert with_code["provisional"] is False
    desk.json("sync", "--once", "--json")
    _act(gateway, with_code["code"], "in_process")
    desk.json("sync", "--once", "--json")
    assert desk.json("show", with_code["code"], "--json")["status"] == "in_process"


def _text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def _digests_here(shown: dict[str, Any]) -> set[str]:
    parts = [*shown["components"], *shown["receipts"]]
    return {part["sha256"] for part in parts if part["sha256"]}


def _digests_there(held: dict[str, Any]) -> set[str]:
    assert all(file["held"] for file in held["files"])
    return {file["sha256"] for file in held["files"]}


def _program(desk: Any) -> bootstrap.Program:
    return bootstrap.open_desk(config.Settings(data_dir=desk.data), key_store=ProtectedFile())


def _open_drafts(desk: Any) -> tuple[Any, ...]:
    program = _program(desk)
    try:
        return program.desk.intake.open_drafts()
    finally:
        program.close()


def _token(desk: Any) -> str:
    program = _program(desk)
    try:
        with program.store.read() as uow:
            return str(uow.settings.get("device_token"))
    finally:
        program.close()


def _central(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "desk_app", "central", *words], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode("utf-8")


def _enrolment_code(gateway: Any) -> str:
    made = _central("enrolment", "--database", gateway.database, "--unit", "H12.64", "--json")
    return str(json.loads(made)["code"])


def _act(gateway: Any, code: str, status: str) -> None:
    _central("act", "status", "--database", gateway.database, code, status)
