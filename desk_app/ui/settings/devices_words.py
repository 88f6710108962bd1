"""What ways of scanning are called on screen."""

from __future__ import annotations

import urllib.parse

from PySide6.QtCore import QCoreApplication

from desk_app.capture.devices import PaperSource
from desk_app.desk.capturing import Device
from desk_app.desk.scanners import ScanProfile


def paper_name(paper: PaperSource) -> str:
    """From where the paper comes."""
    match paper:
        case PaperSource.FLATBED:
            return QCoreApplication.translate("devices", "Mặt kính")
        case PaperSource.FEEDER:
            return QCoreApplication.translate("devices", "Khay nạp, 1 mặt")
        case PaperSource.FEEDER_DUPLEX:
            return QCoreApplication.translate("devices", "Khay nạp, 2 mặt")


def colour_name(colour: bool) -> str:
    """With colour or without."""
    if colour:
        return QCoreApplication.translate("devices", "Màu")
    return QCoreApplication.translate("devices", "Xám")


def way_of(profile: ScanProfile) -> str:
    """How a profile scans, in one line."""
    return f"{paper_name(profile.paper)} · {profile.dpi} dpi · {colour_name(profile.colour).lower()}"


def place_of(device: Device) -> str:
    """What kind of device it is, and where."""
    match device.kind:
        case "escl":
            parts = urllib.parse.urlsplit(device.address)
            kind = QCoreApplication.translate("devices", "Máy quét mạng")
            return f"{kind} · {parts.hostname or device.address}"
        case "simulated":
            return QCoreApplication.translate("devices", "Chỉ để dùng thử")
        case "camera":
            return QCoreApplication.translate("devices", "Camera")
        case "folder":
            return QCoreApplication.translate("devices", "Thư mục")
        case other:
            kind = QCoreApplication.translate("devices", "Máy quét cắm vào máy này")
            return f"{kind} · {other.upper()}"


def name_of(device: Device) -> str:
    """How people know a device."""
    if device.kind == "simulated":
        return QCoreApplication.translate("devices", "Máy quét mô phỏng")
    return device.name or place_of(device)


def profile_name(profile: ScanProfile) -> str:
    """How people know a profile; the simulated one in the language of the window."""
    return name_of(profile.device) if profile.device.kind == "simulated" else profile.name
