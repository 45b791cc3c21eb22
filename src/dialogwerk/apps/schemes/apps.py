from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "dialogwerk.apps.schemes"
    label = "schemes"
