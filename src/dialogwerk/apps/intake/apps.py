"""The app of what arrives; its pages stand under the workbench of a procedure."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "dialogwerk.apps.intake"
    label = "intake"
