"""All addresses of the house. Public paths are German because people read them in letters."""

from django.urls import include, path

urlpatterns = [
    # First, for addresses are tried in this order, and no others are asked for as often at once.
    path("", include("dialogwerk.apps.opinions.urls")),
    path("", include("dialogwerk.apps.base.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("dialogwerk.apps.accounts.urls")),
    path("", include("dialogwerk.apps.people.urls")),
    path("", include("dialogwerk.apps.bodies.urls")),
    path("", include("dialogwerk.apps.schemes.urls")),
    path("", include("dialogwerk.apps.promises.urls")),
    path("", include("dialogwerk.apps.events.urls")),
    path("", include("dialogwerk.apps.surveys.urls")),
    path("", include("dialogwerk.apps.dialogues.urls")),
    path("", include("dialogwerk.apps.handover.urls")),
    path("", include("dialogwerk.apps.intake.urls")),
    path("", include("dialogwerk.apps.exchange.urls")),
    path("", include("dialogwerk.apps.statements.urls")),
]

handler400 = "dialogwerk.apps.base.errors.bad_request"
handler403 = "dialogwerk.apps.base.errors.permission_denied"
handler404 = "dialogwerk.apps.base.errors.page_not_found"
handler500 = "dialogwerk.apps.base.errors.server_error"
