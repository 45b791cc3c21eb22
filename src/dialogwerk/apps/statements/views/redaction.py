"""One letter and its marks: accept, refuse, add, and release it to an audience."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dialogwerk.apps.people.disclosure import Audience, policy
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.cores.statements.redaction import Kind

from ..errors import StatementError
from ..forms.redaction import AudienceForm, MarkForm
from ..markup import Layer, marked
from ..models import Redaction, Release, Statement
from ..models.redactions import AUDIENCES, KINDS
from ..services import redaction as reading
from ..services import redaction_files, redaction_marks, redaction_runs, releases
from .passages import is_number
from .workbench import first_error, procedure_for, workbench_page

SECTION = "redactions"
REDACT, RELEASE = "statements.redact", "statements.release"
TEMPLATE = "statements/workbench/redaction/letter.html"


def letter_of(procedure: Procedure, code: str) -> Statement:
    """The letter with this code number, with what its page needs."""
    letters = Statement.objects.filter(procedure=procedure).select_related("person", "campaign")
    letter = get_object_or_404(letters, code=code)
    letter.procedure = procedure
    return letter


@login_required
@require_safe
@never_cache
def letter(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The letter with its marks. Opening it proposes them if nobody has yet."""
    procedure = procedure_for(request, slug, REDACT)
    found = letter_of(procedure, code)
    check = redaction_marks.prepare(found)
    rows = list(Redaction.objects.filter(statement=found).in_text().order_by("start", "pk"))
    context = {
        "letter": found,
        "check": check,
        "text": marked(found.text, [_layer(row) for row in rows]),
        "rows": [_line(found, row) for row in rows],
        "form": MarkForm(),
        "audiences": [_audience(found, one) for one in AUDIENCES],
        "files": redaction_files.overview(found),
        "may_release": request.user.has_perm(RELEASE, procedure),
    }
    return workbench_page(request, TEMPLATE, procedure, SECTION, context)


def _layer(row: Redaction) -> Layer:
    kind = {"refused": "aside", "accepted": "tied"}.get(row.state, "proposed")
    label = str(KINDS[Kind(row.kind)])
    note = f"{label}, {row.get_state_display()}"
    return Layer(row.start or 0, row.end or 0, kind, str(row.pk), label, note)


def _line(found: Statement, row: Redaction) -> dict[str, Any]:
    return {
        "row": row,
        "words": row.mark.of(found.text),
        "percent": round(100 * row.confidence),
        "is_doubtful": not row.is_certain and row.state == Redaction.State.PROPOSED,
    }


def _audience(found: Statement, audience: Audience) -> dict[str, Any]:
    """What this audience would read now, what the rules hide from it and why."""
    rules = policy(audience, found.procedure.kind)
    hidden = rules.hidden(asked=found.withholds_identity)
    standing = Release.objects.standing().filter(statement=found, audience=audience).first()
    language = get_language() or "de"
    return {
        "audience": audience,
        "label": AUDIENCES[audience],
        "release": standing,
        "text": reading.text_for(found, audience),
        "rules": [
            {
                "kind": KINDS[rule.kind],
                "is_hidden": rule.kind in hidden,
                "norm": rule.norm,
                "confidence": rule.confidence,
                "reason": rule.reason_de if language.startswith("de") else rule.reason_en,
            }
            for rule in rules.rules
        ],
    }


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Accept and refuse marks as the list says; what it does not name stays as it is."""
    procedure = procedure_for(request, slug, REDACT)
    found = letter_of(procedure, code)
    chosen = {
        name.removeprefix("mark-"): value
        for name, value in request.POST.items()
        if name.startswith("mark-") and is_number(name.removeprefix("mark-"))
    }
    redaction_marks.decide(
        statement=found,
        accept=[int(pk) for pk, state in chosen.items() if state == "accepted"],
        refuse=[int(pk) for pk, state in chosen.items() if state == "refused"],
        by=request.user.actor,
    )
    messages.success(request, _("Noted. The letter counts as looked through."))
    return redirect("redaction", slug, code)


@login_required
@require_POST
def add(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Mark words that the machine did not find."""
    procedure = procedure_for(request, slug, REDACT)
    found = letter_of(procedure, code)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error([form]))
        return redirect("redaction", slug, code)
    common = {
        "statement": found,
        "kind": Kind(form.cleaned_data["kind"]),
        "audience": form.cleaned_data["audience"],
        "by": request.user.actor,
    }
    try:
        if form.span:
            redaction_marks.add(start=form.span[0], end=form.span[1], **common)
        else:
            redaction_marks.add_everywhere(words=form.cleaned_data["words"], **common)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Marked. Releases of this letter were taken back."))
    return redirect("redaction", slug, code)


@login_required
@require_POST
def release(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Release the letter to an audience, or take that back."""
    procedure = procedure_for(request, slug, RELEASE)
    found = letter_of(procedure, code)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error([form]))
        return redirect("redaction", slug, code)
    audience, by = form.audience_chosen, request.user.actor
    if request.POST.get("action") == "withdraw":
        redaction_marks.withdraw(statement=found, audience=audience, by=by)
        messages.success(request, _("The release was taken back. What was handed out stays out."))
        return redirect("redaction", slug, code)
    try:
        made = releases.release(statement=found, audience=audience, by=by)
    except StatementError as error:
        messages.error(request, str(error))
    else:
        if found.attachments.exists():
            redaction_runs.start_making_files(made, by=by)
        messages.success(request, _("Released. The journal holds who did it and when."))
    return redirect("redaction", slug, code)
