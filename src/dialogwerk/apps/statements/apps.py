from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "dialogwerk.apps.statements"
    label = "statements"
