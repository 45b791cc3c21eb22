"""Addresses that belong to no subject."""

from django.urls import path
from django.views.i18n import set_language

from . import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("sprache/", set_language, name="set_language"),
    path("impressum/", views.imprint, name="imprint"),
    path("barrierefreiheit/", views.accessibility, name="accessibility"),
    path("datenschutz/", views.privacy, name="privacy"),
]
