"""Surveys, with their places on the pages of dialogues."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    name = "dialogwerk.apps.surveys"
    label = "surveys"

    def ready(self) -> None:
        from dialogwerk.apps.dialogues import hooks

        from . import beside

        hooks.provide_format(
            hooks.FormatKind(
                kind="survey",
                label=_("Survey"),
                description=_("A few questions with prepared answers, answered without a name."),
                public="survey",
                workbench="survey-desk",
                call=_("Answer the survey"),
                figures=beside.figures_of,
            )
        )
        hooks.provide_chapters(beside.chapters_of)
        hooks.provide_scene("surveys", "A survey with answers", _rehearse)


def _rehearse(process: Any, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from . import demo

    demo.rehearse(process, users)
