"""The app of letters, arguments and replies, with its pages in the main navigation."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    name = "dialogwerk.apps.statements"
    label = "statements"

    def ready(self) -> None:
        from dialogwerk.apps.accounts.rules import is_staff_member
        from dialogwerk.apps.base import landing, navigation
        from dialogwerk.apps.dialogues import hooks as dialogues
        from dialogwerk.apps.schemes.workbench import provide_sections

        from . import receivers as receivers
        from .services import from_dialogue
        from .services.search_index import restore
        from .views.workbench import sections_of

        post_migrate.connect(restore, sender=self, dispatch_uid="statements.words")
        navigation.register(_("Look up a receipt"), "lookup", order=20)
        navigation.register(_("Workbench"), "workbench", order=30, visible=is_staff_member)
        landing.register("workbench", is_staff_member, order=10)
        provide_sections(sections_of)
        dialogues.provide_objection_ways(from_dialogue.ways)
        dialogues.provide_follow_ups(from_dialogue.follow_ups)
