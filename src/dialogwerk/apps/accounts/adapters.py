"""How allauth finds its way in this house."""

from ipaddress import ip_address

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from dialogwerk.apps.base import landing
from dialogwerk.apps.base.clients import client_address

UNKNOWN = "0.0.0.0"  # noqa: S104 - the address of nobody


class AccountAdapter(DefaultAccountAdapter):
    """Counts failed log-ins by the visitor's address: behind a proxy, all would share the proxy's,
    and one could lock out everyone."""

    def get_client_ip(self, request: HttpRequest) -> str:
        address = client_address(request)
        try:
            return str(ip_address(address))
        except ValueError:
            return UNKNOWN

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page at which this account works, else the one for everybody."""
        return landing.page_for(request.user) or super().get_login_redirect_url(request)
