"""What the demo shows of questions and answers: asked, supported, answered, one called up."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User

from ..models import Call, Contribution, Process
from ..questions import QUESTIONS
from ..services.contributions import Said, contribute_many
from ..services.questions import answer, call

ASKED = (
    ("Wie laut wird es nachts an den Häusern am Ortsrand?", "Nachbarin", 41),
    ("Wer hat das Verkehrsgutachten beauftragt, und wer hat es geprüft?", "", 27),
    ("Kommt der Radweg vor der Straße oder danach?", "Kai Beispiel", 19),
    ("Wie kommen wir während der Bauzeit auf unsere Äcker?", "", 12),
    ("Wann beginnt der Bau frühestens?", "", 8),
    ("Wo wird ausgeglichen, was an Hecken verloren geht?", "Schulklasse 9b", 5),
)
ANSWERS = (
    (
        1,
        "Vorhabenträger",
        "Beauftragt haben wir es. Die Anhörungsbehörde prüft es und kann ein eigenes verlangen;"
        " ihre Stellungnahme steht hier, sobald sie vorliegt.",
    ),
    (
        4,
        "Dialogbüro",
        "Frühestens ein Jahr nach dem Planfeststellungsbeschluss. Den Stand des Verfahrens zeigt"
        " die Seite des Vorhabens.",
    ),
)
DRAFT = "Der Radweg wird zuerst gebaut, soweit die Flächen schon im Eigentum des Landes sind."


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """Six questions: two answered, one drafted, one answered at this moment."""
    office, now = users[Role.OFFICE], timezone.now()
    one = process.formats.shown().filter(kind=QUESTIONS).first()
    if one is None:
        return
    said = [
        Said(text=text, public_name=name, received_at=now - timedelta(days=9 - number))
        for number, (text, name, _support) in enumerate(ASKED)
    ]
    asked = contribute_many(format=one, all_said=said, by="public", now=now)
    for question, (_text, _name, support) in zip(asked, ASKED, strict=True):
        question.support_count = question.supports_elsewhere = support
    Contribution.objects.bulk_update(asked, ["support_count", "supports_elsewhere"])
    for place, who, text in ANSWERS:
        answer(
            question=asked[place],
            text=text,
            spoken_as=who,
            is_published=True,
            now=now - timedelta(days=1),
            by=office,
        )
    answer(
        question=asked[2],
        text=DRAFT,
        spoken_as="Vorhabenträger",
        is_published=False,
        now=now,
        by=office,
    )
    call(question=asked[0], place=Call.Place.NOW, now=now, by=office)
