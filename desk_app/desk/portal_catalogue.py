"""Imports the national portal's procedure objects (``MATTHC``, ``TENTTHC``, ``CACHTHUCTHUCHIEN``, ``THANHPHANHOSO``).

Nothing in a file makes the import fail: a record that cannot be used is refused with its reason, an oddity inside a
usable one becomes a warning, and where two records carry the same code the last one counts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from desk_app.desk.portal_papers import papers
from desk_app.desk.portal_reader import Limits, Record, records
from desk_app.desk.portal_report import CatalogueWarning, ImportReport, Rejected, RejectReason, Warn, WarningKind
from desk_app.desk.portal_text import has_lone_surrogate, rows, shortened, stated, text, texts
from desk_app.desk.portal_times import times_and_fees
from desk_app.domain.procedure import Procedure

_CODE = re.compile(r"(?P<code>[1-6]\.\d{6})(?:\.(?P<suffix>[0-9A-Z.]{1,40}))?")
_LEVELS = ("Cấp bộ", "Cấp tỉnh", "Cấp xã", "Cơ quan khác")
_CUTOFF = re.compile(
    r"sau\s+(?P<hour>\d{1,2})\s*(?:giờ|h|g)(?:\s*(?P<minute>\d{2}))?(?!\w)"
    r".{0,160}?ngày làm việc (?:tiếp theo|sau|kế tiếp)",
    re.IGNORECASE | re.DOTALL,
)
_RESULT = re.compile(
    r"(?P<name>.*?)\s*Mã:\s*"
    r"(?P<code>KQ\.[A-Z]\d{2}\.\d{6}|[\d.]*[A-Z]\d{2}-KQ\d{1,4}(?=\D|$)|[\w.-]*?(?=[A-ZĐ][a-zà-ỹ]|$))"
)
_AFTER_RESULTS = re.compile(r"Từ khóa|Mô tả(?=Không có)|Chọn cơ quan thực hiện")
_NAME_LIMIT = 1000
DEFAULT_SOURCE = "Cổng Dịch vụ công quốc gia"


def import_portal(
    files: Iterable[Path],
    *,
    valid_from: dt.date | None = None,
    source: str = DEFAULT_SOURCE,
    cutoffs: Mapping[str, dt.time] | None = None,
    limits: Limits | None = None,
) -> ImportReport:
    """Read the files one after another.

    Args:
        files: JSON, JSON lines or either in gzip.
        valid_from: first day on which the procedures may be used, None for at once.
        source: what is noted as origin of each procedure.
        cutoffs: by procedure code the hour after which the result is due on the next working day, for procedures whose
            published text does not say it.
        limits: what a file may cost.

    Raises:
        OSError: a file cannot be opened.
    """
    imported: dict[str, Procedure] = {}
    rejected: list[Rejected] = []
    warnings: list[CatalogueWarning] = []
    for file in files:
        for record in records(file, limits=limits):
            found = (
                record
                if isinstance(record, Rejected)
                else _procedure(record, warnings, valid_from=valid_from, source=source, cutoffs=cutoffs or {})
            )
            if isinstance(found, Rejected):
                rejected.append(found)
                continue
            if imported.pop(found.code, None) is not None:
                where = record.where
                warnings.append(CatalogueWarning(where, found.code, WarningKind.DUPLICATE))
            imported[found.code] = found
    return ImportReport(tuple(imported.values()), tuple(rejected), tuple(warnings))


def _procedure(
    record: Record,
    warnings: list[CatalogueWarning],
    *,
    valid_from: dt.date | None,
    source: str,
    cutoffs: Mapping[str, dt.time],
) -> Procedure | Rejected:
    found = rows(record.value)
    if isinstance(record.value, list) or not found:
        return Rejected(record.where, "", RejectReason.NOT_AN_OBJECT)
    fields = found[0]
    published = text(fields.get("MATTHC"))
    if has_lone_surrogate(record.value):
        return Rejected(record.where, published if published.isascii() else "", RejectReason.DAMAGED_TEXT)
    code = _CODE.fullmatch(published)
    if code is None:
        return Rejected(record.where, shortened(published, 40), RejectReason.BAD_CODE)
    name = stated(fields.get("TENTTHC"))
    if not name:
        return Rejected(record.where, code["code"], RejectReason.NO_NAME)

    def warn(kind: WarningKind, detail: str) -> None:
        warnings.append(CatalogueWarning(record.where, code["code"], kind, shortened(detail, 120)))

    return _assembled(fields, code, name, warn, valid_from=valid_from, source=source, cutoff=cutoffs.get(code["code"]))


def _assembled(
    fields: Mapping[str, object],
    code: re.Match[str],
    name: str,
    warn: Warn,
    *,
    valid_from: dt.date | None,
    source: str,
    cutoff: dt.time | None,
) -> Procedure:
    _check_shapes(fields, warn)
    times, fees = times_and_fees(fields.get("CACHTHUCTHUCHIEN"), warn)
    asked = papers(fields.get("THANHPHANHOSO"), warn)
    return Procedure(
        code=code["code"],
        name=shortened(name, _NAME_LIMIT),
        field=" / ".join(texts(fields.get("LINHVUCTHUCHIEN"), "TENLINHVUC")),
        suffix=code["suffix"] or "",
        levels=_levels(fields.get("CAPTHUCHIEN"), warn),
        audience=_rejoined(texts(fields.get("DOITUONGTHUCHIEN"), "TENDOITUONG")),
        decision=stated(fields.get("IDQUYETDINHCONGBO")),
        agency="; ".join(texts(fields.get("COQUANTHUCHIEN"), "TENDONVI")),
        cases=asked.cases,
        components=asked.components,
        times=times,
        fees=fees,
        results=_results(texts(fields.get("KETQUATHUCHIEN"), "TENKETQUA")),
        notes=asked.notes,
        same_day_cutoff=_cutoff(fields) or cutoff,
        valid_from=valid_from,
        source=source,
    )


def _check_shapes(fields: Mapping[str, object], warn: Warn) -> None:
    for key in ("CACHTHUCTHUCHIEN", "THANHPHANHOSO"):
        if fields.get(key) not in (None, [], "") and not rows(fields.get(key)):
            warn(WarningKind.FIELD_UNREADABLE, key)


def _levels(value: object, warn: Warn) -> tuple[str, ...]:
    levels = tuple(dict.fromkeys(texts(value, "TENCAP")))
    for level in levels:
        if level not in _LEVELS:
            warn(WarningKind.LEVEL_UNKNOWN, level)
    return levels


def _rejoined(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Undo the portal's splitting at commas inside parentheses: "Tổ chức (không bao gồm doanh nghiệp", "HTX)"."""
    joined: list[str] = []
    for part in parts:
        if joined and joined[-1].count("(") > joined[-1].count(")"):
            joined[-1] = f"{joined[-1]}, {part}"
        else:
            joined.append(part)
    return tuple(dict.fromkeys(joined))


def _results(published: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the results with their codes, out of the page text the portal runs them together with."""
    found: list[str] = []
    for page in published:
        rest = _AFTER_RESULTS.split(page, maxsplit=1)[0]
        end = 0
        for match in _RESULT.finditer(rest):
            code, name = match["code"], match["name"].strip(" -.;")
            found.append(f"{name} ({code})" if code and name else name or code)
            end = match.end()
        found.append(rest[end:].strip(" -.;"))
    return tuple(dict.fromkeys(shortened(result, 300) for result in found if result))


def _cutoff(fields: Mapping[str, object]) -> dt.time | None:
    """The hour of "trong ngày; nhận sau 15 giờ … ngày làm việc tiếp theo", looked for in every text of the record."""
    for words in _all_texts(fields):
        found = _CUTOFF.search(text(words)) if "sau" in words else None
        if found and 8 <= int(found["hour"]) <= 18 and int(found["minute"] or 0) < 60:
            return dt.time(int(found["hour"]), int(found["minute"] or 0))
    return None


def _all_texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _all_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _all_texts(inner)
