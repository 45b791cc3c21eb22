"""What the office chooses for a round; kept in the settings of its format."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from dialogwerk.apps.dialogues.models import Format

KIND = "opinions"


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices for a round.

    Attributes:
        own_statements: whether people can add statements of their own.
        votes_before_own: votes that somebody has to cast before adding one.
        smallest_group: groups with fewer people are not shown apart.
        most_groups: how many groups are tried at most.
    """

    own_statements: bool = True
    votes_before_own: int = 3
    smallest_group: int = 5
    most_groups: int = 5

    def as_settings(self) -> dict[str, Any]:
        """As they stand in `Format.settings`."""
        return asdict(self)


def choices_of(one: Format) -> Choices:
    """The choices of this round; what was never chosen is as usual."""
    known = {field.name for field in fields(Choices)}
    return Choices(**{name: value for name, value in one.settings.items() if name in known})
