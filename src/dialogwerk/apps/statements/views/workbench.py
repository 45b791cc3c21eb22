"""What every page of the workbench shares: finding the procedure, the tabs; and the start page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from dialogwerk.apps.dialogues.standing import desks_of
from dialogwerk.apps.promises.views.staff import overdue_ones
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.schemes.notice_pages import notices_due
from dialogwerk.apps.schemes.views.due_dates import next_dates

from .. import hooks
from ..models import Argument, Campaign, Reply, Statement
from ..services.counts import four_counts
from ..services.figures import figure

Tab = tuple[str, Any, str]
"""Name of the address (it gets the slug), label and the permission that shows the tab."""

_OPEN, _TAKE_IN = "statements.open_workbench", "statements.take_in"
GROUPS: tuple[tuple[Any, tuple[Tab, ...]], ...] = (
    (gettext_lazy("Overview"), (("overview", gettext_lazy("Overview"), _OPEN),)),
    (
        pgettext_lazy("workbench", "Taking in"),
        (
            ("capture", pgettext_lazy("letters", "Record"), _TAKE_IN),
            ("deliveries", gettext_lazy("Intake"), _TAKE_IN),
            ("imports", gettext_lazy("Imports"), _TAKE_IN),
        ),
    ),
    (
        pgettext_lazy("workbench", "Letters"),
        (
            ("inbox", gettext_lazy("Inbox"), _OPEN),
            ("campaigns", gettext_lazy("Campaigns"), _OPEN),
            ("uniform", gettext_lazy("Signed by many"), _OPEN),
            ("persons", gettext_lazy("Persons"), "statements.link_persons"),
        ),
    ),
    (
        pgettext_lazy("workbench", "Weighing"),
        (
            ("arguments", gettext_lazy("Arguments"), _OPEN),
            ("weighed-promises", gettext_lazy("Promises"), _OPEN),
            ("useful-passages", gettext_lazy("Proposals"), "statements.tie"),
        ),
    ),
    (
        pgettext_lazy("workbench", "Passing on"),
        (
            ("synopsis", gettext_lazy("Synopsis"), "statements.export"),
            ("redactions", gettext_lazy("Redaction"), "statements.redact"),
        ),
    ),
    (
        pgettext_lazy("workbench", "Replies"),
        (
            ("replies", gettext_lazy("Reply letters"), _OPEN),
            ("ledger", gettext_lazy("Ledger"), _OPEN),
            ("gate", gettext_lazy("Conclusion"), _OPEN),
        ),
    ),
    (
        pgettext_lazy("workbench", "Dates"),
        (
            ("calendar", gettext_lazy("Dates"), "schemes.read_calendar"),
            ("notices", gettext_lazy("Public notices"), "schemes.read_calendar"),
        ),
    ),
    (gettext_lazy("Background work"), (("runs", gettext_lazy("Background work"), _OPEN),)),
)
"""The tabs of a procedure's workbench by what somebody is about to do."""

COUNTED = frozenset(
    {"inbox", "campaigns", "arguments", "persons", "ledger", "gate", "synopsis", "runs"}
)
"""Sections whose pages show the four counts of the procedure above everything else."""


def procedure_for(request: HttpRequest, slug: str, perm: str) -> Procedure:
    """The procedure in whose workbench this request acts; views require a log-in before.

    Raises:
        Http404: no such procedure, or not visible to this account.
        PermissionDenied: visible, but not with this permission.
    """
    procedures = Procedure.objects.visible_to(request.user).select_related("scheme", "authority")
    procedure = procedures.filter(slug=slug).first()
    if procedure is None:
        raise Http404(_("There is no such procedure, or it is not open to your account."))
    if not request.user.has_perm(perm, procedure):
        raise PermissionDenied
    return procedure


def workbench_page(
    request: HttpRequest,
    template: str,
    procedure: Procedure | None,
    section: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the workbench with the tabs of its procedure; checks no permission.

    Args:
        context: with ``unread``, the number of unread letters, if the page has counted them; with
            ``four_counts`` as None if they would only stand in the way.
    """
    unread = context.get("unread")
    is_counted = procedure and section in COUNTED and "four_counts" not in context
    counts = four_counts(procedure) if procedure and is_counted else None
    unread = counts.unread if counts and unread is None else unread
    shared = {
        "procedure": procedure,
        "section": section,
        "four_counts": counts,
        "workbench_sections": sections_of(request, procedure, section, unread) if procedure else [],
    }
    return render(request, template, {**shared, **context}, status=status)


def sections_of(
    request: HttpRequest, procedure: Procedure, current: str, unread: int | None = None
) -> list[dict[str, Any]]:
    """The tabs that this account may open, each with its group.

    The inbox says how many letters are unread.
    """
    if unread is None:
        unread = procedure.statements.unread().order_by().count()
    return [
        {
            "label": label,
            "url": url,
            "group": group,
            "count": unread if name == "inbox" and unread else None,
            "current": name == current,
        }
        for group, tabs in _all_groups()
        for name, label, perm in tabs
        if (url := _address(name, procedure.slug)) and request.user.has_perm(perm, procedure)
    ]


def _all_groups() -> Iterator[tuple[Any, list[Tab]]]:
    """Our tabs, with those of the apps above before the tab that they name."""
    above: dict[str, list[Tab]] = {}
    for one in hooks.sections():
        above.setdefault(one.before, []).append((one.name, one.label, one.perm))
    for group, tabs in GROUPS:
        yield group, [one for tab in tabs for one in (*above.get(tab[0], ()), tab)]


def _address(name: str, *parts: object) -> str:
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def first_error(forms: Iterable[Any]) -> str:
    """The first error of these forms as a sentence, for a message after a redirect."""
    return next((text for form in forms for texts in form.errors.values() for text in texts), "")


# Start page


@login_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The procedures this account works on, with what is open in each and the next step."""
    procedures = list(
        Procedure.objects.worked_on_by(request.user)
        .select_related("scheme")
        .prefetch_related("rounds")
        .order_by("title")
    )
    if not procedures and not request.user.has_perm("accounts.open_workbench"):
        raise PermissionDenied
    counts = _counts(procedures)
    cards = [_card(one, counts[one.pk], request.user) for one in procedures]
    mine = _my_arguments(request.user)
    context = {
        "cards": cards,
        "mine": mine,
        "dates": next_dates(request),
        "desks": desks_of(request.user),
        "overdue_promises": overdue_ones(request),
    }
    return workbench_page(request, "statements/workbench/start.html", None, "workbench", context)


@dataclass(slots=True)
class Standing:
    """What is open in one procedure."""

    letters: int = 0
    unread: int = 0
    own_words_open: int = 0
    campaigns_unread: int = 0
    unanswered: int = 0
    replies_due: int = 0
    replies_outdated: int = 0
    has_begun: bool = False
    notice_due: bool = False


def _counts(procedures: Sequence[Procedure]) -> dict[int, Standing]:
    """What is open in each of them, in two queries."""
    found = {one.pk: Standing() for one in procedures}
    counted = {
        "letters": Statement.objects.all(),
        "unread": Statement.objects.unread(),
        "own_words_open": Statement.objects.own_words_open(),
        "campaigns_unread": Campaign.objects.unread(),
        "unanswered": Argument.objects.unanswered(),
        "replies_due": Reply.objects.unsent(),
        "replies_outdated": Reply.objects.outdated(),
    }
    figures = [
        figure(rows.filter(procedure=OuterRef("pk")), Count("*")) for rows in counted.values()
    ]
    for pk, *numbers in Procedure.objects.filter(pk__in=found).values_list("pk", *figures):
        for name, number in zip(counted, numbers, strict=True):
            setattr(found[pk], name, number or 0)
    today = timezone.localdate()
    for procedure in procedures:
        begun = [one for one in procedure.rounds.all() if one.display_start <= today]
        found[procedure.pk].has_begun = bool(begun)
    for pk in notices_due(procedures, today):
        found[pk].notice_due = True
    return found


def _card(procedure: Procedure, standing: Standing, user: Any) -> dict[str, Any]:
    label, address = _next_step(procedure, standing)
    return {
        "procedure": procedure,
        "standing": standing,
        "next_label": label,
        "next_url": address,
        "replies_url": _address("replies", procedure.slug),
        "may_plan": user.has_perm("schemes.read_calendar", procedure),
    }


def _next_step(procedure: Procedure, standing: Standing) -> tuple[str, str]:
    """What to do first, from the letter to the reply."""
    slug, inbox = procedure.slug, reverse("inbox", args=[procedure.slug])
    steps = (
        (standing.notice_due, _("Prepare the public notice"), _address("notices", slug)),
        (
            not standing.letters and not standing.has_begun,
            _("Look after the dates"),
            _address("calendar", slug),
        ),
        (not standing.letters, _("Take letters in"), _address("imports", slug) or inbox),
        (standing.campaigns_unread, _("Read campaigns"), reverse("campaigns", args=[slug])),
        (standing.own_words_open, _("Read own words"), f"{inbox}?state=own"),
        (standing.unread, _("Read letters"), f"{inbox}?state=unread"),
        (
            standing.unanswered,
            _("Answer arguments"),
            reverse("arguments", args=[slug]) + "?state=open",
        ),
        (
            standing.replies_due or standing.replies_outdated,
            _("Send reply letters"),
            _address("replies", slug),
        ),
    )
    found = ((label, address) for is_due, label, address in steps if is_due and address)
    return next(found, (_("Open the ledger"), _address("ledger", slug) or inbox))


def _my_arguments(user: Any) -> list[Argument]:
    """What this account has to answer, unanswered first."""
    mine = Argument.objects.active().filter(responsible=user).select_related("procedure")
    return list(mine.order_by(F("current_answer").asc(nulls_first=True), "number")[:20])
