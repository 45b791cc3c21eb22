"""How many people stand behind one text here, and what the law allows for so many."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements import uniform as rules

from ..models import Campaign, Representation, SignatureList, Statement
from .covering import counted, counted_in


@dataclass(frozen=True, slots=True)
class Allowance:
    """A ground in the language of the page, beside the people it counts."""

    id: str
    way: str
    counts: str
    name: str
    allows: str
    caution: str
    norms: tuple[str, ...]
    people: int
    more_than: int
    is_met: bool
    is_certain: bool
    source: str


def counts_for(subject: SignatureList | Campaign, *, speaks: bool) -> rules.Counts:
    """People of this list or campaign, and of the whole procedure.

    Args:
        speaks: whether somebody represents them.
    """
    field = "signature_list" if isinstance(subject, SignatureList) else "campaign"
    people = counted(Statement.objects.filter(**{field: subject}))
    return rules.Counts(
        same_text=people,
        unrepresented=0 if speaks else people,
        services=counted_in(subject.procedure),
    )


def allowances(procedure: Procedure, counts: rules.Counts) -> list[Allowance]:
    """What the law of this type of procedure allows, met or not."""
    return [_allowance(one) for one in rules.findings(procedure.kind, counts)]


def allowances_for_all(procedure: Procedure) -> list[Allowance]:
    """What the number of everyone who wrote allows."""
    return allowances(procedure, rules.Counts(services=counted_in(procedure)))


def _allowance(finding: rules.Finding) -> Allowance:
    ground, lang = finding.ground, "en" if (get_language() or "de").startswith("en") else "de"
    return Allowance(
        id=ground.id,
        way=ground.way,
        counts=ground.counts,
        name=ground.name[lang],
        allows=ground.allows[lang],
        caution=ground.caution[lang],
        norms=ground.norms,
        people=finding.people,
        more_than=ground.more_than,
        is_met=finding.is_met,
        is_certain=ground.confidence == "A",
        source=ground.source,
    )


def ground_named(key: str) -> tuple[str, Sequence[str]]:
    """Name in the language of the page, and norms of a ground."""
    ground = rules.ground(key)
    lang = "en" if (get_language() or "de").startswith("en") else "de"
    return ground.name[lang], ground.norms


@dataclass(frozen=True, slots=True)
class Row:
    """One list or campaign on the overview."""

    title: str
    subject: SignatureList | Campaign
    people: int
    standing: str
    is_uniform: bool


def lists_of(procedure: Procedure) -> list[Row]:
    """All signature lists, the largest first."""
    found = procedure.signature_lists.select_related("representation").order_by("pk")
    people = _people(Statement.objects.filter(procedure=procedure), "signature_list")
    return sorted((_row(one, people) for one in found), key=lambda row: -row.people)


def campaigns_of(procedure: Procedure) -> list[Row]:
    """Campaigns of more than 50 people, the largest first."""
    enough = rules.ground("named_representative").more_than
    found = procedure.campaigns.filter(people__gt=enough).order_by("-people", "number")
    return [_row(one, {one.pk: one.people}) for one in found.select_related("representation")]


def _people(letters: QuerySet[Statement], field: str) -> dict[int, int]:

    rows = letters.exclude(**{field: None}).order_by().values_list(field)
    return dict(rows.annotate(Count("person", distinct=True)))


def _row(subject: SignatureList | Campaign, people: dict[int, int]) -> Row:
    count = people.get(subject.pk, 0)
    representation: Representation | None = getattr(subject, "representation", None)
    standing = representation.get_standing_display() if representation else ""
    return Row(subject.title, subject, count, str(standing), rules.is_uniform(count))
