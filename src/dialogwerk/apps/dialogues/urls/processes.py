"""Processes for everyone, and their workbench."""

from django.urls import path

from ..views import desk, processes

ROOT = "dialoge/<slug:slug>/"
DESK = "werkbank/dialoge/<slug:slug>/"

urlpatterns = [
    path("dialoge/", processes.process_list, name="processes"),
    path(ROOT, processes.process, name="process"),
    path("werkbank/dialoge/", desk.desks, name="process-desks"),
    path("werkbank/dialoge/neu/", desk.new, name="process-new"),
    path(DESK, desk.overview, name="process-desk"),
    path(f"{DESK}angaben/", desk.edit, name="process-edit"),
    path(f"{DESK}zeigen/", desk.show, name="process-show"),
    path(f"{DESK}beenden/", desk.end, name="process-end"),
    path(f"{DESK}phasen/", desk.phases, name="process-phases"),
    path(f"{DESK}phasen/neu/", desk.phase_new, name="phase-new"),
    path(f"{DESK}phasen/<int:pk>/", desk.phase_edit, name="phase-edit"),
    path(f"{DESK}phasen/<int:pk>/ergebnis/", desk.phase_results, name="phase-results"),
    path(f"{DESK}phasen/<int:pk>/oeffnen/", desk.phase_waive, name="phase-waive"),
    path(f"{DESK}phasen/<int:pk>/entfernen/", desk.phase_remove, name="phase-remove"),
    path(f"{DESK}formate/", desk.formats, name="process-formats"),
    path(f"{DESK}formate/neu/<slug:kind>/", desk.format_new, name="format-new"),
    path(f"{DESK}formate/<slug:format_slug>/", desk.format_edit, name="format-edit"),
    path(
        f"{DESK}formate/<slug:format_slug>/herausnehmen/",
        desk.format_withdraw,
        name="format-withdraw",
    ),
    path(f"{DESK}team/", desk.team, name="process-team"),
    path(f"{DESK}team/<int:pk>/", desk.team_leave, name="process-team-leave"),
]
