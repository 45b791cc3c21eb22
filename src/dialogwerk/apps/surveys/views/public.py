"""A survey as everyone sees it: answer it, read what came out of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dialogwerk.apps.base.guarding import guard_of, is_refused
from dialogwerk.apps.dialogues.gates import is_open
from dialogwerk.apps.dialogues.models import Format
from dialogwerk.apps.dialogues.views.finding import format_of, process_for
from dialogwerk.apps.dialogues.views.visitors import (
    checksum,
    keep_cookie,
    new_cookie,
    supporter_of,
)

from ..drawing import bars_svg
from ..errors import SurveyError
from ..forms.answering import SurveyForm
from ..models import SurveyVersion
from ..services.answering import has_answered, submit
from ..services.results import results_of
from ..services.versions import published_version


def format_for(request: HttpRequest, slug: str, format_slug: str) -> Format:
    """The survey of that address, if this visitor may know of it."""
    return format_of(process_for(request, slug), format_slug, "survey")


def shows_results(one: Format) -> bool:
    """Whether everyone sees the results now."""
    wanted = one.settings.get("results", "after")
    return wanted == "during" or (wanted == "after" and not is_open(one, timezone.localdate()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """The questions on one page; answered once by a browser, without a name."""
    now = timezone.now()
    one = format_for(request, slug, format_slug)
    version = published_version(one)
    browser = supporter_of(request).visitor
    context = _shared(request, one)
    answered = version is not None and has_answered(version, browser)
    if version is None or not context["is_open"] or answered:
        context |= {"is_answered": answered, "version": version}
        return render(request, "surveys/closed.html", context)
    form = SurveyForm(request.POST if request.method == "POST" else None, version=version)
    place = f"{one.process.slug}/{one.slug}"
    if request.method == "POST":
        new = "" if browser else new_cookie()
        if _submitted(request, version, form, browser or checksum(new), now):
            messages.success(request, _("Thank you. Your answers have arrived."))
            response = redirect("survey", one.process.slug, one.slug)
            if new:
                keep_cookie(response, new, secure=request.is_secure())
            return response
    context |= {
        "form": form,
        "version": version,
        "guard": guard_of(form, place=place, now=now),
        "draft_key": f"survey-{version.pk}",
    }
    return render(request, "surveys/survey.html", context, status=422 if form.errors else 200)


def _shared(request: HttpRequest, one: Format) -> dict[str, Any]:
    return {
        "process": one.process,
        "format": one,
        "is_open": is_open(one, timezone.localdate()),
        "shows_results": shows_results(one),
        "may_work": request.user.has_perm("dialogues.open_workbench", one.process),
    }


def _submitted(
    request: HttpRequest, version: SurveyVersion, form: SurveyForm, browser: str, now: datetime
) -> bool:
    place = f"{version.format.process.slug}/{version.format.slug}"
    if not form.is_valid() or is_refused(request, form, place=place, now=now):
        return False
    given = form.given()
    if not given:
        form.refuse(_("Please answer at least one question."))
        return False
    try:
        submit(
            version=version, given=given, browser=browser, submission_key=f"web:{form.key}", now=now
        )
    except SurveyError as error:
        form.refuse(str(error))
        return False
    return True


@require_safe
def results(request: HttpRequest, slug: str, format_slug: str) -> HttpResponse:
    """Counts and shares with bars and tables, as soon as they are shown to everyone."""
    one = format_for(request, slug, format_slug)
    version = published_version(one)
    context = _shared(request, one)
    if version is None or not (context["shows_results"] or context["may_work"]):
        raise Http404(_("The results of this survey are not shown yet."))
    found = results_of(version)
    context |= {
        "version": version,
        "total": version.submissions.count(),
        "rows": [
            {
                "result": result,
                "figure": bars_svg(result.bars, result.question.text) if result.bars else "",
            }
            for result in found
        ],
    }
    return render(request, "surveys/results.html", context)
