from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "dialogwerk.apps.base"
    label = "base"
