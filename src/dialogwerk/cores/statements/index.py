"""One letter against all campaigns, without grouping again.

>>> form = "Der Windpark zerstört unseren Wald und vertreibt den Rotmilan aus dem ganzen Tal. "
>>> other = "Die neue Straße zerschneidet das Moor und die Wiese am Dorf."
>>> index = CampaignIndex.of_templates({7: form, 9: other})
>>> index.place(form + "Mein Hund auch.")
Placement(campaign=7, own_share=0.1875, is_exact=False)
>>> index.place("Mir ist es recht.") is None
True
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dialogwerk.cores.statements.bodies import Bodies, Hashes, Ints, most_common, read
from dialogwerk.cores.statements.corpus import corpus
from dialogwerk.cores.statements.grouping import Grouping
from dialogwerk.cores.statements.kernels.columns import TextColumn
from dialogwerk.cores.statements.model import Model
from dialogwerk.cores.statements.pools import common, pools
from dialogwerk.cores.statements.postings import Owners, Table
from dialogwerk.cores.statements.rounds import Members, members
from dialogwerk.cores.statements.settings import DEFAULT, GroupingSettings

_TEMPLATE_WEIGHT = 10


@dataclass(frozen=True)
class Placement:
    """Where a letter belongs, and how sure that is.

    Attributes:
        campaign: its number.
        own_share: share of its words that the campaign does not have, in [0, 0.5).
        is_exact: somebody has sent exactly these words before.
    """

    campaign: int
    own_share: float
    is_exact: bool


@dataclass(frozen=True)
class CampaignIndex:
    """The pools of all campaigns, and the hashes of all bodies that are in one."""

    campaigns: Ints  #: numbers of the campaigns, by group of the model
    exact: Hashes  #: hashes of known bodies, ascending
    exact_group: Ints  #: their groups
    model: Model
    least_words: int

    @classmethod
    def of(cls, found: Grouping, *, settings: GroupingSettings = DEFAULT) -> CampaignIndex:
        """The campaigns of a grouping.

        A letter placed here joins the campaign that it would join if all were grouped again.
        """
        return cls.of_letters(found.bodies, found.campaign, settings=settings)

    @classmethod
    def of_letters(
        cls, bodies: Bodies, campaign: Ints, *, settings: GroupingSettings = DEFAULT
    ) -> CampaignIndex:
        """Campaigns as they are kept somewhere, with what was decided of single letters.

        Args:
            campaign: per letter: any number from 0 on for its campaign, or -1 for an individual
                letter. Of letters with the same words, those count that are more.
        """
        inside = np.flatnonzero(campaign >= 0)
        numbers, group = most_common(bodies, inside, campaign[inside])
        chosen = members(bodies, group, np.flatnonzero(bodies.sizes >= settings.least_words))
        return cls._of(bodies, group, numbers, chosen, settings)

    @classmethod
    def of_templates(
        cls, templates: Mapping[int, str], *, settings: GroupingSettings = DEFAULT
    ) -> CampaignIndex:
        """Campaigns of which only the templates are at hand, by their numbers."""
        numbers = np.array(sorted(templates), np.int64)
        bodies = read(TextColumn.of(templates[number] for number in numbers.tolist()), threads=1)
        group = np.full(len(bodies), len(numbers), np.int64)
        np.minimum.at(group, bodies.entry, np.arange(len(numbers)))
        chosen = np.arange(len(bodies))
        part = corpus(bodies, chosen, np.full(len(bodies), _TEMPLATE_WEIGHT, np.int64))
        return cls._of(bodies, group, numbers, Members(part, group), settings)

    @classmethod
    def _of(
        cls,
        bodies: Bodies,
        group: Ints,
        numbers: Ints,
        chosen: Members,
        settings: GroupingSettings,
    ) -> CampaignIndex:
        found = pools(chosen.corpus, chosen.group)
        ignored = common(chosen.corpus, found, np.flatnonzero(chosen.group < 0))
        model = Model.of(chosen.corpus, found, ignored, settings.largest_own_share)
        known = np.flatnonzero((group >= 0) & (bodies.sizes > 0))
        return cls(numbers, bodies.hashes[known], group[known], model, settings.least_words)

    def place(self, text: str) -> Placement | None:
        """The campaign of one letter, or None if it is an individual one."""
        letter = read(TextColumn.of((text,)), threads=1)
        at = int(np.searchsorted(self.exact, letter.hashes[0]))
        if at < len(self.exact) and self.exact[at] == letter.hashes[0]:
            return Placement(int(self.campaigns[self.exact_group[at]]), 0.0, True)
        words = letter.words_of(0)
        if len(words) < self.least_words:
            return None
        group, covered = self.model.place(words)
        if group < 0:
            return None
        return Placement(int(self.campaigns[group]), 1 - covered / len(words), False)

    def to_bytes(self) -> bytes:
        """Everything, to be kept in a file or cache; holds hashes and no words."""
        buffer = io.BytesIO()
        np.savez(
            buffer,
            campaigns=self.campaigns,
            exact=self.exact,
            exact_group=self.exact_group,
            table=self.model.table.places,
            list_of=self.model.owner.list_of,
            list_starts=self.model.owner.starts,
            owner=self.model.owner.owner,
            ignored=self.model.ignored,
            groups=np.int64(self.model.groups),
            own_share=np.float64(self.model.own_share),
            least_words=np.int64(self.least_words),
        )
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, raw: bytes) -> CampaignIndex:
        """What `to_bytes` has given."""
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            kept: dict[str, Any] = dict(stored)
        return cls(
            kept["campaigns"],
            kept["exact"],
            kept["exact_group"],
            Model(
                Table(kept["table"]),
                Owners(kept["list_of"], kept["list_starts"], kept["owner"]),
                kept["ignored"],
                int(kept["groups"]),
                float(kept["own_share"]),
            ),
            int(kept["least_words"]),
        )
