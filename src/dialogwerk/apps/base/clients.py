"""From which address a request comes, also behind a proxy."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address as text, perhaps "".

    Behind a proxy the setting ``CLIENT_ADDRESS_HEADER`` names the header with the address; its
    last entry is the proxy's own, the others are what visitors claim.
    """
    header = settings.CLIENT_ADDRESS_HEADER
    sent = request.headers.get(header, "") if header else ""
    return str(sent.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))
