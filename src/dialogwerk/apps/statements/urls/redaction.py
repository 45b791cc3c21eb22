"""Redacting letters and releasing them to others."""

from django.urls import path

from ..views import redaction, redaction_files, releases

urlpatterns = [
    path("<slug:slug>/schwaerzung/", releases.board, name="redactions"),
    path("<slug:slug>/schwaerzung/vorschlagen/", releases.prepare, name="redactions-prepare"),
    path("<slug:slug>/schwaerzung/stichprobe/", releases.draw, name="redactions-draw"),
    path("<slug:slug>/schwaerzung/stichprobe/<str:code>/", releases.bulk, name="redactions-bulk"),
    path("<slug:slug>/schwaerzung/<str:code>/", redaction.letter, name="redaction"),
    path("<slug:slug>/schwaerzung/<str:code>/stellen/", redaction.decide, name="redaction-decide"),
    path("<slug:slug>/schwaerzung/<str:code>/neu/", redaction.add, name="redaction-add"),
    path(
        "<slug:slug>/schwaerzung/<str:code>/freigabe/", redaction.release, name="redaction-release"
    ),
    path(
        "<slug:slug>/schwaerzung/<str:code>/anlage/<int:pk>/",
        redaction_files.pages,
        name="redaction-file",
    ),
    path(
        "<slug:slug>/schwaerzung/<str:code>/anlage/<int:pk>/seite-<int:page>.png",
        redaction_files.page_image,
        name="redaction-page",
    ),
    path(
        "<slug:slug>/schwaerzung/<str:code>/fassung/<int:pk>/",
        redaction_files.redacted_file,
        name="redaction-version",
    ),
]
