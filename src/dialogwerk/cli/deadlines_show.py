"""What ``dialogwerk deadlines`` prints: tables for people, JSON for programs."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from dialogwerk.cores.deadlines import (
    DeadlineError,
    ProcedureType,
    Schedule,
    Step,
    Text,
    procedure_type,
    procedure_types,
    schedule,
)
from dialogwerk.cores.deadlines.errors import WrongDate
from dialogwerk.cores.deadlines.reading import read_day, read_type
from dialogwerk.cores.deadlines.reading_names import folded
from dialogwerk.cores.deadlines.wording import short_date

from . import house
from .deadlines_batch import case_as_dict, error_as_dict

if TYPE_CHECKING:
    from types import TracebackType

    from dialogwerk.cores.deadlines.declaring import StepRule
    from dialogwerk.cores.deadlines.planning import BackwardPlan, Milestone, WhatIf
    from dialogwerk.cores.deadlines.reading import CaseArguments

LEAST_WIDTH, MOST_WIDTH = 80, 120
_BEFORE_NUMBER = re.compile(r"((?:§§?|Art\.|Abs\.|Satz|Nr\.)) (?=\d)")
"""A citation is not torn apart at the end of a line."""
KINDS = {
    "right": Text("Recht der Öffentlichkeit", "right of the public"),
    "duty": Text("Pflicht", "duty"),
    "minimum": Text("Mindestfrist", "minimum"),
    "target": Text("Sollfrist", "target"),
    "fiction": Text("Fiktion", "fiction"),
}
WORDS = {
    "step": Text("Schritt", "Step"),
    "from": Text("von", "from"),
    "until": Text("bis", "until"),
    "kind": Text("Art", "kind"),
    "norms": Text("Grundlage", "legal ground"),
    "reasons": Text("Erläuterung", "Reasons"),
    "hint": Text("Hinweis", "Mind"),
    "with": Text("mit UVP", "with EIA"),
    "without": Text("ohne UVP", "without EIA"),
    "unknown": Text("UVP nicht bekannt", "EIA not known"),
    "variants": Text(
        "Varianten (die erste gilt, wenn keine genannt ist)", "Variants (first: default)"
    ),
    "circumstances": Text("Umstände", "Circumstances"),
    "events": Text("Ereignisse (* damit allein lässt sich rechnen)", "Events (* enough to start)"),
    "steps": Text("Schritte", "Steps"),
    "none": Text("keine", "none"),
    "before": Text("bisher", "now"),
    "after": Text("dann", "then"),
    "conflicts": Text("Das ginge so nicht", "This would not work"),
    "latest": Text("spätestens", "latest"),
    "working_day": Text("letzter Werktag", "last working day"),
}


class Answer:
    """Prints in one language or as JSON; a `DeadlineError` inside becomes a sentence and code 2."""

    def __init__(self, language: str, as_json: bool) -> None:
        self.language, self.as_json = language, as_json
        self.width = max(LEAST_WIDTH, min(MOST_WIDTH, shutil.get_terminal_size().columns))

    def __enter__(self) -> Answer:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if not isinstance(error, DeadlineError):
            return
        if self.as_json:
            self._print_json(error_as_dict(error))
        house.stop(error.sentence(self.language), house.WRONG_CALL)

    def schedule(self, case: CaseArguments) -> None:
        """All steps, as a table with the reasons below."""
        found = schedule(**case)
        if self.as_json:
            self._print_json(case_as_dict(found))
            return
        typer.echo(self._title(found))
        self._table(("step", "from", "until", "kind", "norms"), map(self._row, found.steps))
        self._heading("reasons")
        for step in found.steps:
            self._reason(step)

    def types(self, given: str) -> None:
        """All types, or one with everything that is declared of it."""
        found = (procedure_type(read_type(given)[0]),) if given else procedure_types()
        if self.as_json:
            self._print_json([_type_as_dict(one) for one in found])
            return
        for one in found:
            self._type(one, in_full=bool(given))

    def what_if(self, case: CaseArguments, event: str, to: str) -> None:
        """What changes if an event moves."""
        from dialogwerk.cores.deadlines.planning import what_if

        days = int(to) if to.lstrip("+-").isdigit() else None
        day = None if days is not None else _day(event, to)
        found = what_if(**case, event=_event_id(case, event), days=days, day=day)
        if self.as_json:
            self._print_json(found.as_dict())
            return
        self._what_if(found)

    def backwards(self, case: CaseArguments, wish: str, day: str, not_before: str) -> None:
        """The latest days that still meet a wish."""
        from dialogwerk.cores.deadlines.planning import plan_backwards

        arguments: dict[str, Any] = {**case}
        arguments.pop("overrides")
        found = plan_backwards(
            **arguments,
            wish=_event_id(case, wish),
            day=_day(wish, day),
            not_before=_day("--not-before", not_before) if not_before else None,
        )
        if self.as_json:
            self._print_json(found.as_dict())
            return
        self._plan(found)

    def _print_json(self, value: object) -> None:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))

    def _say(self, text: Text) -> str:
        return text.de if self.language == "de" else text.en

    def _word(self, name: str) -> str:
        return self._say(WORDS[name])

    def _day(self, day: date | None) -> str:
        return short_date(day, self.language) if day else "–"

    def _title(self, found: Schedule) -> str:
        declared = procedure_type(found.procedure_type)
        variant = next(one for one in declared.variants if one.id == found.variant)
        parts = [f"{self._say(declared.name)} ({self._say(variant.name)})", found.land]
        if declared.has_eia:
            eia = {True: "with", False: "without", None: "unknown"}[found.eia]
            parts.append(self._word(eia))
        return ", ".join(parts)

    def _row(self, step: Step) -> tuple[str, ...]:
        days = (self._day(step.first_day), self._day(step.last_day))
        kind = self._say(KINDS[step.kind])
        return self._say(step.name), *days, kind, ", ".join(step.norms)

    def _table(self, head: Sequence[str], rows: Iterable[tuple[str, ...]]) -> None:
        """Columns as wide as they need; the last one is wrapped."""
        lines = [tuple(map(self._word, head)), *rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(head) - 1)]
        indent = sum(widths) + 2 * len(widths)
        for line in lines:
            cells = "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=False))
            wrapped = self._wrapped(f"{cells}  {line[-1]}", indent, keep=indent)
            typer.echo(wrapped)

    def _wrapped(self, text: str, indent: int, keep: int = 0) -> str:
        """Lines of the width; what comes after the first is moved in."""
        space = max(30, self.width - indent)
        held = _BEFORE_NUMBER.sub("\\1\u00a0", text[keep:])
        rest = textwrap.wrap(held, space, break_on_hyphens=False) or [""]
        return text[:keep] + f"\n{' ' * indent}".join(rest).replace("\u00a0", " ")

    def _heading(self, name: str) -> None:
        typer.echo(f"\n{self._word(name)}")

    def _reason(self, step: Step) -> None:
        text = step.explanation_de if self.language == "de" else step.explanation_en
        typer.echo(f"{self._say(step.name)} ({step.step})")
        typer.echo("  " + self._wrapped(text, 2))
        for hint in step.hints:
            typer.echo("  " + self._wrapped(f"{self._word('hint')}: {self._say(hint)}", 2))

    def _type(self, one: ProcedureType, *, in_full: bool) -> None:
        typer.echo(f"{one.id}: {self._say(one.name)}")
        if not in_full:
            typer.echo("  " + self._wrapped(", ".join(choice.id for choice in one.variants), 2))
            return
        self._list("variants", ((c.id, self._say(c.name), c.norm) for c in one.variants))
        self._list("circumstances", ((c.id, self._say(c.name), c.norm) for c in one.circumstances))
        self._list(
            "events",
            ((f"{e.id}{'*' * e.starts}", self._say(e.name), self._say(e.help)) for e in one.events),
        )
        self._list("steps", ((s.step, self._say(s.name), "") for s in _each_once(one)))

    def _list(self, heading: str, rows: Iterable[tuple[str, str, str]]) -> None:
        self._heading(heading)
        for id_, name, more in list(rows) or [("–", self._word("none"), "")]:
            text = f"{name} ({more})" if more else name
            typer.echo("  " + self._wrapped(f"{id_:<26}{text}", 28, keep=max(26, len(id_))))

    def _what_if(self, found: WhatIf) -> None:
        typer.echo(self._say(found.text))
        if found.conflicts:
            self._heading("conflicts")
        for conflict in found.conflicts:
            typer.echo("  " + self._wrapped(conflict.sentence(self.language), 2))
        rows = [
            (self._say(one.name), self._day(one.before), self._day(one.after), self._say(one.text))
            for one in found.changes
        ]
        if rows:
            typer.echo("")
            self._table(("step", "before", "after", "reasons"), rows)

    def _plan(self, found: BackwardPlan) -> None:
        typer.echo(self._say(found.text))
        typer.echo("")
        for one in found.milestones:
            typer.echo(f"{self._say(one.name)} ({one.event}): {self._latest(one)}")
            typer.echo("  " + self._wrapped(self._say(one.text), 2))
        for hint in found.hints:
            typer.echo(self._wrapped(f"{self._word('hint')}: {self._say(hint)}", 0))

    def _latest(self, one: Milestone) -> str:
        day = self._day(one.latest)
        if one.latest == one.latest_working_day:
            return f"{self._word('latest')} {day}"
        working = self._day(one.latest_working_day)
        return f"{self._word('latest')} {day} ({self._word('working_day')}: {working})"


def _day(name: str, given: str) -> date:
    day = read_day(given)
    if day is None:
        raise WrongDate(event=name, given=given)
    return day


def _event_id(case: CaseArguments, name: str) -> str:
    """The event as the type calls it."""
    plain = folded(name)
    events = procedure_type(case["procedure_type"]).events
    fitting = (e.id for e in events if plain in map(folded, (e.id, e.name.de, e.name.en)))
    return next(fitting, name)


def _type_as_dict(one: ProcedureType) -> dict[str, object]:
    def choices(of: Iterable[Any]) -> list[dict[str, str]]:
        return [
            {"id": c.id, "name_de": c.name.de, "name_en": c.name.en, "norm": c.norm} for c in of
        ]

    return {
        "type": one.id,
        "name_de": one.name.de,
        "name_en": one.name.en,
        "has_eia": one.has_eia,
        "variants": choices(one.variants),
        "circumstances": choices(one.circumstances),
        "events": [
            {
                "id": e.id,
                "name_de": e.name.de,
                "name_en": e.name.en,
                "help_de": e.help.de,
                "help_en": e.help.en,
                "starts": e.starts,
            }
            for e in one.events
        ],
        "steps": [
            {"id": s.step, "name_de": s.name.de, "name_en": s.name.en, "kind": s.kind}
            for s in _each_once(one)
        ],
    }


def _each_once(one: ProcedureType) -> list[StepRule]:
    """The declared steps; one that is declared for several cases stands here once."""
    return list({rule.step: rule for rule in reversed(one.steps)}.values())[::-1]
