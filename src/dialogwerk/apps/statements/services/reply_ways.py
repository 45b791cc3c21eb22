"""By which ways one reply letter can reach its person."""

from django.db.models import BooleanField, Case, When

from ..models import Dispatch, Reply
from .dispatch import reached_by_email, reached_by_post

How = Dispatch.How


def ways_of(reply: Reply) -> tuple[Dispatch.How, ...]:
    """E-mail and post only if the person can be reached so, by the rules for all letters.

    Handing over and leaving it behind the receipt are always possible. One query.
    """
    holds = {
        name: Case(When(condition, then=True), default=False, output_field=BooleanField())
        for name, condition in (("by_email", reached_by_email()), ("by_post", reached_by_post()))
    }
    found = Reply.objects.filter(pk=reply.pk).annotate(**holds).values(*holds).first() or {}
    email = (How.EMAIL,) if found.get("by_email") else ()
    post = (How.POST,) if found.get("by_post") else ()
    return (*email, *post, How.COUNTER, How.RECEIPT)
