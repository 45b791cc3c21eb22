"""Taking a comment of the developer as draft for an answer; the authority decides."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.statements.models import Argument
from dialogwerk.apps.statements.services.answers import cite

from ..errors import NotHandedOver
from ..models import Comment, CommentVersion


def submitted_comment(argument: Argument) -> CommentVersion:
    """The wording that the developer submitted on this argument.

    Raises:
        NotHandedOver: none, or it was taken back.
    """
    comment = (
        Comment.objects.filter(argument=argument)
        .select_related("submitted__submission_line__submission")
        .first()
    )
    if comment is None or comment.submitted is None or not comment.submitted.text:
        raise NotHandedOver(_("The developer has submitted no comment on this argument."))
    return comment.submitted


def source_of(version: CommentVersion) -> str:
    """How a comment is named as source: whose it is and of what day."""
    day = timezone.localtime(version.submission_line.submission.at).date()
    return _("Comment of the developer of the scheme of %(day)s, version %(number)s") % {
        "day": f"{day:%d.%m.%Y}",
        "number": version.number,
    }


def draft_from(version: CommentVersion) -> str:
    """The comment as text to begin an answer with; its first line says whose words they are."""
    return f"[{source_of(version)}:]\n\n{version.text}"


@transaction.atomic
def adopt(*, argument: Argument, by: str) -> CommentVersion:
    """Name the comment among the sources of the answer and note that it was taken as draft.

    The answer itself stays as it is until somebody saves a new version with a result.

    Raises:
        NotHandedOver: there is no submitted comment.
        NotAllowedNow: the weighing is closed.
    """
    version = submitted_comment(argument)
    note = source_of(version)
    if not argument.sources.filter(note=note[:300]).exists():
        cite(argument=argument, document_id=None, page=None, note=note, by=by)
    record(
        "comment.adopted",
        subject=f"argument {argument.number}",
        actor=by,
        procedure=argument.procedure.slug,
        payload={"version": version.number},
    )
    return version
