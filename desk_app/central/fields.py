"""Types of the fields that messages are made of, and the base of all messages."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from desk_app.domain.applicant import PartialDate

PROTOCOL: Literal[1] = 1
SHA256 = r"^[0-9a-f]{64}$"
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class Message(BaseModel):
    """Base of all messages: what has one type is not taken for another."""

    model_config = ConfigDict(strict=True, hide_input_in_errors=True)


def _without_null(text: str) -> str:
    if "\x00" in text:  # PostgreSQL cannot store it
        msg = "contains a null character"
        raise ValueError(msg)
    return text


def _partial_date(text: str) -> str:
    PartialDate.parse(text)
    return text


def _text_only(value: Any) -> Any:
    if isinstance(value, (int, float)):  # would be taken for seconds since 1970
        msg = "not text"
        raise ValueError(msg)  # pydantic turns no TypeError into an answer
    return value


def _within_reason(moment: dt.datetime) -> dt.datetime:
    if not 1900 <= moment.year <= 2200:
        msg = "out of range"
        raise ValueError(msg)
    return moment


_Safe = AfterValidator(_without_null)
Text = Annotated[str, Field(max_length=20_000), _Safe]
Name = Annotated[str, Field(max_length=4_000), _Safe]
Word = Annotated[str, Field(max_length=320), _Safe]
Key = Annotated[str, Field(min_length=1, max_length=64), _Safe]
Uuid = Annotated[str, Field(pattern=UUID)]
Sha256 = Annotated[str, Field(pattern=SHA256)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Size = Annotated[int, Field(ge=1, le=2**40)]
BornOn = Annotated[str, Field(max_length=10), AfterValidator(_partial_date)]
At = Annotated[AwareDatetime, Field(strict=False), BeforeValidator(_text_only), AfterValidator(_within_reason)]
Day = Annotated[dt.date, Field(strict=False), BeforeValidator(_text_only)]
