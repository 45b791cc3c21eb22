"""Accounts and their roles, for administrators."""

from allauth.account.forms import ResetPasswordForm
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import services
from .forms import NewAccountForm, RolesForm
from .models import Role, User


@login_required
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts with their roles."""
    _require_administrator(request)
    users = User.objects.prefetch_related("role_assignments").order_by("email")
    page = Paginator(users, 50).get_page(request.GET.get("page"))
    labels = dict(Role.choices)
    for user in page:
        user.role_labels = [labels[one.role] for one in user.role_assignments.all()]
    return render(request, "accounts/list.html", {"page": page})


@login_required
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Open an account and invite its owner by e-mail."""
    _require_administrator(request)
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.open_account(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("email", error)
        else:
            _invite(request, user)
            messages.success(
                request,
                _("The account %(email)s is open; a link to set the password was sent.")
                % {"email": user.email},
            )
            return redirect("accounts-list")
    return render(request, "accounts/new.html", {"form": form})


def _invite(request: HttpRequest, user: User) -> None:
    """The usual link for a forgotten password serves as invitation."""
    reset = ResetPasswordForm({"email": user.email})
    if reset.is_valid():
        reset.save(request)


@login_required
@require_http_methods(["GET", "POST"])
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the roles of an account, lock it, or open it again."""
    _require_administrator(request)
    user = get_object_or_404(User, pk=pk)
    form = RolesForm(
        request.POST or None, initial={"roles": list(user.roles), "is_active": user.is_active}
    )
    if request.method == "POST" and form.is_valid() and _apply(request, user, form):
        messages.success(request, _("Saved."))
        return redirect("accounts-list")
    return render(request, "accounts/detail.html", {"form": form, "account": user})


def _apply(request: HttpRequest, user: User, form: RolesForm) -> bool:
    data = form.cleaned_data
    try:
        services.assign_roles(user=user, roles=data["roles"], by=request.user)
        if data["is_active"] != user.is_active:
            services.set_active(user=user, is_active=data["is_active"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _require_administrator(request: HttpRequest) -> None:
    if not request.user.has_perm("accounts.manage"):
        raise PermissionDenied
