from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from desk_app.desk.settings import DeskSettings, Theme, checked, load, new_tag, store
from desk_app.domain.errors import InvalidValue, NotPermitted
from desk_app.domain.procedure import SupplementPolicy
from desk_app.domain.receipt import Circular, PaperSize

EVERYTHING = DeskSettings(
    unit="H12.64",
    unit_name="UBND xã Khánh An",
    desk="Quầy 2",
    desk_tag="K7QX",
    superior_body="UBND TỈNH CÀ MAU",
    desk_body="BỘ PHẬN MỘT CỬA",
    place="Khánh An",
    contact_phone="0290 3831 234",
    lookup="https://motcua.camau.gov.vn",
    circular=Circular.TT_01_2018,
    paper_size=PaperSize.TWO_A5_ON_A4,
    personal_id_in_qr=False,
    copies=3,
    printer="HP LaserJet",
    supplement_policy=SupplementPolicy.PAUSE,
    language="en",
    theme=Theme.CONTRAST,
    watched_folder="C:\\Quét",
    camera="0",
    gun_port="COM3",
    phone_allowed=True,
    phone_port=8700,
    phone_certificate="C:\\office.pem",
    phone_certificate_key="C:\\office.key",
    read_words=False,
    idle_lock_min=0,
    gateway_url="https://motcua.example.vn",
)


class Drawer(dict[str, str]):
    """Settings as the store keeps them."""

    def put(self, key: str, value: str) -> None:
        self[key] = value


def test_every_field_comes_back_as_it_was_put() -> None:
    drawer = Drawer()
    store(drawer, EVERYTHING)  # type: ignore[arg-type]

    assert load(drawer) == EVERYTHING  # type: ignore[arg-type]
    assert all(getattr(EVERYTHING, f.name) != f.default for f in dataclasses.fields(DeskSettings))


def test_what_can_no_longer_be_understood_has_its_default() -> None:
    drawer = Drawer(unit="H12.64", circular="tt-99-2040", copies="viele", theme="pink", nothing="x")

    assert load(drawer) == DeskSettings(unit="H12.64")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("unit", "xã Khánh An", "malformed"),
        ("unit", "", "malformed"),
        ("desk", "  ", "required"),
        ("copies", 0, "out_of_range"),
        ("copies", 6, "out_of_range"),
        ("idle_lock_min", -1, "out_of_range"),
        ("idle_lock_min", 481, "out_of_range"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_by_field(field: str, value: object, reason: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        checked(dataclasses.replace(EVERYTHING, **{field: value}))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_an_administrator_changes_settings_and_they_last(counter: Any, open_counter: Callable[[], Any]) -> None:
    before = counter.desk.settings.get()

    counter.desk.settings.change(dataclasses.replace(before, copies=1, lookup="x.vn"), who=counter.administrator)
    counter.program.close()

    again = open_counter()
    assert again.desk.settings.get() == dataclasses.replace(before, copies=1, lookup="x.vn")
    with again.store.read() as uow:
        entry = uow.audit.recent(1)[0]
    assert (entry.act, entry.detail) == ("settings_changed", {"fields": "lookup,copies"})


def test_nobody_else_changes_settings(counter: Any) -> None:
    for somebody in (counter.officer, counter.volunteer, counter.supervisor):
        with pytest.raises(NotPermitted):
            counter.desk.settings.change(counter.desk.settings.get(), who=somebody)


def test_the_desks_tag_and_gateway_are_not_changed_from_the_settings_screen(counter: Any) -> None:
    before = counter.desk.settings.get()

    after = counter.desk.settings.change(
        dataclasses.replace(before, desk_tag="AAAA", gateway_url="https://evil.example"), who=counter.administrator
    )

    assert (after.desk_tag, after.gateway_url) == (before.desk_tag, before.gateway_url)


def test_anybody_chooses_the_look(counter: Any) -> None:
    counter.desk.settings.remember_look(theme=Theme.DARK)
    after = counter.desk.settings.remember_look(language="en")

    assert (after.theme, after.language) == (Theme.DARK, "en")
    assert counter.desk.settings.get() == after


def test_whoever_scans_chooses_the_devices(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk_app.domain.roles import PERMISSIONS, Act, Role

    counter.desk.settings.remember_devices(who=counter.volunteer, camera="1", watched_folder="/quet")
    after = counter.desk.settings.remember_devices(who=counter.officer, camera="")
    assert (after.camera, after.watched_folder) == ("", "/quet")

    monkeypatch.setitem(PERMISSIONS, Role.VOLUNTEER, PERMISSIONS[Role.VOLUNTEER] - {Act.SCAN})
    with pytest.raises(NotPermitted):
        counter.desk.settings.remember_devices(who=counter.volunteer, camera="2")


def test_a_tag_has_four_characters_that_no_two_desks_share() -> None:
    tags = {new_tag() for _ in range(200)}

    assert all(len(tag) == 4 and tag.isalnum() and tag == tag.upper() for tag in tags)
    assert not set("ILOU") & set("".join(tags))
    assert len(tags) > 190
