"""What the page of a reply letter offers: ``{% load replies %}``."""

from typing import Any

from django import template

from ..forms.replies import SentForm
from ..models import Dispatch, Reply
from ..services.reply_ways import ways_of

register = template.Library()


@register.simple_tag
def ways_to_send(reply: Reply) -> dict[str, Any]:
    """Whether ``email`` is possible, and the ``form`` with the other ways that exist."""
    ways = ways_of(reply)
    form = SentForm()
    how = form.fields["how"]
    how.choices = [(way.value, way.label) for way in ways if way != Dispatch.How.EMAIL]
    return {"email": Dispatch.How.EMAIL in ways, "form": form}
