"""What the demo shows of an opinion round: sixty invented people in three groups."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.base import bulk
from dialogwerk.apps.dialogues.models import Format, Process
from dialogwerk.apps.dialogues.services.processes import save_format

from .models import OpinionStatement, StatementState, Vote, Voter
from .services.choices import KIND, Choices
from .services.maps import compute_map
from .services.statements import next_number, seed

TITLE = "Meinungsrunde: Was ist Ihnen wichtig?"
INTRO = (
    "Stimmen Sie kurzen Aussagen zu, lehnen Sie sie ab oder überspringen Sie sie. Danach können"
    " Sie eigene ergänzen. Eine Karte zeigt, was viele verbindet und worüber die Meinungen"
    " auseinandergehen."
)
STATEMENTS: Mapping[str, tuple[float, float, float]] = {
    "Windkraft in unserer Gemeinde ist ein Gewinn für alle.": (0.98, 0.03, 0.30),
    "Vom eigenen Garten aus möchte ich keine Windräder sehen.": (0.02, 0.97, 0.08),
    "Die Anlagen sollen in den Händen der Menschen vor Ort sein.": (0.85, 0.40, 0.95),
    "Von den Einnahmen muss etwas bei den Nachbarn ankommen.": (0.88, 0.90, 0.93),
    "Seltene Vögel sind wichtiger als einzelne Anlagen.": (0.04, 0.55, 0.98),
    "Der Abstand zu Wohnhäusern muss größer sein als vorgeschrieben.": (0.03, 0.98, 0.15),
    "Wer im Ort wohnt, soll günstigeren Strom bekommen.": (0.92, 0.90, 0.85),
    "Die Heide ist mit Windrädern keine Heide mehr.": (0.02, 0.90, 0.95),
    "Nachts sollen die Anlagen nur blinken, wenn ein Flugzeug kommt.": (0.95, 0.97, 0.95),
    "Während der Brutzeit sollen Anlagen stillstehen.": (0.08, 0.25, 0.99),
    "Unsere Gemeinde hat für die Energiewende schon genug getan.": (0.02, 0.95, 0.04),
    "Ohne Windkraft verfehlen wir die Klimaziele.": (0.98, 0.06, 0.93),
    "Messwerte zum Schall sollen für alle im Netz stehen.": (0.93, 0.96, 0.94),
    "Baustellenverkehr darf nicht durch die Ortsmitte fahren.": (0.85, 0.95, 0.88),
    "Ein Windpark schadet dem Tourismus.": (0.03, 0.92, 0.20),
    "Lieber wenige hohe als viele niedrige Anlagen.": (0.80, 0.10, 0.75),
    "Ausgleichsflächen sollen in der Gemeinde liegen.": (0.30, 0.35, 0.98),
    "Diese Runde stellt die richtigen Fragen.": (0.80, 0.55, 0.75),
}
"""Each with the share of agreement in the three groups: for it, worried residents, for nature."""
HELD = "Eine Anlage soll der Schule gehören, und die Klassen lesen ihre Werte ab."
SIZES, SEEN, PASSES = (24, 20, 18), 0.9, 0.05


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """A round with statements of the office, votes of sixty people, one statement that waits, and
    the map."""
    office, now = users[Role.OFFICE], timezone.now()
    one = save_format(
        process=process, format=None, by=office, kind=KIND, title=TITLE, intro=INTRO,
        moderated_first=True, settings=Choices().as_settings(),
    )  # fmt: skip
    seed(format=one, lines=STATEMENTS, by=office, now=now - timedelta(days=6))
    one.opinion_statements.filter(number=len(STATEMENTS)).update(is_meta=True)
    _vote(one)
    compute_map(round=one, now=now, by="system:demo")


@transaction.atomic
def _vote(one: Format) -> None:
    generator, now = np.random.default_rng(7), timezone.now()
    statements = list(one.opinion_statements.order_by("number"))
    group = np.repeat(np.arange(len(SIZES)), SIZES)
    voters = [
        Voter(round=one, origin=f"demo:{n}", first_at=now - timedelta(days=5) + timedelta(hours=n))
        for n in range(len(group))
    ]
    bulk.insert(voters)
    agreeing = np.array(list(STATEMENTS.values()))[:, group].T
    drawn, seen = generator.random(agreeing.shape), generator.random(agreeing.shape) < SEEN
    values = np.where(drawn < agreeing, 1, -1)
    values[generator.random(agreeing.shape) < PASSES] = 0
    bulk.insert(
        [
            Vote(voter=voters[who], statement=statements[what], value=int(values[who, what]),
                 at=voters[who].first_at + timedelta(seconds=20 * int(what)))
            for who, what in zip(*np.nonzero(seen), strict=True)
        ]
    )  # fmt: skip
    OpinionStatement.objects.create(
        round=one, number=next_number(one), text=HELD, state=StatementState.HELD,
        author=voters[3], by="public", received_at=now - timedelta(days=1),
    )  # fmt: skip
