"""Sentences of the interlock: what was found, and what to do; German and English."""

from __future__ import annotations

from datetime import date

from .wording import Text, short_date

Said = tuple[Text, Text]


def _de(day: date) -> str:
    return short_date(day, "de")


def _en(day: date) -> str:
    return short_date(day, "en")


def early_missing(applied: date | None) -> Said:
    """No early participation is on record."""
    when = Text(
        f" vor dem Antrag vom {_de(applied)}" if applied else "",
        f" before the application of {_en(applied)}" if applied else "",
    )
    return (
        Text(
            f"Eine frühe Öffentlichkeitsbeteiligung{when.de} ist nicht eingetragen.",
            f"No early public participation{when.en} is on record.",
        ),
        Text(
            "Hat es sie gegeben, tragen Sie sie bitte ein. Sonst kann die Behörde darauf "
            "hinwirken, dass der Vorhabenträger sie nachholt; ihr Fehlen macht die Entscheidung "
            "nicht rechtswidrig.",
            "If there was one, please record it. Otherwise the authority can encourage the "
            "developer to make up for it; the decision is not unlawful without it.",
        ),
    )


def early_late(title: str, last: date, applied: date) -> Said:
    """Early participation after the application."""
    return (
        Text(
            f"„{title}“ endet am {_de(last)}, also nicht vor dem Antrag vom {_de(applied)}. Die "
            "frühe Beteiligung soll möglichst vor dem Antrag stattfinden.",
            f"“{title}” ends on {_en(last)}, not before the application of {_en(applied)}. Early "
            "participation should take place before it if possible.",
        ),
        Text(
            "Geben Sie das Ergebnis unverzüglich an die Behörde weiter und sagen Sie offen, was am "
            "Antrag noch geändert werden kann.",
            "Hand the result to the authority without delay, and say openly what can still be "
            "changed in the application.",
        ),
    )


def result_due(title: str) -> Said:
    """The result will have to be handed over."""
    return (
        Text(
            f"Das Ergebnis von „{title}“ ist spätestens mit dem Antrag an die Behörde zu geben.",
            f"The result of “{title}” has to reach the authority with the application at the "
            "latest.",
        ),
        Text(
            "Planen Sie dafür einen Tag vor dem Antrag ein und tragen Sie ihn ein; teilen Sie das "
            "Ergebnis auch den Beteiligten mit.",
            "Set a day before the application for it and record it; tell those who took part as "
            "well.",
        ),
    )


def result_without_delay(title: str) -> Said:
    """After the application the result is due without delay."""
    return (
        Text(
            f"Das Ergebnis von „{title}“ ist der Behörde unverzüglich mitzuteilen; eingetragen ist "
            "das nicht.",
            f"The authority has to be told the result of “{title}” without delay; this is not on "
            "record.",
        ),
        Text(
            "Übergeben Sie es, sobald es vorliegt, und tragen Sie den Tag ein.",
            "Hand it over as soon as it is there, and record the day.",
        ),
    )


def result_missing(title: str, applied: date) -> Said:
    """The result was not handed over."""
    return (
        Text(
            f"Für „{title}“ ist nicht eingetragen, dass das Ergebnis der Behörde mitgeteilt wurde. "
            f"Es war spätestens mit dem Antrag vom {_de(applied)} zu übergeben.",
            f"It is not on record that the authority was told the result of “{title}”. It was due "
            f"with the application of {_en(applied)} at the latest.",
        ),
        Text(
            "Übergeben Sie es unverzüglich und tragen Sie den Tag ein.",
            "Hand it over without delay and record the day.",
        ),
    )


def result_late(title: str, given: date, applied: date) -> Said:
    """The result was handed over after the application."""
    return (
        Text(
            f"Das Ergebnis von „{title}“ wurde am {_de(given)} übergeben, also nach dem Antrag vom "
            f"{_de(applied)}.",
            f"The result of “{title}” was handed over on {_en(given)}, after the application of "
            f"{_en(applied)}.",
        ),
        Text(
            "Vermerken Sie den Grund und sorgen Sie dafür, dass die Behörde das Ergebnis bei der "
            "Auslegung schon kennt.",
            "Note the reason, and see to it that the authority knows the result when the plan is "
            "displayed.",
        ),
    )


def overlap(title: str, first: date, last: date) -> Said:
    """A format beside the objection period without the hint."""
    return (
        Text(
            f"„{title}“ läuft, während Unterlagen ausliegen oder Einwendungen möglich sind "
            f"({_de(first)} bis {_de(last)}), und sagt nicht, dass ein Beitrag dort keine "
            "Einwendung ist.",
            f"“{title}” runs while documents are displayed or objections are possible "
            f"({_en(first)} to {_en(last)}) and does not say that a contribution there is no "
            "objection.",
        ),
        Text(
            f"Schreiben Sie gut sichtbar dazu: „Ihr Beitrag hier ist keine Einwendung. "
            f"Einwendungen sind bis {_de(last)} bei den in der Bekanntmachung genannten Stellen "
            "möglich.“",
            "Write clearly: “Your contribution here is not an objection. Objections are possible "
            f"until {_en(last)} at the offices named in the notice.”",
        ),
    )


def answer_after_objections(title: str, answer_by: date, last: date) -> Said:
    """Contributions are taken longer than objections."""
    return (
        Text(
            f"„{title}“ nimmt Beiträge bis {_de(answer_by)} an, Einwendungen sind aber nur bis "
            f"{_de(last)} möglich. Wer beides verwechselt, kommt zu spät.",
            f"“{title}” takes contributions until {_en(answer_by)}, but objections are possible "
            f"only until {_en(last)}. Whoever mixes them up comes too late.",
        ),
        Text(
            f"Enden Sie spätestens am {_de(last)} oder nennen Sie neben jedem Hinweis auf die "
            "Beitragsfrist auch das Ende der Einwendungsfrist.",
            f"End on {_en(last)} at the latest, or name the end of the objection period wherever "
            "you name yours.",
        ),
    )


def formal_name(title: str, name: str) -> Said:
    """An informal format bears the name of a formal step."""
    return (
        Text(
            f"Der Titel „{title}“ verwendet den Begriff „{name}“. Er gehört zum förmlichen "
            "Verfahren.",
            f"The title “{title}” uses the term “{name}”, which belongs to the formal procedure.",
        ),
        Text(
            "Nennen Sie das Format anders, etwa „Dialogabend“ oder „Beiträge bis …“.",
            "Give the format another name, such as “evening of dialogue” or “contributions until "
            "…”.",
        ),
    )


def formal_name_in_summary(title: str, name: str, last: date | None) -> Said:
    """A formal period is named without its day, or with a wrong one."""
    right = Text(
        f" Sie endet am {_de(last)}." if last else "", f" It ends on {_en(last)}." if last else ""
    )
    return (
        Text(
            f"Die Beschreibung von „{title}“ spricht von „{name}“, ohne den Tag aus dem Verfahren "
            f"zu nennen.{right.de}",
            f"The description of “{title}” speaks of “{name}” without the day of the procedure."
            f"{right.en}",
        ),
        Text(
            "Meinen Sie die Frist des Verfahrens, nennen Sie ihren Tag; meinen Sie Ihre eigene, "
            "schreiben Sie „Beiträge bis …“.",
            "If you mean the period of the procedure, give its day; if you mean your own, write "
            "“contributions until …”.",
        ),
    )


def anticipates(title: str, words: str) -> Said:
    """A promise that only the weighing can keep."""
    return (
        Text(
            f"„{title}“: Die Worte „{words}“ nehmen eine Entscheidung vorweg, die erst am Ende des "
            "Verfahrens und nach Abwägung fällt.",
            f"“{title}”: the words “{words}” anticipate a decision that is made only at the end of "
            "the procedure, after weighing.",
        ),
        Text(
            "Sagen Sie zu, was in Ihrer Hand liegt: etwa „Wir beantragen …“, „Wir legen der "
            "Behörde … vor“, „Der Vorhabenträger verpflichtet sich, …, falls die Behörde dem "
            "folgt“.",
            "Promise what is in your hands, such as “we shall apply for …”, “we shall put … to the "
            "authority”, “the developer undertakes to … if the authority agrees”.",
        ),
    )


def hearing_without_notice(held: date, latest: date) -> Said:
    """A hearing without a recorded notice."""
    return (
        Text(
            f"Für die Erörterung am {_de(held)} ist keine Bekanntmachung eingetragen. Letzter "
            f"möglicher Tag ist der {_de(latest)}.",
            f"No notice is on record for the hearing on {_en(held)}. The last possible day is "
            f"{_en(latest)}.",
        ),
        Text(
            "Tragen Sie den Tag der Bekanntmachung ein oder vermerken Sie, dass der Termin schon "
            "in der Bekanntmachung der Auslegung stand; sonst ist er zu verlegen.",
            "Record the day of the notice, or note that the date stood in the notice of the "
            "display already; otherwise the hearing has to be moved.",
        ),
    )


def only_the_change(title: str) -> Said:
    """After a plan change the dialogue is reopened for the change alone."""
    return (
        Text(
            f"„{title}“ fällt in die Beteiligung zu einer Planänderung. Sie betrifft nur die "
            "Änderung.",
            f"“{title}” falls into the participation on a changed plan, which is about the change "
            "only.",
        ),
        Text(
            "Öffnen Sie den Dialog nur für die Änderung und sagen Sie das im Titel oder in der "
            "Beschreibung.",
            "Reopen the dialogue for the change only, and say so in the title or the description.",
        ),
    )


def consent(title: str) -> Said:
    """Comments on the consent of the municipality prolong its period."""
    return (
        Text(
            f"„{title}“ ersetzt nicht die Gelegenheit zur Stellungnahme, die die Gemeinde der "
            "betroffenen Öffentlichkeit vor ihrer Zustimmung geben kann. Gibt sie ihr diese, "
            "höchstens einen Monat, verlängert sich ihre Frist von drei Monaten um diese Zeit.",
            f"“{title}” does not replace the opportunity to comment which the municipality may "
            "give to the public concerned before it consents. If it does, for one month at most, "
            "its period of three months is prolonged by that time.",
        ),
        Text(
            "Stimmen Sie den Dialog auf diese Frist ab, damit sein Ergebnis vor der Entscheidung "
            "der Gemeinde vorliegt.",
            "Time the dialogue so that its result is there before the municipality decides.",
        ),
    )


def mediation(title: str) -> Said:
    """The municipality may entrust third parties with mediation."""
    return (
        Text(
            f"„{title}“: Die Gemeinde kann einen Dritten mit Verfahrensschritten und mit der "
            "Mediation beauftragen.",
            f"“{title}”: the municipality may entrust a third party with steps of the procedure "
            "and with mediation.",
        ),
        Text(
            "Halten Sie den Auftrag schriftlich fest. Die Abwägung bleibt beim Rat.",
            "Put the mandate in writing. Weighing remains with the council.",
        ),
    )


def early_may_be_left_out(title: str) -> Said:
    """The dialogue may already have done what early participation is for."""
    return (
        Text(
            f"„{title}“ liegt vor der Veröffentlichung des Entwurfs. Wurde dort unterrichtet und "
            "erörtert, kann die Gemeinde von der frühzeitigen Beteiligung absehen.",
            f"“{title}” lies before the publication of the draft. If it informed and discussed, "
            "the municipality may leave out early participation.",
        ),
        Text(
            "Halten Sie dafür Tag, Teilnehmerkreis und Inhalt fest.",
            "For that, record its day, its audience and what it was about.",
        ),
    )


def say_it_again(title: str) -> Said:
    """In spatial impact assessment nothing is final."""
    return (
        Text(
            f"Was bei „{title}“ oder in der Raumverträglichkeitsprüfung gesagt wird, gilt im "
            "späteren Zulassungsverfahren nicht als Einwendung.",
            f"What is said at “{title}” or in the spatial impact assessment does not count as an "
            "objection in the later approval procedure.",
        ),
        Text(
            "Weisen Sie darauf hin, dass Beiträge im Zulassungsverfahren noch einmal vorzubringen "
            "sind.",
            "Point out that contributions have to be made again in the approval procedure.",
        ),
    )
