"""Making an objection (Einwendung) of a contribution to a dialogue, while its period runs.

What is said in a dialogue has no effect in a procedure (§ 73 Abs. 4 VwVfG asks for an objection,
raised in time and form). The law asks who objects; so name and full address are needed here, which
a contribution does without.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.base.journal import record
from dialogwerk.apps.base.templatetags.dialogwerk import moment
from dialogwerk.apps.dialogues.hooks import FollowUp, ObjectionWay
from dialogwerk.apps.dialogues.models import Contribution, Process
from dialogwerk.apps.people.services import IdentityDraft, identities
from dialogwerk.apps.schemes.models import Procedure, Round, ScheduledStep

from ..models import ObjectionFromDialogue, Statement
from ..timeliness import law_of
from . import receipts
from .intake import FileDraft, Letter, round_on, take_in


def ways(process: Process, day: date) -> list[ObjectionWay]:
    """The procedures of the scheme in which an objection of this day is in time: the documents are
    on display, or were, and the period still runs."""
    if process.scheme is None or not process.scheme.is_public:
        return []
    found = []
    for procedure in process.scheme.procedures.prefetch_related("rounds"):
        current = round_on(list(procedure.rounds.all()), day)
        if current and current.display_start <= day and current.is_open_on(day):
            found.append(
                ObjectionWay(
                    procedure=procedure.title,
                    slug=procedure.slug,
                    until=current.accept_until,
                    url_name="objection-from-contribution",
                    norms=norms_of(procedure, current),
                )
            )
    return found


def norms_of(procedure: Procedure, current: Round) -> tuple[str, ...]:
    """On what the period for objections of this round rests."""
    steps = ScheduledStep.objects.standing().filter(round=current, step="objections")
    step = steps.first()
    if step and step.norms:
        return tuple(step.norms)
    law = law_of(procedure, current)
    return law.norms if law else ()


def known_sender(contribution: Contribution) -> IdentityDraft | None:
    """Name and address that the author gave with the contribution, if that is all the law asks
    for. The look into the vault is logged; the page does not show what was found."""
    if contribution.person_id is None:
        return None
    found = identities([contribution.person_id], by="public", purpose="objection from a dialogue")
    identity = found.get(contribution.person_id)
    if identity is None or not (identity.name and identity.street and identity.city):
        return None
    given = ("name", "organisation", "street", "postal_code", "city", "email", "phone")
    kind = contribution.person.kind if contribution.person else ""
    return IdentityDraft(**{field: getattr(identity, field) for field in given}, kind=kind)


def objection_of(contribution: Contribution, procedure: Procedure) -> ObjectionFromDialogue | None:
    """The objection that was made of it in this procedure already."""
    return (
        ObjectionFromDialogue.objects.filter(contribution=contribution, procedure=procedure)
        .select_related("statement")
        .first()
    )


def text_of(contribution: Contribution, addition: str) -> str:
    """What the objection says: the contribution word for word, then what was added."""
    return "\n\n".join(part for part in (contribution.text.strip(), addition.strip()) if part)


@transaction.atomic
def make_objection(
    *,
    contribution: Contribution,
    procedure: Procedure,
    sender: IdentityDraft,
    addition: str,
    now: datetime,
    withholds_identity: bool = False,
) -> Statement:
    """Take the objection in, once; a second time gives back the first.

    Late ones are taken in and marked, as every late letter is.

    Raises:
        EmptyStatement: the contribution has no text and nothing was added.
    """
    contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if known := objection_of(contribution, procedure):
        return known.statement
    longitude, latitude = _middle(contribution)
    letter = Letter(
        text=text_of(contribution, addition),
        title=contribution.title,
        received_at=now,
        sender=sender,
        submission_key=f"dialogue:{contribution.code}:{procedure.pk}",
        place_name=contribution.place_name,
        longitude=longitude,
        latitude=latitude,
        files=_photos(contribution),
        withholds_identity=withholds_identity,
    )
    statement = take_in(procedure=procedure, letter=letter, by="public")
    ObjectionFromDialogue.objects.create(
        statement=statement, contribution=contribution, procedure=procedure, at=now
    )
    record(
        "statement.made_of_contribution",
        subject=statement.code,
        actor="public",
        procedure=procedure.slug,
        payload={"contribution": contribution.code},
    )
    return statement


def _middle(contribution: Contribution) -> tuple[float | None, float | None]:
    """Longitude and latitude of the middle of its place, in degrees."""
    west, east = contribution.west, contribution.east
    south, north = contribution.south, contribution.north
    if west is None or east is None or south is None or north is None:
        return None, None
    return (west + east) / 2, (south + north) / 2


def _photos(contribution: Contribution) -> Sequence[FileDraft]:
    return [
        FileDraft(photo.name, photo.media_type, photo.file.open("rb"), photo.size)
        for photo in contribution.photos.all()
    ]


def follow_ups(contribution: Contribution) -> list[FollowUp]:
    """What became of it in procedures: its objections, and how far they are answered."""
    made = contribution.objections.select_related("statement__round", "procedure")
    return [_follow_up(one) for one in made.order_by("at")]


def _follow_up(made: ObjectionFromDialogue) -> FollowUp:
    statement = made.statement
    statement.procedure = made.procedure
    said = [
        _("Received on %(moment)s, with the receipt %(receipt)s.")
        % {
            "moment": moment(statement.received_at),
            "receipt": statement.receipt,
        }
    ]
    if statement.round_id:
        said.append(_("It is late.") if statement.is_late else _("It is in time."))
    said.append(_standing(statement))
    return FollowUp(
        title=_("Your objection in the procedure “%(procedure)s”")
        % {"procedure": made.procedure.title},
        text=" ".join(said),
        at=made.at,
        url=reverse("receipt", args=[statement.receipt]),
    )


def _standing(statement: Statement) -> str:
    """How far its points are answered."""
    if not statement.read_at:
        return _("It is being read.")
    points = receipts.points_of(statement)
    answered = sum(1 for point in points if point.answer)
    said = ngettext(
        "%(points)s point was found in it, %(answered)s answered.",
        "%(points)s points were found in it, %(answered)s answered.",
        len(points),
    ) % {"points": len(points), "answered": answered}
    if receipts.replies_to_fetch(statement):
        said += " " + _("The reply waits there.")
    return said
