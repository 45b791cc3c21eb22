"""Absolute addresses for letters, mails and PDF, where no request is at hand."""

from django.conf import settings


def absolute_url(path: str) -> str:
    """The address of a path as people type it; the base is a setting, never a request's header."""
    return settings.BASE_URL.rstrip("/") + path
