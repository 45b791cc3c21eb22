"""What counts as a campaign."""

from __future__ import annotations

from dataclasses import dataclass

from dialogwerk.cores.statements.errors import SettingOutOfRange


@dataclass(frozen=True)
class GroupingSettings:
    """What counts as a campaign.

    Attributes:
        minimum_size: least number of letters (2 or more). Two: a couple's shared letter is already
            answered once; § 17 VwVfG (more than 50) counts later, from these groups.
        largest_own_share: a letter is individual if this share of it (words or characters, without
            address and greeting) or more is its own; in (0, 0.5].
        least_words: shorter letters ("Ich bin dagegen!") are a campaign only if they are the same
            word for word.
        likeness: common by all shared shingles (Jaccard) from which two letters begin a group.
        sample: number of different letters (100 or more) up to which all are compared with each
            other; of more, a quarter as many are looked at first (all so many, if that turns out
            to hold many forms), and the others placed beside what was found.
    """

    minimum_size: int = 2
    largest_own_share: float = 0.5
    least_words: int = 8
    likeness: float = 0.6
    sample: int = 16_000

    def __post_init__(self) -> None:
        if self.minimum_size < 2:
            raise SettingOutOfRange("minimum_size", self.minimum_size, "2 or more")
        if not 0 < self.largest_own_share <= 0.5:
            raise SettingOutOfRange("largest_own_share", self.largest_own_share, "in (0, 0.5]")
        if self.least_words < 3:
            raise SettingOutOfRange("least_words", self.least_words, "3 or more")
        if not 0 < self.likeness <= 1:
            raise SettingOutOfRange("likeness", self.likeness, "in (0, 1]")
        if self.sample < 100:
            raise SettingOutOfRange("sample", self.sample, "100 or more")


DEFAULT = GroupingSettings()
