"""What this app shows on the pages of statements: comments beside arguments and in the synopsis."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from dialogwerk.apps.people.audiences import Audience
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.hooks import Panel
from dialogwerk.apps.statements.models import Argument

from .errors import NotHandedOver
from .models import Comment
from .services import adopting

READ = "handover.read_comments"
ANSWER = "statements.answer"
DRAFT = "erwiderung"
"""Parameter of the argument's address that asks for the comment as draft of the answer."""


def panel_of(request: HttpRequest, argument: Argument) -> Panel | None:
    """The developer's comment beside the answer, once the argument was handed over."""
    procedure = argument.procedure
    if procedure.handed_over_at is None or not request.user.has_perm(READ, procedure):
        return None
    comment = (
        Comment.objects.filter(argument=argument)
        .select_related("submitted__submission_line__submission", "submitted__handed__hand_over")
        .first()
    )
    version = comment.submitted if comment else None
    handed = argument.handed.select_related("hand_over").order_by("-pk").first()
    context = {
        "version": version,
        "handed": handed,
        "procedure": procedure,
        "argument": argument,
        "is_stale": bool(version and handed and version.handed_id != handed.pk),
        "may_adopt": request.user.has_perm(ANSWER, argument) and bool(version and version.text),
    }
    return Panel("handover/_beside_argument.html", context)


def remarks_of(
    procedure: Procedure, arguments: Sequence[Argument], audience: Audience
) -> Mapping[int, str] | None:
    """The submitted comments for the synopsis; the public gets no such column."""
    if procedure.handed_over_at is None or audience == Audience.PUBLIC:
        return None
    found = Comment.objects.filter(argument__in=arguments).submitted()
    return dict(found.values_list("argument", "submitted__text"))


def draft_of(request: HttpRequest, argument: Argument) -> str:
    """The submitted comment as draft, when the address asks for it and this account may answer."""
    if DRAFT not in request.GET or not request.user.has_perm(ANSWER, argument):
        return ""
    try:
        return adopting.draft_from(adopting.submitted_comment(argument))
    except NotHandedOver:
        return ""
