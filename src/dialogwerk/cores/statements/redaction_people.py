"""Names of people whom nobody knows: found by what stands around them.

A name stands after a form of address, after a relative ("mein Mann Karl"), after "Ich," or a label,
as a line above or below the letter. Names of people in office stay in what a clerk sees, marked
with little confidence: who holds an office acts in public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dialogwerk.cores.statements.redaction_marks import Kind, Mark
from dialogwerk.cores.statements.sender_block import frame
from dialogwerk.cores.statements.spans import Span
from dialogwerk.cores.statements.words import fold, listed

_WORD = (
    r"[A-ZÄÖÜ][a-zäöüßéèáóçşğı’']{1,30}(?:-[A-ZÄÖÜ][a-zäöüß]{1,30})?"
    r"|[A-ZÄÖÜ]{2,30}(?:-[A-ZÄÖÜ]{2,30})?"
)
_PARTICLE = r"(?:(?:von|van|vom|zu|zur|de|del|di|da)(?:\s+(?:der|den|dem|und\s+zu))?\s+)"
_TITLE = r"(?:(?:Dr|Prof|Dipl|Ing|med|jur|rer|nat|phil|h|c)\.?[ -]?)"
_BLANK = r"(?:[ \t]+|[ \t]*\n[ \t]*)"
_NAME = rf"(?:{_WORD})(?:{_BLANK}{_PARTICLE}?(?:{_WORD})){{0,2}}"
_FULL = rf"(?:{_WORD})(?:{_BLANK}(?:[A-ZÄÖÜ]\.{_BLANK})?{_PARTICLE}?(?:{_WORD})){{1,2}}"
_AND = rf"(?:{_BLANK}(?:und|u\.|&){_BLANK}(?:{_NAME}))?"

_ADDRESSED = re.compile(
    rf"(?<!\w)(?:Herrn?|HERRN?|Frau|FRAU|Hr\.|Fr\.|Familien?|FAMILIE|Fam\.|Eheleuten?|Ehepaar(?:es)?)"
    rf"{_BLANK}{_TITLE}{{0,4}}(?P<name>{_PARTICLE}?{_NAME}{_AND})"
)
_TITLED = re.compile(rf"(?<!\w)(?:Dr|Prof)\.{_BLANK}?{_TITLE}{{0,3}}(?P<name>{_PARTICLE}?{_NAME})")
_RELATIVE = (
    r"(?:Mann|Frau|Ehemann|Ehefrau|Gatten?|Gattin|Partner(?:in)?|Lebensgefährt\w{1,2}|Sohn|Söhne|Tochter"
    r"|Töchter|Kind(?:er)?|Vater|Mutter|Eltern|Bruder|Brüder|Schwester|Opa|Oma|Großvater|Großmutter"
    r"|Enkel(?:in|kinder)?|Onkel|Tante|Neffe|Nichte|Nachbar(?:in|n)?|Freund(?:in)?|Kolleg(?:e|in)"
    r"|Vermieter(?:in)?|Mieter(?:in)?|Hausarzt|Hausärztin|Verpächter(?:in)?|Pächter(?:in)?)(?:s|es|n)?"
)
_KIN = re.compile(
    rf"(?<!\w)(?i:meine?[mnrs]?|unsere?[mnrs]?|deren|dessen|der|die|dem|des|den){_BLANK}"
    rf"(?:\w{{2,14}}[en]r?[ ])?{_RELATIVE}(?:{_BLANK}Herrn?|{_BLANK}Frau)?,?{_BLANK}"
    rf"(?P<name>{_NAME}{_AND})"
)
_SELF = re.compile(
    rf"(?<!\w)(?i:(?:ich|wir)(?:,|{_BLANK}heißen?)|mein{_BLANK}name{_BLANK}ist:?|ich{_BLANK}bin)"
    rf"{_BLANK}?{_TITLE}{{0,3}}(?P<name>{_FULL}{_AND})(?=\s*(?:[,.;:(]|und|aus|geb|wohn|\n|$))"
)
_LABELLED = re.compile(
    rf"(?<!\w)(?i:name|vorname|nachname|zuname|familienname|vor-?\s?(?:und|u\.|/)\s?(?:zu|nach)name"
    rf"|unterzeichner(?:in|s)?|unterzeichnete[rn]?|absender(?:in)?|einwender(?:in)?|eigentümer(?:in)?"
    rf"|gezeichnet|gez\.|i\.\s?[av]\.|unterschrift|verfasser(?:in)?)\s*:?[ \t]*"
    rf"(?:{_TITLE}{{0,3}})(?P<name>{_FULL}|(?<=:\s){_WORD})"
)
_PAIR = re.compile(
    rf"(?<!\w)(?P<first>{_WORD}){_BLANK}(?:[A-ZÄÖÜ]\.{_BLANK})?(?P<rest>{_PARTICLE}?(?:{_WORD}))"
)
_LINE = re.compile(
    rf"{_TITLE}{{0,3}}{_PARTICLE}?{_FULL}(?:{_AND})?|(?:{_WORD}),{_BLANK}(?:{_WORD})"
)

_GIVEN = frozenset(
    fold(name)
    for name in listed(
        """
        Adelheid Agnes Albert Alexander Alexandra Alfred Ali Alois Andrea Andreas Angela
        Angelika Anja Anke Anna Anne Annegret Anneliese Annette Anton Antonia Arne Arthur Astrid
        Axel Ayşe Barbara Bärbel Bastian Beate Benjamin Bernd Bernhard Bert Berta Bettina Birgit
        Björn Brigitte Britta Bruno Carina Carl Carla Carmen Carola Carsten Cem Charlotte
        Christa Christel Christian Christiane Christina Christine Christoph Claudia Clemens
        Cornelia Dagmar Daniel Daniela David Denis Dennis Detlef Diana Dieter Dietmar Dietrich
        Dirk Dora Doris Dorothea Eberhard Edith Egon Elena Elfriede Elisabeth Elke Ella Elli
        Ellen Else Emil Emilia Emine Emma Erich Erik Erika Erna Erwin Esther Eva Fatma Felix
        Florian Franz Franziska Frieda Friedhelm Friedrich Fritz Gabriele Georg Gerd Gerda
        Gerhard Gerlinde Gertrud Gisela Greta Gudrun Günter Günther Gustav Hanna Hannah
        Hannelore Hannes Hans Harald Hartmut Hasan Hedwig Heiko Heinrich Heinz Helene Helga
        Helmut Henriette Herbert Hermann Hilde Hildegard Holger Horst Hubert Hugo Ida Ilse Ines
        Inge Ingeborg Ingo Ingrid Irene Iris Irmgard Isabel Jakob Jan Jana Jens Jessica Joachim
        Jochen Johann Johanna Johannes Jonas Jörg Josef Joseph Judith Julia Julian Jürgen Jutta
        Karin Karl Karla Karola Karsten Katharina Kathrin Katja Katrin Kerstin Kevin Kirsten
        Klara Klaus Konrad Kurt Lara Lars Laura Lea Lena Leo Leon Lieselotte Lina Linda Lisa
        Lothar Lotte Louis Luca Ludwig Luisa Luise Lukas Magdalena Maike Maja Manfred Manuela
        Marcel Marco Marcus Margarete Margit Margot Maria Marianne Marie Marina Mario Marion
        Markus Marlene Martha Martin Martina Mathias Matthias Max Maximilian Mehmet Meike
        Melanie Mia Michael Michaela Miriam Monika Moritz Mustafa Nadine Nadja Natalie Nico
        Nicole Niklas Nina Norbert Ole Oliver Olga Oskar Otto Paul Paula Peter Petra Philipp Pia
        Rainer Ralf Ralph Regina Reinhard Reinhold Renate Rene Ricarda Richard Rita Robert
        Roland Rolf Rosemarie Rosi Rüdiger Rudolf Ruth Sabine Sandra Sara Sarah Sascha Sebastian
        Sibylle Siegfried Sigrid Silke Silvia Simon Simone Sofia Sonja Sophie Stefan Stefanie
        Steffen Stephan Stephanie Susanne Sven Svenja Swetlana Sybille Sylvia Tanja Theo Theodor
        Theresa Thomas Thorsten Tim Timo Tina Tobias Tom Torsten Udo Ulf Ulrich Ulrike Ursula
        Ute Uwe Vanessa Vera Veronika Viktor Viktoria Volker Waltraud Walter Walther Werner
        Wilfried Wilhelm Willi Wolfgang Wolfram Yvonne Zeynep
        """
    )
)
_OFFICES = re.compile(
    r"(?:Bürgermeister|Oberbürgermeister|Landrat|Landrät|Minister|Ministerpräsident|Präsident|Regierungs"
    r"|Dezernent|Abgeordnet|Staatssekretär|Senator|Kanzler|Bundes|Landes|Amtsleiter|Stadtrat|Gemeinderat"
    r"|Ortsvorsteher|Direktor|Professor|Doktor|Richter|Pfarrer|Vorsitzend|Geschäftsführ|Kollege|Kollegin"
    r"|Damen|Herren)\w*"
)
_NO_NAMES = frozenset(
    fold(word)
    for word in listed(
        """
        Herr Frau Damen Herren Doktor Und Oder Der Die Das Den Dem Des Ein Eine Ich Wir Sie Er
        Es Ihr Ihre Ihren Mein Meine Unser Unsere Dies Diese Dieser Nicht Kein Keine Auch Aber
        Denn Daher Damit Deshalb Wenn Weil Dass Als Wie Was Wer Wo Hier Dort Heute Seit Nach Vor
        Bei Mit Ohne Für Gegen Durch Um An Auf In Im Am Zum Zur Von Vom Aus Über Unter Hiermit
        Bitte Guten Tag Sehr Geehrte Lärm Schall Infraschall Schatten Angst Sorge Sorgen Nacht
        Tage Tag Woche Jahr Jahre Schlaf Gesundheit Kopfschmerzen Schmerzen Probleme Haus Hof
        Garten Grundstück Wohnung Straße Weg Wald Feld Wiese Acker Natur Tiere Vögel Wasser Luft
        Anlage Anlagen Windpark Windrad Windräder Windkraft Windkraftanlagen Windenergie
        Windenergieanlagen Planfeststellung Verfahren Einwendung Stellungnahme Antrag Gutachten
        Unterlagen Abstand Meter Kilometer Euro Prozent Stadt Gemeinde Kreis Land Landkreis Amt
        Behörde Bezirk Bezirksregierung Ministerium Schule Kirche Verein Firma Gesellschaft
        Kinder Kind Eltern Familie Familien Nachbarn Anwohner Bürger Bürgerinnen Menschen Leute
        Rotmilan Fledermaus Fledermäuse Storch Uhu Asthma Krebs Tinnitus Migräne Depressionen
        Betreff Anlage Seite Punkt Nummer Absatz Satz Paragraph Januar Februar März April Mai
        Juni Juli August September Oktober November Dezember Montag Dienstag Mittwoch Donnerstag
        Freitag Samstag Sonntag Grüßen Gruß Grüße Freundlichen Mit Mitglied Eigentümer
        Eigentümerin Mieter Landwirt Landwirtin Rentner Rentnerin Anwohnerin Bewohner Betroffene
        Unterzeichner Unterzeichnende Vorhabenträger Betreiber Antragsteller
        """
    )
)
_OFFICE_LINES = re.compile(
    r"(?i)\b(?:an\s(?:die|das|den)|bezirksregierung|regierungspräsidium|landratsamt|kreis|landkreis|stadt"
    r"|gemeinde|ministerium|amt|behörde|dezernat|referat|abteilung|verwaltung|landesamt|bundesamt|gmbh|ag"
    r"|kg|betreff|betr|einwendung|einspruch|stellungnahme|planfeststellung|verfahren|windpark|az|datum"
    r"|genehmigung|vorhaben|antrag)\b|regierung\b|amt\b"
)


def people_marks(text: str) -> list[Mark]:
    """Names that their surroundings give away, and the signature.

    >>> [m.of(t) for t in ["Mein Mann Karl sagt, dass Frau Dr. Exempel recht hat."]
    ...  for m in people_marks(t)]
    ['Karl', 'Exempel']
    """
    block = frame(text)
    return [
        *_found(text, _ADDRESSED, 0.92, "after-title"),
        *_found(text, _TITLED, 0.92, "after-title"),
        *_found(text, _KIN, 0.7, "after-relative"),
        *_found(text, _SELF, 0.95, "self"),
        *_found(text, _LABELLED, 0.95, "labelled"),
        *_pairs(text),
        *_lines(text, block),
        *_signature(text, block),
    ]


def _found(text: str, rule: re.Pattern[str], confidence: float, reason: str) -> Iterator[Mark]:
    for found in rule.finditer(text):
        span = _without_nouns(text, Span(*found.span("name")))
        if span is None:
            continue
        if _OFFICES.match(text, *found.span("name")) or _OFFICES.search(found[0]):
            yield from _in_office(text, Span(*found.span("name")))
        else:
            yield Mark(*span, Kind.NAME, confidence, reason)


def _in_office(text: str, span: Span) -> Iterator[Mark]:
    """ "Herr Bürgermeister Muster": the name behind the office, for a person to decide on."""
    words = [
        Span(span.start + one.start(), span.start + one.end())
        for one in re.finditer(_WORD, span.of(text))
    ]
    behind = [one for one in words if not _OFFICES.fullmatch(one.of(text))]
    behind = [one for one in behind if fold(one.of(text)) not in _NO_NAMES]
    if behind:
        yield Mark(behind[0].start, behind[-1].end, Kind.NAME, 0.3, "office")


def _without_nouns(text: str, span: Span) -> Span | None:
    """The words up to the first that is surely no name; None if that is the first."""
    end = None
    for found in re.finditer(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", span.of(text)):
        word = found[0]
        if fold(word) in _NO_NAMES and word not in ("und", "u", "von", "der", "van", "zu"):
            break
        if word[0].isupper():
            end = span.start + found.end()
    return Span(span.start, end) if end else None


def _pairs(text: str) -> Iterator[Mark]:
    """A common given name with a capitalised word behind it."""
    for found in _PAIR.finditer(text):
        given = re.split(r"-", found["first"])[0]
        if fold(given) not in _GIVEN or fold(found["rest"]) in _NO_NAMES:
            continue
        yield Mark(*found.span(), Kind.NAME, 0.85, "given-name")


def _lines(text: str, block: tuple[Span, ...]) -> Iterator[Mark]:
    """Lines of the letter's head that hold nothing but a name; the addressee's stay."""
    for span in block[:-1] if len(block) > 1 else block:
        is_addressee = False
        for found in re.finditer(r"[^\n]+", span.of(text)):
            line = found[0].strip(" ,;\t")
            if _OFFICE_LINES.search(line):
                is_addressee = bool(re.match(r"(?i)an\s", line)) or is_addressee
                continue
            at = span.start + found.start() + found[0].index(line) if line else 0
            named = _LINE.match(line)
            if named and not is_addressee and _without_nouns(text, Span(at, at + named.end())):
                whole = named.end() == len(line) or line[named.end() :].startswith((",", ";"))
                if whole:
                    yield Mark(at, at + named.end(), Kind.NAME, 0.9, "line")


_FORMULA = re.compile(
    r"(?i)^(?:mit\s+)?(?:(?:freundl\w*|viele[nr]?|beste[nr]?|herzliche[nr]?|liebe[nr]?|schöne[nr]?)\s+)?"
    r"(?:gr[uüio]\w{0,7}|hochachtung\w*|mfg|hochachtungsvoll|mit\s+(?:vorzüglicher\s+)?hochachtung)"
    r"(?:\s+(?:aus|nach)\s+[\w-]+)?[ \t]*[,.!]?"
)


def _signature(text: str, block: tuple[Span, ...]) -> Iterator[Mark]:
    """What stands below the closing formula and is neither address nor number."""
    if not block:
        return
    last = block[-1]
    closing = _FORMULA.match(last.of(text))
    if closing is None or last.end < len(text.rstrip()) - 200:
        return
    for found in re.finditer(r"[^\n,;|]+", text[last.start + closing.end() : last.end]):
        line = found[0].strip()
        if not line or any(char.isdigit() or char == "@" for char in line) or len(line) > 60:
            continue
        if fold(line.split()[0]) in _NO_NAMES or not line[0].isalpha():
            continue
        start = last.start + closing.end() + found.start() + found[0].index(line)
        yield Mark(start, start + len(line), Kind.SIGNATURE, 0.93, "signature")
