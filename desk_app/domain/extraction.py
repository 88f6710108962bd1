"""Proposals for the facts that are taken out of a digitised paper (bóc tách dữ liệu), from the lines of its text.

What TT 01/2023/TT-VPCP Điều 9 asks for could not be read in full; the kinds are those that provincial stores keep
(``dossier.ExtractedKind``). The rules know how Vietnamese official papers are laid out (NĐ 30/2020/NĐ-CP, Phụ lục I): body and
number at the top left, country and date at the top right, the name of the paper in capitals beneath, the signer's name last.
A proposal is for a person to confirm: nothing of it is kept unseen.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Sequence

from desk_app.domain import identity_number
from desk_app.domain.applicant import IdType
from desk_app.domain.dossier import Extracted, ExtractedKind
from desk_app.domain.vietnamese import fold, tidy

LONGEST_VALUE = 300
_MOST_LINES = 2_000
_HEAD_LINES = 14
_PAPER_NAMES = (
    *("giay", "to khai", "don", "quyet dinh", "trich luc", "hop dong", "ban sao", "van ban", "phieu", "bien ban"),
    *(
        "bang",
        "thong bao",
        "so ho",
        "can cuoc",
        "chung minh",
        "to trinh",
        "ban cam ket",
        "danh sach",
        "chung chi",
        "chung thu",
    ),
)
_BODIES = (
    *(
        "ubnd",
        "uy ban nhan dan",
        "so ",
        "bo ",
        "cong an",
        "benh vien",
        "tram y te",
        "phong ",
        "toa an",
        "chi cuc",
        "cuc ",
    ),
    "truong ",
)
_PLACES = ("xa ", "phuong ", "tinh ", "thanh pho ", "dac khu ")
_MOTTO = ("cong hoa xa hoi", "doc lap")
_ROLES = re.compile(
    r"^(?:(?:kt|tm|tl|tuq|q)\s)*(?:pho\s)?"
    r"(?:chu tich|giam doc|truong|hieu truong|bo truong|chanh|cong chung vien)\b"
)
_NUMBER = re.compile(
    r"\bs[ốôo]\s*[:.]?\s*(\d{1,6}(?:[/\-.]\d{4})?\s*/\s*[A-ZĐƯƠÔÂĂÊ][\wĐđƯưƠơ]*(?:[\-–/.][\wĐđƯưƠơ]+){0,4})",
    re.IGNORECASE,
)
_WRITTEN_DAY = re.compile(r"ng[àa]y\s*(\d{1,2})\s*th[áa]ng\s*(\d{1,2})\s*n[ăa]m\s*(\d{4})", re.IGNORECASE)
_SHORT_DAY = re.compile(r"\b(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})\b")
_UNTIL = re.compile(r"(?:có giá trị|có hiệu lực|thời hạn|sử dụng)[^.;]{0,40}?(?:đến|tới)", re.IGNORECASE)
_ABSTRACT = re.compile(r"^(?:v/v|về việc)\b\s*:?\s*(.{4,})", re.IGNORECASE)
_OWNER = re.compile(r"(?:định danh|căn cước|cccd|cmnd|cmtnd)", re.IGNORECASE)
_TWELVE = re.compile(r"(?<!\d)\d(?:[ .]?\d){11}(?!\d)")
_SCOPE = re.compile(r"phạm vi (?:hiệu lực|áp dụng|hoạt động)\s*:?\s*(.{3,80})", re.IGNORECASE)


@dataclasses.dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that may be on the paper.

    Attributes:
        line: zero-based line of the text in which it was found, to be shown beside it.
    """

    fact: Extracted
    line: int


def proposals(lines: Sequence[str]) -> tuple[Proposal, ...]:
    """What the text of a paper seems to say, at most one proposal a kind, in the order of ``ExtractedKind``.

    Args:
        lines: of all pages of the paper, from the top; more than 2,000 are not looked at.
    """
    text = [tidy(line) for line in lines[:_MOST_LINES]]
    found: list[Proposal] = []
    for kind, finder in _FINDERS.items():
        hit = finder(text)
        if hit is not None and hit[1]:
            found.append(Proposal(Extracted(kind, hit[1][:LONGEST_VALUE]), hit[0]))
    return tuple(found)


Hit = tuple[int, str] | None


def _paper_name(lines: Sequence[str]) -> Hit:
    """The first line in capitals that begins like the name of a paper, with the capitals beneath it."""
    for at, line in enumerate(lines[: _HEAD_LINES * 2]):
        if _is_capital(line) and fold(line).startswith(_PAPER_NAMES):
            rest = []
            for more in lines[at + 1 : at + 3]:
                if not _is_capital(more) or fold(more).startswith((*_PAPER_NAMES, *_BODIES, *_MOTTO)):
                    break
                rest.append(more)
            return at, " ".join([line, *rest])
    return None


def _issuer(lines: Sequence[str]) -> Hit:
    for at, line in enumerate(lines[:_HEAD_LINES]):
        words = fold(line)
        if not words.startswith(_BODIES) or not _is_capital(line) or any(c.isdigit() for c in line):
            continue
        below = lines[at + 1] if at + 1 < len(lines) else ""
        goes_on = words in {"uy ban nhan dan", "ubnd"} and fold(below).startswith(
            ("xa ", "phuong ", "tinh ", "thanh pho ", "dac khu ")
        )
        return at, f"{line} {below}" if goes_on else line
    return None


def _number(lines: Sequence[str]) -> Hit:
    for at, line in enumerate(lines[:_HEAD_LINES]):
        if found := _NUMBER.search(line):
            return at, re.sub(r"\s*/\s*", "/", found[1]).rstrip(".-–/")
    return None


def _abstract(lines: Sequence[str]) -> Hit:
    for at, line in enumerate(lines[: _HEAD_LINES * 2]):
        if found := _ABSTRACT.search(line):
            return at, tidy(found[1])
    return None


def _issued_on(lines: Sequence[str]) -> Hit:
    """The day beside the place at the top, or the last written day of the paper (beside the signature)."""
    head = range(min(len(lines), _HEAD_LINES))
    for at in (*head, *reversed(range(len(lines)))):
        if _UNTIL.search(lines[at]) or "sinh" in fold(lines[at]).split():
            continue
        if (found := _WRITTEN_DAY.search(lines[at])) and (day := _day(found)):
            return at, day
    return None


def _valid_until(lines: Sequence[str]) -> Hit:
    for at, line in enumerate(lines):
        if not (said := _UNTIL.search(line)):
            continue
        rest = line[said.end() :] + " " + (lines[at + 1] if at + 1 < len(lines) else "")
        days = [found for pattern in (_WRITTEN_DAY, _SHORT_DAY) if (found := pattern.search(rest))]
        if days and (day := _day(min(days, key=lambda found: found.start()))):
            return at, day
    return None


def _owner_id(lines: Sequence[str]) -> Hit:
    """A personal number of twelve digits on the line that names it, or on the next."""
    for at, line in enumerate(lines):
        said = _OWNER.search(line)
        if not said:
            continue
        for text in (line[said.end() :], lines[at + 1] if at + 1 < len(lines) else ""):
            for found in _TWELVE.finditer(text):
                number = identity_number.bare(found[0])
                if not identity_number.problems("", IdType.CCCD, number):
                    return at, number
    return None


def _signer(lines: Sequence[str]) -> Hit:
    """The last name after the role of who signs."""
    roles = [at for at, line in enumerate(lines) if _ROLES.match(fold(line)) and len(line) < 60]
    if not roles:
        return None
    names = [at for at in range(roles[-1] + 1, len(lines)) if _is_name(lines[at])]
    return (names[-1], lines[names[-1]]) if names else None


def _scope(lines: Sequence[str]) -> Hit:
    for at, line in enumerate(lines):
        if found := _SCOPE.search(line):
            return at, tidy(found[1]).rstrip(".;")
    return None


def _day(found: re.Match[str]) -> str:
    day, month, year = (int(part) for part in found.groups())
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _is_capital(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 5 and sum(c.isupper() for c in letters) >= 0.9 * len(letters) and " " in line


def _is_name(line: str) -> bool:
    words = line.split()
    return 2 <= len(words) <= 6 and all(word.isalpha() and word[0].isupper() and word[1:].islower() for word in words)


_FINDERS: dict[ExtractedKind, Callable[[Sequence[str]], Hit]] = {
    ExtractedKind.PAPER_NAME: _paper_name,
    ExtractedKind.NUMBER: _number,
    ExtractedKind.ABSTRACT: _abstract,
    ExtractedKind.OWNER_ID: _owner_id,
    ExtractedKind.ISSUER: _issuer,
    ExtractedKind.SIGNER: _signer,
    ExtractedKind.ISSUED_ON: _issued_on,
    ExtractedKind.VALID_UNTIL: _valid_until,
    ExtractedKind.SCOPE: _scope,
}
