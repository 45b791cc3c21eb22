"""Theme columns of an import: people who knew the matter have said which themes apply."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record

from ..errors import UnfitFile
from ..models import Contribution, ContributionImport, Process, Theme, ThemeAssignment, ThemeReview
from .import_rows import Arriving, columns_of
from .themes import MOST_THEMES


def check_count(process: Process, titles: Sequence[str]) -> None:
    """Refuse columns that would give the process too many themes.

    Raises:
        UnfitFile: with the number that is possible.
    """
    there = set(process.themes.values_list("title", flat=True))
    if len(there | {tidy(title) for title in titles}) > MOST_THEMES:
        raise UnfitFile(
            _("A dialogue can have %(most)d themes; with these columns it would have more.")
            % {"most": MOST_THEMES}
        )


def tidy(title: str) -> str:
    """A column's name as title of a theme."""
    return " ".join(title.split())[:100]


def assign(
    one: ContributionImport,
    portion: Sequence[Arriving],
    there: Mapping[str, Contribution],
    by: str,
) -> int:
    """Note the themes of these rows as decided; what people have decided here stays.

    Returns:
        How many themes were noted.
    """
    columns = columns_of(one).themes
    wanted = {there[row.key].pk: row for row in portion if row.given and row.key in there}
    if not columns or not wanted:
        return 0
    reviewed = ThemeReview.objects.filter(contribution__in=wanted)
    done = set(reviewed.values_list("contribution_id", flat=True))
    themes = _themes(one.process, columns, by)
    open_ones = {pk: row for pk, row in wanted.items() if pk not in done}
    # What a machine has proposed meanwhile gives way to what people said.
    ThemeAssignment.objects.filter(contribution__in=open_ones).delete()
    made = ThemeAssignment.objects.bulk_create(
        ThemeAssignment(
            contribution_id=pk, theme=themes[column], how=ThemeAssignment.How.ADDED, by=by
        )
        for pk, row in open_ones.items()
        for column in (row.given.themes if row.given else ())
    )
    ThemeReview.objects.bulk_create(
        ThemeReview(contribution_id=pk, had_proposals=False, by=by) for pk in open_ones
    )
    return len(made)


def _themes(process: Process, columns: Sequence[str], by: str) -> dict[str, Theme]:
    """The theme of each column; new ones stand behind the others."""
    found = {theme.title: theme for theme in process.themes.all()}
    new = [title for title in dict.fromkeys(map(tidy, columns)) if title not in found]
    for position, title in enumerate(new, start=len(found) + 1):
        found[title] = Theme.objects.create(process=process, title=title, position=position)
    if new:
        record(
            "process.themes_changed",
            subject=process.code,
            actor=by,
            payload={"themes": sorted(found)},
        )
    return {column: found[tidy(column)] for column in columns}
