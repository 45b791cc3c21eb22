from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BaseConfig(AppConfig):
    name = "dialogwerk.apps.base"
    label = "base"

    def ready(self) -> None:
        from . import lookups
        from .triggers import restore_triggers

        lookups.register()
        post_migrate.connect(restore_triggers, dispatch_uid="restore_triggers")
