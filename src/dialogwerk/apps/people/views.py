"""Pages of the vault for administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .forms import EraseForm, LookFilter
from .models import Person, VaultLook
from .services import erase, identities

PAGE = 50
PURPOSES = (
    gettext_noop("erasing a person"),
    gettext_noop("letter reader"),
    gettext_noop("ledger"),
    gettext_noop("letters as files"),
    gettext_noop("list of replies"),
    gettext_noop("masking"),
    gettext_noop("print file"),
    gettext_noop("reprint"),
    gettext_noop("reply by e-mail"),
    gettext_noop("reply letter"),
    gettext_noop("reply letters"),
    gettext_noop("search by name"),
    gettext_noop("synopsis"),
    gettext_noop("telling persons apart"),
    gettext_noop("persons"),
    gettext_noop("news of a promise"),
    gettext_noop("xbeteiligung"),
    gettext_noop("objection from a dialogue"),
    gettext_noop("attendance"),
    gettext_noop("news of dialogues"),
    gettext_noop("telling authors"),
    gettext_noop("contribution"),
    gettext_noop("roles in bodies"),
)
"""What looks are taken for; the log keeps them in English, the page translates them."""


@login_required
@never_cache
@require_safe
def vault_looks(request: HttpRequest) -> HttpResponse:
    """Who looked into the vault, when, for what; for one person on request (Art. 15 DSGVO)."""
    if not request.user.has_perm("people.see_looks"):
        raise PermissionDenied
    form = LookFilter(request.GET or None)
    looks = VaultLook.objects.select_related("user").order_by("-at", "-pk")
    code = form.cleaned_data["code"] if form.is_valid() else ""
    if code:
        text = Cast("codes", TextField())
        looks = looks.annotate(codes_text=text).filter(codes_text__contains=f'"{code}"')
    person = Person.objects.filter(code=code).first() if code else None
    page = Paginator(looks.defer("codes"), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "code": code, "person": person}
    return render(request, "people/looks.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request: HttpRequest, code: str) -> HttpResponse:
    """Empty the vault of one person, after a look at who it is and with a reason."""
    if not request.user.has_perm("people.erase"):
        raise PermissionDenied
    person = get_object_or_404(Person, code=code)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase(person, by=request.user.actor, reason=form.cleaned_data["reason"])
        messages.success(
            request, _("Name and address of %(code)s are erased.") % {"code": person.code}
        )
        return redirect("vault-looks")
    user = request.user
    shown = identities([person.pk], by=user.actor, purpose="erasing a person", user_id=user.pk)
    context = {"form": form, "person": person, "identity": shown.get(person.pk)}
    return render(request, "people/erase.html", context, status=422 if form.errors else 200)
