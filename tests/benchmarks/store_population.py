"""Invented people and their dossiers, one at a time or a million at once."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

from desk_app import clock, ids
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex
from desk_app.domain.dossier import Component, Dossier, Due, FeeLine, Status
from desk_app.domain.events import Author
from desk_app.domain.vietnamese import fold
from desk_app.store import terms
from desk_app.store.codec import encode
from desk_app.store.connections import connect
from desk_app.store.dossiers import columns_of

UNIT = "H12.64"
AUTHOR = Author(account_id="0199c2f0-0000-7000-8000-000000000001", name="Lê Thị Cán Bộ", role="officer")

# With their share of the population, in per mille.
FAMILY = "Nguyễn 384 Trần 121 Lê 95 Phạm 70 Hoàng 30 Huỳnh 21 Phan 45 Vũ 20 Võ 19 Đặng 21 Bùi 20 Đỗ 14 Hồ 13 Ngô 13 Dương 10 Lý 5"
FAMILY += " Đinh 10 Trương 12 Lâm 8 Mai 7 Kim 6 Thạch 6"
MIDDLE = "Thị 380 Văn 210 Hữu 40 Minh 50 Ngọc 60 Thanh 50 Quốc 30 Đức 30 Thu 25 Hoàng 30 Kim 25 Anh 20 Xuân 20 Công 15 Bảo 15"
GIVEN = (
    "An Anh Ánh Bảo Bích Bình Cường Châu Chi Công Cúc Dung Dũng Duy Duyên Dương Đào Đạt Đông Đức Giang Hà Hải Hạnh Hân Hằng Hậu "
    "Hiền Hiếu Hoa Hoà Hoàng Hồng Huệ Hùng Hương Huy Huyền Khang Khánh Khoa Kiên Kiệt Kim Lan Lâm Liên Linh Loan Lộc Long Ly Mai "
    "Mẫn Minh My Mỹ Nam Nga Ngân Nghĩa Ngọc Nguyên Nhi Nhung Như Oanh Phát Phong Phúc Phương Quang Quân Quý Quyên Quỳnh Sang Sơn "
    "Tài Tâm Tân Thanh Thành Thảo Thắng Thi Thiện Thịnh Thoa Thu Thuận Thuỷ Thư Thương Tiên Tiến Toàn Trang Trâm Trân Trí Trinh "
    "Trọng Trung Trúc Tú Tuấn Tùng Tuyền Tuyết Uyên Vân Việt Vinh Vy Xuân Yến"
)
PROCEDURES = (
    ("1.000656", "Đăng ký khai tử"),
    ("1.001193", "Đăng ký khai sinh"),
    ("1.000894", "Đăng ký kết hôn"),
    ("2.000635", "Cấp bản sao trích lục hộ tịch"),
    ("2.000815", "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan tổ chức có thẩm quyền của Việt Nam cấp"),
    ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân"),
    ("1.012789", "Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận lần đầu"),
    ("1.001612", "Đăng ký thành lập hộ kinh doanh"),
    ("2.001763", "Trợ cấp xã hội hằng tháng, hỗ trợ kinh phí chăm sóc, nuôi dưỡng"),
    ("1.001653", "Đổi, cấp lại Giấy xác nhận khuyết tật"),
)
PAPERS = ("Tờ khai theo mẫu", "Giấy báo tử hoặc giấy tờ thay thế", "Bản sao giấy tờ tuỳ thân")


class Population:
    """Invents; the same seed invents the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._family = _weighted(FAMILY)
        self._middle = _weighted(MIDDLE)
        self._given = GIVEN.split()

    def name(self) -> str:
        """A name, its parts as common as in Viet Nam."""
        (family,) = self.random.choices(*self._family)
        (middle,) = self.random.choices(*self._middle)
        return f"{family} {middle} {self.random.choice(self._given)}"

    def card(self) -> str:
        """A twelve-digit number."""
        province = self.random.choice(["096", "095", "092", "001", "079"])
        return f"{province}{self.random.randrange(4)}{self.random.randrange(100):02d}{self.random.randrange(1_000_000):06d}"

    def phone(self) -> str:
        """A mobile number."""
        return f"0{self.random.choice('9873')}{self.random.randrange(100_000_000):08d}"

    def dossier(self, number: int, at: dt.datetime) -> Dossier:
        """A dossier such as a commune's desk takes in."""
        code, name = self.random.choice(PROCEDURES)
        applicant = Applicant(
            full_name=self.name(),
            id_type=IdType.CCCD,
            id_number=self.card(),
            born=PartialDate(1985, 3, 14),
            sex=Sex.FEMALE,
            phone=self.phone(),
            address=Address(text="Ấp 3, xã Khánh An, tỉnh Cà Mau", province="96", commune="32065"),
        )
        return Dossier(
            id=ids.new_id(),
            code=f"{UNIT}-{at:%y%m%d}-{number:04d}",
            procedure_code=code,
            procedure_version="0" * 64,
            procedure_name=name,
            field="Hộ tịch",
            applicant=applicant,
            components=tuple(
                Component(id=ids.new_id(), name=paper, code=f"c{i:02d}", originals=1, mandatory=True)
                for i, paper in enumerate(PAPERS, 1)
            ),
            fees=(FeeLine(name="Lệ phí", amount_vnd=8000),),
            received_at=at,
            recorded_at=at,
            due=Due(at=at + dt.timedelta(days=3), amount=3, unit="working_day"),
            unit=UNIT,
            unit_name="UBND xã Khánh An",
            desk="Quầy 1",
            accepted_by=AUTHOR.account_id,
            accepted_by_name=AUTHOR.name,
        )


def load(path: Path, key: bytes, count: int, people: Population) -> None:
    """Write dossiers in bulk: the very rows that ``Dossiers.add`` writes, from a stock of names and one model content."""
    connection = connect(path, key)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("PRAGMA wal_autocheckpoint = 20000")
    rows = _Rows(count, people)
    insert = f"INSERT INTO dossiers ({', '.join(rows.columns)}) VALUES ({', '.join('?' * len(rows.columns))})"  # noqa: S608
    for start in range(1, count + 1, 20_000):
        made = [rows.make(n) for n in range(start, min(start + 20_000, count + 1))]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, [row for row, _, _ in made])
        connection.executemany(
            "INSERT INTO dossier_revisions VALUES (?, 1, ?, ?)", [revision for _, revision, _ in made]
        )
        connection.executemany(
            "INSERT INTO dossier_tokens (rowid, tokens) VALUES (?, ?)", [tokens for _, _, tokens in made]
        )
        connection.execute("COMMIT")
    known = [(code, name, fold(name)) for code, name in PROCEDURES]
    connection.executemany("INSERT OR IGNORE INTO dossier_procedures VALUES (?, ?, ?)", known)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class _Rows:
    """Rows of the tables of dossiers, a thousand a day up to now."""

    def __init__(self, count: int, people: Population) -> None:
        self._people = people
        self._names = [(name, fold(name)) for name in sorted({people.name() for _ in range(20_000)})]
        sample = people.dossier(1, clock.now())
        self.columns = ["n", "id", *columns_of(sample)]
        self._head, self._tail = encode(sample).split(sample.applicant.full_name, 1)
        self._statuses = [status.value for status in Status][1:]
        self._begun = clock.now() - dt.timedelta(days=count // 1000 + 1)

    def make(self, n: int) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...]]:
        """The rows of ``dossiers``, ``dossier_revisions`` and ``dossier_tokens``."""
        name, folded = self._people.random.choice(self._names)
        at = self._begun + dt.timedelta(seconds=86.4 * n)
        moment = int(at.timestamp() * 1_000_000)
        code = f"{UNIT}-{at:%y%m%d}-{n % 10_000:04d}"
        procedure, procedure_name = PROCEDURES[n % len(PROCEDURES)]
        status = self._statuses[n % len(self._statuses)]
        card, phone = self._people.card(), self._people.phone()
        numbers = f"{terms.compact(code)} {card} {phone}"
        values = {
            "n": n,
            "id": f"0199c2f0-{n >> 16 & 0xFFFF:04x}-7{n & 0xFFF:03x}-8000-{n:012x}",
            "code": code,
            "provisional_code": None,
            "procedure_code": procedure,
            "procedure_name": procedure_name,
            "applicant_name": name,
            "id_number": card,
            "phone": phone,
            "names": folded,
            "numbers": numbers,
            "received_at": moment,
            "recorded_at": moment,
            "due_at": moment + 259_200_000_000,
            "status": status,
            "unit": UNIT,
            "desk": "Quầy 1",
            "accepted_by": AUTHOR.account_id,
            "accepted_by_name": AUTHOR.name,
            "revision": 1,
        }
        tokens = terms.tokens(
            folded,
            numbers,
            terms.status_token(status),
            terms.procedure_token(procedure),
            terms.account_token(AUTHOR.account_id),
            terms.month_token(at),
        )
        return (
            tuple(values[column] for column in self.columns),
            (n, moment, f"{self._head}{name}{self._tail}"),
            (n, tokens),
        )


def _weighted(text: str) -> tuple[list[str], list[int]]:
    parts = text.split()
    return parts[::2], [int(weight) for weight in parts[1::2]]
