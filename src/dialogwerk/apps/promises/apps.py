"""Promises (Zusagen), with their register in the main navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "dialogwerk.apps.promises"
    label = "promises"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation
        from dialogwerk.apps.schemes import hooks

        from . import beside, sources

        hooks.provide_part(beside.part_of, where=beside.has_promises)
        hooks.provide_link(beside.link_of)
        sources.register(beside.DIALOGUE_DATE, _("date of the dialogue"), beside.source_of)
        navigation.register(_("Promises"), "promises", order=15)
