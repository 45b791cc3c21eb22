"""Which promise this request may see or change."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ..models import Promise

KEEP = "promises.keep"


def promise_for(request: HttpRequest, code: str, perm: str = "promises.view") -> Promise:
    """The promise of that code number.

    Raises:
        Http404: there is none, or this visitor may not know of it.
        PermissionDenied: visible, but not with this permission.
    """
    found: Promise | None = (
        Promise.objects.visible_to(request.user).in_full().filter(code=code.upper()).first()
    )
    if found is None:
        raise Http404(_("There is no such promise, or it is not public."))
    if not request.user.has_perm(perm, found):
        raise PermissionDenied
    return found
