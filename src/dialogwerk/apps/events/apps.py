"""Events, with their places on the pages of dialogues."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "dialogwerk.apps.events"
    label = "events"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation
        from dialogwerk.apps.dialogues import hooks

        from . import beside

        hooks.provide_format(
            hooks.FormatKind(
                kind="event",
                label=_("Events"),
                description=_(
                    "Dialogue evenings, walks, workshops: with registration, calendar and what was"
                    " said there."
                ),
                public="events-of-format",
                workbench="event-desk",
                call=_("See the events"),
                figures=beside.figures_of,
            )
        )
        hooks.provide_panels(beside.panels_of)
        hooks.provide_chapters(beside.chapters_of)
        navigation.register(_("Events"), "events", order=17)
        hooks.provide_scene("events", "An event with registrations", _rehearse)


def _rehearse(process: Any, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from . import demo

    demo.rehearse(process, users)
