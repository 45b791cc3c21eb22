"""What spatial plans (§ 9 ROG) and the spatial impact assessment (§ 15 ROG) have in common."""

from __future__ import annotations

from datetime import date

from ..case import Case
from ..declaring import EventRule
from ..steps import Step
from ..wording import EMPTY, Text
from .participation import AS_ANNOUNCED, round_event

REFORM = date(2023, 9, 28)
"""First day of the reform of the ROG: internet, Raumverträglichkeitsprüfung, automatic end."""
PUBLICATION = Text("Veröffentlichung", "publication")
DISPLAY = Text("Auslegung", "display")

ROUND_EVENTS: tuple[EventRule, ...] = (
    round_event(
        "published",
        ("Bekanntmachung der Veröffentlichung", "Notice of the publication"),
        ("Tag der öffentlichen Bekanntmachung", "Day of the public notice"),
    ),
    round_event(
        "display_start",
        ("Erster Tag der Veröffentlichung", "First day of the publication"),
        (
            "Beginn der Veröffentlichung im Internet oder der Auslegung",
            "Start of the publication on the internet or of the display",
        ),
        starts=True,
    ),
    round_event(
        "display_end",
        ("Letzter Tag der Veröffentlichung", "Last day of the publication"),
        AS_ANNOUNCED,
        starts=True,
    ),
    round_event(
        "objections_end",
        ("Letzter Tag für Stellungnahmen", "Last day for comments"),
        AS_ANNOUNCED,
    ),
)


def land_law(case: Case, step: Step) -> Text:
    """Länder may deviate from the ROG; what they have is not on file."""
    if case.laender[0] == "NW":
        return Text(
            "In Nordrhein-Westfalen kann das Landesplanungsgesetz davon abweichen (§§ 13, 32 LPlG "
            "NRW); es ist hier nicht hinterlegt. Bitte prüfen Sie es.",
            "In North Rhine-Westphalia the Land's planning act may differ (§§ 13, 32 LPlG NRW); it "
            "is not on file here. Please check it.",
        )
    return Text(
        "Landesrecht kann davon abweichen (Art. 72 Abs. 3 GG); es ist hier nicht hinterlegt. Bitte "
        "prüfen Sie es.",
        "The law of the Land may differ (Art. 72 Abs. 3 GG); it is not on file here. Please check "
        "it.",
    )


def internet(case: Case, step: Step) -> Text:
    """Besides the internet there should be other ways in."""
    if step.first_day is None or step.first_day < REFORM:
        return EMPTY
    return Text(
        "Zusätzlich zum Internet sind andere leicht erreichbare Zugänge zur Verfügung zu stellen, "
        "soweit das angemessen und zumutbar ist.",
        "Besides the internet, other ways in that are easy to reach have to be offered as far as "
        "that is appropriate and reasonable.",
    )
