"""What the demo shows of a hand-over: one that was made, commented in part and partly submitted."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.schemes.models import Procedure
from dialogwerk.apps.statements.models import Argument, Occurrence

from .services.comments import save_comment, submit
from .services.handing_over import hand_over

SUBMITTED = (
    "Wir werden die Anlagen nachts in einen leiseren Betrieb nehmen, sobald der Richtwert am"
    " nächsten Wohnhaus erreicht ist. Das Gutachten ist um diesen Fall ergänzt.",
    "Die Bestände sind über zwei Brutzeiten kartiert. Während der Brut schalten wir die beiden"
    " nächsten Anlagen tagsüber ab.",
)
SAVED = "Dazu holen wir noch eine Auskunft ein."
DAYS = 28


def rehearse(procedure: Procedure, users: Mapping[str, User]) -> None:
    """Hand over what was raised, submit two comments and leave a third one saved.

    A demo without letters has nothing to hand over, and shows none.
    """
    if not Occurrence.objects.filter(segment__procedure=procedure).exists():
        return
    hand_over(
        procedure=procedure,
        by=users[Role.CASE_WORKER].actor,
        reply_due=timezone.localdate() + timedelta(days=DAYS),
        note="Bitte erwidern Sie zuerst auf das, was die meisten Menschen vortragen.",
    )
    developer = users[Role.DEVELOPER]
    handed = Argument.objects.filter(handed__hand_over__procedure=procedure).order_by("number")
    arguments = list(handed[: len(SUBMITTED) + 1])
    for argument, text in zip(arguments, SUBMITTED, strict=False):
        save_comment(argument=argument, text=text, by=developer)
    submit(procedure=procedure, by=developer)
    if len(arguments) > len(SUBMITTED):
        save_comment(argument=arguments[-1], text=SAVED, by=developer)
