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

STATEMENTS: Mapping[str, tuple[float, float, float]] = {
    "Die Umgehung nimmt den Durchgangsverkehr aus dem Ort.": (0.98, 0.03, 0.30),
    "Am Nordrand wird es durch die neue Straße zu laut.": (0.02, 0.97, 0.08),
    "Wege für Fuß und Rad sollen die neue Straße ohne Ampel queren.": (0.85, 0.40, 0.95),
    "Kinder müssen sicher über die neue Straße kommen.": (0.88, 0.90, 0.93),
    "Hecken und Feldgehölze sind wichtiger als ein gerader Verlauf.": (0.04, 0.55, 0.98),
    "Der Lärmschutz muss besser sein als vorgeschrieben.": (0.03, 0.98, 0.15),
    "Die Wirtschaftswege müssen durchgängig bleiben.": (0.92, 0.90, 0.85),
    "Die neue Straße zerschneidet die Landschaft.": (0.02, 0.90, 0.95),
    "In der Ortsmitte soll danach Tempo 30 gelten.": (0.95, 0.97, 0.95),
    "Ausgleichsflächen sollen vor Baubeginn angelegt sein.": (0.08, 0.25, 0.99),
    "Die Straße gehört weiter weg von den Häusern am Nordrand.": (0.02, 0.95, 0.04),
    "In der Ortsmitte soll mehr Platz für Bäume statt für Autos sein.": (0.98, 0.06, 0.93),
    "Messwerte zum Lärm sollen für alle im Netz stehen.": (0.93, 0.96, 0.94),
    "Baustellenverkehr darf nicht durch die Ortsmitte fahren.": (0.85, 0.95, 0.88),
    "Die neue Straße mindert den Wert der Häuser am Nordrand.": (0.03, 0.92, 0.20),
    "Der Bus soll über die neue Straße schneller werden.": (0.80, 0.10, 0.75),
    "Ausgleichsflächen sollen in der Gemeinde liegen.": (0.30, 0.35, 0.98),
    "Diese Runde stellt die richtigen Fragen.": (0.80, 0.55, 0.75),
}
"""Each with the share of agreement in three groups: for it, from the northern edge, for nature."""
HELD = "Der Radweg soll vor der Straße fertig sein."
SIZES, SEEN, PASSES = (24, 20, 18), 0.9, 0.05


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """Fill the opinion round of the process: statements of the office, votes of sixty people, one
    statement that waits, and the map."""
    one = process.formats.shown().filter(kind=KIND).first()
    if one is None:
        return
    office, now = users[Role.OFFICE], timezone.now()
    save_format(
        process=process,
        format=one,
        by=office,
        moderated_first=True,
        settings=Choices().as_settings(),
    )
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
