"""Who works on a scheme."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base.journal import record

from ..models import Scheme, TeamMember


@transaction.atomic
def join_team(*, scheme: Scheme, user: User, role: str, by: str) -> TeamMember:
    """Give an account a role on the team of a scheme; once is enough."""
    member, is_new = TeamMember.objects.get_or_create(scheme=scheme, user=user, role=role)
    if is_new:
        payload = {"user": user.actor, "role": role}
        record("team.joined", subject=scheme.code, actor=by, payload=payload)
    return member


@transaction.atomic
def leave_team(*, member: TeamMember, by: str) -> None:
    """Take a role on the team away.

    Raises:
        ValidationError: nobody could look after the scheme any more.
    """
    keepers = [Role.CASE_WORKER, Role.OFFICE]
    left = member.scheme.team.filter(role__in=keepers).exclude(pk=member.pk)
    if member.role in keepers and not left.exists():
        raise ValidationError(
            _("A team needs a case worker or the dialogue office. Add another one first.")
        )
    payload = {"user": f"user:{member.user_id}", "role": member.role}
    record("team.left", subject=member.scheme.code, actor=by, payload=payload)
    member.delete()
