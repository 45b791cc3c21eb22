"""Projects, their documents, teams and procedures."""

from django.urls import path

from ..views import documents, procedures, public, staff, team

urlpatterns = [
    path("vorhaben/", public.scheme_list, name="schemes"),
    path("vorhaben/<slug:slug>/", public.scheme, name="scheme"),
    path("vorhaben/<slug:slug>/unterlagen/<int:pk>/", documents.document, name="document"),
    path("werkbank/vorhaben/neu/", staff.new, name="scheme-new"),
    path("werkbank/vorhaben/<slug:slug>/", staff.edit, name="scheme-edit"),
    path("werkbank/vorhaben/<slug:slug>/unterlagen/neu/", documents.add, name="document-add"),
    path("werkbank/vorhaben/<slug:slug>/verfahren/neu/", procedures.new, name="procedure-new"),
    path("werkbank/vorhaben/<slug:slug>/team/", team.team, name="team"),
    path("werkbank/vorhaben/<slug:slug>/team/<int:pk>/", team.leave, name="team-leave"),
    path("werkbank/verfahren/<slug:slug>/angaben/", procedures.edit, name="procedure-edit"),
    path("werkbank/verfahren/<slug:slug>/runde/neu/", procedures.new_round, name="round-new"),
]
