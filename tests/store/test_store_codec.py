from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app import clock
from desk_app.domain.applicant import PartialDate
from desk_app.domain.dossier import Dossier
from desk_app.domain.draft import IntakeDraft
from desk_app.domain.events import DossierReceived
from desk_app.domain.procedure import Procedure
from desk_app.store.codec import decode, encode
from desk_app.store.moments import decode_moment, encode_moment

moments = st.datetimes(
    min_value=dt.datetime(1900, 1, 1),  # noqa: DTZ001
    max_value=dt.datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(clock.VIETNAM),
)
partial_dates = st.dates(dt.date(1000, 1, 1)).flatmap(
    lambda day: st.sampled_from(
        [PartialDate(day.year), PartialDate(day.year, day.month), PartialDate(day.year, day.month, day.day)]
    )
)
st.register_type_strategy(dt.datetime, moments)
st.register_type_strategy(PartialDate, partial_dates)


@pytest.mark.parametrize("kind", [Dossier, IntakeDraft, Procedure, DossierReceived])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_kept_comes_back_equal(kind, data):
    value = data.draw(st.from_type(kind))

    text = encode(value)

    assert decode(kind, text) == value
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text
    assert encode(decode(kind, text)) == text


@given(moments)
def test_moments_come_back_from_their_column_to_the_microsecond(moment):
    assert decode_moment(encode_moment(moment)) == moment
    assert decode_moment(encode_moment(moment)).utcoffset() == dt.timedelta(hours=7)


def test_moments_are_read_in_vietnam_time(make):
    read = decode(Dossier, encode(make.dossier()))

    assert read.received_at.tzinfo is clock.VIETNAM


def test_a_field_this_version_does_not_know_is_passed_over(make):
    dossier = make.dossier()
    content = json.loads(encode(dossier)) | {"added_later": {"a": 1}}

    assert decode(Dossier, json.dumps(content)) == dossier


def test_empty_fields_take_no_room_and_read_as_their_defaults(make):
    dossier = make.dossier(note="", sets=1)

    content = json.loads(encode(dossier))

    assert "note" not in content
    assert content["sets"] == 1
    assert decode(Dossier, encode(dataclasses.replace(dossier, sets=0))).sets == 0


def test_vietnamese_text_is_kept_readable(make):
    assert "Nguyễn Thị Mẫu" in encode(make.dossier())


def test_a_type_without_a_codec_is_a_mistake_in_the_program():
    with pytest.raises(TypeError):
        encode({"a": object()})
