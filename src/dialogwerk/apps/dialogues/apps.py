"""Dialogue processes, with their pages in the main navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialoguesConfig(AppConfig):
    name = "dialogwerk.apps.dialogues"
    label = "dialogues"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation, receipts
        from dialogwerk.apps.schemes.hooks import provide_part

        from . import (
            beside,
            chapters,
            documents,
            formats,
            hooks,
            moderation_parts,
            questions,
        )
        from .views import report
        from .views.receipt import page_of

        provide_part(beside.part_of, where=beside.has_dialogues)
        formats.register()
        for chapters_of in chapters.CHAPTERS:
            hooks.provide_chapters(chapters_of)
        questions.register()
        hooks.provide_panels(report.panel)
        documents.register()
        for name, label, perm, order in (
            ("process-desk", _("Overview"), "dialogues.open_workbench", 0),
            ("process-phases", _("Phases"), "dialogues.open_workbench", 10),
            ("process-formats", _("Formats"), "dialogues.open_workbench", 20),
            ("process-contributions", _("Contributions"), "dialogues.open_workbench", 30),
            ("process-imports", _("Import"), "dialogues.take_in", 35),
            ("process-report", _("Results"), "dialogues.open_workbench", 80),
            ("process-edit", _("What it says"), "dialogues.edit", 90),
            ("process-team", _("Team"), "dialogues.edit", 95),
        ):
            hooks.provide_section(hooks.Section(name, label, perm, order))
        receipts.register("contributions", page_of)
        moderation_parts.register()
        navigation.register(_("Dialogues"), "processes", order=15)
