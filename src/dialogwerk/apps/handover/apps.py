"""The hand-over to the developer of the scheme and back, with its places on other apps' pages."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "dialogwerk.apps.handover"
    label = "handover"

    def ready(self) -> None:
        from dialogwerk.apps.accounts.rules import is_developer
        from dialogwerk.apps.base import landing, navigation
        from dialogwerk.apps.statements import hooks

        from . import beside

        navigation.register(_("Comments"), "developer-start", order=35, visible=is_developer)
        landing.register("developer-start", is_developer, order=50)
        hooks.provide_section(
            hooks.Section(
                "handovers", _("Developer"), "handover.read_comments", before="redactions"
            )
        )
        hooks.provide_panel(beside.panel_of)
        hooks.provide_remarks(beside.remarks_of)
        hooks.provide_draft(beside.draft_of)
        hooks.provide_scene("handover", "Hand-over to the developer", _rehearse)


def _rehearse(procedure: Any, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from . import demo

    demo.rehearse(procedure, users)
