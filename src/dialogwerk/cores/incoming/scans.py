"""Pictures of pages as a reading machine and a person want them: upright, of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dialogwerk.cores.files import Refused

from .limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 300
LONGEST_SIDE = 3_600
"""Pixels: A4 at 300 dpi; larger pages are made smaller."""


def page_picture(path: str, kind: str, page: int, limits: Limits, *, colour: bool = False) -> Image:
    """One page as a picture, grey unless colours are wanted; ``page`` counts from 0.

    Raises:
        Refused: "damaged", "encrypted", "no_such_page" or "picture_too_large".
    """
    if kind == "pdf":
        return _of_pdf(path, page, "RGB" if colour else "L")
    return _of_picture(path, page, limits, "RGB" if colour else "L")


def _of_pdf(path: str, page: int, mode: str) -> Image:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            if not 0 <= page < len(document):
                raise Refused("no_such_page", pages=len(document))
            leaf = document[page]
            width, height = leaf.get_size()
            scale = min(DPI / 72, LONGEST_SIDE / max(width, height, 1))
            rendered = leaf.render(scale=scale, grayscale=mode == "L")
            picture: Image = rendered.to_pil().convert(mode)
            return picture
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error


def _of_picture(path: str, page: int, limits: Limits, mode: str) -> Image:
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
            made: Image = _on_white(upright).convert(mode)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused("damaged") from error
    made.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return made


def _on_white(picture: Any) -> Any:
    """What was transparent becomes white."""
    import PIL.Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture
    layer = picture.convert("RGBA")
    ground = PIL.Image.new("RGBA", layer.size, "white")
    ground.alpha_composite(layer)
    return ground
