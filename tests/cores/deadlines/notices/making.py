"""Facts of invented notices, with a schedule made by hand for any type of procedure."""

from datetime import date, timedelta

from dialogwerk.cores.deadlines.notices import (
    Authority,
    Decision,
    DisplayPlace,
    Lodging,
    facts_from,
)
from dialogwerk.cores.deadlines.steps import Schedule, Step

FIRST_DAYS = {
    "hearing": "hearing",
    "online_consultation": "online_start",
    "decision": "decision_display_start",
    "early": "early_start",
}
TOLD = {
    "scheme_title": "Neubau der Ortsumgehung Musterhausen",
    "place": "Musterhausen und Beispieldorf",
    "authority": Authority(
        "Bezirksregierung Musterland", "Musterallee 1, 12345 Musterstadt", "post@musterland.example"
    ),
    "developer": "Straßenbau Musterland",
    "display_places": (
        DisplayPlace(
            "Stadt Musterhausen", "Rathaus, Zimmer 12", "montags bis freitags 8 bis 12 Uhr"
        ),
    ),
    "website": "https://www.musterland.example/plan",
    "lodging": Lodging(
        ("der Bezirksregierung Musterland, Musterallee 1", "der Stadt Musterhausen, Marktplatz 1"),
        "plan@musterland.example",
    ),
    "documents": ("Landschaftspflegerischer Begleitplan", "Schalltechnische Untersuchung"),
    "environmental_information": ("Boden", "Wasser", "Tiere und Pflanzen"),
    "hearing_time": "10:00 Uhr",
    "hearing_place": "Stadthalle Musterhausen, Hallenweg 2",
    "contact": "Telefon 01234 5678",
    "decision": Decision(
        "25.1-7",
        "Der Plan wird mit Auflagen festgestellt.",
        True,
        "dem Verwaltungsgericht Musterstadt",
    ),
}


def step(name, first, last, minimum=None, norm="§ 73 Abs. 3 Satz 1 VwVfG", recorded=True):
    return Step(
        step=name,
        first_day=first,
        last_day=last,
        kind="minimum",
        norms=(norm,),
        explanation_de="",
        explanation_en="",
        minimum_last_day=minimum or last,
        accept_until=last,
        recorded=recorded,
    )


def invented_schedule(
    procedure_type, variant="", *, land="NW", eia=False, circumstances=(), start=date(2026, 3, 2)
):
    """A schedule with every step that a notice can announce, counted from the display."""

    def day(n):
        return start + timedelta(days=n)

    objections = () if procedure_type == "bauleitplan" else (step("objections", start, day(44)),)
    steps = (
        step("early_participation", day(-90), day(-60)),
        step("public_display", start, day(30)),
        *objections,
        step("hearing", day(100), day(100)),
        step("online_consultation", day(100), day(110)),
        step("decision_display", day(200), day(213)),
        step("lawsuit", day(214), day(244)),
    )
    events = {"decision": day(190), "hearing": day(100)}
    return Schedule(procedure_type, land, eia, events, steps, variant, frozenset(circumstances))


def invented_facts(kind, procedure_type, variant="", *, start=date(2026, 3, 2), **of_case):
    """Facts for a notice of that kind, published in good time."""
    facts = facts_from(invented_schedule(procedure_type, variant, start=start, **of_case), **TOLD)
    first = facts.day(FIRST_DAYS.get(kind, "display_start"))
    lead = 1 if (procedure_type, kind) == ("bimschg", "decision") else 9
    return facts_from(facts.schedule, publish_on=first - timedelta(days=lead), **TOLD)
