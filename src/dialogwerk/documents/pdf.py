"""PDF from a template and its data: tagged, archivable, the same bytes for the same values.

Every file conforms to PDF/UA-1 (ISO 14289-1, accessible) and PDF/A-2a (ISO 19005-2, archive) at
once; the typesetter checks both while writing. Data travels as JSON and is only ever set as
text, so nothing a citizen wrote can act as markup. Fonts come with the installation, those of
the machine are ignored.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import typst

from dialogwerk.documents.errors import RenderError, UnknownTemplate
from dialogwerk.documents.text import cleaned, missing_characters, without

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "Final[list[PDFStandard]]" = ["ua-1", "a-2a"]
_ATTEMPTS = 6

_FONTS = [
    str(files("fontpkg_fira_sans") / "files"),  # Fira Sans, as on our pages
    str(files("manimgx_fonts")),  # Noto for other scripts, symbols and emoji
]
_lock = Lock()
_never_displayable: set[str] = set()


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """Set a document and return it as PDF.

    Args:
        template: name of a file in ``templates/`` without its ending.
        data: what the template shows; JSON types only. Always needed: ``lang`` ("de" or
            "en"), ``title`` (of the document) and ``date`` (ISO; also the file's timestamp).

    Characters that no font on board can show are spelled out in brackets; the template then
    finds ``spelled_out`` set to true and can say so.

    Raises:
        UnknownTemplate: no such template.
        RenderError: the data lacks something or the typesetter refused it.
    """
    path = TEMPLATES / f"{template}.typ"
    if template not in _names():
        known = ", ".join(_names())
        raise UnknownTemplate(f"There is no template '{template}'; there are {known}.")
    stamp, data = _timestamp(template, data), cleaned(data)
    hidden = set(_never_displayable)
    for _attempt in range(_ATTEMPTS):
        try:
            return _compile(path, without(hidden, data), stamp)
        except typst.TypstError as error:
            found = missing_characters(error.diagnostic) - hidden
            if not found:
                raise RenderError(f"'{template}' could not be set: {error.diagnostic}") from error
            _never_displayable.update(text for text in found if len(text) == 1)
            hidden |= found
    raise RenderError(f"'{template}' holds text that cannot be shown: {sorted(hidden)!r}.")


def _compile(path: Path, data: Mapping[str, Any], stamp: datetime) -> bytes:
    """One run of the typesetter; it serves one thread at a time and keeps its fonts."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    with _lock:
        result = typesetter().compile(
            str(path), format="pdf", sys_inputs=inputs, pdf_standards=STANDARDS, timestamp=stamp
        )
    if not isinstance(result, bytes):
        raise RenderError(f"The typesetter returned no file for '{path.stem}'.")
    return result


@cache
def typesetter() -> typst.Compiler:
    """The process's typesetter, with fonts loaded once; use it from one thread at a time."""
    return typst.Compiler(root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True)


def font_families() -> list[str]:
    """Names of all fonts a document can use; those of the machine are not among them."""
    return _fonts().families()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=_FONTS)


def _timestamp(template: str, data: Mapping[str, Any]) -> datetime:
    """Noon of the document's date, so that its day is the same in every time zone nearby."""
    missing = [name for name in ("lang", "title", "date") if not data.get(name)]
    if missing:
        raise RenderError(f"'{template}' needs {', '.join(missing)}; add it to the data.")
    return datetime.combine(date.fromisoformat(data["date"]), time(12), tzinfo=UTC)


def _names() -> list[str]:
    return sorted(path.stem for path in TEMPLATES.glob("[!_]*.typ"))
