"""What every page knows without asking the database."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from . import navigation


def site(request):
    """Name of the site, its operator, the demo flag and the header's links (built when used)."""
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DIALOGWERK_DEMO,
        "operator": operator(),
        "navigation": SimpleLazyObject(lambda: navigation.entries_for(request.user)),
    }


def operator():
    """Who answers for this installation: name, address (lines) and e-mail, each perhaps ""."""
    return {
        "name": getattr(settings, "OPERATOR_NAME", ""),
        "address": getattr(settings, "OPERATOR_ADDRESS", ""),
        "email": getattr(settings, "OPERATOR_EMAIL", ""),
    }
