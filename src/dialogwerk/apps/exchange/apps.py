"""What other systems read and send: messages of XBeteiligung."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "dialogwerk.apps.exchange"
    label = "exchange"

    def ready(self) -> None:
        from dialogwerk.apps.statements import hooks

        hooks.provide_section(
            hooks.Section(
                "xbeteiligung", _("XBeteiligung"), "exchange.receive", before="redactions"
            )
        )
