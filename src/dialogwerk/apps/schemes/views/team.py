"""Who works on a project, and in which role."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms import TeamForm
from ..services import join_team, leave_team
from .finding import scheme_for, staff_only

pages = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@pages
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """The team, and a form to add somebody to it."""
    scheme = scheme_for(request, slug, "schemes.edit")
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = join_team(scheme=scheme, by=request.user.actor, **form.cleaned_data)
        messages.success(
            request,
            _("%(name)s is on the team as %(role)s.")
            % {"name": added.user, "role": added.get_role_display()},
        )
        return redirect("team", scheme.slug)
    members = scheme.team.select_related("user").order_by("role", "user__name", "pk")
    context = {"scheme": scheme, "form": form, "members": members}
    return render(request, "schemes/team.html", context, status=422 if form.errors else 200)


@staff_only
@pages
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then take a role away."""
    scheme = scheme_for(request, slug, "schemes.edit")
    member = get_object_or_404(scheme.team.select_related("user", "scheme"), pk=pk)
    if request.method == "POST":
        try:
            leave_team(member=member, by=request.user.actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request, _("%(name)s is no longer on the team.") % {"name": member.user}
            )
        return redirect("team", scheme.slug)
    return render(request, "schemes/team_leave.html", {"scheme": scheme, "member": member})
