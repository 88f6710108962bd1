from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.desk import intake_file
from desk_app.domain.applicant import ApplicantKind, IdType, PartialDate, Sex
from desk_app.domain.dossier import NotDigitised
from desk_app.domain.draft import DraftComponent, IntakeDraft
from desk_app.domain.errors import InvalidValue
from desk_app.domain.procedure import Channel, ReturnMethod

LEAST: dict[str, Any] = {"procedure": "1.001193", "channel": "direct", "components": []}
CARD = "096191004582||Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"
BASE = Path("/papers")


def parsed(**more: Any) -> intake_file.IntakeFile:
    return intake_file.parse({**LEAST, **more}, base=BASE)


def refusal(**more: Any) -> tuple[str, str]:
    with pytest.raises(InvalidValue) as refused:
        parsed(**more)
    return refused.value.field, refused.value.reason


def test_three_keys_are_enough() -> None:
    file = parsed()

    assert (file.procedure, file.channel, file.return_method) == ("1.001193", Channel.DIRECT, ReturnMethod.DESK)
    assert (file.case, file.submitter, file.sets, file.components) == (None, None, 1, ())


def test_everything_that_can_be_said_is_read() -> None:
    file = parsed(
        case="mac-dinh",
        channel="postal",
        return_method="postal",
        applicant={
            "kind": "citizen",
            "full_name": "  Nguye\u0302\u0303n  Thị Mẫu ",
            "id_type": "cccd",
            "id_number": "096191004582",
            "born_on": "1991-03",
            "sex": "female",
            "phone": "0918224175",
            "email": "mau@example.vn",
            "address": {"text": "Ấp 1", "province": "96", "commune": "32059"},
        },
        submitter={"full_name": "Đỗ Thị Thử", "authority": "mẹ", "address": {"text": "Ấp 2"}},
        sets=2,
        note="Ưu tiên",
        received_at="2026-11-23T08:00:00+07:00",
        received_at_reason="mất điện",
        missing_accepted_because="bổ sung sau",
        components=[
            {"name": "Tờ khai", "originals": 1, "files": ["a.jpg", "/elsewhere/b.jpg"]},
            {"code": "gttt", "copies": 1, "not_digitised_because": "presented_only"},
            {"name": "Ảnh", "not_digitised_because": "máy quét hỏng"},
        ],
    )

    assert file.applicant.full_name == "Nguyễn Thị Mẫu"
    assert (file.applicant.kind, file.applicant.id_type, file.applicant.sex) == (
        ApplicantKind.CITIZEN,
        IdType.CCCD,
        Sex.FEMALE,
    )
    assert file.applicant.born == PartialDate(1991, 3)
    assert (file.applicant.address.province, file.applicant.address.commune) == ("96", "32059")
    assert file.submitter is not None
    assert (file.submitter.authority, file.submitter.address.text) == ("mẹ", "Ấp 2")
    assert file.received_at == dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    first, second, third = file.components
    assert first.files == (BASE / "a.jpg", Path("/elsewhere/b.jpg"))
    assert (second.name, second.code, second.copies) == ("", "gttt", 1)
    assert second.not_digitised_because is NotDigitised.PRESENTED_ONLY
    assert (third.not_digitised_because, third.not_digitised_note) == (NotDigitised.OTHER, "máy quét hỏng")


def test_a_card_gives_the_applicant_and_what_is_written_beside_it_wins() -> None:
    file = parsed(card_qr=CARD, applicant={"phone": "0918224175", "full_name": "Nguyễn Thị Hương"})

    assert file.applicant.id_number == "096191004582"
    assert (file.applicant.full_name, file.applicant.phone) == ("Nguyễn Thị Hương", "0918224175")
    assert file.applicant.address.text == "Ấp 1, Khánh Hội, U Minh, Cà Mau"


def test_what_on_the_card_does_not_agree_is_a_warning() -> None:
    file = parsed(card_qr=CARD.replace("05031991", "05031990"))

    assert file.card_warnings


@pytest.mark.parametrize(
    ("more", "field", "reason"),
    [
        ({"procedure": ""}, "procedure", "required"),
        ({"procedure": None}, "procedure", "required"),
        ({"procedure": 7}, "procedure", "not_text"),
        ({"channel": "fax"}, "channel", "unknown_value"),
        ({"return_method": "pigeon"}, "return_method", "unknown_value"),
        ({"components": None}, "components", "required"),
        ({"components": {}}, "components", "required"),
        ({"components": [{"name": "a"}] * 201}, "components", "too_many"),
        ({"components": ["a"]}, "components.0", "not_an_object"),
        ({"components": [{}]}, "components.0.name", "required"),
        ({"components": [{"name": "a", "files": "a.jpg"}]}, "components.0.files", "malformed"),
        ({"components": [{"name": "a", "files": [7]}]}, "components.0.files", "malformed"),
        ({"components": [{"name": "a", "originals": -1}]}, "components.0.originals", "not_a_count"),
        ({"components": [{"name": "a", "copies": True}]}, "components.0.copies", "not_a_count"),
        (
            {"components": [{"name": "a", "not_digitised_because": 7}]},
            "components.0.not_digitised_because",
            "malformed",
        ),
        ({"applicant": []}, "applicant", "not_an_object"),
        ({"applicant": {"id_type": "licence"}}, "applicant.id_type", "unknown_value"),
        ({"applicant": {"born_on": "5/3/1991"}}, "applicant.born_on", "not_a_date"),
        ({"applicant": {"address": "Ấp 1"}}, "applicant.address", "not_an_object"),
        ({"applicant": {"address": {"text": 7}}}, "applicant.address.text", "not_text"),
        ({"submitter": "me"}, "submitter", "not_an_object"),
        ({"submitter": {"address": {"province": 96}}}, "submitter.address.province", "not_text"),
        ({"sets": 0}, "sets", "not_a_count"),
        ({"sets": 1.5}, "sets", "not_a_count"),
        ({"note": "x" * 4_001}, "note", "too_long"),
        ({"note": "a\ud800b"}, "note", "not_text"),
        ({"note": "a\x00b"}, "note", "not_text"),
        ({"received_at": "today"}, "received_at", "not_a_time"),
        ({"received_at": "2026-11-23T08:00:00"}, "received_at", "no_offset"),
        ({"card_qr": "x" * 4_000}, "card_qr", "too_long"),
        ({"card_qr": "http://example.vn"}, "card_qr", "not_a_card"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(more: dict[str, Any], field: str, reason: str) -> None:
    assert refusal(**more) == (field, reason)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"procedur": "1.001193"}, "procedur"),
        ({"applicant": {"phonee": "0918224175"}}, "applicant.phonee"),
        ({"applicant": {"authority": "mẹ"}}, "applicant.authority"),
        ({"applicant": {"address": {"district": "U Minh"}}}, "applicant.address.district"),
        ({"submitter": {"born_on": "1991"}}, "submitter.born_on"),
        ({"components": [{"name": "a", "file": "a.jpg"}]}, "components.0.file"),
    ],
)
def test_a_key_nobody_knows_is_refused_wherever_it_stands(more: dict[str, Any], field: str) -> None:
    # Only those at the top were; a misspelt telephone number was lost without a word.
    assert refusal(**more) == (field, "unknown_key")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"not json", b"\xff\xfe\x00", b"[" * 100_000, b'{"a":' * 50_000],
    ids=["empty", "torn", "words", "not utf-8", "deep list", "deep object"],
)
def test_a_file_that_is_no_json_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "hoso.json"
    file.write_bytes(content)

    with pytest.raises(InvalidValue) as refused:
        intake_file.read(file)
    assert (refused.value.field, refused.value.reason) == ("file", "not_json")


def test_json_that_is_no_object_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "hoso.json"
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(InvalidValue, match="not_an_object"):
        intake_file.read(file)
    file.write_bytes(b" " * (intake_file.MAX_BYTES + 1))
    with pytest.raises(InvalidValue, match="too_large"):
        intake_file.read(file)


def test_a_byte_order_mark_is_no_harm_and_files_lie_beside_the_json(tmp_path: Path) -> None:
    file = tmp_path / "hoso.json"
    content = {**LEAST, "components": [{"name": "Tờ khai", "files": ["a.jpg"]}]}
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8-sig")

    assert intake_file.read(file).components[0].files == (tmp_path / "a.jpg",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.sampled_from(sorted(intake_file.KEYS)), children)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted(intake_file.KEYS)), json_values))
def test_whatever_the_json_says_it_is_read_or_refused_by_field(data: dict[str, Any]) -> None:
    with contextlib.suppress(InvalidValue):
        intake_file.parse(data, base=BASE)


@pytest.fixture
def fill() -> Callable[..., tuple[IntakeDraft, dict[str, tuple[Path, ...]]]]:
    numbers = itertools.count(1)
    lines = (
        DraftComponent(id="c1", name="Tờ khai đăng ký khai sinh", code="c01", originals=1, mandatory=True),
        DraftComponent(id="c2", name="Giấy chứng sinh", code="c02", originals=1, mandatory=True),
    )

    def filled(**more: Any) -> tuple[IntakeDraft, dict[str, tuple[Path, ...]]]:
        draft = IntakeDraft(id="d", author="acc-1", components=lines, procedure_code="1.001193")
        return intake_file.fill(draft, parsed(**more), new_id=lambda: f"n{next(numbers)}")

    return filled


def test_papers_are_matched_by_code_or_name_and_the_rest_is_extra(fill: Callable[..., Any]) -> None:
    draft, paths = fill(
        components=[
            {"code": "C01", "files": ["a.jpg"]},
            {"name": "giay chung sinh", "originals": 2},
            {"name": "Cam kết", "copies": 1, "files": ["b.jpg", "c.jpg"]},
        ]
    )

    assert [(c.id, c.present, c.originals, c.copies) for c in draft.components] == [
        ("c1", True, 1, 0),
        ("c2", True, 2, 0),
        ("n1", True, 0, 1),
    ]
    assert paths == {"c1": (BASE / "a.jpg",), "c2": (), "n1": (BASE / "b.jpg", BASE / "c.jpg")}
    assert (draft.author, draft.procedure_code) == ("acc-1", "1.001193")


def test_a_paper_with_no_numbers_and_no_pages_is_not_there_but_may_have_its_reason(fill: Callable[..., Any]) -> None:
    draft, _ = fill(
        components=[
            {"code": "c01", "originals": 0, "copies": 0},
            {"code": "c02", "originals": 0, "copies": 0, "not_digitised_because": "shared_data"},
        ]
    )

    assert [c.present for c in draft.components] == [False, False]
    assert draft.components[1].not_digitised_because is NotDigitised.SHARED_DATA


def test_a_paper_named_without_numbers_was_handed_in_as_asked_for(fill: Callable[..., Any]) -> None:
    draft, _ = fill(components=[{"code": "c01"}])

    assert (draft.components[0].present, draft.components[0].originals) == (True, 1)


def test_the_same_paper_named_twice_keeps_the_pages_of_both(fill: Callable[..., Any]) -> None:
    draft, paths = fill(components=[{"code": "c01", "files": ["a.jpg"]}, {"code": "c01", "files": ["b.jpg"]}])

    assert paths["c1"] == (BASE / "a.jpg", BASE / "b.jpg")
    assert len(draft.components) == 2
