"""Dates of the informal dialogue."""

from django.urls import path

from ..views import dialogue

ROOT = "werkbank/vorhaben/<slug:slug>/dialog/"

urlpatterns = [
    path(ROOT, dialogue.dates, name="dialogue-dates"),
    path(f"{ROOT}neu/", dialogue.new, name="dialogue-date-new"),
    path(f"{ROOT}<int:pk>/", dialogue.edit, name="dialogue-date-edit"),
    path(f"{ROOT}<int:pk>/entfernen/", dialogue.remove, name="dialogue-date-remove"),
]
