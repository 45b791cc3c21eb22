"""Campaigns of a procedure: their templates, titles and sizes.

Numbers and titles stay when letters are grouped again. A template stays word for word from the
first passage on that somebody has decided on, for passages count characters in it; until then a
better one may replace it.
"""

import re
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from dialogwerk.apps.base import bulk
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.sentences import sentences

from ..errors import NotAllowedNow
from ..models import Campaign, Segment, Statement
from .reading import propose_segments

LONGEST_TITLE = 70


def ungrouped(procedure: Procedure) -> int:
    """How many letters came since the last grouping; all, if there was none."""
    return procedure.statements.filter(pk__gt=last_grouped(procedure)).order_by().count()


def last_grouped(procedure: Procedure) -> int:
    """Primary key of the newest letter that a grouping has looked at, as the journal says."""
    payload = _groupings(procedure).values_list("payload", flat=True).first()
    return int(payload["last_letter"]) if payload else 0


def _groupings(procedure: Procedure) -> QuerySet[JournalEntry]:
    """What the journal says of them, the newest first."""
    done = JournalEntry.objects.filter(action="campaigns.grouped", procedure=procedure.slug)
    return done.order_by("-at", "-pk")


def lock(procedure: Procedure) -> None:
    """One at a time groups, places or moves letters of this procedure; others wait for its end.

    To be called inside a transaction. Letters can still be taken in.
    """
    Procedure.objects.select_for_update(no_key=True).only("pk").get(pk=procedure.pk)


def last_number(procedure: Procedure) -> int:
    """The highest number of its campaigns; 0 without any."""
    return procedure.campaigns.aggregate(last=Max("number"))["last"] or 0


def new_campaign(procedure: Procedure, template: str) -> Campaign:
    """A campaign under the next number, with proposed passages; the procedure is locked."""
    campaign = Campaign.objects.create(
        procedure=procedure,
        number=last_number(procedure) + 1,
        title=title_of(template),
        template=template,
    )
    propose_segments(campaign)
    return campaign


def is_frozen(campaign: Campaign) -> bool:
    """Whether a person has read the template, decided on a passage or merged another one in."""
    if campaign.read_at or campaign.merged.exists():
        return True
    return campaign.segments.exclude(state=Segment.State.PROPOSED).exists()


def renew_template(campaign: Campaign, template: str) -> bool:
    """Replace a template on which nothing was decided; gives back whether it is another one."""
    if campaign.template == template or is_frozen(campaign):
        return False
    campaign.segments.proposed().delete()
    campaign.template = template
    campaign.save(update_fields=["template"])
    propose_segments(campaign)
    return True


def title_of(template: str) -> str:
    """What a new campaign is called until somebody renames it: how its text begins."""
    paragraphs = (part.strip(" …\n\r\t") for part in re.split(r"\n\s*\n|…", template))
    wordy = [part for part in paragraphs if len(part.split()) > 3 and not _GREETING.match(part)]
    words = " ".join((wordy or [template])[0].split())
    if not words:
        return _("Campaign")
    first = sentences(words)[0].of(words)
    first = first[0].upper() + first[1:]
    if len(first) <= LONGEST_TITLE:
        return first.rstrip(".")
    return first[:LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:–-") + " …"


_GREETING = re.compile(r"(?i)(sehr geehrte|guten (tag|morgen|abend)|hallo|liebe)\b")


@transaction.atomic
def rename(*, campaign: Campaign, title: str, by: str) -> None:
    """Give a campaign another title; grouping keeps it.

    Raises:
        NotAllowedNow: the title is empty.
    """
    title = " ".join(title.split())[:200]
    if not title:
        raise NotAllowedNow(_("Give the campaign a title."))
    if title == campaign.title:
        return
    before, campaign.title = campaign.title, title
    campaign.save(update_fields=["title"])
    record_change("campaign.renamed", campaign, by, before=before, after=title)


COUNTED = ("size", "people", "letters_with_own_words")


def count(campaign: Campaign) -> None:
    """Bring the counts of one campaign in line with its letters; the procedure is locked."""
    found = list(_counts(campaign.procedure_id).filter(campaign=campaign).values_list(*_COUNTS))
    counts = dict(zip(COUNTED, found[0] if found else (0, 0, 0), strict=True))
    changed = [name for name, value in counts.items() if getattr(campaign, name) != value]
    for name in changed:
        setattr(campaign, name, counts[name])
    if changed:
        campaign.save(update_fields=changed)


_COUNTS = ("letters", "persons", "own")


def _counts(procedure: int) -> Any:
    """Letters, people and letters with own words of each campaign, from one index."""
    letters = Statement.objects.filter(procedure=procedure, campaign__isnull=False).order_by()
    return letters.values("campaign").annotate(
        letters=Count("*"),
        persons=Count("person", distinct=True),
        own=Count("pk", filter=Q(has_own_words=True)),
    )


def recount(procedure: Procedure) -> int:
    """Count all campaigns again, in one query; returns how many were not in line."""
    found = {pk: counts for pk, *counts in _counts(procedure.pk).values_list("campaign", *_COUNTS)}
    wrong = [
        (one.pk, *found.get(one.pk, (0, 0, 0)))
        for one in procedure.campaigns.defer("template")
        if [getattr(one, name) for name in COUNTED] != list(found.get(one.pk, (0, 0, 0)))
    ]
    bulk.update(Campaign, COUNTED, wrong)
    return len(wrong)


def remove_empty(procedure: Procedure) -> int:
    """Count all campaigns again and take away those without letters and without tied passages;
    what a clerk has merged stays.

    Returns how many were taken away.
    """
    recount(procedure)
    tied = Segment.objects.filter(campaign=OuterRef("pk")).tied()
    empty = procedure.campaigns.filter(size=0, merged_into=None).exclude(Exists(tied))
    empty = empty.filter(merged=None)
    Segment.objects.filter(campaign__in=empty.values("pk")).delete()
    removed = empty.count()
    empty.delete()
    return removed


def record_change(action: str, campaign: Campaign, by: str, **payload: object) -> None:
    record(
        action,
        subject=f"campaign {campaign.number}",
        actor=by,
        procedure=campaign.procedure.slug,
        payload=payload,
    )
