"""The app of what arrives; its pages stand under the workbench of a procedure."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "dialogwerk.apps.intake"
    label = "intake"

    def ready(self) -> None:
        from dialogwerk.apps.statements import hooks

        from . import beside

        hooks.provide_letter_panel(beside.reading_of, where=beside.was_scanned)
        hooks.provide_letter_panel(beside.copies_of, where=beside.has_copies)
