"""All letters of a procedure as one index, in which a new letter finds its campaign at once.

Made from what is stored, so the campaigns that people have corrected are in it as they are. It is
kept in the memory of the process that places letters, until the letters are grouped again or a
person says something about a letter's campaign. numpy is loaded here, not at start-up.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q

from dialogwerk.apps.base.models import JournalEntry
from dialogwerk.apps.schemes.models import Procedure

if TYPE_CHECKING:
    from dialogwerk.cores.statements.index import CampaignIndex

MOST_KEPT = 4
"""So many procedures have their index in memory: some megabytes for 100,000 letters."""

LETTERS_AT_ONCE = 2000
PLACING = "system:campaigns"
"""The actor that puts new letters into campaigns: what it does needs no other index."""

CHANGES = (
    *("campaigns.grouped", "statement.campaign_assigned"),
    *("letters.bulk_done", "letters.bulk_undone"),
)
MOVES = ("campaign.joined", "campaign.left")
Version = tuple[int | None, ...]
_kept: OrderedDict[str, tuple[Version, "CampaignIndex"]] = OrderedDict()


def index_of(procedure: Procedure, *, until: int) -> "CampaignIndex":
    """The index of this procedure as it is now; made if it is not kept, which takes a while.

    Args:
        until: primary key of the newest letter that was grouped or tried. Newer ones that are in no
            campaign are not taken for letters of people's own.
    """
    version = version_of(procedure)
    kept = _kept.get(procedure.slug)
    if kept is None or kept[0] != version:
        kept = _kept[procedure.slug] = version, _made(procedure, until)
    _kept.move_to_end(procedure.slug)
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return kept[1]


def version_of(procedure: Procedure) -> Version:
    """Another one after each grouping and each decision about a letter's campaign."""
    changes = Q(action__in=CHANGES) | (Q(action__in=MOVES) & ~Q(actor=PLACING))
    entries = JournalEntry.objects.filter(changes, procedure=procedure.slug)
    campaigns = procedure.campaigns.aggregate(last=Max("pk"), number=Count("pk"))
    return entries.aggregate(last=Max("pk"))["last"], campaigns["last"], campaigns["number"]


def _made(procedure: Procedure, until: int) -> "CampaignIndex":
    import numpy as np

    from dialogwerk.cores.statements.bodies import BodyReader
    from dialogwerk.cores.statements.index import CampaignIndex
    from dialogwerk.cores.statements.kernels.columns import TextColumn

    reader = BodyReader(threads=1)
    campaigns: list[int] = []
    for some in _rows(procedure, until):
        reader.add(TextColumn.of(text for _campaign, text in some))
        campaigns += [campaign or -1 for campaign, _text in some]
    return CampaignIndex.of_letters(reader.finished(), np.array(campaigns, np.int64))


def _rows(procedure: Procedure, until: int) -> Iterator[Sequence[tuple[int | None, str]]]:
    """Campaign and text of each letter, some at a time."""
    letters = procedure.statements.filter(Q(pk__lte=until) | Q(campaign__isnull=False))
    rows = letters.order_by("pk").values_list("campaign_id", "text")
    rest = rows.iterator(chunk_size=LETTERS_AT_ONCE)
    while some := list(islice(rest, LETTERS_AT_ONCE)):
        yield some
