"""The developer's pages, and those of the authority on hand-overs. Paths are German."""

from django.urls import path

from .views import authority, developer, sheets

OURS = "werkbank/<slug:slug>/vorhabentraeger/"
THEIRS = "vorhabentraeger/<slug:slug>/"

urlpatterns = [
    path(OURS, authority.hand_overs, name="handovers"),
    path(OURS + "uebergeben/", authority.hand_over, name="hand-over"),
    path(OURS + "<int:number>/", authority.one, name="handover"),
    path(OURS + "<int:number>/kennnummern.csv", authority.letters, name="handover-letters"),
    path(OURS + "<int:number>/uebergabe.xlsx", sheets.for_authority, name="handover-sheet"),
    path(OURS + "rueckgabe/", sheets.returned_to_authority, name="handover-returned"),
    path(OURS + "rueckgabe/<str:code>/", sheets.line_by_line, name="handover-return"),
    path("werkbank/<slug:slug>/argumente/<int:number>/erwiderung/", authority.adopt, name="adopt"),
    path("vorhabentraeger/", developer.start, name="developer-start"),
    path(THEIRS, developer.arguments, name="developer-arguments"),
    path(THEIRS + "argumente/<int:number>/", developer.argument, name="developer-argument"),
    path(THEIRS + "abgeben/", developer.submit, name="developer-submit"),
    path(THEIRS + "uebergabe-<int:number>.xlsx", sheets.for_developer, name="developer-sheet"),
    path(THEIRS + "rueckgabe/", sheets.returned_by_developer, name="developer-returned"),
    path(
        THEIRS + "rueckgabe/<str:code>/",
        sheets.line_by_line,
        {"theirs": True},
        name="developer-return",
    ),
]
