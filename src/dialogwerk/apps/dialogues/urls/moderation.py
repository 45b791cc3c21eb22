"""The workbench of contributions."""

from django.urls import path

from ..views import contribution_desk

DESK = "werkbank/dialoge/<slug:slug>/"

urlpatterns = [
    path(f"{DESK}beitraege/", contribution_desk.of_process, name="process-contributions"),
    path(
        f"{DESK}beitraege/<slug:format_slug>/",
        contribution_desk.of_format,
        name="contribution-desk",
    ),
    path(f"{DESK}beitrag/<str:code>/", contribution_desk.one, name="contribution-work"),
]
