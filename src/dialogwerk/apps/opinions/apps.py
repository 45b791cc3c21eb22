"""Opinion rounds, with their places on the pages of dialogues."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpinionsConfig(AppConfig):
    name = "dialogwerk.apps.opinions"
    label = "opinions"

    def ready(self) -> None:
        from dialogwerk.apps.dialogues import hooks

        from . import chapters
        from .services.choices import KIND

        hooks.provide_format(
            hooks.FormatKind(
                kind=KIND,
                label=_("Opinion round"),
                description=_(
                    "People agree or disagree with short statements and add their own; a map shows"
                    " what unites and what divides."
                ),
                public="opinions",
                workbench="opinion-desk",
                call=_("Vote on statements"),
                figures=_figures,
            )
        )
        hooks.provide_chapters(chapters.chapters_of)
        hooks.provide_scene("opinions", "An opinion round with three groups", _rehearse)


def _figures(one: Any) -> Sequence[tuple[Any, int]]:
    from .services.figures import figures_of

    found = figures_of(one)
    return [(_("participants"), found.participants), (_("votes"), found.votes)]


def _rehearse(process: Any, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from . import demo

    demo.rehearse(process, users)
