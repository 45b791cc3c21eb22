"""Documents to comment on, for everyone and in the workbench."""

from django.urls import path

from ..views import document_desk, documents

ROOT = "dialoge/<slug:slug>/dokument/<slug:format_slug>/"
DESK = "werkbank/dialoge/<slug:slug>/dokument/<slug:format_slug>/"
VERSION = f"{ROOT}fassung/<int:number>/"
SHEET = f"{ROOT}blatt/<int:number>/"

urlpatterns = [
    path(ROOT, documents.document, name="dialogue-document"),
    path(f"{ROOT}kommentare/", documents.comments, name="document-comments"),
    path(VERSION, documents.version, name="document-version"),
    path(f"{VERSION}absatz/<int:place>/", documents.paragraph, name="document-paragraph"),
    path(SHEET, documents.sheet, name="document-sheet"),
    path(f"{SHEET}bild.png", documents.picture, name="document-sheet-picture"),
    path(DESK, document_desk.desk, name="document-desk"),
    path(f"{DESK}text/", document_desk.text, name="document-text"),
    path(f"{DESK}blatt/", document_desk.sheet, name="document-sheet-new"),
]
