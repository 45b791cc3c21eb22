"""Promises (Zusagen), with their register in the main navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "dialogwerk.apps.promises"
    label = "promises"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation

        navigation.register(_("Promises"), "promises", order=15)
