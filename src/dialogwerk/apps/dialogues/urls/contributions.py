"""Contributions for everyone: the list and map of a format, one contribution, its photos."""

from django.urls import path

from ..views import contributions

ROOT = "dialoge/<slug:slug>/"
FORMAT = f"{ROOT}<slug:format_slug>/"
ONE = f"{ROOT}beitrag/<str:code>/"

urlpatterns = [
    path(FORMAT, contributions.listed, name="contributions"),
    path(f"{FORMAT}karte.json", contributions.on_map, name="contributions-map"),
    path(ONE, contributions.one, name="contribution"),
    path(f"{ONE}foto/<int:pk>/", contributions.photo, name="contribution-photo"),
]
