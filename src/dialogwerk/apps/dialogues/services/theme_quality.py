"""How good proposed themes were, counted from what people decided."""

from dataclasses import dataclass

from django.db.models import Count

from dialogwerk.cores.statements.theme_quality import Band, calibration

from ..models import Process, Theme, ThemeAssignment, ThemeModel, ThemeReview

How = ThemeAssignment.How


@dataclass(frozen=True, slots=True)
class Counts:
    """Proposals kept and refused, and what people had to add.

    Shares are dimensionless, in [0, 1]; None while there is nothing to count.
    """

    kept: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the proposals that was right."""
        return self._share(self.kept, self.kept + self.rejected)

    @property
    def recall(self) -> float | None:
        """Share of what holds that had been proposed."""
        return self._share(self.kept, self.kept + self.added)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        return self._share(2 * self.kept, 2 * self.kept + self.rejected + self.added)

    @staticmethod
    def _share(part: int, whole: int) -> float | None:
        return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """All themes together and one by one, and whether confidences mean what they say.

    Attributes:
        reviewed: contributions that people have looked at after the machine had proposed.
        by_hand: contributions decided before there was a model; they are not measured.
        open: contributions with proposals on which nobody has decided.
    """

    total: Counts
    themes: tuple[tuple[Theme, Counts], ...]
    bands: tuple[Band, ...]
    reviewed: int
    by_hand: int
    open: int
    model: ThemeModel | None


def quality_of(process: Process) -> ThemeQuality:
    """Precision and recall so far: only of contributions for which the machine had proposed."""
    measured = ThemeReview.objects.filter(contribution__process=process, had_proposals=True)
    rows = ThemeAssignment.objects.filter(contribution__theme_review__in=measured)
    numbers: dict[int, dict[str, int]] = {}
    for theme, how, count in (
        rows.order_by()
        .values_list("theme", "how")
        .annotate(Count("pk"))
        .values_list("theme", "how", "pk__count")
    ):
        numbers.setdefault(theme, {})[how] = count
    themes = tuple((one, _counts(numbers.get(one.pk, {}))) for one in process.themes.all())
    decided = rows.filter(how__in=[How.CONFIRMED, How.REJECTED], confidence__isnull=False)
    pairs = list(decided.values_list("confidence", "how"))
    reviews = ThemeReview.objects.filter(contribution__process=process)
    open_ones = ThemeAssignment.objects.proposed().filter(contribution__process=process)
    return ThemeQuality(
        total=_sum(counts for _theme, counts in themes),
        themes=themes,
        bands=calibration(
            [sure or 0.0 for sure, _how in pairs], [how == How.CONFIRMED for _s, how in pairs]
        ),
        reviewed=measured.count(),
        by_hand=reviews.filter(had_proposals=False).count(),
        open=open_ones.values("contribution").distinct().count(),
        model=ThemeModel.objects.filter(process=process).order_by("-number").first(),
    )


def _counts(numbers: dict[str, int]) -> Counts:
    return Counts(
        numbers.get(How.CONFIRMED, 0), numbers.get(How.REJECTED, 0), numbers.get(How.ADDED, 0)
    )


def _sum(some):  # type: ignore[no-untyped-def]
    rows = list(some)
    return Counts(
        sum(one.kept for one in rows),
        sum(one.rejected for one in rows),
        sum(one.added for one in rows),
    )
