"""WIA's automation layer written from its documents, as strict as COM: no such name, no such id, not to be written fails."""

from __future__ import annotations

import dataclasses
import io
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from desk_app.capture.sources.wia.automation import Binding, ComObject

METHOD, GET, PUT = 1, 2, 4
EXCEPTION, UNKNOWN_NAME, BAD_INDEX = 0x80020009 - 2**32, 0x80020006 - 2**32, 0x8002000B - 2**32
INVALID_ARGUMENT, ACCESS_DENIED = 0x80070057, 0x80070005
BMP = "{B96B3CAB-0728-11D3-9D7B-0000F81EF32E}"
IDISPATCH = object()


class ComError(Exception):
    """As comtypes raises it."""

    def __init__(self, hresult: int, details: tuple[Any, ...] | None = None) -> None:
        super().__init__(hresult)
        self.hresult = hresult
        self.details = details


def fails(code: int) -> ComError:
    """A member that failed with this HRESULT, as ``IDispatch.Invoke`` tells it."""
    return ComError(EXCEPTION, ("described", "wiaaut", None, 0, code - 2**32 if code >= 2**31 else code))


class Dispatch:
    """IDispatch over the members listed: ``get_X``, ``put_X`` and ``do_X`` of the class."""

    def QueryInterface(self, interface: object) -> Dispatch:
        assert interface is IDISPATCH
        return self

    def GetIDsOfNames(self, *names: str) -> list[int]:
        (name,) = names
        if not any(hasattr(self, f"{kind}_{name}") for kind in ("get", "put", "do")):
            raise ComError(UNKNOWN_NAME)
        return [IDS.setdefault(name, len(IDS) + 1)]

    def Invoke(self, member: int, *arguments: Any, _invkind: int) -> Any:
        name = next(name for name, number in IDS.items() if number == member)
        kinds = {PUT: ("put",), METHOD | GET: ("get", "do"), GET: ("get",), METHOD: ("do",)}[_invkind]
        for kind in kinds:
            if hasattr(self, f"{kind}_{name}"):
                return getattr(self, f"{kind}_{name}")(*arguments)
        raise ComError(UNKNOWN_NAME)


IDS: dict[str, int] = {}


class Collection(Dispatch):
    """Counts from one, as everything in COM does."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = list(entries)

    def get_Count(self) -> int:
        return len(self.entries)

    def get_Item(self, index: int) -> Any:
        if not isinstance(index, int) or not 1 <= index <= len(self.entries):
            raise fails(BAD_INDEX + 2**32)
        return self.entries[index - 1]


@dataclasses.dataclass
class Values:
    """What a property takes: (low, high, step), a list, flag bits, or anything."""

    subtype: int = 0
    span: tuple[int, int, int] = (0, 0, 1)
    listed: tuple[int, ...] = ()

    def allow(self, value: int) -> bool:
        low, high, step = self.span
        match self.subtype:
            case 1:
                return low <= value <= high and (value - low) % step == 0
            case 2:
                return value in self.listed
            case 3:
                return value & ~sum(self.listed) == 0
        return True


class Property(Dispatch):
    def __init__(
        self, number: int, value: Any, values: Values | None = None, *, name: str = "", read_only: bool = False
    ) -> None:
        self.number, self.value, self.name, self.read_only = number, value, name, read_only
        self.values = values or Values()
        self.on_put: Callable[[Any], None] = lambda value: None

    def get_PropertyID(self) -> int:
        return self.number

    def get_Name(self) -> str:
        return self.name

    def get_Value(self) -> Any:
        return self.value

    def put_Value(self, value: Any) -> None:
        if self.read_only:
            raise fails(ACCESS_DENIED)
        if type(value) is not int or not self.values.allow(value):
            raise fails(INVALID_ARGUMENT)
        self.value = value
        self.on_put(value)

    def get_IsReadOnly(self) -> bool:
        return self.read_only

    def get_SubType(self) -> int:
        return self.values.subtype

    def _part(self, position: int) -> int:
        if self.values.subtype != 1:
            raise fails(INVALID_ARGUMENT)
        return self.values.span[position]

    def get_SubTypeMin(self) -> int:
        return self._part(0)

    def get_SubTypeMax(self) -> int:
        return self._part(1)

    def get_SubTypeStep(self) -> int:
        return self._part(2)

    def get_SubTypeValues(self) -> Collection:
        if self.values.subtype not in (2, 3):
            raise fails(INVALID_ARGUMENT)
        return Collection(self.values.listed)


class Properties(Dispatch):
    """By position when given a number, by name or id when given a text."""

    def __init__(self, *properties: Property) -> None:
        self.all = list(properties)

    def _found(self, index: object) -> Property | None:
        if isinstance(index, int):
            return self.all[index - 1] if 1 <= index <= len(self.all) else None
        return next((one for one in self.all if index in (one.name, str(one.number))), None)

    def get_Count(self) -> int:
        return len(self.all)

    def do_Exists(self, index: object) -> bool:
        return self._found(index) is not None

    def get_Item(self, index: object) -> Property:
        found = self._found(index)
        if found is None:
            raise fails(INVALID_ARGUMENT)
        return found

    def __getitem__(self, number: int) -> Any:
        return self.get_Item(str(number)).value


class ImageFile(Dispatch):
    def __init__(self, data: bytes) -> None:
        self.data = data

    def get_FormatID(self) -> str:
        return BMP

    def do_SaveFile(self, path: str) -> None:
        if Path(path).exists():
            raise fails(0x80070050)  # the layer never overwrites
        Path(path).write_bytes(self.data)


class Item(Dispatch):
    """The one item of a scanner: what is transferred is what its properties say."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.properties = Properties(
            Property(6146, 0, Values(3, listed=(1, 2, 4))),
            Property(6147, 150, scanner.resolutions),
            Property(6148, 150, scanner.resolutions),
            Property(6149, 5, Values(1, (0, 2000, 1))),
            Property(6150, 5, Values(1, (0, 4000, 1))),
            Property(6151, 100, Values(1, (1, 100, 1))),
            Property(6152, 100, Values(1, (1, 100, 1))),
        )
        for number in (6147, 6148):
            self.properties.get_Item(str(number)).on_put = self._measure
        self.properties.get_Item("6146").on_put = lambda value: self._reset()

    def _reset(self) -> None:
        """Setting the intent sets the resolution anew."""
        for number in (6147, 6148):
            self.properties.get_Item(str(number)).value = 150

    def _measure(self, dpi: int) -> None:
        """Extents count pixels of the resolution: 216 × 300 mm of glass."""
        for number, length_mm in ((6151, 216), (6152, 300)):
            self.properties.get_Item(str(number)).values = Values(1, (1, round(length_mm * dpi / 25.4), 1))

    def get_Properties(self) -> Properties:
        return self.properties

    def do_Transfer(self, wanted: str) -> ImageFile:
        if wanted != BMP:
            raise fails(INVALID_ARGUMENT)
        return ImageFile(self.scanner.next_page(self.properties))


class Scanner(Dispatch):
    """A device: ``can`` is what it has (1 feeder, 2 flatbed, 4 duplex), ``sheets`` lie in its feeder."""

    def __init__(
        self,
        *,
        can: int | None = 3,
        sheets: int = 0,
        faults: dict[int, int] | None = None,
        resolutions: Values | None = None,
        glass_after_empty: bool = False,
        pages_step: int = 1,
    ) -> None:
        self.resolutions = resolutions or Values(2, listed=(75, 150, 200, 300, 600))
        self.left = sheets * (2 if can is not None and can & 4 else 1)
        self.faults = dict(faults or {})
        self.glass_after_empty = glass_after_empty
        self.asked = 0
        self.scanned: list[str] = []
        self.root = Properties()
        if can is not None:
            self.root.all += [
                Property(3086, can, read_only=True),
                Property(3087, int(sheets > 0), read_only=True),
                Property(3088, can & -can, Values(3, listed=tuple(bit for bit in (1, 2, 4) if can & bit))),
                Property(3096, 0, Values(1, (0, 1000, pages_step))),
            ]
        self.item = Item(self)

    def get_Properties(self) -> Properties:
        return self.root

    def get_Items(self) -> Collection:
        return Collection([self.item])

    def next_page(self, properties: Properties) -> bytes:
        self.asked += 1
        if self.asked in self.faults:
            raise fails(self.faults.pop(self.asked))
        fed = bool(self.root.all) and bool(self.root[3088] & 1)
        if fed and self.left == 0 and not self.glass_after_empty:
            raise fails(0x80210003)
        self.scanned.append("feeder" if fed and self.left else "flatbed")
        if fed and self.left:
            self.left -= 1 if self.root[3088] & 4 or not self.root[3086] & 4 else 2
            self.root.get_Item("3087").value = int(self.left > 0)
        return bmp(properties[6151], properties[6152], properties[6147], grey=bool(properties[6146] & 2))


class DeviceInfo(Dispatch):
    def __init__(self, scanner: Scanner, address: str, name: str, *, kind: int = 1, connect_error: int = 0) -> None:
        self.scanner, self.address, self.kind, self.connect_error = scanner, address, kind, connect_error
        self.properties = Properties(Property(7, name, name="Name", read_only=True))

    def get_DeviceID(self) -> str:
        return self.address

    def get_Type(self) -> int:
        return self.kind

    def get_Properties(self) -> Properties:
        return self.properties

    def do_Connect(self) -> Scanner:
        if self.connect_error:
            raise fails(self.connect_error)
        return self.scanner


class Manager(Dispatch):
    def __init__(self, *infos: DeviceInfo) -> None:
        self.infos = infos

    def get_DeviceInfos(self) -> Collection:
        return Collection(self.infos)


def manager(*infos: DeviceInfo) -> Callable[[], ComObject]:
    """How the driver gets hold of them."""
    return lambda: ComObject(Manager(*infos), Binding(IDISPATCH, ComError))


def bmp(width: int, height: int, dpi: int, *, grey: bool) -> bytes:
    """A picture as Windows makes one: rows from below, red left and blue right."""
    image = Image.new("RGB", (width, height), (200, 30, 40))
    image.paste((20, 40, 220), (width // 2, 0, width, height))
    stream = io.BytesIO()
    (image.convert("L") if grey else image).save(stream, "BMP", dpi=(dpi, dpi))
    assert struct.unpack_from("<i", stream.getvalue(), 22)[0] > 0
    return stream.getvalue()
