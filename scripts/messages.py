"""Translations without GNU gettext: collect, merge, check and compile the messages.

The source strings are English; ``src/dialogwerk/locale/de/LC_MESSAGES/django.po`` holds the German.

    python scripts/messages.py extract            all source strings as a template
    python scripts/messages.py merge FILE…        take translations from other .po files
    python scripts/messages.py check              fail when a German translation is missing or wrong
    python scripts/messages.py compile            write the .mo files that Django reads
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "dialogwerk"
LOCALE = SOURCE / "locale"
GERMAN = LOCALE / "de" / "LC_MESSAGES" / "django.po"

_SINGULAR, _PLURAL, _CONTEXT = None, (1, 2), ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), _SINGULAR),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

UNSTEADY_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
)
"""Lines that would change without a change of the texts, or say nothing."""

_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"\b(?:_|n?p?gettext)\(\s*{_STRING}(?:\s*,\s*(?:{_STRING}|\w+))*\s*\)")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{(\w+)\}")


class MessagesError(Exception):
    """Translations that cannot be used; the message names file and text."""


def source_messages() -> Catalog:
    """Every translatable string of the package, with the files it stands in."""
    catalog = Catalog(locale="de", charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix in (".py", ".html", ".txt", ".typ") and "vendor" not in path.parts:
            for number, text, context in _extract_from(path):
                catalog.add(text, context=context, locations=[(_relative(path), number)])
    return catalog


def _extract_from(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    content = path.read_text(encoding="utf-8")
    code = content if path.suffix == ".py" else _calls_in_template(content, path)
    for number, text, _comments, context in extract(
        "python", io.BytesIO(code.encode()), keywords=KEYWORDS
    ):
        yield number, text, context


def _calls_in_template(content: str, path: Path) -> str:
    """The gettext calls of a Django template as Python, each on the line it stands on."""
    from django.utils.translation.template import templatize

    code = templatize(content, origin=str(path))
    lines: list[list[str]] = [[] for _ in range(code.count("\n") + 1)]
    for call in _CALL.finditer(code):
        lines[code.count("\n", 0, call.start())].append(" ".join(call.group().split("\n")))
    return "\n".join("; ".join(line) for line in lines)


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _key(message: Message) -> tuple[str, str]:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", singular)


def _read(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, locale="de", abort_invalid=True)
    except FileNotFoundError:
        raise MessagesError(f"{path}: no such file.") from None
    except Exception as error:  # whatever the parser stumbles over, say in which file
        raise MessagesError(f"{_relative(path)}: {error}") from error


def merge(fragments: list[Path], *, prune: bool = False) -> list[str]:
    """Add the translations of the fragments to the German file, sorted and without locations.

    Args:
        fragments: .po files; a header is not needed.
        prune: drop translations whose source string no longer exists.

    Returns:
        Remarks on texts that two files translate differently; the later one wins.
    """
    result = Catalog(locale="de", charset="utf-8", project="Dialogwerk", fuzzy=False)
    remarks: list[str] = []
    for path in [*([GERMAN] if GERMAN.exists() else []), *fragments]:
        remarks += _take_over(_read(path), result, _relative(path))
    if prune:
        used = {_key(message) for message in source_messages()} | _borrowed_keys()
        for message in [message for message in result if message.id and _key(message) not in used]:
            result.delete(message.id, message.context)
    _write(result)
    return remarks


def _borrowed_keys() -> set[tuple[str, str]]:
    """Texts of allauth: its German says "du", so ours stand in the same file and win."""
    import allauth

    theirs = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
    return {_key(message) for message in _read(theirs) if message.id}


def _take_over(catalog: Catalog, result: Catalog, name: str) -> list[str]:
    remarks = []
    for message in catalog:
        if not message.id or not any(_strings(message)):
            continue
        present = result.get(message.id, message.context)
        if present and any(_strings(present)) and present.string != message.string:
            remarks.append(f"{name}: “{_key(message)[1]}” was translated differently before.")
        if present:
            result.delete(message.id, message.context)
        result.add(message.id, message.string, context=message.context, flags=message.flags)
    return remarks


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _write(catalog: Catalog) -> None:
    catalog.header_comment = "# German texts of Dialogwerk. Merged by scripts/messages.py."
    GERMAN.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, no_location=True, include_previous=False)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    volatile = tuple(f'"{name}' for name in UNSTEADY_HEADERS)
    kept = [line for line in lines if not line.startswith(volatile)]
    GERMAN.write_text("".join(kept), encoding="utf-8")


def findings() -> list[str]:
    """What is wrong with the German: missing, empty, fuzzy or with other placeholders."""
    german = {_key(message): message for message in _read(GERMAN)}
    return [
        f"{message.locations[0][0]}:{message.locations[0][1]}: {problem}: “{_key(message)[1]}”"
        for message in source_messages()
        if message.id and (problem := _problem(message, german.get(_key(message))))
    ]


def _problem(source: Message, german: Message | None) -> str:
    if german is None:
        return "not translated"
    if not all(_strings(german)):
        return "translation is empty"
    if german.fuzzy:
        return "translation is marked fuzzy"
    if isinstance(source.id, str) != isinstance(german.id, str):
        return "plural in one of source and translation only"
    if _placeholders(source.id) != _placeholders(german.string):
        return "translation has other placeholders"
    return ""


def _placeholders(text: str | tuple[str, ...] | list[str]) -> set[str]:
    whole = text if isinstance(text, str) else " ".join(text)
    return {match.group() for match in _PLACEHOLDER.finditer(whole)}


def compile_all() -> int:
    """Write a .mo file beside every .po file that changed; return how many were written."""
    written = 0
    for source in sorted(LOCALE.rglob("*.po")):
        buffer = io.BytesIO()
        write_mo(buffer, _read(source))
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != buffer.getvalue():
            target.write_bytes(buffer.getvalue())
            written += 1
    return written


def main() -> int:
    """Run one of the commands; 0 when all is well."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings.test")
    sys.path.insert(0, str(ROOT / "src"))
    arguments = _arguments()
    try:
        return COMMANDS[arguments.command](arguments)
    except MessagesError as error:
        print(error, file=sys.stderr)
        return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract")
    commands.add_parser("check")
    commands.add_parser("compile")
    merging = commands.add_parser("merge")
    merging.add_argument("files", nargs="*", type=Path)
    merging.add_argument("--prune", action="store_true", help="drop texts no longer in the source")
    return parser.parse_args()


def _run_extract(_arguments: argparse.Namespace) -> int:
    write_po(sys.stdout.buffer, source_messages(), width=100, sort_output=True)
    return 0


def _run_merge(arguments: argparse.Namespace) -> int:
    for remark in merge(arguments.files, prune=arguments.prune):
        print(remark, file=sys.stderr)
    return 0


def _run_check(_arguments: argparse.Namespace) -> int:
    problems = findings()
    print("\n".join(problems) or "Every text is translated.")
    return 1 if problems else 0


def _run_compile(_arguments: argparse.Namespace) -> int:
    print(f"Message files written: {compile_all()}.")
    return 0


COMMANDS = {
    "extract": _run_extract,
    "merge": _run_merge,
    "check": _run_check,
    "compile": _run_compile,
}

if __name__ == "__main__":
    raise SystemExit(main())
