"""For the tests: quick hashing, mail in memory, tasks at once."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, STORAGES

SECRET_KEY = "tests"  # noqa: S105
ALTCHA_HMAC_KEY = "tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="dialogwerk-test-"))
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
CACHES = {**CACHES, "near": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
OPINION_ROUND_KEPT_SECONDS = 0.0
