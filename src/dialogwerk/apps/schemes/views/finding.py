"""Which scheme this request may see or change."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ..models import Procedure, Scheme

staff_only = login_required


def visible_schemes(request: HttpRequest) -> QuerySet[Scheme]:
    return Scheme.objects.visible_to(request.user).select_related("developer")


def scheme_for(
    request: HttpRequest,
    slug: str,
    perm: str = "schemes.view",
    *,
    marks: Mapping[str, Exists] | None = None,
) -> Scheme:
    """The scheme of that address, with these annotations.

    Raises:
        Http404: there is none, or this visitor may not know of it.
        PermissionDenied: visible, but not with this permission.
    """
    scheme = visible_schemes(request).annotate(**marks or {}).filter(slug=slug).first()
    if scheme is None:
        raise Http404(_("There is no such project, or it is not public."))
    if not request.user.has_perm(perm, scheme):
        raise PermissionDenied
    return scheme


def procedure_for(request: HttpRequest, slug: str, perm: str) -> Procedure:
    """The procedure of that address; errors as for `scheme_for`."""
    found = Procedure.objects.visible_to(request.user).in_full().filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such procedure, or it is not public."))
    if not request.user.has_perm(perm, found):
        raise PermissionDenied
    return found
