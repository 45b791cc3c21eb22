from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    name = "dialogwerk.apps.schemes"
    label = "schemes"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation

        navigation.register(_("Projects"), "schemes", order=10)
