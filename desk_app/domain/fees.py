"""Fees of a dossier (phí, lệ phí) and amounts in words as a payment note writes them."""

from __future__ import annotations

from desk_app.domain.dossier import FeeLine
from desk_app.domain.errors import InvalidValue
from desk_app.domain.procedure import Channel, Procedure

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu")
_BILLION = 1_000_000_000


def lines_for(procedure: Procedure, channel: Channel, case: str | None) -> tuple[FeeLine, ...]:
    """The fee lines of a new dossier, in published order; an amount decided elsewhere stays None."""
    items = procedure.fees_for(channel, case)
    return tuple(FeeLine(name=item.name, amount_vnd=item.amount_vnd, note=item.note) for item in items)


def total_vnd(lines: tuple[FeeLine, ...]) -> int | None:
    """The sum in đồng, None as soon as one amount is unknown."""
    total = 0
    for line in lines:
        if line.amount_vnd is None:
            return None
        total += line.amount_vnd
    return total


def amount_in_words(vnd: int) -> str:
    """An amount from 0 in words.

    >>> amount_in_words(8000), amount_in_words(1_205_015)
    ('Tám nghìn đồng', 'Một triệu hai trăm linh năm nghìn không trăm mười lăm đồng')
    """
    if vnd < 0:
        raise InvalidValue("amount_vnd", "out_of_range")
    words = " ".join((*_number(vnd), "đồng"))
    return words[0].upper() + words[1:]


def _number(value: int) -> list[str]:
    if value == 0:
        return ["không"]
    if value >= _BILLION:
        rest = value % _BILLION
        return [*_number(value // _BILLION), "tỷ", *(_below_billion(rest, leading=False) if rest else [])]
    return _below_billion(value, leading=True)


def _below_billion(value: int, *, leading: bool) -> list[str]:
    words: list[str] = []
    for power in (2, 1, 0):
        group = value // 1000**power % 1000
        if group:
            words += _group(group, full=bool(words) or not leading)
            words += [_THOUSANDS[power]] if power else []
    return words


def _group(value: int, *, full: bool) -> list[str]:
    """Three digits; ``full`` says the hundreds even when they are zero."""
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 1:
        words.append("mười")
    elif tens:
        words += [_DIGITS[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_ones(tens, ones))
    return words


def _ones(tens: int, ones: int) -> str:
    if ones == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, _DIGITS[ones])
    return _DIGITS[ones]
