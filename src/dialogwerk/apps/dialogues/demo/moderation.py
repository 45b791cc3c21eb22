"""What the demo shows of moderation, lineage, outcomes and themes. All invented."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from dialogwerk.apps.accounts.models import Role, User
from dialogwerk.apps.people.services import IdentityDraft

from ..formats import CONTRIBUTIONS
from ..models import Channel, Contribution, Format, ModerationDecision, Process, Theme
from ..services import lineage, moderation, outcomes, themes
from ..services.contributions import Said, contribute_many
from ..services.duplicates import renew_pairs

SAID = (
    (
        "Schatten an der Haltestelle",
        "An der Haltestelle fehlen Bäume, die Schatten geben.",
    ),
    ("Bäume für die Haltestelle", "Im Sommer fehlen an der Haltestelle Schatten und Bäume."),
    (
        "Radweg verbreitern",
        "Der Radweg zur Schule ist zu schmal für zwei Räder.",
    ),
    ("Tempo 30", "Vor der Schule sollte Tempo 30 gelten, auch in den Ferien."),
    ("Hecke erhalten", "Die alte Hecke am Feldweg soll stehen bleiben, dort brüten Vögel."),
    ("Lärmschutz", "Wer am Ortsrand wohnt, hört die Straße jetzt schon die ganze Nacht."),
)
TYPED_IN = (
    "Bank am Feldweg",
    "Auf halber Strecke fehlt eine Bank. (Karte vom Infostand)",
)
INSULT = ("Nur Versager", "Im Amt sitzen nur Versager, allen voran der Herr vom Bauamt.")
THEMES = ("Grün", "Radverkehr", "Verkehr", "Lärm")
OF = {0: ("Grün",), 2: ("Radverkehr", "Verkehr"), 3: ("Verkehr",), 4: ("Grün",)}
RULE = "Keine Beleidigungen."


def rehearse(process: Process, users: Mapping[str, User]) -> None:
    """Contributions in every state that the workbench knows."""
    one = process.formats.shown().filter(kind=CONTRIBUTIONS).first()
    if one is None:
        return
    office = users[Role.OFFICE]
    said = _contributions(one, office)
    _moderated(said[-1], office)
    moderation.report(thing=said[3], kind="other", text="Das steht schon im Beitrag darüber.")
    lineage.merge(
        contributions=said[:2],
        into=said[0],
        reason="Beide wünschen Bäume an der Haltestelle.",
        by=office,
    )
    _answered(said, office)
    _themes(process, said, office)
    renew_pairs(process)


def _contributions(one: Format, office: User) -> list[Contribution]:
    now = timezone.now()
    drafts = [
        Said(title=title, text=text, received_at=now - timedelta(days=9 - at, hours=at))
        for at, (title, text) in enumerate((*SAID, TYPED_IN, INSULT))
    ]
    author = IdentityDraft(name="Hilde Beispiel", street="Feldweg 2", city="Musterhausen")
    typed = len(SAID)
    made = contribute_many(format=one, all_said=drafts[:typed], by="public", now=now)
    paper = Said(
        title=TYPED_IN[0],
        text=TYPED_IN[1],
        author=author,
        channel=Channel.EVENT,
        received_at=drafts[typed].received_at,
    )
    made += contribute_many(format=one, all_said=[paper], by=office.actor, now=now)
    return made + contribute_many(format=one, all_said=drafts[-1:], by="public", held=True, now=now)


def _moderated(insult: Contribution, office: User) -> None:
    """Refused; the author objects, and the objection waits."""
    moderation.decide(
        thing=insult,
        verdict=ModerationDecision.Verdict.REFUSED,
        rule=RULE,
        reason="Der Beitrag setzt Menschen herab. Ihre Kritik an der Planung zeigen wir gern.",
        by=office,
    )
    moderation.appeal(thing=insult, text="Das war zugespitzt. Gemeint war die Planung.")


def _answered(said: list[Contribution], office: User) -> None:
    day = timezone.localdate()
    for at, kind, reason, more in (
        (0, "adopted", "Vier Linden werden im Herbst gepflanzt.", {"next_report_on": 120}),
        (2, "passed_on", "Der Radweg liegt an einer Landesstraße.", {"passed_to": "Straßen.NRW"}),
        (4, "deferred", "Erst wird kartiert, was dort brütet.", {"deferred_until": 90}),
    ):
        given = {
            name: day + timedelta(days=value) if isinstance(value, int) else value
            for name, value in more.items()
        }
        draft = outcomes.OutcomeDraft(kind=kind, reason=reason, decided_on=day, **given)
        outcomes.decide_outcome(contributions=[said[at]], draft=draft, by=office)


def _themes(process: Process, said: list[Contribution], office: User) -> None:
    known: dict[str, Theme] = {
        one.title: one for one in themes.save_themes(process=process, titles=THEMES, by=office)
    }
    for at, titles in OF.items():
        chosen = [known[title] for title in titles]
        themes.review(contribution=said[at], themes=chosen, by=office)
