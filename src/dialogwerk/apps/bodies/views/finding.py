"""Which body this request may see or change."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from dialogwerk.apps.people.services import identities

from ..models import Body

KEEP, SEE_NAMES = "bodies.keep", "bodies.see_names"


def body_for(request: HttpRequest, code: str, perm: str = "bodies.view") -> Body:
    """The body of that code number.

    Raises:
        Http404: there is none, or this visitor may not know of it.
        PermissionDenied: visible, but not with this permission.
    """
    visible = Body.objects.visible_to(request.user)
    found: Body | None = visible.filter(code=code.upper()).first()
    if found is None:
        raise Http404(_("There is no such body, or it is not public."))
    if not request.user.has_perm(perm, found):
        raise PermissionDenied
    return found


def names_in(request: HttpRequest, body: Body) -> dict[int, str]:
    """Names, by person, of all who hold a role in this body, for those who may see them.

    Each call is one logged look; without the permission it is empty.
    """
    if not request.user.has_perm(SEE_NAMES, body):
        return {}
    persons = body.tenures.exclude(person=None).values_list("person_id", flat=True)
    user: Any = request.user
    found = identities(persons, by=user.actor, purpose="roles in bodies", user_id=user.pk)
    return {pk: identity.name for pk, identity in found.items()}
