"""Letters read, tied and answered, and the replies written to them."""

import pypdfium2

from dialogwerk.apps.statements.services import writing
from tests.factories import (
    AnswerVersionFactory,
    ArgumentFactory,
    IdentityFactory,
    OccurrenceFactory,
    PersonFactory,
    SegmentFactory,
    StatementFactory,
)

BY = "user:1"


def make_point(procedure, person, argument=None, **statement):
    """A read letter of this person with one passage tied to the argument."""
    letter = StatementFactory(
        procedure=procedure, person=person, already_read=True, email_given=True, **statement
    )
    argument = argument or ArgumentFactory(procedure=procedure)
    segment = SegmentFactory(statement=letter, tied=True, argument=argument)
    return OccurrenceFactory(segment=segment, statement=letter)


def make_answered(procedure, **words):
    return AnswerVersionFactory(argument=ArgumentFactory(procedure=procedure), **words).argument


def write(procedure):
    return list(writing.write_due(procedure, by=BY))[-1][0]


def words_of(reply):
    with reply.pdf.open("rb") as file:
        document = pypdfium2.PdfDocument(file.read())
    return " ".join(
        "".join(page.get_textpage().get_text_range() for page in document)
        .replace("\xad", "")
        .replace("\u200b", "")
        .replace("\ufffe", "")
        .split()
    )


def make_talkative(procedure):
    """Somebody who says in the passage who writes; returns what nobody else may read."""
    person = PersonFactory()
    IdentityFactory(
        person=person,
        name="Frieda Musterfrau",
        street="Beispielgasse 7",
        email="frieda@beispiel.example",
        phone="0123 456789",
    )
    text = (
        "Ich, Frieda Musterfrau, Beispielgasse 7, höre den Lärm; MUSTERFRAU bleibt wach."
        " Schreiben Sie an frieda@beispiel.example oder rufen Sie 0123/45 67 89 an."
    )
    letter = StatementFactory(procedure=procedure, person=person, text=text, already_read=True)
    argument = make_answered(procedure)
    segment = SegmentFactory(statement=letter, tied=True, argument=argument, start=0, end=len(text))
    OccurrenceFactory(segment=segment, statement=letter)
    return (
        "Frieda",
        "Musterfrau",
        "MUSTERFRAU",
        "Beispielgasse 7",
        "frieda@beispiel.example",
        "0123",
        "67 89",
    )
