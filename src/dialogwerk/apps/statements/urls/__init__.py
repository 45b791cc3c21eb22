"""The public pages, and the workbench with one module of addresses per section."""

from django.urls import include, path

urlpatterns = [
    path("", include("dialogwerk.apps.statements.urls.public")),
    path("werkbank/", include("dialogwerk.apps.statements.urls.reading")),
    path("werkbank/", include("dialogwerk.apps.statements.urls.intake")),
    path("werkbank/", include("dialogwerk.apps.statements.urls.replies")),
    path("werkbank/", include("dialogwerk.apps.statements.urls.uniform")),
    path("werkbank/", include("dialogwerk.apps.statements.urls.redaction")),
]
