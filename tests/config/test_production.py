"""Production settings: complete or refused, and strict."""

import json
import subprocess
import sys

import pytest

COMPLETE = {
    "SECRET_KEY": "s" * 60,
    "ALTCHA_HMAC_KEY": "a" * 60,
    "ALLOWED_HOSTS": "beteiligung.example",
    "DATABASE_URL": "postgres://dialogwerk:geheim@localhost/dialogwerk",
    "EMAIL_URL": "smtp+tls://user:geheim@mail.example:587",
    "DIALOGWERK_BASE_URL": "https://beteiligung.example",
}
SHOW = """
import json
from django.conf import settings
names = {names!r}
print(json.dumps({{name: getattr(settings, name) for name in names}}, default=str))
"""


def started(environment, *names):
    """The named settings as a fresh process sees them, or its complaint."""
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(names=names)],
        env={**environment, "DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings.production"},
        capture_output=True,
        text=True,
        check=False,
    )


def shown(*names, **more):
    result = started({**COMPLETE, **more}, *names)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_missing_is_named(name):
    result = started({key: value for key, value in COMPLETE.items() if key != name}, "DEBUG")
    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


def test_a_site_for_every_host_is_refused():
    result = started({**COMPLETE, "ALLOWED_HOSTS": "*"}, "DEBUG")
    assert result.returncode != 0
    assert "ALLOWED_HOSTS" in result.stderr


def test_cookies_and_transport_are_strict():
    found = shown(
        *("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"),
        *("SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME", "X_FRAME_OPTIONS"),
    )
    assert found == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "X_FRAME_OPTIONS": "DENY",
    }


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed():
    directives = shown("CONTENT_SECURITY_POLICY")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    everything = json.dumps(directives)
    assert "unsafe" not in everything
    assert "http" not in everything


def test_postgresql_connections_are_pooled_and_compile_nothing():
    options = shown("DATABASES")["DATABASES"]["default"]["OPTIONS"]
    assert options == {"options": "-c jit=off", "pool": {"min_size": 1, "max_size": 8}}


def test_an_identity_provider_is_offered_only_when_configured():
    assert shown("SOCIALACCOUNT_PROVIDERS")["SOCIALACCOUNT_PROVIDERS"]["openid_connect"] == {
        "APPS": []
    }
    apps = shown("SOCIALACCOUNT_PROVIDERS", DIALOGWERK_OIDC_SERVER="https://login.example")[
        "SOCIALACCOUNT_PROVIDERS"
    ]["openid_connect"]["APPS"]
    assert apps[0]["settings"] == {"server_url": "https://login.example"}
