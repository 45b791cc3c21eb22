"""Tables of the reference, made from the data and the core; a test compares them with docs/.

`python -m tests.cores.deadlines.tables` writes them anew (announcements need DIALOGWERK_DATA).
"""

import json
import os
from datetime import date
from pathlib import Path

from dialogwerk.cores.deadlines import law, procedure_types

from .notice_cases import EXCUSED, WORDS, verdicts

DOCS = Path(__file__).parents[3] / "docs" / "reference"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"

FACTS = {"pf-nrw-a1-koeln-nord-2017-fruehe-seite": {"application": date(2017, 5, 12)}}
"""What a notice tells in words, as events."""

FIELDS = {
    "published": "notice",
    "display_start": "first day",
    "display_end": "last day of the display",
    "objection_deadline": "last day for objections",
    "hearing": "hearing",
    "hearing_announced": "notice of the hearing",
    "litigation_deadline": "last day for a lawsuit",
}

REASONS = {
    ("pf-nrw-a1-koeln-nord-2017-fruehe-seite", "objection_deadline"): (
        "The page applies the former UVPG (documents filed on 12.05.2017, § 74 Abs. 2 UVPG), so "
        "two weeks, which end on a Friday; it prints the Monday after. A later page of the same "
        "authority prints another day."
    ),
    ("pf-nrw-stadtbahn7-2001", "objection_deadline"): (
        "Four weeks instead of two; a longer period binds. Whether a rule of the Land stood behind "
        "it is not known."
    ),
    ("pf-nrw-a4-rurscholle-2017-beschluss", "litigation_deadline"): (
        "The page prints a Saturday. The period runs on to Monday (§ 57 Abs. 2 VwGO, § 222 Abs. 2 "
        "ZPO)."
    ),
    ("pf-nrw-netg-2005", "objection_deadline"): (
        "Five and a half weeks to a Saturday; no reason is printed, a longer period binds. Letters "
        "on Monday, 04.04.2005, are in time as well."
    ),
    ("pf-nrw-netg-2013-beschluss", "display_end"): (
        "Two weeks end on New Year; the display over Christmas was given one week more."
    ),
    ("pf-nrw-b51-meschenich-2010", "display_end"): (
        "The month ends on the Friday before Whitsun; the display went on to the Tuesday after."
    ),
    ("pf-ni-butjadingen-2015", "display_end"): (
        "The month ends on a Tuesday; the display went on to the end of that week."
    ),
    ("pf-bw-s21-pfa13b-2017-verlaengert", "objection_deadline"): (
        "Extended during the display because of the change of federal law (one month, § 21 Abs. 2 "
        "UVPG; longer ones § 21 Abs. 3 UVPG). At the end of the display two weeks still held; the "
        "longer period binds."
    ),
    ("pf-nrw-ratingen-a44-onlinekonsultation-2021", "display_end"): (
        "The consultation should last an appropriate time, one week at least; here nearly four."
    ),
    ("bl-by-gilching-2024", "display_end"): (
        "Thirty days end on a Friday; the notice prints the Monday after."
    ),
    ("bl-bb-gruenheide-2024", "display_end"): (
        "A renewed display may be shortened appropriately; the law names no number (§ 4a Abs. 3 "
        "BauGB)."
    ),
    ("bl-bb-gruenheide-2024", "objection_deadline"): (
        "Comments are possible as long as the shortened display lasts (§ 4a Abs. 3 BauGB)."
    ),
    ("rp-nrw-regionalplan-owl-2020", "display_end"): (
        "Five months; the law asks for one at least. That it should be no more than three was "
        "written in 2023."
    ),
    ("pf-nrw-benhausen-2020-abgebrochen", "display_end"): (
        "The display was broken off in the pandemic and repeated in full (§ 6 Abs. 1 PlanSiG)."
    ),
    (
        "bl-nrw-steinfurt-2022-frueh",
        "display_end",
    ): "The page says: one week more because of Covid.",
}
"""Why a printed day differs, where the verdict alone does not say so."""


def notices(folder):
    return json.loads((Path(folder) / "deadlines" / "announcements.json").read_text("utf-8"))


def unexplained(entry):
    """Printed days that differ from the computed ones without a reason in the table."""
    found = verdicts(entry, FACTS.get(entry["id"]))
    return [one for one in found if one.code in EXCUSED and (one.notice, one.what) not in REASONS]


def announcements_table(entries):
    head = ["notice", "printed", "day", "minimum", "recommended", "verdict"]
    rows = [_row(one) for entry in entries for one in verdicts(entry, FACTS.get(entry["id"]))]
    return _table(head, rows)


def _row(one):
    words = WORDS[one.code] + (f" ({one.norm})" if one.norm else "")
    reason = REASONS.get((one.notice, one.what), "")
    verdict = f"{words}. {reason}" if reason else words
    days = [_day(one.printed), _day(one.minimum), _day(one.recommended)]
    return [f"`{one.notice}`", FIELDS[one.what], *days, verdict]


def sources_table(entries):
    rows = [[f"`{one['id']}`", one["state"], one["procedure"], one["source"]] for one in entries]
    return _table(["notice", "Land", "procedure", "where it was published"], rows)


def law_table(type_id):
    head = ["period", "length", "norm", "Land", "variants", "in force", "confidence", "source"]
    rows = [
        [
            f"`{name}`",
            f"{one.period.value} {one.period.unit}{'' if one.period.value == 1 else 's'}",
            one.norm.replace("{VwVfG}", "VwVfG"),
            one.land,
            ", ".join(one.variants) or "all",
            f"{_day(one.valid_from)} – {_day(one.valid_to)}".rstrip(),
            one.confidence,
            f"[text]({one.source})" + (f" {one.remark.strip()}" if one.remark else ""),
        ]
        for name, versions in law.parameters(type_id).items()
        for one in versions
    ]
    return _table(head, rows)


def law_tables():
    return "\n\n".join(
        f"## {one.name.de} (`{one.id}`)\n\n{law_table(one.id)}" for one in procedure_types()
    )


def _day(day):
    return f"{day:%d.%m.}{day.year}" if day else ""


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in lines
    )


def written(name):
    """What stands between the marks of a page."""
    text = (DOCS / name).read_text("utf-8")
    return text.split(BEGIN, 1)[1].split(END, 1)[0].strip()


def write(name, content):
    page = DOCS / name
    head, rest = page.read_text("utf-8").split(BEGIN, 1)
    page.write_text(f"{head}{BEGIN}\n{content}\n{END}{rest.split(END, 1)[1]}", "utf-8")


def announcements(folder):
    entries = notices(folder)
    return (
        f"{announcements_table(entries)}\n\n## Where the notices were published\n\n"
        f"{sources_table(entries)}"
    )


if __name__ == "__main__":
    write("law-on-file.md", law_tables())
    if os.environ.get("DIALOGWERK_DATA"):
        write("announcements.md", announcements(os.environ["DIALOGWERK_DATA"]))
