"""Themes of contributions as people decide on them: what was kept, refused and added by hand."""

import csv
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..errors import Incomplete
from ..models import (
    Contribution,
    Process,
    Theme,
    ThemeAssignment,
    ThemeExample,
    ThemeReview,
)

How = ThemeAssignment.How
MOST_THEMES = 60
MOST_EXAMPLES = 20_000


def themes_of(contributions: Iterable[Contribution]) -> dict[int, list[ThemeAssignment]]:
    """What people said of each (by primary key), asked once for all."""
    keys = [one.pk for one in contributions]
    found: dict[int, list[ThemeAssignment]] = {pk: [] for pk in keys}
    rows = ThemeAssignment.objects.holding().filter(contribution__in=keys).select_related("theme")
    for row in rows:
        found[row.contribution_id].append(row)
    return found


def with_counts(process: Process) -> QuerySet[Theme]:
    """The themes of a process with ``shown``: public contributions that have them."""
    public = Q(
        assignments__how__in=[How.CONFIRMED, How.ADDED],
        assignments__contribution__state="public",
    )
    counted = Count("assignments", filter=public)
    return Theme.objects.filter(process=process).annotate(shown=counted).order_by("position", "pk")


@transaction.atomic
def save_themes(*, process: Process, titles: Sequence[str], by: User) -> list[Theme]:
    """The themes are exactly these, in this order; one that was left out goes, if nobody used it.

    Raises:
        Incomplete: too many, one twice, or one is left out that people have assigned.
    """
    tidy = [" ".join(title.split())[:100] for title in titles]
    wanted = list(dict.fromkeys(title for title in tidy if title))
    if len(wanted) > MOST_THEMES:
        raise Incomplete(_("At most %(most)d themes.") % {"most": MOST_THEMES}, "titles")
    known = {one.title: one for one in Theme.objects.filter(process=process)}
    gone = [one for title, one in known.items() if title not in wanted]
    used = ThemeAssignment.objects.holding().filter(theme__in=gone).select_related("theme").first()
    if used:
        raise Incomplete(
            _("“%(theme)s” has been assigned by people and cannot be left out.")
            % {"theme": used.theme.title},
            "titles",
        )
    Theme.objects.filter(pk__in=[one.pk for one in gone]).delete()
    for position, title in enumerate(wanted, start=1):
        if title in known:
            Theme.objects.filter(pk=known[title].pk).update(position=position)
        else:
            Theme.objects.create(process=process, title=title, position=position)
    payload = {"themes": wanted}
    record("process.themes_changed", subject=process.code, actor=by.actor, payload=payload)
    return list(process.themes.all())


@transaction.atomic
def review(
    *,
    contribution: Contribution,
    themes: Collection[Theme],
    by: User,
    now: datetime | None = None,
) -> None:
    """A person says which themes a contribution has: these, and no other.

    What was proposed is kept or refused, what was not is added; both survive every re-run.
    """
    now = now or timezone.now()
    Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    rows = {row.theme_id: row for row in contribution.theme_assignments.all()}
    wanted = {one.pk for one in themes}
    for theme, row in rows.items():
        if (how := _how(row, theme in wanted)) is None:
            row.delete()
        elif how != row.how:
            row.how, row.by, row.at = how, by.actor, now
            row.save(update_fields=["how", "by", "at"])
    ThemeAssignment.objects.bulk_create(
        ThemeAssignment(contribution=contribution, theme_id=pk, how=How.ADDED, by=by.actor, at=now)
        for pk in sorted(wanted - rows.keys())
    )
    _note_review(contribution, by, now)
    payload = {"themes": sorted(one.title for one in themes)}
    record("contribution.themes_set", subject=contribution.code, actor=by.actor, payload=payload)


def _note_review(contribution: Contribution, by: User, now: datetime) -> None:
    """The first look at what the machine said is what its quality is measured from."""
    known = ThemeReview.objects.filter(contribution=contribution)
    if not known.update(by=by.actor, at=now):
        models = contribution.process.theme_models
        learned = models.filter(at__gte=contribution.received_at).exists()
        ThemeReview.objects.create(
            contribution=contribution, had_proposals=learned, by=by.actor, at=now
        )


def _how(row: ThemeAssignment, is_wanted: bool) -> str | None:
    """What becomes of a row; None when there is nothing left to remember."""
    was_proposed = row.confidence is not None
    if is_wanted:
        return How.CONFIRMED if was_proposed else How.ADDED
    return How.REJECTED if was_proposed else None


@dataclass(frozen=True, slots=True)
class ExampleRow:
    """A labelled text of a table."""

    text: str
    labels: tuple[str, ...]


def read_examples(content: bytes) -> list[ExampleRow]:
    """Labelled texts from CSV: a column ``text``, perhaps ``title``, and the themes.

    The themes stand in one column ``themes`` (or ``themen``, ``theme``, ``thema``), separated by
    ``;`` or ``|``; or every further column is a theme and holds 1 where it applies.

    Raises:
        Incomplete: the table cannot be read so; the text says why and where.
    """
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        written = content.decode("cp1252", "replace")
    head = written.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        table = [
            row for row in csv.reader(StringIO(written, newline=""), delimiter=delimiter) if row
        ]
    except csv.Error as error:
        raise Incomplete(
            _("The table cannot be read: %(error)s.") % {"error": error}, "file"
        ) from error
    if len(table) < 2:
        raise Incomplete(_("The table has no rows below its header."), "file")
    if len(table) - 1 > MOST_EXAMPLES:
        raise Incomplete(_("At most %(most)d examples at once.") % {"most": MOST_EXAMPLES}, "file")
    return _rows(table)


TEXTS, TITLES = ("text", "beitrag"), ("title", "titel")
LISTED = ("themes", "themen", "theme", "thema")
ASIDE = ("url", "id", "document_id", "nummer", "number", "code")


def _rows(table: list[list[str]]) -> list[ExampleRow]:
    names = [name.strip() for name in table[0]]
    folded = [name.casefold() for name in names]
    text_at = next((at for at, name in enumerate(folded) if name in TEXTS), None)
    if text_at is None:
        raise Incomplete(_("The table needs a column “text”."), "file")
    title_at = next((at for at, name in enumerate(folded) if name in TITLES), None)
    list_at = next((at for at, name in enumerate(folded) if name in LISTED), None)
    columns = [] if list_at is not None else _theme_columns(names, folded)
    if list_at is None and not columns:
        raise Incomplete(
            _("The table needs a column “themes”, or a column with 0 and 1 for each theme."), "file"
        )
    found = []
    for line, row in enumerate(table[1:], start=2):
        cells = [*row, *[""] * (len(names) - len(row))]
        title = cells[title_at].strip() if title_at is not None else ""
        text = f"{title}\n{cells[text_at].strip()}".strip()
        if text:
            labels = (
                _listed(cells[list_at]) if list_at is not None else _ticked(cells, columns, line)
            )
            found.append(ExampleRow(text, labels))
    return found


def _theme_columns(names: Sequence[str], folded: Sequence[str]) -> list[tuple[int, str]]:
    no_theme = {*TEXTS, *TITLES, *ASIDE, ""}
    return [(at, names[at]) for at, name in enumerate(folded) if name not in no_theme]


def _listed(cell: str) -> tuple[str, ...]:
    parts = cell.replace("|", ";").split(";")
    return tuple(dict.fromkeys(tidy for one in parts if (tidy := " ".join(one.split()))))


def _ticked(cells: Sequence[str], columns: Sequence[tuple[int, str]], line: int) -> tuple[str, ...]:
    found = []
    for at, name in columns:
        value = cells[at].strip().casefold()
        if value in ("1", "x", "ja", "yes", "true"):
            found.append(name)
        elif value not in ("", "0", "nein", "no", "false"):
            raise Incomplete(
                _("Row %(line)d, column “%(column)s”: “%(value)s” is neither 0 nor 1.")
                % {"line": line, "column": name, "value": cells[at][:40]},
                "file",
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import of examples did."""

    examples: int
    known: int
    themes: int


@transaction.atomic
def take_examples(*, process: Process, rows: Sequence[ExampleRow], source: str, by: User) -> Taken:
    """Keep labelled texts to learn from; themes that are missing are added.

    Raises:
        Incomplete: more themes than a process may have.
    """
    titles = list(dict.fromkeys(label[:100] for row in rows for label in row.labels))
    known = {one.title.casefold(): one for one in process.themes.all()}
    new = [title for title in titles if title.casefold() not in known]
    if len(known) + len(new) > MOST_THEMES:
        raise Incomplete(
            _("With these there would be %(count)d themes; at most %(most)d are possible.")
            % {"count": len(known) + len(new), "most": MOST_THEMES},
            "file",
        )
    last = process.themes.aggregate(last=Max("position"))["last"] or 0
    for position, title in enumerate(new, start=last + 1):
        known[title.casefold()] = Theme.objects.create(
            process=process, title=title, position=position
        )
    taken = _keep(process, rows, source, known)
    payload = {"examples": taken, "themes": len(new)}
    record("process.examples_taken", subject=process.code, actor=by.actor, payload=payload)
    return Taken(taken, len(rows) - taken, len(new))


def _keep(
    process: Process, rows: Sequence[ExampleRow], source: str, themes: dict[str, Theme]
) -> int:
    there = set(process.theme_examples.values_list("sha256", flat=True))
    digests: dict[str, ExampleRow] = {}
    for row in rows:
        digest = hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest()
        if digest not in there:
            digests.setdefault(digest, row)
    made = ThemeExample.objects.bulk_create(
        [
            ThemeExample(process=process, text=row.text, sha256=digest, source=source[:200])
            for digest, row in digests.items()
        ],
        batch_size=500,
    )
    through = ThemeExample.themes.through
    through.objects.bulk_create(
        [
            through(themeexample_id=example.pk, theme_id=themes[label[:100].casefold()].pk)
            for example, row in zip(made, digests.values(), strict=True)
            for label in dict.fromkeys(row.labels)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
    return len(made)
