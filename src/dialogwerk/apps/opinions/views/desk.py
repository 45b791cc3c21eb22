"""The workbench of an opinion round: statements, moderation, choices, the map."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.templatetags.dialogwerk import moment
from dialogwerk.apps.dialogues.models import Format
from dialogwerk.apps.dialogues.services.processes import save_format
from dialogwerk.apps.dialogues.views.finding import desk_page, staff_only

from ..errors import OpinionError, SomebodyElse
from ..forms.desk import ChoicesForm, RefuseForm, SeedForm
from ..models import OpinionStatement, StatementState
from ..services import appeals, exports, figures, seals
from ..services import statements as service
from ..services.choices import Choices, choices_of
from ..services.map_runs import RUN, start_map
from ..services.maps import newest_map
from ..services.rounds import forget_rounds
from ..services.tallies import tallies_of
from .finding import format_for
from .results import file_of

SECTION = "process-formats"
MODERATE, RUN_IT = "opinions.moderate", "opinions.run"


@staff_only
@require_safe
def desk(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """What waits, all statements with their votes, who takes part, the map."""
    one = format_for(request, slug, format_slug, "dialogues.open_workbench")
    return _page(request, one)


def _page(
    request: HttpRequest,
    one: Format,
    *,
    seed_form: SeedForm | None = None,
    choices_form: ChoicesForm | None = None,
    refused: tuple[int, RefuseForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    statements = list(
        OpinionStatement.objects.filter(round=one)
        .select_related("author", "appeal")
        .order_by("number")
    )
    runs = Run.objects.filter(kind=RUN, arguments__format=one.pk).order_by("-created_at")
    given = {**choices_of(one).as_settings(), "moderated_first": one.moderated_first}
    waiting = [
        row for row in statements if row.state == StatementState.HELD or appeals.open_appeal(row)
    ]
    context: dict[str, Any] = {
        "format": one,
        "figures": figures.figures_of(one),
        "waiting": [(row, _refuse_form(row, refused), appeals.open_appeal(row)) for row in waiting],
        "others": [
            (row, tallies, _refuse_form(row, refused))
            for row, tallies in tallies_of(one, statements)
            if row not in waiting
        ],
        "seed_form": seed_form or SeedForm(),
        "choices_form": choices_form or ChoicesForm(initial=given),
        "stored": newest_map(one),
        "run": runs.first(),
        "sealed": seals.sealed_votes(one),
        "files": exports.NAMES,
        "imports": list(one.polis_imports.all()[:10]),
        "may_moderate": request.user.has_perm(MODERATE, one),
        "may_run": request.user.has_perm(RUN_IT, one),
    }
    return desk_page(request, "opinions/desk.html", one.process, SECTION, context, status=status)


def _refuse_form(row: OpinionStatement, refused: tuple[int, RefuseForm] | None) -> RefuseForm:
    if refused and refused[0] == row.number:
        return refused[1]
    return RefuseForm(prefix=f"s{row.number}")


@staff_only
@require_POST
def seed(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Add statements of the office."""
    one = format_for(request, slug, format_slug, MODERATE)
    form = SeedForm(request.POST)
    if not form.is_valid():
        return _page(request, one, seed_form=form, status=422)
    try:
        done = service.seed(
            format=one, lines=form.cleaned_data["lines"], by=request.user, now=timezone.now()
        )
    except OpinionError as error:
        form.add_error("lines", str(error))
        return _page(request, one, seed_form=form, status=422)
    said = ngettext(
        "%(count)d statement added.", "%(count)d statements added.", len(done.added)
    ) % {"count": len(done.added)}
    if done.known:
        said += " " + ngettext(
            "%(count)d was there already.", "%(count)d were there already.", len(done.known)
        ) % {"count": len(done.known)}
    messages.success(request, said)
    return redirect("opinion-desk", slug, format_slug)


@staff_only
@require_POST
def decide(request: HttpRequest, slug: str, format_slug: str, number: int) -> HttpResponse:
    """Show a statement, refuse it with a reason, or mark it as being about the round."""
    one = format_for(request, slug, format_slug, MODERATE)
    statement = get_object_or_404(OpinionStatement, round=one, number=number)
    statement.round = one
    try:
        return _decided(request, one, statement)
    except SomebodyElse as error:
        messages.error(request, str(error))
        return redirect("opinion-desk", slug, format_slug)


def _decided(request: HttpRequest, one: Format, statement: OpinionStatement) -> HttpResponse:
    deed, now, number = request.POST.get("deed"), timezone.now(), statement.number
    if deed == "refuse":
        form = RefuseForm(request.POST, prefix=f"s{number}")
        if not form.is_valid():
            return _page(request, one, refused=(number, form), status=422)
        reason = form.cleaned_data["reason"]
        service.refuse(statement=statement, reason=reason, by=request.user, now=now)
        messages.success(request, _("Statement %(number)d is not shown.") % {"number": number})
    elif deed in ("meta", "no-meta"):
        service.mark_meta(statement=statement, is_meta=deed == "meta", by=request.user)
        messages.success(request, _("Saved."))
    elif deed == "approve":
        service.approve(statement=statement, by=request.user, now=now)
        messages.success(request, _("Statement %(number)d is shown.") % {"number": number})
    return redirect("opinion-desk", one.process.slug, one.slug)


@staff_only
@require_POST
def choices(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Choose how the round goes."""
    one = format_for(request, slug, format_slug, RUN_IT)
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return _page(request, one, choices_form=form, status=422)
    given = dict(form.cleaned_data)
    moderated_first = given.pop("moderated_first")
    settings = {**one.settings, **Choices(**given).as_settings()}
    save_format(
        process=one.process, format=one, by=request.user,
        settings=settings, moderated_first=moderated_first,
    )  # fmt: skip
    forget_rounds()
    messages.success(request, _("Saved."))
    return redirect("opinion-desk", slug, format_slug)


@staff_only
@require_POST
def compute(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Compute the map now, in the background."""
    one = format_for(request, slug, format_slug, MODERATE)
    start_map(round=one, by=request.user.actor)
    messages.info(request, _("The map is being computed. Reload the page in a moment."))
    return redirect("opinion-desk", slug, format_slug)


@staff_only
@require_POST
def check_seals(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Compute the checksums of all sealed votes anew."""
    one = format_for(request, slug, format_slug, MODERATE)
    if wrong := seals.damaged(one):
        messages.error(
            request,
            _(
                "Votes are not as they were sealed: those cast until %(times)s."
                " Tell whoever runs the system."
            )
            % {"times": ", ".join(moment(batch.until) for batch in wrong)},
        )
    else:
        messages.success(request, _("All sealed votes are as they were when they were sealed."))
    return redirect("opinion-desk", slug, format_slug)


@staff_only
@require_safe
def download(request: HttpRequest, slug: str, format_slug: str, name: str) -> FileResponse:
    """A file of Polis with everything, also what is held or refused."""
    one = format_for(request, slug, format_slug, MODERATE)
    return file_of(one, name, everything=True)
