from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "dialogwerk.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from dialogwerk.apps.base import navigation

        navigation.register(
            _("Accounts"),
            "accounts-list",
            order=80,
            visible=lambda user: user.has_perm("accounts.manage"),
        )
