"""What is painted on one page of a PDF: its pictures and inks go in as they are, nothing is decoded."""

from __future__ import annotations

import pikepdf

from desk_app.capture.encode import g4_strip, jpeg_size
from desk_app.capture.layers.container import NotLayered, unpack
from desk_app.capture.page import Box, Rgb

POINTS_PER_INCH = 72


class NotPaintable(Exception):
    """A page's bytes are not what its description says.

    Attributes:
        reason: stable key: "damaged", "size", "colour".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Painting:
    """Collects the images of one page and the operators that paint them, from the bottom up."""

    def __init__(self, pdf: pikepdf.Pdf, *, width_px: int, height_px: int, dpi: int) -> None:
        self._pdf = pdf
        self._size = (width_px, height_px)
        self._per_px = POINTS_PER_INCH / dpi
        self.width_pt, self.height_pt = (round(px * self._per_px, 3) for px in self._size)
        self.images = pikepdf.Dictionary()
        self._operators: list[str] = []

    @property
    def content(self) -> bytes:
        """The operators so far."""
        return "\n".join(self._operators).encode("ascii")

    def jpeg(self, data: bytes) -> None:
        """The page is this JPEG.

        Raises:
            NotPaintable: it is none, or of another size or colour space.
        """
        image = self._jpeg(data)
        self._demand_size((int(image.Width), int(image.Height)))
        self._place(image, self._whole)

    def group4(self, data: bytes) -> None:
        """The page is this Group 4 file, black on white.

        Raises:
            NotPaintable: it is none, or of another size.
        """
        width, height, strip = _strip(data)
        self._demand_size((width, height))
        image = self._fax(strip, width, height)
        image.ColorSpace = pikepdf.Name.DeviceGray
        self._place(image, self._whole)

    def layers(self, data: bytes) -> None:
        """The page is painted in layers.

        Raises:
            NotPaintable: it is no layered page, or of another size.
        """
        try:
            page = unpack(data)
        except NotLayered as error:
            raise NotPaintable("damaged") from error
        self._demand_size((page.width_px, page.height_px))
        if page.paper != (255, 255, 255):
            self._operators.append(f"{_colour(page.paper)} 0 0 {self.width_pt:g} {self.height_pt:g} re f")
        for picture in page.pictures:
            self._place(self._jpeg(picture.data), picture.box)
        for ink in page.inks:
            width, height, strip = _strip(ink.data)
            stencil = self._fax(strip, width, height)
            stencil.ImageMask = True
            self._operators.append(_colour(ink.rgb))
            self._place(stencil, ink.box)

    @property
    def _whole(self) -> Box:
        return Box(0, 0, *self._size)

    def _demand_size(self, size: tuple[int, int]) -> None:
        if size != self._size:
            raise NotPaintable("size")

    def _place(self, image: pikepdf.Stream, box: Box) -> None:
        name = f"Im{len(self.images.keys())}"
        self.images[f"/{name}"] = self._pdf.make_indirect(image)
        if box == self._whole:
            left, bottom, width, height = 0.0, 0.0, self.width_pt, self.height_pt
        else:
            left, bottom = box.x * self._per_px, self.height_pt - box.bottom * self._per_px
            width, height = box.width * self._per_px, box.height * self._per_px
        self._operators.append(f"q {width:.6g} 0 0 {height:.6g} {left:.6g} {bottom:.6g} cm /{name} Do Q")

    def _jpeg(self, data: bytes) -> pikepdf.Stream:
        spaces = {3: pikepdf.Name.DeviceRGB, 1: pikepdf.Name.DeviceGray}
        try:
            width, height, channels = jpeg_size(data)
        except ValueError as error:
            raise NotPaintable("damaged") from error
        if channels not in spaces:
            raise NotPaintable("colour")
        return pikepdf.Stream(
            self._pdf,
            data,
            **_image(width, height),
            ColorSpace=spaces[channels],
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )

    def _fax(self, strip: bytes, width: int, height: int) -> pikepdf.Stream:
        """Without a colour space: the caller says whether it is an image or a stencil."""
        fax = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=False)
        return pikepdf.Stream(
            self._pdf,
            strip,
            **_image(width, height),
            BitsPerComponent=1,
            Filter=pikepdf.Name.CCITTFaxDecode,
            DecodeParms=fax,
        )


def _image(width: int, height: int) -> dict[str, object]:
    return {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": width, "Height": height}


def _strip(data: bytes) -> tuple[int, int, bytes]:
    try:
        strip = g4_strip(data)
    except ValueError as error:
        raise NotPaintable("damaged") from error
    return strip.width_px, strip.height_px, strip.data


def _colour(rgb: Rgb) -> str:
    return " ".join(f"{value / 255:.4g}" for value in rgb) + " rg"
