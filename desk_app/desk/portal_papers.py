"""Papers and cases of a procedure as the national portal publishes them: groups of rows under headings.

Traps met in the 2,642 procedures of 2026: rows with "0 bản chính, 0 bản sao" are notes; headings are sometimes cases,
sometimes parts of one dossier, sometimes "to be shown" or "please note"; "Mẫu số 18" and "1 bản chính" run together into
181 originals; one paper is torn into several rows wherever its text says "01 bản sao".
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Mapping

from desk_app.desk.portal_report import Warn, WarningKind
from desk_app.desk.portal_text import rows, shortened, text, without_number
from desk_app.domain.procedure import ProcedureCase, RequiredComponent
from desk_app.domain.vietnamese import fold

_NAME_LIMIT = 300
_CASE_LIMIT = 160
_NOTE_LIMIT = 1000
_MOST_SHEETS = 9
_FILE_ENDINGS = (".doc", ".docx", ".pdf", ".xls", ".xlsx", ".rar", ".zip")
_ATTACHMENT = re.compile(
    r"(?:(?<=[.;)\d])|(?=M[aẫ]u|(?<!\w)m[aẫ]u|Mu[sS]?\d|\d*\.?Mu[A-Z]))[^.;()]{0,60}?(?:\(\d+\))?\s*\.(?:docx?|pdf|xlsx?|rar|zip)$"
)
_FILE_NUMBER = re.compile(r"[.;]\d{1,2}\.?$")
_RUN_ON_FILE = re.compile(r"(?<=[a-zà-ỹ)])[A-ZĐ][^/]{0,150}\.(?:docx?|pdf|xlsx?|rar|zip)$")
_FORM = re.compile(
    r"(?:Mẫu(?: đơn| tờ khai)?(?: số)?|Biểu mẫu(?: số)?)\s*(?P<number>(?:[A-Z]{1,4})?\d{1,3}[a-zđ]?(?:[-/.][\wĐ]+)*)"
)
_CONDITION = ("trường hợp ", "đối với ", "nếu ")
_CONDITION_INSIDE = ("trong trường hợp ", "đối với trường hợp ", "áp dụng đối với ", "áp dụng cho trường hợp ")
_CASE_STARTS = (
    "truong hop", "doi voi", "cap moi", "cap lai", "cap doi", "cap sua doi", "cap gia han", "gia han", "dieu chinh",
    "dang ky", "thay doi", "ho so de nghi", "ho so cap", "ho so dang ky", "ho so xin", "de nghi", "ve cap",
    "thanh phan ho so doi voi",
)  # fmt: skip
_ALTERNATIVES = re.compile(r"mot trong (?:cac|nhung|so)|mot trong cac giay to")


class _Kind(enum.Enum):
    ALWAYS = enum.auto()
    SHOWN = enum.auto()
    NOTES = enum.auto()
    OPTIONAL = enum.auto()
    CASE = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class Papers:
    """Cases, papers and notes of one procedure."""

    cases: tuple[ProcedureCase, ...]
    components: tuple[RequiredComponent, ...]
    notes: tuple[str, ...]


def papers(value: object, warn: Warn) -> Papers:
    """Read the groups of ``THANHPHANHOSO``."""
    groups = [(text(row.get("TRUONGHOP")), rows(row.get("GIAYTO"))) for row in rows(value)]
    kinds = _kinds([heading for heading, _ in groups])
    reading = _Reading(warn)
    for (heading, entries), kind in zip(groups, kinds, strict=True):
        reading.group(heading, entries, kind)
    if not reading.components:
        warn(WarningKind.NO_PAPERS, "")
    return Papers(tuple(reading.cases), tuple(reading.components), tuple(dict.fromkeys(reading.notes)))


def _kinds(headings: list[str]) -> list[_Kind]:
    """What each group is: two headings that name situations are cases to choose from, a single one is a condition."""
    kinds = [_kind(without_number(heading)) for heading in headings]
    cases = sum(kind is _Kind.CASE for kind in kinds)
    if cases == 1:
        lonely = _Kind.ALWAYS if len(kinds) == 1 else _Kind.OPTIONAL
        return [lonely if kind is _Kind.CASE else kind for kind in kinds]
    return kinds


def _kind(heading: str) -> _Kind:
    folded = fold(heading)
    if folded.startswith(("luu y", "ghi chu")):
        return _Kind.NOTES
    if "xuat trinh" in folded and not any(word in folded for word in ("nop", "gui", "truong hop")):
        return _Kind.SHOWN
    if any(
        words in folded
        for words in ("uy quyen", "moi truong dien tu", "tai khoan dinh danh", "khai thac duoc", "bi gian doan")
    ):
        return _Kind.OPTIONAL
    if folded.startswith(_CASE_STARTS):
        return _Kind.CASE
    return _Kind.ALWAYS


class _Reading:
    """Collects what the groups hold."""

    def __init__(self, warn: Warn) -> None:
        self.cases: list[ProcedureCase] = []
        self.components: list[RequiredComponent] = []
        self.notes: list[str] = []
        self._warn = warn
        self._groups = 0

    def group(self, heading: str, entries: list[Mapping[str, object]], kind: _Kind) -> None:
        self._groups += 1
        case = self._case(heading) if kind is _Kind.CASE else None
        alternatives = f"nhom-{self._groups}" if _ALTERNATIVES.search(fold(heading)) and len(entries) > 1 else ""
        if kind is _Kind.OPTIONAL and heading:
            self._note(heading)
        for entry in entries:
            self._row(entry, kind, case, alternatives)

    def _case(self, heading: str) -> str:
        name = shortened(without_number(heading), _CASE_LIMIT)
        known = next((case.code for case in self.cases if case.name == name), None)
        if known is None:
            known = f"th{len(self.cases) + 1:02d}"
            self.cases.append(ProcedureCase(known, name))
        return known

    def _row(self, entry: Mapping[str, object], kind: _Kind, case: str | None, alternatives: str) -> None:
        published = text(entry.get("TENGIAYTO"))
        originals, copies = self._count(entry.get("SOBANCHINH")), self._count(entry.get("SOBANSAO"))
        if not published:
            if originals or copies:
                self._warn(WarningKind.NAME_MISSING, "")
            return
        published, originals = self._split_run_on(published, originals, copies)
        full = without_number(_without_attachment(published)) or published
        lowered = full.casefold()
        if kind is _Kind.NOTES or (originals == 0 and copies == 0):
            self._note(published)
            return
        if _is_fragment(full, lowered):
            self._warn(WarningKind.FRAGMENT, published)
            self._note(published)
            return
        form = _FORM.search(full) or _FORM.search(published)
        component = RequiredComponent(
            code=f"c{len(self.components) + 1:02d}",
            name=self._name(full),
            originals=originals,
            copies=copies,
            mandatory=kind is not _Kind.OPTIONAL and not _conditional(full, lowered),
            presented_only=kind is _Kind.SHOWN,
            case=case,
            alternatives=alternatives,
            form=f"Mẫu số {form['number']}" if form and form["number"] != "0" else "",
        )
        self.components.append(component)

    def _name(self, full: str) -> str:
        name = shortened(full, _NAME_LIMIT)
        if name != full:
            self._warn(WarningKind.NAME_SHORTENED, f"c{len(self.components) + 1:02d}")
            self._note(full)
        return name

    def _note(self, words: str) -> None:
        self.notes.append(shortened(words, _NOTE_LIMIT))

    def _count(self, value: object) -> int:
        digits = text(value)
        if digits == "" or (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            return int(digits or 0)
        self._warn(WarningKind.COUNT_UNREADABLE, digits)
        return 0

    def _split_run_on(self, name: str, originals: int, copies: int) -> tuple[str, int]:
        """Undo "Mẫu số 18" + "1 bản chính" → 181: all digits but the last belong to the name."""
        if originals <= _MOST_SHEETS or (originals % 10 == 0 and copies == 0):
            return name, originals
        head, last = divmod(originals, 10)
        self._warn(WarningKind.RUN_ON_NUMBER, str(originals))
        space = "" if name.endswith(("/", "-", ".", "KQ")) or name[-1].isdigit() else " "
        return f"{name}{space}{head}", last


def _without_attachment(name: str) -> str:
    """A name without the file name of the blank form the portal runs into its end: ``… số 03.Mẫu số 03.docx``."""
    while name.endswith(_FILE_ENDINGS) and (end := _ATTACHMENT.search(name) or _RUN_ON_FILE.search(name)):
        name = _FILE_NUMBER.sub("", name[: end.start()].rstrip())
    return name.rstrip(" (")


def _is_fragment(name: str, lowered: str) -> bool:
    """Whether a row is the torn-off end of the row before it: ``hoặc``, ``có chứng thực) (điểm c khoản 3 …)``."""
    torn = name[0] == ")" or (name[0].islower() and name.find(")") >= 0 > name.find("(", 0, name.find(")")))
    return (
        torn or lowered in ("hoặc", "và", "hoặc là") or lowered.startswith(("có chứng thực hoặc", "kèm bản chính để"))
    )


def _conditional(name: str, lowered: str) -> bool:
    """Whether a paper is asked for only in some situations, so that its absence must not stop a dossier."""
    if lowered.startswith(_CONDITION) or any(words in lowered for words in _CONDITION_INSIDE):
        return True
    if "theo hình thức trực tuyến" in lowered and "trực tiếp" not in lowered:
        return True  # an interactive form that replaces the paper one
    return "nếu có" in lowered[-40:] or ("(nếu có" in name and len(name) < _NAME_LIMIT)
