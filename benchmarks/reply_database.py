"""A procedure of any size that is read and answered to the end: only the reply letters are missing.

Every person wrote one letter of a campaign with five points in its template; of every twentieth an
own sentence is tied as well. One argument is raised by a campaign of 4,212 letters or fewer.
"""

from datetime import timedelta

SLUG = "hohe-heide"
ARGUMENTS = 200
POINTS = 5
CAMPAIGN = 4212
OWN_WORDS_EVERY = 20
BATCH = 5000


def fill(letters: int) -> None:
    """So many people, letters and five times as many points, in the database of Django."""
    procedure, clerk = _procedure()
    arguments = _arguments(procedure, clerk)
    people = _people(letters)
    for start in range(0, letters, CAMPAIGN):
        _campaign(procedure, arguments, people[start : start + CAMPAIGN], start)
    _know_the_data()


def _know_the_data() -> None:
    """What the database does by itself after a while, and the house after an import."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _procedure():
    from django.utils import timezone

    from dialogwerk.apps.accounts.models import Role, User
    from dialogwerk.apps.people.models import Organisation
    from dialogwerk.apps.schemes.models import Procedure, Round, Scheme, TeamMember

    office = Organisation.objects.create(
        name="Bezirksregierung Musterhausen",
        street="Am Rathaus 1",
        postal_code="99001",
        city="Musterhausen",
        email="dialog@musterhausen.example",
    )
    scheme = Scheme.objects.create(
        slug=SLUG, title="Windpark Hohe Heide", developer=office, place_name="X", is_public=True
    )
    procedure = Procedure.objects.create(
        scheme=scheme, slug=SLUG, title="Planfeststellung Hohe Heide", authority=office
    )
    today = timezone.localdate()
    Round.objects.create(
        procedure=procedure,
        display_start=today - timedelta(days=90),
        display_end=today - timedelta(days=60),
        objections_until=today - timedelta(days=46),
    )
    clerk = User.objects.create_user(email="sachbearbeitung@example.org", password=None)
    TeamMember.objects.create(scheme=scheme, user=clerk, role=Role.CASE_WORKER)
    return procedure, clerk


def _arguments(procedure, clerk):
    from dialogwerk.apps.statements.models import AnswerVersion, Argument

    arguments = Argument.objects.bulk_create(
        Argument(
            procedure=procedure,
            number=number,
            title=f"Schallschutz am Immissionsort {number}",
            created_by=clerk.actor,
        )
        for number in range(1, ARGUMENTS + 1)
    )
    versions = AnswerVersion.objects.bulk_create(
        AnswerVersion(
            argument=one, number=1, result="followed_in_part", text=answer(one.number, 1), by=clerk
        )
        for one in arguments
    )
    for one, version in zip(arguments, versions, strict=True):
        one.current_answer = version
    Argument.objects.bulk_update(arguments, ["current_answer"])
    return arguments


def answer(number: int, version: int) -> str:
    """Two paragraphs, as long as answers are."""
    return (
        "Der Hinweis ist richtig. Die Schallimmissionsprognose wurde überarbeitet; an den"
        f" Immissionsorten IP {number} und IP 7 werden die Richtwerte der TA Lärm nachts um"
        " mindestens 3 dB(A) unterschritten.\n\nDie Vorhabenträgerin hat zugesagt, die Anlagen"
        f" WEA 2 und WEA 4 von 22 bis 6 Uhr schallreduziert zu betreiben (Fassung {version})."
    )


def _people(count: int):
    from dialogwerk.apps.people.models import Identity, Person

    people = Person.objects.bulk_create((Person() for _ in range(count)), batch_size=BATCH)
    Identity.objects.bulk_create(
        (
            Identity(
                person=person,
                name=f"Erika Beispiel{number}",
                street=f"Heideweg {number % 400}",
                postal_code=f"{99001 + number * 7 % 90}",
                city="Musterhausen",
                match_key=f"{number:064x}",
            )
            for number, person in enumerate(people)
        ),
        batch_size=BATCH,
    )
    return people


def _campaign(procedure, arguments, people, start: int) -> None:
    """A template with five tied sentences, and the letters that use it."""
    import hashlib

    from django.utils import timezone

    from dialogwerk.apps.statements.models import (
        Campaign,
        Occurrence,
        Original,
        Segment,
        Statement,
    )

    number = start // CAMPAIGN + 1
    raised = [arguments[(number * POINTS + index) % ARGUMENTS] for index in range(POINTS)]
    sentences = [f"Punkt {one.number}: Der Lärm am Ort {one.number} ist zu hoch." for one in raised]
    template = "\n".join(sentences)
    now = timezone.now()
    campaign = Campaign.objects.create(
        procedure=procedure,
        number=number,
        title=f"Kampagne {number}",
        template=template,
        size=len(people),
        read_at=now,
        read_by="user:1",
    )
    segments = Segment.objects.bulk_create(
        Segment(
            procedure=procedure,
            campaign=campaign,
            start=template.index(sentence),
            end=template.index(sentence) + len(sentence),
            text=sentence,
            state="tied",
            confirmation="explicit",
            argument=one,
            made_by="system:segments",
        )
        for sentence, one in zip(sentences, raised, strict=True)
    )
    originals = Original.objects.bulk_create(
        (
            Original(
                sha256=hashlib.sha256(f"{start + row}".encode()).hexdigest(),
                body=template.encode(),
                media_type="text/plain; charset=utf-8",
                received_at=now,
                channel="post",
            )
            for row in range(len(people))
        ),
        batch_size=BATCH,
    )
    letters = Statement.objects.bulk_create(
        (
            Statement(
                procedure=procedure,
                original=original,
                person=person,
                text=template,
                campaign=campaign,
                channel="post",
                received_at=now - timedelta(days=60, seconds=row),
                read_at=now,
                read_by="user:1",
                read_how="tacit",
            )
            for row, (person, original) in enumerate(zip(people, originals, strict=True))
        ),
        batch_size=BATCH,
    )
    Occurrence.objects.bulk_create(
        (Occurrence(segment=one, statement=letter) for one in segments for letter in letters),
        batch_size=BATCH,
    )
    _own_words(procedure, arguments, letters[::OWN_WORDS_EVERY])


def _own_words(procedure, arguments, letters) -> None:
    """One tied sentence in each of these letters that no other letter has."""
    from dialogwerk.apps.statements.models import Occurrence, Segment

    own = Segment.objects.bulk_create(
        (
            Segment(
                procedure=procedure,
                statement=letter,
                start=0,
                end=40,
                text=f"Unser Haus am Heideweg {letter.pk} liegt nah an der Anlage.",
                state="tied",
                confirmation="explicit",
                argument=arguments[letter.pk % ARGUMENTS],
                made_by="user:1",
            )
            for letter in letters
        ),
        batch_size=BATCH,
    )
    Occurrence.objects.bulk_create(
        (
            Occurrence(segment=one, statement=letter)
            for one, letter in zip(own, letters, strict=True)
        ),
        batch_size=BATCH,
    )
