"""Sentences on being in time or late; each names its norm and claims no more than it says."""

from __future__ import annotations

from .wording import Text


def in_time_objection(hearing_norm: str) -> Text:
    """An objection in time."""
    return Text(
        "Ihr Schreiben ist rechtzeitig. Die Behörde muss es prüfen und darüber entscheiden; findet "
        f"eine Erörterung statt, wird es dort behandelt ({hearing_norm}).",
        "Your letter is in time. The authority has to examine it and decide on it; if there is a "
        f"hearing, it is discussed there ({hearing_norm}).",
    )


def in_time_comment() -> Text:
    """A comment in time."""
    return Text(
        "Ihre Stellungnahme ist rechtzeitig. Sie muss geprüft und berücksichtigt werden.",
        "Your comment is in time. It has to be examined and taken into account.",
    )


def in_time_local_plan() -> Text:
    """A comment in time on a plan of the municipality."""
    return Text(
        "Ihre Stellungnahme ist rechtzeitig. Die Gemeinde muss sie prüfen und in ihrer Abwägung "
        "berücksichtigen; das Ergebnis wird Ihnen mitgeteilt (§ 3 Abs. 2 BauGB).",
        "Your comment is in time. The municipality has to examine and weigh it; you will be told "
        "the result (§ 3 Abs. 2 BauGB).",
    )


def in_time_consent() -> Text:
    """A comment in time on the consent of the municipality."""
    return Text(
        "Ihre Stellungnahme ist rechtzeitig. Die Gemeinde kann sie in ihre Entscheidung über die "
        "Zustimmung einbeziehen (§ 36a Abs. 2 BauGB).",
        "Your comment is in time. The municipality can consider it when it decides on its consent "
        "(§ 36a Abs. 2 BauGB).",
    )


def excluded(norm: str, notice_norm: str) -> Text:
    """Late objections are shut out of the procedure."""
    return Text(
        "Das Schreiben ist nach Ablauf der Frist eingegangen. In diesem Verfahren ist es damit "
        f"ausgeschlossen ({norm}), es sei denn, es beruht auf besonderen privatrechtlichen Titeln, "
        "etwa einem Grundstück, einem Wegerecht oder einem Vertrag. Das gilt nur, wenn die "
        f"Bekanntmachung auf diese Folge hingewiesen hat ({notice_norm}).",
        "The letter arrived after the period had ended. It is therefore excluded in this procedure "
        f"({norm}), unless it is based on special titles of private law, such as a plot of land, a "
        "right of way or a contract. This holds only if the notice pointed to this consequence "
        f"({notice_norm}).",
    )


def may_be_late(norms: str) -> Text:
    """Whether late comments are excluded has to be looked up."""
    return Text(
        "Die Stellungnahme ist nach Ablauf der Frist eingegangen. Ob sie damit in diesem Verfahren "
        f"ausgeschlossen ist, ergibt sich aus {norms} und dem Hinweis in der Bekanntmachung; ohne "
        "einen solchen Hinweis ist sie es nicht.",
        "The comment arrived after the period had ended. Whether it is excluded in this procedure "
        f"follows from {norms} and from the hint in the notice; without such a hint it is not.",
    )


def may_be_left_out(norm: str, notice_norm: str) -> Text:
    """Late comments may be left out of account."""
    return Text(
        "Die Stellungnahme ist nach Ablauf der Frist eingegangen. Sie kann bei der Entscheidung "
        "über den Plan unberücksichtigt bleiben, es sei denn, die Gemeinde kannte den Inhalt, "
        "hätte ihn kennen müssen oder er ist für die Rechtmäßigkeit des Plans von Bedeutung "
        f"({norm}). Das gilt nur, wenn die Bekanntmachung darauf hingewiesen hat ({notice_norm}).",
        "The comment arrived after the period had ended. It may be left out of account when the "
        "plan is decided on, unless the municipality knew its content, should have known it, or "
        f"it matters for the lawfulness of the plan ({norm}). This holds only if the notice "
        f"pointed to it ({notice_norm}).",
    )


def late_consent() -> Text:
    """Late comments on the consent of the municipality."""
    return Text(
        "Die Stellungnahme ist nach Ablauf der Frist eingegangen. Das Gesetz schließt sie nicht "
        "aus; die Gemeinde muss aber nicht auf sie warten, denn ihre Zustimmung gilt nach Ablauf "
        "ihrer eigenen Frist als erteilt (§ 36a BauGB).",
        "The comment arrived after the period had ended. The law does not exclude it; but the "
        "municipality need not wait for it, as its consent counts as given when its own period "
        "has ended (§ 36a BauGB).",
    )


def late_without_preclusion(norm: str, *, is_rvp: bool) -> Text:
    """There is no preclusion in spatial impact assessment."""
    german = "der Raumverträglichkeitsprüfung" if is_rvp else "dem Raumordnungsverfahren"
    english = "spatial impact assessment" if is_rvp else "the spatial planning procedure"
    return Text(
        f"Die Stellungnahme ist nach Ablauf der Frist eingegangen. In {german} schließt das Gesetz "
        f"sie nicht aus ({norm}); die Behörde muss aber nicht mehr auf sie eingehen, wenn sie "
        "ihr Ergebnis schon festgestellt hat.",
        f"The comment arrived after the period had ended. In {english} the law does not exclude it "
        f"({norm}); but the authority need not go into it once it has stated its result.",
    )


def unregulated() -> Text:
    """Nothing is on file."""
    return Text(
        "Das Schreiben ist nach Ablauf der Frist eingegangen. Welche Folge das hat, ist hier nicht "
        "hinterlegt; maßgeblich ist der Hinweis in der Bekanntmachung.",
        "The letter arrived after the period had ended. What follows from that is not on file "
        "here; see the hint in the notice.",
    )


def no_participation(norm: str) -> Text:
    """The simplified procedure knows no objections."""
    return Text(
        "Im vereinfachten Verfahren gibt es keine Auslegung und keine Einwendungsfrist "
        f"({norm}); es kann daher auch nichts verspätet sein.",
        f"The simplified procedure has no display and no period for objections ({norm}); so "
        "nothing can be late.",
    )


def court_open() -> Text:
    """Being late costs nothing in court."""
    return Text(
        "Das Recht, gegen die Entscheidung zu klagen, geht dadurch nicht verloren: Vor Gericht "
        "gilt dieser Ausschluss nicht (§ 7 Abs. 4 UmwRG). Unberücksichtigt bleibt dort nur, was "
        "erstmals im Prozess vorgebracht wird, wenn das missbräuchlich oder unredlich ist (§ 5 "
        "UmwRG).",
        "The right to sue against the decision is not lost by that: in court this exclusion does "
        "not hold (§ 7 Abs. 4 UmwRG). Left out there is only what is raised for the first time "
        "in court in an abusive or dishonest way (§ 5 UmwRG).",
    )


def court_open_after_immission_control(norm: str) -> Text:
    """The exclusion is confined to the approval procedure."""
    return Text(
        "Das Recht, gegen die Genehmigung zu klagen, geht dadurch nicht verloren: Der Ausschluss "
        f"gilt nur für das Genehmigungsverfahren ({norm}), vor Gericht bei Vorhaben, für die eine "
        "UVP-Pflicht bestehen kann, und bei Anlagen nach der Industrieemissions-Richtlinie "
        "ausdrücklich nicht (§ 7 Abs. 4 UmwRG). Unberücksichtigt bleibt dort nur missbräuchliches "
        "oder unredliches erstmaliges Vorbringen (§ 5 UmwRG).",
        "The right to sue against the permit is not lost by that: the exclusion holds for the "
        f"approval procedure only ({norm}), and expressly not in court for projects that may need "
        "an EIA and for plants under the Industrial Emissions Directive (§ 7 Abs. 4 UmwRG). Left "
        "out there is only what is first raised in an abusive or dishonest way (§ 5 UmwRG).",
    )


def court_depends(norm: str, *, known: bool) -> Text:
    """Without assessment it depends on whether one could have been due."""
    german, english = (
        ("Auch wenn hier keine UVP stattfindet:", "Even though there is no EIA here:")
        if known
        else (
            "Ob eine UVP stattfindet, ist nicht bekannt.",
            "Whether there is an EIA is not known.",
        )
    )
    return Text(
        f"{german} Kann für ein Vorhaben dieser Art eine UVP-Pflicht bestehen, gilt der "
        "Ausschluss vor Gericht nicht (§ 7 Abs. 4 mit § 1 Abs. 1 Satz 1 Nr. 1 bis 2b UmwRG). "
        f"In allen anderen Fällen kann er auch vor Gericht gelten ({norm}). Bitte lassen Sie sich "
        "beraten, bevor Sie auf eine Klage verzichten.",
        f"{english} If an EIA may be due for a project of this kind, the exclusion does not hold "
        "in court (§ 7 Abs. 4 with § 1 Abs. 1 Satz 1 Nr. 1 to 2b UmwRG). In all other cases it may "
        f"hold in court as well ({norm}). Please take advice before you give up a lawsuit.",
    )


def court_closed(norm: str) -> Text:
    """Full preclusion under the former law."""
    return Text(
        "Nach dem damals geltenden Recht galt der Ausschluss auch vor Gericht: Was nicht "
        f"rechtzeitig eingewendet war, konnte eine Klage in der Regel nicht mehr stützen ({norm}).",
        "Under the law of that time the exclusion held in court as well: what had not been "
        f"objected in time could as a rule no longer support a lawsuit ({norm}).",
    )


def court_before_reform(norm: str) -> Text:
    """The former law for projects with assessment, and what the European Court said of it."""
    return Text(
        "Nach dem Wortlaut des damals geltenden Rechts galt der Ausschluss auch vor Gericht "
        f"({norm}). Für Vorhaben mit UVP und Industrieanlagen hat der Gerichtshof der "
        "Europäischen Union das am 15.10.2015 für unvereinbar mit dem Unionsrecht erklärt "
        "(Rechtssache C-137/14).",
        f"By the wording of the law of that time the exclusion held in court as well ({norm}). "
        "For projects with EIA and industrial plants the Court of Justice of the European Union "
        "held on 15 October 2015 that this was contrary to Union law (case C-137/14).",
    )


def court_of_plans() -> Text:
    """Plans with strategic assessment: associations are bound by what they have said."""
    return Text(
        "Anerkannte Umweltvereinigungen können mit dem, was sie nicht rechtzeitig vorgebracht "
        "haben, auch vor Gericht ausgeschlossen sein (§ 7 Abs. 3 UmwRG). Für alle anderen kommt "
        "es darauf an, ob und wogegen sie später klagen können; bitte lassen Sie sich beraten.",
        "Recognised environmental associations may be excluded in court as well with what they did "
        "not raise in time (§ 7 Abs. 3 UmwRG). For everyone else it depends on whether and against "
        "what they can sue later; please take advice.",
    )


def court_of_development_plans() -> Text:
    """Local development plans."""
    return Text(
        "Gegen einen Bebauungsplan bleibt der Weg zum Gericht offen; versäumte Stellungnahmen "
        "schließen ihn nicht aus (§ 7 Abs. 3 Satz 2 UmwRG).",
        "Against a local development plan the way to court stays open; a missed comment does not "
        "close it (§ 7 Abs. 3 Satz 2 UmwRG).",
    )


def court_of_preparatory_plans() -> Text:
    """Preparatory land-use plans: associations are bound by what they have said."""
    return Text(
        "Bei einem Flächennutzungsplan können anerkannte Umweltvereinigungen mit dem, was sie "
        "nicht rechtzeitig vorgebracht haben, vor Gericht ausgeschlossen sein (§ 3 Abs. 3 BauGB, "
        "§ 7 Abs. 2 UmwRG).",
        "With a preparatory land-use plan recognised environmental associations may be excluded "
        "in court with what they did not raise in time (§ 3 Abs. 3 BauGB, § 7 Abs. 2 UmwRG).",
    )


def defects() -> Text:
    """Defects of a plan become irrelevant after a year."""
    return Text(
        "Mängel des Plans sind binnen einem Jahr zu rügen (§ 215 BauGB).",
        "Defects of the plan have to be pointed out within one year (§ 215 BauGB).",
    )


def court_of_development_plans_before_reform() -> Text:
    """The former rule for judicial review of local plans."""
    return Text(
        "Nach dem damals geltenden Recht war ein Normenkontrollantrag gegen einen Bebauungsplan "
        "unzulässig, wenn er nur auf Einwände gestützt war, die rechtzeitig hätten vorgebracht "
        "werden können, und die Bekanntmachung darauf hingewiesen hatte (§ 47 Abs. 2a VwGO).",
        "Under the law of that time an application for judicial review of a local development plan "
        "was inadmissible if it rested only on objections that could have been raised in time and "
        "the notice had pointed to that (§ 47 Abs. 2a VwGO).",
    )


def court_later() -> Text:
    """The result of the assessment is examined with the later decision only."""
    return Text(
        "Vor Gericht verlieren Sie nichts: Das Ergebnis ist eine gutachterliche Äußerung und "
        "wird erst mit der späteren Zulassungsentscheidung überprüft (§ 15 Abs. 5 und 6 ROG).",
        "You lose nothing in court: the result is an expert statement and is reviewed only with "
        "the later approval (§ 15 Abs. 5 and 6 ROG).",
    )


def court_unaffected() -> Text:
    """No rule ties the lawsuit to the comment."""
    return Text(
        "Ob Sie gegen die Genehmigung vorgehen können, hängt nicht von einer Stellungnahme ab.",
        "Whether you can act against the permit does not depend on a comment.",
    )


def court_without_participation() -> Text:
    """Remedies against the permit itself."""
    return Text(
        "Gegen die Genehmigung selbst können Betroffene mit Widerspruch oder Klage vorgehen (§§ "
        "70, 74 VwGO); welches von beiden, steht in der Rechtsbehelfsbelehrung.",
        "Those concerned can act against the permit itself by objection or lawsuit (§§ 70, 74 "
        "VwGO); which of both, its instruction on remedies says.",
    )


def send_it_anyway() -> Text:
    """A late letter is not for nothing."""
    return Text(
        "Schicken Sie Ihr Schreiben trotzdem: Die Behörde liest es und kann berücksichtigen, was "
        "sie daraus erfährt.",
        "Send your letter all the same: the authority reads it and may take into account what it "
        "learns from it.",
    )


def reinstatement(norm: str) -> Text:
    """Reinstatement for those who could not keep the period."""
    return Text(
        "Waren Sie ohne Ihr Verschulden verhindert, können Sie Wiedereinsetzung beantragen: "
        "binnen zwei Wochen, nachdem das Hindernis weggefallen ist; das Schreiben ist in dieser "
        f"Zeit nachzuholen ({norm}).",
        "If you were prevented through no fault of yours, you can apply for reinstatement: "
        "within two weeks after the obstacle has ceased; the letter has to be sent within that "
        f"time ({norm}).",
    )


def private_titles(norm: str) -> Text:
    """Owners and others with private titles."""
    return Text(
        "Geht es um Ihr Grundstück oder ein anderes eigenes Recht, schreiben Sie das "
        f"ausdrücklich dazu; dann kann der Ausschluss nicht gelten ({norm}).",
        "If it is about your land or another right of your own, say so expressly; then the "
        f"exclusion may not hold ({norm}).",
    )


def ordinary_courts() -> Text:
    """Private titles are a matter of the ordinary courts."""
    return Text(
        "Was auf besonderen privatrechtlichen Titeln beruht, ist vor den ordentlichen Gerichten "
        "geltend zu machen (§ 10 Abs. 3 BImSchG).",
        "What is based on special titles of private law has to be brought before the ordinary "
        "courts (§ 10 Abs. 3 BImSchG).",
    )


def council_still_weighs() -> Text:
    """Until the council has decided, a letter can still matter."""
    return Text(
        "Bis zum Beschluss des Rates kann die Gemeinde sie noch in die Abwägung aufnehmen.",
        "Until the council has decided, the municipality can still include it in its weighing.",
    )


def say_again_in_approval() -> Text:
    """What was said early has to be said again."""
    return Text(
        "Wichtig: Bringen Sie Ihre Punkte im späteren Zulassungsverfahren noch einmal vor; was "
        "hier gesagt wurde, gilt dort nicht als Einwendung.",
        "Important: raise your points again in the later approval procedure; what was said here "
        "does not count as an objection there.",
    )


def write_any_time() -> Text:
    """There is no period, so one may write at any time."""
    return Text(
        "Sie können der Behörde jederzeit schreiben; sie muss von Amts wegen prüfen, ob die Anlage "
        "zulässig ist.",
        "You may write to the authority at any time; it has to examine of its own motion whether "
        "the plant is lawful.",
    )


def in_time_answer() -> Text:
    """The government answered in time."""
    return Text(
        "Die Antwort ist fristgerecht: binnen vier Wochen nach Übermittlung (§ 92 Abs. 3 GO LT "
        "NRW).",
        "The answer is in time: within four weeks of transmission (§ 92 Abs. 3 GO LT NRW).",
    )


def late_answer() -> Text:
    """The government answered late."""
    return Text(
        "Die Antwort ist verspätet. Auf Verlangen wird die Anfrage zur mündlichen Beantwortung "
        "auf die Tagesordnung des Landtags gesetzt; auf welche Sitzung, ist den Quellen nicht "
        "eindeutig zu entnehmen.",
        "The answer is late. On request the question is put on the agenda of the Landtag for an "
        "oral answer; the sources differ on which sitting.",
    )


def ask_parliament() -> Text:
    """What can be done about a late answer."""
    return Text(
        "Stimmen Sie mit der Landtagsverwaltung ab, wann geantwortet wird, und nennen Sie den "
        "Grund der Verzögerung.",
        "Agree with the administration of the Landtag when the answer comes, and say why it is "
        "late.",
    )
