"""Passages as the developer may read them: by code number, without what tells who wrote them."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.statements.models import Segment
from dialogwerk.apps.statements.services.redaction import Redactor


def redacted(segments: Iterable[Segment]) -> Iterator[tuple[Segment, str, str]]:
    """Each passage with the code that stands for its author and its text for the developer.

    Segments come with campaign and statement. The identities are read to hide them, so it is no
    look into the vault; of somebody whose name was erased the words are withheld.
    """
    found = list(segments)
    redactor = Redactor(Audience.DEVELOPER, [one.statement for one in found if one.statement])
    for one in found:
        yield one, author_of(one), redactor.quote(one)


def author_of(segment: Segment) -> str:
    """The code number of the letter, or the number of the campaign whose template it is."""
    if segment.campaign:
        return _("Campaign %(number)s") % {"number": segment.campaign.number}
    return segment.statement.code if segment.statement else "–"
