from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "dialogwerk.apps.accounts"
    label = "accounts"
