"""Which column of a table is which of our fields: synonyms, proposals, remembered mappings."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..errors import StatementError
from ..models import ImportMapping

LEFT_OUT = "left_out"
"""Key in a mapping: list of further columns with personal data, which are not kept."""

Mapped = Mapping[str, str | list[str]]


class UnfitMapping(StatementError):
    """A mapping that names unknown fields or columns, or no text."""


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields, and how people call its column."""

    name: str
    label: str | Promise
    synonyms: str
    is_identity: bool = False


FIELDS: tuple[Field, ...] = (
    Field(
        "text",
        gettext_lazy("Text"),
        "text stellungnahme einwendung einwand inhalt wortlaut beitrag beitragstext nachricht"
        " anliegen kommentar volltext beschreibung statement objection content body message"
        " comment letter description",
    ),
    Field(
        "title",
        gettext_lazy("Subject"),
        "titel betreff ueberschrift thema title subject heading topic",
    ),
    Field(
        "id",
        gettext_lazy("Number in the source"),
        "id nr nummer lfdnr laufendenummer kennung aktenzeichen vorgangsnummer einwendernummer"
        " einwendungsnummer beitragsnummer eingangsnummer number no identifier key reference",
    ),
    Field(
        "name",
        gettext_lazy("Name"),
        "name vollername namevorname vornamename vorundnachname einwender einwenderin verfasser"
        " absender fullname author sender submitter",
        True,
    ),
    Field(
        "given_name",
        gettext_lazy("Given name"),
        "vorname rufname givenname firstname forename",
        True,
    ),
    Field(
        "family_name",
        gettext_lazy("Family name"),
        "nachname familienname zuname familyname lastname surname",
        True,
    ),
    Field(
        "organisation",
        gettext_lazy("Organisation"),
        "organisation organisationsname institution firma verein verband behoerde einrichtung"
        " traeger toeb organization company association authority agency",
        True,
    ),
    Field(
        "street",
        gettext_lazy("Street"),
        "strasse str anschrift strassehausnummer strassehausnr strasseundhausnummer strassenr"
        " strasseundnr adresse street address streetaddress addressline1",
        True,
    ),
    Field(
        "house_number",
        gettext_lazy("House number"),
        "hausnummer hausnr hnr hausnummerzusatz housenumber houseno streetnumber",
        True,
    ),
    Field(
        "postal_code",
        gettext_lazy("Postal code"),
        "plz postleitzahl postalcode postcode zip zipcode",
        True,
    ),
    Field("city", gettext_lazy("Town"), "ort wohnort stadt gemeinde city town", True),
    Field(
        "email",
        gettext_lazy("E-mail address"),
        "email emailadresse mail mailadresse emailaddress mailaddress",
        True,
    ),
    Field(
        "phone",
        gettext_lazy("Telephone"),
        "telefon telefonnummer tel telefonnr mobil mobilnummer handy rufnummer phone"
        " phonenumber telephone mobile",
        True,
    ),
    Field(
        "birth_date",
        gettext_lazy("Date of birth"),
        "geburtsdatum geburtstag geboren geborenam gebdatum gebdat dateofbirth birthdate birthday"
        " dob",
        True,
    ),
    Field(
        "received_on",
        gettext_lazy("Date of receipt"),
        "eingang eingangsdatum eingegangen eingegangenam eingangam datumeingang posteingang"
        " eingangszeit datum erstelltam received receivedon receivedat receivedate"
        " datereceived date created createdat submittedat timestamp zeitstempel",
    ),
    Field(
        "channel",
        gettext_lazy("Channel"),
        "kanal eingangsart eingangsweg eingangskanal weg medium channel",
    ),
    Field(
        "url",
        gettext_lazy("Address of the source"),
        "url link webadresse internetadresse quelle source permalink",
    ),
    Field(
        "place",
        gettext_lazy("Place that the letter is about"),
        "stelle lage ortsbezug ortsangabe standort betroffenerort place location placename",
    ),
    Field(
        "longitude",
        gettext_lazy("Longitude"),
        "laenge laengengrad geographischelaenge longitude lon lng long x",
    ),
    Field(
        "latitude",
        gettext_lazy("Latitude"),
        "breite breitengrad geographischebreite latitude lat y",
    ),
    Field(
        "withholds_identity",
        gettext_lazy("Asks that the name is not passed on"),
        "namenichtweitergeben anonymisieren anonymisierung keineweitergabe weitergabewiderspruch"
        " vertraulich schwaerzen anonymous confidential withholdname",
    ),
    Field(
        "signature_list",
        gettext_lazy("Signature list"),
        "unterschriftenliste liste listenname sammeleinwendung signaturelist petition",
    ),
)

NAMES: tuple[str, ...] = tuple(field.name for field in FIELDS)
IDENTITY_FIELDS = frozenset(field.name for field in FIELDS if field.is_identity)
_PERSONAL = (
    "geburtsname geburtsort iban bic bankverbindung telefax fax anrede"
    " geschlecht titelakademisch gender salutation ip ipadresse"
    " ipaddress benutzer benutzername nutzer nutzername username login"
)
_LABELS = {field.name: field.label for field in FIELDS}


def label_of(name: str) -> str:
    """What people call a field; unknown names are shown as they are."""
    return str(_LABELS.get(name, name))


def folded(name: str) -> str:
    """A column name reduced to letters and digits: case, umlauts and signs folded away.

    >>> folded("Straße / Haus-Nr.")
    'strassehausnr'
    """
    spelled = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    plain = unicodedata.normalize("NFKD", spelled.replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]", "", plain)


_FIELD_OF = {word: field.name for field in FIELDS for word in field.synonyms.split()}
_FIELD_OF |= {folded(field.name): field.name for field in FIELDS}


def by_synonyms(header: Sequence[str]) -> dict[str, str | list[str]]:
    """A first guess by the names of the columns; each field and column at most once.

    >>> by_synonyms(["Lfd. Nr.", "Einwendung", "PLZ", "IBAN"])
    {'id': 'Lfd. Nr.', 'text': 'Einwendung', 'postal_code': 'PLZ', 'left_out': ['IBAN']}
    """
    guess: dict[str, str | list[str]] = {}
    for column in header:
        name = _FIELD_OF.get(folded(column))
        if name and name not in guess:
            guess[name] = column
    personal = [column for column in header if folded(column) in _PERSONAL.split()]
    return {**guess, LEFT_OUT: personal} if personal else guess


def header_key(header: Sequence[str]) -> str:
    """The same for tables with the same columns in the same order."""
    return hashlib.sha256(json.dumps(list(header), ensure_ascii=False).encode()).hexdigest()


def propose(header: Sequence[str]) -> dict[str, str | list[str]]:
    """The mapping last used for this header, else a guess by the names of the columns."""
    remembered = ImportMapping.objects.filter(header_key=header_key(header)).first()
    return dict(remembered.mapping) if remembered else by_synonyms(header)


def remember(header: Sequence[str], mapping: Mapped) -> None:
    """Offer this mapping again for the next table with this header."""
    ImportMapping.objects.update_or_create(
        header_key=header_key(header),
        defaults={"mapping": dict(mapping), "used_at": timezone.now()},
    )


def checked(header: Sequence[str], mapping: Mapped) -> dict[str, str | list[str]]:
    """The mapping without empty entries.

    Raises:
        UnfitMapping: no column for the text, or a field or column that does not exist.
    """
    used = {name: column for name, column in mapping.items() if column}
    for name, column in used.items():
        if name != LEFT_OUT and name not in NAMES:
            raise UnfitMapping(
                _("There is no field “%(field)s”. The fields are: %(fields)s.")
                % {"field": name, "fields": ", ".join(NAMES)}
            )
        for one in column if isinstance(column, list) else [column]:
            _check_column(header, one)
    if "text" not in used:
        raise UnfitMapping(
            _("Say which column holds the text of the letters. The columns are: %(columns)s.")
            % {"columns": ", ".join(header)}
        )
    _check_left_out(used)
    return used


def _check_column(header: Sequence[str], column: str) -> None:
    if column not in header:
        raise UnfitMapping(
            _("The table has no column “%(column)s”. Its columns are: %(columns)s.")
            % {"column": column, "columns": ", ".join(header)}
        )


def _check_left_out(used: Mapped) -> None:
    mapped = {column for name, column in used.items() if name != LEFT_OUT}
    both = sorted(mapped.intersection(used.get(LEFT_OUT, ())))
    if both:
        raise UnfitMapping(
            _("The column “%(column)s” is tied to a field and cannot be left out as well.")
            % {"column": both[0]}
        )


def private_columns(mapping: Mapped) -> frozenset[str]:
    """Columns that must not stay in the original: those of the vault, and those left out."""
    left_out = mapping.get(LEFT_OUT, [])
    vault = {column for name, column in mapping.items() if name in IDENTITY_FIELDS}
    return frozenset(one for one in vault if isinstance(one, str)) | frozenset(left_out)
