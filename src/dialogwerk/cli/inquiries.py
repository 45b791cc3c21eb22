"""``dialogwerk inquiries``: parliamentary inquiries and answers, read into a structure."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from . import house

app = typer.Typer(
    help="Parliamentary inquiries and their answers.", no_args_is_help=True, rich_markup_mode=None
)
READ_EXIT_CODES = "Exit codes: 0 done; 3 the file cannot be read, or no text is in it."
_FIELD = "full_text"
_UNREADABLE = {
    "empty": "is empty.",
    "no_text": "holds no text. If it is a scan, have its text recognised first.",
    "damaged": "is damaged. Open it where it was made and save it anew.",
    "too_large": "is too large to be read.",
    "unknown": "is neither text nor PDF nor DOCX.",
}


@app.callback()
def group() -> None:
    """Read inquiries of a parliament."""


@app.command("read", epilog=READ_EXIT_CODES)
def read(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help=f"Text, PDF or DOCX; or JSON: a list of documents with the field {_FIELD}.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Read who asked what, who answered what, what points nowhere, and what is named."""
    from dialogwerk.cores.inquiries.answers import as_json as told
    from dialogwerk.cores.inquiries.reading import read_paper

    found: list[dict[str, Any]] = []
    for text in _texts(file):
        started = time.perf_counter()
        answer = told(read_paper(text))
        answer["seconds"] = round(time.perf_counter() - started, 3)
        found.append(answer)
    if as_json:
        is_list = file.suffix.lower() == ".json"
        typer.echo(json.dumps(found if is_list else found[0], ensure_ascii=False))
        return
    typer.echo("\n\n".join(_sentences(one) for one in found))


def _texts(file: Path) -> Iterator[str]:
    """The texts of the documents in a file, one after the other."""
    try:
        content = file.read_bytes()
    except OSError as error:
        house.stop(f"{file} cannot be read: {error.strerror}.", house.UNREADABLE)
    if file.suffix.lower() == ".json":
        yield from _of_json(file, content)
        return
    from dialogwerk.documents.errors import UnreadableFile
    from dialogwerk.documents.reading import text_of

    try:
        text = text_of(content)
    except UnreadableFile as error:
        house.stop(f"{file} {_UNREADABLE[error.code]}", house.UNREADABLE)
    yield text


def _of_json(file: Path, content: bytes) -> Iterator[str]:
    try:
        documents = json.loads(content)
    except ValueError as error:
        house.stop(f"{file} is no JSON: {error}.", house.UNREADABLE)
    if not isinstance(documents, list):
        house.stop(f"{file} must hold a list of documents.", house.UNREADABLE)
    for number, document in enumerate(documents, 1):
        text = document.get(_FIELD) if isinstance(document, dict) else None
        if not isinstance(text, str):
            house.stop(
                f"{file}: document {number} has no text in the field {_FIELD}.", house.UNREADABLE
            )
        yield text


def _sentences(one: dict[str, Any]) -> str:
    """A document for reading."""
    askers = ", ".join(f"{who['name']} ({who['party']})" for who in one["askers"])
    lines = [
        f"{one['instrument'] or 'Inquiry'} {one['inquiry_number'] or one['paper'] or ''}".strip()
        + f": {one['title'] or 'no title found'}",
        f"asked {one['asked_on'] or 'on no date found'} by {askers or 'nobody found'}",
    ]
    if one["kind"] == "answer":
        who = one["lead_ministry"] or "no ministry found"
        lines.append(f"answered {one['answered_on'] or 'on no date found'} by {who}")
        lines += [f"  in agreement with {name}" for name in one["agreeing_ministries"]]
    for question in one["questions"]:
        lines.append(f"{question['number']}. {question['text']}")
        said = f"{len(question['answer'].split())} words" if question["answer"] else "no answer"
        points = f", points to {question['refers_to']}" if question["refers_to"] else ""
        empty = f", of which {question['dangling']} hold nothing" if question["dangling"] else ""
        lines.append(f"   → {said}{points}{empty}")
    return "\n".join(lines)
