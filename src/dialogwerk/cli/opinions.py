"""``dialogwerk opinions``: opinion maps from votes on statements."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.cores.opinions.polis_files import Comment, Conversation
    from dialogwerk.cores.opinions.representing import Counts
    from dialogwerk.cores.opinions.results import OpinionMap, Stability

app = typer.Typer(
    help="Opinion maps: who votes alike, what unites, what divides.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
MAP_EXIT_CODES = (
    "Exit codes: 0 done, also where there are no groups; 2 wrong call or the result cannot be"
    " written; 3 a file cannot be read."
)


@app.command("map", epilog=MAP_EXIT_CODES)
def map_votes(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="participants-votes.csv as of Polis."),
    ],
    comments: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="comments.csv: texts, and what moderation rejected."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="CSV: participant, group, x, y, stability.")
    ] = None,
    smallest_group: Annotated[
        int, typer.Option(min=1, help="Groups with fewer people are not shown.")
    ] = 1,
    draws: Annotated[
        int, typer.Option(min=0, max=1000, help="Draws for the stability; 0 leaves it out.")
    ] = 50,
    seed: Annotated[int, typer.Option(min=0, help="Of these draws; groups need none.")] = 0,
    apart_only: Annotated[
        bool,
        typer.Option(
            "--apart-only", help="No groups where people form one cloud; otherwise its sections."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Find opinion groups, what represents, unites and divides them, and how sure that is."""
    from dialogwerk.cores.opinions.mapping import opinion_map
    from dialogwerk.cores.opinions.representing import counts_of
    from dialogwerk.cores.opinions.results import MapSettings
    from dialogwerk.cores.opinions.stability import stability_of

    started = time.perf_counter()
    conversation, said, rejected = _read(file, comments)
    settings = MapSettings(smallest_group=smallest_group, apart_only=apart_only)
    found = opinion_map(conversation.votes, rejected=rejected, settings=settings)
    stability = stability_of(conversation.votes, found, draws=draws, seed=seed, settings=settings)
    if out is not None:
        _write(out, conversation, found, stability)
    counts = counts_of(conversation.votes, found.group, found.groups)
    answer = _answer(conversation, found, stability, counts, said)
    answer["seconds"] = round(time.perf_counter() - started, 3)
    typer.echo(json.dumps(answer, ensure_ascii=False) if as_json else _sentences(answer))


@app.command("compile")
def compile_kernels() -> None:
    """Compile what maps need and keep it, so that the first map need not wait."""
    from dialogwerk.cores.opinions.kernels.warming import compile_kernels

    typer.echo(f"The kernels are compiled ({compile_kernels():.1f} s).")


def _read(file: Path, comments: Path | None) -> tuple[Conversation, tuple[Comment, ...], Any]:
    from dialogwerk.cores.opinions.errors import OpinionsError
    from dialogwerk.cores.opinions.polis_files import (
        read_comments,
        read_participants_votes,
        rejected_of,
    )

    reading = file
    try:
        conversation = read_participants_votes(file)
        reading = comments or file
        said = read_comments(comments) if comments else ()
    except OpinionsError as error:
        house.stop(f"{reading}: {error}", house.UNREADABLE)
    except OSError as error:
        house.stop(f"{reading} cannot be read: {error.strerror}.", house.UNREADABLE)
    return conversation, said, rejected_of(conversation, said)


def _write(out: Path, conversation: Conversation, found: OpinionMap, stability: Stability) -> None:
    rows = zip(
        conversation.participants, found.group, found.positions, stability.person, strict=True
    )
    try:
        with out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(("participant", "group", "x", "y", "stability"))
            writer.writerows(
                (name, "" if group < 0 else group, _cell(x), _cell(y), _cell(sure))
                for name, group, (x, y), sure in rows
            )
    except OSError as error:
        house.stop(f"{out} cannot be written: {error.strerror}.", house.WRONG_CALL)


def _cell(value: float) -> str:
    return "" if value != value else f"{value:.6g}"


def _answer(
    conversation: Conversation,
    found: OpinionMap,
    stability: Stability,
    counts: Counts,
    said: tuple[Comment, ...],
) -> dict[str, Any]:
    import numpy as np

    from dialogwerk.cores.opinions.cautions import cautions_of
    from dialogwerk.cores.opinions.representing import dividing, representative, uniting

    votes, texts = conversation.votes, {one.number: one.body for one in said}
    known = stability.person[~np.isnan(stability.person)]

    def named(one: Any) -> dict[str, Any]:
        number = conversation.statements[one.statement]
        facts = {key: _rounded(value) for key, value in vars(one).items()}
        return {**facts, "statement": number, "text": texts.get(number)}

    return {
        "participants": votes.participants,
        "statements": votes.statements,
        "votes": len(votes.value),
        "rejected": int(found.rejected.sum()),
        "placed": len(found.placed),
        "unseen_share": _rounded(votes.unseen_share),
        "groups": found.groups,
        "groups_stand_apart": found.separation.is_there if found.groups else None,
        "sizes": found.sizes.tolist(),
        "silhouettes": {k: _rounded(value) for k, value in found.silhouettes.items()},
        "stability": _rounded(float(known.mean())) if len(known) else None,
        "number_of_groups_in_draws": {k: _rounded(v) for k, v in stability.number.items()},
        "representative": [
            [named(one) for one in some] for some in representative(counts, rejected=found.rejected)
        ],
        "uniting": [named(one) for one in uniting(counts, rejected=found.rejected)],
        "dividing": [named(one) for one in dividing(counts, rejected=found.rejected)],
        "cautions": [vars(one) for one in cautions_of(votes, found, stability)],
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value


def _sentences(answer: dict[str, Any]) -> str:
    lines = [
        f"{answer['votes']:,} votes by {answer['participants']:,} participants on"
        f" {answer['statements']:,} statements, {answer['rejected']:,} of them rejected;"
        f" {answer['placed']:,} participants voted enough."
    ]
    if answer["groups_stand_apart"] is False:
        lines.append("No separate groups; the following are sections of one cloud of opinions.")
    for group, (size, some) in enumerate(
        zip(answer["sizes"], answer["representative"], strict=True)
    ):
        lines.append(f"Group {group}: {size:,} participants.")
        lines += [f"  {_line(one)}" for one in some]
    for key, title in (("uniting", "All groups:"), ("dividing", "Groups differ on:")):
        if answer[key]:
            lines.append(title)
            lines += [f"  {_line(one)}" for one in answer[key]]
    if answer["stability"] is not None:
        lines.append(f"In the same group in {answer['stability']:.0%} of the draws on average.")
    lines += [one["sentence"] for one in answer["cautions"]]
    return "\n".join([*lines, f"{answer['seconds']} s."])


def _line(one: dict[str, Any]) -> str:
    text = f": {one['text']}" if one["text"] else ""
    if "votes" in one:
        share = f"{one['votes']} of {one['seen']}"
    else:
        share = ", ".join(f"{share:.0%}" for share in one["shares"])
    return f"{'agree' if one['agrees'] else 'disagree'} ({share}) [{one['statement']}]{text}"
