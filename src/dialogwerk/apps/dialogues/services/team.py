"""Who works on a process."""

from django.db import transaction

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..models import Process, ProcessMember


@transaction.atomic
def join(*, process: Process, user: User, role: str, by: User) -> ProcessMember:
    """Put an account on the team; a second time changes nothing."""
    member, is_new = ProcessMember.objects.get_or_create(process=process, user=user, role=role)
    if is_new:
        payload = {"user": user.actor, "role": role}
        record("process.member_joined", subject=process.code, actor=by.actor, payload=payload)
    return member


@transaction.atomic
def leave(*, member: ProcessMember, by: User) -> None:
    """Take somebody off the team."""
    payload = {"user": member.user.actor, "role": member.role}
    record("process.member_left", subject=member.process.code, actor=by.actor, payload=payload)
    member.delete()
