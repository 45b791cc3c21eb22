"""Public forms that machines shall not flood: the fields, the check and what the page needs.

A form inherits from `GuardedForm`, its view asks `is_refused` before it calls a service and gives
`guard_of` to the template, which includes ``components/guard.html`` inside the form and
``js/guard.js`` on the page. How it works stands in `protection`.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .protection import client_of, new_challenge, new_token, refusal, seconds_open


class GuardedForm(forms.Form):
    """Fields that a page sends along with ``components/guard.html``."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    proof = forms.CharField(required=False, max_length=5000, widget=forms.HiddenInput)
    website = forms.CharField(required=False, label=_("Website"))

    key_is_spent = False
    """Set when the key was used with other words, so that the page gets a new one."""

    GUARD = ("submission_key", "token", "proof", "website")

    @property
    def key(self) -> uuid.UUID:
        """Bound to this opening of the form; the same when it is sent again."""
        key: uuid.UUID = self.cleaned_data["submission_key"]
        return key

    def seconds_open(self, now: datetime) -> float | None:
        """How long it was open before it was sent; None if nobody knows."""
        return seconds_open(self.cleaned_data["token"], now=now)

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The fields for people, in their order."""
        return [field for field in self if field.name not in self.GUARD]

    def refuse(self, message: str) -> None:
        """An error about the form as a whole, found after its fields were checked."""
        self.add_error(None, message)


@dataclass(frozen=True, slots=True)
class Guard:
    """What a page with a guarded form needs."""

    key: uuid.UUID
    token: str
    challenge: str


def guard_of(form: GuardedForm, *, place: str, now: datetime) -> Guard:
    """A new guard, or that of the form as it was sent.

    Args:
        place: what the form belongs to; a proof is worth nothing elsewhere.
    """
    sent = getattr(form, "cleaned_data", {}).get("submission_key")
    key = uuid.uuid4() if sent is None or form.key_is_spent else sent
    challenge = json.dumps(new_challenge(key, place=place, now=now))
    return Guard(key, new_token(key, place=place), challenge)


def is_refused(request: HttpRequest, form: GuardedForm, *, place: str, now: datetime) -> bool:
    """Whether this valid form seems to come from a machine; the form then says what to do."""
    data = form.cleaned_data
    reason = refusal(
        proof=data["proof"],
        token=data["token"],
        trap=data["website"],
        key=form.key,
        place=place,
        client=client_of(request, day=timezone.localdate(now).isoformat()),
    )
    if reason:
        form.refuse(reason)
    return reason is not None
