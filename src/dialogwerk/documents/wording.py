"""The fixed words of our documents in German and English, and dates as one writes them.

Kept here instead of in the message catalogue because the package works without Django and a
document's language is the reader's, not the one of the person who prints it.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from babel.dates import format_date

from dialogwerk.documents.values import ArgumentKind, Lang, WeighingResult

_DE: Final[Mapping[str, str]] = {
    "greeting": "Guten Tag,",
    "closing": "Mit freundlichen Grüßen",
    "no_address": "Ohne Anschrift – Abruf mit Beleg-Code",
    "reference": "Aktenzeichen",
    "code_number": "Kennnummer",
    "date": "Datum",
    "contact": "Ansprechperson",
    "phone": "Telefon",
    "email": "E-Mail",
    "web": "Internet",
    "page": "Seite {page} von {pages}",
    "subject": "Antwort auf Ihre Stellungnahme",
    "subject_many": "Antwort auf Ihre Stellungnahmen",
    "subject_supplement": "Ergänzung zu unserem Schreiben vom {date}",
    "subject_correction": "Berichtigung unseres Schreibens vom {date}",
    "procedure": "Verfahren",
    "intro": "vielen Dank, dass Sie sich beteiligt haben. Mit diesem Schreiben erhalten Sie unsere "
    "Antwort auf alle Punkte, die Sie vorgetragen haben.",
    "intro_empty": "vielen Dank, dass Sie sich beteiligt haben.",
    "represents": (
        "Sie erhalten dieses Schreiben zugleich als Vertreterin oder Vertreter derer, die „{title}“"
        " unterzeichnet haben (§§ 17 bis 19 VwVfG). Bitte geben Sie die Antwort an sie weiter."
    ),
    "intro_supplement": "Sie haben bereits ein Schreiben vom {date} von uns erhalten. Wir ergänzen "
    "es heute. Beantwortet werden nur die Punkte, zu denen sich etwas geändert hat; alles Übrige "
    "gilt weiter.",
    "intro_correction": "Sie haben bereits ein Schreiben vom {date} von uns erhalten. Wir "
    "berichtigen es heute. Die Antworten in diesem Schreiben ersetzen die früheren; alles Übrige "
    "gilt weiter.",
    "received": "Von Ihnen haben wir erhalten",
    "received_on": "Eingang",
    "receipt_code": "Beleg-Code",
    "channel": "Eingangsweg",
    "points": "Ihre Punkte und unsere Antworten",
    "no_points": "Ihre Schreiben enthalten keine Punkte, auf die wir einzeln antworten können.",
    "no_changes": "An den Antworten auf Ihre Punkte hat sich nichts geändert.",
    "point": "Punkt {number}: {title}",
    "you_wrote": "Sie haben geschrieben",
    "result": "Ergebnis",
    "answer": "Unsere Antwort",
    "no_answer": "Eine Begründung liegt noch nicht vor.",
    "sources": "Fundstellen",
    "source_page": "{document}, S. {page}",
    "legal": "Rechtliche Hinweise",
    "lookup": "Selbst nachsehen",
    "lookup_text": "Wo jeder Ihrer Punkte steht, sehen Sie jederzeit und ohne Anmeldung hier:",
    "lookup_page": "Seite",
    "questions": "Fragen beantworten wir gern. Bitte nennen Sie dabei das Aktenzeichen "
    "{reference}.",
    "spelled_out": "Zeichen, die unsere Schriften nicht kennen, stehen hier benannt in eckigen "
    "Klammern. Ihr Original bewahren wir unverändert auf.",
    "slips_title": "Belege zu {source}",
    "slips_intro": "Für jedes Schreiben ein Abschnitt. Geben Sie ihn nur der Person, von der das "
    "Schreiben stammt: Der Code öffnet es.",
    "redeem_slips_title": "Abholscheine zu {source}",
    "redeem_slips_intro": "Für jedes Schreiben ein Schein. Geben Sie ihn der Person, die "
    "unterschrieben hat. Sie tauscht ihn einmal gegen ihren Beleg; wird er vorher von jemand "
    "anderem eingelöst, sieht sie das.",
    "redeem_receipt_code": "Abholschein für Ihren Beleg",
    "redeem_lookup_text": "In Ihrem Namen ist ein Schreiben eingereicht worden. Ihren Beleg holen "
    "Sie hier ab, einmal und ohne Anmeldung:",
    "dialogue_slips_title": "Beleg zu {source}",
    "dialogue_slips_intro": "Ein Beitrag zu einem Dialog ist keine Einwendung in einem "
    "Verfahren. Geben Sie den Beleg nur der Person, von der der Beitrag stammt: Der Code öffnet "
    "ihn.",
    "dialogue_receipt_code": "Ihr Beleg",
    "dialogue_lookup_text": "Was aus Ihrem Beitrag wird, lesen Sie jederzeit und ohne Anmeldung "
    "hier:",
    "dialogue_slip": "Beitrag",
    "slip_letter": "Schreiben",
    "slip_number": "Nummer in der Quelle",
    "receipt_title": "Eingangsbestätigung",
    "receipt_intro": "Ihr Schreiben ist bei uns eingegangen. Bewahren Sie diesen Beleg bitte auf: "
    "Nur mit dem Code finden Sie Ihr Schreiben und unsere Antwort ohne Anmeldung wieder.",
    "received_at": "Eingegangen am",
    "received_at_value": "{date}, {time} Uhr ({zone})",
    "checksum": "Prüfsumme (SHA-256)",
    "files": "Dateien",
    "no_files": "keine",
    "file": "{name} ({size})",
    "timeliness": "Frist",
    "in_time": "fristgerecht",
    "late": "nach Ablauf der Frist",
    "deadline": "Ende der Frist",
    "in_time_text": "Ihr Schreiben ist innerhalb der Frist eingegangen.",
    "late_text": "Ihr Schreiben ist nach Ablauf der Frist eingegangen. Wir bewahren es auf und "
    "kennzeichnen es als verspätet. Ob es im Verfahren noch berücksichtigt werden kann, "
    "entscheidet die zuständige Behörde; das teilen wir Ihnen mit der Antwort mit.",
    "kept_text": "Ihr Schreiben, wie wir es aufbewahren",
    "no_text": "Ihr Schreiben besteht nur aus den oben genannten Dateien.",
    "as_of": "Stand: {date}",
    "number": "Nr.",
    "argument": "Argument",
    "kind": "Art",
    "passages": "Stellungnahmen",
    "persons": "Personen",
    "letters": "Schreiben",
    "remark": "Erwiderung des Vorhabenträgers",
    "weighing": "Abwägung",
    "reply": "Antwort",
    "arguments": "Argumente",
    "about": "Angaben",
    "open": "noch offen",
    "no_rows": "Es liegen keine Argumente vor.",
    "passed_to": "weitergegeben an {name}",
    "report_of": "Ergebnisse: {title}",
    "draft": "Entwurf, nicht veröffentlicht",
    "in_short": "Das Wichtigste",
    "open_points": "Offene Punkte",
    "figure_alt": "Abbildung zu „{title}“; dasselbe steht in den Tabellen.",
    "no_entries": "keine Einträge",
    "licence": "Lizenz",
    "credit": "Quelle",
    "chapter": "Kapitel",
    "title": "Titel",
    "version": "Fassung",
    "issuer": "Herausgegeben von",
}

_EN: Final[Mapping[str, str]] = {
    "greeting": "Dear Sir or Madam,",
    "closing": "Yours faithfully",
    "no_address": "No address known – to be fetched with the receipt code",
    "reference": "File number",
    "code_number": "Code number",
    "date": "Date",
    "contact": "Contact",
    "phone": "Phone",
    "email": "E-mail",
    "web": "Web",
    "page": "Page {page} of {pages}",
    "subject": "Reply to your statement",
    "subject_many": "Reply to your statements",
    "subject_supplement": "Addition to our letter of {date}",
    "subject_correction": "Correction of our letter of {date}",
    "procedure": "Procedure",
    "intro": "Thank you for taking part. This letter gives you our answer to every point you "
    "raised.",
    "intro_empty": "Thank you for taking part.",
    "represents": (
        "You get this letter also as representative of those who signed “{title}”"
        " (§§ 17 to 19 VwVfG). Please pass the answer on to them."
    ),
    "intro_supplement": "You have already received a letter from us dated {date}. Today we add to "
    "it. Only points on which something has changed are answered here; all else still holds.",
    "intro_correction": "You have already received a letter from us dated {date}. Today we correct "
    "it. The answers in this letter replace the earlier ones; all else still holds.",
    "received": "What we received from you",
    "received_on": "Received",
    "receipt_code": "Receipt code",
    "channel": "Channel",
    "points": "Your points and our answers",
    "no_points": "Your letters raise no points that we could answer one by one.",
    "no_changes": "Nothing has changed in the answers to your points.",
    "point": "Point {number}: {title}",
    "you_wrote": "You wrote",
    "result": "Result",
    "answer": "Our answer",
    "no_answer": "No reasons have been given yet.",
    "sources": "Sources",
    "source_page": "{document}, p. {page}",
    "legal": "Legal notes",
    "lookup": "See for yourself",
    "lookup_text": "See at any time, without an account, where each of your points stands:",
    "lookup_page": "Page",
    "questions": "We are glad to answer questions. Please quote file number {reference}.",
    "spelled_out": "Characters that our fonts do not know are named here in square brackets. Your "
    "original is kept unchanged.",
    "slips_title": "Receipts for {source}",
    "slips_intro": "One slip for each letter. Give it only to the person who wrote the letter: the "
    "code opens it.",
    "redeem_slips_title": "Collection slips for {source}",
    "redeem_slips_intro": "One slip for each letter. Give it to the person who signed. It is "
    "exchanged for the receipt once; if somebody else used it before, that person sees so.",
    "redeem_receipt_code": "Slip for your receipt",
    "redeem_lookup_text": "A letter was handed in in your name. Fetch your receipt here, once and "
    "without an account:",
    "dialogue_slips_title": "Receipt for {source}",
    "dialogue_slips_intro": "A contribution to a dialogue is no objection in a procedure. Give "
    "the receipt only to the person who said it: the code opens it.",
    "dialogue_receipt_code": "Your receipt",
    "dialogue_lookup_text": "Read at any time and without an account what becomes of your "
    "contribution:",
    "dialogue_slip": "Contribution",
    "slip_letter": "Letter",
    "slip_number": "Number in the source",
    "receipt_title": "Receipt",
    "receipt_intro": "Your letter has arrived. Please keep this receipt: only the code lets you "
    "find your letter and our answer again without an account.",
    "received_at": "Received on",
    "received_at_value": "{date}, {time} ({zone})",
    "checksum": "Checksum (SHA-256)",
    "files": "Files",
    "no_files": "none",
    "file": "{name} ({size})",
    "timeliness": "Period",
    "in_time": "in time",
    "late": "after the period had ended",
    "deadline": "End of period",
    "in_time_text": "Your letter arrived within the period.",
    "late_text": "Your letter arrived after the period had ended. We keep it and mark it as late. "
    "The authority in charge decides whether it can still be considered; you will hear about this "
    "with the answer.",
    "kept_text": "Your letter as we keep it",
    "no_text": "Your letter consists of the files named above only.",
    "as_of": "As of {date}",
    "number": "No.",
    "argument": "Argument",
    "kind": "Kind",
    "passages": "Statements",
    "persons": "People",
    "letters": "Letters",
    "remark": "Developer’s comment",
    "weighing": "Weighing",
    "reply": "Answer",
    "arguments": "Arguments",
    "about": "About",
    "open": "still open",
    "no_rows": "There are no arguments.",
    "passed_to": "passed to {name}",
    "report_of": "Results: {title}",
    "draft": "Draft, not published",
    "in_short": "In short",
    "open_points": "Open points",
    "figure_alt": "Figure for “{title}”; the tables say the same.",
    "no_entries": "no entries",
    "licence": "Licence",
    "credit": "Source",
    "chapter": "Chapter",
    "title": "Title",
    "version": "Version",
    "issuer": "Issued by",
}

_WORDS: Final[Mapping[Lang, Mapping[str, str]]] = {"de": _DE, "en": _EN}

_RESULTS: Final[Mapping[Lang, Mapping[WeighingResult, str]]] = {
    "de": {
        WeighingResult.FOLLOWED: "gefolgt",
        WeighingResult.FOLLOWED_IN_PART: "teilweise gefolgt",
        WeighingResult.NOT_FOLLOWED: "nicht gefolgt",
        WeighingResult.ALREADY_MET: "bereits berücksichtigt",
        WeighingResult.PASSED_ON: "nicht in diesem Verfahren",
    },
    "en": {
        WeighingResult.FOLLOWED: "followed",
        WeighingResult.FOLLOWED_IN_PART: "followed in part",
        WeighingResult.NOT_FOLLOWED: "not followed",
        WeighingResult.ALREADY_MET: "already met",
        WeighingResult.PASSED_ON: "not in this procedure",
    },
}

_KINDS: Final[Mapping[Lang, Mapping[ArgumentKind, str]]] = {
    "de": {
        ArgumentKind.ARGUMENT: "Argument",
        ArgumentKind.CONCERN: "Einzelbelang",
        ArgumentKind.STUDY: "Untersuchungswunsch",
    },
    "en": {
        ArgumentKind.ARGUMENT: "argument",
        ArgumentKind.CONCERN: "individual concern",
        ArgumentKind.STUDY: "demand for further study",
    },
}

_LEGAL_NOTES: Final[Mapping[Lang, tuple[str, ...]]] = {
    "de": (
        "Dieses Schreiben ist kein Verwaltungsakt und eröffnet keine eigene Klagefrist. Über "
        "Einwendungen, über die keine Einigung erzielt worden ist, entscheidet die "
        "Planfeststellungsbehörde im Planfeststellungsbeschluss (§ 74 Abs. 2 Satz 1 VwVfG).",
    ),
    "en": (
        "This letter is not an administrative act and starts no period for legal action. "
        "Objections on which no agreement was reached are decided by the plan approval authority "
        "in the plan approval decision (§ 74 Abs. 2 Satz 1 VwVfG).",
    ),
}


def words(lang: Lang) -> Mapping[str, str]:
    """Labels and sentences by key; both languages have the same keys."""
    return _WORDS[lang]


def result_label(result: WeighingResult | None, lang: Lang, *, passed_to: str = "") -> str:
    """Outcome of the weighing as printed; with the addressee if it was passed on.

    >>> result_label(WeighingResult.PASSED_ON, "en", passed_to="the road authority")
    'not in this procedure: passed to the road authority'
    """
    if result is None:
        return words(lang)["open"]
    label = _RESULTS[lang][result]
    if result is WeighingResult.PASSED_ON and passed_to:
        return f"{label}: {words(lang)['passed_to'].format(name=passed_to)}"
    return label


def kind_label(kind: ArgumentKind, lang: Lang) -> str:
    """What an argument is, as printed."""
    return _KINDS[lang][kind]


def legal_notes(lang: Lang) -> tuple[str, ...]:
    """Standard notes for a reply in a plan approval procedure, § 74 Abs. 2 Satz 1 VwVfG."""
    return _LEGAL_NOTES[lang]


def long_date(day: date, lang: Lang) -> str:
    """A date as one writes it in a letter.

    >>> long_date(date(2026, 11, 2), "de"), long_date(date(2026, 11, 2), "en")
    ('2. November 2026', '2 November 2026')
    """
    return format_date(day, "d. MMMM y" if lang == "de" else "d MMMM y", locale=lang)


def moment(at: datetime, lang: Lang) -> str:
    """A moment to the second with its time zone and distance from UTC.

    >>> from datetime import timedelta, timezone
    >>> cet = timezone(timedelta(hours=1), "MEZ")
    >>> moment(datetime(2026, 11, 2, 9, 5, 7, tzinfo=cet), "de")
    '2. November 2026, 09:05:07 Uhr (MEZ, UTC+01:00)'
    """
    return words(lang)["received_at_value"].format(
        date=long_date(at.date(), lang), time=f"{at:%H:%M:%S}", zone=_zone(at, lang)
    )


def file_size(size: int, lang: Lang) -> str:
    """Size in bytes as a person reads it.

    >>> file_size(1536, "de"), file_size(900, "en")
    ('1,5 kB', '900 bytes')
    """
    if size < 1024:
        return f"{size} {'Byte' if lang == 'de' else 'bytes'}"
    kilo = size / 1024
    text = f"{kilo:.1f} kB" if kilo < 1024 else f"{kilo / 1024:.1f} MB"
    return text.replace(".", ",") if lang == "de" else text


def _zone(at: datetime, lang: Lang) -> str:
    """Name and offset; Central European time has its German names."""
    offset = f"{at:%z}"
    distance = f"UTC{offset[:3]}:{offset[3:5]}"
    name = at.tzname() or ""
    if lang == "de":
        name = {"CET": "MEZ", "CEST": "MESZ"}.get(name, name)
    return distance if not name or name.startswith(("UTC", "+", "-")) else f"{name}, {distance}"
