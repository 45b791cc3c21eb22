"""Finding the procedure in which a request of the developer acts."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from dialogwerk.apps.schemes.models import Procedure

READ, COMMENT = "handover.read", "handover.comment"


def procedure_of_developer(request: HttpRequest, slug: str, perm: str = READ) -> Procedure:
    """The procedure; views require a log-in before.

    Raises:
        Http404: no such procedure, not one of this developer's, or nothing was handed over yet.
        PermissionDenied: handed over to this account, but not with this permission.
    """
    procedure = Procedure.objects.filter(slug=slug).select_related("scheme", "authority").first()
    if procedure is None or not request.user.has_perm(READ, procedure):
        raise Http404(_("There is no such procedure, or it is not open to your account."))
    if not request.user.has_perm(perm, procedure):
        raise PermissionDenied
    return procedure
