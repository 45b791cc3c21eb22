from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchemesConfig(AppConfig):
    name = "dialogwerk.apps.schemes"
    label = "schemes"

    def ready(self) -> None:
        from dialogwerk.apps.accounts.rules import is_developer, is_staff_member
        from dialogwerk.apps.base import navigation

        navigation.register(_("Projects"), "schemes", order=10)
        navigation.register(
            _("My dates"), "due-dates", order=40, visible=is_staff_member | is_developer
        )
