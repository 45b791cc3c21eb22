"""What the machine looks for, chosen for each process."""

import hashlib
from typing import Any

from django.db import transaction

from dialogwerk.apps.accounts.models import User
from dialogwerk.apps.base.journal import record

from ..models import ModerationSettings, Process


@transaction.atomic
def change_settings(*, process: Process, by: User, **values: Any) -> ModerationSettings:
    """Change what contributions are screened for; the journal keeps what was chosen."""
    row, _made = ModerationSettings.objects.update_or_create(process=process, defaults=values)
    words = str(values.pop("words", ""))
    payload = {**values, "words_sha256": hashlib.sha256(words.encode()).hexdigest()[:16]}
    record("process.moderation_changed", subject=process.code, actor=by.actor, payload=payload)
    return row
