"""Pictures of letters: how many pages, and whether they are small enough to be opened at all."""

from __future__ import annotations

import io
import warnings

from dialogwerk.cores.files import Refused

from .limits import Limits


def pages_of(content: bytes, limits: Limits) -> int:
    """The number of pages (frames); nothing is unpacked.

    Raises:
        Refused: "damaged", "too_many_pages" or "picture_too_large".
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own limit counts
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "TIFF")) as picture:
                pages = _count(picture, limits)
                _check_size(picture.width * picture.height, limits)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError) as error:
        raise Refused("damaged") from error
    return pages


def _count(picture: object, limits: Limits) -> int:
    """Frames are counted one by one, so that a chain of a million is not followed to its end."""
    pages = 1
    while pages <= limits.max_pages:
        try:
            picture.seek(pages)  # type: ignore[attr-defined]
        except EOFError:
            picture.seek(0)  # type: ignore[attr-defined]
            return pages
        _check_size(picture.width * picture.height, limits)  # type: ignore[attr-defined]
        pages += 1
    raise Refused("too_many_pages", pages=pages, limit=limits.max_pages)


def _check_size(pixels: int, limits: Limits) -> None:
    if pixels > limits.max_pixels:
        millions = {"megapixels": pixels // 10**6, "limit": limits.max_pixels // 10**6}
        raise Refused("picture_too_large", **millions)
