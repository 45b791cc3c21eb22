"""Which dates whom concern: everyone, the team of a scheme, its developer.

Pages, calendar files and reminders all ask here, so that they never tell different stories.
"""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.accounts.rules import is_administrator

from ..models import Procedure, ScheduledStep, TeamMember
from ..models.calendar import ScheduledStepQuerySet

WORKING = (Role.CASE_WORKER, Role.OFFICE, Role.EXPERT, Role.LAWYER)
"""Roles that read the whole calendar, see `schemes.read_calendar`."""
IN_DUTY = (Role.CASE_WORKER, Role.OFFICE, Role.LAWYER)
"""Roles that have to see to it that the authority keeps its dates."""

OFFICIAL_ACTORS = ("authority", "municipality", "government")
DUTY_KINDS = ("duty", "target", "minimum")
MISSED_KINDS = ("duty", "target")
"""What is overdue when its last day has passed and nobody recorded that it was done."""

SPANS = ("display", "participation")
"""How the ids of steps end that last for days, whosever duty they are."""

PUBLIC_KINDS = ("right", "fiction")
ANNOUNCED = (
    *("notice", "public_display", "early_participation", "hearing_notice", "hearing"),
    *("online_consultation", "decision_notice", "decision_display", "in_force", "answer"),
)
"""Steps that the law makes public although the authority takes them."""


def public_steps() -> Q:
    """What everybody may do or come to see; not what authorities owe each other."""
    return Q(actor="public") | Q(kind__in=PUBLIC_KINDS) | Q(step__in=ANNOUNCED)


def steps_of_teams(user: User) -> ScheduledStepQuerySet:
    """Steps of all procedures on whose team the account is, cancelled ones too.

    Who only builds (the developer) or looks on gets the public steps, the developer's own besides.
    """
    whole = Q(procedure__scheme__in=_schemes(user, *WORKING))
    partly = Q(procedure__scheme__in=_schemes(user)) & public_steps()
    return ScheduledStep.objects.filter(whole | partly | _owed_by_developer(user))


def steps_seen_by(user: User) -> ScheduledStepQuerySet:
    """The standing steps that the workbench shows this account; administrators see all."""
    everything = ScheduledStep.objects.all()
    steps: ScheduledStepQuerySet = everything if is_administrator(user) else steps_of_teams(user)
    standing: ScheduledStepQuerySet = steps.standing()
    return standing


def duties_of(user: User) -> Q:
    """The steps that this account has to take, or see to it that they are taken."""
    official = Q(
        procedure__scheme__in=_schemes(user, *IN_DUTY),
        actor__in=OFFICIAL_ACTORS,
        kind__in=DUTY_KINDS,
    )
    return official | _owed_by_developer(user)


def overdue(steps: ScheduledStepQuerySet, day: date) -> ScheduledStepQuerySet:
    """Duties and targets whose last day has passed without a record, the latest first."""
    missed = steps.filter(last_day__lt=day, kind__in=MISSED_KINDS, recorded=False)
    return missed.select_related("procedure__scheme", "round").order_by("-last_day", "pk")


def coming(steps: ScheduledStepQuerySet, day: date) -> ScheduledStepQuerySet:
    """Those that end on this day or later, in their order."""
    ahead = steps.filter(last_day__gte=day)
    return ahead.select_related("procedure__scheme", "round").order_by("last_day", "position", "pk")


def procedures_with_dates(user: User) -> QuerySet[Procedure]:
    """The procedures whose dates the account may read, for a choice."""
    return Procedure.objects.filter(pk__in=steps_seen_by(user).values("procedure"))


def has_dates(user: User) -> bool:
    """Whether the page of coming dates is for this account: staff, and members of any team."""
    return user.has_perm("accounts.open_workbench") or TeamMember.objects.filter(user=user).exists()


def _owed_by_developer(user: User) -> Q:
    return Q(procedure__scheme__in=_schemes(user, Role.DEVELOPER), actor="developer")


def _schemes(user: User, *roles: Role) -> Any:
    """Schemes on whose team the account is, in one of these roles if any are named."""
    members = TeamMember.objects.filter(user=user)
    return (members.filter(role__in=roles) if roles else members).values("scheme")


def calendar_page(procedure: Procedure) -> str:
    """Where the team reads the whole calendar of a procedure."""
    try:
        return reverse("calendar", args=[procedure.slug])
    except NoReverseMatch:
        return procedure.get_absolute_url()


def takes_place_on_its_day(step: ScheduledStep) -> bool:
    """Whether the last day is the day of the step itself, not only the end of its period.

    So it is with a single day, with a fiction, and with what an authority was to do within a period
    and has fixed for a day, such as a hearing.
    """
    if step.kind == "fiction" or step.first_day == step.last_day:
        return True
    is_fixed = (
        step.kind in MISSED_KINDS
        and step.actor in OFFICIAL_ACTORS
        and not step.step.endswith(SPANS)
    )
    return step.recorded and (is_fixed or step.first_day is None)


def title_of_end(step: ScheduledStep) -> str:
    """What the last day of a step is called: as the step itself, or as its end."""
    if takes_place_on_its_day(step):
        return step.name
    return _("Last day: %(step)s") % {"step": step.name}


def days_from(last_day: date, day: date) -> str:
    """How far away a day is, in the reader's language: today, in 3 days, 2 days ago."""
    days = (last_day - day).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
