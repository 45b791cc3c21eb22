"""What it means to write in time or late, in sentences that promise and threaten nothing."""

from django.utils.translation import gettext as _

from dialogwerk.apps.base.templatetags.dialogwerk import day
from dialogwerk.apps.schemes.models import Procedure

from .models import Statement


def exclusion_norm(procedure: Procedure) -> str:
    """The norm that excludes late objections; both where it is open which one applies."""
    with_eia, without = "§\u00a021 Abs.\u00a04 UVPG", "§\u00a073 Abs.\u00a04 Satz\u00a03 VwVfG NRW"
    if procedure.eia is None:
        return f"{without}, {with_eia}"
    return with_eia if procedure.eia else without


def exclusion(procedure: Procedure) -> str:
    """What the law says of late objections: it excludes them in this procedure, no more."""
    return _(
        "Late objections are excluded in this procedure unless they rest on special titles under"
        " private law (%(norm)s). This holds for this procedure only."
    ) % {"norm": exclusion_norm(procedure)}


def consequence(statement: Statement) -> str:
    """What the time of receipt means for this letter; empty if no period is known."""
    if statement.round is None:
        return ""
    until = day(statement.round.objections_until)
    if not statement.is_late:
        return _("Your letter arrived within the period for objections (until %(until)s).") % {
            "until": until
        }
    late = _(
        "Your letter arrived after the period for objections (until %(until)s). It has been"
        " accepted, marked as late and passed to the authority."
    ) % {"until": until}
    return f"{late} {exclusion(statement.procedure)}"
