"""Reasons and notes of the readers, in the language of the page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dialogwerk.cores.files.errors import REASONS
from dialogwerk.cores.incoming.notes import NOTES


def reason_in_words(code: str, params: Mapping[str, Any]) -> str:
    """Why something was refused."""
    return _filled(REASONS.get(code, REASONS["crashed"]), params)


def note_in_words(code: str, params: Mapping[str, Any]) -> str:
    """What was noticed."""
    return _filled(NOTES.get(code, code), params)


def _filled(sentence: str, params: Mapping[str, Any]) -> str:
    try:
        return _(sentence) % params
    except (KeyError, ValueError, TypeError):
        return _(sentence)
