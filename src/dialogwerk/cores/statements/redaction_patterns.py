"""What gives a person away by its form: addresses, numbers, parcels of land, dates of birth.

Each rule says how sure it is. What may as well be something else ("50000 Tonnen", "Baufeld 3",
the file number of the procedure itself) stays below `CERTAIN`, so that a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from dialogwerk.cores.statements.redaction_known import EMAIL
from dialogwerk.cores.statements.redaction_marks import Kind, Mark
from dialogwerk.cores.statements.words import fold_cached, listed

_CAPITAL = r"[A-ZÄÖÜ][\w.'’-]{0,40}"
_MONTH = (
    r"(?:Jan(?:uar)?|Feb(?:ruar)?|März|Mrz|Apr(?:il)?|Mai|Juni?|Juli?|Aug(?:ust)?|Sep(?:t(?:ember)?)?"
    r"|Okt(?:ober)?|Nov(?:ember)?|Dez(?:ember)?)\.?"
)
_DAY = rf"\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})\s?(?:\d{{4}}|\d{{2}})"
_NUMBERS = (
    r"\d{1,5}(?:\s?/\s?\d{1,4})?(?:\s*(?:,|und|u\.|sowie|bis)\s*\d{1,5}(?:\s?/\s?\d{1,4})?){0,12}"
)

_FIELD_NAME = rf"{_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}}"
_LAND = (
    r"(?:Flurstück(?:e[ns]?|s)?|Flurstueck(?:e[ns]?|s)?|FLURSTÜCKE?|Flurst\.|Fl[sS]t\.?|Parzellen?"
    r"|FlNr\.?|Fl\.\s?-?Nr\.?)"
)
_NO = r"(?:\s*[-–]?\s*(?:Nr\.?|Nrn\.?|Nummern?))?"
PARCEL = re.compile(
    rf"(?<!\w)(?:Gemarkung\s+{_FIELD_NAME}\s*,?\s*)?(?:Flur\s+\d{{1,4}}\s*,?\s*)?{_LAND}{_NO}\s*:?\s*"
    rf"{_NUMBERS}(?:\s*,?\s*(?:der\s+|in\s+der\s+)?Flur\s+\d{{1,4}})?"
    rf"(?:\s*,?\s*(?:der\s+|in\s+der\s+)?Gemarkung\s+{_FIELD_NAME})?(?!\w)"
)
_FIELD = re.compile(
    rf"(?<!\w)(?:Gemarkung\s+{_FIELD_NAME}\s*,?\s*Flur\s+\d{{1,4}}|Flur\s+\d{{1,4}}"
    rf"(?:\s*,?\s*(?:der\s+)?Gemarkung\s+{_FIELD_NAME})?|Grundbuch\s+von\s+{_FIELD_NAME}\s*,?\s*Blatt"
    rf"\s+\d+)(?!\w)"
)

_SURE_ENDS = ("strasse", "str", "gasse", "allee", "chaussee", "stieg", "pfad")
_OPEN_ENDS = tuple(
    listed(
        "weg platz ring damm ufer hof steig markt kamp garten winkel grund anger zeile wall graben"
        " berg feld hoehe busch blick"
    )
)
_UNITS = (
    r"(?:Metern?|m|km|Kilometern?|Hektar|ha|Prozent|Euro|EUR|Dezibel|dB|Grad|Uhr|Jahren?|Anlagen)"
)
_HOUSE = (
    r"(?:Nr\.?\s*)?\d{1,4}(?:\s?[a-z](?![\w]))?(?:\s?[-–/]\s?\d{1,4})?(?![\w%])(?!\.\d)"
    rf"(?!\s*{_UNITS}\b)"
)
_TOWN = rf"(?:D\s?-\s?)?\d{{5}}\s+{_CAPITAL}(?:[ /-]{_CAPITAL}){{0,2}}"
_BEFORE = re.compile(
    r"(?<!\w)(?:(?:[A-ZÄÖÜ]\w{0,40}|(?:Am|An|Auf|Im|In|Zum|Zur)(?:\s(?:der|dem|den))?)[ -]){1,3}$"
)
_STREET = re.compile(
    rf"(?<![\w-])(?P<word>[A-ZÄÖÜ][\w-]{{1,40}}\.?)\s+{_HOUSE}(?:\s*[,;\n]?\s*(?P<town>{_TOWN}))?"
)
_IN_THE = re.compile(
    rf"(?<!\w)(?:Am|An|Auf|Hinter|Im|In|Unter|Zum|Zur)\s(?:(?:der|dem|den)\s)?{_CAPITAL}\s{_HOUSE}"
    rf"(?:\s*[,;\n]\s*{_TOWN})?"
)
_NOT_STREETS = re.compile(
    r"(?i)(?:park|rast|spiel|sport|bau|eignungs|vorrang|stell|lager|arbeits|themen|umwelt|wind|mess)"
    r"(?:platz|feld|hof|berg|damm)$"
)
_NOT_PLACES = re.compile(
    r"(?:Jahr|Kapitel|Anlage|Abschnitt|Absatz|Abs|Satz|Umkreis|Abstand|Radius|Durchschnitt|Mittel"
    r"|Zeitraum|Seite|Punkt|Ordner|Band|Teil|Januar|Februar|März|April|Mai|Juni|Juli|August"
    r"|September|Oktober|November|Dezember|Winter|Sommer|Gutachten|Umfang|Bereich|Falle?|Tabelle"
    r"|Abbildung|Karte|Blatt|Plan|Variante|Trasse|Landkreis|Anlagen|Bild|Nr|Nummer|Ziffer)\.?"
)
_PLACE = re.compile(rf"(?<![\w.,/-]){_TOWN}")
_NOT_TOWNS = re.compile(
    r"\d{5}\s+(?:Euro|EUR|Menschen|Einwohner\w*|Tonnen|Bäume\w*|Meter|Quadratmeter|Kubikmeter|Hektar"
    r"|Liter|Kilometer|Fahrzeuge\w*|Autos|Lkw|LKW|Pkw|PKW|Haushalte\w*|Personen|Unterschriften"
    r"|Vögel\w*|Bürger\w*|Stunden|Kilowatt\w*|Megawatt\w*|Volt|Watt|Tiere\w*|Jahre\w*|Stimmen)\b"
)

_PHONE_LABEL = (
    r"(?i:(?:Tel|Telefon|Telefonnummer|Fon|Mobil|Mobilnummer|Handy|Handynummer|Fax|Telefax|Ruf)\b)"
)
_LABELLED_PHONE = re.compile(
    rf"(?<!\w){_PHONE_LABEL}[.:\s-]*(?:Nr\.?\s*:?\s*)?(?P<number>\+?\d[\d\s()/–-]{{3,24}}\d)"
)
_BARE_PHONE = re.compile(
    r"(?<![\w,.])(?:\+49|0049|0)[ ]?(?:\(0\)[ ]?)?\(?[1-9]\d{1,4}\)?[ ]?[/ –-][ /–-]?"
    r"\d[\d –-]{4,14}\d(?![\w,])"
)
_BANK = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:\s?[0-9A-Z]{4}){2,7}(?:\s?[0-9A-Z]{1,3})?(?!\w)")
_BANK_LABEL = re.compile(
    r"(?<!\w)(?:Kontonummer|Konto-?Nr\.?|Kto\.?(?:-?Nr\.)?|BLZ|BIC)\s*:?\s*[\dA-Z][\dA-Z ]{4,20}\d"
)
_BIRTH = re.compile(
    rf"(?i:(?<!\w)(?:geb(?:oren)?\.?|geburtsdatum|geburtstag|jahrgang|jg\.))\s*(?i:am|im|:|den|ist)?"
    rf"[\s:]*(?P<day>{_DAY}|\d{{4}}-\d\d-\d\d|(?:19|20)\d\d)(?!\w)"
)
_FILE = re.compile(
    r"(?<!\w)(?:Az\.?|AZ\.?|Aktenzeichen|Gesch(?:äfts)?\.?-?(?:zeichen|Z\.?)|Kundennummer|Kunden-?Nr\.?"
    r"|Mitgliedsnummer|Kassenzeichen|Versicherungsnummer|Steuernummer|Ausweisnummer|Personalausweis"
    r"(?:-?Nr\.?|nummer))\s*:?\s*(?P<number>[\w./-]*\d[\w./-]*(?:\s[\w./-]*\d[\w./-]*)?)"
)
_AT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?[\[({]\s?(?:at|ät|AT)\s?[\])}]\s?[\w-]{1,60}"
    r"(?:(?:\.|\s?[\[({]\s?(?:punkt|dot|Punkt)\s?[\])}]\s?)[\w-]{1,60}){1,4}"
)
_ILL = re.compile(
    r"(?<!\w)(?:Asthma\w*|Herz(?:infarkt|schrittmacher|krank\w*|rhythmus\w*|leiden|fehler)\w*|Krebs\w*"
    r"|Migräne\w*|Tinnitus|Depression\w*|depressiv\w*|Epilep\w*|Schwerbehindert\w*|schwerbehindert\w*"
    r"|Pflegegrad\s?\d?|pflegebedürftig\w*|COPD|Diabet\w*|Multiple[rn]?\sSklerose|Parkinson\w*|Demenz\w*"
    r"|dement\w*|chronisch\skrank\w*|Schlaganfall\w*|Bluthochdruck\w*|Autis\w*|Angststörung\w*|Burnout"
    r"|Schlafstörung\w*|Long\sCovid|Chemotherapie\w*|Rollstuhl\w*|blind|gehörlos|schwanger\w*)(?!\w)"
)
_OWN = re.compile(
    r"\b(?:ich|mich|mir|mein\w*|wir|uns|unser\w*|Sohn\w*|Tochter|Mutter|Vater\w*|Mann\w*|Frau|Kind\w*)\b"
)


def pattern_marks(text: str, *, keep: Collection[str] = ()) -> list[Mark]:
    """Everything that has a telling form.

    Args:
        keep: numbers that belong to nobody, e.g. the file reference of the procedure.

    >>> [(m.kind.value, m.of(t)) for t in ["Mein Flurstück 12/4 in der Gemarkung Heide, Flur 3."]
    ...  for m in pattern_marks(t)]
    [('parcel', 'Flurstück 12/4 in der Gemarkung Heide')]
    """
    marks = [Mark(*found.span(), Kind.EMAIL, 1.0, "pattern") for found in EMAIL.finditer(text)]
    if any(char in text for char in "[({"):
        marks += [Mark(*one.span(), Kind.EMAIL, 0.95, "pattern") for one in _AT.finditer(text)]
    if any(char.isdigit() for char in text):
        for rule in (_parcels, _addresses, _phones, _banks, _births):
            marks += rule(text)
        marks += _files(text, {_plain(one) for one in keep})
    return marks + list(_health(text))


def _plain(number: str) -> str:
    return re.sub(r"\W", "", number).casefold()


def _parcels(text: str) -> Iterator[Mark]:
    for found in PARCEL.finditer(text):
        yield Mark(*found.span(), Kind.PARCEL, 0.97, "parcel")
    for found in _FIELD.finditer(text):
        yield Mark(*found.span(), Kind.PARCEL, 0.9, "field")


def _addresses(text: str) -> Iterator[Mark]:
    for found in _STREET.finditer(text):
        word = fold_cached(found["word"].rstrip(".-"))
        end = next((one for one in (*_SURE_ENDS, *_OPEN_ENDS) if word.endswith(one)), "")
        begin = _beginning(text, found.start())
        is_alone = word == end and begin == found.start()
        if not end or is_alone or _NOT_STREETS.search(word):
            continue
        sure = found["town"] or end in _SURE_ENDS
        yield Mark(begin, found.end(), Kind.ADDRESS, 0.97 if sure else 0.9, "street")
    for found in _IN_THE.finditer(text):
        if not _NOT_PLACES.search(found[0]):
            yield Mark(*found.span(), Kind.ADDRESS, 0.7, "street")
    for found in _PLACE.finditer(text):
        if not _NOT_TOWNS.match(found[0]):
            is_round = re.match(r"\D*\d{2}000", found[0]) is not None
            yield Mark(*found.span(), Kind.ADDRESS, 0.5 if is_round else 0.9, "postcode")


def _beginning(text: str, at: int) -> int:
    """Where a street of several words begins: "Am Alten Markt" before the last of them."""
    before = _BEFORE.search(text[max(0, at - 60) : at])
    return at - len(before[0]) if before else at


def _phones(text: str) -> Iterator[Mark]:
    for found in _LABELLED_PHONE.finditer(text):
        yield Mark(*found.span("number"), Kind.PHONE, 0.97, "labelled")
    for found in _BARE_PHONE.finditer(text):
        yield Mark(*found.span(), Kind.PHONE, 0.9, "pattern")


def _banks(text: str) -> Iterator[Mark]:
    for found in _BANK.finditer(text):
        is_valid = _is_iban(found[0])
        labelled = "IBAN" in text[max(0, found.start() - 8) : found.start()]
        if is_valid or labelled:
            yield Mark(*found.span(), Kind.BANK, 1.0 if is_valid else 0.9, "iban")
    for found in _BANK_LABEL.finditer(text):
        yield Mark(*found.span(), Kind.BANK, 0.95, "labelled")


def _is_iban(written: str) -> bool:
    """Whether the check digits fit (ISO 13616, ISO/IEC 7064 MOD 97-10).

    >>> _is_iban("DE02 1203 0000 0000 2020 51")
    True
    """
    plain = re.sub(r"\s", "", written)
    digits = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4])
    return len(plain) >= 15 and int(digits) % 97 == 1


def _births(text: str) -> Iterator[Mark]:
    for found in _BIRTH.finditer(text):
        is_day = len(found["day"]) > 4
        yield Mark(*found.span("day"), Kind.BIRTH, 0.95 if is_day else 0.7, "birth")


def _files(text: str, keep: Collection[str]) -> Iterator[Mark]:
    for found in _FILE.finditer(text):
        if _plain(found["number"]) not in keep:
            yield Mark(*found.span("number"), Kind.FILE, 0.6, "labelled")


def _health(text: str) -> Iterator[Mark]:
    """Illnesses in a sentence about the writer or the family, for a person to decide on."""
    for found in _ILL.finditer(text):
        begin = max(text.rfind(mark, 0, found.start()) for mark in (".", "!", "?", "\n\n")) + 1
        ends = [at for mark in (".", "!", "?") if (at := text.find(mark, found.end())) >= 0]
        if _OWN.search(text, begin, min([*ends, len(text)])):
            yield Mark(*found.span(), Kind.HEALTH, 0.5, "health")
