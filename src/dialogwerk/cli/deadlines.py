"""``dialogwerk deadlines``: schedules, what they would become, and planning backwards.

Needs no database and never loads Django; law and holidays are read when something is counted.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from . import house

if TYPE_CHECKING:
    from dialogwerk.cores.deadlines.reading import CaseArguments

app = typer.Typer(
    help="Dates of a procedure, each with its norm and its arithmetic. No database.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

EXIT_CODES = "Exit codes: 0 done; 2 the case cannot be computed: a sentence says why."
BATCH_EXIT_CODES = (
    "Exit codes: 0 every line was answered, be it with steps or with an error;"
    " 1 whoever read the answers went away before the end."
)


class Language(StrEnum):
    """Language of what is printed."""

    DE = "de"
    EN = "en"


TypeOption = Annotated[
    str, typer.Option("--type", help="Procedure type, such as planfeststellung.")
]
LandOption = Annotated[
    str, typer.Option(help="Land by code or name, such as NW; several joined by “/”.")
]
EiaOption = Annotated[
    str, typer.Option(help="Environmental impact assessment: yes, no or unknown.")
]
EventsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--event",
        metavar="NAME=DAY",
        help="What has happened or is announced, e.g. display_start=2026-03-02; may be repeated.",
    ),
]
VariantOption = Annotated[str, typer.Option(help="Special law, such as fstrg.")]
MunicipalityOption = Annotated[
    str, typer.Option(help="Where holidays differ within a Land: catholic, Augsburg.")
]
CircumstancesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--circumstance", metavar="NAME", help="Fact that changes the course; may be repeated."
    ),
]
OverridesOption = Annotated[
    list[str] | None,
    typer.Option("--override", metavar="STEP=DAY", help="Last day set by hand; may be repeated."),
]
LanguageOption = Annotated[Language, typer.Option(help="Language of what is printed.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, both languages.")]


@app.command("schedule", epilog=EXIT_CODES)
def show_schedule(
    type_: TypeOption,
    land: LandOption = "",
    eia: EiaOption = "unknown",
    event: EventsOption = None,
    variant: VariantOption = "",
    municipality: MunicipalityOption = "",
    circumstance: CircumstancesOption = None,
    override: OverridesOption = None,
    language: LanguageOption = Language.DE,
    as_json: JsonOption = False,
) -> None:
    """Compute all steps that follow from the events, each with its reason."""
    from . import deadlines_show as show

    with show.Answer(language.value, as_json) as answer:
        case = _case(type_, land, eia, event, variant, municipality, circumstance, override)
        answer.schedule(case)


@app.command(epilog=BATCH_EXIT_CODES)
def batch() -> None:
    """Answer cases from standard input: one JSON object a line in, one a line out."""
    from .deadlines_batch import run

    raise typer.Exit(house.DONE if run() else house.INCOMPLETE)


@app.command("types", epilog=EXIT_CODES)
def list_types(
    type_: Annotated[
        str, typer.Argument(metavar="[TYPE]", help="Only this one, with events and steps.")
    ] = "",
    language: LanguageOption = Language.DE,
    as_json: JsonOption = False,
) -> None:
    """List procedure types; of one also variants, circumstances, events and steps."""
    from . import deadlines_show as show

    with show.Answer(language.value, as_json) as answer:
        answer.types(type_)


@app.command("what-if", epilog=EXIT_CODES)
def what_if(
    type_: TypeOption,
    move: Annotated[
        str,
        typer.Option(
            metavar="EVENT=DAYS|DAY",
            help="What moves, and by how many days or to which: published=+1, hearing=2026-09-01.",
        ),
    ],
    land: LandOption = "",
    eia: EiaOption = "unknown",
    event: EventsOption = None,
    variant: VariantOption = "",
    municipality: MunicipalityOption = "",
    circumstance: CircumstancesOption = None,
    override: OverridesOption = None,
    language: LanguageOption = Language.DE,
    as_json: JsonOption = False,
) -> None:
    """Say what would change if one event were on another day."""
    from . import deadlines_show as show

    with show.Answer(language.value, as_json) as answer:
        case = _case(type_, land, eia, event, variant, municipality, circumstance, override)
        answer.what_if(case, *_pair(move, "--move", "published=+1"))


@app.command(epilog=EXIT_CODES)
def backwards(
    type_: TypeOption,
    wish: Annotated[
        str,
        typer.Option(
            metavar="NAME=DAY", help="What is wished when, e.g. hearing=2026-09-01 or decision=…"
        ),
    ],
    land: LandOption = "",
    eia: EiaOption = "unknown",
    event: EventsOption = None,
    variant: VariantOption = "",
    municipality: MunicipalityOption = "",
    circumstance: CircumstancesOption = None,
    not_before: Annotated[
        str, typer.Option(metavar="DAY", help="Nothing can be done before this day.")
    ] = "",
    language: LanguageOption = Language.DE,
    as_json: JsonOption = False,
) -> None:
    """Plan backwards from a wished day: the latest day of everything that comes before."""
    from . import deadlines_show as show

    with show.Answer(language.value, as_json) as answer:
        case = _case(type_, land, eia, event, variant, municipality, circumstance, None)
        answer.backwards(case, *_pair(wish, "--wish", "hearing=2026-09-01"), not_before)


def _case(
    type_: str,
    land: str,
    eia: str,
    events: list[str] | None,
    variant: str,
    municipality: str,
    circumstances: list[str] | None,
    overrides: list[str] | None,
) -> CaseArguments:
    """The case as `read_case` understands it."""
    from dialogwerk.cores.deadlines.reading import read_case

    return read_case(
        {
            "type": type_,
            "land": land,
            "eia": eia,
            "events": _pairs(events, "--event", "display_start=2026-03-02"),
            "variant": variant,
            "municipality": municipality,
            "circumstances": circumstances or [],
            "overrides": _pairs(overrides, "--override", "objections=2026-05-04"),
        }
    )


def _pairs(given: list[str] | None, option: str, example: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in given or []:
        name, value = _pair(one, option, example)
        if pairs.setdefault(name, value) != value:
            _stop(f"{option} {name} is there twice, with {pairs[name]} and with {value}.")
    return pairs


def _pair(text: str, option: str, example: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        _stop(f"{option} {text} is no NAME=DAY, e.g. {option} {example}.")
    return name.strip(), value.strip()


def _stop(sentence: str) -> NoReturn:
    house.stop(sentence, house.WRONG_CALL)
