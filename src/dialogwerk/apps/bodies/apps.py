"""Bodies (alliances, steering circles, offices …), with their list in the main navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodiesConfig(AppConfig):
    name = "dialogwerk.apps.bodies"
    label = "bodies"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation

        navigation.register(_("Alliances"), "bodies", order=16)
