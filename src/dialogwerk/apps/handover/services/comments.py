"""Commenting on what was handed over (Erwiderung): every wording is kept, submitting is a step."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Argument

from ..errors import ChangedMeanwhile, NotHandedOver, WritingClosed
from ..models import (
    Comment,
    CommentSheet,
    CommentVersion,
    HandedArgument,
    Submission,
    SubmittedComment,
)
from . import checksums

MOST_CHARACTERS = 30_000
"""Longest comment; a cell of a spreadsheet holds 32,767 characters."""


def last_handed(argument: Argument) -> HandedArgument:
    """The argument as the developer was given it last.

    Raises:
        NotHandedOver: never, or it was withdrawn.
    """
    found = argument.handed.order_by("-pk").first()
    if found is None or found.change == HandedArgument.Change.WITHDRAWN:
        raise NotHandedOver(_("This argument was not handed over to you, or was withdrawn."))
    return found


@transaction.atomic
def save_comment(
    *,
    argument: Argument,
    text: str,
    by: User,
    after: int | None = None,
    handed: HandedArgument | None = None,
    sheet: CommentSheet | None = None,
) -> CommentVersion | None:
    """Keep a wording of the comment on this argument; nobody but the developer sees it yet.

    Args:
        text: empty takes the comment back.
        after: number of the version that the writer had before them; 0 for none.
        handed: the state of the argument that is spoken of; the last one if left out.
        sheet: the returned sheet in which it stood.

    Returns:
        The version; None when the text is the newest wording already.

    Raises:
        NotHandedOver: the argument is not in the developer's hands.
        WritingClosed: the weighing is closed.
        ChangedMeanwhile: somebody else has saved another text since.
    """
    _check_open(argument.procedure)
    handed = handed or last_handed(argument)
    comment = _locked(argument)
    latest = comment.latest
    text = tidy(text)
    if (latest.text if latest else "") == text:
        return None
    _check_after(latest, after)
    version = CommentVersion.objects.create(
        comment=comment,
        number=(latest.number if latest else 0) + 1,
        text=text,
        by=by,
        handed=handed,
        way=CommentVersion.Way.SHEET if sheet else CommentVersion.Way.PAGE,
        sheet=sheet,
    )
    comment.latest = version
    comment.save(update_fields=["latest"])
    return version


def tidy(text: str) -> str:
    """The text with one kind of line end and no character that a database refuses."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return lines.encode("utf-8", "replace").decode().strip()[:MOST_CHARACTERS]


def _check_open(procedure: Procedure) -> None:
    if procedure.weighing_closed_at:
        raise WritingClosed(_("The weighing is closed; comments can no longer be made."))


def _locked(argument: Argument) -> Comment:
    Comment.objects.get_or_create(argument=argument, defaults={"procedure": argument.procedure})
    locked = Comment.objects.select_for_update(of=("self",)).select_related("latest", "submitted")
    return locked.get(argument=argument)


def _check_after(latest: CommentVersion | None, after: int | None) -> None:
    number = latest.number if latest else 0
    if after is not None and after != number:
        raise ChangedMeanwhile(
            _(
                "Meanwhile somebody else saved another text, shown below. Compare it with yours"
                " before you save yours as the next version."
            )
        )


@transaction.atomic
def submit(
    *, procedure: Procedure, by: User, arguments: Sequence[Argument] | None = None
) -> Submission | None:
    """Submit every saved comment, or those on these arguments; the authority sees them from now on.

    Returns:
        The submission; None when there was nothing to submit.

    Raises:
        WritingClosed: the weighing is closed.
    """
    _check_open(procedure)
    Procedure.objects.select_for_update().get(pk=procedure.pk)
    waiting = Comment.objects.filter(procedure=procedure).waiting()
    if arguments is not None:
        waiting = waiting.filter(argument__in=arguments)
    comments = list(waiting.select_related("latest__handed").order_by("argument__number"))
    versions = [one.latest for one in comments if one.latest]
    if not versions:
        return None
    made = _submission(procedure, by, versions)
    SubmittedComment.objects.bulk_create(
        [SubmittedComment(submission=made, version=one) for one in versions]
    )
    keys = [one.pk for one in comments]
    Comment.objects.filter(pk__in=keys).update(submitted=F("latest"))
    return made


def _submission(procedure: Procedure, by: User, versions: Sequence[CommentVersion]) -> Submission:
    last = procedure.submissions.aggregate(last=Max("number"))["last"] or 0
    made = Submission.objects.create(
        procedure=procedure,
        number=last + 1,
        by=by,
        comments=len(versions),
        sha256=checksums.of_comments(versions),
    )
    record(
        "comments.submitted",
        subject=f"submission {made.number}",
        actor=by.actor,
        procedure=procedure.slug,
        payload={
            "number": made.number,
            "comments": made.comments,
            "sha256": made.sha256,
            "arguments": [one.handed.number for one in versions],
        },
    )
    return made
