"""Handing over in the background: with hundreds of thousands of letters it takes a while."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogwerk.apps.base.models import Run
from dialogwerk.apps.base.runs import RunFailed, RunHandle, handler, start_run
from dialogwerk.apps.schemes.models import Procedure

from ..errors import HandOverError
from .handing_over import hand_over

KIND = "hand-over"


def start_hand_over(
    *,
    procedure: Procedure,
    by: str,
    reply_due: date | None = None,
    note: str = "",
    lang: str = "de",
) -> Run:
    """Queue a hand-over; its number is fixed now, so that a run begun twice hands over once."""
    return start_run(
        KIND,
        title=_("Hand-over to the developer"),
        arguments={
            "procedure": procedure.slug,
            "number": procedure.hand_overs.count() + 1,
            "reply_due": reply_due.isoformat() if reply_due else "",
            "note": note,
            "lang": lang,
        },
        by=by,
    )


@handler(KIND)
def _hand_over(run: RunHandle) -> dict[str, Any]:
    procedure = Procedure.objects.get(slug=run.arguments["procedure"])
    number = run.arguments["number"]
    made = procedure.hand_overs.filter(number=number).first()
    if made is None:
        due = run.arguments["reply_due"]
        with override(run.arguments["lang"]):
            try:
                made = hand_over(
                    procedure=procedure,
                    by=run.run.actor,
                    reply_due=date.fromisoformat(due) if due else None,
                    note=run.arguments["note"],
                    progress=run,
                )
            except HandOverError as error:
                raise RunFailed(str(error)) from error
    return {"hand_over": made.code, "number": made.number, "arguments": made.arguments_total}
