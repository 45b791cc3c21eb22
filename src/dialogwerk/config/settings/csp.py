"""The content security policy: our own files only, no inline script, no inline style.

``CONTENT_SECURITY_POLICY`` is what django-csp 4 reads. With a tile server for maps
(``DIALOGWERK_MAP_TILES_URL``) its pictures are allowed too, and nothing else from there.
"""

from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF

_env = environ.Env()


def tile_hosts(url: str) -> list[str]:
    """Sources for ``img-src`` of a Leaflet tile address; empty without one.

    >>> tile_hosts("https://{s}.tiles.example/{z}/{x}/{y}.png")
    ['https://*.tiles.example']
    >>> tile_hosts("")
    []
    """
    parts = urlsplit(url.replace("{s}", "*"))
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", *tile_hosts(_env.str("DIALOGWERK_MAP_TILES_URL", default=""))],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
