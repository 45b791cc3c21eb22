"""What moderation, outcomes and themes add to workbench and report."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from dialogwerk.apps.promises import sources

from . import hooks
from .models import Contribution, Process
from .services.moderation import count_to_look_at
from .services.outcomes import count_due


def register() -> None:
    """Tabs and chapters; called once at start."""
    work = "dialogues.open_workbench"
    for section in (
        hooks.Section(
            "contribution-moderation",
            gettext_lazy("Moderation"),
            "dialogues.moderate",
            32,
            count_to_look_at,
        ),
        hooks.Section("process-themes", gettext_lazy("Themes"), work, 40),
        hooks.Section("reports-due", gettext_lazy("Reports due"), work, 45, count_due),
    ):
        hooks.provide_section(section)
    hooks.provide_panels(_panels)
    hooks.provide_scene("moderation", "Moderation, lineage, outcomes", _rehearse)
    sources.register("contribution", gettext_lazy("contribution"), _source_of)


def _rehearse(process: Process, users: Mapping[str, Any]) -> None:
    """Only the demo needs what this imports."""
    from .demo import moderation

    moderation.rehearse(process, users)


def _source_of(code: str) -> sources.Source | None:
    """The contribution from which a promise was made, if everyone can read it."""
    found = Contribution.objects.public().select_related("process").filter(code=code).first()
    if found is None or not found.process.is_public:
        return None
    return sources.Source(str(found), found.get_absolute_url())


def _panels(request: HttpRequest, process: Process) -> Sequence[hooks.Panel]:
    """A link to the log of the moderation, once there is something in it."""
    if not process.contributions.exists():
        return []
    return [hooks.Panel("dialogues/moderation_panel.html", {"process": process})]
