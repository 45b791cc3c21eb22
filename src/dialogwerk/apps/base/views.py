"""Pages that belong to no subject: the legal ones and the health check."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
def imprint(request):
    """Who answers for this site (Impressum, § 5 DDG)."""
    return render(request, "legal/imprint.html")


@require_safe
def accessibility(request):
    """How accessible the site is and how to report a barrier (§ 12b BGG and the Länder acts)."""
    return render(request, "legal/accessibility.html")


@require_safe
def privacy(request):
    """What is stored about people who write to us (Art. 13 GDPR)."""
    context = {"event_names_kept_days": settings.EVENT_NAMES_KEPT_DAYS}
    return render(request, "legal/privacy.html", context)


@never_cache
@require_safe
def health(request):
    """Say whether this process can reach its database: 200 when it can, 503 when not.

    Asks for one row and nothing else, so that a load balancer may call it every second.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
