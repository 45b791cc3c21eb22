"""What dialogues show on the pages of the apps below."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone

from dialogwerk.apps.schemes.hooks import Part
from dialogwerk.apps.schemes.models import Scheme

from .models import Process
from .standing import now_in


def has_dialogues(request: HttpRequest) -> Exists:
    """Of a scheme: it has dialogues that this visitor may see."""
    return Exists(Process.objects.visible_to(request.user).filter(scheme=OuterRef("pk")))


def part_of(request: HttpRequest, scheme: Scheme) -> Part | None:
    """The dialogues of a scheme, on its public page."""
    found = Process.objects.visible_to(request.user).filter(scheme=scheme)
    rows = now_in(found.select_related("scheme").running_first(), timezone.localdate())
    return Part("dialogues/of_scheme.html", {"rows": rows}) if rows else None
