"""Photos of contributions: recognised by content, and freed of all that cameras write into them.

Cameras note place, time, device and sometimes a second picture beside the one we see. Nothing of
it is kept: the picture is painted anew, turned upright, and not larger than a screen shows.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageOps

from dialogwerk.cores.files import safe_name
from dialogwerk.cores.files.kinds import kind_of_stream

from .services.contributions import PhotoDraft

MOST_PHOTOS = 4
LONGEST_SIDE = 2000
"""Pixels."""
MOST_PIXELS = 60_000_000
"""A picture of more would fill the memory before it is made smaller."""

ACCEPT = "image/jpeg,image/png,.jpg,.jpeg,.png"
_FORMATS = {"jpeg": ("JPEG", "image/jpeg"), "png": ("PNG", "image/png")}


def clean_photos(files: Sequence[UploadedFile]) -> list[PhotoDraft]:
    """The pictures as they are kept.

    Raises:
        ValidationError: with one message per file that cannot be taken, naming it and the reason.
    """
    if len(files) > MOST_PHOTOS:
        raise ValidationError(
            ngettext(
                "You have chosen %(found)s photos; at most %(most)s can be sent.",
                "You have chosen %(found)s photos; at most %(most)s can be sent.",
                MOST_PHOTOS,
            )
            % {"found": len(files), "most": MOST_PHOTOS}
        )
    drafts, errors = [], []
    for file in files:
        try:
            drafts.append(clean_photo(file))
        except ValidationError as error:
            errors += error.messages
    if errors:
        raise ValidationError(errors)
    return drafts


def clean_photo(file: UploadedFile) -> PhotoDraft:
    """One picture without its metadata.

    Raises:
        ValidationError: empty, too large, no JPEG or PNG, or damaged.
    """
    name = safe_name(file.name or "", otherwise=_("photo"))
    size = file.size or 0
    if not size:
        raise ValidationError(
            _("“%(name)s” is empty. Please choose the file again.") % {"name": name}
        )
    if size > settings.UPLOAD_MAX_FILE_BYTES:
        limit = filesizeformat(settings.UPLOAD_MAX_FILE_BYTES)
        raise ValidationError(
            _("“%(name)s” is too large: %(size)s, at most %(limit)s are possible.")
            % {"name": name, "size": filesizeformat(size), "limit": limit}
        )
    kind = kind_of_stream(file)  # type: ignore[arg-type]
    file.seek(0)
    if kind not in _FORMATS:
        raise ValidationError(
            _("“%(name)s” is no photo. Possible are JPEG and PNG.") % {"name": name}
        )
    picture_format, media_type = _FORMATS[kind]
    content = BytesIO(_painted_anew(file, name, picture_format))
    return PhotoDraft(name, media_type, content, content.getbuffer().nbytes)


def _painted_anew(file: Any, name: str, picture_format: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[picture_format]) as picture:
                _check_size(picture, name)
                picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _bytes_of(upright, picture_format)
    except ValidationError:
        raise
    except Exception as error:  # whatever the picture library stumbles over in a hostile file
        raise ValidationError(
            _("“%(name)s” is damaged and cannot be shown. Please choose another photo.")
            % {"name": name}
        ) from error
    finally:
        file.seek(0)


def _check_size(picture: Image.Image, name: str) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise ValidationError(
            _("“%(name)s” has %(width)s × %(height)s pixels, which is too many.")
            % {"name": name, "width": width, "height": height}
        )


def _bytes_of(picture: Image.Image, picture_format: str) -> bytes:
    """The pixels and nothing else: a new picture has no metadata to write."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGBA" if picture_format == "PNG" and has_alpha else "RGB"
    bare = Image.new(mode, picture.size)
    bare.paste(picture.convert(mode))
    content = BytesIO()
    options: dict[str, Any] = {"quality": 85} if picture_format == "JPEG" else {}
    bare.save(content, picture_format, optimize=True, **options)
    return content.getvalue()
