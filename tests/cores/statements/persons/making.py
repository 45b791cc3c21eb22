"""Tables of letters for the tests of linking."""

COLUMNS = ("name", "address", "email", "birth_date")


def row(text):
    """``name | address | e-mail | date of birth`` as a row; what is missing is empty."""
    fields = [field.strip() for field in text.split("|")]
    return tuple([*fields, "", "", "", ""][: len(COLUMNS)])


def table(rows):
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return dict(zip(COLUMNS, map(list, columns), strict=True))


def crowd():
    """A few hundred other people, so that names and addresses are as common as in a town."""
    given = [
        "Berta",
        "Emil",
        "Frieda",
        "Gerda",
        "Hugo",
        "Ida",
        "Julius",
        "Karl",
        "Lore",
        "Moritz",
        "Nora",
        "Oskar",
        "Paula",
        "Rolf",
    ]
    family = [
        "Vorlage",
        "Entwurf",
        "Schablone",
        "Skizze",
        "Formular",
        "Protokoll",
        "Vermerk",
        "Anlage",
    ]
    return [
        row(f"{first} {last} | Amselgasse {at * 8 + number}, 9900{number + 1} Musterhausen")
        for at, first in enumerate(given)
        for number, last in enumerate(family)
    ]
