"""Calls COM objects by the names of their members, with the error number that they give and nothing in between."""

from __future__ import annotations

import dataclasses
from typing import Any

from desk_app.capture.errors import CaptureError

_METHOD, _GET, _PUT = 1, 2, 4
_EXCEPTION = 0x80020009
_SCODE = 4


class ComFailed(CaptureError):
    """A call failed.

    Attributes:
        code: its HRESULT, unsigned.
    """

    def __init__(self, code: int) -> None:
        super().__init__(f"{code:#010x}")
        self.code = code


class ComMissing(CaptureError):
    """There is no COM on this system, or not this class."""


@dataclasses.dataclass(frozen=True, slots=True)
class Binding:
    """What Python's COM library calls things.

    Attributes:
        interface: its IDispatch.
        error: what it raises; has ``hresult`` and ``details``.
    """

    interface: Any
    error: type[BaseException]


class ComObject:
    """An automation object.

    Members are bound by name at every call. The ready-made dynamic wrappers of comtypes drop the error information, and with
    it the number that tells an empty feeder from a fire.
    """

    def __init__(self, dispatch: Any, binding: Binding) -> None:
        self._dispatch = dispatch
        self._binding = binding

    def get(self, name: str, *arguments: Any) -> Any:
        """Value of a property, or what a method returns; objects come wrapped."""
        result = self._invoke(name, _METHOD | _GET, *arguments)
        if hasattr(result, "QueryInterface"):
            return ComObject(result.QueryInterface(self._binding.interface), self._binding)
        return result

    def put(self, name: str, value: Any) -> None:
        """Set a property."""
        self._invoke(name, _PUT, value)

    def _invoke(self, name: str, kind: int, *arguments: Any) -> Any:
        try:
            (member,) = self._dispatch.GetIDsOfNames(name)
            return self._dispatch.Invoke(member, *arguments, _invkind=kind)
        except self._binding.error as error:
            raise ComFailed(_code(error)) from error


def _code(error: Any) -> int:
    """The number of what really went wrong, which is in the details when the call itself says only that something did."""
    outer = int(error.hresult) & 0xFFFFFFFF
    if outer == _EXCEPTION and isinstance(error.details, tuple) and len(error.details) > _SCODE:
        inner = error.details[_SCODE]
        if isinstance(inner, int) and inner:
            return inner & 0xFFFFFFFF
    return outer


def create(name: str) -> ComObject:
    """A new object of a registered class; ComMissing where there is none."""
    try:
        import comtypes
        import comtypes.client
        from comtypes.automation import IDispatch
    except (ImportError, OSError, AttributeError) as error:  # on other systems there is no ole32 to be loaded
        raise ComMissing from error
    try:
        dispatch = comtypes.client.CreateObject(name, interface=IDispatch)
    except OSError as error:  # the name of the class is not registered
        raise ComMissing from error
    except comtypes.COMError as error:
        raise ComFailed(_code(error)) from error
    return ComObject(dispatch, Binding(IDispatch, comtypes.COMError))
