from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dialogwerk.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation

        from .rules import is_administrator

        navigation.register(
            _("Accounts"),
            "accounts-list",
            order=80,
            visible=is_administrator,
        )
