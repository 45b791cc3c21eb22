"""What pages of contributions show of moderation, lineage and outcomes."""

from django import template

from ..models import Comment, Contribution, Lineage
from ..services.lineage import lineages_of
from ..standing_of_authors import Standing, standing_for

register = template.Library()


@register.simple_tag
def author_standing(thing: Contribution | Comment) -> Standing:
    """What the author of this may know, behind the receipt."""
    return standing_for(thing)


@register.simple_tag
def lineage_of(contribution: Contribution) -> list[Lineage]:
    """All lineages in which it stands, the newest first."""
    return lineages_of(contribution)
