"""Pictures of pages as a reading machine and a person want them: upright, grey, of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialogwerk.cores.files import Refused

from .limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 300
LONGEST_SIDE = 3_600
"""Pixels: A4 at 300 dpi; larger pages are made smaller."""


def page_picture(path: str, kind: str, page: int, limits: Limits) -> Image:
    """One page as a grey picture; ``page`` counts from 0.

    Raises:
        Refused: "damaged", "encrypted" or "picture_too_large".
    """
    return _of_pdf(path, page) if kind == "pdf" else _of_picture(path, page, limits)


def _of_pdf(path: str, page: int) -> Image:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            leaf = document[page]
            width, height = leaf.get_size()
            scale = min(DPI / 72, LONGEST_SIDE / max(width, height, 1))
            picture: Image = leaf.render(scale=scale, grayscale=True).to_pil().convert("L")
            return picture
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error


def _of_picture(path: str, page: int, limits: Limits) -> Image:
    import PIL.Image
    from PIL import ImageOps

    PIL.Image.MAX_IMAGE_PIXELS = None  # our own limit counts
    try:
        with PIL.Image.open(path, formats=("PNG", "JPEG", "TIFF")) as picture:
            picture.seek(page)
            if picture.width * picture.height > limits.max_pixels:
                millions = picture.width * picture.height // 10**6
                raise Refused(
                    "picture_too_large", megapixels=millions, limit=limits.max_pixels // 10**6
                )
            upright: Any = ImageOps.exif_transpose(picture)
            grey: Image = upright.convert("L")
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("damaged") from error
    grey.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return grey
